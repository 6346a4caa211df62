"""The round of 2025: three agreements from their conclusion to the evaluation of what was reached.

Two of them hold a Zieldialog. Only these three are kept: the other drafts of the round are taken out again, and the
journal says so. Reports and results rest on the figures that the demonstration has, so on releases later than the days
they are about.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from agreements.auswertung.akte import (
    ZU_BEGRUENDEN,
    Feststellung,
    berechne_zielerreichung,
    bestaetige_auswertung,
    stelle_fest,
)
from agreements.beteiligung import Bezug
from agreements.lifecycle import auswertung_abschliessen, vollziehe_faellige
from agreements.models import Planungsrunde, Teilnahme, Vertragspartei, Zielbewertung, Zieldialog, Zielvereinbarung
from agreements.planungsrunde import lege_runde_an
from agreements.recht import ZIELVEREINBARUNG, Form, Formwahl, Seite
from agreements.zieldialog import berichte, dialoge, massnahmen
from demonstration.agreements.acting import acting_as, acting_for, agreement, moment, parties, side
from demonstration.agreements.closing import fix_text, record, record_about, record_round, sign
from demonstration.agreements.talks import Course, accept_all, aim, begin, prepare
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import betrieb

AB, BIS = date(2025, 1, 1), date(2026, 1, 1)
KEPT = ((3, "05"), (4, "05124"), (2, "05315"))
"""Nordrhein-Westfalen first: that of the Optionskommune follows it (§ 48b Abs. 4 SGB II)."""

_COURSE = Course(Decimal("0.010"), Decimal("-0.010"), zurueck=2)
_OHNE_NR_1 = "Die Vereinbarung nach Nr. 1 für 2025 ist geschlossen, aber nicht in diesem System erfasst."
_ZIELDIALOG = moment(2025, 6, 24, 13)


def load_past() -> Planungsrunde:
    """Take three agreements for 2025 through their whole life; one is evaluated, two wait for confirmations."""
    am = moment(2024, 9, 16)
    titel, bmas = f"Zielvereinbarungen {AB.year}", acting_as("bmas", am)
    runde = lege_runde_an(titel=titel, ab=AB, bis=BIS, form=Formwahl(Form.TRILATERAL), durch=bmas, am=am)
    _keep(runde)
    record_round(runde, beratung=moment(2024, 10, 8), haushalt=moment(2024, 11, 29))
    vereinbarungen = [agreement(runde, nr, schluessel) for nr, schluessel in KEPT]
    for stelle, vereinbarung in enumerate(vereinbarungen):
        _conclude(vereinbarung, tage=timedelta(days=stelle))
    vollziehe_faellige(am=moment(2025, 1, 1, 6))
    for vereinbarung in vereinbarungen[:2]:
        _hold_dialogue(vereinbarung)
    vollziehe_faellige(am=moment(2026, 1, 1, 6))
    nr_3, nr_4, nr_2 = (_evaluate(agreement(runde, nr, schluessel)) for nr, schluessel in KEPT)
    _confirm(nr_3, Seite.AUSFUEHREND)
    _confirm(nr_4, Seite.STEUERND)
    _confirm(nr_4, Seite.AUSFUEHREND)
    _confirm(nr_2, Seite.STEUERND)
    am = moment(2026, 11, 20, 16)
    auswertung_abschliessen(vereinbarung=nr_4, durch=side(nr_4, Seite.STEUERND, am), am=am)
    return runde


def _keep(runde: Planungsrunde) -> None:
    """Take the untouched drafts of everyone else out of the round: nobody here has anything to say about them."""
    wanted = [agreement(runde, nr, schluessel).pk for nr, schluessel in KEPT]
    others = Zielvereinbarung.objects.filter(runde=runde).exclude(pk__in=wanted)
    am, anzahl = moment(2024, 9, 16, 11), others.count()
    Vertragspartei.objects.filter(zielvereinbarung__in=others.values("pk")).delete()
    others.delete()
    eintragen(
        durch=betrieb(timezone.localdate(am)),
        am=am,
        akt="entwuerfe_herausnehmen",
        norm=ZIELVEREINBARUNG,
        objekt=runde,
        grund="Demonstration: Für 2025 werden nur drei Vereinbarungen gezeigt, die übrigen Entwürfe entfallen.",
        daten={"entwuerfe": anzahl, "geblieben": len(wanted)},
    )


# -- Conclusion --------------------------------------------------------------------------------------------------


def _conclude(vereinbarung: Zielvereinbarung, *, tage: timedelta) -> None:
    """From the first draft to the last signature, in autumn 2024; ``tage``: so many days later."""
    prepare(vereinbarung, zieldialog=_ZIELDIALOG.date(), am=moment(2024, 10, 10) + tage)
    begin(vereinbarung, am=moment(2024, 10, 15) + tage)
    aim(vereinbarung, _COURSE, am=moment(2024, 10, 29) + tage)
    accept_all(vereinbarung, am=moment(2024, 11, 19) + tage)
    fix_text(vereinbarung, am=moment(2024, 11, 21) + tage)
    _take_part(vereinbarung, am=moment(2024, 12, 3) + tage)
    for stelle, partei in enumerate(parties(vereinbarung)):
        grund = _OHNE_NR_1 if vereinbarung.nr == 2 else ""
        sign(vereinbarung, partei, am=moment(2024, 12, 9, 10 + stelle) + tage, grund=grund)


def _take_part(vereinbarung: Zielvereinbarung, *, am: datetime) -> None:
    land = acting_as("land-05", am)
    if vereinbarung.nr == 3:
        record_about(vereinbarung, "beratung_kooperationsausschuss", durch=land, am=am)
        return
    executing = acting_as(f"kommune-{vereinbarung.schluessel}", am)
    record("haushalt_kommune", Bezug(vereinbarung.runde, partei_id=executing.partei_id), executing, am=am)
    if vereinbarung.nr == 2:
        record("verfahren_kooperationsausschuss", Bezug(vereinbarung.runde, land_id=land.partei_id), land, am=am)
    else:
        record_about(vereinbarung, "benehmen_land", "abweichungen", durch=land, am=am)


# -- The Zieldialog ----------------------------------------------------------------------------------------------


def _hold_dialogue(vereinbarung: Zielvereinbarung) -> None:
    """Planned, invited to, prepared by reports of both sides, held, minuted, and followed up."""
    am = moment(2025, 2, 18)
    steering = side(vereinbarung, Seite.STEUERND, am)
    dialog = dialoge.plane(vereinbarungen=[vereinbarung], vorhaben=_PLANNED, durch=steering, am=am)
    dialog = dialoge.lade_ein(dialog=dialog, durch=steering, am=moment(2025, 5, 12))
    _report(vereinbarung, dialog.teilnahmen.get(), am=moment(2025, 6, 10))
    dialog = dialoge.fuehre(dialog=dialog, durch=steering, am=moment(2025, 6, 24, 16))
    _minute(vereinbarung, dialog, am=moment(2025, 6, 27))
    am, grund = moment(2025, 10, 20), "Die Sprechstunde findet seit Oktober jede Woche statt."
    done = dialog.teilnahmen.get().massnahmen.order_by("faellig_am")[0]
    massnahmen.erledige(massnahme=done, durch=side(vereinbarung, Seite.AUSFUEHREND, am), am=am, grund=grund)


def _report(vereinbarung: Zielvereinbarung, teilnahme: Teilnahme, *, am: datetime) -> None:
    for seite, rahmen in _REPORTS.items():
        text, durch = berichte.Berichtstext(rahmen, None), side(vereinbarung, seite, am)
        berichte.schreibe(teilnahme=teilnahme, text=text, abgeben=True, durch=durch, am=am)


def _minute(vereinbarung: Zielvereinbarung, dialog: Zieldialog, *, am: datetime) -> None:
    """The steering side writes the minutes with two Maßnahmen; every party confirms them a week later."""
    steering = side(vereinbarung, Seite.STEUERND, am)
    executing = next(p.partei_id for p in parties(vereinbarung) if p.seite == Seite.AUSFUEHREND)
    for titel, beschreibung, messgroesse, faellig in _MEASURES:
        angaben = massnahmen.Angaben(titel, beschreibung, messgroesse, executing, faellig)
        massnahmen.vereinbare(teilnahme=dialog.teilnahmen.get(), angaben=angaben, durch=steering, am=am)
    dialoge.schreibe_niederschrift(dialog=dialog, text=_MINUTES, nummer=0, durch=steering, am=am)
    am += timedelta(days=7)
    for partei in parties(vereinbarung):
        dialoge.bestaetige(dialog=dialog, nummer=1, durch=acting_for(partei.partei_id, am), am=am)


_PLANNED = dialoge.Vorhaben(
    "Zieldialog 2025",
    _ZIELDIALOG,
    timedelta(hours=2),
    "Düsseldorf",
    ("Stand der Zielerreichung", "Rahmenbedingungen", "Maßnahmen"),
)
_REPORTS = {
    Seite.AUSFUEHREND: "Die Integrationen liegen im ersten Halbjahr leicht unter dem Vorjahr. Der Bestand an "
    "Langzeitbeziehenden sinkt langsamer als erwartet; neue Sprachkurse beginnen erst im September.",
    Seite.STEUERND: "Die Nachfrage nach Helferinnen und Helfern geht zurück, die nach Fachkräften bleibt hoch. Die "
    "Mittel für Eingliederung sind unverändert.",
}
_MINUTES = (
    "Beide Seiten haben die Berichte erörtert. Die Entwicklung liegt nahe am vereinbarten Pfad.\n\n"
    "Sie sind sich einig, den Kontakt zu Menschen im Langzeitbezug zu verdichten. Dazu sind zwei Maßnahmen vereinbart."
)
_MEASURES = (
    (
        "Sprechstunde für Langzeitbeziehende",
        "Eine wöchentliche offene Sprechstunde mit Schuldner- und Suchtberatung einrichten.",
        "Zahl der geführten Gespräche je Monat",
        date(2025, 9, 30),
    ),
    (
        "Übergang aus Sprachkursen",
        "Mit den Trägern der Sprachkurse verbindliche Übergaben zur Vermittlung vereinbaren.",
        "Anteil der Absolventinnen und Absolventen mit einem Termin binnen zwei Wochen",
        date(2026, 12, 18),
    ),
)


# -- Evaluation --------------------------------------------------------------------------------------------------


def _evaluate(vereinbarung: Zielvereinbarung) -> Zielvereinbarung:
    """Compute what was reached, decide on milestones, name the Gründe: nothing is left but to confirm."""
    am = moment(2026, 11, 20, 11)
    durch = side(vereinbarung, Seite.STEUERND, am)
    auswertung = berechne_zielerreichung(vereinbarung=vereinbarung, durch=durch, am=am)
    for zeile in auswertung.bewertungen.im_ganzen().order_by("stelle"):
        if held := _held(zeile):
            auswertung = stelle_fest(
                vereinbarung=vereinbarung,
                ziel=zeile.ziel,
                feststellung=held,
                gesehen=auswertung.fassung,
                durch=durch,
                am=am,
            )
    return vereinbarung


def _held(zeile: Zielbewertung) -> Feststellung | None:
    """What the parties hold of a Ziel beside the figures; None where these say everything."""
    if zeile.meilensteine:
        return Feststellung(meilensteine=(True,) * len(zeile.meilensteine))
    if zeile.ergebnis in ZU_BEGRUENDEN:
        return Feststellung(gruende=("zugaenge", "personal"), erlaeuterung="Mehrere Stellen waren lange unbesetzt.")
    return None


def _confirm(vereinbarung: Zielvereinbarung, seite: Seite) -> None:
    """The first party on a side confirms the results."""
    am = moment(2026, 11, 20, 14)
    durch = side(vereinbarung, seite, am)
    bestaetige_auswertung(vereinbarung=vereinbarung, fassung=vereinbarung.auswertung.fassung, durch=durch, am=am)
