"""The law of bodies: the worked cases of competence and of counting, and what must hold of the tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gremien.abstimmung import Koerper, Unmoeglich, Votum, zaehle, zaehle_summen
from gremien.recht import (
    AUSSCHLUESSE,
    GEGENSTAENDE,
    GREMIEN,
    Ausgang,
    Gremiumart,
    Mehrheit,
    Unzustaendig,
    gegenstand,
    zustaendig,
)
from gremien.recht.vorsitz import VORSITZREGELN

HEUTE = date(2026, 11, 21)
ORDNER = Path(__file__).parents[1] / "recht" / "faelle" / "gremien"


def faelle(datei: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load((ORDNER / datei).read_text(encoding="utf-8")))


@pytest.mark.parametrize("fall", faelle("abstimmung.yaml"), ids=lambda fall: fall["name"])
def test_a_worked_case_of_counting(fall: dict[str, Any]) -> None:
    norm = gegenstand(fall["gegenstand"], HEUTE).ohne_stichentscheid if "gegenstand" in fall else None
    koerper = Koerper(
        seiten=fall["seiten"],
        praesent=frozenset(fall["praesent"]),
        paritaetisch=fall.get("paritaetisch", False),
        stichentscheid=fall.get("stichentscheid"),
        ohne_stichentscheid=str(norm or ""),
    )
    stimmen = [(mitglied, Votum(votum)) for mitglied, votum in fall["stimmen"]]
    mehrheit = Mehrheit(fall.get("mehrheit", "einfach"))

    if "fehler" in fall:
        with pytest.raises(Unmoeglich, match=fall["fehler"]):
            zaehle(koerper, stimmen, mehrheit)
        return
    zaehlung = zaehle(koerper, stimmen, mehrheit)
    assert [zaehlung.ausgang, zaehlung.ja, zaehlung.nein, zaehlung.enthaltung, zaehlung.stichentscheid] == fall[
        "erwartet"
    ]


@pytest.mark.parametrize("fall", faelle("zustaendigkeit.yaml"), ids=lambda f: f"{f['gremium']}-{f['gegenstand']}")
def test_a_worked_case_of_competence(fall: dict[str, Any]) -> None:
    if "fehler" in fall:
        with pytest.raises(Unzustaendig, match=fall["fehler"]) as gefangen:
            zustaendig(fall["gremium"], fall["gegenstand"], fall["am"])
        assert fall["norm"] in str(gefangen.value.norm)
        return
    zeile = zustaendig(fall["gremium"], fall["gegenstand"], fall["am"])
    assert zeile.form == fall["form"]
    assert fall["norm"] in str(zeile.norm)
    assert zeile.zusammensetzung == fall.get("zusammensetzung", "ueblich")


@given(st.lists(st.sampled_from(Votum), min_size=1, max_size=9), st.integers(0, 8))
def test_counting_loses_no_vote_and_needs_more_yes_than_no_or_the_chair(vota: list[Votum], vorsitz: int) -> None:
    mitglieder = dict.fromkeys(range(len(vota)), "eine")
    koerper = Koerper(mitglieder, frozenset(mitglieder), stichentscheid=vorsitz)
    zaehlung = zaehle(koerper, enumerate(vota), Mehrheit.EINFACH)

    assert zaehlung.ja + zaehlung.nein + zaehlung.enthaltung == len(vota)
    if zaehlung.ja != zaehlung.nein:
        assert (zaehlung.ausgang is Ausgang.BESCHLOSSEN) == (zaehlung.ja > zaehlung.nein)
    elif zaehlung.ausgang is Ausgang.BESCHLOSSEN:
        assert vota[vorsitz] is Votum.JA


@pytest.mark.parametrize(
    ("anwesend", "summen", "warum"),
    [
        (3, (2, 2, 0), "mehr Stimmen"),
        (9, (9, 0, 0), "höchstens"),
        (4, (4, 0, 0), "nicht beschlussfähig"),
        (8, (-1, 2, 0), "kleiner als null"),
        (8, (0, 0, 0), "keine Stimme"),
    ],
)
def test_totals_that_cannot_be_are_refused(anwesend: int, summen: tuple[int, int, int], warum: str) -> None:
    with pytest.raises(Unmoeglich, match=warum):
        zaehle_summen(anwesend, 8, summen, Mehrheit.EINFACH)


def test_every_kind_of_body_has_a_chair_rule_and_something_to_take_up() -> None:
    arten = {regel.art for regel in GREMIEN}
    assert arten == set(Gremiumart) == {Gremiumart(regel.gremiumart) for regel in VORSITZREGELN}
    assert arten == {art for zeile in GEGENSTAENDE for art in zeile.gremien}


def test_a_body_that_only_advises_decides_nothing_but_its_own_affairs() -> None:
    beratende = {regel.art for regel in GREMIEN if not regel.beschliesst}
    eigenes = {"vorsitz_wahl", "eigener_beschluss"}
    beschluesse = {(z.code, art) for z in GEGENSTAENDE if z.form == "beschluss" for art in z.gremien}
    assert not {(code, art) for code, art in beschluesse if art in beratende and code not in eigenes}


def test_sides_with_parity_have_equally_many_seats_as_the_law_gives_them() -> None:
    for regel in GREMIEN:
        if regel.paritaetisch:
            assert [anteil.sitze for anteil in regel.zusammensetzungen[0].anteile] == [3, 3], regel.titel


def test_what_is_excluded_is_a_matter_of_another_body() -> None:
    for zeile in AUSSCHLUESSE:
        andere = [g for g in GEGENSTAENDE if g.code == zeile.gegenstand and zeile.gremium not in g.gremien]
        assert andere, zeile.gegenstand
