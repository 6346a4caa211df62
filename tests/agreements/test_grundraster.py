"""The Grundraster: complete for every kind, filled in, balanced, and without sanctions."""

from __future__ import annotations

from datetime import date

import pytest

from agreements.grundraster import Abschnittstext, Angaben, gliederung
from agreements.recht import Traegerseite
from zielsystem.recht import Ausserhalb, Geltung

PFLICHT = [
    "erklaerung",
    "praeambel",
    "charakter",
    "grundsaetze",
    "ziele",
    "zieldimension",
    "beitraege",
    "zieldialog",
]
WAHL = ["zielerreichung", "finanzen", "indikatorentwicklung"]
JAHR = Geltung(date(2027, 1, 1), date(2028, 1, 1))

ARTEN = [(nr, Traegerseite.BEIDE) for nr in (1, 2, 3, 4)] + [(2, Traegerseite.BA), (2, Traegerseite.KOMMUNE)]


@pytest.fixture(params=ARTEN, ids=lambda art: f"Nr. {art[0]} {art[1]}")
def angaben(request: pytest.FixtureRequest) -> Angaben:
    nr, seite = request.param
    return Angaben(nr, JAHR, seite)


def wortlaut(abschnitte: tuple[Abschnittstext, ...], *codes: str) -> str:
    return "\n".join(
        f"{absatz.text} {' '.join(absatz.punkte)}"
        for abschnitt in abschnitte
        if not codes or abschnitt.code in codes
        for absatz in abschnitt.absaetze
    )


def test_every_kind_has_every_section_in_order(angaben: Angaben) -> None:
    abschnitte = gliederung(angaben)
    assert [a.code for a in abschnitte if not a.wahlweise] == PFLICHT
    assert [a.code for a in abschnitte if a.wahlweise] == WAHL
    assert [a.ziffer for a in abschnitte] == [*"12345678", *"ABC"]
    for abschnitt in abschnitte:
        assert abschnitt.absaetze, abschnitt.titel
        assert abschnitt.hinweis
        assert abschnitt.quelle


def test_nothing_stays_to_be_filled_in_by_the_machine(angaben: Angaben) -> None:
    text = wortlaut(gliederung(angaben))
    assert "{" not in text
    assert "vom 1. Januar 2027 bis zum 31. Dezember 2027" in text
    assert f"§ 48b Abs. 1 Satz 1 Nr. {angaben.nr} SGB II" in text


def test_no_sanctions_and_no_bonuses_in_any_kind(angaben: Angaben) -> None:
    text = wortlaut(gliederung(angaben), "zieldialog")
    assert "weder Sanktionen noch Prämien" in text
    assert "Zuweisung von Mitteln ist davon unabhängig" in text
    assert "nicht häufiger als vierteljährlich" in text


def test_values_stay_open_and_k1_is_watched(angaben: Angaben) -> None:
    text = wortlaut(gliederung(angaben), "zieldimension")
    assert "soweit zu dem Ziel keine andere Zieldimension genannt ist" in text
    assert "(K1) wird ohne Zielwert beobachtet" in text


@pytest.mark.parametrize(
    ("nr", "seite", "beitragende"),
    [
        (1, Traegerseite.BEIDE, ["Das Bundesministerium", "Die Bundesagentur"]),
        (2, Traegerseite.BEIDE, ["Die Bundesagentur", "Der kommunale Träger", "Die Geschäftsführung"]),
        (2, Traegerseite.BA, ["Die Bundesagentur", "Die Geschäftsführung"]),
        (2, Traegerseite.KOMMUNE, ["Der kommunale Träger", "Die Geschäftsführung"]),
        (3, Traegerseite.BEIDE, ["Das Bundesministerium", "Das Land"]),
        (4, Traegerseite.BEIDE, ["Das Land", "Der zugelassene kommunale Träger"]),
    ],
)
def test_every_partner_contributes(nr: int, seite: Traegerseite, beitragende: list[str]) -> None:
    abschnitt = next(a for a in gliederung(Angaben(nr, JAHR, seite)) if a.code == "beitraege")
    assert [absatz.text for absatz in abschnitt.absaetze if absatz.punkte] == beitragende


def test_social_participation_is_named_from_april_2011_on() -> None:
    def text(nr: int, ab: date) -> str:
        return wortlaut(gliederung(Angaben(nr, Geltung(ab, date(2012, 1, 1)))), "zieldimension")

    assert "sozialen Teilhabe" not in text(4, date(2011, 1, 1))
    assert "sozialen Teilhabe" in text(4, date(2011, 4, 1))
    assert "sozialen Teilhabe" not in text(1, date(2011, 4, 1))


def test_two_years_are_both_named() -> None:
    zwei = gliederung(Angaben(4, Geltung(date(2027, 1, 1), date(2029, 1, 1))))
    assert "Für 2027 und 2028 gehen" in wortlaut(zwei, "finanzen")


def test_a_period_needs_both_ends_and_a_law() -> None:
    with pytest.raises(ValueError, match="ersten und einen letzten Tag"):
        gliederung(Angaben(1, Geltung(date(2027, 1, 1))))
    with pytest.raises(Ausserhalb):
        gliederung(Angaben(1, Geltung(date(2010, 1, 1), date(2011, 1, 1))))
