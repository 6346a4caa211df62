"""What a Ziel can begin with: the values agreed in the planning, and what the last evaluation suggests."""

from __future__ import annotations

from typing import Any

from agreements.auswertung.naechste_runde import vorschlag_fuer
from agreements.models import Zielvereinbarung
from agreements.planung.werte import vereinbarte_werte
from agreements.views.ziele.vorgabefelder import anfangswerte
from agreements.ziele import Dimension
from agreements.ziele.dimension import gerundet
from agreements.ziele.fortschreibung import Fortschreibung
from agreements.ziele.vorgabe import Jahreswert, Zielwert
from agreements.ziele.wortlaut import wortlaut

_TITEL = {
    "planung": "In der Planung vereinbarter Wert",
    "auswertung": "Vorschlag aus der letzten Auswertung",
}


def vorschlaege_fuer(vereinbarung: Zielvereinbarung, code: str, kennzahl: str) -> dict[str, Fortschreibung]:
    """The proposals there are for a Ziel, by where they come from; both are only offered, never filled in."""
    gefunden = {
        "planung": _aus_der_planung(vereinbarung, kennzahl),
        "auswertung": vorschlag_fuer(vereinbarung, code),
    }
    return {woher: vorschlag for woher, vorschlag in gefunden.items() if vorschlag}


def uebernommen(vorschlaege: dict[str, Fortschreibung], woher: str) -> dict[str, Any]:
    """What a proposal fills into the form, when it is asked for."""
    vorschlag = vorschlaege.get(woher)
    if vorschlag is None:
        return {}
    return {"dimension": vorschlag.dimension.value, **anfangswerte(vorschlag.vorgabe)}


def in_worten(
    vorschlaege: dict[str, Fortschreibung], kennzahl: str, vereinbarung: Zielvereinbarung
) -> list[dict[str, str]]:
    """The proposals as the page shows them."""
    return [
        {
            "woher": woher,
            "titel": _TITEL[woher],
            "satz": wortlaut(kennzahl, v.vorgabe, vereinbarung.runde.laufzeit) if v.vorgabe else "",
            "herkunft": v.herkunft,
        }
        for woher, v in vorschlaege.items()
    ]


def _aus_der_planung(vereinbarung: Zielvereinbarung, kennzahl: str) -> Fortschreibung | None:
    """The agreed values of the Jobcenter for the years of the round, one query; None where none is agreed."""
    if vereinbarung.jobcenter_id is None:
        return None
    werte = vereinbarte_werte(vereinbarung.runde, [vereinbarung.jobcenter_id])
    jahre = sorted((jahr, wert) for (_, code, jahr), wert in werte.items() if code == kennzahl)
    if not jahre:
        return None
    zielwert = Zielwert(tuple(Jahreswert(jahr, gerundet(wert.dezimal)) for jahr, wert in jahre))
    herkunft = "So haben es beide Seiten in der Planung dieser Runde vereinbart."
    return Fortschreibung(Dimension.ZIELWERT, zielwert, herkunft)
