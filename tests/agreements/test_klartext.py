"""Plain text and paragraphs: one spelling, whatever was typed or pasted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.grundraster import Absatztext, Angaben, gliederung
from agreements.grundraster.klartext import ZEICHEN_HOECHSTENS, Textfehler, absaetze_von, bereinigt, klartext
from agreements.recht import NUMMERN
from tests.agreements.runden import AB, BIS
from zielsystem.recht import Geltung

TEXTE = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\r\t–- "), max_size=120)


@pytest.mark.parametrize("nr", NUMMERN)
def test_the_whole_grundraster_survives_the_way_to_plain_text_and_back(nr: int) -> None:
    for abschnitt in gliederung(Angaben(nr, Geltung(AB, BIS))):
        assert absaetze_von(klartext(abschnitt.absaetze)) == abschnitt.absaetze
        assert bereinigt(klartext(abschnitt.absaetze)) == klartext(abschnitt.absaetze)


@given(TEXTE.filter(lambda text: "\t" not in text))
def test_cleaning_twice_changes_nothing(roh: str) -> None:
    assert bereinigt(bereinigt(roh)) == bereinigt(roh)


@pytest.mark.parametrize(
    ("roh", "absaetze"),
    [
        ("Eins.\r\nZwei.", (Absatztext("Eins."), Absatztext("Zwei."))),
        ("Das Land\n- trägt bei,\n• berät.", (Absatztext("Das Land", ("trägt bei,", "berät.")),)),
        ("Das Land\n\n– allein", (Absatztext("Das Land"), Absatztext("", ("allein",)))),
        ("  viele   Leerzeichen\u00a0hier \n\n\n\n Ende ", (Absatztext("viele Leerzeichen hier"), Absatztext("Ende"))),
        ("weiche\u00ad Trennung\u200b", (Absatztext("weiche Trennung"),)),
        ("-12 Prozent", (Absatztext("-12 Prozent"),)),
        ("–", (Absatztext("–"),)),
        ("", ()),
    ],
)
def test_what_was_typed_becomes_paragraphs_and_points(roh: str, absaetze: tuple[Absatztext, ...]) -> None:
    assert absaetze_von(bereinigt(roh)) == absaetze


@pytest.mark.parametrize("zeichen", ["\0", "\x07", "\x1b", "\x7f"])
def test_characters_that_no_text_has_are_refused(zeichen: str) -> None:
    with pytest.raises(Textfehler, match="Steuerzeichen"):
        bereinigt(f"Das Land{zeichen} trägt bei.")


def test_a_text_that_is_too_long_is_refused_with_both_figures() -> None:
    assert len(bereinigt("x" * ZEICHEN_HOECHSTENS)) == ZEICHEN_HOECHSTENS
    with pytest.raises(Textfehler, match=r"hat 102\.400 Zeichen; zulässig sind 20\.000"):
        bereinigt("x" * 102_400)
