"""A session as somebody sees it: its items with results and votes, its members with attendance. Finished facts.

Constant numbers of queries, however many items and members.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from gremien.abstimmung import Votum
from gremien.mitglieder.lesen import parteien_je_zusammensetzung, vertretungen_fuer
from gremien.models import (
    Abstimmung,
    Anhoerung,
    Anwesenheit,
    Einladung,
    Ergebnis,
    Gast,
    Mitgliedschaft,
    Sitzung,
    Stimme,
    Tagesordnungspunkt,
    Teilnahme,
    Umsetzung,
    Vertretung,
    Vorlage,
)
from gremien.recht import Anzuhoerende, Gegenstand, Verfahren, gegenstand
from gremien.sitzungen.lage import PRAESENT, mitglieder_von, tag_von
from zielsystem.parties.zugriff import Zugang


@dataclass(frozen=True)
class Mitgliedslage:
    """A member of the day. ``eingeladen``: with the newest agenda; ``vertretungen``: who may sit in, in order."""

    mitglied: Mitgliedschaft
    eingeladen: bool
    anwesenheit: Anwesenheit | None
    vertretungen: tuple[Vertretung, ...]
    leitet: bool
    stichentscheid: bool

    @property
    def praesent(self) -> bool:
        """Whether the member is there or represented."""
        return self.anwesenheit is not None and self.anwesenheit.teilnahme in PRAESENT


@dataclass(frozen=True)
class Punktlage:
    """An item. ``ergebnis``: the result that counts; ``fruehere``: those it replaced, the newest first.

    ``stimmberechtigt``: the members of its composition; ``eigener_sitz``: for which of them the reader votes;
    ``abgegeben``: votes in the open round by member (in an Umlauf only the reader's own one).
    """

    punkt: Tagesordnungspunkt
    gegenstand: Gegenstand
    ergebnis: Ergebnis | None
    fruehere: tuple[Ergebnis, ...]
    offene_abstimmung: Abstimmung | None
    verworfene: tuple[Abstimmung, ...]
    abgegeben: dict[int, Votum]
    stimmberechtigt: tuple[Mitgliedschaft, ...]
    eigener_sitz: int | None
    anhoerungen: tuple[Anhoerung, ...]
    noch_anzuhoeren: tuple[Anzuhoerende, ...]
    vorlagen: tuple[Vorlage, ...]
    gaeste: tuple[Gast, ...]
    umsetzungen: tuple[Umsetzung, ...]

    @property
    def eigene_stimme(self) -> Votum | None:
        """How the reader voted in the open round, or None."""
        return self.abgegeben.get(self.eigener_sitz) if self.eigener_sitz is not None else None


def mitgliedslagen(sitzung: Sitzung) -> list[Mitgliedslage]:
    """The members of the day with invitation, attendance and who may sit in for them."""
    mitglieder = mitglieder_von(sitzung)
    eingeladen = dict(Einladung.objects.filter(sitzung=sitzung).values_list("mitgliedschaft", "folge"))
    da = {a.mitgliedschaft_id: a for a in sitzung.anwesenheiten.select_related("vertretung")}
    vertretungen = vertretungen_fuer(sitzung.pk, tag_von(sitzung), mitglieder)
    return [
        Mitgliedslage(
            mitglied=mitglied,
            eingeladen=eingeladen.get(mitglied.pk) == sitzung.kalender_folge,
            anwesenheit=da.get(mitglied.pk),
            vertretungen=tuple(vertretungen.get(mitglied.pk, ())),
            leitet=mitglied.pk == sitzung.leitung_id,
            stichentscheid=mitglied.pk == sitzung.stichentscheid_id,
        )
        for mitglied in mitglieder
    ]


def punktlagen(sitzung: Sitzung, durch: Zugang) -> list[Punktlage]:
    """The items that somebody sees, in order, with everything about them."""
    lagen = mitgliedslagen(sitzung)
    parteien = parteien_je_zusammensetzung(sitzung.gremium, tag_von(sitzung))
    punkte = list(_geladen(sitzung, durch))
    gehoert = _gehoert(sitzung, punkte)
    ergebnis = []
    for punkt in punkte:
        punkt.sitzung = sitzung
        eigene = parteien.get(punkt.zusammensetzung, frozenset())
        dabei = [lage for lage in lagen if lage.mitglied.partei_id in eigene]
        ergebnis.append(_punktlage(punkt, dabei, gehoert.get(_sache(punkt), set()), durch))
    return ergebnis


def _geladen(sitzung: Sitzung, durch: Zugang) -> list[Tagesordnungspunkt]:
    stimmen = Stimme.objects.select_related("mitgliedschaft", "vertretung").order_by("mitgliedschaft__name", "pk")
    runden = Abstimmung.objects.order_by("nummer").prefetch_related(Prefetch("stimmen", queryset=stimmen))
    ergebnisse = Ergebnis.objects.order_by("-fassung").select_related("festgestellt_durch")
    return list(
        sitzung.tagesordnung.visible_to(durch)
        .order_by("reihenfolge")
        .prefetch_related(
            Prefetch("ergebnisse", queryset=ergebnisse),
            Prefetch("abstimmungen", queryset=runden),
            Prefetch("anhoerungen", queryset=Anhoerung.objects.order_by("wer")),
            Prefetch("vorlagen", queryset=Vorlage.objects.vorhanden().order_by("pk")),
            Prefetch("gaeste", queryset=Gast.objects.order_by("name")),
            Prefetch("umsetzungen", queryset=Umsetzung.objects.order_by("faellig_am", "pk")),
        )
    )


def _punktlage(punkt: Tagesordnungspunkt, dabei: list[Mitgliedslage], gehoert: set[str], durch: Zugang) -> Punktlage:
    zeile = gegenstand(punkt.gegenstand, tag_von(punkt.sitzung))
    alle = list(punkt.ergebnisse.all())
    runden = list(punkt.abstimmungen.all())
    offene = next((r for r in runden if r.geschlossen_am is None and r.verworfen_am is None), None)
    sitz = _eigener_sitz(punkt.sitzung, dabei, durch)
    umlauf = punkt.sitzung.verfahren == Verfahren.UMLAUF
    abgegeben = {s.mitgliedschaft_id: Votum(s.votum) for s in offene.stimmen.all()} if offene else {}
    return Punktlage(
        punkt=punkt,
        gegenstand=zeile,
        ergebnis=next((e for e in alle if e.abgeloest_am is None), None),
        fruehere=tuple(e for e in alle if e.abgeloest_am is not None),
        offene_abstimmung=offene,
        verworfene=tuple(r for r in runden if r.verworfen_am is not None),
        abgegeben={m: v for m, v in abgegeben.items() if not umlauf or m == sitz},
        stimmberechtigt=tuple(lage.mitglied for lage in dabei),
        eigener_sitz=sitz,
        anhoerungen=tuple(punkt.anhoerungen.all()),
        noch_anzuhoeren=tuple(wer for wer in zeile.anzuhoeren if wer.value not in gehoert),
        vorlagen=tuple(punkt.vorlagen.all()),
        gaeste=tuple(punkt.gaeste.all()),
        umsetzungen=tuple(punkt.umsetzungen.all()),
    )


def _eigener_sitz(sitzung: Sitzung, dabei: list[Mitgliedslage], durch: Zugang) -> int | None:
    """For which member the reader votes: the own seat, or that of the member for whom the reader sits in."""
    if durch.nutzer is None:
        return None
    ich = durch.nutzer.pk
    umlauf = sitzung.verfahren == Verfahren.UMLAUF
    for lage in dabei:
        if lage.mitglied.nutzer_id == ich and (umlauf or _ist(lage, Teilnahme.ANWESEND)):
            return lage.mitglied.pk
    for lage in dabei:
        if umlauf and any(eine.nutzer_id == ich for eine in lage.vertretungen):
            return lage.mitglied.pk
        if lage.anwesenheit and lage.anwesenheit.vertretung and lage.anwesenheit.vertretung.nutzer_id == ich:
            return lage.mitglied.pk
    return None


def _ist(lage: Mitgliedslage, teilnahme: Teilnahme) -> bool:
    return lage.anwesenheit is not None and lage.anwesenheit.teilnahme == teilnahme


def _sache(punkt: Tagesordnungspunkt) -> tuple[object, ...]:
    """What was heard on the same matter before counts: by matter and ``bezug``, else by item."""
    return (punkt.gegenstand, punkt.bezug) if punkt.bezug else (punkt.pk,)


def _gehoert(sitzung: Sitzung, punkte: list[Tagesordnungspunkt]) -> dict[tuple[object, ...], set[str]]:
    """Who has been heard on the matters of the items, in this session or an earlier one: one query."""
    je: dict[tuple[object, ...], set[str]] = {}
    bezuege = {punkt.bezug for punkt in punkte if punkt.bezug}
    anhoerungen = Anhoerung.objects.filter(punkt__sitzung__gremium=sitzung.gremium_id).select_related("punkt")
    for anhoerung in anhoerungen.filter(punkt__in=punkte) | anhoerungen.filter(punkt__bezug__in=bezuege):
        je.setdefault(_sache(anhoerung.punkt), set()).add(anhoerung.wer)
    return je
