"""The part of a section's page that shows its text: one version to read, or two laid over each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agreements.models import Textfassung
from agreements.verhandlung.ansicht import Abschnittsstand
from agreements.verhandlungsrecht import Fassungszustand
from agreements.views.verhandlung_zeilen import Textabsatz, Textvergleich, herkunft, lesetext, textvergleich, wer_wann

NICHTS, GRUNDRASTER, VORIGE, GELTENDE = "nichts", "grundraster", "vorige", "geltende"
_VERGLEICHE = {
    NICHTS: "Nur lesen",
    GELTENDE: "Gegenüber dem geltenden Text",
    VORIGE: "Gegenüber dem Text davor",
    GRUNDRASTER: "Gegenüber dem Vorschlag des Grundrasters",
}


@dataclass(frozen=True)
class Ausschnitt:
    """A version with who wrote it, when and why; to read (``text``), or against another (``vergleich``).

    ``ansichten``: the ways to look at it, as (title, query of the address, whether it is this one).
    """

    titel: str
    angabe: str
    grund: str
    text: list[Textabsatz]
    vergleich: Textvergleich | None
    ansichten: list[tuple[str, str, bool]]


def ausschnitt(abschnitt: Abschnittsstand, fassungen: Sequence[Textfassung], wahl: Mapping[str, str]) -> Ausschnitt:
    """What to show: the version and comparison asked for, else the proposal against the text that counts."""
    fassung = next((f for f in fassungen if str(f.nummer) == wahl.get("fassung")), None) or _neueste(fassungen)
    text = fassung.text if fassung else abschnitt.text
    gegenueber = _gegenueber(abschnitt, fassungen, fassung)
    vorgeschlagen = fassung is not None and fassung.zustand == Fassungszustand.VORGESCHLAGEN
    gegen = wahl.get("gegen", GELTENDE if vorgeschlagen else NICHTS)
    if gegen not in gegenueber:
        gegen = GELTENDE if gegen == VORIGE and GELTENDE in gegenueber else NICHTS
    return Ausschnitt(
        titel=f"Fassung {fassung.nummer}: {herkunft(fassung)}" if fassung else "Vorschlag des Grundrasters",
        angabe=wer_wann(fassung.erstellt_durch, fassung.erstellt_am) if fassung else "",
        grund=fassung.grund if fassung else "",
        text=lesetext(text),
        vergleich=textvergleich(_VERGLEICHE[gegen], gegenueber[gegen], text) if gegen != NICHTS else None,
        ansichten=[
            (_VERGLEICHE[art], f"?fassung={fassung.nummer if fassung else 0}&gegen={art}", art == gegen)
            for art in gegenueber
        ],
    )


def _neueste(fassungen: Sequence[Textfassung]) -> Textfassung | None:
    """The newest version that is alive: the proposal, else the text that counts."""
    for zustand in (Fassungszustand.VORGESCHLAGEN, Fassungszustand.GELTEND):
        for fassung in fassungen:
            if fassung.zustand == zustand:
                return fassung
    return None


def _gegenueber(
    abschnitt: Abschnittsstand, fassungen: Sequence[Textfassung], fassung: Textfassung | None
) -> dict[str, str]:
    """The texts that a version can be compared with, by the way to look at it."""
    if fassung is None:
        return {}
    texte = {NICHTS: ""}
    if fassung.zustand != Fassungszustand.GELTEND:
        texte[GELTENDE] = abschnitt.text
    davor = _davor(fassungen, fassung)
    if davor is not None and davor.zustand != Fassungszustand.GELTEND:
        texte[VORIGE] = davor.text
    return texte | {GRUNDRASTER: abschnitt.vorlage}


def _davor(fassungen: Sequence[Textfassung], fassung: Textfassung) -> Textfassung | None:
    """The newest version before this one that counted at some time."""
    gegolten = (Fassungszustand.GELTEND, Fassungszustand.ABGELOEST)
    return next((f for f in fassungen if f.nummer < fassung.nummer and f.zustand in gegolten), None)
