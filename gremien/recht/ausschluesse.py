"""What a body must not touch, although others take it up, and the paragraph that says why. Pure law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gremien.recht.gremien import Gremiumart
from zielsystem.recht import IMMER, Geltung, Norm, in_kraft

_SEIT_2011 = Geltung(ab=date(2011, 1, 1))


@dataclass(frozen=True)
class Ausschluss:
    """A body must not take up a matter, and why not."""

    gremium: Gremiumart
    gegenstand: str
    norm: Norm
    meldung: str
    geltung: Geltung = IMMER


class Unzustaendig(ValueError):
    """A body may not take up a matter; the text is German and names the paragraph."""

    def __init__(self, meldung: str, norm: Norm) -> None:
        self.norm = norm
        super().__init__(f"{meldung} ({norm})")


_KEIN_NR4 = (
    "Der Kooperationsausschuss befasst sich nicht mit Zielvereinbarungen zwischen dem Land und einer Optionskommune "
    "(Nr. 4), weder mit ihrem Inhalt noch mit dem Verfahren. Dafür kann das Land ein eigenes Gremium einrichten."
)

AUSSCHLUESSE: tuple[Ausschluss, ...] = (
    Ausschluss(
        Gremiumart.KOOPERATIONSAUSSCHUSS,
        "inhalt_nr2",
        Norm("§ 18b Abs. 1, § 48b Abs. 1 Satz 1 Nr. 2 SGB II"),
        "Der Kooperationsausschuss hat am Inhalt der Zielvereinbarungen zwischen den Trägern und der Geschäftsführung "
        "(Nr. 2) nicht mitzuwirken. Er stimmt allein deren Verfahren ab.",
        _SEIT_2011,
    ),
    Ausschluss(
        Gremiumart.KOOPERATIONSAUSSCHUSS,
        "zielvereinbarung_nr4",
        Norm("§ 48b Abs. 1 Satz 1 Nr. 4 SGB II"),
        _KEIN_NR4,
        _SEIT_2011,
    ),
    Ausschluss(
        Gremiumart.KOOPERATIONSAUSSCHUSS,
        "gremienvorbehalt",
        Norm("§ 48b Abs. 1 SGB II"),
        "Ein Gremienvorbehalt nennt ein Gremium einer Vertragspartei; der Kooperationsausschuss löst ihn nicht auf.",
        _SEIT_2011,
    ),
)


def ausgeschlossen_von(art: Gremiumart | str, am: date) -> tuple[Ausschluss, ...]:
    """What a kind of body must not take up on a day, with the paragraph, in the order of the table."""
    return tuple(zeile for zeile in in_kraft(AUSSCHLUESSE, am) if zeile.gremium == art)
