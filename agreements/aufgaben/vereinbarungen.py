"""What waits for a party in its agreements: the next acts of the table of transitions that are open to it.

Sorting out who is to move next is left to the facts the engine itself looks at: a snapshot without a hard Hindernis
is an open act; what is not accepted names the party that has not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from agreements.aufgaben.arten import ART, Aufgabe
from agreements.beteiligung import (
    Bezug,
    als_stand,
    angefragte_bezuege,
    anhaengige,
    erledigte,
    gefuehrte,
    sachbezug,
    schluessel_von,
)
from agreements.lifecycle import staende_von
from agreements.models import Festtext, Nachweis, Planungsrunde, Vertragspartei, Zeichnung, Zielvereinbarung
from agreements.planung.fristen import fristen
from agreements.recht import (
    BETEILIGUNGEN,
    FORMEN,
    VEREINBARUNG,
    Beteiligung,
    Ebene,
    Erklaerende,
    Vereinbarungsstand,
    Zustand,
)
from agreements.verhandlung import Verhandlungslage, verhandlungslage
from agreements.zeichnungsfristen import fristen_von
from agreements.zielkatalog import Ziellage, ziellage
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import in_kraft

_OFFEN = (Zustand.ENTWURF, Zustand.IN_VERHANDLUNG, Zustand.ABGESTIMMT)
_ABSCHLUSS = {1: "abschluss_bund", 3: "abschluss_bund", 2: "abschluss_ort", 4: "abschluss_ort"}
"""The step of the calendar by which an agreement of a kind is to be concluded."""


def vereinbarungsaufgaben(zugang: Zugang) -> Iterator[Aufgabe]:
    """What waits in the agreements to which the access is party, and in the Nachweise that it records."""
    runden = list(Planungsrunde.objects.visible_to(zugang).filter(bis__gt=zugang.am))
    abschluss = {runde.pk: {frist.schritt.code: frist.am for frist in fristen(runde)} for runde in runden}
    yield from _Eigene(zugang, abschluss).aufgaben()
    for runde in runden:
        yield from _nachweise(zugang, runde, abschluss[runde.pk])


@dataclass(frozen=True)
class _Ort:
    """An agreement as a task names it, with the day by which it is to be concluded."""

    vereinbarung: Zielvereinbarung
    frist: date | None

    def aufgabe(self, code: str, route: str, hinweis: str = "", frist: date | None = None) -> Aufgabe:
        v = self.vereinbarung
        url = reverse(f"agreements:{route}", args=[v.pk])
        return Aufgabe(ART[code], f"{v}, {v.runde.zeitraum}", url, frist or self.frist, hinweis)


class _Eigene:
    """The open agreements of a party with what their acts look at, read at once."""

    def __init__(self, zugang: Zugang, abschluss: dict[int, dict[str, date]]) -> None:
        self.zugang = zugang
        alle = Zielvereinbarung.objects.eigene(zugang).filter(zustand__in=_OFFEN).select_related("runde")
        self.alle = list(alle.order_by("pk"))
        self.orte = [_Ort(v, abschluss.get(v.runde_id, {}).get(_ABSCHLUSS[v.nr])) for v in self.alle]
        verhandelte = [v for v in self.alle if v.zustand == Zustand.IN_VERHANDLUNG]
        self.texte: dict[int, Verhandlungslage] = verhandlungslage(verhandelte)
        self.ziele: dict[int, Ziellage] = ziellage([v.pk for v in verhandelte])
        ich = Q(partei=zugang.partei_id) | Q(rechtstraeger=zugang.partei_id)
        eigene = Vertragspartei.objects.filter(ich, zielvereinbarung__in=[v.pk for v in self.alle])
        self.name = {
            pk: (partei, name) for pk, partei, name in eigene.values_list("zielvereinbarung_id", "pk", "bezeichnung")
        }
        self.staende = staende_von([v for v in verhandelte if not self._nicht_angenommen(v.pk)])
        self.zu_zeichnen = _zu_zeichnen([v.pk for v in self.alle if v.zustand == Zustand.ABGESTIMMT], self.name)

    def aufgaben(self) -> Iterator[Aufgabe]:
        for ort in self.orte:
            yield from self._je_vereinbarung(ort)

    def _je_vereinbarung(self, ort: _Ort) -> Iterator[Aufgabe]:
        pk = ort.vereinbarung.pk
        match Zustand(ort.vereinbarung.zustand):
            case Zustand.ENTWURF:
                yield ort.aufgabe("aufnehmen", "vereinbarung")
            case Zustand.IN_VERHANDLUNG if offen := self._nicht_angenommen(pk):
                yield ort.aufgabe("pruefen", "vereinbarung_text", hinweis=offen)
            case Zustand.IN_VERHANDLUNG if _frei(self.staende[pk], self.zugang.am):
                yield ort.aufgabe("feststellen", "vereinbarung")
            case Zustand.ABGESTIMMT if pk in self.zu_zeichnen:
                yield ort.aufgabe("zeichnen", "zeichnung", frist=self.zu_zeichnen[pk])

    def _nicht_angenommen(self, pk: int) -> str:
        """What the own party has not accepted, in words; empty when it is somebody else's turn."""
        name = self.name[pk][1]
        abschnitte = sum(wer == name for _, wer in self.texte[pk].nicht_angenommen)
        ziele = ["die Ziele"] if name in self.ziele[pk].nicht_angenommen else []
        teile = [*([f"{abschnitte} Abschnitt{'e' if abschnitte != 1 else ''}"] if abschnitte else []), *ziele]
        return " und ".join(teile)


def _frei(stand: Vereinbarungsstand, am: date) -> bool:
    zeile = VEREINBARUNG.zeile("abstimmen", Zustand.IN_VERHANDLUNG, am)
    return not any(hindernis.hart for hindernis in zeile.hindernisse(stand, am))


def _zu_zeichnen(abgestimmte: list[int], eigene: dict[int, tuple[int, str]]) -> dict[int, date]:
    """The agreements whose fixed text the own party has not signed, with the last day for it: three queries."""
    texte = list(Festtext.objects.offen().filter(zielvereinbarung__in=abgestimmte))
    gezeichnet = set(
        Zeichnung.objects.filter(festtext__in=[text.pk for text in texte]).values_list("festtext", "vertragspartei")
    )
    bis = fristen_von(texte)
    return {
        text.zielvereinbarung_id: bis[text.pk]
        for text in texte
        if (text.pk, eigene[text.zielvereinbarung_id][0]) not in gezeichnet
    }


def _nachweise(zugang: Zugang, runde: Planungsrunde, abschluss: dict[str, date]) -> Iterator[Aufgabe]:
    """One task per participation that is still owed, by a result or by registering it with a body kept here.

    And one per agreement to whose repeal another party has agreed and the own one has not said anything.
    """
    if Befugnis.NACHWEIS_ERFASSEN not in zugang.befugnisse:
        return
    gueltige = list(Nachweis.objects.gueltig().filter(runde=runde))
    for zeile, erfassen, anmelden in _offene(zugang, runde, gueltige):
        frist = abschluss.get(_ABSCHLUSS[zeile.arten[0]])
        for code, route, offene in zip(("nachweis", "anmelden"), _ROUTEN, (erfassen, anmelden), strict=True):
            if offene:
                yield Aufgabe(
                    ART[code], zeile.titel, _adresse(route, zeile, runde, offene), frist, _hinweis(offene, runde)
                )
    yield from _aufhebungen(zugang, runde, gueltige)


Sachen = list[tuple[Bezug, str]]
_ROUTEN = ("nachweis_erfassen", "nachweis_anmelden")


def _offene(
    zugang: Zugang, runde: Planungsrunde, gueltige: list[Nachweis]
) -> Iterator[tuple[Beteiligung, Sachen, Sachen]]:
    """Per row what is owed: that of which a result is to be recorded, and that which is to be registered."""
    erfuellt = {_kennung_von(n) for n in gueltige if FORMEN[n.zeile.form].erfuellt(als_stand(n))}
    zeilen = [zeile for zeile in in_kraft(BETEILIGUNGEN, zugang.am) if _ist_eigene(zeile, zugang)]
    hier = gefuehrte(zeilen, zugang.am)
    for zeile in zeilen:
        if zeile.erklaerende is Erklaerende.JEDE:
            continue
        sachen = [(b, n) for b, n in angefragte_bezuege(zugang, zeile, runde) if _kennung(zeile, b) not in erfuellt]
        bei_gremien = {sachbezug(bezug) for bezug, _ in sachen if hier.gremium(zeile, bezug)}
        warten = _nicht_anhaengig(zeile, bei_gremien) if bei_gremien else set()
        yield (
            zeile,
            [(bezug, name) for bezug, name in sachen if sachbezug(bezug) not in bei_gremien],
            [(bezug, name) for bezug, name in sachen if sachbezug(bezug) in warten],
        )


def _nicht_anhaengig(zeile: Beteiligung, bezuege: set[str]) -> set[str]:
    """The matters that no body has before it or has dealt with as it should: three queries."""
    vor_gremien = {bezug for bezug, gegenstand in anhaengige(bezuege) if gegenstand == zeile.gegenstand}
    return bezuege - vor_gremien - erledigte(zeile, bezuege)


def _adresse(route: str, zeile: Beteiligung, runde: Planungsrunde, offene: Sachen) -> str:
    seite = reverse(f"agreements:{route}", args=[runde.pk, zeile.code])
    return seite if len(offene) > 1 else f"{seite}?fuer={schluessel_von(offene[0][0])}"


def _hinweis(offene: Sachen, runde: Planungsrunde) -> str:
    """How many, or which, and in which round."""
    was = f"{len(offene)} offen" if len(offene) > 1 else offene[0][1]
    return was if was == runde.titel else f"{was}, {runde.zeitraum}"


def _aufhebungen(zugang: Zugang, runde: Planungsrunde, gueltige: list[Nachweis]) -> Iterator[Aufgabe]:
    zeile = next((z for z in in_kraft(BETEILIGUNGEN, zugang.am) if z.erklaerende is Erklaerende.JEDE), None)
    erklaerungen = [n for n in gueltige if zeile and n.art == zeile.code]
    if zeile is None or not erklaerungen:
        return
    befuerwortet = {n.zielvereinbarung_id for n in erklaerungen if FORMEN[zeile.form].erfuellt(als_stand(n))}
    erklaert = {n.vertragspartei_id for n in erklaerungen}
    for bezug, name in angefragte_bezuege(zugang, zeile, runde):
        vereinbarung, partei = bezug.vereinbarung, bezug.vertragspartei
        if vereinbarung and partei and vereinbarung.pk in befuerwortet and partei.pk not in erklaert:
            seite = reverse("agreements:vereinbarung", args=[vereinbarung.pk])
            yield Aufgabe(ART["aufhebung"], name, f"{seite}#aufhebung")


def _ist_eigene(zeile: Beteiligung, zugang: Zugang) -> bool:
    """Whether the party itself is asked: for its own Land, Kommune, agreements or declaration, or once for the round.

    Who may also record what others are asked for finds it in the cockpit.
    """
    einmal = zeile.ebene is Ebene.RUNDE and zugang.art in zeile.fuer_alle
    return zugang.art in zeile.erfassende + zeile.gefragte or einmal


def _kennung(zeile: Beteiligung, bezug: Bezug) -> tuple[str, int | None, int | None, int | None]:
    return zeile.code, bezug.land_id, bezug.partei_id, bezug.vereinbarung.pk if bezug.vereinbarung else None


def _kennung_von(nachweis: Nachweis) -> tuple[str, int | None, int | None, int | None]:
    return nachweis.art, nachweis.land_id, nachweis.partei_id, nachweis.zielvereinbarung_id
