"""What a Kennzahl did within a year, and why, as German sentences. Pure.

Numerator and denominator tell how a value came about, nothing else is known here: no sentence names a cause outside
the figures. What a sentence says is decided by the figures as the reader sees them, rounded: two values that look the
same are "nahezu unverändert", whatever lies behind the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kennzahlen.auskunft.vergleich import Quotient, zerlege
from kennzahlen.recht import GROESSE, Ausdruck, Groessenart, Kennzahl
from zielsystem import zahlen


@dataclass(frozen=True)
class Messung:
    """A published value of a month with what it rests on.

    ``wert`` is a fraction or None with ``grund``, the sentence why; ``zaehler`` and ``nenner`` are the published sums
    over the window (persons, cases or cents), None where they are not published. ``ohne_jobcenter`` counts the units
    of a group whose figures are missing.
    """

    monat: date
    wert: float | None
    grund: str = ""
    monate_vorhanden: int = 1
    fenster: int = 1
    ohne_jobcenter: int = 0
    vorlaeufig: bool = False
    zaehler: int | None = None
    nenner: int | None = None

    @property
    def unvollstaendig(self) -> bool:
        """Whether months of the window are missing."""
        return self.wert is not None and self.monate_vorhanden < self.fenster


@dataclass(frozen=True)
class Ergaenzung:
    """An Ergänzungsgröße in both months, where they can be compared."""

    titel: str
    jetzt: float
    frueher: float
    veraenderung: bool


@dataclass(frozen=True)
class Kennzahlbild:
    """A Kennzahl in a month and in the same month of the year before; ``vergleichbar``: by the same definition."""

    kennzahl: Kennzahl
    jetzt: Messung
    frueher: Messung
    vergleichbar: bool = True
    ergaenzungen: Sequence[Ergaenzung] = ()


def saetze(bild: Kennzahlbild) -> tuple[str, ...]:
    """The summary of a Kennzahl: its value, its change, what moved it, and what has to be said with it."""
    if bild.jetzt.wert is None:
        return (_ohne_wert(bild),)
    hindernis = _hindernis(bild)
    teile = [_wertsatz(bild) if not hindernis or bild.kennzahl.veraenderung else _nur_wert(bild)]
    if hindernis:
        teile.append(hindernis)
    else:
        teile += [_vorjahressatz(bild) if bild.kennzahl.veraenderung else _herkunft(bild), *_staerkste(bild)]
    teile += _vorbehalte(bild.jetzt)
    return tuple(teil for teil in teile if teil)


# -- The value -------------------------------------------------------------------------------------------------


def _ohne_wert(bild: Kennzahlbild) -> str:
    return f"Für {zahlen.monat(bild.jetzt.monat)} ist kein Wert veröffentlicht. {bild.jetzt.grund}".rstrip()


def _wertsatz(bild: Kennzahlbild) -> str:
    return _bewegung(bild) if bild.kennzahl.veraenderung else _quote(bild)


def _nur_wert(bild: Kennzahlbild) -> str:
    """The value of a rate without any comparison."""
    return f"{_name(bild)} betrug {_zeitraum(bild)} {zahlen.prozent(bild.jetzt.wert)}."


def _quote(bild: Kennzahlbild) -> str:
    """The value of a rate beside that of the year before."""
    jetzt, frueher = _beide(bild)
    anfang = f"{_name(bild)} betrug {_zeitraum(bild)} {zahlen.prozent(jetzt)}"
    vorher = f"ein Jahr zuvor ({zahlen.prozent(frueher)})"
    match _richtung(jetzt, frueher):
        case 0 if jetzt == frueher:
            return f"{anfang} und ist damit gegenüber dem Vorjahr unverändert."
        case 0:
            return f"{anfang} und ist damit gegenüber dem Vorjahr nahezu unverändert ({zahlen.prozent(frueher)})."
        case richtung:
            return f"{anfang}, {_abstand(jetzt - frueher)} {'mehr' if richtung > 0 else 'weniger'} als {vorher}."


def _bewegung(bild: Kennzahlbild) -> str:
    """What a change says by itself: its quantity of the month against that of the same month of the year before."""
    wert, ausdruck = bild.jetzt.wert or 0.0, bild.kennzahl.zaehler
    wer, seit = _gross(_nennung(ausdruck)), zahlen.monat(_ein_jahr_vor(bild.jetzt.monat))
    von_auf = _von_auf(ausdruck, bild.jetzt.nenner, bild.jetzt.zaehler)
    if not _gerundet(wert):
        wie = "unverändert" if wert == 0 else "nahezu unverändert"
        return f"{wer} ist im {zahlen.monat(bild.jetzt.monat)} gegenüber {seit} {wie}{von_auf}."
    verb = "stieg" if wert > 0 else "sank"
    return f"{wer} {verb} von {seit} bis {zahlen.monat(bild.jetzt.monat)} um {_betrag(wert)}{von_auf}."


# -- The change ------------------------------------------------------------------------------------------------


def _hindernis(bild: Kennzahlbild) -> str:
    """Why month and year before are not compared; empty where they are."""
    jetzt, frueher, wann = bild.jetzt, bild.frueher, zahlen.monat(bild.frueher.monat)
    if jetzt.unvollstaendig:
        return _UNVOLLSTAENDIG.format(jetzt.monate_vorhanden, jetzt.fenster, wann)
    if frueher.wert is None:
        return f"Ein Vergleich mit {wann} ist nicht möglich: Für diesen Monat ist kein Wert veröffentlicht."
    if not bild.vergleichbar:
        return f"Mit {wann} ist der Wert nicht vergleichbar, weil dazwischen eine neue Definition in Kraft trat."
    if frueher.unvollstaendig:
        vorhanden = f"{frueher.monate_vorhanden} von {frueher.fenster} Monaten"
        return f"Ein Vergleich mit {wann} ist nicht möglich: Der frühere Wert beruht nur auf {vorhanden}."
    if jetzt.ohne_jobcenter or frueher.ohne_jobcenter:
        return f"Ein Vergleich mit {wann} unterbleibt, weil Zahlen einzelner Jobcenter fehlen."
    return ""


_UNVOLLSTAENDIG = "Der Wert ist unvollständig: Er beruht auf {} von {} Monaten und wird nicht mit {} verglichen."


def _vorjahressatz(bild: Kennzahlbild) -> str:
    """How a change compares with the change a year before."""
    jetzt, frueher = (_gerundet(wert) for wert in _beide(bild))
    pronomen = _WER[bild.kennzahl.zaehler.groesse][1]
    if not frueher:
        return f"Ein Jahr zuvor war {pronomen} nahezu unverändert geblieben."
    partizip, betrag = "gestiegen" if frueher > 0 else "gesunken", _betrag(bild.frueher.wert or 0.0)
    if jetzt * frueher <= 0:
        return f"Ein Jahr zuvor war {pronomen} um {betrag} {partizip}."
    hauptwort = "Anstieg" if jetzt > 0 else "Rückgang"
    if jetzt == frueher:
        return f"Ein Jahr zuvor war {pronomen} ebenso stark {partizip} ({betrag})."
    wie = "verstärkt" if abs(jetzt) > abs(frueher) else "abgeschwächt"
    return f"Der {hauptwort} hat sich damit {wie}: Ein Jahr zuvor hatte er {betrag} betragen."


def _herkunft(bild: Kennzahlbild) -> str:
    """What numerator and denominator of a rate did, and what that meant for the rate; empty where it is not known."""
    teile = [_quotient(bild.kennzahl, messung) for messung in (bild.frueher, bild.jetzt)]
    if teile[0] is None or teile[1] is None:
        return ""
    zerlegung = zerlege(teile[0], teile[1])
    was = f"{_gross(_teil(bild, 'zaehler'))}, {_teil(bild, 'nenner')}."
    beitraege = float(zerlegung.zaehler), float(zerlegung.nenner)
    return f"{was} {_wirkung(bild.kennzahl, *beitraege)}".rstrip()


def _teil(bild: Kennzahlbild, welcher: str) -> str:
    """What one part of the ratio did: "die Zahl der Integrationen stieg um 3,4 % von 1.234 auf 1.276"."""
    ausdruck: Ausdruck = getattr(bild.kennzahl, welcher)
    vorher, nachher = getattr(bild.frueher, welcher), getattr(bild.jetzt, welcher)
    if vorher == nachher:
        return f"{_nennung(ausdruck)} blieb unverändert ({_menge(ausdruck, nachher)})"
    von_auf = _von_auf(ausdruck, vorher, nachher)
    if not vorher:
        return f"{_nennung(ausdruck)} stieg{von_auf.removeprefix(',')}"
    relativ = nachher / vorher - 1
    if not _gerundet(relativ):
        return f"{_nennung(ausdruck)} blieb nahezu unverändert"
    return f"{_nennung(ausdruck)} {'stieg' if relativ > 0 else 'sank'} um {_betrag(relativ)}{_in_klammern(von_auf)}"


def _wirkung(kennzahl: Kennzahl, zaehler: float, nenner: float) -> str:
    """What each part brought to the change of the rate."""
    oben, unten = _gerundet(zaehler), _gerundet(nenner)
    wer = _WER[kennzahl.zaehler.groesse][2], _WER[kennzahl.nenner.groesse][2]
    if not oben and not unten:
        return ""
    if oben * unten > 0:
        verb = "erhöhte" if oben > 0 else "senkte"
        return f"Beides {verb} die Quote: {wer[0]} um {_abstand(zaehler)}, {wer[1]} um {_abstand(nenner)}."
    if oben and unten:
        (hebt, auf), (senkt, ab) = sorted(zip(wer, (zaehler, nenner), strict=True), key=lambda paar: -paar[1])
        return f"Für sich genommen hätte {hebt} die Quote um {_abstand(auf)} erhöht, {senkt} um {_abstand(ab)} gesenkt."
    allein, beitrag = (wer[0], zaehler) if oben else (wer[1], nenner)
    verb = "erhöhte" if beitrag > 0 else "senkte"
    return f"Ins Gewicht fällt nur {allein}: Das {verb} die Quote um {_abstand(beitrag)}."


def _staerkste(bild: Kennzahlbild) -> list[str]:
    """The Ergänzungsgröße that changed most, where one did."""
    bewegte = [e for e in bild.ergaenzungen if _richtung(e.jetzt, e.frueher)]
    if not bewegte:
        return []
    eine = max(bewegte, key=lambda e: abs(e.jetzt - e.frueher))
    wert = (zahlen.veraenderung if eine.veraenderung else zahlen.prozent)(eine.jetzt)
    abstand = zahlen.prozentpunkte(eine.jetzt - eine.frueher)
    return [f"Unter den Ergänzungsgrößen veränderte sich am stärksten: {eine.titel} ({abstand} auf {wert})."]


def _vorbehalte(jetzt: Messung) -> list[str]:
    fehlend, teile = jetzt.ohne_jobcenter, []
    if fehlend:
        teile.append(f"Nicht enthalten {'ist ein' if fehlend == 1 else f'sind {zahlen.ganzzahl(fehlend)}'} Jobcenter, "
                     f"{'dessen' if fehlend == 1 else 'deren'} Zahlen fehlen.")  # fmt: skip
    if jetzt.vorlaeufig:
        teile.append("Der Wert ist vorläufig und kann sich bis zum Ablauf der Wartezeit noch ändern.")
    return teile


# -- Words for quantities --------------------------------------------------------------------------------------

_WER: dict[str, tuple[str, str, str]] = {
    "LLU": ("die Summe der Leistungen zum Lebensunterhalt", "sie", "die Summe der Leistungen"),
    "LZB": ("der Bestand an Langzeitleistungsbeziehern", "er", "der Bestand an Langzeitleistungsbeziehern"),
    "INT": ("die Zahl der Integrationen in zwölf Monaten", "sie", "die Zahl der Integrationen"),
    "ELB": (
        "der durchschnittliche Bestand an erwerbsfähigen Leistungsberechtigten",
        "er",
        "der Bestand an erwerbsfähigen Leistungsberechtigten",
    ),
}
"""The Grundgrößen of the three Kennzahlen, in full, as pronoun, and short, each in the nominative singular."""


def _nennung(ausdruck: Ausdruck) -> str:
    return _WER[ausdruck.groesse][0]


def _name(bild: Kennzahlbild) -> str:
    return f"Die {bild.kennzahl.titel}"


def _gross(text: str) -> str:
    return text[:1].upper() + text[1:]


def _zeitraum(bild: Kennzahlbild) -> str:
    bis = zahlen.monat(bild.jetzt.monat)
    return f"im {bis}" if bild.kennzahl.fenster == 1 else f"in den zwölf Monaten bis {bis}"


def _ein_jahr_vor(monat: date) -> date:
    return monat.replace(year=monat.year - 1)


# -- Figures as the reader sees them ---------------------------------------------------------------------------


def _beide(bild: Kennzahlbild) -> tuple[float, float]:
    assert bild.jetzt.wert is not None
    assert bild.frueher.wert is not None
    return bild.jetzt.wert, bild.frueher.wert


def _gerundet(anteil: float) -> Decimal:
    """A fraction in percent with one decimal, as it is printed."""
    return (Decimal(repr(float(anteil))) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _richtung(jetzt: float, frueher: float) -> int:
    """1 or -1 where both the values and their difference show it when printed, else 0."""
    if not _gerundet(jetzt - frueher) or _gerundet(jetzt) == _gerundet(frueher):
        return 0
    return 1 if jetzt > frueher else -1


def _betrag(anteil: float) -> str:
    """A relative change without its sign: "2,3 %"."""
    return zahlen.prozent(abs(anteil))


def _abstand(abstand: float) -> str:
    """A difference of two rates without its sign: "0,8 Prozentpunkte"."""
    return zahlen.prozentpunkte(abs(abstand)).removeprefix("+")


def _von_auf(ausdruck: Ausdruck, vorher: int | None, nachher: int | None) -> str:
    """ ", von 1.234 auf 1.276"; empty where the amounts are not known or look the same."""
    if vorher is None or nachher is None:
        return ""
    von, auf = (_menge(ausdruck, anzahl) for anzahl in (vorher, nachher))
    return f", von {von} auf {auf}" if von != auf else ""


def _in_klammern(von_auf: str) -> str:
    return f" ({von_auf.removeprefix(', ')})" if von_auf else ""


def _menge(ausdruck: Ausdruck, summe: int) -> str:
    """An amount as it is printed: millions of euros, whole persons; a mean is the sum over its months divided."""
    if GROESSE[ausdruck.groesse].art is Groessenart.GELD:
        return _mio(summe)
    return zahlen.ganzzahl(round(Fraction(summe, ausdruck.laenge)) if ausdruck.mittel else summe)


def _mio(cent: int) -> str:
    return f"{zahlen.dezimalzahl(Decimal(cent) / 100_000_000, 2)}{zahlen.FESTES_LEERZEICHEN}Mio.{_SCHMAL}€"


_SCHMAL = zahlen.SCHMALES_LEERZEICHEN


def _quotient(kennzahl: Kennzahl, messung: Messung) -> Quotient | None:
    """The ratio behind a value; None where its parts are not published."""
    if messung.zaehler is None or not messung.nenner:
        return None
    return Quotient(
        Fraction(messung.zaehler), Fraction(messung.nenner, kennzahl.fenster if kennzahl.nenner.mittel else 1)
    )
