"""What an agreement looks like on paper: from its content and the figures to finished texts and rows.

One layout serves the draft, the copy that is signed and the final document; an :class:`Auftritt` says which it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString

from agreements.dokument.bilder import bilder_von, legende_von
from agreements.dokument.schrift import fest, luecken
from agreements.dokument.zahlenlage import Kennzahllage, Zahlenlage
from agreements.grundraster import Absatztext
from agreements.grundraster.klartext import absaetze_von
from agreements.inhalt import Abschnitt, Finanzzeile, Inhalt, Ziel
from agreements.recht import vereinbarungsart
from agreements.ziele import DIMENSIONSTITEL, Dimension
from agreements.ziele.dimension import MIT_ZAHL
from agreements.ziele.vorgabe import aus_paaren
from agreements.ziele.wortlaut import OHNE_AUSGANGSWERT, kurzform
from kennzahlen.recht import fassungen
from zielsystem import zahlen


@dataclass(frozen=True)
class Vermerk:
    """A remark below a signature, and the checksum (SHA-256) of the file that it is about, if it is about one."""

    text: str
    pruefsumme: str = ""


@dataclass(frozen=True)
class Unterschrift:
    """A party on the page of signatures. Without ``name`` it has not signed: the lines stay empty."""

    partei: str
    name: str = ""
    weise: str = ""
    am: str = ""
    vermerke: tuple[Vermerk, ...] = ()


@dataclass(frozen=True)
class Auftritt:
    """As what the document presents itself.

    ``kopf`` stands on every page at the top right, ``fuss`` at the bottom left; ``vermerke`` are pairs of a bold word
    and what follows it in the box on the title page; ``pruefsumme`` is the fingerprint of the text that was fixed.
    """

    kopf: str
    fuss: str
    vermerke: tuple[tuple[str, str], ...]
    erzeugt_am: date
    unterschriften: tuple[Unterschrift, ...]
    pruefsumme: str = ""


def kontext(inhalt: Inhalt, lage: Zahlenlage | None, auftritt: Auftritt) -> dict[str, Any]:
    """The context of ``agreements/dokument/vereinbarung.html``."""
    jahre = _jahre(inhalt)
    return {
        "auftritt": auftritt,
        "inhalt": inhalt,
        "fenstertitel": f"{inhalt.titel}, {auftritt.kopf}" if auftritt.kopf else inhalt.titel,
        "norm": f"Vereinbarung nach {fest(str(vereinbarungsart(inhalt.nr, inhalt.ab).norm))}",
        "zeitraum": jahre,
        "fassung": f"{inhalt.fassung}. Fassung (Änderungsvereinbarung)" if inhalt.fassung > 1 else "",
        "laufzeit": f"{zahlen.tag(inhalt.ab)} bis {zahlen.tag(inhalt.bis - timedelta(days=1))}",
        "gegenstand": _gegenstand(inhalt),
        "abschnitte": [_abschnittszeile(nr, a) for nr, a in enumerate(_gliederung(inhalt), start=1)],
        "zielzeilen": [_zielzeile(ziel, lage) for ziel in inhalt.ziele],
        "beitraege": _beitraege(inhalt),
        "finanztafel": _finanztafel(inhalt.finanzen),
        "lage": lage,
        "fussnoten": lage.fussnoten if lage else (),
        "legende": legende_von(lage) if lage else [],
        "bilder": bilder_von(lage) if lage else [],
    }


def _jahre(inhalt: Inhalt) -> str:
    letztes = (inhalt.bis - timedelta(days=1)).year
    return str(inhalt.ab.year) if letztes == inhalt.ab.year else f"{inhalt.ab.year}/{letztes}"


def _gegenstand(inhalt: Inhalt) -> str:
    """What it is about beyond the Ziele, from the title: "Zielvereinbarung 2027, Nr. 4: Jobcenter X"."""
    return "" if inhalt.nr == 1 else inhalt.titel.partition(f"Nr. {inhalt.nr}: ")[2]


# -- Text ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Abschnittszeile:
    """A section with its number; gaps are marked."""

    code: str
    ziffer: int
    titel: str
    absaetze: tuple[Absatztext, ...]


def _gliederung(inhalt: Inhalt) -> list[Abschnitt]:
    """The sections of the text, and what the agreement holds besides as further ones, numbered on."""
    weitere = [
        Abschnitt("finanzen", "Finanzielle Rahmenbedingungen", "") if inhalt.finanzen else None,
        Abschnitt("vorbehalt", "Gremienvorbehalt", _VORBEHALT.format(inhalt.vorbehalt)) if inhalt.vorbehalt else None,
        Abschnitt("anlagen", "Beigefügte Unterlagen", _UNTERLAGEN) if inhalt.anlagen else None,
    ]
    vorhandene = {abschnitt.code for abschnitt in inhalt.abschnitte}
    return [*inhalt.abschnitte, *(einer for einer in weitere if einer and einer.code not in vorhandene)]


_VORBEHALT = (
    "Die Vereinbarung steht unter dem Vorbehalt der Zustimmung: {}. Sie wird erst mit diesem Beschluss wirksam."
)
_UNTERLAGEN = "Bestandteil der Vereinbarung sind die folgenden Dateien, festgehalten mit ihrer Prüfsumme (SHA-256):"


def _abschnittszeile(ziffer: int, abschnitt: Abschnitt) -> Abschnittszeile:
    absaetze = tuple(
        Absatztext(luecken(absatz.text), tuple(luecken(punkt) for punkt in absatz.punkte))
        for absatz in absaetze_von(abschnitt.text)
    )
    return Abschnittszeile(abschnitt.code, ziffer, abschnitt.titel, absaetze)


# -- Ziele -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Zielzeile:
    """A Ziel in the text and as a row of the table."""

    titel: str
    beschreibung: str
    kennzahl: str
    ausgangswert: str
    vereinbart: tuple[str, ...]
    dimension: str
    wortlaut: SafeString


def _zielzeile(ziel: Ziel, lage: Zahlenlage | None) -> Zielzeile:
    lagen = {kennzahl.code: kennzahl for kennzahl in lage.kennzahlen} if lage else {}
    gemessen = lagen.get(ziel.kennzahl)
    messbar = _messbar(ziel, gemessen)
    return Zielzeile(
        ziel.titel,
        fest(ziel.beschreibung),
        f"{ziel.kennzahl} {fassungen(ziel.kennzahl)[-1].titel}" if ziel.kennzahl else "",
        gemessen.werte[0].text if gemessen else zahlen.FEHLT,
        _vereinbart(ziel) if messbar else (zahlen.FEHLT,),
        DIMENSIONSTITEL[Dimension(ziel.dimension)] if messbar else zahlen.FEHLT,
        luecken(ziel.wortlaut if messbar else OHNE_AUSGANGSWERT),
    )


def _vereinbart(ziel: Ziel) -> tuple[str, ...]:
    """What is agreed, in short; "–" as long as the parameters of the dimension are open."""
    vorgabe = aus_paaren(Dimension(ziel.dimension), ziel.vorgabe)
    return kurzform(ziel.kennzahl, vorgabe) if vorgabe else (zahlen.FEHLT,)


def _messbar(ziel: Ziel, gemessen: Kennzahllage | None) -> bool:
    """Whether what the Ziel says can stand: no number is offered while the value it would start from is not whole."""
    if Dimension(ziel.dimension) not in MIT_ZAHL or ziel.vorgabe:
        return True
    eigene = [linie for linie in gemessen.verlauf.linien if linie.rolle == "eigene"] if gemessen else []
    return any(linie.werte[-1] is not None and linie.vollstaendig[-1] for linie in eigene)


# -- Beiträge and funds ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Beitragsblock:
    """What one partner contributes."""

    partner: str
    texte: tuple[str, ...]


def _beitraege(inhalt: Inhalt) -> list[Beitragsblock]:
    je_partner: dict[str, list[str]] = defaultdict(list)
    for beitrag in inhalt.beitraege:
        je_partner[beitrag.partner].append(fest(beitrag.text))
    return [
        Beitragsblock(p.bezeichnung, tuple(je_partner[p.bezeichnung]))
        for p in inhalt.partner
        if p.bezeichnung in je_partner
    ]


@dataclass(frozen=True)
class Finanztafel:
    """Funds by kind and year."""

    jahre: tuple[int, ...]
    zeilen: tuple[tuple[str, tuple[str, ...]], ...]


def _finanztafel(finanzen: Sequence[Finanzzeile]) -> Finanztafel | None:
    if not finanzen:
        return None
    jahre = tuple(sorted({zeile.jahr for zeile in finanzen}))
    betraege = {(zeile.titel, zeile.jahr): zahlen.euro_aus_cent(zeile.betrag) for zeile in finanzen}
    titel = dict.fromkeys(zeile.titel for zeile in finanzen)
    return Finanztafel(jahre, tuple((t, tuple(betraege.get((t, jahr), zahlen.FEHLT) for jahr in jahre)) for t in titel))
