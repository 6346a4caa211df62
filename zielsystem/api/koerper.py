"""Reading the body of a request: an object with known members, every error found at once and named by its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from zielsystem.api.probleme import Parameterfehler, UngueltigeAnfrage


class Koerper:
    """The members of a body; what is not an object, or has a member that does not exist, is noted as an error."""

    def __init__(self, daten: Any, mitglieder: Sequence[str]) -> None:
        self.fehler: list[Parameterfehler] = []
        self.daten: Mapping[str, Any] = daten if isinstance(daten, dict) else {}
        if not isinstance(daten, dict):
            self.verwirf("", "Erwartet wird ein JSON-Objekt.", mitglieder)
        for name in self.daten:
            if name not in mitglieder:
                aehnlich = get_close_matches(name, mitglieder)
                self.verwirf(name, f"Die Angabe „{name[:60]}“ gibt es nicht.", mitglieder, aehnlich)

    def text(self, name: str, *, hoechstens: int, noetig: bool = False) -> str:
        """A text; empty where it is not given."""
        wert = self.daten.get(name)
        if wert is None and not noetig:
            return ""
        if isinstance(wert, str) and len(wert) <= hoechstens and "\0" not in wert and (wert.strip() or not noetig):
            return wert.strip()
        self.verwirf(name, f"„{name}“ muss ein Text mit höchstens {hoechstens} Zeichen sein.")
        return ""

    def aus(self, name: str, erlaubt: Sequence[str], sonst: str) -> str:
        """One of some texts."""
        wert = self.daten.get(name, sonst)
        if wert in erlaubt:
            return str(wert)
        self.verwirf(name, f"„{name}“ ist eine von mehreren festen Angaben.", erlaubt)
        return sonst

    def objekt(self, name: str) -> Mapping[str, Any]:
        """An object; empty where it is not given."""
        wert = self.daten.get(name, {})
        if isinstance(wert, dict):
            return wert
        self.verwirf(name, f"„{name}“ muss ein JSON-Objekt sein.")
        return {}

    def texte(self, name: str) -> list[str]:
        """A list of texts; empty where it is not given."""
        wert = self.daten.get(name, [])
        if isinstance(wert, list) and all(isinstance(teil, str) for teil in wert):
            return wert
        self.verwirf(name, f"„{name}“ muss eine Liste von Texten sein.")
        return []

    def verwirf(self, name: str, detail: str, erlaubt: Sequence[str] = (), aehnlich: Sequence[str] = ()) -> None:
        """Note an error."""
        self.fehler.append(Parameterfehler(name, detail, erlaubt, aehnlich))

    def pruefe(self) -> None:
        """Raise :class:`~zielsystem.api.probleme.UngueltigeAnfrage` if anything is wrong so far."""
        if self.fehler:
            raise UngueltigeAnfrage(self.fehler)
