"""The grammar of law tables."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pytest

from zielsystem.befugnisse import Befugnis
from zielsystem.recht import IMMER, Ablauf, Ausserhalb, Bedingung, Geltung, Norm, Uebergang, eine_in_kraft, in_kraft

TAG = date(2011, 4, 1)
N = Norm("§ 48b Abs. 1 SGB II")


@dataclass(frozen=True)
class Zeile:
    name: str
    geltung: Geltung


class Ampel(StrEnum):
    ROT = "rot"
    GRUEN = "gruen"


def uebergang(code: str = "schalten", geltung: Geltung = IMMER, **rest: object) -> Uebergang:
    werte: dict = {"titel": code, "von": (Ampel.ROT,), "nach": Ampel.GRUEN, "befugnis": Befugnis.SEHEN, "norm": N}
    return Uebergang(code=code, geltung=geltung, **(werte | rest))


ANLEGEN = uebergang("anlegen", von=(), nach=Ampel.ROT)


@pytest.mark.parametrize(
    ("geltung", "tag", "drin"),
    [
        (Geltung(TAG, None), date(2011, 3, 31), False),
        (Geltung(TAG, None), TAG, True),
        (Geltung(None, TAG), TAG, False),
        (Geltung(None, TAG), date(2011, 3, 31), True),
        (IMMER, date.min, True),
    ],
)
def test_a_period_has_its_first_day_and_not_its_last(geltung: Geltung, tag: date, drin: bool) -> None:
    assert (tag in geltung) is drin


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="endet vor ihrem Beginn"):
        Geltung(TAG, TAG)


def test_periods_that_touch_do_not_overlap() -> None:
    assert not Geltung(None, TAG).ueberschneidet(Geltung(TAG, None))
    assert Geltung(None, TAG).ueberschneidet(IMMER)


def test_a_dated_row_replaces_the_older_one_on_its_day() -> None:
    zeilen = (Zeile("alt", Geltung(date(2011, 1, 1), TAG)), Zeile("neu", Geltung(TAG, None)))
    assert eine_in_kraft(zeilen, date(2011, 3, 31)).name == "alt"
    assert [z.name for z in in_kraft(zeilen, TAG)] == ["neu"]


def test_outside_the_encoded_period_the_answer_is_an_error() -> None:
    with pytest.raises(Ausserhalb, match=r"31\.12\.2010"):
        eine_in_kraft((Zeile("neu", Geltung(TAG, None)),), date(2010, 12, 31))


def test_two_rows_for_one_day_are_a_contradiction() -> None:
    with pytest.raises(ValueError, match="mehrere"):
        eine_in_kraft((Zeile("a", IMMER), Zeile("b", IMMER)), TAG)


def test_all_hindernisse_come_at_once_and_only_those_in_force() -> None:
    zeile = uebergang(
        bedingungen=(
            Bedingung("haushalt", N, "Der Haushalt fehlt.", lambda stand, am: stand["haushalt"]),
            Bedingung("beratung", N, "Die Beratung fehlt.", lambda stand, am: False, hart=False),
            Bedingung("spaeter", N, "Gilt noch nicht.", lambda stand, am: False, geltung=Geltung(date(2012, 1, 1))),
        )
    )
    assert [(h.code, h.hart) for h in zeile.hindernisse({"haushalt": False}, TAG)] == [
        ("haushalt", True),
        ("beratung", False),
    ]
    assert [h.code for h in zeile.hindernisse({"haushalt": True}, TAG)] == ["beratung"]


def test_an_act_regulated_twice_on_one_day_is_refused() -> None:
    with pytest.raises(ValueError, match="doppelt"):
        Ablauf("Ampel", Ampel, (ANLEGEN, uebergang(), uebergang()), N)


def test_an_act_may_be_regulated_anew_from_a_day() -> None:
    Ablauf("Ampel", Ampel, (ANLEGEN, uebergang(geltung=Geltung(None, TAG)), uebergang(geltung=Geltung(TAG, None))), N)


def test_a_state_that_no_act_reaches_is_refused() -> None:
    with pytest.raises(ValueError, match="rot"):
        Ablauf("Ampel", Ampel, (uebergang(),), N)


def test_an_act_that_does_not_lead_away_from_a_state_is_outside_the_law() -> None:
    ablauf = Ablauf("Ampel", Ampel, (ANLEGEN, uebergang()), N)
    assert ablauf.zeile("schalten", Ampel.ROT, TAG).nach is Ampel.GRUEN
    assert ablauf.zeile("anlegen", None, TAG).nach is Ampel.ROT
    with pytest.raises(Ausserhalb, match="nicht vorgesehen"):
        ablauf.zeile("schalten", Ampel.GRUEN, TAG)
