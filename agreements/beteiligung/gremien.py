"""Bodies kept in the system: whether what an agreement waits for is theirs, and what they did about it.

A row of ``BETEILIGUNGEN`` that rests on a body names its ``gegenstand``. Where that body is kept here, the result of an
agenda item in approved minutes is what counts, and nobody records one beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from agreements.beteiligung.bezuege import Bezug, sachbezug_der
from agreements.models import Planungsrunde, Vertragspartei, Zielvereinbarung
from agreements.recht import BETEILIGUNGEN, FORMEN, Beteiligung, Ebene, Erklaerende, Traegerseite
from gremien.ergebnisse import Beratungsergebnis, ergebnisse_zu
from gremien.models import Anmeldung, Gremium, Tagesordnungspunkt
from gremien.recht import GEGENSTAENDE, Sitzungszustand
from zielsystem.parties.zugriff import Zugang

IN_GREMIEN = tuple({zeile.code: zeile for zeile in BETEILIGUNGEN if zeile.gegenstand}.values())
"""The rows that rest on a body; of several dated ones with one code the last."""


@dataclass(frozen=True)
class Gefuehrte:
    """The bodies kept in the system on a day, by kind and by the party they belong to (None: the Bund)."""

    gremien: Mapping[tuple[str, int | None], tuple[Gremium, ...]]

    def gremium(self, zeile: Beteiligung, bezug: Bezug) -> Gremium | None:
        """The body that deals with a row for a Bezug, if it is kept here."""
        if zeile.erklaerende is Erklaerende.VORBEHALTENE:
            return self._vorbehaltenes(zeile, bezug.vereinbarung) if bezug.vereinbarung else None
        land = bezug.vereinbarung.land_id if bezug.vereinbarung else bezug.land_id
        return next(self._der(zeile, None if zeile.ebene is Ebene.RUNDE else land), None)

    def _der(self, zeile: Beteiligung, bezugspartei: int | None) -> Iterator[Gremium]:
        return (g for art in _arten(zeile) for g in self.gremien.get((art, bezugspartei), ()))

    def _vorbehaltenes(self, zeile: Beteiligung, vereinbarung: Zielvereinbarung) -> Gremium | None:
        """The body named in the Vorbehalt, among those of the party that named it."""
        von = vereinbarung.vorbehalt_von
        eigene = [g for pk in _parteien(von) for g in self._der(zeile, pk)] if von else []
        return next((g for g in eigene if _wort(g.titel) == _wort(vereinbarung.vorbehalt)), None)


def gefuehrte(zeilen: Iterable[Beteiligung], am: date) -> Gefuehrte:
    """The bodies kept here on a day that deal with some rows of the law: one query, none where no body is asked."""
    arten = {art for zeile in zeilen for art in _arten(zeile)}
    gremien: dict[tuple[str, int | None], list[Gremium]] = defaultdict(list)
    for gremium in Gremium.objects.am(am).filter(art__in=arten).order_by("pk") if arten else ():
        gremien[gremium.art, gremium.bezugspartei_id].append(gremium)
    return Gefuehrte({schluessel: tuple(mehrere) for schluessel, mehrere in gremien.items()})


def ergebnisse_von(
    vereinbarungen: Iterable[Zielvereinbarung], parteien: Mapping[int, Vertragspartei]
) -> dict[int, list[tuple[Beteiligung, Beratungsergebnis]]]:
    """What bodies did about agreements, by key of the agreement: one query however many.

    ``parteien``: the parties to them by key. A result counts for the matter alone that it is about, and of the body
    alone that is called to it.
    """
    fragen = [
        (v, zeile, sachbezug_der(v, zeile.ebene))
        for v in vereinbarungen
        for zeile in IN_GREMIEN
        if zeile.betrifft(v.nr, Traegerseite(v.traegerseite))
    ]
    ergebnisse = ergebnisse_zu({bezug for _, _, bezug in fragen})
    gefunden: dict[int, list[tuple[Beteiligung, Beratungsergebnis]]] = defaultdict(list)
    for v, zeile, bezug in fragen:
        gefunden[v.pk] += [(zeile, e) for e in ergebnisse.get(bezug, ()) if _berufen(zeile, e, v, parteien)]
    return gefunden


def ergebnisse_der_runde(
    runde: Planungsrunde, zugang: Zugang
) -> list[tuple[Beteiligung, Zielvereinbarung, Beratungsergebnis]]:
    """What bodies did that the own agreements of a round wait for, or that the own party sees to: three queries.

    Each result once, the newest first, with the agreement it is about, or one of those that wait for it.
    """
    eigene = list(Zielvereinbarung.objects.eigene(zugang).filter(runde=runde).order_by("pk"))
    vorbehaltene = Vertragspartei.objects.filter(pk__in=[v.vorbehalt_von_id for v in eigene if v.vorbehalt_von_id])
    parteien = {partei.pk: partei for partei in vorbehaltene}
    fragen = [
        (zeile, v, sachbezug_der(v, zeile.ebene))
        for v in eigene
        for zeile in IN_GREMIEN
        if zeile.betrifft(v.nr, Traegerseite(v.traegerseite)) or _sieht_danach(zeile, zugang)
    ]
    ergebnisse = ergebnisse_zu({bezug for _, _, bezug in fragen})
    gefunden = {
        (zeile.code, e.punkt): (zeile, v, e)
        for zeile, v, bezug in fragen
        for e in ergebnisse.get(bezug, ())
        if _berufen(zeile, e, v, parteien)
    }
    return sorted(gefunden.values(), key=lambda treffer: (treffer[2].am, treffer[2].punkt), reverse=True)


def _sieht_danach(zeile: Beteiligung, zugang: Zugang) -> bool:
    """Whether a party sees to a matter of the round or of a Land that agreements of others wait for."""
    return zeile.ebene is not Ebene.VEREINBARUNG and zugang.art in zeile.erfassende + zeile.fuer_alle


@dataclass(frozen=True)
class Anhaengig:
    """A matter that a body has before it: since when it is registered, and on which day it is to be dealt with."""

    angemeldet_am: date | None = None
    sitzung_am: date | None = None


def anhaengige(bezuege: Iterable[str]) -> dict[tuple[str, str], Anhaengig]:
    """What bodies have before them of some matters, by key of the matter and ``gegenstand``: two queries.

    What was turned down is not before them any more, nor what was dealt with in approved minutes.
    """
    gesucht = set(bezuege)
    angemeldet = Anmeldung.objects.offen().filter(bezug__in=gesucht)
    auf_der_tagesordnung = Tagesordnungspunkt.objects.filter(bezug__in=gesucht).exclude(
        sitzung__zustand__in=(Sitzungszustand.GENEHMIGT, Sitzungszustand.ABGESAGT)
    )
    return {
        (eine.bezug, eine.gegenstand): Anhaengig(angemeldet_am=timezone.localdate(eine.angemeldet_am))
        for eine in angemeldet
    } | {
        (punkt.bezug, punkt.gegenstand): Anhaengig(sitzung_am=timezone.localdate(punkt.sitzung.beginn))
        for punkt in auf_der_tagesordnung.select_related("sitzung")
    }


def erledigte(zeile: Beteiligung, bezuege: Iterable[str]) -> set[str]:
    """The matters of a row on which there is a result of such a body that fulfils its form: one query."""
    genuegt = {ergebnis.value for ergebnis in FORMEN[zeile.form].erfuellend}
    return {
        bezug
        for bezug, ergebnisse in ergebnisse_zu(bezuege).items()
        if any(e.gegenstand == zeile.gegenstand and e.ergebnis.value in genuegt for e in ergebnisse)
    }


def _berufen(
    zeile: Beteiligung,
    ergebnis: Beratungsergebnis,
    vereinbarung: Zielvereinbarung,
    parteien: Mapping[int, Vertragspartei],
) -> bool:
    """Whether a result is about the matter of a row, and of the right body: of this Land, of this party."""
    if ergebnis.gegenstand != zeile.gegenstand or ergebnis.gremiumart not in _arten(zeile):
        return False
    if zeile.erklaerende is Erklaerende.VORBEHALTENE:
        von = parteien.get(vereinbarung.vorbehalt_von_id or 0)
        return von is not None and ergebnis.bezugspartei in _parteien(von)
    return ergebnis.bezugspartei == (None if zeile.ebene is Ebene.RUNDE else vereinbarung.land_id)


def _arten(zeile: Beteiligung) -> frozenset[str]:
    return _GREMIUMARTEN.get(zeile.gegenstand, frozenset())


_GREMIUMARTEN = {gegenstand.code: frozenset(art.value for art in gegenstand.gremien) for gegenstand in GEGENSTAENDE}
"""Which kinds of bodies deal with a matter, by its code."""


def _parteien(von: Vertragspartei) -> set[int]:
    return {pk for pk in (von.partei_id, von.rechtstraeger_id) if pk is not None}


def _wort(text: str) -> str:
    """The name of a body as it is compared: capitals and spaces do not matter."""
    return " ".join(text.split()).casefold()
