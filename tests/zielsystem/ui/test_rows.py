"""Finished rows hold together before a template sees them."""

import pytest

from zielsystem.recht import Hindernis, Norm
from zielsystem.ui.rows import Handlung, Spalte, Tabelle, Zelle

NORM = Norm("§ 48b Abs. 3 SGB II")
HART = Hindernis("ziel_fehlt", NORM, "Ein Ziel fehlt.")
WEICH = Hindernis("benehmen_fehlt", NORM, "Das Benehmen fehlt.", hart=False)


def test_a_table_gives_every_cell_its_column_and_takes_plain_strings() -> None:
    name, wert = Spalte("Jobcenter", kopf=True), Spalte("K2", zahl=True)
    tabelle = Tabelle("Hessen", [name, wert], [[Zelle("Kassel", url="/06633/"), "24,7 %"]])
    assert list(tabelle.felder()) == [[(name, Zelle("Kassel", url="/06633/")), (wert, Zelle("24,7 %"))]]


def test_a_footnote_is_said_once_for_all_cells_that_bear_it() -> None:
    grund, anderer = "Dafür liegen keine Zahlen vor.", "Der Nenner ist null."
    zeilen = [["a", Zelle("–", fussnote=grund)], ["b", Zelle("–", fussnote=anderer)], ["c", Zelle("–", fussnote=grund)]]
    assert Tabelle("K2", [Spalte("x"), Spalte("y")], zeilen).fussnoten == (grund, anderer)


@pytest.mark.parametrize("zeile", [["nur eine"], ["eine", "zwei", "drei"]])
def test_a_row_that_does_not_fit_the_columns_is_refused(zeile: list[str]) -> None:
    with pytest.raises(ValueError, match="Zeile 1"):
        Tabelle("Hessen", [Spalte("a"), Spalte("b")], [zeile])


@pytest.mark.parametrize(
    ("hindernisse", "grund_noetig", "gesperrt", "braucht_grund"),
    [
        ((), False, False, False),
        ((), True, False, True),
        ((WEICH,), False, False, True),
        ((HART,), False, True, False),
        ((HART, WEICH), False, True, True),
    ],
)
def test_only_a_hard_hindernis_stops_an_act_and_a_soft_one_asks_for_a_reason(
    hindernisse: tuple[Hindernis, ...], grund_noetig: bool, gesperrt: bool, braucht_grund: bool
) -> None:
    handlung = Handlung("zeichnen", "Zeichnen", str(NORM), "/1/", hindernisse, grund_noetig)
    assert (handlung.gesperrt, handlung.braucht_grund) == (gesperrt, braucht_grund)
