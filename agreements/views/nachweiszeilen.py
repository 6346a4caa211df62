"""Recorded results as rows: what a round has, and the cells that others show too."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from agreements.beteiligung import als_stand
from agreements.models import Nachweis
from agreements.recht import FORMEN, Beteiligung, Nachweisstand
from zielsystem import zahlen
from zielsystem.ui.rows import Spalte, Tabelle, Zelle


def stand_zelle(zeile: Beteiligung, stand: Nachweisstand | None) -> Zelle:
    """Whether a participation counts as done, as a badge."""
    if stand is not None and FORMEN[zeile.form].erfuellt(stand):
        return Zelle("liegt vor", status="success")
    text = "fehlt" if stand is None else "genügt nicht"
    return Zelle(text, status="danger" if zeile.hart else "warning", hinweis="" if zeile.hart else "soll vorliegen")


def ergebnis_zelle(nachweis: Nachweis) -> Zelle:
    """What came out of it, with the day and the words on it."""
    return Zelle(f"{nachweis.get_ergebnis_display()} am {zahlen.tag(nachweis.am)}", hinweis=nachweis.bemerkung)


def dokument_zelle(nachweis: Nachweis) -> Zelle | str:
    """The document that proves it, to open."""
    if not nachweis.dokument:
        return zahlen.FEHLT
    return Zelle("Dokument öffnen", url=reverse("agreements:nachweis", args=[nachweis.pk]), hinweis=nachweis.dateiname)


def listentabelle(nachweise: Iterable[Nachweis], widerrufbare: frozenset[int]) -> Tabelle:
    """Recorded results of a round; ``widerrufbare`` are the keys of those that one may take back."""
    spalten = (
        Spalte("Nachweis", kopf=True),
        Spalte("für"),
        Spalte("Ergebnis"),
        Spalte("Dokument"),
        Spalte("erfasst"),
        Spalte("Stand"),
        Spalte("Widerruf"),
    )
    return Tabelle("Erfasste Nachweise", spalten, [_listenzeile(n, n.pk in widerrufbare) for n in nachweise])


def _listenzeile(nachweis: Nachweis, widerrufbar: bool) -> list[Zelle | str]:
    widerrufen = nachweis.widerrufen_am is not None
    return [
        Zelle(nachweis.get_art_display(), hinweis=nachweis.get_form_display()),
        _wofuer(nachweis),
        ergebnis_zelle(nachweis),
        dokument_zelle(nachweis),
        zahlen.tag(timezone.localtime(nachweis.erfasst_am)),
        Zelle("widerrufen", status="neutral", hinweis=nachweis.widerrufsgrund)
        if widerrufen
        else stand_zelle(nachweis.zeile, als_stand(nachweis)),
        Zelle("widerrufen", url=reverse("agreements:nachweis_widerrufen", args=[nachweis.pk]))
        if widerrufbar and not widerrufen
        else zahlen.FEHLT,
    ]


def _wofuer(nachweis: Nachweis) -> Zelle | str:
    """What a result is about; the names of Land and Kommune are annotated by the query."""
    if nachweis.zielvereinbarung is not None:
        partei = nachweis.vertragspartei
        return Zelle(str(nachweis.zielvereinbarung), hinweis=f"erklärt für: {partei}" if partei else "")
    return nachweis.landesname or nachweis.kommunenname or nachweis.runde.titel  # type: ignore[attr-defined]
