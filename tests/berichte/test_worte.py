"""The sentences of a report say what the figures say, whatever the figures are."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berichte.monatsbericht.worte import Ergaenzung, Kennzahlbild, Messung, saetze
from kennzahlen.recht import kennzahl_am
from zielsystem import zahlen

JETZT, FRUEHER = date(2026, 7, 1), date(2025, 7, 1)
K1, K2, K3 = (kennzahl_am(code, JETZT) for code in ("K1", "K2", "K3"))
GEHEIM = "Der Wert wird nicht veröffentlicht, damit sich aus ihm nicht auf einzelne Personen schließen lässt."


def quote(zaehler: int, nenner: int, monat: date, **mehr: object) -> Messung:
    """A published rate over twelve months; the denominator is the sum over them."""
    angaben = {"fenster": 12, "monate_vorhanden": 12, "zaehler": zaehler, "nenner": nenner} | mehr
    return Messung(monat, zaehler / (nenner / 12), **angaben)  # type: ignore[arg-type]


def bewegung(vorjahr: int, jetzt: int, monat: date) -> Messung:
    """A published change of a stock within a year."""
    return Messung(monat, jetzt / vorjahr - 1, zaehler=jetzt, nenner=vorjahr)


def text(bild: Kennzahlbild) -> str:
    return " ".join(saetze(bild))


def prozent(anteil: float) -> Decimal:
    """As it is printed."""
    return (Decimal(repr(anteil)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


personen = st.integers(3, 200_000)


@given(personen, personen, personen, personen)
def test_a_rate_that_rose_is_never_said_to_fall(z0: int, n0: int, z1: int, n1: int) -> None:
    frueher, jetzt = quote(z0, n0 * 12, FRUEHER), quote(z1, n1 * 12, JETZT)
    erster, *rest = saetze(Kennzahlbild(K2, jetzt, frueher))
    assert jetzt.wert is not None
    assert frueher.wert is not None
    unterschied = prozent(jetzt.wert) - prozent(frueher.wert)
    assert (" mehr als " in erster) <= (unterschied > 0)
    assert (" weniger als " in erster) <= (unterschied < 0)
    assert ("unverändert" in erster) is (" als ein Jahr zuvor" not in erster)
    assert ("gegenüber dem Vorjahr unverändert" in erster) <= (jetzt.wert == frueher.wert)
    assert zahlen.prozent(jetzt.wert) in erster
    for teil, vorher, nachher in (("Integrationen in zwölf Monaten", z0, z1), ("Leistungsberechtigten", n0, n1)):
        stieg = re.search(rf"{teil} (stieg|sank|blieb)", " ".join(rest))
        assert stieg
        assert {"stieg": nachher > vorher, "sank": nachher < vorher, "blieb": True}[stieg[1]]


@given(personen, personen, personen, personen)
def test_what_is_said_to_have_raised_the_rate_did(z0: int, n0: int, z1: int, n1: int) -> None:
    alles = text(Kennzahlbild(K2, quote(z1, n1 * 12, JETZT), quote(z0, n0 * 12, FRUEHER)))
    if "Beides erhöhte" in alles:
        assert z1 > z0
        assert n1 < n0
    if "Beides senkte" in alles:
        assert z1 < z0
        assert n1 > n0
    if gegenlaeufig := re.search(r"hätte (.*?) die Quote um .*? erhöht, (.*?) die Quote", f"{alles} die Quote"):
        assert ("Integrationen" in gegenlaeufig[1]) is (z1 > z0)
    if allein := re.search(r"nur (.*?): Das (erhöhte|senkte)", alles):
        gestiegen = z1 > z0 if "Integrationen" in allein[1] else n1 < n0
        assert (allein[2] == "erhöhte") is gestiegen


@given(st.integers(3, 10**13), st.integers(3, 10**13), st.floats(-0.9, 3.0))
def test_a_change_has_the_verb_of_its_sign(vorjahr: int, heute: int, davor: float) -> None:
    for kennzahl in (K1, K3):
        jetzt = bewegung(vorjahr, heute, JETZT)
        bild = Kennzahlbild(kennzahl, jetzt, Messung(FRUEHER, davor))
        erster, zweiter = saetze(bild)[:2]
        assert jetzt.wert is not None
        assert (" stieg " in erster) is (prozent(jetzt.wert) > 0)
        assert (" sank " in erster) is (prozent(jetzt.wert) < 0)
        assert not {"−", "+"} & set(erster)
        if "Anstieg hat sich damit verstärkt" in zweiter:
            assert prozent(jetzt.wert) > prozent(davor) > 0
        if "Rückgang hat sich damit abgeschwächt" in zweiter:
            assert 0 > prozent(jetzt.wert) > prozent(davor)
        assert ("gestiegen" in zweiter) <= (prozent(davor) > 0)
        assert ("gesunken" in zweiter) <= (prozent(davor) < 0)


@given(personen, personen, st.integers(1, 11))
def test_an_incomplete_value_is_compared_with_nothing(z: int, n: int, vorhanden: int) -> None:
    jetzt = quote(z, n * 12, JETZT, monate_vorhanden=vorhanden)
    alles = text(Kennzahlbild(K2, jetzt, quote(z, n * 12, FRUEHER)))
    assert f"{vorhanden} von 12 Monaten" in alles
    assert not re.search(r"mehr als|weniger als|stieg|sank|unverändert|Prozentpunkte", alles)


def test_no_value_is_said_with_its_reason_and_nothing_else() -> None:
    bild = Kennzahlbild(K2, Messung(JETZT, None, GEHEIM), quote(5, 120, FRUEHER))
    assert saetze(bild) == (f"Für Juli 2026 ist kein Wert veröffentlicht. {GEHEIM}",)


@pytest.mark.parametrize(
    ("frueher", "vergleichbar", "erwartet"),
    [
        (Messung(FRUEHER, None, GEHEIM), True, "ist nicht möglich: Für diesen Monat ist kein Wert"),
        (quote(5, 120, FRUEHER), False, "nicht vergleichbar, weil dazwischen eine neue Definition"),
        (quote(5, 120, FRUEHER, monate_vorhanden=7), True, "beruht nur auf 7 von 12 Monaten"),
        (quote(5, 120, FRUEHER, ohne_jobcenter=2), True, "unterbleibt, weil Zahlen einzelner Jobcenter fehlen"),
    ],
)
def test_what_hinders_a_comparison_is_said_instead_of_it(frueher: Messung, vergleichbar: bool, erwartet: str) -> None:
    alles = text(Kennzahlbild(K2, quote(6, 120, JETZT), frueher, vergleichbar, (Ergaenzung("K2E1", 0.1, 0.3, False),)))
    assert erwartet in alles
    assert "Prozentpunkte" not in alles


def test_reservations_come_last() -> None:
    jetzt = quote(1276, 5134 * 12, JETZT, vorlaeufig=True)
    assert saetze(Kennzahlbild(K2, jetzt, quote(1234, 5160 * 12, FRUEHER)))[-1].startswith("Der Wert ist vorläufig")
    einzeln = Messung(JETZT, 0.1, ohne_jobcenter=1)
    assert "Nicht enthalten ist ein Jobcenter, dessen Zahlen fehlen." in text(
        Kennzahlbild(K3, einzeln, Messung(FRUEHER, 0.1))
    )


def test_a_summary_reads_like_this() -> None:
    bild = Kennzahlbild(
        K2,
        quote(1276, 5134 * 12, JETZT),
        quote(1234, 5160 * 12, FRUEHER),
        True,
        (
            Ergaenzung("K2E4 Integrationsquote der Alleinerziehenden", 0.18, 0.16, False),
            Ergaenzung("K2E1", 0.1, 0.1, False),
        ),
    )
    assert saetze(bild) == (
        "Die Integrationsquote betrug in den zwölf Monaten bis Juli 2026 24,9\u202f%, 0,9\u00a0Prozentpunkte mehr als "
        "ein Jahr zuvor (23,9\u202f%).",
        "Die Zahl der Integrationen in zwölf Monaten stieg um 3,4\u202f% (von 1.234 auf 1.276), der durchschnittliche "
        "Bestand an erwerbsfähigen Leistungsberechtigten sank um 0,5\u202f% (von 5.160 auf 5.134). Beides erhöhte die "
        "Quote: die Zahl der Integrationen um 0,8\u00a0Prozentpunkte, der Bestand an erwerbsfähigen "
        "Leistungsberechtigten um 0,1\u00a0Prozentpunkte.",
        "Unter den Ergänzungsgrößen veränderte sich am stärksten: K2E4 Integrationsquote der Alleinerziehenden "
        "(+2,0\u00a0Prozentpunkte auf 18,0\u202f%).",
    )
    assert saetze(Kennzahlbild(K1, bewegung(120_700_000_000, 123_456_789_000, JETZT), Messung(FRUEHER, 0.05))) == (
        "Die Summe der Leistungen zum Lebensunterhalt stieg von Juli 2025 bis Juli 2026 um 2,3\u202f%, von "
        "1.207,00\u00a0Mio.\u202f€ auf 1.234,57\u00a0Mio.\u202f€.",
        "Der Anstieg hat sich damit abgeschwächt: Ein Jahr zuvor hatte er 5,0\u202f% betragen.",
    )
