"""A Jobcenter's own figures: laid down, changed from a month on, entered, computed, put away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kennzahlen.cube import monatsreihe
from kennzahlen.eigene.controlling.definitionen import aendere, archiviere, hole_zurueck, lege_an, loesche
from kennzahlen.eigene.controlling.rechnung import rechne
from kennzahlen.eigene.controlling.werte import Eingabe, trage_ein
from kennzahlen.eigene.festlegung import Festlegung, Ueberholt, Unzulaessig
from kennzahlen.eigene.formelsprache import Formelfehler, Grund
from kennzahlen.eigene.masse import Mass
from kennzahlen.eigene.recht import Eigenart
from kennzahlen.models import EigeneDefinition, EigenerWert, EigeneZahl
from tests.kennzahlen.eigene.eigenes import JETZT, SEIT, WUPPERTAL, controlling, grundgroesse, kennzahl, melde, werte
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag

pytestmark = pytest.mark.django_db
JANUAR = date(2025, 1, 1)


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


def reihe(welt: Welt, code: str) -> dict[str, float | Grund]:
    """Month → value, or the reason why there is none."""
    return {
        f"{monat:%Y-%m}": grund if wert is None else wert
        for monat, wert, grund in rechne(controlling(welt)).werte(code)
    }


# -- Computation -----------------------------------------------------------------------------------------------


def test_a_formula_of_reported_and_own_figures(welt: Welt) -> None:
    melde(welt.parteien[WUPPERTAL], JANUAR, [{"ELB": 1000}, {"ELB": 1100}, {}, {"ELB": 1200}])
    grundgroesse(welt)
    kennzahl(welt, "E_JE_ELB", "E_GESPRAECHE / ELB")
    werte(welt, "E_GESPRAECHE", {date(2025, 1, 1): 250, date(2025, 2, 1): 275, date(2025, 3, 1): 290})
    assert reihe(welt, "E_JE_ELB") == {
        "2025-01": 0.25,
        "2025-02": 0.25,
        "2025-03": Grund.FEHLT,
        "2025-04": Grund.FEHLT,
    }


def test_money_counts_in_euros(welt: Welt) -> None:
    melde(welt.parteien[WUPPERTAL], JANUAR, [{"LLU": 1_234_56, "ELB": 2}])
    kennzahl(welt, "E_JE_ELB", "LLU / ELB", Mass.EURO_JE, je="eLb")
    assert reihe(welt, "E_JE_ELB") == {"2025-01": pytest.approx(617.28)}


def test_twelve_months_are_a_value_only_when_all_are_there(welt: Welt) -> None:
    melde(welt.parteien[WUPPERTAL], JANUAR, [{"INT": 10, "ELB": 600}] * 13)
    kennzahl(welt, "E_QUOTE", "summe12(INT) / mittel12(ELB)", Mass.ANTEIL)
    assert reihe(welt, "E_QUOTE") == {"2025-12": 0.2, "2026-01": 0.2}


def test_own_formulas_build_on_each_other(welt: Welt) -> None:
    melde(welt.parteien[WUPPERTAL], JANUAR, [{"ELB": 100, "INT": 5}])
    kennzahl(welt, "E_ANTEIL", "INT / ELB", Mass.ANTEIL)
    kennzahl(welt, "E_ABSTAND", "E_ANTEIL - 0,02", Mass.ANTEIL)
    assert reihe(welt, "E_ABSTAND") == {"2025-01": pytest.approx(0.03)}


def test_only_valid_released_figures_of_the_own_jobcenter_count(welt: Welt) -> None:
    melde(welt.parteien["jobcenter-05111"], JANUAR, [{"ELB": 7}])
    kennzahl(welt, "E_ELB", "ELB * 1", Mass.ANZAHL)
    assert reihe(welt, "E_ELB") == {}


# -- A change is a new row -------------------------------------------------------------------------------------


def test_a_change_counts_from_its_month_and_leaves_the_time_before_as_it_was(welt: Welt) -> None:
    melde(welt.parteien[WUPPERTAL], JANUAR, [{"ELB": 100, "INT": 5}] * 4)
    zahl = kennzahl(welt, "E_X", "ELB + INT", Mass.ANZAHL)
    neu = Festlegung("Neu gezählt", Mass.ANZAHL, date(2025, 3, 1), formel="ELB - INT")
    aendere(zahl=zahl, festlegung=neu, durch=controlling(welt), am=JETZT)
    assert list(reihe(welt, "E_X").values()) == [105, 105, 95, 95]
    assert rechne(controlling(welt)).brueche("E_X") == [date(2025, 3, 1)]


def test_of_two_definitions_from_one_month_on_the_later_entered_counts(welt: Welt) -> None:
    melde(welt.parteien[WUPPERTAL], JANUAR, [{"ELB": 100}])
    zahl = kennzahl(welt, "E_X", "ELB * 10", Mass.ANZAHL)
    berichtigt = Festlegung("Berichtigt", Mass.ANZAHL, SEIT, formel="ELB * 1")
    aendere(zahl=zahl, festlegung=berichtigt, durch=controlling(welt), am=JETZT)
    assert list(reihe(welt, "E_X").values()) == [100]
    assert EigeneDefinition.objects.filter(zahl=zahl).count() == 2


def test_before_its_first_definition_a_figure_has_no_value(welt: Welt) -> None:
    melde(welt.parteien[WUPPERTAL], date(2023, 12, 1), [{"ELB": 100}] * 2)
    kennzahl(welt, "E_X", "ELB * 1", Mass.ANZAHL)
    assert reihe(welt, "E_X") == {"2024-01": 100}


def test_a_stored_definition_cannot_be_changed(welt: Welt) -> None:
    zahl = grundgroesse(welt)
    with pytest.raises(DatabaseError), transaction.atomic():
        EigeneDefinition.objects.filter(zahl=zahl).update(titel="anders")
    with pytest.raises(DatabaseError), transaction.atomic():
        EigeneZahl.objects.filter(pk=zahl.pk).update(code="E_ANDERS")


# -- What cannot be laid down ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["ELB", "E_", "E_klein", "E_ÄRGER", "e_X", "X_ELB", "E_" + "A" * 31, "E_A B", ""])
def test_a_code_that_cannot_be_is_refused_with_an_example(welt: Welt, code: str) -> None:
    with pytest.raises(Unzulaessig, match="E_BERATUNGEN") as mangel:
        grundgroesse(welt, code)
    assert mangel.value.feld == "code"
    assert not EigeneZahl.objects.exists()


def test_a_code_exists_once(welt: Welt) -> None:
    grundgroesse(welt)
    with pytest.raises(Unzulaessig, match="gibt es schon"):
        grundgroesse(welt)


@pytest.mark.parametrize(
    ("felder", "feld"),
    [
        ({"titel": " "}, "titel"),
        ({"titel": "x" * 121}, "titel"),
        ({"mass": Mass.EURO_JE}, "je"),
        ({"mass": Mass.EURO, "je": "Fall"}, "je"),
        ({"ab": date(2025, 1, 2)}, "ab"),
        ({"ab": date(1999, 1, 1)}, "ab"),
        ({"formel": "ELB"}, "formel"),
    ],
)
def test_a_definition_whose_parts_do_not_fit_is_refused_at_its_field(
    welt: Welt, felder: dict[str, object], feld: str
) -> None:
    with pytest.raises(Unzulaessig) as mangel:
        grundgroesse(welt, **felder)  # type: ignore[arg-type]
    assert mangel.value.feld == feld
    assert not EigeneZahl.objects.exists()


def test_no_circle_can_be_laid_down_in_whatever_order(welt: Welt) -> None:
    eine = kennzahl(welt, "E_A", "ELB * 2")
    kennzahl(welt, "E_B", "E_A * 2")
    with pytest.raises(Formelfehler, match="E_A → E_B → E_A"):
        aendere(
            zahl=eine,
            festlegung=Festlegung("A", Mass.ZAHL, JANUAR, formel="E_B + 1"),
            durch=controlling(welt),
            am=JETZT,
        )


def test_not_even_through_a_definition_of_the_past(welt: Welt) -> None:
    eine = kennzahl(welt, "E_A", "ELB * 2")
    zweite = kennzahl(welt, "E_B", "E_A * 2")
    aendere(
        zahl=zweite, festlegung=Festlegung("B", Mass.ZAHL, JANUAR, formel="INT * 2"), durch=controlling(welt), am=JETZT
    )
    with pytest.raises(Formelfehler, match="führt zu sich selbst"):
        aendere(
            zahl=eine,
            festlegung=Festlegung("A", Mass.ZAHL, JANUAR, formel="E_B + 1"),
            durch=controlling(welt),
            am=JETZT,
        )


# -- Put away, not lost ----------------------------------------------------------------------------------------


def test_what_others_rest_on_is_neither_archived_nor_deleted(welt: Welt) -> None:
    zahl = grundgroesse(welt)
    kennzahl(welt, "E_X", "E_GESPRAECHE / ELB")
    with pytest.raises(Unzulaessig, match="E_X"):
        archiviere(zahl=zahl, durch=controlling(welt), am=JETZT)
    with pytest.raises(Unzulaessig, match="E_X"):
        loesche(zahl=zahl, durch=controlling(welt), am=JETZT)


def test_what_has_values_is_archived_and_keeps_them(welt: Welt) -> None:
    zahl = grundgroesse(welt)
    werte(welt, "E_GESPRAECHE", {JANUAR: 3})
    with pytest.raises(Unzulaessig, match="archivieren, nicht löschen"):
        loesche(zahl=zahl, durch=controlling(welt), am=JETZT)
    archiviere(zahl=zahl, durch=controlling(welt), am=JETZT)
    assert EigenerWert.objects.get().wert == 3
    with pytest.raises(Unzulaessig, match="keine geführte"):
        werte(welt, "E_GESPRAECHE", {date(2025, 2, 1): 4})
    with pytest.raises(Formelfehler, match="unbekannter Code"):
        kennzahl(welt, "E_X", "E_GESPRAECHE / ELB")


def test_taking_a_figure_back_takes_back_what_it_rests_on(welt: Welt) -> None:
    unten = grundgroesse(welt)
    oben = kennzahl(welt, "E_X", "E_GESPRAECHE / ELB")
    for zahl in (oben, unten):
        archiviere(zahl=zahl, durch=controlling(welt), am=JETZT)
    hole_zurueck(zahl=oben, durch=controlling(welt), am=JETZT)
    assert EigeneZahl.objects.gefuehrt().count() == 2


def test_what_was_never_used_can_be_deleted(welt: Welt) -> None:
    loesche(zahl=grundgroesse(welt), durch=controlling(welt), am=JETZT)
    assert not EigeneZahl.objects.exists()
    assert Eintrag.objects.filter(akt="eigene_zahl_loeschen").exists()


# -- Values ----------------------------------------------------------------------------------------------------


def trage(welt: Welt, vorher: object, neu: object, monat: date = JANUAR) -> int:
    werte_ = [None if w is None else Decimal(str(w)) for w in (vorher, neu)]
    return trage_ein(
        jobcenter=welt.parteien[WUPPERTAL],
        eingaben=[Eingabe("E_GESPRAECHE", monat, *werte_)],
        durch=controlling(welt),
        am=JETZT,
    )


def test_values_are_entered_corrected_and_emptied(welt: Welt) -> None:
    grundgroesse(welt)
    assert trage(welt, None, 0) == 1
    assert EigenerWert.objects.get().wert == 0
    assert trage(welt, 0, 12) == 1
    assert trage(welt, 12, 12) == 0
    assert trage(welt, 12, None) == 1
    assert not EigenerWert.objects.exists()


def test_nobody_overwrites_unseen_what_somebody_else_entered(welt: Welt) -> None:
    grundgroesse(welt)
    trage(welt, None, 5)
    with pytest.raises(Ueberholt) as inzwischen:
        trage(welt, None, 7)
    assert inzwischen.value.stand == {"E_GESPRAECHE-2025-01": "5"}
    assert EigenerWert.objects.get().wert == 5
    assert trage(welt, None, 5) == 0


@pytest.mark.parametrize("monat", [date(2025, 1, 2), date(2008, 12, 1), date(2026, 12, 1)])
def test_a_month_that_cannot_be_entered_is_refused(welt: Welt, monat: date) -> None:
    grundgroesse(welt)
    with pytest.raises(Unzulaessig, match="von 01/2009 bis 11/2026"):
        trage(welt, None, 1, monat)


def test_the_database_keeps_values_of_entered_figures_only(welt: Welt) -> None:
    zahl = kennzahl(welt, "E_X", "ELB * 2")
    with pytest.raises(IntegrityError, match="eigenerwert_nur_grundgroesse"), transaction.atomic():
        EigenerWert.objects.create(zahl=zahl, monat=JANUAR, wert=1, erfasst_am=JETZT)


def test_the_journal_names_acts_and_codes_and_never_a_value(welt: Welt) -> None:
    grundgroesse(welt)
    werte(welt, "E_GESPRAECHE", {JANUAR: 4711})
    eintraege = list(Eintrag.objects.order_by("pk").values_list("akt", "daten", "grund"))
    assert [akt for akt, _, _ in eintraege] == ["eigene_zahl_anlegen", "eigene_werte_eintragen"]
    assert "4711" not in str(eintraege)


# -- Who -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wer", ["bmas", "ba", "land-05", "kommune-05124", "jobcenter-05111"])
@pytest.mark.parametrize("rolle", list(Rolle))
def test_nobody_else_keeps_figures_for_a_jobcenter(welt: Welt, wer: str, rolle: Rolle) -> None:
    fremder = welt.zugang(wer, rolle)
    zahl = grundgroesse(welt)
    festlegung = Festlegung("Fremd", Mass.ANZAHL, SEIT)
    acts = (
        lambda: lege_an(
            jobcenter=welt.parteien[WUPPERTAL],
            code="E_FREMD",
            art=Eigenart.GRUNDGROESSE,
            festlegung=festlegung,
            durch=fremder,
            am=JETZT,
        ),
        lambda: aendere(zahl=zahl, festlegung=festlegung, durch=fremder, am=JETZT),
        lambda: archiviere(zahl=zahl, durch=fremder, am=JETZT),
        lambda: loesche(zahl=zahl, durch=fremder, am=JETZT),
        lambda: trage_ein(jobcenter=welt.parteien[WUPPERTAL], eingaben=[], durch=fremder, am=JETZT),
    )
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert rechne(fremder).zahlen == ()


def test_the_number_of_queries_does_not_grow_with_the_figures(welt: Welt) -> None:
    zugang = controlling(welt)
    melde(welt.parteien[WUPPERTAL], JANUAR, [{"ELB": 100}] * 12)
    anzahlen = []
    for menge in (1, 30):
        for nr in range(EigeneZahl.objects.count(), menge):
            grundgroesse(welt, f"E_G{nr}")
            kennzahl(welt, f"E_K{nr}", f"E_G{nr} / ELB")
            werte(welt, f"E_G{nr}", dict.fromkeys(monatsreihe(JANUAR, 12), nr))
        with CaptureQueriesContext(connection) as gezaehlt:
            rechne(zugang)
        anzahlen.append(len(gezaehlt))
    assert anzahlen == [4, 4]
