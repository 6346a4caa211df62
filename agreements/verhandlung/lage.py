"""How far the parties have come: what is still asked, proposed, not accepted, not filled in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from agreements.models import (
    Anlage,
    Anlagenannahme,
    Frage,
    Stellungnahme,
    Textfassung,
    Vertragspartei,
    Zielvereinbarung,
)
from agreements.verhandlung.inhalte import abschnitte_von, geltende_texte
from agreements.verhandlung.wortlaut import offene_stellen
from agreements.verhandlungsrecht import Rundenzustand


@dataclass(frozen=True)
class Verhandlungslage:
    """What stands between the parties and an agreed text.

    ``offene_fragen`` counts the questions of the round that is not closed, ``offene_vorschlaege`` the sections with a
    proposal. ``nicht_angenommen`` names title of the section (or attachment) and party, in the order of the document;
    ``offene_stellen`` the sections with places in square brackets.
    """

    offene_fragen: int
    offene_vorschlaege: int
    nicht_angenommen: tuple[tuple[str, str], ...]
    offene_stellen: tuple[str, ...]

    @property
    def einig(self) -> bool:
        """Whether every party has accepted everything and nothing is open between them."""
        return not (self.offene_fragen or self.offene_vorschlaege or self.nicht_angenommen)


def verhandlungslage(vereinbarungen: Iterable[Zielvereinbarung]) -> dict[int, Verhandlungslage]:
    """How far each negotiation has come, by key of the agreement, in seven queries.

    ``runde`` of each should have been selected along.
    """
    alle = list(vereinbarungen)
    schluessel = [vereinbarung.pk for vereinbarung in alle]
    fragen, vorschlaege = _offene_fragen(schluessel), _offene_vorschlaege(schluessel)
    texte, parteien = geltende_texte(schluessel), _parteien(schluessel)
    annahmen, anlagen = _annahmen(schluessel), _anlagen(schluessel)
    lagen = {}
    for vereinbarung in alle:
        pk = vereinbarung.pk
        abschnitte = abschnitte_von(vereinbarung, texte[pk])
        dinge = [*((a.code, a.titel) for a in abschnitte), *anlagen[pk]]
        lagen[pk] = Verhandlungslage(
            offene_fragen=fragen[pk],
            offene_vorschlaege=vorschlaege[pk],
            nicht_angenommen=tuple(
                (titel, name)
                for code, titel in dinge
                for partei, name in parteien[pk]
                if (code, partei) not in annahmen[pk]
            ),
            offene_stellen=tuple(a.titel for a in abschnitte if offene_stellen(a.text)),
        )
    return lagen


def _offene_fragen(schluessel: list[int]) -> Counter[int]:
    offen = Frage.objects.filter(runde__zielvereinbarung__in=schluessel, runde__zustand=Rundenzustand.OFFEN)
    return Counter(offen.values_list("runde__zielvereinbarung_id", flat=True))


def _offene_vorschlaege(schluessel: list[int]) -> Counter[int]:
    offen = Textfassung.objects.vorgeschlagen().filter(zielvereinbarung__in=schluessel)
    return Counter(offen.values_list("zielvereinbarung_id", flat=True))


def _parteien(schluessel: list[int]) -> dict[int, list[tuple[int, str]]]:
    parteien: dict[int, list[tuple[int, str]]] = defaultdict(list)
    zeilen = Vertragspartei.objects.filter(zielvereinbarung__in=schluessel).order_by("reihenfolge")
    for pk, partei, name in zeilen.values_list("zielvereinbarung_id", "pk", "bezeichnung"):
        parteien[pk].append((partei, name))
    return parteien


def _annahmen(schluessel: list[int]) -> dict[int, set[tuple[str, int]]]:
    """By agreement: code of a section whose text that counts, or key of an attachment which, a party has accepted."""
    annahmen: dict[int, set[tuple[str, int]]] = defaultdict(set)
    geltend = Textfassung.objects.geltend().filter(zielvereinbarung__in=schluessel)
    texte = Stellungnahme.objects.gueltig().filter(angenommen=True, fassung__in=geltend)
    for pk, abschnitt, partei in texte.values_list(
        "fassung__zielvereinbarung_id", "fassung__abschnitt", "vertragspartei_id"
    ):
        annahmen[pk].add((abschnitt, partei))
    anlagen = Anlagenannahme.objects.filter(anlage__zielvereinbarung__in=schluessel, zurueckgenommen_am=None)
    for pk, anlage, partei in anlagen.values_list("anlage__zielvereinbarung_id", "anlage_id", "vertragspartei_id"):
        annahmen[pk].add((f"anlage-{anlage}", partei))
    return annahmen


def _anlagen(schluessel: list[int]) -> dict[int, list[tuple[str, str]]]:
    anlagen: dict[int, list[tuple[str, str]]] = defaultdict(list)
    zeilen = Anlage.objects.vorhanden().filter(zielvereinbarung__in=schluessel, vertragsbestandteil=True).order_by("pk")
    for pk, anlage, titel in zeilen.values_list("zielvereinbarung_id", "pk", "titel"):
        anlagen[pk].append((f"anlage-{anlage}", f"Anlage „{titel}“"))
    return anlagen
