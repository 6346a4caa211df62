"""Negotiating: the gaps of the wording, the Ziele with their measure, Beiträge, funds, and everyone's acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from agreements.lifecycle import verhandlung_aufnehmen
from agreements.models import Zielvereinbarung
from agreements.recht import Seite
from agreements.verhandlung.ansicht import verhandlungsstand
from agreements.verhandlung.texte import Eingabe, entwirf, nimm_alle_an
from agreements.verhandlung.wortlaut import angaben_von, grundraster, offene_stellen, vorschlagstexte
from agreements.ziele import Dimension
from agreements.ziele.finanzen import Mittelart
from agreements.ziele.katalog import gesetzliche_ziele
from agreements.ziele.vorgabe import Beobachtung, Jahreswert, Meilenstein, Qualitativ, Vorgabe, Zielwert
from agreements.zielkatalog.aendern import Zielangabe, setze_beitrag, setze_finanzmittel, setze_ziel
from agreements.zielkatalog.annehmen import nimm_ziele_an
from agreements.zielkatalog.ausgangslage import ausgangslage_von
from agreements.zielkatalog.fassungen import neueste
from demonstration.agreements.acting import acting_for, parties, side
from zielsystem.parties.zugriff import Zugang

AUSGANGSLAGE = (
    "Der regionale Arbeitsmarkt ist aufnahmefähig, verlangt aber häufiger als früher einen Berufsabschluss. Etwa "
    "zwei Drittel der erwerbsfähigen Leistungsberechtigten sind im Langzeitbezug. Sprachförderung und "
    "Kinderbetreuung bleiben die wichtigsten Rahmenbedingungen."
)
WEITERE_BEITRAEGE = "Weitere Beiträge nennt die Übersicht der Ziele und Beiträge."

BEITRAEGE: dict[Seite, str] = {
    Seite.STEUERND: "Unterstützt bei der Auswertung der Zahlen und lädt zweimal im Jahr zum Austausch ein.",
    Seite.AUSFUEHREND: "Richtet ein Fallmanagement mit kleinerem Betreuungsschlüssel für Langzeitbeziehende ein.",
}

BEITRAG_DES_LANDES = "Fördert Nachqualifizierung und Sprachkurse aus dem Landesprogramm für Langzeitbeziehende."
"""What the executing side of a Nr. 3 contributes: a Land runs no Jobcenter."""

MITTEL: dict[int, dict[Mittelart, int]] = {
    2: {Mittelart.EINGLIEDERUNG: 6_230_000_000, Mittelart.VERWALTUNG: 9_110_000_000},
    3: {Mittelart.EINGLIEDERUNG: 94_600_000_000, Mittelart.VERWALTUNG: 128_300_000_000},
    4: {Mittelart.EINGLIEDERUNG: 3_140_000_000, Mittelart.VERWALTUNG: 4_470_000_000},
}
"""The funds of a year in cents, by the Nr. of the agreement; invented."""


@dataclass(frozen=True)
class Course:
    """What is aimed at: for K2 so much more than the last value (``zurueck``: than that of so many years before), for
    K3, a change already, the number itself."""

    k2_mehr: Decimal
    k3: Decimal
    zurueck: int = 0


def prepare(vereinbarung: Zielvereinbarung, *, zieldialog: date, am: datetime) -> None:
    """The steering side drafts what the wording leaves open; ``zieldialog`` is the day of the first one."""
    durch, angaben = side(vereinbarung, Seite.STEUERND, am), angaben_von(vereinbarung)
    for code, text in vorschlagstexte(angaben).items():
        if offene_stellen(text) and not grundraster(angaben)[code].wahlweise:
            eingabe = Eingabe(_ausgefuellt(text, zieldialog), "Offene Stellen ausgefüllt.")
            entwirf(vereinbarung=vereinbarung, abschnitt=code, eingabe=eingabe, durch=durch, am=am)


def _ausgefuellt(text: str, zieldialog: date) -> str:
    for stelle in offene_stellen(text):
        if stelle.startswith("[Ausgangslage"):
            text = text.replace(stelle, AUSGANGSLAGE)
        elif stelle == "[Datum]":
            text = text.replace(stelle, f"{zieldialog:%d.%m.%Y}")
        else:
            text = text.replace(stelle, WEITERE_BEITRAEGE)
    return text


def begin(vereinbarung: Zielvereinbarung, *, am: datetime) -> None:
    """The steering side begins to negotiate."""
    verhandlung_aufnehmen(vereinbarung=vereinbarung, durch=side(vereinbarung, Seite.STEUERND, am), am=am)


def aim(vereinbarung: Zielvereinbarung, course: Course, *, am: datetime) -> None:
    """Agree on the Ziele of the law: K1 is watched, K2 and K3 have a number, Teilhabe has two milestones.

    Beside them what each party contributes, and the funds of the year.
    """
    durch = side(vereinbarung, Seite.STEUERND, am)
    for art in gesetzliche_ziele(vereinbarung.nr, vereinbarung.runde.ab):
        vorgabe = _vorgabe(vereinbarung, art.kennzahl, course)
        dimension = _DIMENSION[type(vorgabe)]
        angabe = Zielangabe(art.code, art.titel, art.beschreibung, dimension, art.kennzahl, vorgabe)
        setze_ziel(vereinbarung=vereinbarung, angabe=angabe, durch=durch, am=am)
    for partei in parties(vereinbarung):
        land = vereinbarung.nr == 3 and partei.seite == Seite.AUSFUEHREND
        text = BEITRAG_DES_LANDES if land else BEITRAEGE[Seite(partei.seite)]
        setze_beitrag(vereinbarung=vereinbarung, vertragspartei=partei, text=text, durch=durch, am=am)
    jahr, mittel = vereinbarung.runde.ab.year, MITTEL[vereinbarung.nr]
    setze_finanzmittel(vereinbarung=vereinbarung, jahr=jahr, betraege=mittel, durch=durch, am=am)


_DIMENSION = {
    Beobachtung: Dimension.BEOBACHTUNG,
    Zielwert: Dimension.ZIELWERT,
    Qualitativ: Dimension.QUALITATIV,
}


def _vorgabe(vereinbarung: Zielvereinbarung, kennzahl: str, course: Course) -> Vorgabe:
    jahr = vereinbarung.runde.ab.year
    match kennzahl:
        case "K1":
            return Beobachtung()
        case "K2":
            return Zielwert((Jahreswert(jahr, _last_value(vereinbarung, course) + course.k2_mehr),))
        case "K3":
            return Zielwert((Jahreswert(jahr, course.k3),))
    return Qualitativ(
        (
            Meilenstein("Ein Konzept für aufsuchendes Coaching liegt vor.", date(jahr, 6, 30)),
            Meilenstein("Mindestens 200 Menschen haben ein Coaching begonnen.", date(jahr, 12, 31)),
        )
    )


def _last_value(vereinbarung: Zielvereinbarung, course: Course) -> Decimal:
    """The K2 from which the parties set out, as a fraction with three decimals."""
    wert = ausgangslage_von(vereinbarung, "K2").werte[course.zurueck].wert
    if wert is None:
        raise ValueError(f"Die Demonstration kennt die Integrationsquote nicht, von der „{vereinbarung}“ ausgeht.")
    return round(Decimal(repr(float(wert))), 3)


def accept_all(vereinbarung: Zielvereinbarung, *, am: datetime) -> None:
    """Every party accepts the text of every section, and the Ziele as they are."""
    for partei in parties(vereinbarung):
        durch = acting_for(partei.partei_id, am)
        accept_text(vereinbarung, durch, am=am)
        nimm_ziele_an(vereinbarung=vereinbarung, fassung=neueste(vereinbarung), durch=durch, am=am)


def accept_text(
    vereinbarung: Zielvereinbarung, durch: Zugang, *, am: datetime, ohne: frozenset[str] = frozenset()
) -> None:
    """Accept the sections as they are, but for those named."""
    abschnitte = verhandlungsstand(vereinbarung, durch).abschnitte
    nummern = {a.raster.code: a.nummer for a in abschnitte if a.vereinbart and a.raster.code not in ohne}
    nimm_alle_an(vereinbarung=vereinbarung, nummern=nummern, durch=durch, am=am)
