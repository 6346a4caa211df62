"""Computing only what was corrected gives exactly what computing everything gives, whatever is corrected."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kennzahlen.formeln import Grund
from kennzahlen.models import Kennzahlreihe, Meldung, Schutz, Veroeffentlichung
from kennzahlen.recht import GRUNDGROESSEN, SPALTE
from kennzahlen.veroeffentlichungen.grundlage import entpacke, meldungen_von, packe
from kennzahlen.veroeffentlichungen.nachberechnung import REICHWEITE
from kennzahlen.veroeffentlichungen.veroeffentlichung import veroeffentliche
from tests.welt import BEGINN, HEUTE, Welt, partei
from zielsystem.journal.models import Eintrag
from zielsystem.parties.models import Gruppenzugehoerigkeit, Nachfolge, Parteistand, Vergleichsgruppe
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import betrieb

pytestmark = pytest.mark.django_db
JETZT = datetime(2026, 11, 20, 6, tzinfo=UTC)
BIS = date(2021, 6, 1)
MONATE = [date(2015 + nr // 12, nr % 12 + 1, 1) for nr in range(78)]
AGS = ("05111", "05124", "06411", "06999")


@pytest.fixture
def welt() -> Welt:
    """Four Jobcenter, one founded later, one that goes up in another in 2018; with gaps, zeros and small counts."""
    welt = Welt.erschaffe()
    land, traeger = welt.parteien["land-06"], welt.parteien["kommune-06411"]
    stand = {"ags": "06999", "land": land, "traeger": traeger, "ab": date(2017, 3, 1)}
    welt.parteien["jobcenter-06999"] = partei("jobcenter-06999", Parteiart.ZKT, "Jobcenter Neustadt", **stand)
    gruppe = Vergleichsgruppe.objects.create(art="vergleichstyp", schluessel="A1", titel="Große Städte")
    for ags in ("05111", "06411"):
        Gruppenzugehoerigkeit.objects.create(partei=welt.parteien[f"jobcenter-{ags}"], gruppe=gruppe, ab=BEGINN)
    am = date(2018, 7, 1)
    alt, neu = welt.parteien["jobcenter-05124"], welt.parteien["jobcenter-05111"]
    Parteistand.objects.filter(partei=alt).update(bis=am)
    Nachfolge.objects.create(vorgaenger=alt, nachfolger=neu, am=am, grund="Kreisreform")
    Meldung.objects.bulk_create(
        meldung(welt, ags, nr, [zahl(ags, nr, stelle) for stelle in range(len(GRUNDGROESSEN))])
        for ags in AGS
        for nr in range(len(MONATE))
        if gemeldet(ags, nr)
    )
    return welt


def gemeldet(ags: str, nr: int) -> bool:
    """When a Jobcenter reports: 06411 begins late and leaves out two months."""
    von, bis = {"05111": (0, 78), "05124": (0, 42), "06411": (9, 78), "06999": (26, 78)}[ags]
    return von <= nr < bis and (ags, nr) not in {("06411", 20), ("06411", 50)}


def zahl(ags: str, nr: int, stelle: int) -> int | None:
    """A figure: sometimes zero, rarely missing, never so small that it is withheld: then everything is computed."""
    rest = (int(ags) * 7 + nr * 31 + stelle * 13) % 37
    return None if rest == 36 and nr % 5 == 0 else rest // 4 * 30 if stelle > 14 else rest * 30


def meldung(welt: Welt, ags: str, nr: int, werte: list[int | None], version: int = 1) -> Meldung:
    return Meldung(
        jobcenter=welt.parteien[f"jobcenter-{ags}"],
        monat=MONATE[nr],
        version=version,
        zustand="freigegeben",
        werte=werte,
        quelle="Probe",
        erfasst_am=JETZT,
        freigegeben_am=JETZT,
    )


Korrektur = tuple[str, int, dict[int, int | None] | None]
"""Jobcenter, number of the month, new figures by column (None: the Meldung falls away)."""


def korrekturen(zahlen: list[int]) -> st.SearchStrategy[Korrektur]:
    """Corrections to some of these figures, or to none at all."""
    spalten = st.integers(0, len(GRUNDGROESSEN) - 1)
    neue = st.dictionaries(spalten, st.one_of(st.none(), st.sampled_from(zahlen)), min_size=1, max_size=21)
    return st.tuples(st.sampled_from(AGS), st.integers(0, len(MONATE) - 1), st.one_of(st.none(), neue))


def runden(zahlen: list[int]) -> st.SearchStrategy[list[list[Korrektur]]]:
    """Corrections, some at a time."""
    return st.lists(st.lists(korrekturen(zahlen), min_size=1, max_size=3), min_size=1, max_size=3)


def korrigiere(welt: Welt, korrektur: Korrektur) -> None:
    ags, nr, zahlen = korrektur
    alte = Meldung.objects.filter(jobcenter=welt.parteien[f"jobcenter-{ags}"], monat=MONATE[nr])
    letzte = alte.order_by("-version").first()
    alte.filter(zustand="freigegeben").update(zustand="abgeloest", abgeloest_am=JETZT)
    if zahlen is not None:
        werte = list(letzte.werte) if letzte else [30] * len(GRUNDGROESSEN)
        for stelle, wert in zahlen.items():
            werte[stelle] = wert
        meldung(welt, ags, nr, werte, version=letzte.version + 1 if letzte else 1).save()


def publiziere(**rest: Any) -> Any:
    return veroeffentliche(**{"bis": BIS, "durch": betrieb(HEUTE), "am": JETZT} | rest)


def veroeffentlichtes() -> list[tuple[Any, ...]]:
    """Everything that is published now, NaN as None."""
    felder = ("einheit__schluessel", "kennzahl", "jahr", "wert", "zaehler", "nenner", "monate", "fehlend", "grund")
    stand = Veroeffentlichung.objects.latest("pk")
    zeilen = Kennzahlreihe.objects.stand_von(stand).order_by("einheit", "kennzahl", "jahr").values_list(*felder)
    return [(*zeile[:3], [w if w == w else None for w in zeile[3]], *zeile[4:]) for zeile in zeilen]


def zaehlung() -> tuple[int, int]:
    neueste = Veroeffentlichung.objects.latest("pk")
    return neueste.anzahl_werte, neueste.anzahl_meldungen


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(runden=runden([0, 30, 300, 4000]))
def test_an_increment_equals_the_whole_computation(welt: Welt, runden: list[list[Korrektur]]) -> None:
    """After each round of corrections an increment; then everything anew: nothing is left to change."""
    with transaction.atomic():
        erste = publiziere()
        for runde in runden:
            for korrektur in runde:
                korrigiere(welt, korrektur)
            teils = publiziere()
            if teils.neu:
                assert Eintrag.objects.filter(akt="veroeffentlichen").latest("pk").daten["nur_korrigiertes"]
        vorher, gezaehlt = veroeffentlichtes(), zaehlung()
        ganz = publiziere(ganz=True)
        assert veroeffentlichtes() == vorher
        assert not ganz.neu
        assert gezaehlt[0] == _werte_jetzt()
        assert erste.neu
        transaction.set_rollback(True)


GEHEIME = (("06411", 30), ("05111", 62), ("06999", 70))
"""Jobcenter and months with small counts."""


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(runden=runden([0, 1, 2, 5, 300, 4000]), geheime=st.sets(st.sampled_from(GEHEIME), min_size=1))
def test_an_increment_among_secrets_equals_the_whole_computation(
    welt: Welt, runden: list[list[Korrektur]], geheime: set[tuple[str, int]]
) -> None:
    """The same where figures are small before, by and after the corrections, of some Jobcenter and not of others."""
    with transaction.atomic():
        for ags, nr in sorted(geheime):
            korrigiere(welt, (ags, nr, {SPALTE["LZB"]: 1, SPALTE["EINTRITT_GB"]: 2}))
        publiziere()
        assert any(Grund.GEHEIM in zeile[8] for zeile in veroeffentlichtes())
        for runde in runden:
            for korrektur in runde:
                korrigiere(welt, korrektur)
            publiziere()
        vorher, gezaehlt = veroeffentlichtes(), zaehlung()
        assert not publiziere(ganz=True).neu
        assert veroeffentlichtes() == vorher
        assert gezaehlt[0] == _werte_jetzt()
        transaction.set_rollback(True)


def test_an_increment_among_secrets_writes_only_the_years_of_the_correction(welt: Welt) -> None:
    korrigiere(welt, ("06411", 30, {SPALTE["LZB"]: 1}))
    publiziere()
    korrigiere(welt, ("06411", 31, {SPALTE["ELB"]: 77}))
    assert set(publiziere().veroeffentlichung.reihen.values_list("jahr", flat=True)) == {2017, 2018}


def test_a_correction_that_concerns_no_secret_is_computed_alone(welt: Welt) -> None:
    korrigiere(welt, ("06411", 30, {SPALTE["LZB"]: 1}))
    publiziere()
    assert set(Schutz.objects.values_list("einheit__schluessel", "partner__schluessel")) == {("06411", "05111")}
    geheim = {zeile[:3] for zeile in veroeffentlichtes() if Grund.GEHEIM in zeile[8]}
    korrigiere(welt, ("06999", 31, {SPALTE["ELB"]: 7770}))
    assert publiziere().neu
    assert Eintrag.objects.filter(akt="veroeffentlichen").latest("pk").daten["nur_korrigiertes"]
    assert {zeile[:3] for zeile in veroeffentlichtes() if Grund.GEHEIM in zeile[8]} == geheim
    assert not publiziere(ganz=True).neu


def _werte_jetzt() -> int:
    """How many values are published now, counted one by one."""
    return sum(zeile[8].count(0) for zeile in veroeffentlichtes())


def test_an_increment_writes_only_what_depends_on_the_correction(welt: Welt) -> None:
    publiziere()
    korrigiere(welt, ("06411", 70, {SPALTE["ELB"]: 77}))
    neueste = publiziere().veroeffentlichung
    reihen = Kennzahlreihe.objects.filter(veroeffentlichung=neueste)
    betroffen = {"06411", "bund", "land:06", "typ:gE", "land_typ:06:gE", "vergleichstyp:A1"}
    assert set(reihen.values_list("einheit__schluessel", flat=True)) <= betroffen
    assert set(reihen.values_list("jahr", flat=True)) == {2020, 2021}


def test_a_changed_group_makes_everything_be_computed_anew(welt: Welt) -> None:
    publiziere()
    Gruppenzugehoerigkeit.objects.filter(partei=welt.parteien["jobcenter-05111"]).update(bis=date(2020, 1, 1))
    neueste = publiziere().veroeffentlichung
    assert not Eintrag.objects.filter(akt="veroeffentlichen").latest("pk").daten["nur_korrigiertes"]
    assert set(neueste.reihen.values_list("einheit__schluessel", flat=True)) == {"vergleichstyp:A1"}


def test_the_journal_says_so_when_a_secret_makes_everything_be_computed_anew(welt: Welt) -> None:
    publiziere()
    korrigiere(welt, ("06411", 70, {SPALTE["LZB"]: 1}))
    assert publiziere().neu
    assert not Eintrag.objects.filter(akt="veroeffentlichen").latest("pk").daten["nur_korrigiertes"]


def test_a_meldung_released_late_with_an_early_time_is_not_overlooked(welt: Welt) -> None:
    """An import that waited for the computation bears an earlier time than the release."""
    publiziere()
    korrigiere(welt, ("06411", 70, {SPALTE["ELB"]: 77}))
    Meldung.objects.filter(version=2).update(freigegeben_am=JETZT - timedelta(days=1))
    assert publiziere().neu


def test_a_release_knows_the_meldungen_it_rests_on(welt: Welt) -> None:
    erste = publiziere().veroeffentlichung
    vorher = sorted(Meldung.objects.gueltig().values_list("pk", flat=True))
    korrigiere(welt, ("06411", 70, {SPALTE["ELB"]: 77}))
    zweite = publiziere().veroeffentlichung
    ids = meldungen_von(erste), meldungen_von(zweite)
    assert [list(einige) for einige in ids if einige is not None] == [
        vorher,
        sorted(Meldung.objects.gueltig().values_list("pk", flat=True)),
    ]


@given(st.sets(st.integers(1, 2**62)))
def test_packed_ids_come_out_as_they_went_in(ids: set[int]) -> None:
    assert entpacke(packe(np.array(sorted(ids), dtype=np.int64))).tolist() == sorted(ids)


def test_the_reach_of_a_correction_follows_from_the_formulas() -> None:
    assert REICHWEITE == 23


def test_what_a_release_rests_on_cannot_be_changed(welt: Welt) -> None:
    publiziere()
    with pytest.raises(Exception, match="Cannot"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM kennzahlen_grundlage")
