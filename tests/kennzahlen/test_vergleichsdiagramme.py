"""Charts of comparison: strips, tile map, scatter, side by side, and the band behind the lines."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from kennzahlen.auskunft import charts
from kennzahlen.auskunft.charts import (
    Band,
    Einzelverlaeufe,
    Laenderkarte,
    Linie,
    Streifen,
    Streifenbild,
    Streudiagramm,
    Streupunkt,
    Zeitreihe,
    alternativtext,
    einzelverlaeufe_spec,
    karte_spec,
    streifen_spec,
    streudiagramm_spec,
    zeitreihe_spec,
)
from kennzahlen.auskunft.charts.einzelverlaeufe import einzelverlaeufe_alternativtext
from kennzahlen.auskunft.charts.karte import KACHELN, karte_alternativtext
from kennzahlen.auskunft.charts.streifen import streifen_alternativtext
from kennzahlen.auskunft.charts.streudiagramm import Achse, _beruehrt, _beschrifte, streudiagramm_alternativtext
from kennzahlen.cube import monatsreihe
from zielsystem.parties.recht import LAENDER

MONATE = monatsreihe(date(2024, 1, 1), 24)
STREIFEN = Streifenbild(
    "Integrationsquote (K2) im Juli 2026",
    [Streifen("Vergleichstyp A1: 5 Jobcenter", [0.2, 0.22, 0.24, 0.26, 0.3], (0.22, 0.24, 0.26))],
    ("Jobcenter Köln", 0.25),
)
STREUUNG = Streudiagramm(
    Achse("Integrationsquote (K2)"),
    Achse("Veränderung des Bestands an LZB (K3)", veraenderung=True),
    [(0.2, -0.01), (0.24, 0.02), (0.3, 0.0)],
    [Streupunkt("Köln", 0.24, 0.02)],
    (0.24, 0.0),
    0.5,
)
VERLAEUFE = Einzelverlaeufe(
    "Integrationsquote (K2)",
    MONATE,
    [("Köln", [0.2 + nr / 1000 for nr in range(24)]), ("Bonn", [None] * 24), ("Bund", [0.21] * 24)],
)
SPECS: dict[str, Any] = {
    "streifen": streifen_spec(STREIFEN),
    "karte": karte_spec(Laenderkarte("K2", {"05": 0.2, "06": 0.3})),
    "streuung": streudiagramm_spec(STREUUNG),
    "nebeneinander": einzelverlaeufe_spec(VERLAEUFE),
}


def texte(spec: dict[str, Any]) -> set[str]:
    wurzel = ET.fromstring(charts.svg(spec))
    return {knoten.text or "" for knoten in wurzel.iter("{http://www.w3.org/2000/svg}text")}


def farben(spec: dict[str, Any], feld: str) -> list[str]:
    return [kachel[feld] for kachel in spec["data"]["values"]]


# -- Strips ----------------------------------------------------------------------------------------------------


def test_a_strip_shows_values_quartiles_and_the_own_value() -> None:
    assert {"Vergleichstyp A1: 5 Jobcenter", "Jobcenter Köln 25,0\u202f%"} <= texte(SPECS["streifen"])
    assert streifen_alternativtext(STREIFEN) == (
        "Punktstreifen: Integrationsquote (K2) im Juli 2026; Jobcenter Köln: 25,0\u202f%; Vergleichstyp A1: "
        "5 Jobcenter: Werte von 20,0\u202f% bis 30,0\u202f%, mittlere Hälfte 22,0\u202f% "
        "bis 26,0\u202f%, Median 24,0\u202f%."
    )


@pytest.mark.parametrize("anzahl", [1, 30, 400])
def test_every_value_is_a_dot_inside_its_strip(anzahl: int) -> None:
    bild = Streifenbild("K2", [Streifen("Gruppe", [0.2 + nr % 7 / 100 for nr in range(anzahl)], None)])
    (punkte,) = [e for e in streifen_spec(bild, 400)["layer"] if e["mark"]["type"] == "circle"]
    orte = [(punkt["x"], round(punkt["y"], 6)) for punkt in punkte["data"]["values"]]
    assert len(set(orte)) == anzahl
    assert all(0 < y < bild.streifenhoehe for _, y in orte)


def test_a_group_without_values_can_be_drawn() -> None:
    leer = Streifenbild("K2", [Streifen("Gruppe", [], None)])
    assert "<svg" in charts.svg(streifen_spec(leer))
    assert streifen_alternativtext(leer) == "Punktstreifen: K2; Gruppe: keine Werte."


# -- Map -------------------------------------------------------------------------------------------------------


def test_every_land_has_a_tile_of_its_own() -> None:
    assert set(KACHELN) == set(LAENDER)
    assert len({(spalte, zeile) for _, spalte, zeile in KACHELN.values()}) == 16
    assert len({name for name, _, _ in KACHELN.values()}) == 16


def test_the_value_stands_in_the_tile_and_can_be_read() -> None:
    spec = karte_spec(Laenderkarte("K2", {land: nr / 100 for nr, land in enumerate(LAENDER)}))
    assert {"SH", "0,0\u202f%", "TH", "15,0\u202f%"} <= texte(spec)
    for grund, schrift in zip(farben(spec, "farbe"), farben(spec, "schrift"), strict=True):
        hell, dunkel = sorted((helligkeit(grund), helligkeit(schrift)), reverse=True)
        assert (hell + 0.05) / (dunkel + 0.05) >= 4.5


def test_a_higher_value_is_darker_for_every_kind_of_sight() -> None:
    spec = karte_spec(Laenderkarte("K2", {land: nr / 100 for nr, land in enumerate(LAENDER)}))
    stufen = [helligkeit(farbe) for farbe in farben(spec, "farbe")]
    assert stufen == sorted(stufen, reverse=True)
    assert len(set(stufen)) == 16


def test_a_land_without_a_value_says_so() -> None:
    karte = Laenderkarte("K2", {"05": 0.2, "06": None})
    assert "–" in texte(karte_spec(karte))
    assert karte_alternativtext(karte).startswith(
        "Kachelkarte der Länder: K2; Nordrhein-Westfalen 20,0\u202f%; ohne Wert: Schleswig-Holstein, "
    )
    assert karte_alternativtext(Laenderkarte("K2", {})) == "Kachelkarte der Länder: K2; keine Werte."


def helligkeit(farbe: str) -> float:
    kanaele = [int(farbe[stelle : stelle + 2], 16) / 255 for stelle in (1, 3, 5)]
    rot, gruen, blau = (k / 12.92 if k <= 0.03928 else ((k + 0.055) / 1.055) ** 2.4 for k in kanaele)
    return 0.2126 * rot + 0.7152 * gruen + 0.0722 * blau


# -- Scatter ---------------------------------------------------------------------------------------------------


def test_a_scatter_names_the_chosen_and_both_axes() -> None:
    assert {"Köln", "Integrationsquote (K2)", "Veränderung des Bestands an LZB (K3)"} <= texte(SPECS["streuung"])
    assert streudiagramm_alternativtext(STREUUNG) == (
        "Streudiagramm: Integrationsquote (K2) gegen Veränderung des Bestands an LZB (K3), 3 Jobcenter; mittlerer "
        "gleichgerichteter Zusammenhang (Rangkorrelation 0,50); Mediane 24,0\u202f% und 0,0\u202f%; Köln 24,0\u202f% "
        "und +2,0\u202f%."
    )


def test_names_side_by_side_do_not_lie_on_each_other() -> None:
    nahe = [Streupunkt(f"Musterkreis {nr}", 0.25 + nr / 2000, 0.25) for nr in range(4)]
    bild = Streudiagramm(Achse("x"), Achse("y"), [(0.2, 0.2), (0.3, 0.3)], nahe)
    kaesten = []
    for punkt, (seite, dx, dy) in zip(nahe, _beschrifte(bild, 960, 520), strict=True):
        x, breite = (punkt.x - 0.2) / 0.1 * 870 + dx, len(punkt.name) * 7.2
        links = x if seite == "left" else x - breite
        kaesten.append((links, dy - 8.5, links + breite, dy + 8.5))
    assert not any(_beruehrt(a, b) for a, b in combinations(kaesten, 2))


def test_a_scatter_of_nobody_can_be_drawn() -> None:
    assert "<svg" in charts.svg(streudiagramm_spec(Streudiagramm(Achse("x"), Achse("y"), [])))


# -- Side by side ----------------------------------------------------------------------------------------------


def test_small_charts_share_their_axes_and_name_their_unit() -> None:
    bilder = SPECS["nebeneinander"]["concat"]
    assert len({str(bild["encoding"]["y"]["scale"]) for bild in bilder}) == 1
    assert {"Köln", "Bonn", "Bund", "22,3\u202f%"} <= texte(SPECS["nebeneinander"])
    assert einzelverlaeufe_alternativtext(VERLAEUFE) == (
        "Kleine Liniendiagramme nebeneinander: Integrationsquote (K2); Köln: zuerst 20,0\u202f%, zuletzt 22,3\u202f%; "
        "Bonn: keine vollständigen Werte; Bund: zuerst 21,0\u202f%, zuletzt 21,0\u202f%."
    )


@pytest.mark.parametrize("breite", [400, 960])
def test_twelve_small_charts_fit_the_width(breite: int) -> None:
    zwoelf = Einzelverlaeufe("K2", MONATE, [(f"Jobcenter {nr}", [0.2] * 23 + [0.3]) for nr in range(12)])
    wurzel = ET.fromstring(charts.svg(einzelverlaeufe_spec(zwoelf, breite)))
    assert breite * 0.9 <= float(wurzel.get("width") or 0) <= breite * 1.02


# -- Band ------------------------------------------------------------------------------------------------------


def test_the_band_lies_behind_the_lines_and_is_said_in_words() -> None:
    band = Band("mittlere Hälfte der Jobcenter im Vergleichstyp A1", [None, *[0.2] * 23], [None, *[0.24] * 23])
    reihe = Zeitreihe("K2", MONATE, [Linie("Jobcenter Köln", "eigene", [0.22] * 24)], band=band)
    spec = zeitreihe_spec(reihe)
    assert spec["layer"][0]["mark"]["type"] == "area"
    assert spec["layer"][0]["data"]["values"][0]["wert"] is None
    assert band.name in texte(spec)
    assert f"{band.name} zuletzt zwischen 20,0\u202f% und 24,0\u202f%" in alternativtext(reihe)


@pytest.mark.parametrize("name", SPECS)
def test_every_drawing_is_german_and_carries_its_text(name: str) -> None:
    zeichnung = charts.svg(SPECS[name])
    assert SPECS[name]["description"]
    assert not re.search(r">[+−]?\d+\.\d+\u202f?%<", zeichnung)
