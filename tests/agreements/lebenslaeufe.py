"""Agreements brought to where a test needs them: by real acts, or put straight into a state."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import date, datetime

from agreements.beteiligung import Bezug, Erfassung, erfasse_nachweise
from agreements.lifecycle import abstimmen, verhandlung_aufnehmen
from agreements.models import Nachweis, Vertragspartei, Zeichnung, Zielvereinbarung
from agreements.recht import (
    BETEILIGUNGEN,
    FORMEN,
    VEREINBARUNG,
    Beteiligung,
    Ebene,
    Ergebnis,
    Erklaerende,
    Traegerseite,
    Zustand,
    beteiligung,
)
from agreements.verhandlung import inhalt_von
from agreements.verhandlung.ansicht import verhandlungsstand
from agreements.verhandlung.texte import Eingabe, nimm_alle_an, schlage_vor
from agreements.verhandlung.wortlaut import offene_stellen
from agreements.ziele import Dimension
from agreements.ziele.dimension import Richtung
from agreements.ziele.vorgabe import Beobachtung, Meilenstein, Qualitativ, Tendenz, Vorgabe
from agreements.zielkatalog.aendern import Zielangabe, setze_beitrag, setze_ziel
from agreements.zielkatalog.annehmen import nimm_ziele_an
from agreements.zielkatalog.fassungen import neueste
from tests.agreements.runden import JETZT
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.parties.zugriff import Zugang, betrieb

PDF = b"%PDF-1.7\nBeschluss\n%%EOF\n"


def zugang_von(welt: Welt, partei: Vertragspartei, rolle: Rolle = Rolle.LEITUNG, am: date = HEUTE) -> Zugang:
    """How the person of a role acts for a party to an agreement."""
    return welt.zugang(partei.partei.schluessel, rolle, am)


def parteien_von(vereinbarung: Zielvereinbarung) -> list[Vertragspartei]:
    """The parties to an agreement, in order."""
    return list(vereinbarung.vertragsparteien.select_related("partei").order_by("reihenfolge"))


# -- Straight into a state ---------------------------------------------------------------------------------------


def versetze(vereinbarung: Zielvereinbarung, ziel: Zustand) -> Zielvereinbarung:
    """Put an agreement into a state along the shortest way of the table, without the acts: for tests of other things.

    The database refuses every other way.
    """
    for zustand in _weg(Zustand(vereinbarung.zustand), ziel):
        Zielvereinbarung.objects.filter(pk=vereinbarung.pk).update(zustand=zustand)
    vereinbarung.refresh_from_db(fields=["zustand"])
    return vereinbarung


def _weg(von: Zustand, nach: Zustand) -> Iterable[Zustand]:
    wege: deque[tuple[Zustand, ...]] = deque([(von,)])
    while wege:
        weg = wege.popleft()
        if weg[-1] is nach:
            return weg[1:]
        wege += [
            (*weg, Zustand(zeile.nach))
            for zeile in VEREINBARUNG.uebergaenge
            if weg[-1] in zeile.von and zeile.nach not in weg
        ]
    raise AssertionError(f"Von {von} führt kein Weg nach {nach}.")


# -- By real acts --------------------------------------------------------------------------------------------------

_VORGABEN: dict[str, tuple[Dimension, Vorgabe]] = {
    "hilfebeduerftigkeit": (Dimension.BEOBACHTUNG, Beobachtung()),
    "integration": (Dimension.TENDENZ, Tendenz(Richtung.STEIGERN)),
    "langzeitbezug": (Dimension.TENDENZ, Tendenz(Richtung.SENKEN)),
    "soziale_teilhabe": (
        Dimension.QUALITATIV,
        Qualitativ((Meilenstein("Ein Konzept liegt vor.", date(2027, 6, 30)),)),
    ),
}


def verhandle(vereinbarung: Zielvereinbarung, welt: Welt, am: datetime = JETZT) -> Zielvereinbarung:
    """Negotiate an agreement to the end: gaps filled, Ziele and Beiträge set, everything accepted by every party."""
    parteien = parteien_von(vereinbarung)
    erste = zugang_von(welt, parteien[0])
    if vereinbarung.zustand == Zustand.ENTWURF:
        verhandlung_aufnehmen(vereinbarung=vereinbarung, durch=erste, am=am)
    for abschnitt in inhalt_von(vereinbarung).abschnitte:
        if offene_stellen(abschnitt.text):
            text = abschnitt.text.replace("[", "").replace("]", "")
            basis = verhandlungsstand(vereinbarung, erste).abschnitt(abschnitt.code).nummer  # type: ignore[union-attr]
            eingabe = Eingabe(text=text, grund="ausgefüllt", basis=basis)
            schlage_vor(vereinbarung=vereinbarung, abschnitt=abschnitt.code, eingabe=eingabe, durch=erste, am=am)
    _setze_ziele(vereinbarung, erste, am)
    for partei in parteien:
        setze_beitrag(
            vereinbarung=vereinbarung, vertragspartei=partei, text="Berät die andere Seite.", durch=erste, am=am
        )
    nimm_alles_an(vereinbarung, welt, am)
    return Zielvereinbarung.objects.select_related("runde").get(pk=vereinbarung.pk)


def _setze_ziele(vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime) -> None:
    for ziel in inhalt_von(vereinbarung).ziele:
        dimension, vorgabe = _VORGABEN[ziel.code]
        angabe = Zielangabe(ziel.code, ziel.titel, ziel.beschreibung, dimension, ziel.kennzahl, vorgabe)
        setze_ziel(vereinbarung=vereinbarung, angabe=angabe, durch=durch, am=am)


def nimm_alles_an(vereinbarung: Zielvereinbarung, welt: Welt, am: datetime = JETZT) -> None:
    """Every party accepts the text of every section and the Ziele as they are."""
    for partei in parteien_von(vereinbarung):
        durch = zugang_von(welt, partei)
        stand = verhandlungsstand(vereinbarung, durch)
        nummern = {a.raster.code: a.nummer for a in stand.abschnitte if a.vereinbart}
        nimm_alle_an(vereinbarung=vereinbarung, nummern=nummern, durch=durch, am=am)
        nimm_ziele_an(vereinbarung=vereinbarung, fassung=neueste(vereinbarung), durch=durch, am=am)


def stimme_ab(vereinbarung: Zielvereinbarung, welt: Welt, am: datetime = JETZT) -> Zielvereinbarung:
    """Negotiate an agreement and fix its text."""
    fertig = verhandle(vereinbarung, welt, am)
    return abstimmen(vereinbarung=fertig, durch=zugang_von(welt, parteien_von(fertig)[0]), am=am)


def weise_nach(
    code: str, vereinbarung: Zielvereinbarung, ergebnis: Ergebnis | None = None, am: datetime = JETZT
) -> Nachweis:
    """Record, as the operator, a result that an agreement waits for; the fulfilling one unless another is named.

    Where each party declares for itself, all do; the last one's is returned.
    """
    zeile = beteiligung(code, am.date())
    assert zeile
    erfassung = Erfassung(zeile, ergebnis or FORMEN[zeile.form].erfuellend[0], am.date(), PDF, "wie besprochen")
    durch, bezuege = betrieb(am.date()), _bezuege(zeile, vereinbarung)
    return erfasse_nachweise(erfassung=erfassung, bezuege=bezuege, durch=durch, am=am)[-1]


def _bezuege(zeile: Beteiligung, vereinbarung: Zielvereinbarung) -> list[Bezug]:
    runde, parteien = vereinbarung.runde, parteien_von(vereinbarung)
    if zeile.erklaerende is Erklaerende.JEDE:
        return [Bezug(runde, vereinbarung=vereinbarung, vertragspartei=partei) for partei in parteien]
    kommune = next((p.rechtstraeger_id or p.partei_id for p in parteien if _ist_kommune(p)), None)
    return [
        {
            Ebene.RUNDE: Bezug(runde),
            Ebene.LAND: Bezug(runde, land_id=vereinbarung.land_id),
            Ebene.KOMMUNE: Bezug(runde, partei_id=kommune),
            Ebene.VEREINBARUNG: Bezug(runde, vereinbarung=vereinbarung),
        }[zeile.ebene]
    ]


def _ist_kommune(partei: Vertragspartei) -> bool:
    return partei.rechtstraeger_id is not None or partei.partei.schluessel.startswith("kommune-")


def oeffne_alle(vereinbarung: Zielvereinbarung, am: datetime = JETZT) -> None:
    """Record everything that stands before the conclusion of an agreement."""
    for zeile in {z.code: z for z in BETEILIGUNGEN if am.date() in z.geltung}.values():
        if "zeichnen" in zeile.akte and zeile.betrifft(vereinbarung.nr, Traegerseite(vereinbarung.traegerseite)):
            weise_nach(zeile.code, vereinbarung, am=am)


def unterschreibe(vereinbarung: Zielvereinbarung, *parteien: Vertragspartei, am: datetime = JETZT) -> None:
    """Put the signatures of parties under the fixed text, of all of them unless some are named."""
    text = vereinbarung.festtexte.offen().get()
    for partei in parteien or parteien_von(vereinbarung):
        Zeichnung.objects.create(
            festtext=text,
            vertragspartei=partei,
            name=partei.bezeichnung[:150],
            niveau="papier",
            gezeichnet_am=am,
            datei="zeichnungen/probe.pdf",
            sha256="0" * 64,
        )
