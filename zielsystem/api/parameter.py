"""Reading what a client asks: query parameters and the members of a body, with every error found at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Protocol

from zielsystem.api.probleme import Parameterfehler, UngueltigeAnfrage

MONATSMUSTER = r"^\d{4}-(0[1-9]|1[0-2])$"
_MONAT = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_GANZE_ZAHL = re.compile(r"\d{1,9}", re.ASCII)


class Parameterliste(Protocol):
    """Query parameters, each of which may be given more than once (Django's QueryDict)."""

    def getlist(self, key: str) -> list[str]: ...

    def __iter__(self) -> Iterator[str]: ...


@dataclass
class Abfrage:
    """A query being understood: what was asked, and what is wrong with it so far."""

    parameter: Parameterliste
    fehler: list[Parameterfehler] = field(default_factory=list)

    def liste(self, name: str) -> list[str]:
        """All values of a parameter, repeated or separated by commas, each once and in the order asked."""
        teile = (teil.strip() for wert in self.parameter.getlist(name) for teil in wert.split(","))
        return list(dict.fromkeys(teile))

    def einzeln(self, name: str) -> str | None:
        """The one value of a parameter; None where it is not given."""
        werte = self.parameter.getlist(name)
        if len(werte) > 1:
            self.verwirf(name, "Dieser Parameter kann nur einmal angegeben werden.")
        return werte[0].strip() if werte else None

    def aus(self, name: str, erlaubt: Sequence[str]) -> list[str]:
        """All values of a parameter that has to be one of some; the others are noted."""
        gefragt = self.liste(name)
        for wert in gefragt:
            if wert not in erlaubt:
                detail = f"„{wert}“ ist für „{name}“ nicht vorgesehen."
                self.verwirf(name, detail, erlaubt, get_close_matches(wert, erlaubt))
        return [wert for wert in gefragt if wert in erlaubt]

    def ganzzahl(self, name: str, hoechstens: int) -> int | None:
        """A whole number from 1; None where it is not given or wrong, which is noted."""
        text = self.einzeln(name)
        if text is None:
            return None
        if _GANZE_ZAHL.fullmatch(text) and 1 <= int(text) <= hoechstens:
            return int(text)
        self.verwirf(name, f"„{text}“ ist keine ganze Zahl von 1 bis {hoechstens}.", (f"1 bis {hoechstens}",))
        return None

    def nummern(self, name: str) -> list[int]:
        """Numbers of things, as many as are given; the others are noted."""
        gefragt = self.liste(name)
        for wert in gefragt:
            if not _GANZE_ZAHL.fullmatch(wert):
                self.verwirf(name, f"„{wert}“ ist keine Nummer.", ("eine Nummer",))
        return [int(wert) for wert in gefragt if _GANZE_ZAHL.fullmatch(wert)]

    def monat(self, name: str, erlaubt: Sequence[str] = ()) -> date | None:
        """The first day of a month written as JJJJ-MM; None where it is not given or wrong, which is noted."""
        text = self.einzeln(name)
        if text is None:
            return None
        gelesen = lies_monat(text)
        if gelesen is None:
            self.verwirf(name, f"„{text}“ ist kein Monat; anzugeben ist er als JJJJ-MM.", erlaubt or ("JJJJ-MM",))
        return gelesen

    def monate(self, name: str, erlaubt: Sequence[str] = ()) -> list[date]:
        """A list of months; what is none is noted."""
        gelesen = {text: lies_monat(text) for text in self.liste(name)}
        for text, monat in gelesen.items():
            if monat is None:
                self.verwirf(name, f"„{text}“ ist kein Monat; anzugeben ist er als JJJJ-MM.", erlaubt or ("JJJJ-MM",))
        return [monat for monat in gelesen.values() if monat]

    def verwirf(self, name: str, detail: str, erlaubt: Sequence[str] = (), aehnlich: Sequence[str] = ()) -> None:
        """Note an error."""
        self.fehler.append(Parameterfehler(name, detail, erlaubt, aehnlich))

    def pruefe_namen(self, erlaubt: Sequence[str]) -> None:
        """Note every parameter that does not exist: a misspelt one must not be passed over."""
        self.verwirf_unbekannte(self.parameter, erlaubt, "Den Parameter „{}“ gibt es nicht.")

    def verwirf_unbekannte(self, namen: Iterable[str], erlaubt: Sequence[str], satz: str) -> None:
        """Note every name that is not one of some, in a sentence with a place for it."""
        for name in namen:
            if name not in erlaubt:
                self.verwirf(name, satz.format(name), erlaubt, get_close_matches(name, erlaubt))

    def pruefe(self) -> None:
        """Raise :class:`~zielsystem.api.probleme.UngueltigeAnfrage` if anything is wrong so far."""
        if self.fehler:
            raise UngueltigeAnfrage(self.fehler)


def lies_monat(text: str) -> date | None:
    """The first day of a month written as JJJJ-MM; None for anything else."""
    treffer = _MONAT.fullmatch(text)
    return date(int(treffer[1]), int(treffer[2]), 1) if treffer and treffer[1] != "0000" else None
