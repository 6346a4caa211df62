"""CSV month files: encodings, delimiters, quotes, header, and the files that are no CSV at all."""

from __future__ import annotations

import gzip
from hashlib import sha256

import pytest

from kennzahlen.meldungen.lieferung import FehlerhafteDatei, Format, lesen, textdatei
from tests.kennzahlen.monatsdatei import KOPF, csv, einziger_fehler, fehler, fehlerdatei, liest, tupel

EINE = "01001;2026-01;ELB;100"
EINE_GELESEN = [(11, "2026-01", "ELB", 100)]


def test_a_file_becomes_columns_of_numbers() -> None:
    inhalt = csv("01001;2026-01;ELB;1.234,0", "", "14511;2026-02;LLU;1.234.567,89")
    lieferung = liest(inhalt)
    assert tupel(lieferung) == [(11, "2026-01", "ELB", 1234), (12, "2026-02", "LLU", 123456789)]
    assert lieferung.zeilen.tolist() == [2, 4]
    assert lieferung.groessen.tolist() == [2, 0]
    assert lieferung.monate.dtype == "datetime64[M]"
    assert lieferung.werte.dtype == "int64"
    assert (lieferung.format, len(lieferung)) == (Format.CSV, 2)
    assert lieferung.pruefsumme == sha256(inhalt.encode()).hexdigest()


@pytest.mark.parametrize("codierung", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_encoding_is_found_by_itself(codierung: str) -> None:
    inhalt = csv(EINE, "01001;2026-01;LLU;1’234,50").encode(codierung)
    assert tupel(liest(inhalt)) == [*EINE_GELESEN, (11, "2026-01", "LLU", 123450)]


@pytest.mark.parametrize("trenner", [";", ",", "\t"])
def test_the_delimiter_is_found_by_itself(trenner: str) -> None:
    assert tupel(liest(csv(EINE).replace(";", trenner))) == EINE_GELESEN


@pytest.mark.parametrize("zeilenende", ["\n", "\r\n", "\r"])
def test_every_line_ending_will_do(zeilenende: str) -> None:
    lieferung = liest(csv(EINE, "", "14511;2026-01;ELB;5").replace("\n", zeilenende) + zeilenende)
    assert lieferung.zeilen.tolist() == [2, 4]


@pytest.mark.parametrize("leer", ["", "   ", ";;;", '"";"";"";""', " ; ;\t; ", "\u00a0"])
def test_blank_lines_are_ignored(leer: str) -> None:
    assert tupel(liest("\n".join([leer, KOPF, leer, EINE, leer]))) == EINE_GELESEN


@pytest.mark.parametrize(
    "kopf",
    ["traeger;monat;groesse;wert", "Traeger; MONAT ;Groesse;Wert", '"traeger";"monat";"groesse";"wert"', KOPF + ";"],
)
def test_the_header_may_be_written_freely(kopf: str) -> None:
    assert tupel(liest(f"{kopf}\n{EINE}")) == EINE_GELESEN


def test_the_columns_may_stand_in_any_order() -> None:
    assert tupel(liest("wert;groesse;traeger;monat\n100;ELB;01001;2026-01")) == EINE_GELESEN


def test_quoted_fields_may_hold_the_delimiter() -> None:
    inhalt = 'traeger,monat,groesse,wert\n"01001","2026-01","LLU","1.234,50"\n01001,2026-01,ELB, "7"'
    assert tupel(liest(inhalt)) == [(11, "2026-01", "LLU", 123450), (11, "2026-01", "ELB", 7)]


def test_surplus_delimiters_at_the_end_of_a_row_do_no_harm() -> None:
    assert tupel(liest(csv(EINE + ";;"))) == EINE_GELESEN


@pytest.mark.parametrize(
    ("kopf", "zeile"),
    [
        (
            "traeger;monat;wert",
            "Zeile 1, Spalte groesse: Spalte fehlt; richtig wäre: die Kopfzeile traeger;monat;groesse;wert",
        ),
        (
            "traeger;monat;groesse;wert;Bemerkung",
            "Zeile 1, Spalte bemerkung, „bemerkung“: unbekannte Spalte; "
            "richtig wäre: nur die Spalten traeger, monat, groesse, wert",
        ),
        (
            "traeger;monat;groesse;wert;wert",
            "Zeile 1, Spalte wert, „wert“: doppelte Spalte; "
            "richtig wäre: jede Spalte einmal: traeger;monat;groesse;wert",
        ),
        (
            "traeger;monat;;groesse;wert",
            "Zeile 1, „3. Spalte ohne Namen“: unbekannte Spalte; "
            "richtig wäre: nur die Spalten traeger, monat, groesse, wert",
        ),
        (
            "01001;2026-01;ELB;100",
            "Zeile 1, „01001 | 2026-01 | elb | 100“: keine Kopfzeile; "
            "richtig wäre: als erste Zeile traeger;monat;groesse;wert",
        ),
        (
            "traeger|monat|groesse|wert",
            "Zeile 1, „traeger|monat|groesse|wert“: keine Kopfzeile; "
            "richtig wäre: als erste Zeile traeger;monat;groesse;wert",
        ),
    ],
)
def test_a_wrong_header_is_explained(kopf: str, zeile: str) -> None:
    assert einziger_fehler(f"{kopf}\n{EINE}") == zeile


def test_a_misspelt_column_is_missing_and_gets_a_suggestion() -> None:
    assert [str(f) for f in fehler(f"traeger;monat;größe;wert\n{EINE}")] == [
        "Zeile 1, Spalte größe, „größe“: unbekannte Spalte; richtig wäre: groesse?",
        "Zeile 1, Spalte groesse: Spalte fehlt; richtig wäre: die Kopfzeile traeger;monat;groesse;wert",
    ]


@pytest.mark.parametrize(
    ("zeile", "was"),
    [
        ("01001;2026-01;ELB", "3 Felder statt 4"),
        ("Summe", "1 Feld statt 4"),
        ("01001;2026-01;ELB;1;2", "5 Felder statt 4"),
        ('01001;2026-01;ELB;"100', "Anführungszeichen falsch gesetzt"),
        ('01001;2026-01;"ELB"x;100', "Anführungszeichen falsch gesetzt"),
    ],
)
def test_a_row_that_does_not_fit_is_reported_and_the_others_are_still_checked(zeile: str, was: str) -> None:
    gefunden = fehler(csv(EINE, zeile, "01001;2026-01;LZB;12,5"))
    assert [(f.zeile, f.was) for f in gefunden] == [(3, was), (4, "keine ganze Zahl")]


@pytest.mark.parametrize(
    ("inhalt", "was"),
    [
        (b"", "die Datei ist leer"),
        (b"\n \n;;;\n", "keine Kopfzeile"),
        (KOPF.encode(), "unter der Kopfzeile stehen keine Zahlen"),
        (csv(EINE).encode("utf-16"), "Zeichencodierung UTF-16 oder UTF-32"),
        (csv(EINE).encode("utf-32"), "Zeichencodierung UTF-16 oder UTF-32"),
        (csv(EINE).encode("utf-16-le"), "keine Textdatei (enthält Nullbytes)"),
        (csv(EINE).encode() + b"\0", "keine Textdatei (enthält Nullbytes)"),
        (csv(EINE).encode() + b"\n\xe4\x81;", "weder UTF-8 noch Windows-1252"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "eine Excel-Datei im alten Format (XLS) oder mit Kennwort"),
        (b"<html><table><tr><td>traeger", "eine HTML- oder XML-Datei"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "eine HTML- oder XML-Datei"),
        (b"<?xml version='1.0'?><a/>", "eine HTML- oder XML-Datei"),
        (b"%PDF-1.7", "eine PDF-Datei"),
        (gzip.compress(csv(EINE).encode()), "eine gepackte Datei"),
    ],
    ids=lambda wert: wert if isinstance(wert, str) else "",
)
def test_what_is_no_month_file_is_refused_by_name(inhalt: bytes, was: str) -> None:
    mangel = fehlerdatei(inhalt)
    assert [f.was for f in mangel.fehler] == [was]
    assert mangel.anzahl == 1
    assert mangel.fehler[0].richtig


def test_the_line_of_an_unreadable_character_is_named() -> None:
    assert str(fehler(csv(EINE).encode() + b"\n\xe4\x81;")[0]).startswith("Zeile 3, „Byte 0x81“: weder UTF-8")


def test_a_file_that_is_too_large_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesen, "HOECHSTENS_BYTES", 1024 * 1024)
    zeile = str(fehlerdatei(bytes(2 * 1024 * 1024)).fehler[0])
    assert zeile == "„2 MB“: die Datei ist zu groß; richtig wäre: höchstens 1 MB"


def test_a_file_with_too_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textdatei, "HOECHSTENS_ZEILEN", 3)
    assert einziger_fehler(csv(*[EINE] * 4)) == "zu viele Zeilen; richtig wäre: höchstens 3 Zeilen je Datei"


def test_the_refusal_names_the_file_and_shows_nothing_that_could_steer_a_terminal() -> None:
    with pytest.raises(FehlerhafteDatei) as mangel:
        lesen.lies("a\x1b[31m.csv", csv("01001;2026-01;\x1b[2J;5").encode(), traeger={}, bis=lesen.date(2026, 1, 1))
    assert str(mangel.value).startswith("a\ufffd[31m.csv: 2 Fehler:\n")
    assert "\x1b" not in str(mangel.value)
