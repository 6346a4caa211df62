"""Texts, comparisons and positions as finished rows for the pages of a negotiation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from agreements.dokument.schrift import luecken
from agreements.grundraster.klartext import absaetze_von
from agreements.models import Kommentar, Textfassung, Vertragspartei
from agreements.textvergleich import Zeile, vergleiche
from agreements.verhandlung.ansicht import Abschnittsstand, Parteiposition, Position, Verhandlungsstand
from agreements.verhandlungsrecht import FASSUNGSTITEL, HERKUNFTSTITEL, Fassungszustand, Herkunft
from zielsystem import zahlen
from zielsystem.parties.models import Nutzer
from zielsystem.ui.rows import Spalte, Statusart, Tabelle, Zelle

_POSITION: dict[Position, tuple[str, Statusart]] = {
    Position.ANGENOMMEN: ("angenommen", "success"),
    Position.ABGELEHNT: ("nicht angenommen", "danger"),
    Position.OFFEN: ("noch offen", "neutral"),
}
_ZUSTANDSART: dict[Fassungszustand, Statusart] = {
    Fassungszustand.GELTEND: "success",
    Fassungszustand.VORGESCHLAGEN: "warning",
}


def positionszelle(position: Parteiposition) -> Zelle:
    """What a party says, as a badge with its reason."""
    text, art = _POSITION[position.position]
    return Zelle(text, status=art, hinweis=position.grund)


# -- Where a section stands -----------------------------------------------------------------------------------


def kurzstand(abschnitt: Abschnittsstand, eigene: Vertragspartei | None) -> Zelle:
    """Where a section stands, from one's own point of view: what is to be done first."""
    meine = abschnitt.position_von(eigene)
    streit = any(p.position is Position.ABGELEHNT for p in abschnitt.positionen)
    if not abschnitt.vereinbart:
        return Zelle("nicht vereinbart", status="neutral")
    if abschnitt.einig:
        return Zelle("einig", status="success")
    if abschnitt.vorschlag is not None:
        wartet = meine is Position.ANGENOMMEN or eigene is None
        return Zelle("Vorschlag: andere am Zug" if wartet else "Vorschlag: Sie sind am Zug", status="warning")
    if streit:
        return Zelle("strittig", status="danger")
    if meine is Position.ANGENOMMEN:
        return Zelle("von Ihnen angenommen", status="info")
    return Zelle("noch nicht angenommen", status="neutral")


@dataclass(frozen=True)
class Wegweiser:
    """A line of the list beside the text; ``stand`` is left out where there is nothing to decide."""

    titel: str
    url: str
    aktiv: bool
    stand: Zelle | None


def wegweiser(stand: Verhandlungsstand, vereinbarung_id: int, offen: str) -> list[Wegweiser]:
    """The sections in order, each with where it stands; ``offen`` is the code of the one that is shown."""
    return [
        Wegweiser(
            f"{abschnitt.raster.ziffer}. {abschnitt.raster.titel}",
            abschnittsadresse(vereinbarung_id, abschnitt.raster.code),
            abschnitt.raster.code == offen,
            kurzstand(abschnitt, stand.eigene) if stand.eigene and abschnitt.vereinbart else None,
        )
        for abschnitt in stand.abschnitte
    ]


def abschnittsadresse(vereinbarung_id: int, code: str) -> str:
    """The page of a section."""
    return reverse("agreements:vereinbarung_abschnitt", args=[vereinbarung_id, code])


def uebersicht(stand: Verhandlungsstand, vereinbarung_id: int) -> Tabelle:
    """All sections with the position of each party."""
    spalten = [
        Spalte("Abschnitt", kopf=True),
        Spalte("Stand"),
        *(Spalte(partei.bezeichnung) for partei in stand.parteien),
        Spalte("Kommentare"),
    ]
    zeilen = [
        [
            Zelle(
                f"{abschnitt.raster.ziffer}. {abschnitt.raster.titel}",
                url=abschnittsadresse(vereinbarung_id, abschnitt.raster.code),
                hinweis=stellenhinweis(abschnitt),
            ),
            kurzstand(abschnitt, stand.eigene),
            *(positionszelle(p) if abschnitt.vereinbart else zahlen.FEHLT for p in abschnitt.positionen),
            f"{abschnitt.offene_kommentare} offen" if abschnitt.offene_kommentare else zahlen.FEHLT,
        ]
        for abschnitt in stand.abschnitte
    ]
    hinweis = "Die Abschnitte mit Buchstaben werden nur vereinbart, wo die Vertragsparteien es wollen."
    return Tabelle("Stand der Verhandlung", spalten, zeilen, hinweis)


def stellenhinweis(abschnitt: Abschnittsstand) -> str:
    """How many places of the newest text are still to be filled in; empty for none."""
    if not abschnitt.offene_stellen or not abschnitt.vereinbart:
        return ""
    return (
        "1 Stelle auszufüllen" if abschnitt.offene_stellen == 1 else f"{abschnitt.offene_stellen} Stellen auszufüllen"
    )


# -- Text and comparison ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Textabsatz:
    """A paragraph to read, what is to be filled in marked."""

    text: SafeString
    punkte: tuple[SafeString, ...]


def lesetext(text: str) -> list[Textabsatz]:
    """A text in paragraphs to read."""
    return [
        Textabsatz(luecken(absatz.text), tuple(luecken(punkt) for punkt in absatz.punkte))
        for absatz in absaetze_von(text)
    ]


@dataclass(frozen=True)
class Vergleichsblock:
    """Paragraphs, or the points of one list, of two texts laid over each other."""

    liste: bool
    zeilen: tuple[Zeile, ...]


@dataclass(frozen=True)
class Textvergleich:
    """Two texts laid over each other; ``aenderungen`` counts the changed paragraphs and points."""

    titel: str
    bloecke: tuple[Vergleichsblock, ...]
    aenderungen: int

    @property
    def in_worten(self) -> str:
        """How much differs."""
        if not self.aenderungen:
            return "Die beiden Texte sind gleich."
        return f"{self.aenderungen} {'Absatz' if self.aenderungen == 1 else 'Absätze'} geändert."


def textvergleich(titel: str, alt: str, neu: str) -> Textvergleich:
    """Two texts laid over each other for reading."""
    zeilen = vergleiche(alt, neu)
    bloecke = tuple(Vergleichsblock(liste, tuple(gruppe)) for liste, gruppe in groupby(zeilen, key=lambda z: z.punkt))
    return Textvergleich(titel, bloecke, sum(zeile.geaendert for zeile in zeilen))


# -- Versions and comments -------------------------------------------------------------------------------------


def herkunft(fassung: Textfassung) -> str:
    """Where a version comes from: "Vorschlag (Land Hessen)"."""
    titel = HERKUNFTSTITEL[Herkunft(fassung.herkunft)]
    return f"{titel} ({fassung.vertragspartei.bezeichnung})" if fassung.vertragspartei else titel


def wer_wann(nutzer: Nutzer | None, am: object) -> str:
    """Person and moment of an act."""
    name = (nutzer.get_full_name() or nutzer.username) if nutzer else ""
    return ", ".join(filter(None, (name, zahlen.zeitpunkt(timezone.localtime(am)))))  # type: ignore[arg-type]


def fassungstabelle(fassungen: Sequence[Textfassung], adresse: str) -> Tabelle:
    """The chain of versions of a section, each with what it changed and what was said about it."""
    spalten = [Spalte("Fassung", kopf=True), Spalte("Stand"), Spalte("Begründung"), Spalte("Stellungnahmen")]
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(
                f"{fassung.nummer}: {herkunft(fassung)}",
                url=f"{adresse}?fassung={fassung.nummer}&gegen=vorige#wortlaut",
                hinweis=wer_wann(fassung.erstellt_durch, fassung.erstellt_am),
            ),
            _zustandszelle(fassung),
            fassung.grund or zahlen.FEHLT,
            _stellungnahmen(fassung),
        ]
        for fassung in fassungen
    ]
    return Tabelle("Fassungen dieses Abschnitts", spalten, zeilen)


def _zustandszelle(fassung: Textfassung) -> Zelle:
    zustand = Fassungszustand(fassung.zustand)
    return Zelle(FASSUNGSTITEL[zustand], status=_ZUSTANDSART.get(zustand, "neutral"))


def _stellungnahmen(fassung: Textfassung) -> str:
    saetze = []
    for stellungnahme in sorted(fassung.stellungnahmen.all(), key=lambda s: s.pk):
        was = "angenommen" if stellungnahme.angenommen else f"nicht angenommen: {stellungnahme.grund}"
        hinfaellig = " (hinfällig)" if stellungnahme.aufgehoben_am else ""
        saetze.append(f"{stellungnahme.vertragspartei.bezeichnung}: {was}{hinfaellig}")
    return "; ".join(saetze) or zahlen.FEHLT


@dataclass(frozen=True)
class Beitragszeile:
    """A comment as it is shown."""

    pk: int
    partei: str
    wer: str
    absaetze: list[str]


@dataclass(frozen=True)
class Faden:
    """A thread of comments as it is shown."""

    erster: Beitragszeile
    antworten: list[Beitragszeile]
    intern: bool
    erledigt: str


def faeden_zeilen(faeden: Iterable[tuple[Kommentar, list[Kommentar]]]) -> list[Faden]:
    """Threads of comments as rows."""
    return [
        Faden(
            _beitragszeile(erster),
            [_beitragszeile(antwort) for antwort in antworten],
            erster.intern,
            wer_wann(erster.erledigt_durch, erster.erledigt_am) if erster.erledigt_am else "",
        )
        for erster, antworten in faeden
    ]


def _beitragszeile(kommentar: Kommentar) -> Beitragszeile:
    return Beitragszeile(
        kommentar.pk,
        kommentar.vertragspartei.bezeichnung,
        wer_wann(kommentar.erstellt_durch, kommentar.erstellt_am),
        kommentar.text.split("\n"),
    )
