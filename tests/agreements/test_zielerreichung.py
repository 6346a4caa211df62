"""Zielerreichung: worked cases (tests/recht/faelle/agreements/zielerreichung.yaml), and what holds for any figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from agreements.ziele import Dimension
from agreements.ziele.dimension import GUENSTIG, Richtung, gerundet
from agreements.ziele.vorgabe import (
    Beobachtung,
    Jahreskorridor,
    Jahreswert,
    Massstab,
    Meilenstein,
    Qualitativ,
    Relativ,
    Tendenz,
    Vorgabe,
    Zielkorridor,
    Zielwert,
    als_paare,
    aus_paaren,
)
from agreements.ziele.wortlaut import kurzform, wortlaut
from agreements.ziele.zeitraum import basismonat, endmonate
from agreements.ziele.zielerreichung import Ergebnis, Messlage, Messwert, Vergleichswerte, bewerte
from kennzahlen.recht import KENNZAHL_CODES
from zielsystem.recht import Geltung

DATEI = Path(__file__).parents[1] / "recht" / "faelle" / "agreements" / "zielerreichung.yaml"
FAELLE = [
    (regel, fall, f"{regel['name']}-{nr}")
    for regel in yaml.safe_load(DATEI.read_text(encoding="utf-8"))
    for nr, fall in enumerate(regel["faelle"], start=1)
]
JAHR_2027 = Geltung(date(2027, 1, 1), date(2028, 1, 1))
ZWEI_JAHRE = Geltung(date(2027, 1, 1), date(2029, 1, 1))


def messwert(monat: date, wert: float | None, **felder: Any) -> Messwert | None:
    return None if wert is None else Messwert(monat, wert, **felder)


def messlage(regel: dict[str, Any], fall: dict[str, Any]) -> Messlage:
    jahr = fall.get("jahr", 2027)
    return Messlage(
        regel["kennzahl"],
        jahr,
        messwert(date(jahr, 12, 1), fall.get("ende")),
        messwert(date(2026, 12, 1), fall.get("basis")),
        Vergleichswerte(**regel["gruppe"]) if "gruppe" in regel else None,
        tuple(fall.get("meilensteine", ())),
    )


def vorgabe_aus(regel: dict[str, Any]) -> Vorgabe | None:
    return aus_paaren(Dimension(regel["dimension"]), [(k, str(v)) for k, v in regel["vorgabe"].items()])


@pytest.mark.parametrize(("regel", "fall"), [paar[:2] for paar in FAELLE], ids=[paar[2] for paar in FAELLE])
def test_worked_cases(regel: dict[str, Any], fall: dict[str, Any]) -> None:
    befund = bewerte(vorgabe_aus(regel), messlage(regel, fall))
    assert befund.ergebnis == fall["ergebnis"], befund
    assert fall.get("grund", "") in befund.begruendung


def test_every_dimension_and_every_result_of_it_has_a_worked_case() -> None:
    gesehen = {(regel["dimension"], fall["ergebnis"]) for regel, fall, _ in FAELLE}
    bewertbar = [d for d in Dimension if d is not Dimension.BEOBACHTUNG]
    urteile = (Ergebnis.ERREICHT, Ergebnis.TEILWEISE, Ergebnis.NICHT_ERREICHT)
    assert {(d.value, e.value) for d in bewertbar for e in urteile} <= gesehen


# -- What cannot be judged -------------------------------------------------------------------------------------

ZIELWERT = Zielwert((Jahreswert(2027, Decimal("0.25")),))
DEZEMBER, VORJAHR = date(2027, 12, 1), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("ende", "grund"),
    [
        (None, "noch keinen Wert"),
        (Messwert(DEZEMBER, None, grund="Der Wert wird nicht veröffentlicht."), "Der Wert wird nicht veröffentlicht."),
        (Messwert(DEZEMBER, 0.3, vollstaendig=False, grund="11 von 12 Monaten"), "11 von 12 Monaten"),
        (Messwert(DEZEMBER, 0.3, endgueltig=False), "noch vorläufig"),
    ],
)
@pytest.mark.parametrize("vorgabe", [ZIELWERT, Tendenz(Richtung.STEIGERN), Relativ(Massstab.MEDIAN)])
def test_only_a_complete_and_final_value_is_judged(ende: Messwert | None, grund: str, vorgabe: Vorgabe) -> None:
    befund = bewerte(vorgabe, Messlage("K2", 2027, ende, Messwert(VORJAHR, 0.2)))
    assert befund.ergebnis is Ergebnis.NICHT_BEWERTBAR
    assert grund in befund.begruendung


def test_a_tendenz_needs_a_base_by_the_same_definition() -> None:
    steigern = Tendenz(Richtung.STEIGERN)
    ohne = bewerte(steigern, Messlage("K2", 2027, Messwert(DEZEMBER, 0.3)))
    assert (ohne.ergebnis, "vor Beginn" in ohne.begruendung) == (Ergebnis.NICHT_BEWERTBAR, True)
    bruch = Messlage("K2E3", 2019, Messwert(date(2019, 12, 1), 0.6), Messwert(date(2018, 12, 1), 0.5))
    assert "neu bestimmt" in bewerte(steigern, bruch).begruendung
    unvollstaendig = Messlage("K2", 2027, Messwert(DEZEMBER, 0.3), Messwert(VORJAHR, 0.2, vollstaendig=False))
    assert "Dezember 2026 ist unvollständig" in bewerte(steigern, unvollstaendig).begruendung


def test_what_was_never_agreed_is_not_judged() -> None:
    befund = bewerte(None, Messlage("K2", 2027, Messwert(DEZEMBER, 0.3)))
    assert befund.ergebnis is Ergebnis.NICHT_BEWERTBAR


# -- For any figures -------------------------------------------------------------------------------------------

GUETE = {Ergebnis.NICHT_ERREICHT: 0, Ergebnis.TEILWEISE: 1, Ergebnis.ERREICHT: 2}
anteile = st.integers(-1000, 1000).map(lambda tausendstel: Decimal(tausendstel) / 1000)
messbar = st.floats(-1, 1, allow_nan=False)


@st.composite
def vorgaben(draw: st.DrawFn) -> tuple[str, Vorgabe]:
    code = draw(st.sampled_from(["K1", "K2", "K3"]))
    steigend = GUENSTIG[code] is Richtung.STEIGERN
    wert, abstand = draw(anteile), draw(st.integers(1, 50).map(lambda n: Decimal(n) / 1000))
    teilweise = wert - abstand if steigend else wert + abstand
    korridor = (wert, wert + abstand)
    vorgabe: Vorgabe = draw(
        st.sampled_from(
            [
                Zielwert((Jahreswert(2027, wert, teilweise),)),
                Zielkorridor((Jahreskorridor(2027, *korridor, None),)),
                Tendenz(Richtung.STEIGERN if steigend else Richtung.SENKEN, abstand),
                Tendenz(Richtung.HALTEN, abstand),
                *map(Relativ, Massstab),
            ]
        )
    )
    return code, vorgabe


@given(vorgaben(), messbar, messbar, messbar, st.lists(messbar, min_size=3, max_size=3))
def test_a_more_favourable_value_is_never_judged_worse(
    was: tuple[str, Vorgabe], basis: float, a: float, b: float, quartile: list[float]
) -> None:
    code, vorgabe = was
    besser, schlechter = (max(a, b), min(a, b)) if GUENSTIG[code] is Richtung.STEIGERN else (min(a, b), max(a, b))
    gruppe = Vergleichswerte(9, *sorted(quartile))
    gueten = [
        GUETE[bewerte(vorgabe, Messlage(code, 2027, Messwert(DEZEMBER, w), Messwert(VORJAHR, basis), gruppe)).ergebnis]
        for w in (schlechter, besser)
    ]
    assert gueten[0] <= gueten[1]


@given(vorgaben())
def test_a_vorgabe_survives_being_written_into_the_agreement(was: tuple[str, Vorgabe]) -> None:
    _, vorgabe = was
    dimension = {Zielwert: Dimension.ZIELWERT, Zielkorridor: Dimension.ZIELKORRIDOR, Tendenz: Dimension.TENDENZ}.get(
        type(vorgabe), Dimension.RELATIV
    )
    paare = als_paare(vorgabe)
    assert list(paare) == sorted(paare)
    assert aus_paaren(dimension, paare) == vorgabe


@pytest.mark.parametrize(
    ("dimension", "paare"),
    [
        (Dimension.ZIELWERT, []),
        (Dimension.ZIELWERT, [("2027.teilweise", "0.2")]),
        (Dimension.ZIELWERT, [("2027.wert", "viel")]),
        (Dimension.ZIELKORRIDOR, [("2027.von", "0.2")]),
        (Dimension.TENDENZ, [("richtung", "seitwärts"), ("um", "0")]),
        (Dimension.RELATIV, []),
        (Dimension.QUALITATIV, [("01.text", "A")]),
        (Dimension.QUALITATIV, [("01.text", "A"), ("01.bis", "bald")]),
    ],
)
def test_what_is_not_complete_is_no_vorgabe(dimension: Dimension, paare: list[tuple[str, str]]) -> None:
    assert aus_paaren(dimension, paare) is None


@given(st.floats(-1, 1, allow_nan=False))
def test_rounding_moves_a_figure_by_half_a_tenth_of_a_percent_at_most(wert: float) -> None:
    assert abs(gerundet(wert) - Decimal(repr(wert))) <= Decimal("0.0005")
    assert gerundet(-wert) == -gerundet(wert)


def test_every_measure_has_a_favourable_way_but_two() -> None:
    assert set(KENNZAHL_CODES) - set(GUENSTIG) == {"K2E1", "K2E2"}


# -- Months and sentences --------------------------------------------------------------------------------------


def test_a_ziel_is_measured_in_the_last_month_of_each_year() -> None:
    assert endmonate(ZWEI_JAHRE) == {2027: date(2027, 12, 1), 2028: date(2028, 12, 1)}
    assert endmonate(Geltung(date(2027, 1, 1), date(2028, 7, 1)))[2028] == date(2028, 6, 1)
    assert basismonat(JAHR_2027) == date(2026, 12, 1)
    with pytest.raises(ValueError, match="ersten und einen letzten"):
        endmonate(Geltung(date(2027, 1, 1)))


@pytest.mark.parametrize(
    ("kennzahl", "vorgabe", "laufzeit", "satz"),
    [
        (
            "K3",
            Zielwert((Jahreswert(2027, Decimal("-0.01")), Jahreswert(2028, Decimal("-0.02"), Decimal("-0.015")))),
            ZWEI_JAHRE,
            "wenn die Kennzahl K3 (Veränderung des Bestands an LZB) im Dezember 2027 höchstens −1,0 % und im Dezember "
            "2028 höchstens −2,0 % beträgt. Es ist teilweise erreicht, wenn sie höchstens −1,5 % (2028) beträgt.",
        ),
        (
            "K2",
            Zielkorridor((Jahreskorridor(2027, Decimal("0.24"), Decimal("0.26")),)),
            JAHR_2027,
            "im Dezember 2027 zwischen 24,0 % und 26,0 % liegt; ein günstigerer Wert gilt auch als erreicht.",
        ),
        ("K2E4", Tendenz(Richtung.STEIGERN), JAHR_2027, "die Größe K2E4 (Integrationsquote der Alleinerziehenden) im"),
        (
            "K2",
            Tendenz(Richtung.SENKEN, Decimal("0.005")),
            JAHR_2027,
            "gegenüber Dezember 2026 um mindestens 0,5 Prozentpunkte gesunken ist.",
        ),
        (
            "K2",
            Tendenz(Richtung.HALTEN, Decimal("0.005")),
            JAHR_2027,
            "nicht um mehr als 0,5 Prozentpunkte gesunken ist. Es ist teilweise erreicht, wenn die Abweichung",
        ),
        (
            "K3",
            Tendenz(Richtung.SENKEN),
            JAHR_2027,
            "(Veränderung des Bestands an LZB) im Dezember 2027 unter null liegt.",
        ),
        (
            "K3",
            Tendenz(Richtung.SENKEN, Decimal("0.02")),
            JAHR_2027,
            "im Dezember 2027 höchstens −2,0 % beträgt. Es ist teilweise erreicht, wenn sie unter null liegt.",
        ),
        ("K3", Tendenz(Richtung.HALTEN, Decimal("0.005")), JAHR_2027, "im Dezember 2027 höchstens +0,5 % beträgt."),
        ("K2E1", Tendenz(Richtung.HALTEN, Decimal("0.005")), JAHR_2027, "um höchstens 0,5 Prozentpunkte abweicht."),
        ("K2", Relativ(Massstab.DREI_VIERTEL), JAHR_2027, "nicht im ungünstigsten Viertel der Vergleichsgruppe liegt."),
        (
            "",
            Qualitativ((Meilenstein("Coaching beginnt.", date(2027, 3, 31)),)),
            JAHR_2027,
            "wenn dieser Meilenstein erreicht ist: 1. bis 31.03.2027: Coaching beginnt.",
        ),
        (
            "",
            Qualitativ((Meilenstein("A", date(2027, 3, 31)), Meilenstein("B", date(2027, 6, 30)))),
            JAHR_2027,
            "mindestens die Hälfte ist: 1. bis 31.03.2027: A; 2. bis 30.06.2027: B.",
        ),
        ("K1", Beobachtung(), JAHR_2027, "wird ohne Zielwert beobachtet"),
    ],
)
def test_the_sentence_in_the_agreement(kennzahl: str, vorgabe: Vorgabe, laufzeit: Geltung, satz: str) -> None:
    text = wortlaut(kennzahl, vorgabe, laufzeit).replace("\u202f", " ").replace("\u00a0", " ")
    assert satz in text
    assert text.endswith(".")


@pytest.mark.parametrize(
    ("kennzahl", "vorgabe", "zeilen"),
    [
        ("K2", Zielwert((Jahreswert(2027, Decimal("0.253")),)), ("mindestens 25,3 %",)),
        (
            "K3",
            Zielwert((Jahreswert(2027, Decimal("-0.01")), Jahreswert(2028, Decimal("-0.015")))),
            ("2027: höchstens −1,0 %", "2028: höchstens −1,5 %"),
        ),
        (
            "K2",
            Zielkorridor((Jahreskorridor(2027, Decimal("0.2"), Decimal("0.22")),)),
            ("20,0 % bis 22,0 %",),
        ),
        ("K2", Tendenz(Richtung.STEIGERN), ("steigern",)),
        ("K2", Tendenz(Richtung.STEIGERN, Decimal("0.005")), ("steigern um 0,5 Prozentpunkte",)),
        ("K2", Tendenz(Richtung.HALTEN, Decimal("0.005")), ("halten",)),
        ("K2", Relativ(Massstab.MEDIAN), ("mindestens so günstig wie der Median der Vergleichsgruppe",)),
        ("", Qualitativ((Meilenstein("A", date(2027, 3, 31)),)), ("ein Meilenstein",)),
        ("K1", Beobachtung(), ("wird beobachtet",)),
    ],
)
def test_what_is_agreed_in_the_fewest_words(kennzahl: str, vorgabe: Vorgabe, zeilen: tuple[str, ...]) -> None:
    kurz = tuple(zeile.replace("\u202f", " ").replace("\u00a0", " ") for zeile in kurzform(kennzahl, vorgabe))
    assert kurz == zeilen
