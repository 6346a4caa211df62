"""What came of a month file that was taken over, and where to go on with its drafts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.urls import reverse

from kennzahlen.meldungen.plausibilitaet import Schwere
from kennzahlen.meldungen.recht import BEARBEITBAR, ZUSTANDSTITEL, Meldungszustand
from kennzahlen.models import Befund, Meldung
from kennzahlen.models.meldewege import Hochladung
from kennzahlen.views.befunde import FEHLT
from zielsystem import zahlen
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle, Zelle


def erledigt(eine: Hochladung, zugang: Zugang) -> dict[str, Any]:
    """For the page: ``erledigt`` (title, text) and, where there are drafts, the table ``entwuerfe``."""
    ergebnis = eine.ergebnis or {}
    entwuerfe = ergebnis.get("entwuerfe")
    return {"erledigt": _in_worten(ergebnis), "entwuerfe": _tabelle(entwuerfe, zugang) if entwuerfe else None}


def _in_worten(e: dict[str, Any]) -> dict[str, str]:
    if not (e["neue"] or e["berichtigte"]):
        return {"titel": "Unverändert", "text": "Dieselben Zahlen lagen schon vor; es war nichts zu tun."}
    text = (
        f"{zahlen.ganzzahl(e['neue'])} neu, {zahlen.ganzzahl(e['berichtigte'])} berichtigt, "
        f"{zahlen.ganzzahl(e['unveraenderte'])} unverändert; {zahlen.ganzzahl(e['werte'])} geänderte Zahlen."
    )
    auffaellig = f" Auffällig und noch zu erklären: {zahlen.ganzzahl(e['auffaellige'])}." if e["auffaellige"] else ""
    return {"titel": f"Übernommen: {ZUSTANDSTITEL[Meldungszustand(e['zustand'])]}", "text": text + auffaellig}


def _tabelle(entwuerfe: list[int], zugang: Zugang) -> Tabelle:
    """The drafts as they are now, each with a link to go on with it and with what is still to be done."""
    meldungen = Meldung.objects.visible_to(zugang).filter(pk__in=entwuerfe).order_by("monat")
    offen = Counter(
        Befund.objects.filter(meldung__in=entwuerfe).values_list("meldung", "code", "schwere", "erklaerung")
    )
    titel = ("Fehlende Angaben", "Andere Fehler", "Zu erklären")
    return Tabelle(
        "Entwürfe",
        [Spalte("Monat", kopf=True), *(Spalte(text, zahl=True) for text in titel), Spalte("Stand")],
        [
            [_monat(meldung), *_anzahlen(meldung.pk, offen), ZUSTANDSTITEL[Meldungszustand(meldung.zustand)]]
            for meldung in meldungen
        ],
    )


def _monat(meldung: Meldung) -> Zelle:
    seite = "meldung_erfassung" if meldung.zustand in BEARBEITBAR else "meldung"
    return Zelle(zahlen.monat(meldung.monat), url=reverse(f"kennzahlen:{seite}", args=[meldung.pk]))


def _stand(meldung: Meldung) -> str:
    return ZUSTANDSTITEL[Meldungszustand(meldung.zustand)]


def _anzahlen(meldung: int, befunde: Counter[tuple[int, str, str, str]]) -> list[str]:
    eigene = {befund: anzahl for befund, anzahl in befunde.items() if befund[0] == meldung}
    fehlt = sum(anzahl for (_, code, _, _), anzahl in eigene.items() if code == FEHLT)
    harte = sum(anzahl for (_, _, schwere, _), anzahl in eigene.items() if schwere == Schwere.HART)
    weiche = sum(
        anzahl for (*_, schwere, erklaerung), anzahl in eigene.items() if schwere == Schwere.WEICH and not erklaerung
    )
    return [zahlen.ganzzahl(zahl) for zahl in (fehlt, harte - fehlt, weiche)]
