"""Parameters: what an administrator of the BMAS sets applies from its day on, everywhere, and never before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from kennzahlen.kalender import veroeffentlichungstag
from kennzahlen.recht import PARAMETER
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.parameter import gedaechtnis
from zielsystem.parameter.festsetzen import NichtFestgesetzt, nimm_zurueck, setze_fest
from zielsystem.parameter.models import Parameterwert
from zielsystem.parameter.recht import Festsetzung, Parameter, festgesetzt, parameter_am
from zielsystem.recht import Norm

JETZT = datetime(2026, 11, 21, 9, tzinfo=UTC)
TAG = next(zeile for zeile in PARAMETER if zeile.code == "VEROEFFENTLICHUNGSTAG")
ZEILE = Parameter("X", "X", Decimal(3), Norm("§ 1"))


@pytest.mark.parametrize(
    ("am", "erwartet"),
    [
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), Decimal(5)),
        (date(2027, 5, 31), Decimal(5)),
        (date(2027, 6, 1), None),
        (date(2028, 1, 1), Decimal(7)),
    ],
)
def test_a_value_applies_from_its_day_until_the_next(am: date, erwartet: Decimal | None) -> None:
    zeilen = [
        Festsetzung("X", date(2028, 1, 1), Decimal(7)),
        Festsetzung("X", date(2027, 1, 1), Decimal(5)),
        Festsetzung("X", date(2027, 6, 1), None),
        Festsetzung("Y", date(2026, 1, 1), Decimal(9)),
    ]
    assert festgesetzt(zeilen, "X", am) == erwartet
    gedaechtnis.merke(zeilen)
    assert parameter_am("X", am, (ZEILE,)) == (Decimal(3) if erwartet is None else erwartet)


@pytest.fixture
def welt() -> Iterator[Welt]:
    """The small world; afterwards nobody hears of what was set in it."""
    yield Welt.erschaffe()
    cache.delete(gedaechtnis.STAND)
    gedaechtnis.frische_auf()


def setze(welt: Welt, wert: str | None = "15", ab: date = date(2027, 1, 1), grund: str = "Beschluss", **mit: object):  # type: ignore[no-untyped-def]
    durch = welt.zugang("bmas", Rolle.ADMINISTRATION)
    angaben = {"parameter": TAG, "wert": wert and Decimal(wert), "ab": ab, "grund": grund, "durch": durch, "am": JETZT}
    return setze_fest(**(angaben | mit))  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_the_calendar_of_releases_follows_what_was_set(welt: Welt) -> None:
    assert veroeffentlichungstag(date(2027, 3, 1)) == date(2027, 3, 22)
    zeile = setze(welt)
    assert veroeffentlichungstag(date(2026, 12, 1)) == date(2026, 12, 21)
    assert veroeffentlichungstag(date(2027, 3, 1)) == date(2027, 3, 15)
    nimm_zurueck(zeile=zeile, durch=welt.zugang("bmas", Rolle.ADMINISTRATION), am=JETZT)
    assert veroeffentlichungstag(date(2027, 3, 1)) == date(2027, 3, 22)
    assert list(Eintrag.objects.order_by("pk").values_list("akt", flat=True)) == [
        "parameter_festsetzen",
        "parameter_zuruecknehmen",
    ]


@pytest.mark.django_db(transaction=True)
def test_another_process_learns_of_it_with_its_next_request(welt: Welt, client: Client) -> None:
    setze(welt)
    gedaechtnis._gemerkt.stand = "was ein anderer Prozess noch weiß"
    gedaechtnis.merke(())
    client.get("/gesund/")
    assert veroeffentlichungstag(date(2027, 3, 1)) == date(2027, 3, 15)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mit", "feld", "text"),
    [
        ({"wert": "29"}, "wert", "von 1 bis 28"),
        ({"wert": "15.5"}, "wert", "ganze Zahl"),
        ({"ab": date(2026, 11, 21)}, "ab", "ab morgen"),
        ({"grund": " "}, "grund", "fehlt der Grund"),
    ],
)
def test_what_is_not_possible_is_refused_and_says_what_is(
    welt: Welt, mit: dict[str, object], feld: str, text: str
) -> None:
    with pytest.raises(NichtFestgesetzt, match=text) as fehler:
        setze(welt, **mit)  # type: ignore[arg-type]
    assert fehler.value.feld == feld
    assert not Parameterwert.objects.exists()


@pytest.mark.django_db
def test_one_day_has_one_value_and_what_applies_is_not_withdrawn(welt: Welt) -> None:
    zeile = setze(welt)
    with pytest.raises(NichtFestgesetzt, match="schon ein Wert"):
        setze(welt, "16")
    with pytest.raises(NichtFestgesetzt, match="gilt schon"):
        nimm_zurueck(zeile=zeile, durch=welt.zugang("bmas", Rolle.ADMINISTRATION), am=JETZT + timedelta(days=60))
    with pytest.raises(DatabaseError), transaction.atomic():
        Parameterwert.objects.update(wert=20)


@pytest.mark.django_db
@pytest.mark.parametrize("wer", ["bmas.leitung", "bmas.controlling", "land-05.administration", "ba.administration"])
def test_nobody_but_the_administration_of_the_bmas_sets_them(welt: Welt, wer: str) -> None:
    schluessel, _, rolle = wer.rpartition(".")
    with pytest.raises(PermissionDenied):
        setze(welt, durch=welt.zugang(schluessel, Rolle(rolle)))
    browser = Client()
    browser.force_login(welt.personen[wer])
    assert "Anderen Wert festsetzen" not in browser.get("/recht/parameter/VEROEFFENTLICHUNGSTAG/").content.decode()
    assert browser.post("/recht/parameter/VEROEFFENTLICHUNGSTAG/festsetzen/", {"wert": "5"}).status_code == 403


@pytest.mark.django_db
def test_an_administrator_sets_a_value_in_the_browser_and_everybody_reads_why(welt: Welt) -> None:
    browser = Client()
    browser.force_login(welt.personen["bmas.administration"])
    morgen = timezone.localdate() + timedelta(days=1)
    adresse = "/recht/parameter/BESTAND_TOLERANZ_ANTEIL/"
    falsch = browser.post(f"{adresse}festsetzen/", {"wert": "7", "ab": morgen.isoformat(), "grund": "Probe"})
    assert "von 0,000 bis 1,000" in falsch.content.decode()
    assert "Probe" in falsch.content.decode()
    gesetzt = browser.post(
        f"{adresse}festsetzen/", {"wert": "0,01", "ab": morgen.isoformat(), "grund": "Erfahrung"}, follow=True
    )
    assert "Erfahrung" in gesetzt.content.decode()
    assert Parameterwert.objects.get().wert == Decimal("0.01")
    assert "Erfahrung" in Client().get(adresse).content.decode()
