"""The language of formulas: what it reads, how it refuses, and that it computes what a naive reading computes."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kennzahlen.eigene.formelsprache as sprache
from kennzahlen.eigene.formelsprache import (
    GRUND_TEXT,
    Ergebnis,
    Formelfehler,
    Grund,
    Umgebung,
    bezuege,
    lies,
    pruefe,
    reihenfolge,
    werte_aus,
)
from kennzahlen.eigene.formelsprache.baum import Baum, Code, Fenster, Negativ, Rechnung, Zahl

NAN = float("nan")


def rechne(text: str, je_jahr: int = 12, **reihen: Sequence[float]) -> Ergebnis:
    laenge = len(next(iter(reihen.values()), [0]))
    zahlen = {code: Ergebnis.aus(np.array([reihe], dtype=float)) for code, reihe in reihen.items()}
    return werte_aus(lies(text), zahlen, (1, laenge), je_jahr=je_jahr)


def letzter(text: str, je_jahr: int = 12, **reihen: Sequence[float]) -> float | Grund:
    """The value of the last period, or the reason why there is none."""
    ergebnis = rechne(text, je_jahr, **reihen)
    grund = Grund(int(ergebnis.grund[0, -1]))
    return float(ergebnis.werte[0, -1]) if grund is Grund.OK else grund


# -- What is computed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wert"),
    [
        ("1", 1),
        ("0,5", 0.5),
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("10 - 4 - 3", 3),
        ("12 / 3 / 2", 2),
        ("12 : 3 ÷ 2", 2),
        ("2 × 3 · 4", 24),
        ("-2 * 3", -6),
        ("2 * -3", -6),
        ("7 \u2212 2 \u2013 1", 4),
        ("--4", 4),
        ("-(1 + 2)", -3),
        ("A", 4),
        ("A / B", 2),
        ("A / B - 1", 1),
        ("\u00a0A\t/\n B ", 2),
        ("A * 0,25 + B", 3),
    ],
)
def test_arithmetic_is_that_of_school(text: str, wert: float) -> None:
    assert letzter(text, A=[4], B=[2]) == wert


JAHR = list(range(1, 13))


@pytest.mark.parametrize(
    ("text", "reihe", "erwartet"),
    [
        ("summe12(A)", JAHR, 78),
        ("mittel12(A)", JAHR, 6.5),
        ("summe12(A)", [0, *JAHR], 78),
        ("summe12(A)", JAHR[1:], Grund.LUECKE),
        ("summe12(A)", [1, NAN, *JAHR[2:]], Grund.LUECKE),
        ("summe12(A)", [*JAHR[:-1], NAN], Grund.FEHLT),
        ("summe12(A * 2 + 1)", JAHR, 168),
        ("vormonat(A)", [5, 7], 5),
        ("vormonat(A)", [7], Grund.VERGLEICH_FEHLT),
        ("vormonat(A)", [NAN, 7], Grund.VERGLEICH_FEHLT),
        ("vormonat(vormonat(A))", [3, 5, 7], 3),
        ("A / vorjahr(A) - 1", [8, *[0] * 11, 10], 0.25),
        ("A / vorjahr(A) - 1", [0, *[0] * 11, 10], Grund.NENNER_NULL),
        ("vorjahr(A)", [1] * 12, Grund.VERGLEICH_FEHLT),
        ("A", [NAN], Grund.FEHLT),
        ("1 / A", [0], Grund.NENNER_NULL),
        ("1 / (A - A)", [3], Grund.NENNER_NULL),
        ("0 / A", [3], 0),
        ("A * 0", [NAN], Grund.FEHLT),
        ("A * A", [1e200], Grund.ZU_GROSS),
        ("1 / A + 1", [0], Grund.NENNER_NULL),
    ],
)
def test_windows_and_reasons(text: str, reihe: Sequence[float], erwartet: float | Grund) -> None:
    assert letzter(text, A=reihe) == (erwartet if isinstance(erwartet, Grund) else pytest.approx(erwartet))
    assert np.isnan(rechne(text, A=reihe).werte[0, -1]) == isinstance(erwartet, Grund)


@pytest.mark.parametrize(("je_jahr", "erwartet"), [(1, 4), (4, 1), (12, Grund.VERGLEICH_FEHLT)])
def test_the_year_before_is_as_many_periods_back_as_a_year_has(je_jahr: int, erwartet: float | Grund) -> None:
    assert letzter("vorjahr(A)", je_jahr, A=[1, 2, 3, 4, 5]) == erwartet


def test_every_reason_is_a_sentence_for_people() -> None:
    assert set(GRUND_TEXT) == set(Grund)
    assert all(text.endswith(".") for grund, text in GRUND_TEXT.items() if grund)


# -- What is refused -------------------------------------------------------------------------------------------

UMGEBUNG = Umgebung("E_NEU", ("ELB", "INT", "E_ALT", "E_TIEF"), {"E_ALT": ("E_NEU",), "E_TIEF": ("ELB",)})


@pytest.mark.parametrize(
    ("text", "stelle", "was", "richtig"),
    [
        ("", 0, "die Formel ist leer", "zum Beispiel summe12(INT) / mittel12(ELB)"),
        ("   ", 0, "die Formel ist leer", "zum Beispiel summe12(INT) / mittel12(ELB)"),
        ("ELB +", 6, "die Formel endet mittendrin", "ein Code, eine Zahl oder eine Klammer"),
        ("(ELB", 1, "diese Klammer wird nicht geschlossen", "eine Klammer ) dazu"),
        ("ELB)", 4, "diese Klammer wurde nie geöffnet", "ohne diese Klammer"),
        ("()", 2, "hier fehlt ein Wert", "ein Code, eine Zahl oder eine Klammer"),
        ("ELB INT", 5, "davor fehlt ein Rechenzeichen", "+, -, * oder / davor"),
        ("ELB 2", 5, "davor fehlt ein Rechenzeichen", "+, -, * oder / davor"),
        ("* ELB", 1, "vor diesem Rechenzeichen fehlt ein Wert", "ein Code, eine Zahl oder eine Klammer"),
        ("1.5 * ELB", 1, "Punkt in einer Zahl", "ein Komma vor den Nachkommastellen, keine Punkte: 0,5"),
        ("1.234,5", 1, "Punkt in einer Zahl", "ein Komma vor den Nachkommastellen, keine Punkte: 0,5"),
        ("1,", 1, "keine Zahl", "eine Zahl wie 12 oder 0,5, dann ein Rechenzeichen"),
        ("2ELB", 1, "keine Zahl", "eine Zahl wie 12 oder 0,5, dann ein Rechenzeichen"),
        (",5", 1, "Zeichen ohne Zahl davor", "eine Zahl wie 0,5"),
        ("ELB % INT", 5, "eine Einheit in der Formel", "nur die Zahl; die Einheit wird ausgewählt"),
        ("[ELB]", 1, "falsche Klammer", "runde Klammern ( )"),
        ("ELB & INT", 5, "dieses Zeichen gibt es hier nicht", "Codes, Zahlen, + - * / und Klammern"),
        ("1234567890123456", 1, "zu viele Ziffern", "höchstens 15 Ziffern"),
        ("summe(ELB)", 1, "diese Funktion gibt es nicht",
         "summe12(…)? Sonst summe12(…), mittel12(…), vormonat(…), vorjahr(…)"),
        ("ELB(INT)", 1, "diese Funktion gibt es nicht",
         "summe12(…), mittel12(…), vormonat(…), vorjahr(…), oder ein Rechenzeichen vor der Klammer"),
        ("vorjahr + 1", 1, "hier fehlt, worauf sich das Fenster bezieht", "mit Klammern, zum Beispiel vorjahr(ELB)"),
        ("1 + ELBX", 5, "unbekannter Code", "ELB? Sonst ein Code aus der Liste der Grundgrößen und eigenen Zahlen"),
        ("elb", 1, "unbekannter Code", "ELB? Sonst ein Code aus der Liste der Grundgrößen und eigenen Zahlen"),
        ("ZZZ", 1, "unbekannter Code", "ein Code aus der Liste der Grundgrößen und eigenen Zahlen"),
        ("1 + E_NEU", 5, "die Formel führt zu sich selbst (E_NEU → E_NEU)", "eine Größe ohne diesen Weg"),
        ("ELB / E_ALT", 7, "die Formel führt zu sich selbst (E_NEU → E_ALT → E_NEU)", "eine Größe ohne diesen Weg"),
        ("vormonat(E_ALT)", 10, "die Formel führt zu sich selbst (E_NEU → E_ALT → E_NEU)",
         "eine Größe ohne diesen Weg"),
        ("(" * 30 + "ELB" + ")" * 30, 21, "zu tief verschachtelt", "höchstens 20 Ebenen"),
        ("-" * 30 + "1", 21, "zu tief verschachtelt", "höchstens 20 Ebenen"),
        ("+".join(["1"] * 101), 201, "zu viele Teile in einer Formel", "höchstens 100; Teile als Kennzahl anlegen"),
        ("x" * 10_000, 0, "die Formel ist zu lang (10000 Zeichen)",
         "höchstens 500 Zeichen; Teile als eigene Kennzahl anlegen"),
        ("(" * 10_000, 0, "die Formel ist zu lang (10000 Zeichen)",
         "höchstens 500 Zeichen; Teile als eigene Kennzahl anlegen"),
    ],
)  # fmt: skip
def test_a_refusal_says_where_what_and_what_would_be_right(text: str, stelle: int, was: str, richtig: str) -> None:
    with pytest.raises(Formelfehler) as mangel:
        pruefe(text, UMGEBUNG)
    assert (mangel.value.stelle, mangel.value.was, mangel.value.richtig) == (stelle, was, richtig)


def test_the_message_is_one_short_german_line() -> None:
    with pytest.raises(Formelfehler) as mangel:
        pruefe("ELB\x07" + "Y" * 400, UMGEBUNG)
    assert str(mangel.value) == (
        "Zeichen 4 („\ufffd“): dieses Zeichen gibt es hier nicht; richtig wäre: Codes, Zahlen, + - * / und Klammern"
    )
    with pytest.raises(Formelfehler) as langer:
        pruefe("Y" * 400, UMGEBUNG)
    assert len(str(langer.value)) < 200


def test_windows_of_months_are_refused_for_years() -> None:
    jaehrlich = Umgebung("K_NEU", ("B_ELB",), je_jahr=1)
    assert bezuege(pruefe("vorjahr(B_ELB)", jaehrlich)) == {"B_ELB": 9}
    for fenster in ("summe12", "mittel12", "vormonat"):
        with pytest.raises(Formelfehler, match="nur für Zahlen von Monaten"):
            pruefe(f"1 + {fenster}(B_ELB)", jaehrlich)


def test_formulas_do_not_pile_up_without_end() -> None:
    formeln = {f"E_{nr}": (f"E_{nr + 1}",) for nr in range(20)}
    with pytest.raises(Formelfehler, match="zu viele Formeln bauen aufeinander auf"):
        pruefe("E_0", Umgebung("E_NEU", tuple(formeln), formeln))


def test_the_order_puts_what_others_rest_on_first() -> None:
    assert reihenfolge({"C": ("B", "ELB"), "B": ("A",), "A": ("ELB",)}) == ("A", "B", "C")
    with pytest.raises(ValueError, match="im Kreis"):
        reihenfolge({"A": ("B",), "B": ("A",)})


# -- Attacks ---------------------------------------------------------------------------------------------------

ANGRIFFE = (
    "__import__('os').system('id')",
    "ELB.__class__",
    "ELB.__class__.__mro__[1]",
    "(lambda: ELB)()",
    "[x for x in ELB]",
    "ELB if INT else ELB",
    "ELB ** 999999999",
    "ELB ** ELB",
    "9" * 499,
    "ELB; DROP TABLE kennzahlen_eigenezahl",
    "ELB' OR '1'='1",
    "{{ ELB }}",
    "<script>alert(1)</script>",
    "=SUMME(A1:A9)",
    "ELB\0",
    "\u202eBLE",
    "ＥＬＢ",
    "eval(ELB)",
    "summe12(ELB",
    "summe12()",
    "summe12(ELB, INT)",
    "globals()",
    "ELB @ INT",
    "ELB // INT",
    "~ELB",
    "0x10",
    "1e9",
    "1_000",
    "٣",
)


@pytest.mark.parametrize("text", ANGRIFFE)
def test_what_is_no_formula_is_refused_and_nothing_else_happens(text: str) -> None:
    with pytest.raises(Formelfehler):
        pruefe(text, UMGEBUNG)


def test_no_text_ever_reaches_an_interpreter() -> None:
    """No module of the language calls anything that runs code."""
    verboten = {"eval", "exec", "compile", "__import__", "getattr", "setattr", "globals", "locals", "vars", "open"}
    for datei in Path(sprache.__file__).parent.glob("*.py"):
        namen = {knoten.id for knoten in ast.walk(ast.parse(datei.read_text())) if isinstance(knoten, ast.Name)}
        assert not namen & verboten, datei.name


@given(st.text(max_size=600) | st.text(alphabet="ELBINT_()+-*/,.12 summeitlvorja", max_size=80))
def test_any_text_gives_a_tree_or_a_refusal(text: str) -> None:
    mangel = refusal(text)
    if mangel:
        assert 0 <= mangel.stelle <= len(text) + 1
        assert mangel.was
        assert mangel.richtig


def refusal(text: str, umgebung: Umgebung = UMGEBUNG) -> Formelfehler | None:
    try:
        pruefe(text, umgebung)
    except Formelfehler as mangel:
        return mangel
    return None


# -- The same as a naive reading -------------------------------------------------------------------------------

BLAETTER = st.sampled_from(["A", "B", "C", "2", "0,5", "0", "7"])
NENNER = st.sampled_from(["A", "B", "C", "2", "vormonat(C)", "vorjahr(A)", "summe12(B)", "-A", "0"])
"""Such that floating point is exactly zero where fractions are."""


def _verbinde(teile: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return (
        st.tuples(teile, st.sampled_from("+-*"), teile).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        | st.tuples(teile, NENNER).map(lambda t: f"({t[0]} / {t[1]})")
        | st.tuples(st.sampled_from(["summe12", "mittel12", "vormonat", "vorjahr"]), teile).map(
            lambda t: f"{t[0]}({t[1]})"
        )
        | teile.map(lambda t: f"-{t}")
    )


FORMELN = st.recursive(BLAETTER, _verbinde, max_leaves=8)
REIHEN = st.lists(st.one_of(st.integers(-50, 50), st.integers(-50, 50), st.none()), min_size=16, max_size=16)

Naiv = tuple[Fraction, Fraction] | None
"""A value and the size of what it was made of, which says how much rounding can matter; None: no value."""


def naiv(baum: Baum, zahlen: Mapping[str, Sequence[int | None]], t: int) -> Naiv:
    """A formula read period by period, in exact fractions."""
    if t < 0:
        return None
    match baum:
        case Zahl():
            return Fraction(baum.wert), abs(Fraction(baum.wert))
        case Code():
            wert = zahlen[baum.name][t]
            return None if wert is None else (Fraction(wert), abs(Fraction(wert)))
        case Negativ():
            inhalt = naiv(baum.inhalt, zahlen, t)
            return inhalt and (-inhalt[0], inhalt[1])
        case Fenster(art="vormonat" | "vorjahr"):
            return naiv(baum.inhalt, zahlen, t - (1 if baum.art == "vormonat" else 12))
        case Fenster():
            return _naive_summe([naiv(baum.inhalt, zahlen, t - nr) for nr in range(12)], baum.art == "mittel12")
        case Rechnung():
            return _naive_rechnung(baum.zeichen, naiv(baum.links, zahlen, t), naiv(baum.rechts, zahlen, t))


def _naive_summe(monate: Sequence[Naiv], mittel: bool) -> Naiv:
    vorhandene = [monat for monat in monate if monat is not None]
    if len(vorhandene) < 12:
        return None
    teiler = 12 if mittel else 1
    return sum(wert for wert, _ in vorhandene) / Fraction(teiler), sum(groesse for _, groesse in vorhandene)


def _naive_rechnung(zeichen: str, links: Naiv, rechts: Naiv) -> Naiv:
    if links is None or rechts is None or (zeichen == "/" and rechts[0] == 0):
        return None
    match zeichen:
        case "+":
            return links[0] + rechts[0], links[1] + rechts[1]
        case "-":
            return links[0] - rechts[0], links[1] + rechts[1]
        case "*":
            return links[0] * rechts[0], links[1] * rechts[1]
        case _:
            return links[0] / rechts[0], links[1] / abs(rechts[0])


@given(FORMELN, REIHEN, REIHEN, REIHEN)
def test_arrays_give_what_a_naive_reading_gives(
    text: str, a: list[int | None], b: list[int | None], c: list[int | None]
) -> None:
    baum = pruefe(text, Umgebung("X", ("A", "B", "C")))
    zahlen = {"A": a, "B": b, "C": c}
    felder = {n: Ergebnis.aus(np.array([r], dtype=np.float64)) for n, r in zahlen.items()}
    ergebnis = werte_aus(baum, felder, (1, 16))
    for t in range(16):
        erwartet, wert, grund = naiv(baum, zahlen, t), float(ergebnis.werte[0, t]), Grund(int(ergebnis.grund[0, t]))
        if erwartet is None:
            assert grund is not Grund.OK
            assert np.isnan(wert)
        else:
            assert grund is Grund.OK
            assert abs(wert - float(erwartet[0])) <= 1e-9 * max(1.0, float(erwartet[1]))


@given(st.recursive(BLAETTER, lambda t: st.tuples(t, st.sampled_from("+-*"), t).map(" ".join), max_leaves=10))
def test_precedence_is_that_of_python(text: str) -> None:
    """Without parentheses: what Python's own parser makes of the same text, evaluated by hand."""
    werte = {"A": 3, "B": -5, "C": 11}
    ergebnis = letzter(text, A=[3], B=[-5], C=[11])
    assert ergebnis == pytest.approx(float(_python(ast.parse(text.replace(",", "."), mode="eval").body, werte)))


def _python(knoten: ast.expr, werte: Mapping[str, int]) -> Fraction:
    match knoten:
        case ast.Constant(value=wert):
            return Fraction(str(wert))
        case ast.Name(id=name):
            return Fraction(werte[name])
        case ast.BinOp(left=links, op=op, right=rechts):
            a, b = _python(links, werte), _python(rechts, werte)
            return {ast.Add: a + b, ast.Sub: a - b, ast.Mult: a * b}[type(op)]
    raise AssertionError(ast.dump(knoten))
