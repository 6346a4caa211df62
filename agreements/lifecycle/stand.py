"""The snapshots that the conditions look at: of one agreement, or of a whole round in as many queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from agreements.auswertung import auswertungslage
from agreements.beteiligung import Grundlage, nachweise_von
from agreements.models import Festtext, Vertragspartei, Zeichnung, Zielvereinbarung
from agreements.recht import GESCHEITERTE, WIRKSAME, Traegerseite, Vereinbarungsstand, Zustand
from agreements.verhandlung import verhandlungslage
from agreements.zeichnungsfristen import fristen_von
from agreements.zielkatalog import ziellage

_IN_GELTUNG = frozenset({Zustand.IN_KRAFT, Zustand.IN_AUSWERTUNG, Zustand.AUSGEWERTET})
_OHNE_WIRKUNG = GESCHEITERTE | {Zustand.AUFGEHOBEN}


Nachweise = Mapping[int, tuple[Grundlage, ...]]


def stand_von(vereinbarung: Zielvereinbarung, nachweise: Nachweise | None = None) -> Vereinbarungsstand:
    """The snapshot of one agreement; ``nachweise`` where ``nachweise_von`` was asked already."""
    return staende_von([vereinbarung], nachweise)[vereinbarung.pk]


def staende_von(
    vereinbarungen: Iterable[Zielvereinbarung], nachweise: Nachweise | None = None
) -> dict[int, Vereinbarungsstand]:
    """The snapshots of agreements by key, in a number of queries that does not depend on how many.

    ``runde`` of each should have been selected along. What the negotiation still owes is read for those that are in
    negotiation; for all others nobody asks.
    """
    alle = list(vereinbarungen)
    lesung = _Lesung(alle, nachweise)
    return {vereinbarung.pk: lesung.stand(vereinbarung) for vereinbarung in alle}


class _Lesung:
    """Everything the snapshots of some agreements need, read at once."""

    def __init__(self, alle: list[Zielvereinbarung], nachweise: Nachweise | None) -> None:
        schluessel = [vereinbarung.pk for vereinbarung in alle]
        verhandelte = [v for v in alle if v.zustand == Zustand.IN_VERHANDLUNG]
        self.nachweise = nachweise_von(alle) if nachweise is None else nachweise
        self.vorlagen = _geschlossene_vorlagen({v.runde_id for v in alle})
        self.parteien = _anzahlen(Vertragspartei.objects.filter(zielvereinbarung__in=schluessel))
        offen = Festtext.objects.offen().filter(zielvereinbarung__in=schluessel)
        self.zeichnungsfristen = _zeichnungsfristen(list(offen.only("zielvereinbarung_id", "festgestellt_am")))
        self.gezeichnet = _gezeichnet(schluessel)
        self.aenderungen = _aenderungen(schluessel)
        self.verhandlung = verhandlungslage(verhandelte) if verhandelte else {}
        self.ziele = ziellage([v.pk for v in verhandelte]) if verhandelte else {}
        in_auswertung = [v.pk for v in alle if v.zustand == Zustand.IN_AUSWERTUNG]
        self.auswertung = auswertungslage(in_auswertung) if in_auswertung else {}

    def stand(self, vereinbarung: Zielvereinbarung) -> Vereinbarungsstand:
        pk = vereinbarung.pk
        aenderung = self.aenderungen.get(pk)
        return Vereinbarungsstand(
            nr=vereinbarung.nr,
            laufzeit=vereinbarung.runde.laufzeit,
            traegerseite=Traegerseite(vereinbarung.traegerseite),
            nachweise=tuple(grundlage.stand for grundlage in self.nachweise[pk]),
            vorlage_geschlossen=_vorlage(vereinbarung) in self.vorlagen,
            festtext=pk in self.zeichnungsfristen,
            zeichnungsfrist=self.zeichnungsfristen.get(pk),
            parteien=self.parteien.get(pk, 0),
            gezeichnet=len(self.gezeichnet[pk]),
            begruendet=frozenset(code for codes in self.gezeichnet[pk] for code in codes),
            vorbehalt=vereinbarung.vorbehalt,
            offene_aenderung=aenderung is not None and aenderung not in _IN_GELTUNG,
            abgeloest=aenderung in _IN_GELTUNG,
            unbewertet=self.auswertung[pk].unbewertet if pk in self.auswertung else 0,
            **self._verhandelt(pk),
        )

    def _verhandelt(self, pk: int) -> dict[str, Any]:
        """What the negotiation still owes; nothing of it for agreements that are not in negotiation."""
        if pk not in self.verhandlung:
            return {}
        lage, ziele = self.verhandlung[pk], self.ziele[pk]
        return {
            "ziele": ziele.vollstaendig,
            "offene_ziele": len(ziele.ohne_vorgabe),
            "ohne_beitrag": ziele.ohne_beitrag,
            "offene_fragen": lage.offene_fragen,
            "offene_vorschlaege": lage.offene_vorschlaege,
            "nicht_angenommen": len(lage.nicht_angenommen) + len(ziele.nicht_angenommen),
            "offene_stellen": len(lage.offene_stellen),
        }


@dataclass(frozen=True)
class _Vorlage:
    """The agreement on which another one rests: Nr. 1 of a round, or Nr. 3 of a Land in it."""

    runde: int
    nr: int
    land: int | None = None


def _vorlage(vereinbarung: Zielvereinbarung) -> _Vorlage | None:
    if vereinbarung.nr == 2:
        return _Vorlage(vereinbarung.runde_id, 1)
    return _Vorlage(vereinbarung.runde_id, 3, vereinbarung.land_id) if vereinbarung.nr == 4 else None


def _geschlossene_vorlagen(runden: set[int]) -> set[_Vorlage]:
    geschlossene = Zielvereinbarung.objects.filter(runde__in=runden, nr__in=(1, 3), zustand__in=WIRKSAME)
    return {_Vorlage(*zeile) for zeile in geschlossene.values_list("runde_id", "nr", "land_id")}


def _anzahlen(zeilen: Any) -> dict[int, int]:
    return dict(zeilen.values_list("zielvereinbarung_id").annotate(Count("pk")).order_by("zielvereinbarung_id"))


def _zeichnungsfristen(festtexte: list[Festtext]) -> dict[int, date]:
    """The last day to sign of each agreement whose text is fixed."""
    fristen = fristen_von(festtexte)
    return {text.zielvereinbarung_id: fristen[text.pk] for text in festtexte}


def _gezeichnet(schluessel: list[int]) -> dict[int, list[list[str]]]:
    """The signatures on the text of each agreement that counts: of each the soft gates passed with it for a reason."""
    zeichnungen = Zeichnung.objects.gueltig().filter(festtext__zielvereinbarung__in=schluessel)
    je_vereinbarung: dict[int, list[list[str]]] = defaultdict(list)
    for pk, uebergangen in zeichnungen.values_list("festtext__zielvereinbarung_id", "uebergangen"):
        je_vereinbarung[pk].append(uebergangen)
    return je_vereinbarung


def _aenderungen(schluessel: list[int]) -> dict[int, Zustand]:
    """The state of the amendment to each agreement that has one which has not failed and was not repealed."""
    aenderungen = Zielvereinbarung.objects.filter(aendert__in=schluessel).exclude(zustand__in=_OHNE_WIRKUNG)
    return {pk: Zustand(zustand) for pk, zustand in aenderungen.values_list("aendert_id", "zustand")}
