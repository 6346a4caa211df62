"""The law of Ziele without records: which dimension is open, how marks are controlled, what is carried over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.ziele import Dimension, gesetzliche_ziele, katalog, vorgesehene_dimension, weitere_ziele, zielart
from agreements.ziele.dimension import Richtung
from agreements.ziele.fortschreibung import Ausgang, schreibe_fort
from agreements.ziele.gruende import GRUENDE, gruende
from agreements.ziele.pruefung import Ausgangswert, Gegenstand, alternativen, angebote, hindernis, pruefe
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
)
from agreements.ziele.zielerreichung import Vergleichswerte
from agreements.ziele.zielwertkontrolle import Einschaetzung, kontrolliere
from zielsystem.parameter.recht import Parameter
from zielsystem.recht import IMMER, Geltung, Norm

JAHR_2027 = Geltung(date(2027, 1, 1), date(2028, 1, 1))
ZWEI_JAHRE = Geltung(date(2027, 1, 1), date(2029, 1, 1))
VOLL = Ausgangswert(date(2026, 7, 1), 0.25, True)


# -- The catalogue ---------------------------------------------------------------------------------------------


def test_the_catalogue_offers_what_fits_the_kind_of_agreement_and_its_time() -> None:
    nr_1 = {ziel.code for ziel in weitere_ziele(1, date(2027, 1, 1))}
    nr_4 = {ziel.code for ziel in weitere_ziele(4, date(2027, 1, 1))}
    assert nr_1 - nr_4 == {"stabilisierung"}
    assert nr_4 - nr_1 == {"kommunale_leistungen"}
    norm = {str(z.norm) for z in weitere_ziele(4, date(2011, 1, 1)) if z.code == "familien"}
    assert norm == {"§ 1 Abs. 1 Satz 4 Nr. 4 SGB II"}
    assert str(zielart("familien-3", 4, date(2027, 1, 1)).norm) == "§ 1 Abs. 2 Satz 4 Nr. 4 SGB II"  # type: ignore[union-attr]
    assert zielart("unbekannt", 4, date(2027, 1, 1)) is None


def test_whether_k1_is_watched_is_a_parameter(monkeypatch: pytest.MonkeyPatch) -> None:
    k1 = gesetzliche_ziele(3, date(2027, 1, 1))[0]
    assert vorgesehene_dimension(k1, date(2027, 1, 1)) is Dimension.BEOBACHTUNG
    aus = Parameter("K1_OHNE_ZIELWERT", "", Decimal(0), Norm("§ 48b Abs. 3 Satz 1 SGB II"), IMMER)
    monkeypatch.setattr(katalog, "PARAMETER", (aus,))
    assert vorgesehene_dimension(k1, date(2027, 1, 1)) is Dimension.ZIELWERT


def test_every_grund_has_words_and_a_code_of_its_own() -> None:
    assert len({grund.code for grund in GRUENDE}) == len({grund.titel for grund in GRUENDE}) == len(GRUENDE)
    assert gruende(date(2027, 1, 1)) == GRUENDE
    assert gruende(date(2010, 12, 31)) == ()


# -- Which dimension is open -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kennzahl", "basis", "code"),
    [
        ("K2", VOLL, None),
        ("K2", None, "basis_fehlt"),
        ("K2", Ausgangswert(date(2026, 7, 1), None, False, "Für diesen Monat liegen keine Zahlen vor."), "basis_fehlt"),
        ("K2", Ausgangswert(date(2026, 7, 1), 0.1, False, "7 von 12 Monaten"), "basis_unvollstaendig"),
        ("K2E4", VOLL, "ergaenzungsgroesse"),
        ("K2_W", VOLL, "ergaenzungsgroesse"),
        ("", VOLL, "ohne_kennzahl"),
    ],
)
@pytest.mark.parametrize("dimension", [Dimension.ZIELWERT, Dimension.ZIELKORRIDOR])
def test_a_number_needs_a_kennzahl_with_a_complete_base(
    kennzahl: str, basis: Ausgangswert | None, code: str | None, dimension: Dimension
) -> None:
    grund = hindernis(dimension, Gegenstand(kennzahl, JAHR_2027, basis, True))
    assert (grund.code if grund else None) == code
    assert grund is None or grund.norm.text.startswith("§")


def test_a_break_in_the_series_between_base_and_end_refuses_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agreements.ziele.pruefung.vergleichbar", lambda *_: False)
    grund = hindernis(Dimension.ZIELWERT, Gegenstand("K2", JAHR_2027, VOLL, True))
    assert grund
    assert grund.code == "reihenbruch"
    assert "Dezember 2027 anders bestimmt als im Juli 2026" in grund.meldung


@pytest.mark.parametrize(
    ("kennzahl", "gruppe", "offen"),
    [
        ("K2", True, ("tendenz", "relativ", "qualitativ")),
        ("K2", False, ("tendenz", "qualitativ")),
        ("K2E1", True, ("tendenz", "qualitativ")),
        ("", True, ("qualitativ",)),
    ],
)
def test_what_is_offered_instead(kennzahl: str, gruppe: bool, offen: tuple[str, ...]) -> None:
    gegenstand = Gegenstand(kennzahl, JAHR_2027, None, gruppe)
    assert alternativen(gegenstand) == offen
    (mangel,) = pruefe(Dimension.ZIELWERT, None, gegenstand)
    assert mangel.feld == "dimension"
    assert set(angebote(gegenstand)) == set(Dimension)


def test_all_that_is_wrong_is_said_at_once() -> None:
    vorgabe = Zielwert((Jahreswert(2026, Decimal("0.25"), Decimal("0.3")), Jahreswert(2026, Decimal(2))))
    maengel = pruefe(Dimension.ZIELWERT, vorgabe, Gegenstand("K2", JAHR_2027, VOLL, True))
    assert [mangel.feld for mangel in maengel] == ["wert_2027", "wert_2026", "wert", "teilweise_2026", "wert_2026"]
    viele = Qualitativ(tuple(Meilenstein("x", date(2027, 1, 1)) for _ in range(21)))
    assert pruefe(Dimension.QUALITATIV, viele, Gegenstand("", JAHR_2027))
    assert pruefe(Dimension.QUALITATIV, Qualitativ(()), Gegenstand("", JAHR_2027))


# -- Zielwertkontrolle (Hinweise des DLT 2010, Abschnitt VI) ---------------------------------------------------

GRUPPE = Vergleichswerte(12, -0.01, 0.005, 0.02)


@pytest.mark.parametrize(
    ("kennzahl", "vorgabe", "basis", "gruppe", "einschaetzung"),
    [
        ("K2", Zielwert((Jahreswert(2027, Decimal("0.239")),)), 0.25, GRUPPE, "zurueckhaltend"),
        ("K2", Zielwert((Jahreswert(2027, Decimal("0.24")),)), 0.25, GRUPPE, "im_rahmen"),
        ("K2", Zielwert((Jahreswert(2027, Decimal("0.27")),)), 0.25, GRUPPE, "im_rahmen"),
        ("K2", Zielwert((Jahreswert(2027, Decimal("0.271")),)), 0.25, GRUPPE, "ehrgeizig"),
        ("K3", Zielwert((Jahreswert(2027, Decimal("-0.011")),)), 0.0, GRUPPE, "ehrgeizig"),
        ("K3", Zielwert((Jahreswert(2027, Decimal("0.021")),)), 0.0, GRUPPE, "zurueckhaltend"),
        ("K2", Zielkorridor((Jahreskorridor(2027, Decimal("0.25"), Decimal("0.4")),)), 0.25, GRUPPE, "im_rahmen"),
        ("K2", Tendenz(Richtung.STEIGERN, Decimal("0.03")), 0.25, GRUPPE, "ehrgeizig"),
        ("K2", Tendenz(Richtung.HALTEN), 0.25, GRUPPE, "im_rahmen"),
        ("K3", Tendenz(Richtung.SENKEN, Decimal("0.02")), 0.03, GRUPPE, "ehrgeizig"),
        ("K2", Tendenz(Richtung.STEIGERN), 0.25, GRUPPE, "nicht_pruefbar"),
        ("K2", Relativ(Massstab.MEDIAN), 0.25, GRUPPE, "nicht_pruefbar"),
        ("K1", Beobachtung(), 0.0, GRUPPE, "nicht_pruefbar"),
        ("K2", Zielwert((Jahreswert(2027, Decimal("0.25")),)), None, GRUPPE, "nicht_pruefbar"),
        ("K2", Zielwert((Jahreswert(2027, Decimal("0.25")),)), 0.25, None, "nicht_pruefbar"),
        (
            "K2",
            Zielwert((Jahreswert(2027, Decimal("0.25")),)),
            0.25,
            Vergleichswerte(3, None, None, None),
            "nicht_pruefbar",
        ),
        ("", Qualitativ((Meilenstein("x", date(2027, 1, 1)),)), None, None, "nicht_pruefbar"),
        ("K2E1", Tendenz(Richtung.HALTEN), 0.1, GRUPPE, "nicht_pruefbar"),
    ],
)
def test_a_mark_is_laid_beside_the_changes_of_the_group(
    kennzahl: str, vorgabe: Vorgabe, basis: float | None, gruppe: Vergleichswerte | None, einschaetzung: str
) -> None:
    """A mark on a quartile is within; its favourable side depends on the Kennzahl."""
    kontrolle = kontrolliere(kennzahl, vorgabe, basis, gruppe)
    assert kontrolle.einschaetzung == Einschaetzung(einschaetzung)
    assert kontrolle.begruendung.endswith(".")


# -- Carrying over ---------------------------------------------------------------------------------------------


def zielwerte(vorgabe: Vorgabe | None) -> list[tuple[int, str]]:
    assert isinstance(vorgabe, Zielwert)
    return [(jahr.jahr, str(jahr.wert)) for jahr in vorgabe.jahre]


@pytest.mark.parametrize(
    ("kennzahl", "ausgang", "erwartet"),
    [
        ("K2", Ausgang(0.25, 0.01), [(2027, "0.260"), (2028, "0.270")]),
        ("K2", Ausgang(0.25, -0.01), [(2027, "0.250"), (2028, "0.250")]),
        ("K2", Ausgang(0.25, None), [(2027, "0.250"), (2028, "0.250")]),
        ("K2", Ausgang(0.995, 0.01), [(2027, "1"), (2028, "1")]),
        ("K3", Ausgang(0.01, -0.02), [(2027, "0.010"), (2028, "0.010")]),
    ],
)
def test_a_number_goes_on_from_the_last_value_by_what_the_group_gained(
    kennzahl: str, ausgang: Ausgang, erwartet: list[tuple[int, str]]
) -> None:
    alt = Zielwert((Jahreswert(2026, Decimal("0.2")),))
    neu = schreibe_fort(kennzahl, Dimension.ZIELWERT, alt, ausgang, ZWEI_JAHRE)
    assert zielwerte(neu.vorgabe) == erwartet
    worte = {"K2": "fortgeschrieben um die Entwicklung der Vergleichsgruppe", "K3": "schon die Veränderung"}
    assert worte[kennzahl] in neu.herkunft


def test_a_number_goes_on_over_the_years_that_were_not_evaluated_too() -> None:
    alt = Zielwert((Jahreswert(2024, Decimal("0.2")), Jahreswert(2025, Decimal("0.21"))))
    neu = schreibe_fort("K2", Dimension.ZIELWERT, alt, Ausgang(0.25, 0.02), ZWEI_JAHRE)
    assert zielwerte(neu.vorgabe) == [(2027, "0.270"), (2028, "0.280")]
    assert "25,0 % (2025)" in neu.herkunft.replace("\u202f", " ").replace("\xa0", " ")


def test_without_a_last_value_there_is_no_number_to_go_on_with() -> None:
    alt = Zielwert((Jahreswert(2026, Decimal("0.2")),))
    assert schreibe_fort("K2", Dimension.ZIELWERT, alt, Ausgang(None, 0.01), JAHR_2027).vorgabe is None


@pytest.mark.parametrize(("kennzahl", "von", "bis"), [("K2", "0.260", "0.280"), ("K3", "0.230", "0.250")])
def test_a_corridor_keeps_its_width_on_its_favourable_side(kennzahl: str, von: str, bis: str) -> None:
    alt = Zielkorridor((Jahreskorridor(2026, Decimal("0.20"), Decimal("0.22")),))
    ausgang = Ausgang(0.25, 0.01)
    neu = schreibe_fort(kennzahl, Dimension.ZIELKORRIDOR, alt, ausgang, JAHR_2027).vorgabe
    assert isinstance(neu, Zielkorridor)
    assert (str(neu.jahre[0].von), str(neu.jahre[0].bis)) == (von, bis)


def test_milestones_that_were_not_reached_come_along_and_the_rest_stays() -> None:
    steine = Qualitativ((Meilenstein("A", date(2026, 3, 1)), Meilenstein("B", date(2026, 6, 1))))
    neu = schreibe_fort("", Dimension.QUALITATIV, steine, Ausgang(meilensteine=(True, False)), JAHR_2027)
    assert neu.vorgabe == Qualitativ((Meilenstein("B", date(2027, 12, 31)),))
    fertig = schreibe_fort("", Dimension.QUALITATIV, steine, Ausgang(meilensteine=(True, True)), JAHR_2027)
    assert fertig.vorgabe is None
    tendenz = Tendenz(Richtung.STEIGERN)
    assert schreibe_fort("K2", Dimension.TENDENZ, tendenz, Ausgang(), JAHR_2027).vorgabe == tendenz
