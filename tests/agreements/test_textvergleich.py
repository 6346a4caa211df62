"""What differs between two texts: nothing is made up, nothing lost, and a person can read it."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.grundraster.klartext import ZEICHEN_HOECHSTENS
from agreements.textvergleich import Art, stuecke, vergleiche

WORTE = st.lists(st.sampled_from(["Ziel", "das", "Land", ",", ".", "\n\n", "\n– ", " ", "ä", "[Datum]"]), max_size=60)
TEXTE = st.one_of(st.text(max_size=200), WORTE.map(" ".join), WORTE.map("".join))


def ohne(alt: str, neu: str, art: Art) -> str:
    return "".join(stueck.text for stueck in stuecke(alt, neu) if stueck.art is not art)


def lesbar(alt: str, neu: str) -> list[str]:
    zeichen = {Art.GLEICH: "{}", Art.WEG: "[-{}-]", Art.NEU: "{{+{}+}}"}
    return [
        ("• " if zeile.punkt else "") + "".join(zeichen[s.art].format(s.text) for s in zeile.stuecke)
        for zeile in vergleiche(alt, neu)
    ]


@given(TEXTE, TEXTE)
def test_both_texts_can_be_read_back_from_the_comparison(alt: str, neu: str) -> None:
    assert ohne(alt, neu, Art.NEU) == alt
    assert ohne(alt, neu, Art.WEG) == neu


@given(TEXTE)
def test_equal_texts_have_no_difference(text: str) -> None:
    assert all(stueck.art is Art.GLEICH for stueck in stuecke(text, text))


@given(TEXTE, TEXTE)
def test_pieces_are_never_empty_and_neighbours_differ(alt: str, neu: str) -> None:
    folge = stuecke(alt, neu)
    assert all(stueck.text for stueck in folge)
    assert all(a.art is not b.art for a, b in pairwise(folge))


@pytest.mark.parametrize(
    ("alt", "neu", "erwartet"),
    [
        ("Das Land trägt bei.", "Das Land trägt wesentlich bei.", ["Das Land trägt {+wesentlich +}bei."]),
        ("Erster Zieldialog: [Datum].", "Erster Zieldialog: 3. Mai.", ["Erster Zieldialog: [-[Datum]-]{+3. Mai+}."]),
        ("Er beträgt 22,7 % der Fälle.", "Er beträgt 22,1 % der Fälle.", ["Er beträgt [-22,7 -]{+22,1 +}% der Fälle."]),
        ("Eins.\n\nZwei.", "Eins.\n\nZwei.\n\nDrei.", ["Eins.", "Zwei.", "{+Drei.+}"]),
        ("Kopf\n– a,\n– b.", "Kopf\n– a,\n– c.", ["Kopf", "• a,", "• [-b-]{+c+}."]),
        ("", "Neuer Abschnitt.", ["{+Neuer Abschnitt.+}"]),
        ("Alter Abschnitt.", "", ["[-Alter Abschnitt.-]"]),
    ],
)
def test_a_change_is_shown_word_by_word_in_its_paragraph(alt: str, neu: str, erwartet: list[str]) -> None:
    assert lesbar(alt, neu) == erwartet


def test_a_word_kept_by_chance_amid_a_rewritten_sentence_does_not_tear_it_apart() -> None:
    alt = "[Ausgangslage: Entwicklung des Arbeitsmarktes, Zusammensetzung der Leistungsberechtigten]"
    neu = "Besonders zu beachten ist der Mangel an Angeboten für die Betreuung von Kindern unter drei Jahren"
    assert lesbar(alt, neu) == [f"[-{alt}-]{{+{neu}+}}"]


@pytest.mark.parametrize(
    ("alt", "neu"),
    [
        ("a " * (ZEICHEN_HOECHSTENS // 2), "b a " * (ZEICHEN_HOECHSTENS // 4)),
        ("".join(f"x{i} a " for i in range(2500)), "".join(f"y{i} a " for i in range(2500))),
        ("\n".join(f"a{i}\na" for i in range(2500)), "\n".join(f"b{i}\na" for i in range(2500))),
        ("a. " * 6000, "b. a. " * 3000),
        (" ".join(map(str, range(3500))), " ".join(map(str, reversed(range(3500))))),
    ],
)
def test_no_text_of_permitted_length_takes_long_to_compare(alt: str, neu: str) -> None:
    beginn = time.process_time()
    assert ohne(alt, neu, Art.WEG) == neu
    assert time.process_time() - beginn < 3
