"""The rules for the rows of a month file, each with the German line that explains its violation."""

from __future__ import annotations

import pytest

from tests.kennzahlen.monatsdatei import csv, einziger_fehler, fehler, fehlerdatei, liest, tupel

REGELN = [
    # Träger
    (
        "1001;2026-01;ELB;5",
        "Zeile 2, Spalte traeger, „1001“: die führende Null fehlt; richtig wäre: 01001 als Text",
    ),
    (
        "1001.0;2026-01;ELB;5",
        "Zeile 2, Spalte traeger, „1001.0“: die führende Null fehlt; richtig wäre: 01001 als Text",
    ),
    (
        "99999;2026-01;ELB;5",
        "Zeile 2, Spalte traeger, „99999“: kein Jobcenter hat diesen AGS; richtig wäre: der AGS eines Jobcenters",
    ),
    (
        "Flensburg;2026-01;ELB;5",
        "Zeile 2, Spalte traeger, „Flensburg“: kein AGS; "
        "richtig wäre: der AGS des Jobcenters mit 5 Ziffern, führende Null eingeschlossen",
    ),
    (
        ";2026-01;ELB;5",
        "Zeile 2, Spalte traeger: leer; richtig wäre: jedes Feld der Zeile ausfüllen",
    ),
    (
        "03156;2016-11;ELB;5",
        "Zeile 2, Spalte traeger, „03156“: im Monat 2016-11 ist dies nicht der AGS eines Jobcenters; "
        "richtig wäre: Monate von 2005-01 bis 2016-10",
    ),
    (
        "03159;2016-10;ELB;5",
        "Zeile 2, Spalte traeger, „03159“: im Monat 2016-10 ist dies nicht der AGS eines Jobcenters; "
        "richtig wäre: Monate von 2016-11",
    ),
    # Monat
    (
        "01001;01.2026;ELB;5",
        "Zeile 2, Spalte monat, „01.2026“: kein Monat in der Form JJJJ-MM; richtig wäre: 2026-01",
    ),
    (
        "01001;2026-1;ELB;5",
        "Zeile 2, Spalte monat, „2026-1“: kein Monat in der Form JJJJ-MM; richtig wäre: 2026-01",
    ),
    (
        "01001;202612;ELB;5",
        "Zeile 2, Spalte monat, „202612“: kein Monat in der Form JJJJ-MM; richtig wäre: 2026-12",
    ),
    (
        "01001;2026-01-31;ELB;5",
        "Zeile 2, Spalte monat, „2026-01-31“: kein Monat in der Form JJJJ-MM; richtig wäre: 2026-01",
    ),
    (
        "01001;31.1.2026;ELB;5",
        "Zeile 2, Spalte monat, „31.1.2026“: kein Monat in der Form JJJJ-MM; richtig wäre: 2026-01",
    ),
    (
        "01001;2026-13;ELB;5",
        "Zeile 2, Spalte monat, „2026-13“: kein Monat in der Form JJJJ-MM; richtig wäre: ein Monat wie 2026-01",
    ),
    (
        "01001;0000-01;ELB;5",
        "Zeile 2, Spalte monat, „0000-01“: kein Monat in der Form JJJJ-MM; richtig wäre: ein Monat wie 2026-01",
    ),
    (
        "01001;2026-10;ELB;5",
        "Zeile 2, Spalte monat, „2026-10“: dieser Monat kann noch nicht gemeldet werden; "
        "richtig wäre: ein Monat bis 2026-09",
    ),
    # Grundgröße
    (
        "01001;2026-01;elb_w;5",
        "Zeile 2, Spalte groesse, „elb_w“: unbekannte Grundgröße; "
        "richtig wäre: ELB_W? Sonst ein Code aus der Liste der Grundgrößen (Seite „Recht“)",
    ),
    (
        "01001;2026-01;LZB_AKTIV;5",
        "Zeile 2, Spalte groesse, „LZB_AKTIV“: unbekannte Grundgröße; "
        "richtig wäre: LZB_AKTIVIERT? Sonst ein Code aus der Liste der Grundgrößen (Seite „Recht“)",
    ),
    (
        "01001;2026-01;Quote;5",
        "Zeile 2, Spalte groesse, „Quote“: unbekannte Grundgröße; "
        "richtig wäre: ein Code aus der Liste der Grundgrößen (Seite „Recht“)",
    ),
    (
        "01001;2019-03;INT_KONT;5",
        "Zeile 2, Spalte groesse, „INT_KONT“: wird für den Monat 2019-03 nicht erhoben; "
        "richtig wäre: Monate von 2019-04",
    ),
    (
        "01001;2019-04;INT_NACHHALTIG;5",
        "Zeile 2, Spalte groesse, „INT_NACHHALTIG“: wird für den Monat 2019-04 nicht erhoben; "
        "richtig wäre: Monate von 2009-01 bis 2019-03",
    ),
    (
        "01001;2008-12;ELB;5",
        "Zeile 2, Spalte groesse, „ELB“: wird für den Monat 2008-12 nicht erhoben; richtig wäre: Monate von 2009-01",
    ),
    # Wert
    (
        "01001;2026-01;ELB;1.234",
        "Zeile 2, Spalte wert, „1.234“: mehrdeutig: „.“ kann Tausender- oder Dezimaltrennzeichen sein; "
        "richtig wäre: 1234, falls Tausender gemeint sind; sonst höchstens zwei Nachkommastellen",
    ),
    (
        "01001;2026-01;ELB;",
        "Zeile 2, Spalte wert: leer; "
        "richtig wäre: eine Zahl; liegt keine vor, die Zeile weglassen, bei null Fällen 0 schreiben",
    ),
    (
        "01001;2026-01;ELB;k.A.",
        "Zeile 2, Spalte wert, „k.A.“: keine Zahl; richtig wäre: eine Zahl; liegt keine vor, die Zeile weglassen",
    ),
    (
        "01001;2026-01;ELB;12,5",
        "Zeile 2, Spalte wert, „12,5“: keine ganze Zahl; richtig wäre: eine ganze Zahl von Personen oder Fällen",
    ),
    (
        "01001;2026-01;LLU;12,345678",
        "Zeile 2, Spalte wert, „12,345678“: mehr als zwei Nachkommastellen; "
        "richtig wäre: ein Betrag in Euro mit höchstens zwei Nachkommastellen",
    ),
    (
        "01001;2026-01;LLU;10000000000000",
        "Zeile 2, Spalte wert, „10000000000000“: zu groß; richtig wäre: eine Zahl mit höchstens 15 Ziffern",
    ),
]


@pytest.mark.parametrize(("zeile", "erklaerung"), REGELN)
def test_each_violation_is_explained_in_one_line(zeile: str, erklaerung: str) -> None:
    assert einziger_fehler(csv(zeile)) == erklaerung


def test_a_figure_may_stand_in_the_file_only_once_even_with_the_same_value() -> None:
    mangel = fehler(csv("01001;2026-01;ELB;5", "01001;2026-01;LZB;5", "01001;2026-01;ELB;5", " 01001;2026-01;ELB;6"))
    assert [str(f) for f in mangel] == [
        f"Zeile {zeile}, Spalte wert, „{wert}“: dieselbe Angabe steht schon in Zeile 2 (Wert „5“); "
        "richtig wäre: jede Angabe nur einmal; diese oder Zeile 2 streichen"
        for zeile, wert in ((4, 5), (5, 6))
    ]


def test_a_jobcenter_keeps_its_identity_when_its_key_changes() -> None:
    lieferung = liest(csv("03152;2016-10;ELB;5", "03159;2016-11;ELB;6"))
    assert tupel(lieferung) == [(14, "2016-10", "ELB", 5), (14, "2016-11", "ELB", 6)]


def test_negative_figures_are_passed_on_to_the_checks() -> None:
    assert liest(csv("01001;2026-01;ELB;-5", "01001;2026-01;LLU;\u22120,01")).werte.tolist() == [-5, -1]


def test_the_last_month_that_may_be_reported_is_accepted() -> None:
    assert len(liest(csv("01001;2026-09;ELB;5"))) == 1


def test_all_errors_are_told_at_once_in_the_order_of_the_file() -> None:
    mangel = fehler(
        csv(
            "1001;2026-1;elb;x",
            "01001;2026-01;ELB;5",
            "01001;2019-03;INT_KONT;1.234",
            "kaputt",
            "03156;2020-01;LLU;1,234",
            "01001;2026-01;ELB;5",
        )
    )
    assert [(f.zeile, f.spalte) for f in mangel] == [
        (2, "traeger"),
        (2, "monat"),
        (2, "groesse"),
        (2, "wert"),
        (4, "groesse"),
        (4, "wert"),
        (5, ""),
        (6, "traeger"),
        (6, "wert"),
        (7, "wert"),
    ]


def test_the_first_thousand_errors_are_told_and_all_are_counted() -> None:
    mangel = fehlerdatei(csv(*["1001;2026-01;ELB;x"] * 700))
    assert (len(mangel.fehler), mangel.anzahl) == (1000, 1400)
    assert [f.zeile for f in mangel.fehler] == sorted(list(range(2, 502)) * 2)
    assert str(mangel).startswith("meldung.csv: 1400 Fehler, die ersten 1000:\nZeile 2, ")


def test_long_values_are_shortened_in_messages() -> None:
    assert "„" + "9" * 60 + "…“" in einziger_fehler(csv(f"01001;2026-01;ELB;{'9' * 100_000}"))
