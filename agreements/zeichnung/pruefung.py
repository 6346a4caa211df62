"""Whether a PDF is the signed agreement it seems to be. Open to everyone, so it says no more than anyone may know.

What decides is the register: the SHA-256 of every document made here. The seal says more only where a file is not in
it: whether a sealed document was changed, and where the change begins.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Max

from agreements.models import Ausfertigung, Ausfertigungsart, Dokument, Zeichnung, Zielvereinbarung
from agreements.recht import WIRKSAME, Zustand
from agreements.siegel.befund import Siegelbefund, Siegelzustand, pruefe_siegel
from agreements.siegel.schluessel import KeinSiegelschluessel, siegelstelle
from zielsystem.parties.zugriff import Zugang


class Urteil(StrEnum):
    """What a PDF turned out to be."""

    AUSFERTIGUNG = "ausfertigung"
    ERGAENZT = "ergaenzt"
    GEBROCHEN = "gebrochen"
    UNTERZEICHNET = "unterzeichnet"
    FASSUNG = "fassung"
    ENTWURF = "entwurf"
    NICHT_VERZEICHNET = "nicht_verzeichnet"
    FREMDES_SIEGEL = "fremdes_siegel"
    UNBEKANNT = "unbekannt"


@dataclass(frozen=True)
class Pruefergebnis:
    """The verdict on a PDF.

    ``nr`` and ``geschlossen_am`` are what everyone may know of a concluded agreement; ``vereinbarung`` is there only
    for who may see it. ``aufgehoben``: the text was set aside after it was signed, the document proves nothing any
    more. ``beendet``: the parties have repealed the agreement; ``geaendert``: an amendment to it is concluded.
    ``siegel`` is what the seal says, None where it was not asked.
    """

    urteil: Urteil
    sha256: str
    nr: int | None = None
    geschlossen_am: datetime | None = None
    vereinbarung: Zielvereinbarung | None = None
    aufgehoben: bool = False
    beendet: bool = False
    geaendert: bool = False
    siegel: Siegelbefund | None = None


def pruefe(pdf: bytes, zugang: Zugang) -> Pruefergebnis:
    """Tell what a PDF is. Raises ``NichtLesbar`` for bytes that are no PDF and not in the register."""
    pruefsumme = hashlib.sha256(pdf).hexdigest()
    return _verzeichnet(pruefsumme, pdf, zugang) or _nach_siegel(pruefsumme, pdf, zugang)


def _verzeichnet(pruefsumme: str, pdf: bytes, zugang: Zugang) -> Pruefergebnis | None:
    if ausfertigung := _ausfertigung(pruefsumme):
        if ausfertigung.art == Ausfertigungsart.ENDFASSUNG:
            return _endfassung(Urteil.AUSFERTIGUNG, pruefsumme, ausfertigung, zugang, _siegel(pdf))
        return Pruefergebnis(Urteil.FASSUNG, pruefsumme)
    if Zeichnung.objects.filter(sha256=pruefsumme).exists():
        return Pruefergebnis(Urteil.UNTERZEICHNET, pruefsumme)
    if Dokument.objects.filter(sha256=pruefsumme).exists():
        return Pruefergebnis(Urteil.ENTWURF, pruefsumme)
    return None


def _nach_siegel(pruefsumme: str, pdf: bytes, zugang: Zugang) -> Pruefergebnis:
    siegel = _siegel(pdf)
    if siegel is None or siegel.zustand is Siegelzustand.KEINES:
        return Pruefergebnis(Urteil.UNBEKANNT, pruefsumme)
    if siegel.zustand is Siegelzustand.GEBROCHEN:
        return Pruefergebnis(Urteil.GEBROCHEN, pruefsumme, siegel=siegel)
    if not siegel.eigenes:
        return Pruefergebnis(Urteil.FREMDES_SIEGEL, pruefsumme, siegel=siegel)
    gesiegelt = _ausfertigung(hashlib.sha256(pdf[: siegel.umfang]).hexdigest())
    if siegel.zustand is Siegelzustand.ERGAENZT and gesiegelt:
        return _endfassung(Urteil.ERGAENZT, pruefsumme, gesiegelt, zugang, siegel)
    return Pruefergebnis(Urteil.NICHT_VERZEICHNET, pruefsumme, siegel=siegel)


def _siegel(pdf: bytes) -> Siegelbefund | None:
    """What the seal says; None where this installation has no roots to check one against."""
    try:
        return pruefe_siegel(pdf, siegelstelle())
    except KeinSiegelschluessel:
        return None


def _ausfertigung(pruefsumme: str) -> Ausfertigung | None:
    gefunden = Ausfertigung.objects.filter(sha256=pruefsumme).select_related("festtext__zielvereinbarung__runde")
    return gefunden.first()


def _endfassung(
    urteil: Urteil, pruefsumme: str, ausfertigung: Ausfertigung, zugang: Zugang, siegel: Siegelbefund | None
) -> Pruefergebnis:
    vereinbarung = ausfertigung.festtext.zielvereinbarung
    gezeichnet = ausfertigung.festtext.zeichnungen.aggregate(am=Max("gezeichnet_am"))["am"]
    sichtbar = Zielvereinbarung.objects.visible_to(zugang).filter(pk=vereinbarung.pk).exists()
    return Pruefergebnis(
        urteil,
        pruefsumme,
        nr=vereinbarung.nr,
        geschlossen_am=gezeichnet,
        vereinbarung=vereinbarung if sichtbar else None,
        aufgehoben=ausfertigung.festtext.aufgehoben_am is not None,
        beendet=vereinbarung.zustand == Zustand.AUFGEHOBEN,
        geaendert=vereinbarung.aenderungen.filter(zustand__in=WIRKSAME).exists(),
        siegel=siegel,
    )
