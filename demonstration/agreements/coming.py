"""The round of 2027: one agreement per stage, so that everybody finds something to look at and to do."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from agreements.beteiligung import Bezug
from agreements.models import Planungsrunde, Zielvereinbarung
from agreements.recht import Seite
from agreements.verhandlung.kommentare import Bemerkung, kommentiere
from agreements.verhandlung.rueckfragen import beantworte, stelle_fragen
from agreements.verhandlung.texte import Eingabe, nimm_an, schlage_vor
from agreements.verhandlung.wortlaut import angaben_von, vorschlagstexte
from agreements.verhandlungsrecht import Fassungszustand
from agreements.zieldialog import dialoge
from agreements.zielkatalog.annehmen import nimm_ziele_an
from agreements.zielkatalog.fassungen import neueste
from demonstration.agreements.acting import acting_as, agreement, moment, parties, side
from demonstration.agreements.closing import fix_text, record, record_about, sign
from demonstration.agreements.talks import Course, accept_all, accept_text, aim, begin, prepare
from demonstration.bodies import consult_in_nordrhein_westfalen, deliberate_bases

LAND, WUPPERTAL, KOELN, SOLINGEN = "05", "05124", "05315", "05122"
"""Nordrhein-Westfalen, where the logins are; Solingen has none and acts without a person."""

_COURSE = Course(Decimal("0.004"), Decimal("-0.012"))
_ZIELDIALOG = date(2027, 6, 15)
_HAUSHALT = "Der Rat beschließt den Haushalt am 14. Dezember; die Beiträge der Kommune sind darin eingeplant."
_NR_1 = "Die Vereinbarung nach Nr. 1 ist verhandelt und wird noch im Dezember geschlossen."


def load_coming(runde: Planungsrunde) -> None:
    """Move four agreements on: concluded, signed by the Jobcenter, signed by the BA, in the middle of negotiation."""
    deliberate_bases(runde)
    record("bundeshaushalt", Bezug(runde), acting_as("bmas", moment(2026, 11, 13)), am=moment(2026, 11, 13))
    _nordrhein_westfalen(agreement(runde, 3, LAND))
    _solingen(agreement(runde, 4, SOLINGEN))
    _koeln(agreement(runde, 2, KOELN))
    _wuppertal(agreement(runde, 4, WUPPERTAL))


def _agree(vereinbarung: Zielvereinbarung, *, ab: datetime) -> None:
    """From the first draft until everyone accepts, within four weeks."""
    prepare(vereinbarung, zieldialog=_ZIELDIALOG, am=ab)
    begin(vereinbarung, am=ab + timedelta(days=4))
    aim(vereinbarung, _COURSE, am=ab + timedelta(days=14))
    accept_all(vereinbarung, am=ab + timedelta(days=26))


def _nordrhein_westfalen(vereinbarung: Zielvereinbarung) -> None:
    """Concluded by both, and the Zieldialoge of the year are planned."""
    _agree(vereinbarung, ab=moment(2026, 10, 5))
    fix_text(vereinbarung, am=moment(2026, 11, 3))
    consult_in_nordrhein_westfalen(vereinbarung.runde)
    bmas, land = parties(vereinbarung)
    sign(vereinbarung, land, am=moment(2026, 11, 16))
    sign(vereinbarung, bmas, am=moment(2026, 11, 17))
    am = moment(2026, 11, 18)
    punkte = ("Stand der Zielerreichung", "Berichte beider Seiten", "Maßnahmen")
    beginn = moment(_ZIELDIALOG.year, _ZIELDIALOG.month, _ZIELDIALOG.day, 11)
    vorhaben = dialoge.Vorhaben("Zieldialog", beginn, timedelta(hours=3), "Berlin", punkte)
    dialoge.plane_reihe(
        vereinbarungen=[vereinbarung],
        vorhaben=vorhaben,
        rhythmus="halbjaehrlich",
        durch=side(vereinbarung, Seite.STEUERND, am),
        am=am,
    )


def _solingen(vereinbarung: Zielvereinbarung) -> None:
    """Signed by the Jobcenter; the Land is next."""
    _agree(vereinbarung, ab=moment(2026, 10, 12))
    fix_text(vereinbarung, am=moment(2026, 11, 12))
    am = moment(2026, 11, 16, 15)
    record_about(vereinbarung, "benehmen_land", "abweichungen", durch=acting_as("land-05", am), am=am)
    sign(vereinbarung, parties(vereinbarung)[-1], am=moment(2026, 11, 19), grund=_HAUSHALT)


def _koeln(vereinbarung: Zielvereinbarung) -> None:
    """Signed by the BA; Kommune and Geschäftsführer are next."""
    _agree(vereinbarung, ab=moment(2026, 10, 8))
    fix_text(vereinbarung, am=moment(2026, 11, 10))
    am = moment(2026, 11, 12, 14)
    stadt = acting_as(f"kommune-{KOELN}", am)
    record("haushalt_kommune", Bezug(vereinbarung.runde, partei_id=stadt.partei_id), stadt, am=am)
    sign(vereinbarung, parties(vereinbarung)[0], am=moment(2026, 11, 19, 15), grund=_NR_1)


# -- Wuppertal: in the middle of it ------------------------------------------------------------------------------

_VORSCHLAEGE = {
    "praeambel": "Die Stadt hat 2026 ein Haus der Berufsbildung eröffnet; davon werden vor allem Menschen ohne "
    "Abschluss profitieren.",
    "grundsaetze": "Erwerbstätige Leistungsberechtigte mit ergänzendem Bezug werden gesondert betrachtet.",
    "beitraege": "Das Land stellt bis zum 31. März eine Auswertung zu Übergängen aus Sprachkursen bereit.",
}
"""What is added to a section: by the Optionskommune, by the Optionskommune, by the Land."""


def _wuppertal(vereinbarung: Zielvereinbarung) -> None:
    """In negotiation: one proposal is accepted, each side has an open one, the Land has asked."""
    prepare(vereinbarung, zieldialog=_ZIELDIALOG, am=moment(2026, 10, 9))
    begin(vereinbarung, am=moment(2026, 10, 14))
    aim(vereinbarung, _COURSE, am=moment(2026, 10, 26))
    nummer = _propose(vereinbarung, "praeambel", Seite.AUSFUEHREND, am=moment(2026, 10, 28))
    am = moment(2026, 11, 2)
    land = side(vereinbarung, Seite.STEUERND, am)
    nimm_an(vereinbarung=vereinbarung, abschnitt="praeambel", nummer=nummer, durch=land, am=am)
    _propose(vereinbarung, "grundsaetze", Seite.AUSFUEHREND, am=moment(2026, 11, 9))
    _propose(vereinbarung, "beitraege", Seite.STEUERND, am=moment(2026, 11, 10))
    am = moment(2026, 11, 11)
    accept_text(vereinbarung, land, am=am, ohne=frozenset({"grundsaetze"}))
    nimm_ziele_an(vereinbarung=vereinbarung, fassung=neueste(vereinbarung), durch=land, am=am)
    _talk(vereinbarung)


def _propose(vereinbarung: Zielvereinbarung, abschnitt: str, seite: Seite, *, am: datetime) -> int:
    """Propose a sentence more for a section; returns the number of the version."""
    geltend = vereinbarung.textfassungen.filter(abschnitt=abschnitt, zustand=Fassungszustand.GELTEND).first()
    text = geltend.text if geltend else vorschlagstexte(angaben_von(vereinbarung))[abschnitt]
    neu = f"{text}\n\n{_VORSCHLAEGE[abschnitt]}"
    eingabe = Eingabe(neu, "Ergänzung aus dem Gespräch.", geltend.nummer if geltend else 0)
    durch = side(vereinbarung, seite, am)
    return schlage_vor(vereinbarung=vereinbarung, abschnitt=abschnitt, eingabe=eingabe, durch=durch, am=am).nummer


def _talk(vereinbarung: Zielvereinbarung) -> None:
    """A comment with an answer, one for the own side alone, and a round of questions of which one is answered."""
    am = moment(2026, 11, 12)
    zkt, land = side(vereinbarung, Seite.AUSFUEHREND, am), side(vereinbarung, Seite.STEUERND, am)
    frage = Bemerkung("zieldialog", "Können wir den Zieldialog in der Woche davor führen? Am 15. Juni tagt der Rat.")
    erster = kommentiere(vereinbarung=vereinbarung, bemerkung=frage, durch=zkt, am=am)
    antwort = Bemerkung("zieldialog", "Der 8. Juni wäre für uns möglich.", antwort_auf=erster)
    kommentiere(vereinbarung=vereinbarung, bemerkung=antwort, durch=land, am=moment(2026, 11, 13))
    intern = Bemerkung("ziele", "Vor der Annahme noch mit dem Controlling die Saison prüfen.", intern=True)
    kommentiere(vereinbarung=vereinbarung, bemerkung=intern, durch=zkt, am=moment(2026, 11, 13, 15))
    runde = stelle_fragen(
        vereinbarung=vereinbarung,
        fragen=(
            ("ziele", "Womit begründen Sie den Zielwert für die Integrationsquote?"),
            ("beitraege", "Wie viele Stellen sind für das neue Fallmanagement vorgesehen?"),
        ),
        frist=date(2026, 12, 4),
        durch=land,
        am=moment(2026, 11, 16),
    )
    erste = runde.fragen.get(nummer=1)
    text = "Mit dem Verlauf der letzten zwölf Monate und den Zusagen zweier Arbeitgeber."
    beantworte(frage=erste, text=text, durch=zkt, am=moment(2026, 11, 18))
