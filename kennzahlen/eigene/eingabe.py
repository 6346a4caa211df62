"""Reading one entered figure: by the rules of a month file, with as many decimals as its unit allows. PURE."""

from __future__ import annotations

from decimal import Decimal

from kennzahlen.eigene.masse import HOECHSTENS, NACHKOMMASTELLEN, Mass
from kennzahlen.meldungen.lieferung.zahlen import Unlesbar, zerlege

__all__ = ["Unlesbar", "lies_wert"]

_STELLEN = {Mass.ANZAHL: 0, Mass.EURO: 2, Mass.EURO_JE: 2}
_RICHTIG = {0: "eine ganze Zahl", 2: "ein Betrag in Euro mit höchstens zwei Nachkommastellen"}


def lies_wert(text: str, mass: str) -> Decimal | None:
    """The figure in a field, None for an empty one; :class:`Unlesbar` says what is wrong and what would be right."""
    if not text.strip():
        return None
    vorzeichen, ganz, bruch = zerlege(_anteil(text) if Mass(mass) is Mass.ANTEIL else text)
    stellen = _STELLEN.get(Mass(mass), NACHKOMMASTELLEN)
    if len(bruch) > stellen:
        richtig = _RICHTIG.get(stellen, f"höchstens {stellen} Nachkommastellen")
        raise Unlesbar("zu viele Nachkommastellen" if stellen else "keine ganze Zahl", richtig)
    wert = vorzeichen * Decimal(f"{ganz}.{bruch or 0}")
    if abs(wert) >= HOECHSTENS:
        raise Unlesbar("zu groß", "eine Zahl unter zehn Billionen")
    if wert < 0 and Mass(mass) is Mass.ANZAHL:
        raise Unlesbar("negativ", "0 oder mehr")
    return wert


def _anteil(text: str) -> str:
    """A share is a fraction: whoever writes percent is told."""
    if "%" in text:
        raise Unlesbar("ein Anteil in Prozent", "der Bruch, zum Beispiel 0,241 für 24,1 %")
    return text
