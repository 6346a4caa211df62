"""What an agreement rests on, as rows of its page: results of bodies and recorded ones, and the consent to a repeal."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from agreements.beteiligung import (
    Anhaengig,
    Bezug,
    Grundlage,
    anhaengige,
    darf_erfassen,
    gefuehrte,
    sachbezug,
    schluessel_von,
)
from agreements.beteiligung.befugte import offen_fuer
from agreements.models import Nachweis, Vertragspartei, Zielvereinbarung
from agreements.recht import (
    BETEILIGUNGEN,
    ERGEBNISTITEL,
    FORMEN,
    GESCHEITERTE,
    WIRKSAME,
    Beteiligung,
    Ebene,
    Erklaerende,
    Traegerseite,
    Zustand,
)
from agreements.views.nachweiszeilen import dokument_zelle, punkt_zelle, stand_zelle
from gremien.models import Gremium, Tagesordnungspunkt
from gremien.recht import gegenstand
from gremien.sitzungen.anmeldung import darf_anmelden
from zielsystem import zahlen
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import in_kraft
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

_SPALTEN = (
    Spalte("Nachweis", kopf=True),
    Spalte("Rechtsgrundlage"),
    Spalte("Stand"),
    Spalte("Ergebnis"),
    Spalte("Beleg"),
    Spalte("Nächster Schritt"),
)
_ERKLAERUNGSSPALTEN = (
    Spalte("Vertragspartei", kopf=True),
    Spalte("Stand"),
    Spalte("Erklärung"),
    Spalte("Beleg"),
    Spalte("Nächster Schritt"),
)


class Beteiligungsseite:
    """What the acts of one agreement wait for, as one access sees it: a fixed number of queries."""

    def __init__(
        self,
        vereinbarung: Zielvereinbarung,
        parteien: list[Vertragspartei],
        zugang: Zugang,
        grundlagen: tuple[Grundlage, ...],
    ) -> None:
        self.vereinbarung, self.parteien, self.zugang = vereinbarung, parteien, zugang
        self.zeilen = [zeile for zeile in in_kraft(BETEILIGUNGEN, zugang.am) if self._gefragt(zeile)]
        self.je_zeile = {g.zeile.code: g for g in grundlagen}
        self.je_partei = {g.stand.partei: g for g in grundlagen if g.zeile.erklaerende is Erklaerende.JEDE}
        self.gremien = gefuehrte(self.zeilen, zugang.am)
        self.nachweise = self._sichtbare_nachweise(grundlagen)
        self.punkte = self._sichtbare_punkte(grundlagen)
        in_gremien = (self._bezug(zeile) for zeile in self.zeilen if zeile.gegenstand)
        self.anhaengig = anhaengige({sachbezug(bezug) for bezug in in_gremien if bezug})

    def _gefragt(self, zeile: Beteiligung) -> bool:
        passt = zeile.betrifft(self.vereinbarung.nr, Traegerseite(self.vereinbarung.traegerseite))
        return passt and (zeile.erklaerende is not Erklaerende.VORBEHALTENE or bool(self.vereinbarung.vorbehalt))

    # -- What conclusion rests on ------------------------------------------------------------------------------

    def tabelle(self) -> Tabelle:
        """What conclusion waits for, each with what came of it, and where to see to it."""
        zeilen = [self._zeile(zeile) for zeile in self.zeilen if zeile.erklaerende is not Erklaerende.JEDE]
        return Tabelle("Nachweise", _SPALTEN, zeilen)

    def _zeile(self, zeile: Beteiligung) -> list[Zelle | str]:
        grundlage = self.je_zeile.get(zeile.code)
        return [
            Zelle(zeile.titel, hinweis=f"{FORMEN[zeile.form].titel}: {FORMEN[zeile.form].verlangt}"),
            str(zeile.norm),
            stand_zelle(zeile, grundlage.stand if grundlage else None),
            self._ergebnis(grundlage),
            self._beleg(grundlage),
            self._schritt(zeile, grundlage),
        ]

    def _ergebnis(self, grundlage: Grundlage | None) -> Zelle | str:
        """What came out of it, on which day and of whom; the words only for who may read them."""
        if grundlage is None:
            return zahlen.FEHLT
        text = f"{ERGEBNISTITEL[grundlage.stand.ergebnis]} am {zahlen.tag(grundlage.stand.am)}"
        if grundlage.nachweis:
            return Zelle(text, hinweis=grundlage.nachweis.bemerkung)
        return Zelle(text, hinweis=grundlage.beratung.gremium if grundlage.beratung else "")

    def _beleg(self, grundlage: Grundlage | None) -> Zelle | str:
        """The document, or the item of the session; of papers that one may not see, that they are there."""
        if grundlage and grundlage.nachweis and grundlage.nachweis.pk in self.nachweise:
            return dokument_zelle(grundlage.nachweis)
        return punkt_zelle(grundlage.beratung, self.punkte) if grundlage and grundlage.beratung else zahlen.FEHLT

    # -- What is to be done ------------------------------------------------------------------------------------

    def _schritt(self, zeile: Beteiligung, grundlage: Grundlage | None) -> Zelle | str:
        bezug = self._bezug(zeile)
        if bezug is None or not self._noch_offen():
            return zahlen.FEHLT
        if gremium := self.gremien.gremium(zeile, bezug):
            erfuellt = grundlage is not None and FORMEN[zeile.form].erfuellt(grundlage.stand)
            return zahlen.FEHLT if erfuellt else self._anmeldung(zeile, bezug, gremium)
        if darf_erfassen(self.zugang, zeile, bezug):
            text = "Neues Ergebnis erfassen" if grundlage else "Ergebnis erfassen"
            return Zelle(text, url=_seite("nachweis_erfassen", zeile, bezug))
        return zahlen.FEHLT

    def _anmeldung(self, zeile: Beteiligung, bezug: Bezug, gremium: Gremium) -> Zelle | str:
        """Where a matter stands with a body kept here: before it, or still to be registered."""
        if anhaengig := self.anhaengig.get((sachbezug(bezug), zeile.gegenstand)):
            return Zelle(_anhaengig(anhaengig), hinweis=gremium.titel)
        regel = gegenstand(zeile.gegenstand, self.zugang.am)
        if not (darf_erfassen(self.zugang, zeile, bezug) and darf_anmelden(self.zugang, gremium, regel)):
            return Zelle("noch nicht angemeldet", hinweis=gremium.titel)
        wo = zeile.stelle if zeile.erklaerende is Erklaerende.STELLE else "Gremium"
        return Zelle(f"Beim {wo} anmelden", url=_seite("nachweis_anmelden", zeile, bezug), hinweis=gremium.titel)

    def _noch_offen(self) -> bool:
        return Zustand(self.vereinbarung.zustand) not in WIRKSAME | GESCHEITERTE | {Zustand.AUFGEHOBEN}

    def _bezug(self, zeile: Beteiligung) -> Bezug | None:
        v = self.vereinbarung
        if zeile.ebene is Ebene.KOMMUNE:
            kommunen = [p.rechtstraeger_id or p.partei_id for p in self.parteien if _fuer_kommune(p, v)]
            return Bezug(v.runde, partei_id=kommunen[0]) if kommunen else None
        return {
            Ebene.RUNDE: Bezug(v.runde),
            Ebene.LAND: Bezug(v.runde, land_id=v.land_id),
            Ebene.VEREINBARUNG: Bezug(v.runde, vereinbarung=v),
        }[zeile.ebene]

    # -- Repeal ------------------------------------------------------------------------------------------------

    def aufhebung(self) -> dict[str, Any] | None:
        """What is to be said on a repeal: who has agreed, where the own party does; None where it is no matter."""
        zeile = next((z for z in self.zeilen if z.erklaerende is Erklaerende.JEDE), None)
        zustand = Zustand(self.vereinbarung.zustand)
        if zeile is None or zustand not in offen_fuer(zeile) | {Zustand.AUFGEHOBEN}:
            return None
        offen = zustand is not Zustand.AUFGEHOBEN
        erklaert = sum(FORMEN[zeile.form].erfuellt(g.stand) for g in self.je_partei.values())
        titel = f"{erklaert} von {len(self.parteien)} Vertragsparteien haben ihr Einvernehmen erklärt"
        zeilen = [self._erklaerung(zeile, partei, offen) for partei in self.parteien]
        eigene = next((p for p in self.parteien if self.zugang.partei_id in (p.partei_id, p.rechtstraeger_id)), None)
        return {
            "tabelle": Tabelle(titel, _ERKLAERUNGSSPALTEN, zeilen) if self.je_partei else None,
            "url": self._erklaerungsseite(zeile, eigene) if eigene and offen and not self.je_partei else "",
        }

    def _erklaerung(self, zeile: Beteiligung, partei: Vertragspartei, offen: bool) -> list[Zelle | str]:
        grundlage = self.je_partei.get(partei.pk)
        stand = Zelle("steht aus", status="neutral")
        schritt: Zelle | str = zahlen.FEHLT
        if offen and self.zugang.partei_id in (partei.partei_id, partei.rechtstraeger_id):
            schritt = self._eigener_schritt(zeile, partei, grundlage)
        return [
            partei.bezeichnung,
            stand_zelle(zeile, grundlage.stand) if grundlage else stand,
            self._ergebnis(grundlage),
            self._beleg(grundlage),
            schritt,
        ]

    def _eigener_schritt(self, zeile: Beteiligung, partei: Vertragspartei, grundlage: Grundlage | None) -> Zelle | str:
        url = self._erklaerungsseite(zeile, partei)
        if not url:
            return zahlen.FEHLT
        if grundlage and grundlage.nachweis:
            return Zelle("widerrufen", url=reverse("agreements:nachweis_widerrufen", args=[grundlage.nachweis.pk]))
        return Zelle("Einvernehmen erklären", url=url)

    def _erklaerungsseite(self, zeile: Beteiligung, partei: Vertragspartei) -> str:
        bezug = Bezug(self.vereinbarung.runde, vereinbarung=self.vereinbarung, vertragspartei=partei)
        return _seite("nachweis_erfassen", zeile, bezug) if darf_erfassen(self.zugang, zeile, bezug) else ""

    # -- What the access may open ------------------------------------------------------------------------------

    def _sichtbare_nachweise(self, grundlagen: tuple[Grundlage, ...]) -> set[int]:
        schluessel = [g.nachweis.pk for g in grundlagen if g.nachweis]
        return set(Nachweis.objects.visible_to(self.zugang).filter(pk__in=schluessel).values_list("pk", flat=True))

    def _sichtbare_punkte(self, grundlagen: tuple[Grundlage, ...]) -> set[int]:
        """The items on which something rests and that the access may open."""
        punkte = [g.beratung.punkt for g in grundlagen if g.beratung]
        sichtbare = Tagesordnungspunkt.objects.visible_to(self.zugang).filter(pk__in=punkte)
        return set(sichtbare.values_list("pk", flat=True))


def _anhaengig(anhaengig: Anhaengig) -> str:
    if anhaengig.sitzung_am:
        return f"auf der Tagesordnung am {zahlen.tag(anhaengig.sitzung_am)}"
    return f"angemeldet am {zahlen.tag(anhaengig.angemeldet_am)}"


def _seite(name: str, zeile: Beteiligung, bezug: Bezug) -> str:
    seite = reverse(f"agreements:{name}", args=[bezug.runde.pk, zeile.code])
    return f"{seite}?fuer={schluessel_von(bezug)}"


def _fuer_kommune(partei: Vertragspartei, vereinbarung: Zielvereinbarung) -> bool:
    """Whether a party is the Kommune: behind a zkT, or the last of the steering side of a Nr. 2 (BA, then Kommune)."""
    if partei.rechtstraeger_id:
        return True
    stelle = 1 if vereinbarung.traegerseite == Traegerseite.KOMMUNE else 2
    return vereinbarung.nr == 2 and partei.reihenfolge == stelle
