"""Results of items: recorded in the session, corrected with a reason afterwards. Of each item exactly one counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from gremien.abstimmung import Unmoeglich, Votum, zaehle_summen
from gremien.fehler import NichtMoeglich
from gremien.models import Abstimmung, Ergebnis, Sitzung, Tagesordnungspunkt
from gremien.recht import AUSGANGSTITEL, MOEGLICH, Ausgang, Form, Verfahren, gegenstand, parameter
from gremien.sitzungen.lage import ablauf_von, koerper_von, mitgliederzahl, stand_von, tag_von
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import vollziehe
from zielsystem.parties.zugriff import Zugang, verlange


@dataclass(frozen=True)
class Befund:
    """What came out of an item, complete: with votes (yes, no, abstentions) for a decision."""

    ausgang: Ausgang
    wortlaut: str = ""
    summen: tuple[int, int, int] | None = None
    anwesend: int | None = None
    stichentscheid: bool = False
    erlaeuterung: str = ""


@dataclass(frozen=True)
class Berichtigung:
    """How approved minutes should have read. ``summen`` None: the votes were right.

    ``vorsitz``: how the chair voted, where the corrected votes are a tie.
    """

    ausgang: Ausgang
    wortlaut: str
    summen: tuple[int, int, int] | None = None
    vorsitz: Votum | None = None


@transaction.atomic
def halte_ergebnis_fest(
    *,
    punkt: Tagesordnungspunkt,
    ausgang: Ausgang,
    durch: Zugang,
    am: datetime,
    wortlaut: str = "",
    grund: str = "",
) -> Ergebnis:
    """Record that an item was deliberated, discussed or adjourned. A decision follows from votes, never from here.

    Before the minutes are handed in a result can be replaced with a reason. Raises ``PermissionDenied``,
    :class:`NichtMoeglich` for a result that the form of the item does not have, or at the wrong time.
    """
    sitzung = _offene_sitzung(punkt, durch)
    form = Form(punkt.form)
    if ausgang not in MOEGLICH[form]:
        moeglich = ", ".join(AUSGANGSTITEL[einer] for einer in MOEGLICH[form])
        raise NichtMoeglich(f"Bei diesem Punkt ist möglich: {moeglich}.", "ausgang")
    if ausgang in (Ausgang.BESCHLOSSEN, Ausgang.ABGELEHNT):
        raise NichtMoeglich("Ein Beschluss folgt aus den Stimmen. Bitte stimmen Sie ab und zählen Sie aus.", "ausgang")
    if punkt.abstimmungen.filter(geschlossen_am=None, verworfen_am=None).exists():
        raise NichtMoeglich("Zu diesem Punkt läuft eine Abstimmung. Bitte zählen Sie sie aus oder verwerfen Sie sie.")
    hat_schon = Ergebnis.objects.gueltig().filter(punkt=punkt).exists()
    if hat_schon and not grund.strip():
        raise NichtMoeglich("Dieser Punkt hat schon ein Ergebnis. Bitte geben Sie an, warum es ersetzt wird.", "grund")
    punkt.sitzung = sitzung
    return neue_fassung(punkt, Befund(ausgang, wortlaut.strip()), durch=durch, am=am, grund=grund)


@transaction.atomic
def berichtige(
    *, punkt: Tagesordnungspunkt, berichtigung: Berichtigung, grund: str, durch: Zugang, am: datetime
) -> Ergebnis:
    """Correct a result of approved minutes: a new version with a reason. The version before stays readable.

    Whatever rests on the result follows at once. Raises ``PermissionDenied``, ``Gehindert`` without a reason or
    before approval, :class:`NichtMoeglich` for a result that cannot be.
    """
    sitzung = vollziehe(
        ablauf_von(punkt.sitzung), "berichtigen", punkt.sitzung, stand=stand_von, durch=durch, am=am, grund=grund
    )
    bisher = Ergebnis.objects.gueltig().select_for_update().get(punkt=punkt)
    punkt.sitzung = sitzung
    befund = _berichtigter(punkt, berichtigung, bisher)
    return neue_fassung(punkt, befund, durch=durch, am=am, grund=grund, abstimmung=bisher.abstimmung)


def neue_fassung(
    punkt: Tagesordnungspunkt,
    befund: Befund,
    *,
    durch: Zugang,
    am: datetime,
    grund: str = "",
    abstimmung: Abstimmung | None = None,
) -> Ergebnis:
    """Store a result as the one that counts; the one before is replaced in the same transaction."""
    alle = Ergebnis.objects.filter(punkt=punkt)
    fassung = (alle.aggregate(hoechste=Max("fassung"))["hoechste"] or 0) + 1
    alle.gueltig().update(abgeloest_am=am)
    ja, nein, enthaltung = befund.summen or (None, None, None)
    ergebnis = Ergebnis.objects.create(
        punkt=punkt,
        fassung=fassung,
        ausgang=befund.ausgang,
        wortlaut=befund.wortlaut,
        abstimmung=abstimmung,
        ja=ja,
        nein=nein,
        enthaltung=enthaltung,
        anwesend=befund.anwesend,
        stichentscheid=befund.stichentscheid,
        erlaeuterung=befund.erlaeuterung,
        grund=grund.strip() if fassung > 1 else "",
        festgestellt_am=am,
        festgestellt_durch=durch.nutzer,
    )
    zeile = gegenstand(punkt.gegenstand, tag_von(punkt.sitzung))
    daten = {"ausgang": befund.ausgang.value, "fassung": fassung}
    eintragen(durch=durch, am=am, akt="ergebnis", norm=zeile.norm, objekt=punkt, grund=grund.strip(), daten=daten)
    return ergebnis


def _berichtigter(punkt: Tagesordnungspunkt, berichtigung: Berichtigung, bisher: Ergebnis) -> Befund:
    """The corrected result, if it can be: of a form the item has, and following from its votes."""
    if berichtigung.ausgang not in MOEGLICH[Form(punkt.form)]:
        moeglich = ", ".join(AUSGANGSTITEL[einer] for einer in MOEGLICH[Form(punkt.form)])
        raise NichtMoeglich(f"Bei diesem Punkt ist möglich: {moeglich}.", "ausgang")
    wortlaut = berichtigung.wortlaut.strip()
    if berichtigung.ausgang not in (Ausgang.BESCHLOSSEN, Ausgang.ABGELEHNT):
        return Befund(berichtigung.ausgang, wortlaut)
    if not wortlaut:
        raise NichtMoeglich("Bitte geben Sie den Wortlaut des Beschlusses an.", "wortlaut")
    return _mit_stimmen(punkt, berichtigung, bisher, wortlaut)


def _mit_stimmen(punkt: Tagesordnungspunkt, berichtigung: Berichtigung, bisher: Ergebnis, wortlaut: str) -> Befund:
    summen = berichtigung.summen or _bisherige(bisher)
    if summen is None:
        raise NichtMoeglich("Ein Beschluss braucht Stimmen. Bitte geben Sie sie an.", "summen")
    zeile = gegenstand(punkt.gegenstand, tag_von(punkt.sitzung))
    anwesend = bisher.anwesend if bisher.anwesend is not None else sum(summen)
    quorum = parameter("quorum", tag_von(punkt.sitzung))
    try:
        zaehlung = zaehle_summen(anwesend, mitgliederzahl(punkt), summen, zeile.mehrheit, quorum)
    except Unmoeglich as fehler:
        raise NichtMoeglich(str(fehler), "summen") from fehler
    durch_vorsitz = summen[0] == summen[1] and _entscheidet(punkt, berichtigung, bisher) is Votum.JA
    ausgang = Ausgang.BESCHLOSSEN if durch_vorsitz else zaehlung.ausgang
    if ausgang is not berichtigung.ausgang:
        raise NichtMoeglich(
            f"Aus {summen[0]} Ja, {summen[1]} Nein und {summen[2]} Enthaltungen folgt: {AUSGANGSTITEL[ausgang]}.",
            "ausgang",
        )
    return Befund(ausgang, wortlaut, summen, anwesend, durch_vorsitz)


def _entscheidet(punkt: Tagesordnungspunkt, berichtigung: Berichtigung, bisher: Ergebnis) -> Votum | None:
    """How the casting vote was given: as corrected, else as before; None where nobody had it."""
    vorsitz = koerper_von(punkt).stichentscheid
    if vorsitz is None:
        return None
    if berichtigung.vorsitz is not None or bisher.abstimmung is None:
        return berichtigung.vorsitz
    votum = bisher.abstimmung.stimmen.filter(mitgliedschaft=vorsitz).values_list("votum")
    gefunden = votum.first()
    return Votum(gefunden[0]) if gefunden else None


def _bisherige(bisher: Ergebnis) -> tuple[int, int, int] | None:
    if bisher.ja is None or bisher.nein is None or bisher.enthaltung is None:
        return None
    return bisher.ja, bisher.nein, bisher.enthaltung


def _offene_sitzung(punkt: Tagesordnungspunkt, durch: Zugang) -> Sitzung:
    sitzung = Sitzung.objects.select_for_update(of=("self",)).select_related("gremium").get(pk=punkt.sitzung_id)
    verlange(durch, Befugnis.GREMIUM_FUEHREN, sitzung)
    if sitzung.verfahren == Verfahren.UMLAUF:
        raise NichtMoeglich("Im Umlauf folgt das Ergebnis aus den Stimmen.")
    if sitzung.zustand not in ("eroeffnet", "geschlossen"):
        raise NichtMoeglich("Ergebnisse werden in der eröffneten Sitzung festgehalten, bis die Niederschrift vorliegt.")
    return sitzung
