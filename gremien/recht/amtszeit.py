"""How long somebody holds an office that is given for years. Pure: days in, days out.

A term is half-open: ``bis`` is the first day after it. Whoever holds an office until 31 March no longer holds it on
1 April.
"""

from __future__ import annotations

from datetime import date


def nach_monaten(ab: date, monate: int) -> date:
    """The first day after a term of so many months that begins on ``ab``, as §§ 187 Abs. 2, 188 Abs. 2 BGB count.

    The term ends with the day before the one of the same number; where the month has none, with the month's last
    day: two years from 29 February 2024 end on 28 February 2026, so the result is 1 March 2026.
    """
    jahr, monat = divmod(ab.year * 12 + ab.month - 1 + monate, 12)
    try:
        return ab.replace(year=jahr, month=monat + 1)
    except ValueError:
        return date(jahr + (monat + 1) // 12, (monat + 1) % 12 + 1, 1)
