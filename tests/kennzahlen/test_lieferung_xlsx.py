"""XLSX month files: cells of every kind, and workbooks that are broken, foreign or hostile."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from kennzahlen.meldungen.lieferung import Format, arbeitsmappe
from kennzahlen.meldungen.lieferung.blatt import zeilen
from tests.kennzahlen.monatsdatei import KOPF, einziger_fehler, fehler, fehlerdatei, gespeichert, liest, tupel, xlsx

KOPFZEILE = KOPF.split(";")


def mit_wert(wert: Any, groesse: str = "LLU") -> bytes:
    return xlsx(KOPFZEILE, ["01001", "2026-01", groesse, wert])


def umgeschrieben(inhalt: bytes, teil: str, wie: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part rewritten."""
    ausgabe = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inhalt)) as alt, zipfile.ZipFile(ausgabe, "w", zipfile.ZIP_DEFLATED) as neu:
        for name in alt.namelist():
            neu.writestr(name, wie(alt.read(name)) if name == teil else alt.read(name))
        assert teil in alt.namelist()
    return ausgabe.getvalue()


def mit_blatt(inhalt: str) -> bytes:
    """A workbook whose sheet data are exactly this XML."""
    return umgeschrieben(
        mit_wert(1),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb"<sheetData>.*</sheetData>", inhalt.encode(), xml, flags=re.DOTALL),
    )


def zelle(bezug: str, text: str) -> str:
    return f'<c r="{bezug}" t="inlineStr"><is><t>{text}</t></is></c>'


KOPF_XML = f'<row r="1">{"".join(zelle(f"{b}1", t) for b, t in zip("ABCD", KOPFZEILE, strict=True))}</row>'
SCHLUESSEL_XML = zelle("A2", "01001") + zelle("B2", "2026-01") + zelle("C2", "LLU")


def test_a_workbook_becomes_columns_of_numbers() -> None:
    lieferung = liest(
        xlsx(KOPFZEILE, ["01001", "2026-01", "ELB", 1234], [None] * 4, ["14511", "2026-02", "LLU", 1234567.89])
    )
    assert tupel(lieferung) == [(11, "2026-01", "ELB", 1234), (12, "2026-02", "LLU", 123456789)]
    assert lieferung.zeilen.tolist() == [2, 4]
    assert lieferung.format is Format.XLSX


@pytest.mark.parametrize(
    ("wert", "cent"),
    [
        (5, 500),
        (1234.5, 123450),
        (0.1, 10),
        (0.07, 7),
        (4.35, 435),
        (-12.34, -1234),
        (9999999999999.99, 999999999999999),
        (1e12, 10**14),
        ("1.234,50", 123450),
        ("1 234", 123400),
        (" 12 ", 1200),
    ],
)
def test_number_cells_are_taken_exactly_and_text_cells_are_read_like_csv(wert: Any, cent: int) -> None:
    assert liest(mit_wert(wert)).werte.tolist() == [cent]


@pytest.mark.parametrize(
    ("wert", "groesse", "was"),
    [
        (1234.5600000001, "LLU", "mehr als zwei Nachkommastellen"),
        (0.12345, "LLU", "mehr als zwei Nachkommastellen"),
        (1.234, "LLU", "mehr als zwei Nachkommastellen"),
        (1e-7, "LLU", "mehr als zwei Nachkommastellen"),
        (1.234, "ELB", "keine ganze Zahl"),
        (12.5, "ELB", "keine ganze Zahl"),
        (1e300, "LLU", "zu groß"),
        ("1.234", "LLU", "mehrdeutig: „.“ kann Tausender- oder Dezimaltrennzeichen sein"),
        (True, "ELB", "keine Zahl"),
        (date(2026, 5, 1), "LLU", "ein Datum"),
        (datetime(2026, 5, 2, 12), "LLU", "ein Datum"),
        ("#N/A", "ELB", "ein Fehlerwert der Tabellenkalkulation"),
        ("=SUM(A1:A2)", "ELB", "Formel ohne berechneten Wert"),
        (None, "ELB", "leer"),
    ],
)
def test_a_wrong_cell_is_named_with_its_reference(wert: Any, groesse: str, was: str) -> None:
    assert re.match(
        rf"Zeile 2, Spalte wert \(D2\)(, „.*“)?: {re.escape(was)};", einziger_fehler(mit_wert(wert, groesse))
    )


@pytest.mark.parametrize("ags", [1001, 1001.0, "1001"])
def test_a_key_that_lost_its_zero_is_never_guessed(ags: Any) -> None:
    assert einziger_fehler(xlsx(KOPFZEILE, [ags, "2026-01", "ELB", 1])) == (
        "Zeile 2, Spalte traeger (A2), „1001“: die führende Null fehlt; richtig wäre: 01001 als Text"
    )


@pytest.mark.parametrize("ags", [14511, 14511.0, "14511"])
def test_a_key_without_leading_zero_may_be_a_number(ags: Any) -> None:
    assert liest(xlsx(KOPFZEILE, [ags, "2026-01", "ELB", 1])).einheiten.tolist() == [12]


@pytest.mark.parametrize("monat", ["2026-01", date(2026, 1, 1), datetime(2026, 1, 1)])
def test_the_first_of_a_month_is_the_month(monat: Any) -> None:
    assert [str(m) for m in liest(xlsx(KOPFZEILE, ["01001", monat, "ELB", 1])).monate] == ["2026-01"]


def test_the_month_is_right_in_workbooks_that_count_from_1904() -> None:
    mappe = Workbook()
    mappe.epoch = arbeitsmappe.MAC_EPOCH
    for zeile in (KOPFZEILE, ["01001", date(2026, 1, 1), "ELB", 1]):
        mappe.active.append(zeile)
    assert [str(m) for m in liest(gespeichert(mappe)).monate] == ["2026-01"]


@pytest.mark.parametrize(
    ("monat", "gezeigt", "richtig"),
    [
        (date(2026, 1, 15), "2026-01-15 00:00:00", "2026-01"),
        (datetime(2026, 1, 1, 8), "2026-01-01 08:00:00", "2026-01"),
        (timedelta(hours=5), "05:00:00", "ein Monat wie 2026-01"),
        (202601, "202601", "2026-01"),
    ],
)
def test_any_other_day_or_number_is_no_month(monat: Any, gezeigt: str, richtig: str) -> None:
    assert einziger_fehler(xlsx(KOPFZEILE, ["01001", monat, "ELB", 1])) == (
        f"Zeile 2, Spalte monat (B2), „{gezeigt}“: kein Monat in der Form JJJJ-MM; richtig wäre: {richtig}"
    )


def test_the_sheet_called_meldung_wins_over_the_first() -> None:
    mappe = Workbook()
    mappe.active.append(["Hinweise"])
    blatt = mappe.create_sheet("MELDUNG ")
    for zeile in (KOPFZEILE, ["01001", "2026-01", "ELB", 7]):
        blatt.append(zeile)
    assert liest(gespeichert(mappe)).werte.tolist() == [7]


def test_without_it_the_first_sheet_is_read() -> None:
    assert len(liest(xlsx(KOPFZEILE, ["01001", "2026-01", "ELB", 7], blatt="Tabelle1"))) == 1


def test_a_formula_counts_with_its_stored_result() -> None:
    blatt = f'<sheetData>{KOPF_XML}<row r="2">{SCHLUESSEL_XML}<c r="D2"><f>1+1</f><v>2.5</v></c></row></sheetData>'
    assert liest(mit_blatt(blatt)).werte.tolist() == [250]


def test_a_row_of_formulas_without_results_is_not_taken_for_a_blank_row() -> None:
    formeln = "".join(f'<c r="{spalte}2"><f>Quelle!{spalte}2</f><v></v></c>' for spalte in "ABCD")
    gefunden = fehler(mit_blatt(f'<sheetData>{KOPF_XML}<row r="2">{formeln}</row></sheetData>'))
    assert {f.was for f in gefunden} == {"Formel ohne berechneten Wert"}
    assert [f.zelle for f in gefunden] == ["A2", "B2", "C2", "D2"]


def test_rows_and_cells_out_of_order_or_without_reference_are_not_lost() -> None:
    ohne_bezug = re.sub(r' r="[A-D]2"', "", SCHLUESSEL_XML) + "<c><v>5</v></c>"
    blatt = (
        f'<sheetData>{KOPF_XML}<row r="4"><c r="D4"><v>3</v></c>{SCHLUESSEL_XML.replace("LLU", "ELB")}</row>'
        f'<row r="2">{ohne_bezug}</row></sheetData>'
    )
    assert tupel(liest(mit_blatt(blatt))) == [(11, "2026-01", "ELB", 3), (11, "2026-01", "LLU", 500)]


@pytest.mark.parametrize(
    ("gespeichert_als", "cent"),
    [("0.30000000000000004", 30), ("1234.5600000000002", 123456), ("1.2E3", 120000), ("5.0", 500), ("-7.5", -750)],
)
def test_fifteen_digits_of_a_stored_number_count(gespeichert_als: str, cent: int) -> None:
    blatt = f'<sheetData>{KOPF_XML}<row r="2">{SCHLUESSEL_XML}<c r="D2"><v>{gespeichert_als}</v></c></row></sheetData>'
    assert liest(mit_blatt(blatt)).werte.tolist() == [cent]


def mit_zeichenfolgen(xml: bytes) -> bytes:
    """A workbook as Excel writes it: the texts stand in a part of their own and the cells refer to them."""
    mappe = mit_blatt(
        '<sheetData><row r="1">' + "".join(f'<c r="{b}1" t="s"><v>{n}</v></c>' for n, b in enumerate("ABCD")) + "</row>"
        '<row r="2"><c r="A2" t="s"><v>4</v></c><c r="B2" t="s"><v>5</v></c><c r="C2" t="s"><v>6</v></c>'
        '<c r="D2"><v>5</v></c></row></sheetData>'
    )
    verweis = (
        b'<Relationship Id="rIdS" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )
    mappe = umgeschrieben(mappe, "xl/_rels/workbook.xml.rels", lambda alt: alt.replace(b"</Relationships>", verweis))
    ausgabe = io.BytesIO(mappe)
    with zipfile.ZipFile(ausgabe, "a") as archiv:
        archiv.writestr("xl/sharedStrings.xml", xml)
    return ausgabe.getvalue()


def zeichenfolgen(*texte: str) -> str:
    eintraege = "".join(f"<si><t>{text}</t></si>" for text in texte)
    return f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{eintraege}</sst>'


def test_shared_texts_are_looked_up() -> None:
    xml = zeichenfolgen(*KOPFZEILE, "01001", "2026-01").replace(
        "</sst>", "<si><r><t>E</t></r><r><t>LB</t></r></si></sst>"
    )
    assert tupel(liest(mit_zeichenfolgen(xml.encode()))) == [(11, "2026-01", "ELB", 5)]


def test_a_reference_to_a_text_that_is_not_there_is_damage() -> None:
    xml = zeichenfolgen(*KOPFZEILE, "01001")
    assert fehlerdatei(mit_zeichenfolgen(xml.encode())).fehler[0].was.startswith("die Arbeitsmappe ist beschädigt")


def test_text_in_several_formats_is_one_text() -> None:
    rot = '<c r="D2" t="inlineStr"><is><r><t>12</t></r><r><rPr><b/></rPr><t>,50</t></r></is></c>'
    assert liest(mit_blatt(f'<sheetData>{KOPF_XML}<row r="2">{SCHLUESSEL_XML}{rot}</row></sheetData>')).werte[0] == 1250


@pytest.mark.parametrize("spalte", ["E", "BZ", "XFD"])
def test_a_value_beside_the_table_is_an_error(spalte: str) -> None:
    neben = f'{SCHLUESSEL_XML}<c r="D2"><v>5</v></c><c r="{spalte}2"><v>99</v></c>'
    gefunden = fehler(mit_blatt(f'<sheetData>{KOPF_XML}<row r="2">{neben}</row></sheetData>'))
    assert re.match(r"\d+ Felder statt 4", gefunden[0].was)


def test_the_dimension_noted_in_the_sheet_is_not_believed() -> None:
    inhalt = umgeschrieben(
        mit_wert(5),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', xml),
    )
    assert len(liest(inhalt)) == 1


def test_strict_open_xml_is_read_as_well() -> None:
    def streng(xml: bytes) -> bytes:
        return xml.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )

    inhalt = mit_wert(5)
    for teil in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
        inhalt = umgeschrieben(inhalt, teil, streng)
    assert len(liest(inhalt)) == 1


# -- Foreign, broken and hostile files -------------------------------------------------------------------------

KNALL = """<?xml version="1.0"?>
<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&c;</t></si></sst>"""

SPION = """<!-- harmlos --><!DOCTYPE sst [<!ENTITY datei SYSTEM "file:///etc/hostname">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&datei;</t></si></sst>"""


@pytest.mark.parametrize("codierung", ["utf-8", "utf-16", "cp037"])
@pytest.mark.parametrize("xml", [KNALL, SPION], ids=["bomb", "external"])
def test_entities_are_never_expanded(xml: str, codierung: str) -> None:
    gefunden = fehlerdatei(mit_zeichenfolgen(xml.encode(codierung)))
    assert [f.was for f in gefunden.fehler] == ["die Arbeitsmappe ist beschädigt oder in einer anderen Fassung"]


def archiv(*teile: tuple[str, bytes]) -> bytes:
    ausgabe = io.BytesIO()
    with zipfile.ZipFile(ausgabe, "w", zipfile.ZIP_DEFLATED) as neu:
        for name, inhalt in teile:
            neu.writestr(name, inhalt)
    return ausgabe.getvalue()


@pytest.mark.parametrize(
    ("inhalt", "was"),
    [
        (archiv(("meldung.csv", b"x")), "ein Archiv, aber keine Excel-Arbeitsmappe"),
        (archiv(("_rels/.rels", b"x"), ("word/document.xml", b"x")), "ein Archiv, aber keine Excel-Arbeitsmappe"),
        (archiv(("mimetype", b"x"), ("content.xml", b"x")), "ein OpenDocument-Dokument"),
        (archiv(("_rels/.rels", b"x"), ("xl/workbook.bin", b"x")), "eine binäre Excel-Arbeitsmappe (XLSB)"),
        (mit_wert(1)[:-200], "die Arbeitsmappe ist beschädigt oder in einer anderen Fassung"),
        (b"PK\x03\x04 und sonst nichts", "die Arbeitsmappe ist beschädigt oder in einer anderen Fassung"),
        (b"PK\x03\x04" + b"PK\x01\x02" * 20_000, "die Arbeitsmappe hat zu viele Teile"),
        (umgeschrieben(mit_wert(1), "xl/workbook.xml", lambda xml: re.sub(rb"<sheet [^>]*>", b"", xml)),
         "die Arbeitsmappe hat kein Tabellenblatt"),
        (umgeschrieben(mit_wert("x"), "xl/worksheets/sheet1.xml", lambda xml: xml[:-20]),
         "die Arbeitsmappe ist beschädigt oder in einer anderen Fassung"),
    ],
    ids=lambda wert: wert if isinstance(wert, str) else "",
)  # fmt: skip
def test_what_is_no_usable_workbook_is_refused_by_name(inhalt: bytes, was: str) -> None:
    assert [f.was for f in fehlerdatei(inhalt).fehler] == [was]


def test_a_workbook_that_would_unpack_to_something_huge_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arbeitsmappe, "HOECHSTENS_ENTPACKT", 1024 * 1024)
    gross = umgeschrieben(mit_wert(1), "xl/styles.xml", lambda xml: xml + b" " * 2 * 1024 * 1024)
    assert len(gross) < 100_000
    assert fehlerdatei(gross).fehler[0].was == "die Arbeitsmappe ist entpackt zu groß"


def test_a_sheet_that_claims_a_row_far_away_costs_nothing() -> None:
    blatt = f'<sheetData>{KOPF_XML}<row r="999999999999">{SCHLUESSEL_XML}</row></sheetData>'
    assert fehlerdatei(mit_blatt(blatt)).fehler[0].was.startswith("die Arbeitsmappe ist beschädigt")


def test_a_single_endless_row_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kennzahlen.meldungen.lieferung.blatt._HOECHSTENS_ELEMENTE", 1000)
    blatt = f'<sheetData>{KOPF_XML}<row r="2">{"<c/>" * 2000}</row></sheetData>'
    assert fehlerdatei(mit_blatt(blatt)).fehler[0].was.startswith("die Arbeitsmappe ist beschädigt")


# -- Plain rows are read by a pattern, all others by the parser --------------------------------------------------

ZELLEN_XML = (
    '<c r="A{0}" t="inlineStr"><is><t>01001</t></is></c>',
    '<c r="B{0}" s="1" t="inlineStr"><is><t xml:space="preserve"> Größe </t></is></c>',
    '<c r="C{0}" s="4"><v>12.5</v></c>',
    '<c r="AB{0}" t="n"></c>',
    '<c r="D{0}" t="s"><v>7</v></c>',
    '<c r="E{0}" s="2"/>',
    '<c r="F{0}" t="str"><v></v></c>',
)
NICHT_SCHLICHT = (
    '<c r="D{0}"><f>1+1</f><v>2</v></c>',
    '<c r="D{0}"><f>1+1</f></c>',
    '<c t="n" r="D{0}"><v>2</v></c>',
    '<c r="D{0}" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
    '<c r="D{0}" t="inlineStr"><is><t>a&amp;b</t></is></c>',
    '<c r="D{0}" t="str"><v><![CDATA[</row>]]></v></c>',
    '<c r="D{0}"><!-- </row> --><v>3</v></c>',
    "<c><v>4</v></c>",
)


def blattxml(*zellen: tuple[str, ...], kopf: str = "") -> io.BytesIO:
    reihen = (
        f'<row r="{nummer}" spans="1:4">{"".join(zellen).format(nummer)}</row>'
        for nummer, zellen in enumerate(zellen, 1)
    )
    return io.BytesIO(f'<worksheet xmlns="x">{kopf}<sheetData>{"".join(reihen)}</sheetData></worksheet>'.encode())


@given(st.lists(st.lists(st.sampled_from(ZELLEN_XML + NICHT_SCHLICHT), max_size=4).map(tuple), max_size=6))
def test_a_pattern_and_the_parser_read_the_same_cells(zellen: list[tuple[str, ...]]) -> None:
    nur_geparst = blattxml(*zellen, kopf="<!-- keine schlichte Datei -->")
    assert list(zeilen(blattxml(*zellen))) == list(zeilen(nur_geparst))


@pytest.mark.parametrize("stueck", [1, 7, 64, 1000])
def test_where_a_sheet_is_cut_while_it_is_read_makes_no_difference(
    monkeypatch: pytest.MonkeyPatch, stueck: int
) -> None:
    zellen = [ZELLEN_XML, ZELLEN_XML, (NICHT_SCHLICHT[5],), ZELLEN_XML]
    ganz = list(zeilen(blattxml(*zellen)))
    monkeypatch.setattr("kennzahlen.meldungen.lieferung.blatt._STUECK", stueck)
    assert list(zeilen(blattxml(*zellen))) == ganz
    assert len(ganz) == 4


@pytest.mark.parametrize("xml", ["<row", '<row r="3"><c r="A3"><v>1</v></c>', "</sheetData><sheetData"])
def test_a_sheet_that_ends_too_early_is_damage_wherever_it_ends(xml: str) -> None:
    anfang = blattxml(ZELLEN_XML, ZELLEN_XML).getvalue().partition(b"</sheetData>")[0]
    with pytest.raises(ElementTree.ParseError):
        list(zeilen(io.BytesIO(anfang + xml.encode())))
