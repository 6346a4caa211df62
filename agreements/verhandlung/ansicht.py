"""How a negotiation looks to one of its parties: every section with the position of each party, read at one go."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agreements.grundraster import Abschnittstext
from agreements.models import Kommentar, Stellungnahme, Textfassung, Vertragspartei, Zielvereinbarung
from agreements.recht import Seite, Zustand
from agreements.verhandlung.beteiligte import eigene_von
from agreements.verhandlung.wortlaut import angaben_von, grundraster, offene_stellen, vorschlagstexte
from agreements.verhandlungsrecht import TEXTFASSUNG, Fassungszustand, Textstand
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import in_kraft


class Position(StrEnum):
    """What a party says to the newest version of a section."""

    ANGENOMMEN = "angenommen"
    ABGELEHNT = "abgelehnt"
    OFFEN = "offen"


@dataclass(frozen=True)
class Parteiposition:
    """The position of one party, with its reason where it rejects."""

    partei: Vertragspartei
    position: Position
    grund: str = ""


@dataclass(frozen=True)
class Abschnittsstand:
    """A section: the text that counts, the proposal if there is one, and what each party says to the newest version.

    ``geltend`` is None as long as nobody has touched the section; ``text`` then is the suggested wording, or empty
    for an optional section. ``vorlage`` is the suggested wording in any case.
    """

    raster: Abschnittstext
    vorlage: str
    geltend: Textfassung | None
    vorschlag: Textfassung | None
    positionen: tuple[Parteiposition, ...]
    offene_kommentare: int

    @property
    def text(self) -> str:
        """The text that counts."""
        if self.geltend is not None:
            return self.geltend.text
        return "" if self.raster.wahlweise else self.vorlage

    @property
    def neueste(self) -> Textfassung | None:
        """The version that is to be decided on: the proposal, else the text that counts, if anybody has touched it."""
        return self.vorschlag or self.geltend

    @property
    def nummer(self) -> int:
        """Its number, 0 for the untouched wording."""
        return self.neueste.nummer if self.neueste else 0

    @property
    def neuester_text(self) -> str:
        """Its text."""
        return self.vorschlag.text if self.vorschlag else self.text

    @property
    def vereinbart(self) -> bool:
        """Whether the section is in the agreement, or proposed for it."""
        return bool(self.text or self.vorschlag)

    @property
    def einig(self) -> bool:
        """Whether every party has accepted the text that counts and nothing else is proposed."""
        return self.vorschlag is None and all(p.position is Position.ANGENOMMEN for p in self.positionen)

    @property
    def offene_stellen(self) -> int:
        """How many places the parties still have to fill in."""
        return len(offene_stellen(self.neuester_text))

    def position_von(self, partei: Vertragspartei | None) -> Position | None:
        """What one party says."""
        return next((p.position for p in self.positionen if p.partei == partei), None)


@dataclass(frozen=True)
class Verhandlungsstand:
    """All sections of an agreement in order, its parties, and which of them one acts for."""

    parteien: tuple[Vertragspartei, ...]
    eigene: Vertragspartei | None
    abschnitte: tuple[Abschnittsstand, ...]

    def abschnitt(self, code: str) -> Abschnittsstand | None:
        """The section with a code, if the Grundraster has it."""
        return next((abschnitt for abschnitt in self.abschnitte if abschnitt.raster.code == code), None)


def verhandlungsstand(vereinbarung: Zielvereinbarung, durch: Zugang) -> Verhandlungsstand:
    """How the negotiation of an agreement stands, for somebody who may see it. Four queries."""
    parteien = tuple(vereinbarung.vertragsparteien.order_by("reihenfolge"))
    lebendige = _lebendige(vereinbarung)
    stellungnahmen = _stellungnahmen(vereinbarung)
    kommentare = _offene_kommentare(vereinbarung, durch)
    angaben = angaben_von(vereinbarung)
    vorlagen = vorschlagstexte(angaben)
    abschnitte = []
    for code, raster in grundraster(angaben).items():
        geltend = lebendige.get((code, Fassungszustand.GELTEND))
        vorschlag = lebendige.get((code, Fassungszustand.VORGESCHLAGEN))
        neueste = vorschlag or geltend
        positionen = _positionen(parteien, stellungnahmen[neueste.pk] if neueste else {})
        abschnitte.append(Abschnittsstand(raster, vorlagen[code], geltend, vorschlag, positionen, kommentare[code]))
    return Verhandlungsstand(parteien, eigene_von(parteien, durch), tuple(abschnitte))


def moegliche_akte(
    stand: Verhandlungsstand, abschnitt: Abschnittsstand, vereinbarung: Zielvereinbarung, am: date
) -> frozenset[str]:
    """The acts on a section that nothing stands against, by the rows of the law; none for who is no party."""
    if stand.eigene is None:
        return frozenset()
    neueste = abschnitt.neueste
    eigene = neueste is not None and neueste.vertragspartei_id == stand.eigene.pk
    textstand = Textstand(Zustand(vereinbarung.zustand), Seite(stand.eigene.seite), eigene, alle_einig=True)
    zustand = neueste.zustand if neueste else None if abschnitt.raster.wahlweise else Fassungszustand.GELTEND
    zeilen = (zeile for zeile in in_kraft(TEXTFASSUNG.uebergaenge, am) if not zeile.von or zustand in zeile.von)
    moeglich = {zeile.code for zeile in zeilen if not zeile.hindernisse(textstand, am)}
    if abschnitt.position_von(stand.eigene) is Position.ANGENOMMEN:
        moeglich.discard("annehmen")
    return frozenset(moeglich)


def kette(vereinbarung: Zielvereinbarung, abschnitt: str, durch: Zugang) -> list[Textfassung]:
    """Every version of a section that somebody may see, the newest first, with who wrote it and what was said."""
    fassungen = vereinbarung.textfassungen.visible_to(durch).filter(abschnitt=abschnitt)
    mit_allem = fassungen.select_related("vertragspartei", "erstellt_durch").prefetch_related(
        "stellungnahmen__vertragspartei"
    )
    return list(mit_allem.order_by("-nummer"))


def faeden(vereinbarung: Zielvereinbarung, abschnitt: str, durch: Zugang) -> list[tuple[Kommentar, list[Kommentar]]]:
    """The comments on a section in threads, each first comment with its answers, open threads first. One query."""
    sichtbare = Kommentar.objects.visible_to(durch).filter(zielvereinbarung=vereinbarung, abschnitt=abschnitt)
    antworten: dict[int | None, list[Kommentar]] = defaultdict(list)
    for kommentar in sichtbare.select_related("vertragspartei", "erstellt_durch", "erledigt_durch").order_by("pk"):
        antworten[kommentar.antwort_auf_id].append(kommentar)
    erste = sorted(antworten[None], key=lambda k: (k.erledigt_am is not None, k.pk))
    return [(kommentar, antworten[kommentar.pk]) for kommentar in erste]


def _lebendige(vereinbarung: Zielvereinbarung) -> dict[tuple[str, str], Textfassung]:
    zustaende = (Fassungszustand.GELTEND, Fassungszustand.VORGESCHLAGEN)
    fassungen = vereinbarung.textfassungen.filter(zustand__in=zustaende).select_related("vertragspartei")
    return {(fassung.abschnitt, fassung.zustand): fassung for fassung in fassungen}


def _stellungnahmen(vereinbarung: Zielvereinbarung) -> dict[int, dict[int, Stellungnahme]]:
    """By version and party."""
    gefunden: dict[int, dict[int, Stellungnahme]] = defaultdict(dict)
    for stellungnahme in Stellungnahme.objects.gueltig().filter(fassung__zielvereinbarung=vereinbarung):
        gefunden[stellungnahme.fassung_id][stellungnahme.vertragspartei_id] = stellungnahme
    return gefunden


def _positionen(
    parteien: Sequence[Vertragspartei], stellungnahmen: dict[int, Stellungnahme]
) -> tuple[Parteiposition, ...]:
    return tuple(_position(partei, stellungnahmen.get(partei.pk)) for partei in parteien)


def _position(partei: Vertragspartei, stellungnahme: Stellungnahme | None) -> Parteiposition:
    if stellungnahme is None:
        return Parteiposition(partei, Position.OFFEN)
    if stellungnahme.angenommen:
        return Parteiposition(partei, Position.ANGENOMMEN)
    return Parteiposition(partei, Position.ABGELEHNT, stellungnahme.grund)


def _offene_kommentare(vereinbarung: Zielvereinbarung, durch: Zugang) -> Counter[str]:
    offene = Kommentar.objects.visible_to(durch).filter(
        zielvereinbarung=vereinbarung, antwort_auf=None, erledigt_am=None
    )
    return Counter(offene.values_list("abschnitt", flat=True))
