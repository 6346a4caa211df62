"""What the conditions read of who took part: recorded results with a document, and results of bodies kept here.

This is the one place where gates learn what bodies and parties did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agreements.beteiligung.gremien import ergebnisse_der_runde, ergebnisse_von
from agreements.models import Nachweis, Planungsrunde, Vertragspartei, Zielvereinbarung
from agreements.recht import Beteiligung, Ergebnis, Nachweisstand, Traegerseite
from gremien.ergebnisse import Beratungsergebnis
from zielsystem.parties.zugriff import Zugang


@dataclass(frozen=True)
class Grundlage:
    """A result that counts for an agreement: one that was recorded, or one of an agenda item of a body kept here."""

    zeile: Beteiligung
    stand: Nachweisstand
    nachweis: Nachweis | None = None
    beratung: Beratungsergebnis | None = None


def nachweise_von(vereinbarungen: Iterable[Zielvereinbarung]) -> dict[int, tuple[Grundlage, ...]]:
    """The results that count for each agreement, by its key: three queries however many.

    Of what a body is asked the newest result counts, wherever it stands; one that only puts the matter off takes the
    place of none.
    """
    alle = list(vereinbarungen)
    parteien = {p.pk: p for p in Vertragspartei.objects.filter(zielvereinbarung__in=[v.pk for v in alle])}
    beratungen = ergebnisse_von(alle, parteien)
    nachweise = _Nachweise(alle, parteien.values())
    return {v.pk: _massgebliche([*nachweise.zu(v), *(_aus_gremium(*b) for b in beratungen[v.pk])]) for v in alle}


def beratungen_der_runde(runde: Planungsrunde, zugang: Zugang) -> list[tuple[Zielvereinbarung, Grundlage]]:
    """What bodies kept here did that an access may rest something on, the newest first: three queries.

    With each the agreement it is about, or one of those that wait for it.
    """
    return [
        (vereinbarung, _aus_gremium(zeile, beratung))
        for zeile, vereinbarung, beratung in ergebnisse_der_runde(runde, zugang)
    ]


class _Nachweise:
    """The recorded results of the rounds of some agreements, by what they are about."""

    def __init__(self, vereinbarungen: list[Zielvereinbarung], parteien: Iterable[Vertragspartei]) -> None:
        self.kommunen: dict[int, set[int]] = defaultdict(set)
        for partei in parteien:
            self.kommunen[partei.zielvereinbarung_id] |= {partei.partei_id, partei.rechtstraeger_id or partei.partei_id}
        self.je_bezug: dict[tuple[int | None, ...], list[Nachweis]] = defaultdict(list)
        gueltige = Nachweis.objects.gueltig().filter(runde__in={v.runde_id for v in vereinbarungen})
        for n in gueltige.order_by("am", "pk"):
            self.je_bezug[n.runde_id, n.land_id, n.partei_id, n.zielvereinbarung_id].append(n)

    def zu(self, vereinbarung: Zielvereinbarung) -> list[Grundlage]:
        """Those about one agreement."""
        gefundene = (n for bezug in self._bezuege(vereinbarung) for n in self.je_bezug.get(bezug, ()))
        seite = Traegerseite(vereinbarung.traegerseite)
        return [
            Grundlage(n.zeile, als_stand(n), nachweis=n) for n in gefundene if n.zeile.betrifft(vereinbarung.nr, seite)
        ]

    def _bezuege(self, vereinbarung: Zielvereinbarung) -> list[tuple[int | None, ...]]:
        runde = vereinbarung.runde_id
        laender = [(runde, vereinbarung.land_id, None, None)] if vereinbarung.land_id else []
        kommunen = [(runde, None, partei, None) for partei in sorted(self.kommunen[vereinbarung.pk])]
        return [(runde, None, None, None), *laender, *kommunen, (runde, None, None, vereinbarung.pk)]


def _massgebliche(grundlagen: list[Grundlage]) -> tuple[Grundlage, ...]:
    """All of what parties recorded; of the results of each body the one that counts."""
    je_zeile: dict[str, list[Grundlage]] = defaultdict(list)
    for grundlage in grundlagen:
        if grundlage.zeile.gegenstand:
            je_zeile[grundlage.zeile.code].append(grundlage)
    return (
        *(grundlage for grundlage in grundlagen if not grundlage.zeile.gegenstand),
        *(max(mehrere, key=_gewicht) for mehrere in je_zeile.values()),
    )


def _gewicht(grundlage: Grundlage) -> tuple[bool, date, bool, int]:
    """By what results of a body are ordered; the last one counts."""
    beratung = grundlage.beratung
    stand = grundlage.stand
    return stand.ergebnis is not Ergebnis.VERTAGT, stand.am, beratung is not None, beratung.punkt if beratung else 0


def _aus_gremium(zeile: Beteiligung, beratung: Beratungsergebnis) -> Grundlage:
    """A result of a body; its approved minutes are the document."""
    stand = Nachweisstand(
        beteiligung=zeile.code,
        ergebnis=Ergebnis(beratung.ergebnis.value),
        am=beratung.am,
        belegt=True,
        bemerkt=bool(beratung.wortlaut),
    )
    return Grundlage(zeile, stand, beratung=beratung)


def als_stand(nachweis: Nachweis) -> Nachweisstand:
    """A recorded result as the conditions see it."""
    return Nachweisstand(
        beteiligung=nachweis.art,
        ergebnis=Ergebnis(nachweis.ergebnis),
        am=nachweis.am,
        belegt=bool(nachweis.dokument),
        bemerkt=bool(nachweis.bemerkung),
        partei=nachweis.vertragspartei_id,
    )
