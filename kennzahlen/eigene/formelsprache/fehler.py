"""What is wrong with a formula, in words that help to put it right."""

from __future__ import annotations


class Formelfehler(ValueError):
    """The formula is refused: where (``stelle`` counts characters from 1, 0: as a whole), what, and what is right.

    ``wert`` is the piece of text that stands there.
    """

    def __init__(self, stelle: int, wert: str, was: str, richtig: str) -> None:
        super().__init__(stelle, wert, was, richtig)
        self.stelle = stelle
        self.wert = wert
        self.was = was
        self.richtig = richtig

    def __str__(self) -> str:
        ort = f"Zeichen {self.stelle}" if self.stelle else "Formel"
        wert = f" („{_kurz(self.wert)}“)" if self.wert else ""
        return f"{ort}{wert}: {self.was}; richtig wäre: {self.richtig}"


def _kurz(text: str, hoechstens: int = 40) -> str:
    lesbar = "".join(zeichen if zeichen.isprintable() else "\ufffd" for zeichen in text[: hoechstens + 1])
    return lesbar if len(lesbar) <= hoechstens else f"{lesbar[:hoechstens]}…"
