"""Charts: what the specification says, that it can be drawn, and what is said in words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import pytest

from kennzahlen.auskunft import charts
from kennzahlen.auskunft.charts import Linie, Zeitreihe, alternativtext, zeitreihe_spec
from kennzahlen.cube import monatsreihe

MONATE = monatsreihe(date(2024, 1, 1), 24)
EIGENE = Linie("Jobcenter Köln", "eigene", [0.2 + nr / 1000 for nr in range(24)])
BUND = Linie("Bund", "bund", [0.21] * 24)
REIHE = Zeitreihe("Integrationsquote (K2)", MONATE, [EIGENE, BUND])


def linienebene(spec: dict) -> dict:
    return next(ebene for ebene in spec["layer"] if ebene["mark"]["type"] == "line")


def texte(zeichnung: str) -> list[str]:
    return [knoten.text or "" for knoten in ET.fromstring(zeichnung).iter("{http://www.w3.org/2000/svg}text")]


def test_lines_differ_in_colour_dash_and_width() -> None:
    alle = Zeitreihe("K2", MONATE, [replace(EIGENE, name=rolle, rolle=rolle) for rolle in ("eigene", "land", "bund")])
    kanaele = linienebene(zeitreihe_spec(alle))["encoding"]
    assert len(set(kanaele["color"]["scale"]["range"])) == 3
    assert len(set(kanaele["strokeDash"]["scale"]["range"])) == 3
    assert kanaele["strokeWidth"]["scale"]["range"][0] > max(kanaele["strokeWidth"]["scale"]["range"][1:])


@pytest.mark.parametrize("rolle", charts.STRICHE)
def test_every_line_stands_out_from_white(rolle: str) -> None:
    def anteil(kanal: int) -> float:
        wert = kanal / 255
        return wert / 12.92 if wert <= 0.03928 else ((wert + 0.055) / 1.055) ** 2.4

    farbe = charts.STRICHE[rolle].farbe  # type: ignore[index]
    rot, gruen, blau = (anteil(int(farbe[stelle : stelle + 2], 16)) for stelle in (1, 3, 5))
    assert 1.05 / (0.2126 * rot + 0.7152 * gruen + 0.0722 * blau + 0.05) >= 4.5


def test_a_missing_month_breaks_the_line() -> None:
    mit_luecke = replace(EIGENE, werte=[None if nr == 5 else 0.2 for nr in range(24)])
    punkte = linienebene(zeitreihe_spec(Zeitreihe("K2", MONATE, [mit_luecke])))["data"]["values"]
    assert [punkt["wert"] for punkt in punkte][4:7] == [0.2, None, 0.2]


def test_an_incomplete_value_stands_beside_the_line() -> None:
    erstes_jahr = replace(EIGENE, vollstaendig=[nr >= 11 for nr in range(24)])
    spec = zeitreihe_spec(Zeitreihe("K2", MONATE, [erstes_jahr]))
    punkte = linienebene(spec)["data"]["values"]
    offene = next(ebene for ebene in spec["layer"] if ebene["mark"].get("filled") is False)
    assert all(punkt["wert"] is None for punkt in punkte[:11])
    assert [punkt["wert"] for punkt in offene["data"]["values"]] == EIGENE.werte[:11]
    assert "zuerst 21,1\u202f%" in alternativtext(Zeitreihe("K2", MONATE, [erstes_jahr]))


def test_a_new_definition_parts_the_line_and_is_named() -> None:
    gebrochen = replace(REIHE, brueche=[MONATE[12]])
    spec = zeitreihe_spec(gebrochen)
    abschnitte = [p["abschnitt"] for p in linienebene(spec)["data"]["values"] if p["linie"] == EIGENE.name]
    assert len(set(abschnitte[:12])) == len(set(abschnitte[12:])) == 1
    assert abschnitte[11] != abschnitte[12]
    assert "neue Definition" in texte(charts.svg(spec))
    assert alternativtext(gebrochen).endswith("ab Januar 2025 neue Definition, Werte davor nicht vergleichbar.")


def test_the_drawing_is_german_and_has_its_size() -> None:
    zeichnung = charts.svg(zeitreihe_spec(REIHE, 800, 300))
    wurzel = ET.fromstring(zeichnung)
    beschriftungen = texte(zeichnung)
    assert (wurzel.get("width"), wurzel.get("height")) == ("800", "300")
    assert {"Jobcenter Köln", "Bund", "22,3\u202f%"} <= set(beschriftungen)
    assert any(re.fullmatch(r"2[0-9],[05]\u202f%", text) for text in beschriftungen)
    assert any(text.startswith(("Mai ", "Okt ", "Jul ", "Apr ")) for text in beschriftungen)


def test_changes_carry_a_sign_and_a_zero_line() -> None:
    werte = [(nr - 12) / 100 for nr in range(24)]
    spec = zeitreihe_spec(Zeitreihe("K1", MONATE, [replace(EIGENE, werte=werte)], veraenderung=True))
    assert spec["layer"][0]["mark"]["type"] == "rule"
    beschriftungen = set(texte(charts.svg(spec)))
    assert {"+11,0\u202f%", "+10\u202f%", "−10\u202f%", "0\u202f%"} <= beschriftungen


def test_one_line_needs_no_legend() -> None:
    spec = zeitreihe_spec(Zeitreihe("K2", MONATE, [EIGENE]))
    assert "Jobcenter Köln" not in texte(charts.svg(spec))


def test_a_chart_without_values_can_be_drawn() -> None:
    leer = Zeitreihe("K2", MONATE, [replace(EIGENE, werte=[None] * 24)])
    assert "<svg" in charts.svg(zeitreihe_spec(leer))
    assert "keine vollständigen Werte" in alternativtext(leer)
    assert alternativtext(Zeitreihe("K2", [], [])) == "K2: keine Zahlen."


def test_the_image_for_a_page_brings_its_fonts() -> None:
    zeichnung = charts.mit_schrift(charts.svg(zeitreihe_spec(REIHE)))
    assert zeichnung.count("@font-face") == 2
    ET.fromstring(zeichnung)


def test_the_footnote_is_drawn() -> None:
    spec = zeitreihe_spec(REIHE, fussnote="Synthetische Demonstrationsdaten")
    assert "Synthetische Demonstrationsdaten" in texte(charts.svg(spec))


def test_the_text_alternative_says_what_one_reads_off() -> None:
    assert alternativtext(REIHE) == (
        "Liniendiagramm: Integrationsquote (K2) von Januar 2024 bis Dezember 2025; Jobcenter Köln: zuerst "
        "20,0\u202f%, zuletzt 22,3\u202f%, höchster Wert 22,3\u202f% im Dezember 2025, niedrigster 20,0\u202f% im "
        "Januar 2024; zum Vergleich zuletzt Bund 21,0\u202f%."
    )
