"""Who manages a gemeinsame Einrichtung: the worked cases of § 44d Abs. 2 SGB II."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from gremien.recht.geschaeftsfuehrung import (
    Abberufung,
    Bestellung,
    Fortgang,
    Seitenbestimmung,
    Vorgang,
    Wechselbeginn,
    fuehrungsfolge,
    geschaeftsfuehrung_am,
    geschaeftsfuehrungsregel,
)
from gremien.recht.vorsitz import Unstimmig
from zielsystem.parties.recht import Parteiart
from zielsystem.recht import Ausserhalb

FAELLE = yaml.safe_load(
    (Path(__file__).parents[1] / "recht" / "faelle" / "gremien" / "geschaeftsfuehrung.yaml").read_text(encoding="utf-8")
)
ARTEN: dict[str, Any] = {
    "bestellung": Bestellung,
    "wechsel": Wechselbeginn,
    "bestimmung": Seitenbestimmung,
    "abberufung": Abberufung,
    "fortgang": Fortgang,
}
BEGINN = date(2011, 1, 1)
HEUTE = date(2026, 11, 21)


def vorgaenge(fall: dict[str, Any]) -> list[Vorgang]:
    paare = [next(iter(eintrag.items())) for eintrag in fall["vorgaenge"]]
    return [
        ARTEN[art](**{name: Parteiart(wert) if name == "seite" else wert for name, wert in angaben.items()})
        for art, angaben in paare
    ]


@pytest.mark.parametrize("fall", FAELLE, ids=lambda fall: fall["name"])
def test_a_worked_case(fall: dict[str, Any]) -> None:
    erste = geschaeftsfuehrungsregel(BEGINN).erste_seite(
        agentur_bestimmte_zuerst_den_vorsitz=fall.get("agentur_bestimmte_zuerst_den_vorsitz", False)
    )
    was = vorgaenge(fall)
    if "unstimmig" in fall:
        with pytest.raises(Unstimmig, match=fall["unstimmig"]):
            fuehrungsfolge(was, HEUTE, beginn=BEGINN, erste_seite=erste)
        return
    gerechnet = {tag: geschaeftsfuehrung_am(was, tag, beginn=BEGINN, erste_seite=erste) for tag in fall["erwartet"]}
    kurz = {
        tag: [zeit.art.value, zeit.person, zeit.seite.value if zeit.seite else None] for tag, zeit in gerechnet.items()
    }
    assert kurz == fall["erwartet"]
    folge = fuehrungsfolge(was, HEUTE, beginn=BEGINN, erste_seite=erste)
    assert all(vorher.bis == nachher.ab for vorher, nachher in pairwise(folge))


def test_outside_the_law_and_before_the_body_there_is_no_answer() -> None:
    with pytest.raises(Ausserhalb):
        geschaeftsfuehrungsregel(date(2010, 12, 31))
    with pytest.raises(Ausserhalb, match="noch nicht"):
        geschaeftsfuehrung_am([], date(2010, 12, 31), beginn=BEGINN)
