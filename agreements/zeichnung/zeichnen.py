"""Signing the fixed text of an agreement: the acts, one per level. The last signature concludes.

Everything happens in one transaction under the lock of the agreement, so of two signatures at the same moment each
counts once, a second click changes nothing, and exactly one signature is the last.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from agreements.dokument.ausfertigung import beauftrage_ausfertigung
from agreements.lifecycle import schliesse_nach_zeichnung, stand_von
from agreements.models import Ausfertigung, Ausfertigungsart, Zeichnung, Zielvereinbarung
from agreements.recht import VEREINBARUNG
from agreements.siegel.lesen import NichtLesbar, oeffne
from agreements.siegel.unterschrift import UnterschriftUngueltig, pruefe_unterschrift
from agreements.zeichnung.fehler import NichtZeichenbar, SchonGezeichnet
from agreements.zeichnung.kennwort import verlange_kennwort
from agreements.zeichnung.parteien import Vorgang, beginne
from agreements.zeichnung.post import teile_allen_mit
from agreements.zeichnungsrecht import MIT_ZERTIFIKAT, Niveau
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.vollzug import vollziehe
from zielsystem.parties.zugriff import Zugang

PDF_HOECHSTENS = 20 * 1024 * 1024
"""The largest file that is taken as proof, in bytes."""


@dataclass(frozen=True)
class Eingereicht:
    """The file that somebody hands in as proof of a signature, and who signed as far as that is not named already."""

    pdf: bytes
    name: str = ""
    funktion: str = ""


@dataclass(frozen=True)
class Beleg:
    """What a signature consists of: who, at which level, the file that proves it, and the soft gates it passed."""

    niveau: Niveau
    name: str
    funktion: str = ""
    pdf: bytes = b""
    zertifikat: dict[str, str] = field(default_factory=dict)
    uebergangen: list[str] = field(default_factory=list)
    begruendung: str = ""


# -- The levels ------------------------------------------------------------------------------------------------


@transaction.atomic
def zeichne_einfach(
    *, vereinbarung: Zielvereinbarung, kennwort: str, durch: Zugang, am: datetime, grund: str = ""
) -> Zeichnung:
    """Sign with the own account, confirmed with the own password (Art. 3 Nr. 10 eIDAS).

    ``grund`` passes a soft gate; it counts for the parties that sign after. Raises ``PermissionDenied``,
    :class:`NichtZeichenbar`, :class:`SchonGezeichnet`, and ``Gehindert`` with every gate that is shut.
    """
    vorgang = beginne(vereinbarung, durch, Befugnis.ZEICHNEN)
    nutzer = verlange_kennwort(durch.nutzer, kennwort)
    benannt = vorgang.unterzeichner
    if benannt and benannt.nutzer_id != nutzer.pk:
        raise NichtZeichenbar(
            f"Für Ihre Partei zeichnet {benannt.name}. Soll jemand anderes zeichnen, benennen Sie diese Person zuerst."
        )
    beleg = Beleg(Niveau.EINFACH, str(nutzer), benannt.funktion if benannt else "")
    return _zeichne(vorgang, beleg, durch, am, grund)


@transaction.atomic
def zeichne_auf_papier(
    *, vereinbarung: Zielvereinbarung, eingereicht: Eingereicht, durch: Zugang, am: datetime, grund: str = ""
) -> Zeichnung:
    """Record a signature by hand with the scan of the signed page. Raises as :func:`zeichne_einfach`."""
    vorgang = beginne(vereinbarung, durch, Befugnis.ZEICHNEN)
    _pruefe_groesse(eingereicht.pdf)
    try:
        oeffne(eingereicht.pdf)
    except NichtLesbar as fehler:
        raise NichtZeichenbar(str(fehler), "datei") from fehler
    wer = _wer(vorgang, eingereicht.name, eingereicht.funktion)
    return _zeichne(vorgang, Beleg(Niveau.PAPIER, *wer, eingereicht.pdf), durch, am, grund)


@transaction.atomic
def zeichne_mit_zertifikat(
    *,
    vereinbarung: Zielvereinbarung,
    niveau: Niveau,
    eingereicht: Eingereicht,
    durch: Zugang,
    am: datetime,
    grund: str = "",
) -> Zeichnung:
    """Record the document signed with an own certificate: ours, plus an intact signature, and nothing else.

    The name is taken from the certificate where nobody is named. ``ValueError`` for a level without a certificate;
    raises as :func:`zeichne_einfach`.
    """
    if niveau not in MIT_ZERTIFIKAT:
        raise ValueError(f"Zu {niveau} gehört kein Zertifikat.")
    vorgang = beginne(vereinbarung, durch, Befugnis.ZEICHNEN)
    _pruefe_groesse(eingereicht.pdf)
    try:
        befund = pruefe_unterschrift(_zur_zeichnung(vorgang), eingereicht.pdf)
    except (NichtLesbar, UnterschriftUngueltig) as fehler:
        raise NichtZeichenbar(str(fehler), "datei") from fehler
    angaben = {"inhaber": befund.inhaber, "aussteller": befund.aussteller, "seriennummer": befund.seriennummer}
    wer = _wer(vorgang, eingereicht.name or befund.name, eingereicht.funktion)
    return _zeichne(vorgang, Beleg(niveau, *wer, eingereicht.pdf, angaben), durch, am, grund)


def _wer(vorgang: Vorgang, name: str, funktion: str) -> tuple[str, str]:
    """Name and office of the signatory: of the one who was named, else as stated."""
    if benannt := vorgang.unterzeichner:
        return benannt.name, benannt.funktion
    if not name.strip():
        raise NichtZeichenbar("Bitte geben Sie an, wer unterschrieben hat.", "name")
    return name.strip()[:150], funktion.strip()[:150]


def _pruefe_groesse(pdf: bytes) -> None:
    if not pdf:
        raise NichtZeichenbar("Die Datei ist leer.", "datei")
    if len(pdf) > PDF_HOECHSTENS:
        raise NichtZeichenbar("Die Datei ist zu groß; zulässig sind 20 MB.", "datei")


def _zur_zeichnung(vorgang: Vorgang) -> bytes:
    """The copy that was handed out to be signed."""
    fassung = Ausfertigung.objects.fertig().filter(festtext=vorgang.festtext, art=Ausfertigungsart.ZEICHNUNG).first()
    if fassung is None:
        raise NichtZeichenbar("Die Fassung zur Unterzeichnung ist noch nicht hergestellt.", "datei")
    with fassung.datei.open("rb") as datei:
        inhalt: bytes = datei.read()
    return inhalt


# -- The act ---------------------------------------------------------------------------------------------------


def _zeichne(vorgang: Vorgang, beleg: Beleg, durch: Zugang, am: datetime, grund: str) -> Zeichnung:
    if vorgang.festtext.zeichnungen.filter(vertragspartei=vorgang.partei).exists():
        raise SchonGezeichnet("Ihre Partei hat diesen Text schon gezeichnet.")
    stand = stand_von(vorgang.vereinbarung)
    vollziehe(VEREINBARUNG, "zeichnen", vorgang.vereinbarung, stand=lambda _: stand, durch=durch, am=am, grund=grund)
    zeile = VEREINBARUNG.zeile("zeichnen", vorgang.vereinbarung.zustand, timezone.localdate(am))
    uebergangen = [hindernis.code for hindernis in zeile.hindernisse(stand, timezone.localdate(am))]
    zeichnung = _speichere(vorgang, replace(beleg, uebergangen=uebergangen, begruendung=grund.strip()), durch, am)
    geschlossen = schliesse_nach_zeichnung(vereinbarung=vorgang.vereinbarung, durch=durch, am=am)
    if geschlossen is not None:
        beauftrage_ausfertigung(festtext=vorgang.festtext, art=Ausfertigungsart.ENDFASSUNG, am=am)
        teile_allen_mit(
            geschlossen,
            "Zielvereinbarung gezeichnet",
            "Alle Vertragsparteien haben gezeichnet. Die Zielvereinbarung ist jetzt: "
            f"{VEREINBARUNG.titel_von(geschlossen.zustand)}.",
        )
    return zeichnung


def _speichere(vorgang: Vorgang, beleg: Beleg, durch: Zugang, am: datetime) -> Zeichnung:
    einfach: dict[str, Any] = {"unterzeichner": durch.nutzer} if beleg.niveau is Niveau.EINFACH else {}
    zeichnung = Zeichnung(
        festtext=vorgang.festtext,
        vertragspartei=vorgang.partei,
        name=beleg.name,
        funktion=beleg.funktion,
        niveau=beleg.niveau,
        gezeichnet_am=am,
        gezeichnet_durch=durch.nutzer,
        zertifikat=beleg.zertifikat,
        uebergangen=beleg.uebergangen,
        begruendung=beleg.begruendung if beleg.uebergangen else "",
        **einfach,
    )
    if beleg.pdf:
        zeichnung.sha256 = hashlib.sha256(beleg.pdf).hexdigest()
        zeichnung.datei.save("beleg.pdf", ContentFile(beleg.pdf), save=False)
    zeichnung.save(force_insert=True)
    return zeichnung
