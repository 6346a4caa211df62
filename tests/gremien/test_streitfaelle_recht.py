"""What the Kooperationsausschuss settles: the worked cases, act by act."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gremien.recht.formen import Anzuhoerende, Ausgang
from gremien.recht.gegenstaende import gegenstand
from gremien.recht.gremien import Gremiumart
from gremien.recht.streitfaelle import (
    STREITFALL,
    STREITFALLARTEN,
    Streitfallart,
    Streitstand,
    Urheber,
    feststellbar_durch,
)
from zielsystem.parties.recht import Parteiart

FAELLE = yaml.safe_load(
    (Path(__file__).parents[1] / "recht" / "faelle" / "gremien" / "streitfaelle.yaml").read_text(encoding="utf-8")
)


def stand(angaben: dict[str, Any]) -> Streitstand:
    ergebnis = angaben.pop("ergebnis", None)
    return Streitstand(
        art=Streitfallart(angaben.pop("art")),
        urheber=frozenset(map(Urheber, angaben.pop("urheber", ()))),
        angehoert=frozenset(map(Anzuhoerende, angaben.pop("angehoert", ()))),
        ergebnis=Ausgang(ergebnis) if ergebnis else None,
        **angaben,
    )


@pytest.mark.parametrize("fall", FAELLE, ids=lambda fall: fall["name"])
def test_a_worked_case(fall: dict[str, Any]) -> None:
    lage = stand(dict(fall["stand"]))
    gefunden = {
        zeile.code: [("" if h.hart else "~") + h.code for h in zeile.hindernisse(lage, fall["am"])]
        for zeile in STREITFALL.von(fall["zustand"], fall["am"])
    }
    assert gefunden == fall["erwartet"]


def test_each_kind_of_case_is_a_matter_of_the_kooperationsausschuss() -> None:
    for regel in STREITFALLARTEN:
        sache = gegenstand(regel.gegenstand, regel.geltung.ab)
        assert sache.gremien == (Gremiumart.KOOPERATIONSAUSSCHUSS,)
        assert set(sache.anzuhoeren) <= set(regel.anzuhoeren)


def test_who_can_put_a_case_on_record() -> None:
    tag = FAELLE[0]["am"]
    arten = {art: {regel.art.value for regel in feststellbar_durch(art, tag)} for art in Parteiart}
    assert arten[Parteiart.GE] == arten[Parteiart.BA] == arten[Parteiart.KOMMUNE]
    assert arten[Parteiart.GE] == {"weisungen", "geschaeftsfuehrung"}
    assert arten[Parteiart.LAND] == arten[Parteiart.BMAS] == {"aufsicht"}
    assert arten[Parteiart.ZKT] == set()
