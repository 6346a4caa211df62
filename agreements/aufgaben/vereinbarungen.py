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
from agreements.beteiligung import Bezug, als_stand, offene_bezuege, schluessel_von
from agreements.lifecycle import staende_von
from agreements.models import Festtext, Nachweis, Planungsrunde, Vertragspartei, Zeichnung, Zielvereinbarung
from agreements.planung.fristen import fristen
from agreements.recht import BETEILIGUNGEN, FORMEN, VEREINBARUNG, Beteiligung, Ebene, Vereinbarungsstand, Zustand
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
    """One task per participation of which nothing that counts is recorded yet, with what it is about."""
    if Befugnis.NACHWEIS_ERFASSEN not in zugang.befugnisse:
        return
    erfuellt = {
        (n.art, n.land_id, n.partei_id, n.zielvereinbarung_id)
        for n in Nachweis.objects.gueltig().filter(runde=runde)
        if FORMEN[n.zeile.form].erfuellt(als_stand(n))
    }
    for zeile in in_kraft(BETEILIGUNGEN, zugang.am):
        if not _ist_eigene(zeile, zugang):
            continue
        bezuege = offene_bezuege(zugang, zeile, runde)
        offen = [(b, name) for b, name in bezuege if _gefragt(zeile, b) and _kennung(zeile, b) not in erfuellt]
        if offen:
            (bezug, name), *weitere = offen
            seite = reverse("agreements:nachweis_erfassen", args=[runde.pk, zeile.code])
            url = seite if weitere else f"{seite}?fuer={schluessel_von(bezug)}"
            hinweis = f"{len(offen)} offen" if weitere else name
            yield Aufgabe(ART["nachweis"], zeile.titel, url, abschluss.get(_ABSCHLUSS[zeile.arten[0]]), hinweis)


def _ist_eigene(zeile: Beteiligung, zugang: Zugang) -> bool:
    """Whether the party itself is asked: for its own Land, Kommune or agreements, or once for the whole round.

    Who may also record what others are asked for finds it in the cockpit.
    """
    return zugang.art in zeile.erfassende or (zeile.ebene is Ebene.RUNDE and zugang.art in zeile.fuer_alle)


def _gefragt(zeile: Beteiligung, bezug: Bezug) -> bool:
    """Ahead of a repeal nobody is asked, nor for the resolution of a body that nothing is reserved to."""
    if zeile.akte == ("aufheben",):
        return False
    return zeile.akte != ("vorbehalt_aufloesen",) or bool(bezug.vereinbarung and bezug.vereinbarung.vorbehalt)


def _kennung(zeile: Beteiligung, bezug: Bezug) -> tuple[str, int | None, int | None, int | None]:
    return zeile.code, bezug.land_id, bezug.partei_id, bezug.vereinbarung.pk if bezug.vereinbarung else None
