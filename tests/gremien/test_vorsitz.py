"""Who chairs a body: the worked cases, and what holds for every history."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gremien.recht.amtszeit import nach_monaten
from gremien.recht.fristen import WECHSEL_KOOPERATIONSAUSSCHUSS, ZUERST_KOOPERATIONSAUSSCHUSS
from gremien.recht.vorsitz import (
    Amtszeit,
    Ausscheiden,
    Bestimmung,
    KeineEinigung,
    Leitung,
    Unstimmig,
    Vorgang,
    Vorsitzart,
    Wahl,
    leitung,
    vorsitz_am,
    vorsitzfolge,
    vorsitzregel,
)
from zielsystem.parameter.recht import Festsetzung
from zielsystem.parties.recht import Parteiart
from zielsystem.recht import Ausserhalb

FAELLE = yaml.safe_load(
    (Path(__file__).parents[1] / "recht" / "faelle" / "gremien" / "vorsitz.yaml").read_text(encoding="utf-8")
)
ARTEN: dict[str, Any] = {
    "wahl": Wahl,
    "keine_einigung": KeineEinigung,
    "bestimmung": Bestimmung,
    "ausscheiden": Ausscheiden,
}
BEGINN = date(2011, 1, 1)


def vorgaenge(fall: dict[str, Any]) -> list[Vorgang]:
    paare = [next(iter(eintrag.items())) for eintrag in fall["vorgaenge"]]
    return [
        ARTEN[art](**{name: Parteiart(wert) if name == "seite" else wert for name, wert in angaben.items()})
        for art, angaben in paare
    ]


def kurz(zeit: Amtszeit) -> list[object]:
    return [zeit.art.value, zeit.mitglied, zeit.seite.value if zeit.seite else None]


@pytest.mark.parametrize("fall", FAELLE, ids=lambda fall: fall["name"])
def test_a_worked_case(fall: dict[str, Any]) -> None:
    regel = vorsitzregel(fall["gremium"], date(2026, 1, 1))
    if "unstimmig" in fall:
        with pytest.raises(Unstimmig, match=fall["unstimmig"]):
            vorsitzfolge(regel, vorgaenge(fall), date(2026, 1, 1), beginn=fall["beginn"])
        return
    gerechnet = {tag: vorsitz_am(regel, vorgaenge(fall), tag, beginn=fall["beginn"]) for tag in fall["erwartet"]}
    assert {tag: kurz(zeit) for tag, zeit in gerechnet.items()} == fall["erwartet"]


def test_before_the_body_existed_the_question_has_no_answer() -> None:
    with pytest.raises(Ausserhalb, match="gab es das Gremium noch nicht"):
        vorsitz_am(vorsitzregel("traegerversammlung", BEGINN), [], date(2010, 12, 31), beginn=BEGINN)


def test_the_rule_outside_the_law_is_an_error() -> None:
    with pytest.raises(Ausserhalb):
        vorsitzregel("kooperationsausschuss", date(2010, 12, 31))
    with pytest.raises(Ausserhalb, match="kein Vorsitz geregelt"):
        vorsitzregel("skatrunde", BEGINN)


tage = st.dates(date(2011, 1, 1), date(2026, 12, 31))
mitglieder = st.integers(1, 6)
moegliche = st.lists(
    st.one_of(
        st.builds(Wahl, mitglieder, tage),
        st.builds(KeineEinigung, tage),
        st.builds(Ausscheiden, mitglieder, tage),
    ),
    max_size=8,
)


@given(moegliche, st.sampled_from(["kooperationsausschuss", "traegerversammlung"]))
def test_a_history_has_no_gap_and_turns_alternate(was: list[Vorgang], art: str) -> None:
    regel = vorsitzregel(art, BEGINN)
    folge = vorsitzfolge(regel, was, date(2026, 12, 31), beginn=BEGINN)
    assert folge[0].ab == BEGINN
    assert all(vorher.bis == nachher.ab for vorher, nachher in pairwise(folge))
    zuege = {zeit.zug: zeit.seite for zeit in folge if zeit.zug}
    assert all(zuege[nr] is regel.wechsel[(nr - 1) % 2] for nr in zuege)
    assert all(zeit.bis <= nach_monaten(zeit.ab, 24) for zeit in folge if zeit.zug and zeit.bis)


@given(moegliche, tage)
def test_what_happens_later_does_not_change_who_chaired_before(was: list[Vorgang], tag: date) -> None:
    regel = vorsitzregel("traegerversammlung", BEGINN)
    bekannt = [vorgang for vorgang in was if vorgang.ab <= tag]
    jetzt = vorsitz_am(regel, bekannt, tag, beginn=BEGINN)
    spaeter = vorsitzfolge(regel, was, date(2026, 12, 31), beginn=BEGINN)
    damals = next(zeit for zeit in spaeter if zeit.ab <= tag and (zeit.bis is None or tag < zeit.bis))
    assert kurz(damals) == kurz(jetzt)


@pytest.mark.parametrize(
    ("ab", "monate", "bis"),
    [
        (date(2011, 4, 1), 24, date(2013, 4, 1)),
        (date(2024, 2, 29), 24, date(2026, 3, 1)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 8, 31), 30, date(2027, 3, 1)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 12, 31), 24, date(2027, 12, 31)),
        (date(2025, 10, 31), 1, date(2025, 12, 1)),
    ],
)
def test_a_term_ends_as_the_civil_code_counts(ab: date, monate: int, bis: date) -> None:
    assert nach_monaten(ab, monate) == bis


@given(tage, st.integers(1, 72))
def test_a_term_of_months_never_ends_in_an_earlier_month_than_counted(ab: date, monate: int) -> None:
    letzter = nach_monaten(ab, monate) - timedelta(days=1)
    verstrichen = letzter.year * 12 + letzter.month - ab.year * 12 - ab.month
    assert verstrichen in (monate - 1, monate)


VORSITZ = Amtszeit(Vorsitzart.GEWAEHLT, BEGINN, None, vorsitzregel("traegerversammlung", BEGINN).norm, mitglied=1)


@pytest.mark.parametrize(
    ("art", "anwesend", "erwartet"),
    [
        ("traegerversammlung", {1, 4}, Leitung(1, 1)),
        ("traegerversammlung", {4, 5}, Leitung(4, 4, "in Vertretung des Vorsitzes")),
        ("oertlicher_beirat", {1, 4}, Leitung(1, None)),
        ("oertlicher_beirat", {4}, Leitung(4, None, "in Vertretung des Vorsitzes")),
    ],
)
def test_who_presides_has_the_casting_vote_where_the_rule_gives_one(
    art: str, anwesend: set[int], erwartet: Leitung
) -> None:
    assert leitung(vorsitzregel(art, BEGINN), VORSITZ, [4], anwesend) == erwartet


def test_without_chair_and_deputy_nobody_has_a_casting_vote() -> None:
    ohne = leitung(vorsitzregel("traegerversammlung", BEGINN), VORSITZ, [4], {2, 5})
    assert (ohne.mitglied, ohne.stichentscheid) == (None, None)
    assert "fehlen" in ohne.hinweis


def test_length_and_order_of_turns_in_a_kooperationsausschuss_are_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    gesetzt = (
        Festsetzung(ZUERST_KOOPERATIONSAUSSCHUSS, date(2020, 1, 1), Decimal(2)),
        Festsetzung(WECHSEL_KOOPERATIONSAUSSCHUSS, date(2021, 1, 1), Decimal(12)),
    )
    monkeypatch.setattr("zielsystem.parameter.recht._quelle", lambda: gesetzt)
    regel = vorsitzregel("kooperationsausschuss", BEGINN)
    folge = vorsitzfolge(regel, [KeineEinigung(date(2020, 3, 1))], date(2023, 3, 1), beginn=BEGINN)
    assert [(zeit.ab, zeit.seite) for zeit in folge if zeit.zug] == [
        (date(2020, 3, 1), Parteiart.LAND),
        (date(2022, 3, 1), Parteiart.BMAS),
        (date(2023, 3, 1), Parteiart.LAND),
    ]
    traeger = vorsitzregel("traegerversammlung", BEGINN)
    folge = vorsitzfolge(traeger, [KeineEinigung(date(2022, 3, 1))], date(2023, 3, 1), beginn=BEGINN)
    assert (folge[-1].bis, folge[-1].seite) == (date(2024, 3, 1), Parteiart.BA), "dort steht es im Gesetz"
