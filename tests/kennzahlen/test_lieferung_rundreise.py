"""What is written can be read again; and whatever bytes arrive, the answer is figures or a refusal."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennzahlen.meldungen.lieferung import FehlerhafteDatei, Zeile, schreibe_csv, schreibe_xlsx
from kennzahlen.recht import GRUNDGROESSEN
from tests.kennzahlen.monatsdatei import TRAEGER, csv, fehler, liest, tupel, xlsx

MONATE = [date(jahr, monat, 1) for jahr in range(2010, 2026) for monat in range(1, 13)]
ANGABEN = [
    (ags, monat, groesse.code)
    for ags, (_, geltungen) in TRAEGER.items()
    for monat in MONATE
    if any(monat in geltung for geltung in geltungen)
    for groesse in GRUNDGROESSEN
    if monat in groesse.geltung
]


@st.composite
def zahlenwerk(draw: st.DrawFn) -> list[Zeile]:
    angaben = draw(st.lists(st.sampled_from(ANGABEN), min_size=1, max_size=30, unique=True))
    werte = st.integers(min_value=-(10**13) + 1, max_value=10**15 - 1)
    return [Zeile(*angabe, draw(werte)) for angabe in angaben]


def erwartet(zeilen: list[Zeile]) -> list[tuple[int, str, str, int | None]]:
    return [(TRAEGER[z.traeger][0], f"{z.monat:%Y-%m}", z.groesse, z.wert) for z in zeilen]


@given(zahlenwerk())
def test_csv_comes_back_as_it_was_written(zeilen: list[Zeile]) -> None:
    assert tupel(liest(schreibe_csv(zeilen))) == erwartet(zeilen)


@given(zahlenwerk())
@settings(max_examples=25, deadline=None)
def test_xlsx_comes_back_as_it_was_written(zeilen: list[Zeile]) -> None:
    assert tupel(liest(schreibe_xlsx(zeilen))) == erwartet(zeilen)


@pytest.mark.parametrize("schreibe", [schreibe_csv, schreibe_xlsx])
def test_a_template_has_blank_values_that_are_asked_for_when_read(schreibe) -> None:
    vorlage = schreibe([Zeile("01001", date(2026, 1, 1), groesse.code, None) for groesse in GRUNDGROESSEN[:3]])
    assert [(f.zeile, f.spalte, f.was) for f in fehler(vorlage)] == [(n, "wert", "leer") for n in (2, 3, 4)]


# -- Any bytes -------------------------------------------------------------------------------------------------


def wird_beantwortet(inhalt: bytes) -> None:
    with suppress(FehlerhafteDatei):
        assert len(liest(inhalt))


@given(st.binary(max_size=2000))
def test_arbitrary_bytes_are_answered(inhalt: bytes) -> None:
    wird_beantwortet(inhalt)


@given(st.text(max_size=500), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_arbitrary_text_below_a_header_is_answered(text: str, codierung: str) -> None:
    wird_beantwortet(csv(text).encode(codierung, errors="replace"))


@given(st.lists(st.tuples(*[st.one_of(st.text(max_size=8), st.sampled_from(list(TRAEGER)))] * 4), max_size=8))
def test_arbitrary_fields_are_answered(zeilen: list[tuple[str, ...]]) -> None:
    wird_beantwortet(csv(*(";".join(felder) for felder in zeilen)).encode(errors="replace"))


GUTE_MAPPE = xlsx(
    ["traeger", "monat", "groesse", "wert"], ["01001", "2026-01", "ELB", 5], ["14511", date(2026, 1, 1), "LLU", 1.5]
)


@given(st.randoms(use_true_random=False), st.integers(min_value=1, max_value=20))
@settings(deadline=None)
def test_a_workbook_with_damaged_bytes_is_answered(zufall: random.Random, schaeden: int) -> None:
    inhalt = bytearray(GUTE_MAPPE)
    for _ in range(schaeden):
        inhalt[zufall.randrange(4, len(inhalt))] = zufall.randrange(256)
    wird_beantwortet(bytes(inhalt))


@given(st.randoms(use_true_random=False), st.integers(min_value=1, max_value=4))
@settings(deadline=None)
def test_a_workbook_with_damaged_parts_is_answered(zufall: random.Random, schaeden: int) -> None:
    """Damage below the checksums: the parts are changed, cut and swapped, and packed properly again."""
    with zipfile.ZipFile(io.BytesIO(GUTE_MAPPE)) as alt:
        teile = {name: bytearray(alt.read(name)) for name in alt.namelist()}
    for _ in range(schaeden):
        teil = teile[zufall.choice(list(teile))]
        ort = zufall.randrange(len(teil) + 1)
        teil[ort : ort + zufall.choice([0, 1, 30])] = zufall.choice(
            [b"", b"9", b"-", b"<", b"&lt;", b'"', b"\xff", b"<row/>", b't="s"', b"1E9", b' r="ZZZZ9"', b"<v>"]
        )
    ausgabe = io.BytesIO()
    with zipfile.ZipFile(ausgabe, "w") as neu:
        for name, daten in teile.items():
            neu.writestr(name, bytes(daten))
    wird_beantwortet(ausgabe.getvalue())
