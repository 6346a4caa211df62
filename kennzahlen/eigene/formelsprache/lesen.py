"""From signs to the tree: a parser by binding powers (Pratt 1973), with bounds on depth and size."""

from __future__ import annotations

from difflib import get_close_matches
from typing import cast

from kennzahlen.eigene.formelsprache.baum import Baum, Code, Fenster, Fensterart, Negativ, Rechenzeichen, Rechnung, Zahl
from kennzahlen.eigene.formelsprache.fehler import Formelfehler
from kennzahlen.eigene.formelsprache.zeichen import Art, Zeichen, zerlege

HOECHSTENS_TIEFE = 20
"""Parentheses, windows and signs within each other."""

HOECHSTENS_TEILE = 100
"""Codes and numbers in one formula."""

_BINDUNG = {"+": 1, "-": 1, "*": 2, "/": 2}
_VORZEICHEN = 3
_BEISPIEL = "ein Code, eine Zahl oder eine Klammer"


def lies(text: str) -> Baum:
    """The tree of a formula; :class:`.Formelfehler` names the first place where it is none."""
    return _Leser(text).formel()


class _Leser:
    """Walks over the signs once, from left to right."""

    def __init__(self, text: str) -> None:
        self._zeichen = list(zerlege(text))
        self._nr = 0
        self._tiefe = 0
        self._teile = 0

    def formel(self) -> Baum:
        """The whole text."""
        if self._am_ende():
            raise Formelfehler(0, "", "die Formel ist leer", "zum Beispiel summe12(INT) / mittel12(ELB)")
        baum = self._ausdruck(0)
        if not self._am_ende():
            raise self._unerwartet()
        return baum

    def _am_ende(self) -> bool:
        return self._jetzt.art is Art.ENDE

    @property
    def _jetzt(self) -> Zeichen:
        return self._zeichen[self._nr]

    def _weiter(self) -> Zeichen:
        zeichen = self._jetzt
        self._nr += 1
        return zeichen

    def _ist(self, text: str) -> bool:
        return self._jetzt.art is Art.ZEICHEN and self._jetzt.text == text

    def _ausdruck(self, mindestens: int) -> Baum:
        """A part, and every operator after it that binds stronger than ``mindestens``."""
        self._tiefer()
        links = self._anfang()
        while self._jetzt.art is Art.ZEICHEN and _BINDUNG.get(self._jetzt.text, 0) > mindestens:
            zeichen = self._weiter().text
            rechts = self._ausdruck(_BINDUNG[zeichen])
            links = Rechnung(cast(Rechenzeichen, zeichen), links, rechts)
        self._tiefe -= 1
        return links

    def _tiefer(self) -> None:
        self._tiefe += 1
        if self._tiefe > HOECHSTENS_TIEFE:
            was = "zu tief verschachtelt"
            raise Formelfehler(self._jetzt.stelle, self._jetzt.text, was, f"höchstens {HOECHSTENS_TIEFE} Ebenen")

    def _anfang(self) -> Baum:
        """What a part can begin with."""
        if self._ist("("):
            return self._klammer()
        if self._ist("-"):
            self._weiter()
            return Negativ(self._ausdruck(_VORZEICHEN))
        if self._jetzt.art is Art.ZAHL:
            self._zaehle()
            return Zahl(self._weiter().zahl)
        if self._jetzt.art is Art.NAME:
            return self._name()
        raise self._unerwartet()

    def _zaehle(self) -> None:
        self._teile += 1
        if self._teile > HOECHSTENS_TEILE:
            was = "zu viele Teile in einer Formel"
            raise Formelfehler(
                self._jetzt.stelle, self._jetzt.text, was, f"höchstens {HOECHSTENS_TEILE}; Teile als Kennzahl anlegen"
            )

    def _klammer(self) -> Baum:
        auf = self._weiter()
        inhalt = self._ausdruck(0)
        if not self._ist(")"):
            if self._jetzt.art is Art.ENDE:
                raise Formelfehler(auf.stelle, auf.text, "diese Klammer wird nicht geschlossen", "eine Klammer ) dazu")
            raise self._unerwartet()
        self._weiter()
        return inhalt

    def _name(self) -> Baum:
        self._zaehle()
        name = self._weiter()
        if not self._ist("("):
            return self._code(name)
        if name.text not in tuple(Fensterart):
            raise _kein_fenster(name)
        return Fenster(Fensterart(name.text), self._klammer(), name.stelle)

    def _code(self, name: Zeichen) -> Baum:
        if name.text in tuple(Fensterart):
            richtig = f"mit Klammern, zum Beispiel {name.text}(ELB)"
            raise Formelfehler(name.stelle, name.text, "hier fehlt, worauf sich das Fenster bezieht", richtig)
        return Code(name.text, name.stelle)

    def _unerwartet(self) -> Formelfehler:
        zeichen = self._jetzt
        if zeichen.art is Art.ENDE:
            return Formelfehler(zeichen.stelle, "", "die Formel endet mittendrin", _BEISPIEL)
        if zeichen.text == ")":
            erwartet = "hier fehlt ein Wert" if self._tiefe else "diese Klammer wurde nie geöffnet"
            return Formelfehler(
                zeichen.stelle, zeichen.text, erwartet, _BEISPIEL if self._tiefe else "ohne diese Klammer"
            )
        if zeichen.art is Art.ZEICHEN and zeichen.text != "(":
            return Formelfehler(zeichen.stelle, zeichen.text, "vor diesem Rechenzeichen fehlt ein Wert", _BEISPIEL)
        return Formelfehler(zeichen.stelle, zeichen.text, "davor fehlt ein Rechenzeichen", "+, -, * oder / davor")


def _kein_fenster(name: Zeichen) -> Formelfehler:
    aehnlich = get_close_matches(name.text.lower(), tuple(Fensterart), n=1)
    liste = ", ".join(f"{art.value}(…)" for art in Fensterart)
    richtig = f"{aehnlich[0]}(…)? Sonst {liste}" if aehnlich else f"{liste}, oder ein Rechenzeichen vor der Klammer"
    return Formelfehler(name.stelle, name.text, "diese Funktion gibt es nicht", richtig)
