"""One month, on its own or after the month before: what cannot be right (hard), what needs a word (soft)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from kennzahlen.cube import Maske, monat_plus
from kennzahlen.meldungen.plausibilitaet.stoff import Pruefstoff, Treffer, frueher, stellen, zahl_text
from kennzahlen.recht import GROESSE, GRUNDGROESSEN, TEILE_DES_GANZEN
from zielsystem.zahlen import ganzzahl, monat


def fehlt(stoff: Pruefstoff) -> Iterator[Treffer]:
    """A figure that has to be there by now is not."""
    verlangt = np.array([[_verlangt(spalte, m, stoff.stichmonat) for spalte in GROESSE] for m in stoff.monate])
    for reihe, stelle, spalte in stellen(np.isnan(stoff.werte) & verlangt & stoff.faellig[:, :, None]):
        groesse = GRUNDGROESSEN[spalte]
        text = (
            f"{groesse.code} ({groesse.titel}) fehlt für {monat(stoff.monate[stelle])}. "
            "Anzugeben ist eine Zahl; auch 0 ist eine Angabe."
        )
        yield Treffer(reihe, stelle, groesse.code, "eine Zahl ab 0", text)


def _verlangt(code: str, berichtsmonat: date, stichmonat: date) -> bool:
    groesse = GROESSE[code]
    frist = groesse.nachmeldung_monate
    return berichtsmonat in groesse.geltung and (not frist or monat_plus(berichtsmonat, frist) <= stichmonat)


def ausser_geltung(stoff: Pruefstoff) -> Iterator[Treffer]:
    """A figure for a month in which it is not collected."""
    erhoben = np.array([[m in groesse.geltung for groesse in GRUNDGROESSEN] for m in stoff.monate])
    for reihe, stelle, spalte in stellen(~np.isnan(stoff.werte) & ~erhoben & stoff.faellig[:, :, None]):
        groesse = GRUNDGROESSEN[spalte]
        text = (
            f"{groesse.code} ({groesse.titel}) wird für {monat(stoff.monate[stelle])} nicht erhoben, "
            f"sondern {groesse.geltung}. Richtig ist keine Angabe."
        )
        yield Treffer(reihe, stelle, groesse.code, "keine Angabe", text)


def negativ(stoff: Pruefstoff) -> Iterator[Treffer]:
    """A count or an amount below zero."""
    for reihe, stelle, spalte in stellen((stoff.werte < 0) & stoff.faellig[:, :, None]):
        code = GRUNDGROESSEN[spalte].code
        text = (
            f"{code} für {monat(stoff.monate[stelle])} ist {zahl_text(code, stoff.werte[reihe, stelle, spalte])}. "
            "Anzahlen und Beträge können nicht negativ sein; richtig ist 0 oder mehr."
        )
        yield Treffer(reihe, stelle, code, f"mindestens {zahl_text(code, 0)}", text)


def teil_groesser_ganzes(stoff: Pruefstoff) -> Iterator[Treffer]:
    """Parts that together exceed their whole; a missing part counts as none of it."""
    for teile, ganzes in TEILE_DES_GANZEN:
        summe = np.nansum([stoff.groesse(teil) for teil in teile], axis=0)
        obergrenze = stoff.groesse(ganzes)
        for reihe, stelle in stellen((summe > obergrenze) & stoff.faellig):
            zusammen, hoechstens = (zahl_text(ganzes, werte[reihe, stelle]) for werte in (summe, obergrenze))
            text = (
                f"{' und '.join(teile)} {'ist' if len(teile) == 1 else 'sind zusammen'} "
                f"für {monat(stoff.monate[stelle])} {zusammen} und damit mehr als {ganzes} mit {hoechstens}. "
                "Ein Teil kann höchstens so groß sein wie das Ganze."
            )
            yield Treffer(reihe, stelle, teile[0], f"höchstens {hoechstens}", text, (*teile, ganzes))


def bestandsgleichung(stoff: Pruefstoff) -> Iterator[Treffer]:
    """ELB(m) = ELB(m−1) + entries − exits, within a tolerance; not checked without the previous month."""
    for reihe, stelle, waere, text in _ungleiche(stoff, "ELB", stoff.faellig):
        yield Treffer(reihe, stelle, "ELB", waere, text, _mit_bewegungen("ELB"))


def bestandsgleichung_lzb(stoff: Pruefstoff) -> Iterator[Treffer]:
    """LZB(m) = LZB(m−1) + entries − exits, within the same tolerance.

    Soft: who moves brings the months of entitlement along, and is Langzeitleistungsbezieher here without an entry.
    """
    for reihe, stelle, waere, text in _ungleiche(stoff, "LZB", stoff.faellig):
        yield Treffer(reihe, stelle, "LZB", waere, f"{text} Bitte berichtigen oder erklären.", _mit_bewegungen("LZB"))


def folgemonat(stoff: Pruefstoff) -> Iterator[Treffer]:
    """A month after which the equation of the next month no longer holds, when the next one is not checked itself.

    Only that it can be explained makes it soft: two months that are wrong by each other are corrected one by one.
    """
    return _folgemonat(stoff, "ELB", "der Bestand")


def folgemonat_lzb(stoff: Pruefstoff) -> Iterator[Treffer]:
    """The same for the stock of Langzeitleistungsbezieher."""
    return _folgemonat(stoff, "LZB", "der Bestand an LZB")


def _folgemonat(stoff: Pruefstoff, code: str, bestand: str) -> Iterator[Treffer]:
    danach = np.zeros_like(stoff.faellig)
    danach[:, 1:] = stoff.faellig[:, :-1]
    for reihe, stelle, waere, text in _ungleiche(stoff, code, danach & ~stoff.faellig):
        folgender = monat(stoff.monate[stelle])
        hinweis = (
            f"Im Folgemonat geht {bestand} damit nicht auf: {text} Bitte auch {folgender} berichtigen oder erklären."
        )
        yield Treffer(reihe, stelle - 1, code, f"{folgender}: {waere}", hinweis, (code,))


def _mit_bewegungen(code: str) -> tuple[str, str, str]:
    return code, f"{code}_ZUGANG", f"{code}_ABGANG"


def _ungleiche(stoff: Pruefstoff, code: str, wo: Maske) -> Iterator[tuple[int, int, str, str]]:
    """Series and month where the equation fails, what the stock would have to be, and why, in German."""
    bestand, zugang, abgang = map(stoff.groesse, _mit_bewegungen(code))
    vormonat = frueher(bestand, 1)
    soll = vormonat + zugang - abgang
    anteil, personen = map(stoff.parameter_wert, ("BESTAND_TOLERANZ_ANTEIL", "BESTAND_TOLERANZ_PERSONEN"))
    toleranz = np.maximum(np.floor(anteil * vormonat), personen)
    for reihe, stelle in stellen((np.abs(bestand - soll) > toleranz) & wo):
        ist, vorher, dazu, davon, waere, spielraum = (
            ganzzahl(float(werte[reihe, stelle])) for werte in (bestand, vormonat, zugang, abgang, soll, toleranz)
        )
        text = (
            f"{code} für {monat(stoff.monate[stelle])} ist {ist}. Der Bestand des Vormonats ({vorher}) zuzüglich "
            f"{code}_ZUGANG ({dazu}) abzüglich {code}_ABGANG ({davon}) ergibt {waere}; "
            f"zulässig ist eine Abweichung von {spielraum}."
        )
        yield reihe, stelle, f"{waere} (± {spielraum})", text
