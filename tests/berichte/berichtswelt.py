"""A release and its reports, for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime

from berichte.models import Berichtslauf
from berichte.monatsbericht.berichtsarten import Berichtsart
from berichte.monatsbericht.lauf import arbeite_ab, beauftrage_berichte
from kennzahlen.models import Veroeffentlichung
from tests.kennzahlen.veroeffentlicht import gemeldete_welt, publiziere
from tests.welt import HEUTE, Welt
from zielsystem.parties.zugriff import betrieb

AM = datetime(2026, 11, 21, 9, tzinfo=UTC)
GE = (Berichtsart.JOBCENTER, "05111")
LAND = (Berichtsart.LAND, "land:05")


def welt_mit_release() -> tuple[Welt, Veroeffentlichung]:
    """Three Jobcenter with 31 months of figures, published."""
    return gemeldete_welt(), publiziere()


def beauftrage(release: Veroeffentlichung, *nur: tuple[Berichtsart, str]) -> Berichtslauf:
    """Order some reports, or all of them."""
    return beauftrage_berichte(veroeffentlichung=release, durch=betrieb(HEUTE), am=AM, nur=nur or None)


def mache(release: Veroeffentlichung, *nur: tuple[Berichtsart, str]) -> Berichtslauf:
    """Order and make some reports, or all of them."""
    lauf = beauftrage(release, *nur)
    arbeite_ab(lauf.pk, am=AM)
    return lauf
