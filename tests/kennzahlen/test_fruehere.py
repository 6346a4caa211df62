"""Confidentiality across releases, from database to database."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from kennzahlen.cube import monat_plus
from kennzahlen.einheiten import einheitenachse, ids_der_einheiten
from kennzahlen.formeln import Grund
from kennzahlen.models import Kennzahlreihe, Meldung, Schutz, Veroeffentlichung
from kennzahlen.recht import GROESSE, REIHENNUMMER
from kennzahlen.veroeffentlichungen.fruehere import lies_frueheres
from kennzahlen.veroeffentlichungen.geheimhaltung import Frueheres
from kennzahlen.veroeffentlichungen.grundlage import gueltige_meldungen
from kennzahlen.veroeffentlichungen.veroeffentlichung import veroeffentliche
from tests.kennzahlen.veroeffentlicht import BIS, ELB, JETZT, MONATE, gemeldete_welt, korrigiere, melde, publiziere
from tests.welt import HEUTE, Welt
from zielsystem.parties.zugriff import betrieb

pytestmark = pytest.mark.django_db


@pytest.fixture
def welt() -> Welt:
    return gemeldete_welt()


def setze_eintritte(welt: Welt, zuletzt: int) -> None:
    """No entries of 05111 in its last twelve months but the last."""
    for monat in MONATE[-12:]:
        korrigiere(welt, "05111", monat, EINTRITT_OEB=zuletzt if monat == BIS else 0, INT_NACHHALTIG=None)


def juli(einheit: str, stand: Veroeffentlichung | None = None) -> tuple[Grund, int]:
    """Reason and missing units of K2E2 in the newest month."""
    reihen = Kennzahlreihe.objects.stand_von(stand or Veroeffentlichung.objects.latest("pk"))
    reihe = reihen.get(einheit__schluessel=einheit, kennzahl=REIHENNUMMER["K2E2"], jahr=BIS.year)
    return Grund(reihe.grund[6]), reihe.fehlend[6]


def lies_grund(einheit: str, code: str, stelle: int) -> Grund:
    """Reason in a month of the newest year, as now published."""
    reihen = Kennzahlreihe.objects.stand_von(Veroeffentlichung.objects.latest("pk"))
    return Grund(reihen.get(einheit__schluessel=einheit, kennzahl=REIHENNUMMER[code], jahr=BIS.year).grund[stelle])


def noch_einmal(tage: int) -> bool:
    """Publish some days later; whether anything was new."""
    return veroeffentliche(bis=BIS, durch=betrieb(HEUTE), am=JETZT + timedelta(days=tage)).neu


def test_a_partner_and_the_totals_it_is_not_in_are_withheld_beside_a_small_count(welt: Welt) -> None:
    """05111 is the only gE of its Land: 06411 shares kind and Vergleichstyp, so both Länder must go."""
    setze_eintritte(welt, zuletzt=2)
    publiziere()
    geheim = {"05111", "06411", "land:05", "land:06", "land_typ:05:gE", "land_typ:06:gE"}
    alle = {*geheim, "05124", "bund", "typ:gE", "typ:zkT", "vergleichstyp:A1", "land_typ:05:zkT"}
    assert {einheit for einheit in alle if juli(einheit)[0] is Grund.GEHEIM} == geheim
    assert not noch_einmal(1)


def test_a_withheld_value_stays_so_after_its_correction(welt: Welt) -> None:
    setze_eintritte(welt, zuletzt=2)
    publiziere()
    welt.parteien["jobcenter-05111"].meldungen.filter(monat=BIS, zustand="freigegeben").update(
        zustand="abgeloest", abgeloest_am=JETZT
    )
    melde(welt, "05111", BIS, version=3, EINTRITT_OEB=40, INT_NACHHALTIG=None)
    assert noch_einmal(1)
    assert [juli(einheit)[0] for einheit in ("05111", "06411", "land:05")] == 3 * [Grund.GEHEIM]
    assert juli("bund")[0] is Grund.OK


def test_a_count_that_becomes_small_later_is_left_out_of_every_total(welt: Welt) -> None:
    publiziere()
    setze_eintritte(welt, zuletzt=2)
    assert noch_einmal(1)
    assert juli("05111")[0] is Grund.GEHEIM
    assert [juli(einheit) for einheit in ("06411", "bund", "typ:gE")] == [(Grund.OK, 0), (Grund.OK, 1), (Grund.OK, 1)]
    assert not noch_einmal(2)


def test_a_secret_is_kept_in_months_first_published_after_its_correction(welt: Welt) -> None:
    """05111 had one LZB in July; corrected, it is no longer small in August, but August's sums contain July."""
    korrigiere(welt, "05111", BIS, LZB=1, LZB_AKTIVIERT=1, INT_NACHHALTIG=None)
    publiziere()
    schutz = Schutz.objects.get(groessen=[GROESSE["LZB"].nr], monat=BIS)
    assert (schutz.einheit.schluessel, schutz.ausgelassen) == ("05111", False)
    Meldung.objects.filter(monat=BIS, version=2).update(zustand="abgeloest", abgeloest_am=JETZT)
    melde(welt, "05111", BIS, version=3, LZB=500, INT_NACHHALTIG=None)
    august = monat_plus(BIS, 1)
    for ags in ELB:
        melde(welt, ags, august, LZB=500, ELB=2000, INT_NACHHALTIG=None)
    zweite = publiziere(august)
    assert zweite.bis_monat == august
    assert schutz.partner is not None
    for schluessel in ("05111", schutz.partner.schluessel):
        assert lies_grund(schluessel, "K3E1", 7) is Grund.GEHEIM
    assert lies_grund("bund", "K3E1", 7) is Grund.OK


def test_a_figure_left_out_is_recorded_for_the_releases_to_come(welt: Welt) -> None:
    publiziere()
    korrigiere(welt, "05111", BIS, LZB=1, LZB_AKTIVIERT=1, INT_NACHHALTIG=None)
    assert noch_einmal(1)
    schutz = Schutz.objects.get(groessen=[GROESSE["LZB"].nr])
    assert (schutz.ausgelassen, schutz.partner, schutz.monat) == (True, None, BIS)
    assert not noch_einmal(2)
    assert Schutz.objects.filter(groessen=[GROESSE["LZB"].nr]).count() == 1


def test_what_earlier_releases_did_is_read_by_unit_month_and_measure(welt: Welt) -> None:
    achse = einheitenachse(MONATE)

    def lies() -> Frueheres | None:
        return lies_frueheres(ids_der_einheiten(achse), achse.jobcenter, MONATE, gueltige_meldungen(BIS))

    assert lies_frueheres([], [], MONATE, gueltige_meldungen(BIS)) is None
    publiziere()
    offen = lies()
    assert offen is not None
    assert (offen.monate, offen.geheim.any()) == (len(MONATE), np.False_)
    setze_eintritte(welt, zuletzt=2)
    noch_einmal(1)
    frueheres = lies()
    assert frueheres is not None
    assert not frueheres.von_anfang.any()
    assert np.argwhere(frueheres.geheim)[:, 1].min() >= len(MONATE) - 12
