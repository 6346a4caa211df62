"""When a Zieldialog may be held and what closes it (FACHKONZEPT 3): cases without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agreements.recht import Zustand
from agreements.zieldialog.recht import ZIELDIALOG, Dialogstand, Dialogzustand, abschnitt_des_jahres, im_turnus

STAND = Dialogstand(
    termin=date(2027, 5, 10),
    andere_termine=(),
    vereinbarungen=frozenset({Zustand.IN_KRAFT}),
    tagesordnung=3,
    niederschrift=True,
)


def hindernisse(akt: str, von: Dialogzustand | None, stand: Dialogstand, am: date) -> set[str]:
    return {hindernis.code for hindernis in ZIELDIALOG.zeile(akt, von, am).hindernisse(stand, am)}


@pytest.mark.parametrize(
    ("anderer", "erlaubt"),
    [
        (date(2027, 4, 1), False),
        (date(2027, 6, 30), False),
        (date(2027, 3, 31), True),
        (date(2027, 7, 1), True),
        (date(2026, 5, 10), True),
    ],
)
def test_at_most_one_dialogue_in_a_quarter(anderer: date, erlaubt: bool) -> None:
    assert im_turnus(STAND.termin, [anderer]) is erlaubt
    stand = replace(STAND, andere_termine=(anderer,))
    assert hindernisse("planen", None, stand, date(2027, 1, 5)) == (set() if erlaubt else {"turnus"})


def test_the_year_has_four_periods() -> None:
    assert {abschnitt_des_jahres(date(2027, monat, 15)) for monat in range(1, 13)} == {(2027, q) for q in range(4)}


@pytest.mark.parametrize("zustand", list(Zustand))
def test_only_concluded_agreements_are_talked_about(zustand: Zustand) -> None:
    stand = replace(STAND, vereinbarungen=frozenset({Zustand.IN_KRAFT, zustand}))
    moeglich = zustand in (Zustand.GESCHLOSSEN, Zustand.IN_KRAFT, Zustand.IN_AUSWERTUNG)
    assert (hindernisse("planen", None, stand, date(2027, 1, 5)) == set()) is moeglich


def test_an_invitation_has_an_agenda() -> None:
    leer = replace(STAND, tagesordnung=0)
    assert hindernisse("einladen", Dialogzustand.GEPLANT, leer, date(2027, 4, 1)) == {"tagesordnung"}


def test_what_has_not_happened_is_not_recorded_and_missing_reports_take_a_reason() -> None:
    zeile = ZIELDIALOG.zeile("durchfuehren", Dialogzustand.EINGELADEN, date(2027, 5, 9))
    gefunden = zeile.hindernisse(replace(STAND, fehlende_berichte=1), date(2027, 5, 9))
    assert {(h.code, h.hart) for h in gefunden} == {("tag_gekommen", True), ("berichte", False)}
    assert zeile.hindernisse(STAND, date(2027, 5, 10)) == ()


@pytest.mark.parametrize(
    ("stand", "erwartet"),
    [
        (STAND, set()),
        (replace(STAND, unbestaetigt=1), {"bestaetigt"}),
        (replace(STAND, niederschrift=False, unbestaetigt=2), {"niederschrift", "bestaetigt"}),
    ],
)
def test_minutes_are_closed_when_written_and_confirmed_by_all(stand: Dialogstand, erwartet: set[str]) -> None:
    assert hindernisse("abschliessen", Dialogzustand.GEFUEHRT, stand, date(2027, 6, 1)) == erwartet
