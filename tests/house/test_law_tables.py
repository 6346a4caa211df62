"""No table of law is left out: every Ablauf of the house is on the law page, every title and right is known."""

import importlib
import pkgutil
from collections.abc import Iterator

import agreements
import berichte
import gremien
import kennzahlen
import zielsystem
from zielsystem.befugnisse import BEFUGNISTITEL, ROLLEN, Befugnis, Rolle, rollen_mit
from zielsystem.law_page import ABLAEUFE
from zielsystem.parameter.recht import Parameter
from zielsystem.parameter_page import TAFELN
from zielsystem.parties.recht import ARTEN, Parteiart
from zielsystem.recht import Ablauf


def alle_ablaeufe() -> Iterator[Ablauf]:
    for paket in (zielsystem, kennzahlen, gremien, agreements, berichte):
        for fund in pkgutil.walk_packages(paket.__path__, f"{paket.__name__}."):
            if fund.name.rpartition(".")[2].endswith("recht"):
                modul = importlib.import_module(fund.name)
                yield from (wert for wert in vars(modul).values() if isinstance(wert, Ablauf))


def test_every_table_of_transitions_is_on_the_law_page() -> None:
    assert {id(ablauf) for ablauf in alle_ablaeufe()} == {id(ablauf) for ablauf in ABLAEUFE}


def test_every_state_has_a_german_title() -> None:
    for ablauf in ABLAEUFE:
        assert set(ablauf.zustandstitel) == set(ablauf.zustaende), ablauf.titel


def test_every_act_can_be_done_by_some_role() -> None:
    for ablauf in ABLAEUFE:
        for zeile in ablauf.uebergaenge:
            assert rollen_mit(Befugnis(zeile.befugnis)), zeile.titel


def test_roles_rights_and_kinds_are_described() -> None:
    assert set(ROLLEN) == set(Rolle)
    assert set(BEFUGNISTITEL) == set(Befugnis)
    assert set(ARTEN) == set(Parteiart)


def test_every_parameter_can_be_set_and_no_two_share_a_code() -> None:
    tafeln = [tafel for _, tafel in TAFELN]
    codes = [code for tafel in tafeln for code in {zeile.code for zeile in tafel}]
    assert {id(tafel) for tafel in alle_parametertafeln()} == {id(tafel) for tafel in tafeln}
    assert len(codes) == len(set(codes))


def alle_parametertafeln() -> Iterator[tuple[Parameter, ...]]:
    for paket in (zielsystem, kennzahlen, gremien, agreements, berichte):
        for fund in pkgutil.walk_packages(paket.__path__, f"{paket.__name__}."):
            if "migrations" not in fund.name and "management" not in fund.name:
                wert = vars(importlib.import_module(fund.name)).get("PARAMETER")
                if isinstance(wert, tuple) and wert and isinstance(wert[0], Parameter):
                    yield wert


def test_administrators_manage_accounts_and_no_content() -> None:
    assert ROLLEN[Rolle.ADMINISTRATION].befugnisse == {
        Befugnis.KONTEN_VERWALTEN,
        Befugnis.PARAMETER_FESTSETZEN,
        Befugnis.JOURNAL_LESEN,
    }
