"""Publishing through the front door: from stored Meldungen to what is published, and what stays as it was."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction

from kennzahlen.cube import monat_plus, monatsreihe
from kennzahlen.formeln import Grund
from kennzahlen.models import Einheit, Kennzahlreihe, Meldung, Veroeffentlichung
from kennzahlen.recht import REIHENNUMMER
from kennzahlen.veroeffentlichungen.veroeffentlichung import Ergebnis, NichtsZuVeroeffentlichen, veroeffentliche
from tests.kennzahlen.veroeffentlicht import korrigiere, melde
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.parties.models import Nachfolge, Parteistand
from zielsystem.parties.zugriff import betrieb

pytestmark = pytest.mark.django_db
JETZT = datetime(2026, 11, 20, 6, tzinfo=UTC)
AB, BIS = date(2024, 1, 1), date(2026, 7, 1)
MONATE = monatsreihe(AB, 31)


@pytest.fixture
def welt() -> Welt:
    """Three Jobcenter that reported 31 months; ELB and INT grow with the month so that every value differs."""
    welt = Welt.erschaffe()
    for groesse, ags in ((100, "05111"), (200, "05124"), (400, "06411")):
        for nr, monat in enumerate(MONATE):
            melde(welt, ags, monat, ELB=groesse + nr, ELB_ZUGANG=1, INT=groesse // 20)
    return welt


def publiziere(bis: date = BIS, **rest: object) -> Ergebnis:
    return veroeffentliche(**{"bis": bis, "durch": betrieb(HEUTE), "am": JETZT} | rest)


def reihe(einheit: str, code: str, jahr: int, stand: Veroeffentlichung | None = None) -> Kennzahlreihe:
    stand = stand or Veroeffentlichung.objects.latest("pk")
    return Kennzahlreihe.objects.stand_von(stand).get(
        einheit__schluessel=einheit, kennzahl=REIHENNUMMER[code], jahr=jahr
    )


def wert(einheit: str, code: str, monat: date) -> float:
    return reihe(einheit, code, monat.year).wert[monat.month - 1]


def test_the_value_of_a_jobcenter_is_computed_by_its_formula(welt: Welt) -> None:
    publiziere()
    elb = 100 + np.arange(31)
    assert wert("05111", "K1E2", BIS) == pytest.approx(elb[30] / elb[18] - 1)
    assert wert("05111", "K2", BIS) == pytest.approx(12 * 5 / elb[19:31].mean())
    juli = reihe("05111", "K2", 2026)
    assert (juli.zaehler[6], juli.nenner[6], juli.monate[6], juli.grund[6]) == (60, elb[19:31].sum(), 12, Grund.OK)


@pytest.mark.parametrize(
    ("einheit", "groessen"),
    [
        ("bund", (100, 200, 400)),
        ("land:05", (100, 200)),
        ("typ:gE", (100, 400)),
        ("typ:zkT", (200,)),
        ("land_typ:05:gE", (100,)),
    ],
)
def test_an_aggregate_adds_up_before_it_divides(welt: Welt, einheit: str, groessen: tuple[int, ...]) -> None:
    publiziere()
    elb = sum(groesse + np.arange(31) for groesse in groessen)
    integrationen = sum(groesse // 20 for groesse in groessen)
    assert wert(einheit, "K2", BIS) == pytest.approx(12 * integrationen / elb[19:31].mean())


def test_the_first_year_grows_and_is_not_complete(welt: Welt) -> None:
    publiziere()
    assert reihe("05111", "K2", 2024).monate == list(range(1, 13))
    assert np.isnan(wert("05111", "K1", date(2024, 12, 1)))
    assert reihe("05111", "K1", 2024).grund[11] == Grund.VERGLEICHSMONAT_FEHLT


def test_months_beyond_the_release_are_not_published(welt: Welt) -> None:
    publiziere(bis=monat_plus(BIS, -1))
    assert reihe("05111", "K2", 2026).grund[6] == Grund.AUSSERHALB
    assert np.isnan(wert("05111", "K2", BIS))


def test_publishing_again_changes_nothing(welt: Welt) -> None:
    erste, zweite = publiziere(), publiziere()
    assert (erste.neu, zweite.neu) == (True, False)
    assert zweite.veroeffentlichung == erste.veroeffentlichung
    assert Eintrag.objects.filter(akt="veroeffentlichen").count() == 1


def test_a_correction_makes_a_release_and_the_earlier_one_stays_readable(welt: Welt) -> None:
    erste = publiziere().veroeffentlichung
    vorher = wert("05111", "K2", BIS)
    anzahl = erste.reihen.count()
    korrigiere(welt, "05111", BIS, ELB=500, INT=5)
    zweite = publiziere().veroeffentlichung
    assert wert("05111", "K2", BIS) < vorher
    assert reihe("05111", "K2", 2026, erste).wert[6] == vorher
    betroffen = {"05111", "bund", "land:05", "typ:gE", "land_typ:05:gE"}
    assert set(zweite.reihen.values_list("einheit__schluessel", flat=True)) == betroffen
    assert set(zweite.reihen.values_list("jahr", flat=True)) == {2026}
    assert erste.reihen.count() == anzahl


def test_a_merger_keeps_the_successor_comparable(welt: Welt) -> None:
    """05111 goes up in 06411 on 1.1.2026: 2026 is compared with both of them together in 2025."""
    am = date(2026, 1, 1)
    alt, neu = welt.parteien["jobcenter-05111"], welt.parteien["jobcenter-06411"]
    Parteistand.objects.filter(partei=alt).update(bis=am)
    Nachfolge.objects.create(vorgaenger=alt, nachfolger=neu, am=am, grund="Kreisreform")
    Meldung.objects.filter(jobcenter=alt, monat__gte=am).update(zustand="abgeloest", abgeloest_am=JETZT)
    publiziere()
    assert wert("06411", "K1E2", BIS) == pytest.approx(430 / (118 + 418) - 1)
    assert wert("06411", "K1E2", date(2025, 12, 1)) == pytest.approx(423 / 411 - 1)
    assert reihe("05111", "K1E2", 2025).grund[11] == Grund.OK
    assert not Kennzahlreihe.objects.filter(einheit__schluessel="05111", jahr=2026).exists()


def test_a_former_key_leads_to_the_same_unit(welt: Welt) -> None:
    publiziere()
    Parteistand.objects.filter(partei=welt.parteien["jobcenter-05111"]).update(ags="05999")
    korrigiere(welt, "05111", BIS, ELB=500)
    publiziere()
    einheit = Einheit.objects.get(partei=welt.parteien["jobcenter-05111"])
    assert einheit.schluessel == "05999"
    assert einheit.reihen.values("veroeffentlichung").distinct().count() == 2


def test_small_counts_are_withheld(welt: Welt) -> None:
    for monat in MONATE[-12:]:
        korrigiere(welt, "05111", monat, INT_AE=0)
    Meldung.objects.filter(jobcenter=welt.parteien["jobcenter-05111"], monat=BIS, version=2).update(
        zustand="abgeloest", abgeloest_am=JETZT
    )
    melde(welt, "05111", BIS, version=3, INT_AE=2)
    publiziere()
    juli = reihe("05111", "K2E4", 2026)
    assert (juli.grund[6], juli.zaehler[6], juli.nenner[6]) == (Grund.GEHEIM, 0, 0)


def test_a_release_never_reaches_beyond_what_is_reported(welt: Welt) -> None:
    with pytest.raises(NichtsZuVeroeffentlichen, match="der neueste gemeldete Monat ist 07/2026"):
        publiziere(bis=monat_plus(BIS, 1))


def test_a_published_month_is_not_taken_back(welt: Welt) -> None:
    publiziere()
    with pytest.raises(NichtsZuVeroeffentlichen, match="07/2026"):
        publiziere(bis=monat_plus(BIS, -1))


@pytest.mark.parametrize(
    ("partei", "rolle", "darf"),
    [
        ("bmas", Rolle.CONTROLLING, True),
        ("bmas", Rolle.LEITUNG, True),
        ("bmas", Rolle.SACHBEARBEITUNG, False),
        ("bmas", Rolle.ADMINISTRATION, False),
        ("ba", Rolle.CONTROLLING, False),
        ("jobcenter-05124", Rolle.LEITUNG, False),
    ],
)
def test_the_ministry_publishes(welt: Welt, partei: str, rolle: Rolle, darf: bool) -> None:
    if darf:
        assert publiziere(durch=welt.zugang(partei, rolle)).neu
    else:
        with pytest.raises(PermissionDenied):
            publiziere(durch=welt.zugang(partei, rolle))


@pytest.mark.parametrize(
    ("tabelle", "spalte"), [("kennzahlen_kennzahlreihe", "wert"), ("kennzahlen_veroeffentlichung", "id")]
)
def test_what_is_published_cannot_be_changed(welt: Welt, tabelle: str, spalte: str) -> None:
    publiziere()
    for befehl in (f"DELETE FROM {tabelle}", f"UPDATE {tabelle} SET {spalte} = {spalte}"):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(befehl)


def test_a_series_of_nothing_is_refused_by_the_database(welt: Welt) -> None:
    publiziere()
    eine = Kennzahlreihe.objects.latest("pk")
    eine.einheit_id = 0
    with pytest.raises(IntegrityError, match="kennzahlreihe_bezuege"), transaction.atomic():
        eine.save(force_insert=True)


def test_the_command_publishes_and_says_when_nothing_changed(welt: Welt, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("compute_release", "--monat", "2026-07")
    call_command("compute_release", "--monat", "2026-07")
    erste, zweite = capsys.readouterr().out.splitlines()
    assert erste.startswith("Veröffentlichung bis 07/2026")
    assert zweite.startswith("Unverändert")


def test_without_any_meldung_the_command_says_so() -> None:
    with pytest.raises(CommandError, match="keine Meldung freigegeben"):
        call_command("compute_release", "--monat", "2026-07")
