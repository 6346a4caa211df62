"""The fields of the grid form: what was typed, read by the reader of the month files, and each field as a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import BadRequest
from django.http import QueryDict

from kennzahlen.meldungen.erfassung import NICHTS, Aenderung, Angabe, angabe
from kennzahlen.meldungen.lieferung.zahlen import FORMEL, STELLEN, WEGLASSEN, Unlesbar, lies_anzahl, lies_cent
from kennzahlen.meldungen.plausibilitaet import zahl_text
from kennzahlen.models import Meldung
from kennzahlen.recht import GROESSE, GRUNDGROESSEN, SPALTE, Groessenart, Grundgroesse
from zielsystem import zahlen
from zielsystem.recht import in_kraft
from zielsystem.ui.rows import Statusart

GRUPPEN = (
    ("Leistungen", ("LLU", "LUH")),
    ("Erwerbsfähige Leistungsberechtigte (eLb)", ("ELB",)),
    ("Langzeitleistungsbezieher (LZB)", ("LZB",)),
    ("Integrationen", ("INT",)),
    ("Eintritte in Beschäftigung", ("EINTRITT",)),
)
"""Headings, and with which words the codes below them begin."""

_NICHTS = "nichts"
_ZAHL = re.compile(rf"-?[0-9]{{1,{STELLEN}}}")


_RICHTIG_IM_FORMULAR = {
    WEGLASSEN: "eine Zahl wie 1234; bei null Fällen 0, und solange die Zahl noch fehlt, ein leeres Feld",
    FORMEL[1]: "das Ergebnis als Zahl",
}
"""What the reader of files advises, as it is said to somebody who types."""


@dataclass(frozen=True)
class Eingabe:
    """One field as it came: the text, what was shown before, and what is meant (None: ``fehler`` says why not)."""

    text: str
    haken: bool
    vorher: Angabe
    nachher: Angabe | None
    fehler: str = ""


@dataclass(frozen=True)
class Feldstand:
    """How a field stands, in a word and its colour, with sentences that help."""

    text: str
    art: Statusart
    saetze: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feld:
    """One field, ready to be shown. ``neu`` says that the page still shows an older figure than the one stored,
    ``unerledigt`` that what is typed in it is not stored.
    """

    code: str
    titel: str
    einheit: str
    text: str
    haken: bool
    vorher: str
    vormonat: str
    vorjahr: str
    stand: Feldstand
    konflikt: str = ""
    konflikt_wert: str = ""
    neu: bool = False
    unerledigt: bool = False


def groessen_von(monat: date) -> tuple[Grundgroesse, ...]:
    """What is collected in a month."""
    return in_kraft(GRUNDGROESSEN, monat)


def gruppiert(felder: Sequence[Feld]) -> Iterator[tuple[str, list[Feld]]]:
    """The fields below their headings."""
    for titel, anfaenge in GRUPPEN:
        if eigene := [feld for feld in felder if feld.code.partition("_")[0] in anfaenge]:
            yield titel, eigene


# -- What came -------------------------------------------------------------------------------------------------


def lies_eingaben(daten: QueryDict, groessen: Sequence[Grundgroesse]) -> dict[str, Eingabe]:
    """The fields that came, by code; ``BadRequest`` when what was shown before has been tampered with."""
    eingaben = {g.code: _lies(daten, g) for g in groessen if f"wert-{g.code}" in daten}
    return {code: eingabe for code, eingabe in eingaben.items() if code != daten.get("behalten")}


def aenderungen(eingaben: Mapping[str, Eingabe]) -> dict[str, Aenderung]:
    """What is to be changed: every readable field that says something else than what was shown."""
    return {
        code: Aenderung(eingabe.vorher, eingabe.nachher)
        for code, eingabe in eingaben.items()
        if eingabe.nachher is not None and eingabe.nachher != eingabe.vorher
    }


def _lies(daten: QueryDict, groesse: Grundgroesse) -> Eingabe:
    text, haken = daten.get(f"wert-{groesse.code}", "").strip(), f"nichts-{groesse.code}" in daten
    vorher = _aus_schluessel(daten.get(f"vorher-{groesse.code}", ""))
    code, _, gesehen = daten.get("durchsetzen", "").partition("=")
    if code == groesse.code:
        vorher = _aus_schluessel(gesehen)
    try:
        return Eingabe(text, haken, vorher, _gemeint(text, haken, groesse))
    except Unlesbar as mangel:
        richtig = _RICHTIG_IM_FORMULAR.get(mangel.richtig, mangel.richtig)
        return Eingabe(text, haken, vorher, None, f"{mangel.was}; richtig ist {richtig}.")


def _gemeint(text: str, haken: bool, groesse: Grundgroesse) -> Angabe:
    if not text:
        return NICHTS if haken else Angabe()
    wert = lies_cent(text) if groesse.art is Groessenart.GELD else lies_anzahl(text)
    if haken and wert:
        raise Unlesbar("Zahl und „nichts zu melden“ zugleich", "nur eines von beiden")
    return NICHTS if haken else Angabe(wert)


def _aus_schluessel(text: str) -> Angabe:
    if text in ("", _NICHTS):
        return NICHTS if text else Angabe()
    if not _ZAHL.fullmatch(text):
        raise BadRequest("Unbekannte Angabe in einem verborgenen Feld.")
    return Angabe(int(text))


def _schluessel(angabe: Angabe) -> str:
    return _NICHTS if angabe.nichts else "" if angabe.wert is None else str(angabe.wert)


def _eingabetext(wert: int | None, groesse: Grundgroesse) -> str:
    """A figure as the reader reads it back: without grouping, because a single group could be decimals."""
    if wert is None or groesse.art is not Groessenart.GELD:
        return "" if wert is None else str(wert)
    vorzeichen = "-" if wert < 0 else ""
    return f"{vorzeichen}{abs(wert) // 100},{abs(wert) % 100:02}"


# -- What is shown ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vergleich:
    """The figures shown beside the fields: of the month before, and of the same month of the year before."""

    vormonat: Sequence[int | None] = ()
    vorjahr: Sequence[int | None] = ()


def felder_von(
    meldung: Meldung,
    vergleich: Vergleich,
    staende: Mapping[str, Feldstand],
    eingaben: Mapping[str, Eingabe],
    konflikte: Mapping[str, str],
) -> list[Feld]:
    """Every field: ``staende`` say what was found, ``konflikte`` who changed what meanwhile, both by code."""
    return [
        _feld(groesse, angabe(meldung, groesse.code), vergleich, staende, eingaben.get(groesse.code), konflikte)
        for groesse in groessen_von(meldung.monat)
    ]


def _feld(
    groesse: Grundgroesse,
    gespeichert: Angabe,
    vergleich: Vergleich,
    staende: Mapping[str, Feldstand],
    eingabe: Eingabe | None,
    konflikte: Mapping[str, str],
) -> Feld:
    code = groesse.code
    unerledigt = eingabe is not None and (bool(eingabe.fehler) or code in konflikte)
    eigener_text = eingabe is not None and (unerledigt or eingabe.nachher == gespeichert)
    gezeigt = "" if gespeichert.nichts else _eingabetext(gespeichert.wert, groesse)
    return Feld(
        code=code,
        titel=groesse.titel,
        einheit=groesse.art.einheit,
        text=eingabe.text if eingabe and eigener_text else gezeigt,
        haken=eingabe.haken if eingabe and eigener_text else gespeichert.nichts,
        vorher=_schluessel(eingabe.vorher if eingabe and unerledigt else gespeichert),
        vormonat=zahltext(groesse, vergleich.vormonat),
        vorjahr=zahltext(groesse, vergleich.vorjahr),
        stand=_feldstand(gespeichert, staende.get(code), eingabe, code in konflikte),
        konflikt=konflikte.get(code, ""),
        konflikt_wert=f"{code}={_schluessel(gespeichert)}",
        neu=not eigener_text,
        unerledigt=unerledigt,
    )


def _feldstand(gespeichert: Angabe, gefunden: Feldstand | None, eingabe: Eingabe | None, konflikt: bool) -> Feldstand:
    if eingabe and eingabe.fehler:
        return Feldstand("ungültig", "danger", (f"Nicht gespeichert: {eingabe.fehler}",))
    if konflikt:
        return Feldstand("nicht gespeichert", "danger")
    if gefunden:
        return gefunden
    if gespeichert.nichts:
        return Feldstand("gespeichert", "success", ("Nichts zu melden.",))
    return Feldstand("leer", "neutral") if gespeichert.wert is None else Feldstand("gespeichert", "success")


def zahltext(groesse: Grundgroesse, werte: Sequence[int | None]) -> str:
    """A figure of a row of figures as people read it; a dash where there is none."""
    wert = werte[SPALTE[groesse.code]] if werte else None
    return zahlen.FEHLT if wert is None else zahl_text(groesse.code, wert)


def angabetext(code: str, angabe: Angabe) -> str:
    """What was said about a Grundgröße, in words."""
    if angabe.nichts:
        return "nichts zu melden"
    return zahlen.FEHLT if angabe.wert is None else zahl_text(GROESSE[code].code, angabe.wert)
