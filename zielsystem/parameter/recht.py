"""Parameters of the law (P): the row shipped, and what was set from a day on instead. Pure.

A table of parameters is a tuple of dated rows beside the law that uses them. What an administrator set goes before
them. Where that is kept is no matter of the law: whoever keeps it says once how to read it
(:func:`lies_festsetzungen_aus`); until then the shipped rows apply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zielsystem.recht import IMMER, Geltung, Norm, eine_in_kraft


@dataclass(frozen=True)
class Parameter:
    """A value that an administrator may change for a period; these rows are the ones shipped with the system.

    A value that is set has as many decimals as this one (``stellen``) and lies from ``mindestens`` to ``hoechstens``.
    """

    code: str
    titel: str
    wert: Decimal
    norm: Norm
    geltung: Geltung = IMMER
    mindestens: Decimal = Decimal(0)
    hoechstens: Decimal = Decimal(1000)

    @property
    def stellen(self) -> int:
        """So many decimals the value is stated with."""
        return max(0, -int(self.wert.as_tuple().exponent))


@dataclass(frozen=True)
class Festsetzung:
    """A value set for a parameter from a day on, until the next one; None: what was shipped applies again."""

    code: str
    ab: date
    wert: Decimal | None


Quelle = Callable[[], Sequence[Festsetzung]]


def _nichts_festgesetzt() -> Sequence[Festsetzung]:
    return ()


_quelle: Quelle = _nichts_festgesetzt


def lies_festsetzungen_aus(quelle: Quelle) -> None:
    """Say where to read what was set. It is asked for every value, so it answers from memory."""
    global _quelle
    _quelle = quelle


def parameter_am(code: str, tag: date, zeilen: Iterable[Parameter]) -> Decimal:
    """The value of a parameter on a day; ``Ausserhalb`` for an unknown code or a day without a row."""
    wert = festgesetzt(_quelle(), code, tag)
    return eine_in_kraft([zeile for zeile in zeilen if zeile.code == code], tag).wert if wert is None else wert


def festgesetzt(festsetzungen: Iterable[Festsetzung], code: str, tag: date) -> Decimal | None:
    """What was set for a parameter and applies on a day, or None."""
    eigene = [zeile for zeile in festsetzungen if zeile.code == code and zeile.ab <= tag]
    return max(eigene, key=lambda zeile: zeile.ab).wert if eigene else None
