"""A round in the small world of tests, and drafts in a folder of their own."""

from __future__ import annotations

from datetime import UTC, date, datetime

from agreements.models import Planungsrunde, Zielvereinbarung
from agreements.planungsrunde import lege_runde_an
from agreements.recht import Form, Formwahl
from tests.welt import HEUTE
from zielsystem.parties.zugriff import Zugang, betrieb

JETZT = datetime(2026, 11, 21, 9, tzinfo=UTC)
AB, BIS = date(2027, 1, 1), date(2028, 1, 1)


def neue_runde(
    *,
    ab: date = AB,
    bis: date = BIS,
    form: Form = Form.TRILATERAL,
    abweichend: frozenset[str] = frozenset(),
    durch: Zugang | None = None,
) -> Planungsrunde:
    """A round, laid out by the operator unless somebody else is named."""
    return lege_runde_an(
        titel=f"Zielvereinbarungen {ab.year}",
        ab=ab,
        bis=bis,
        form=Formwahl(form, abweichend),
        durch=durch or betrieb(HEUTE),
        am=JETZT,
    )


def vereinbarung(nr: int, schluessel: str = "") -> Zielvereinbarung:
    """The agreement of a kind about something, of the only round there is."""
    return Zielvereinbarung.objects.select_related("runde").get(nr=nr, schluessel=schluessel)
