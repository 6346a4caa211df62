"""Who agrees with whom: the derivation as worked cases, names, and what the law asks of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from agreements.recht import (
    VEREINBARUNG,
    Beteiligter,
    Form,
    Formwahl,
    Seite,
    Traegerseite,
    Unvollstaendig,
    Vereinbarungsstand,
    Zustand,
    dateiname,
    leite_ab,
)
from agreements.ziele import gesetzliche_ziele
from demonstration.structure import staende
from zielsystem.parties.recht import LAENDER, Parteiart
from zielsystem.recht import Ausserhalb, Geltung

FAELLE = yaml.safe_load(
    (Path(__file__).parents[1] / "recht" / "faelle" / "agreements" / "ableitung.yaml").read_text(encoding="utf-8")
)
NEUJAHR = date(2027, 1, 1)


def bund() -> Iterator[Beteiligter]:
    yield Beteiligter(1, Parteiart.BMAS, "BMAS")
    yield Beteiligter(2, Parteiart.BA, "BA")


def beteiligte(laender: int, ge: int, zkt: int) -> Iterator[Beteiligter]:
    """So many of each kind; Jobcenter number n lies in Land n modulo their number."""
    yield from bund()
    schluessel = list(LAENDER)[:laender]
    for nr, land in enumerate(schluessel):
        yield Beteiligter(100 + nr, Parteiart.LAND, LAENDER[land], land)
    for nr in range(ge + zkt):
        art, ags = (Parteiart.GE if nr < ge else Parteiart.ZKT), f"{schluessel[nr % laender]}{nr:03}"
        yield Beteiligter(1000 + nr, Parteiart.KOMMUNE, f"Kreis {nr}", ags, 100 + nr % laender)
        yield Beteiligter(2000 + nr, art, f"Jobcenter {nr}", ags, 100 + nr % laender, 1000 + nr)


@pytest.mark.parametrize("fall", FAELLE, ids=lambda fall: fall["name"])
def test_the_agreements_of_a_round_follow_from_its_parties(fall: dict[str, Any]) -> None:
    plaene = leite_ab(beteiligte(**fall["gegeben"]), Formwahl(Form(fall["form"])), fall["stichtag"])
    anzahl = Counter(plan.nr for plan in plaene)
    assert {nr: anzahl[nr] for nr in (1, 2, 3, 4)} | {"zusammen": len(plaene)} == fall["erwartet"]
    assert len({(plan.nr, plan.schluessel, plan.traegerseite) for plan in plaene}) == len(plaene)


@pytest.mark.parametrize("stichtag", [date(2011, 1, 1), date(2012, 1, 1), NEUJAHR])
@pytest.mark.parametrize(("form", "je_ge"), [(Form.TRILATERAL, 1), (Form.BILATERAL, 2)])
def test_the_register_of_real_jobcenter_gives_one_agreement_each(stichtag: date, form: Form, je_ge: int) -> None:
    am_tag = [s for s in staende() if s.ab <= stichtag and (s.bis is None or stichtag < s.bis)]
    nummer = {stand.partei: nr for nr, stand in enumerate(am_tag)}
    plaene = leite_ab(
        (
            Beteiligter(nummer[s.partei], s.art, s.name, s.ags, nummer.get(s.land or ""), nummer.get(s.traeger or ""))
            for s in am_tag
        ),
        Formwahl(form),
        stichtag,
    )
    art = Counter(stand.art for stand in am_tag)
    erwartet = {1: 1, 2: je_ge * art[Parteiart.GE], 3: 16, 4: art[Parteiart.ZKT]}
    assert Counter(plan.nr for plan in plaene) == erwartet
    assert art[Parteiart.GE] > 280
    assert art[Parteiart.ZKT] >= 65


def test_who_concludes_with_whom() -> None:
    plaene = {plan.nr: plan for plan in leite_ab(beteiligte(1, 1, 1), Formwahl(Form.TRILATERAL), NEUJAHR)}
    partner = {nr: [(p.partei, p.seite) for p in plan.partner] for nr, plan in plaene.items()}
    oben, unten = Seite.STEUERND, Seite.AUSFUEHREND
    assert partner == {
        1: [(1, oben), (2, unten)],
        2: [(2, oben), (1000, oben), (2000, unten)],
        3: [(1, oben), (100, unten)],
        4: [(100, oben), (2001, unten)],
    }
    assert plaene[4].partner[1].rechtstraeger == 1001
    assert "Geschäftsführer" in plaene[2].partner[2].bezeichnung


def test_bilateral_agreements_leave_out_the_other_traeger() -> None:
    plaene = [plan for plan in leite_ab(beteiligte(1, 1, 0), Formwahl(Form.BILATERAL), NEUJAHR) if plan.nr == 2]
    assert {plan.traegerseite: [p.partei for p in plan.partner] for plan in plaene} == {
        Traegerseite.BA: [2, 2000],
        Traegerseite.KOMMUNE: [1000, 2000],
    }


def test_before_the_law_there_is_no_agreement() -> None:
    with pytest.raises(Ausserhalb):
        leite_ab(beteiligte(1, 1, 1), Formwahl(Form.TRILATERAL), date(2010, 12, 31))


@pytest.mark.parametrize("fehlt", [Parteiart.BMAS, Parteiart.BA, Parteiart.LAND, Parteiart.KOMMUNE])
def test_a_missing_party_is_named(fehlt: Parteiart) -> None:
    da = [b for b in beteiligte(1, 1, 1) if b.art is not fehlt]
    with pytest.raises(Unvollstaendig, match=r"Am 01\.01\.2027 fehlt"):
        leite_ab(da, Formwahl(Form.TRILATERAL), NEUJAHR)


@pytest.mark.parametrize(
    ("argumente", "name"),
    [
        ((1, ""), "Nr-1_Bundesagentur-fuer-Arbeit"),
        ((3, "16"), "Nr-3_16-Thueringen"),
        ((4, "05315"), "Nr-4_05-Nordrhein-Westfalen_05315"),
        ((2, "08111", Traegerseite.BEIDE), "Nr-2_08-Baden-Wuerttemberg_08111"),
        ((2, "08111", Traegerseite.KOMMUNE), "Nr-2_08-Baden-Wuerttemberg_08111_Kommune"),
    ],
)
def test_file_names_are_always_the_same(argumente: tuple[Any, ...], name: str) -> None:
    assert dateiname(*argumente) == name


TEILHABE = "soziale_teilhabe"
GRUNDZIELE = ["hilfebeduerftigkeit", "integration", "langzeitbezug"]


@pytest.mark.parametrize(
    ("nr", "tag", "codes"),
    [
        (1, date(2011, 1, 1), GRUNDZIELE),
        (1, NEUJAHR, GRUNDZIELE),
        (2, date(2011, 3, 31), GRUNDZIELE),
        (2, date(2011, 4, 1), [*GRUNDZIELE, TEILHABE]),
        (3, NEUJAHR, [*GRUNDZIELE, TEILHABE]),
        (4, NEUJAHR, [*GRUNDZIELE, TEILHABE]),
        (4, date(2010, 12, 31), []),
    ],
)
def test_the_ziele_of_the_law(nr: int, tag: date, codes: list[str]) -> None:
    assert [ziel.code for ziel in gesetzliche_ziele(nr, tag)] == codes


@pytest.mark.parametrize(("tag", "hindernisse"), [(date(2027, 12, 31), []), (date(2028, 1, 1), ["laufzeit_offen"])])
def test_negotiation_after_the_period_needs_a_reason(tag: date, hindernisse: list[str]) -> None:
    zeile = VEREINBARUNG.zeile("verhandlung_aufnehmen", Zustand.ENTWURF, tag)
    stand = Vereinbarungsstand(3, Geltung(NEUJAHR, date(2028, 1, 1)))
    gefunden = zeile.hindernisse(stand, tag)
    assert [hindernis.code for hindernis in gefunden] == hindernisse
    assert not any(hindernis.hart for hindernis in gefunden)
