"""One text, one fingerprint: what a signature binds to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agreements.inhalt import (
    Abschnitt,
    Aenderung,
    Anlage,
    Beitrag,
    Finanzzeile,
    Inhalt,
    Partner,
    Ziel,
    aenderungen,
    als_json,
    aus_json,
    fingerabdruck,
)

INHALT = Inhalt(
    nr=3,
    titel="Hessen",
    ab=date(2027, 1, 1),
    bis=date(2028, 1, 1),
    fassung=1,
    partner=(Partner("BMAS", "die Ministerin", "steuernd"), Partner("Land Hessen", "", "ausfuehrend")),
    abschnitte=(Abschnitt("praeambel", "Präambel", "Erster Absatz.\n\nZweiter Absatz."),),
    ziele=(Ziel("integration", "Integration", "", "zielwert", "K2", (("wert", "0.25"),), "Mindestens 25,0 %."),),
    beitraege=(Beitrag("b1", "BMAS", "steuernd", "Beratung."),),
    finanzen=(Finanzzeile("f1", 2027, "Eingliederungsmittel", 123_456),),
    anlagen=(Anlage("a1", "Planungsbrief", "0" * 64),),
)


def test_what_was_written_is_read_back_the_same() -> None:
    assert aus_json(als_json(INHALT)) == INHALT


@pytest.mark.parametrize(
    "anders",
    [
        {"titel": "Bremen"},
        {"vorbehalt": "Kreistag"},
        {"bis": date(2029, 1, 1)},
        {"ziele": (replace(INHALT.ziele[0], vorgabe=(("wert", "0.26"),)),)},
        {"beitraege": ()},
        {"anlagen": (replace(INHALT.anlagen[0], sha256="1" * 64),)},
    ],
    ids=lambda anders: next(iter(anders)),
)
def test_any_change_of_the_text_changes_the_fingerprint_and_is_named(anders: dict[str, object]) -> None:
    neu = replace(INHALT, **anders)  # type: ignore[arg-type]
    assert fingerabdruck(neu) != fingerabdruck(INHALT)
    assert [aenderung.teil for aenderung in aenderungen(INHALT, neu)] == list(anders)


def test_a_new_and_a_removed_part_are_told_apart() -> None:
    andere = replace(INHALT, abschnitte=(Abschnitt("zieldialog", "Zieldialog", "Halbjährlich."),))
    assert aenderungen(INHALT, andere) == (
        Aenderung("abschnitte", INHALT.abschnitte[0], None),
        Aenderung("abschnitte", None, andere.abschnitte[0]),
    )


def test_counting_on_is_no_change_of_text() -> None:
    assert aenderungen(INHALT, replace(INHALT, fassung=2)) == ()
