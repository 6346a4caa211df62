"""The run that makes the monthly reports of a release: laying it out, working it off, trying a failed one again.

An order is a row. Whoever works takes the next open one under a lock that others skip, and each report is committed
by itself: any number of workers share a run, a killed one loses the report it was at, a task that comes twice finds
nothing to do. Laying out is guarded by an advisory lock, so that schedule and button at once make one run.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from berichte.models import Archivstueck, Bericht, Berichtsauftrag, Berichtslauf, Zielblatt
from berichte.monatsbericht import satz
from berichte.monatsbericht.berichtsarten import Berichtsart
from berichte.monatsbericht.festgehalten import halte_fest
from berichte.monatsbericht.inhalt import Leer, stelle_zusammen
from berichte.monatsbericht.stoff import Stoff, stoff_von
from berichte.monatsbericht.zielstand import stand_der_ziele, vereinbarungen_zu
from kennzahlen.models import Einheit, Einheitsart, Veroeffentlichung
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Installation, Parteistand
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, verlange
from zielsystem.recht import Norm

BERICHT = Norm("§ 48a Abs. 1 SGB II")
BLOCK = 25
"""So many reports a task makes before it lets others have the worker."""
HOECHSTENS_VERSUCHE = 2
"""So often a run tries a report by itself; after that somebody has to ask for it."""
STILLSTAND = timedelta(minutes=5)
"""A run that has not stirred for so long has lost its workers: a report takes seconds."""
FRISCH = timedelta(hours=24)
"""For so long after a release the schedule lays out its run by itself; for an older one somebody has to ask."""

_SPERRE = 48_601
_log = logging.getLogger(__name__)

Auswahl = Iterable[tuple[Berichtsart, str]]
"""Kinds and keys of units."""


class KeineVeroeffentlichung(ValueError):
    """Reports are made from the newest release only; the text is German."""


# -- Ordering --------------------------------------------------------------------------------------------------


@transaction.atomic
def beauftrage_berichte(
    *, veroeffentlichung: Veroeffentlichung, durch: Zugang, am: datetime, nur: Auswahl | None = None
) -> Berichtslauf:
    """Order the reports of the newest release (or some of them); what is ordered already stays as it is.

    Raises ``PermissionDenied``, :class:`KeineVeroeffentlichung`.
    """
    _sperre()
    if Veroeffentlichung.objects.filter(pk__gt=veroeffentlichung.pk).exists():
        raise KeineVeroeffentlichung("Monatsberichte entstehen aus der neuesten Veröffentlichung; diese ist überholt.")
    vorgabe = {"begonnen_am": am, "begonnen_durch": durch.nutzer, "letzte_regung_am": am}
    lauf, neu = Berichtslauf.objects.get_or_create(veroeffentlichung=veroeffentlichung, defaults=vorgabe)
    verlange(durch, Befugnis.KENNZAHLEN_VEROEFFENTLICHEN, lauf)
    neue = _neue_auftraege(lauf, set(nur) if nur is not None else None)
    if neue:
        Berichtsauftrag.objects.bulk_create(neue)
        Berichtslauf.objects.filter(pk=lauf.pk).update(beendet_am=None, letzte_regung_am=am)
    if neu or neue:
        daten = {"berichte": len(neue)}
        eintragen(durch=durch, am=am, akt="berichte_beauftragen", norm=BERICHT, objekt=lauf, daten=daten)
    _reihe_ein(lauf)
    return lauf


@transaction.atomic
def versuche_erneut(*, auftrag: Berichtsauftrag, durch: Zugang, am: datetime) -> Berichtsauftrag:
    """Order a report that failed, or was empty, once more, it alone. Raises ``PermissionDenied``."""
    verlange(durch, Befugnis.KENNZAHLEN_VEROEFFENTLICHEN, auftrag)
    gesperrt = Berichtsauftrag.objects.select_for_update().get(pk=auftrag.pk)
    if gesperrt.erledigt_am is None or gesperrt.bericht_id is not None:
        return gesperrt
    _oeffne(gesperrt, versuche=0)
    Berichtslauf.objects.filter(pk=gesperrt.lauf_id).update(beendet_am=None, letzte_regung_am=am)
    eintragen(durch=durch, am=am, akt="bericht_erneut_beauftragen", norm=BERICHT, objekt=gesperrt)
    transaction.on_commit(lambda: current_app.send_task("berichte.erledige_auftrag", args=[gesperrt.pk]))
    return gesperrt


def _neue_auftraege(lauf: Berichtslauf, nur: set[tuple[Berichtsart, str]] | None) -> list[Berichtsauftrag]:
    vorhandene = set(lauf.auftraege.values_list("art", "einheit_id"))
    return [
        Berichtsauftrag(lauf=lauf, art=art, einheit=einheit, partei_id=partei)
        for art, einheit, partei in _moegliche(lauf.veroeffentlichung)
        if (nur is None or (art, einheit.schluessel) in nur) and (art.value, einheit.pk) not in vorhandene
    ]


def _moegliche(veroeffentlichung: Veroeffentlichung) -> Iterator[tuple[Berichtsart, Einheit, int]]:
    """Every report that there can be: kind, unit, and whose it is. Jobcenter as they are in the newest month."""
    staende = Parteistand.objects.am(veroeffentlichung.bis_monat)
    bestehende = set(staende.jobcenter().values_list("partei_id", flat=True))
    laender = dict(staende.filter(art=Parteiart.LAND).values_list("ags", "partei_id"))
    bmas = staende.filter(art=Parteiart.BMAS).values_list("partei_id", flat=True).first()
    arten = (Einheitsart.JOBCENTER, Einheitsart.LAND, Einheitsart.BUND)
    for einheit in Einheit.objects.filter(art__in=arten).order_by("schluessel"):
        land = laender.get(einheit.schluessel.partition(":")[2])
        if einheit.partei_id in bestehende and einheit.partei_id is not None:
            yield Berichtsart.JOBCENTER, einheit, einheit.partei_id
        elif einheit.art == Einheitsart.LAND and land is not None:
            yield Berichtsart.LAND, einheit, land
            yield Berichtsart.KOOPERATIONSAUSSCHUSS, einheit, land
        elif einheit.art == Einheitsart.BUND and bmas is not None:
            yield Berichtsart.BUND, einheit, bmas


def _reihe_ein(lauf: Berichtslauf) -> None:
    """Queue as many tasks as there are blocks, once the orders are stored."""
    anzahl = -(-lauf.auftraege.offen().count() // BLOCK)

    def sende() -> None:
        for _ in range(anzahl):
            current_app.send_task("berichte.erzeuge_berichte", args=[lauf.pk])

    transaction.on_commit(sende)


def _sperre() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SPERRE])


# -- Schedule --------------------------------------------------------------------------------------------------


def hole_nach(*, durch: Zugang, am: datetime) -> int | None:
    """What the schedule does every few minutes: a run for a fresh release, and new tasks for one that stands still.

    Returns the id of the run that goes on.
    """
    neueste = Veroeffentlichung.objects.order_by("-pk").first()
    if neueste is None:
        return None
    lauf = Berichtslauf.objects.filter(veroeffentlichung=neueste).first()
    if lauf is None:
        frisch = am - neueste.veroeffentlicht_am < FRISCH
        return beauftrage_berichte(veroeffentlichung=neueste, durch=durch, am=am).pk if frisch else None
    if lauf.beendet_am is None and am - lauf.letzte_regung_am > STILLSTAND:
        with transaction.atomic():
            _reihe_ein(lauf)
        return lauf.pk
    return None


def juengster_lauf() -> Berichtslauf | None:
    """The run of the newest release that has one."""
    return Berichtslauf.objects.order_by("-veroeffentlichung").first()


# -- Working off -----------------------------------------------------------------------------------------------


def arbeite_ab(lauf_id: int, *, am: datetime, hoechstens: int = BLOCK) -> int:
    """Make so many of the open reports of a run, each committed by itself; returns how many it took.

    One that fails is tried once more at the end, then noted with its reason; it does not stop the rest.
    """
    anzahl = 0
    while anzahl < hoechstens and _erledige_naechsten({"lauf": lauf_id}, am):
        anzahl += 1
    _beende(lauf_id, am)
    return anzahl


def erledige(auftrag_id: int, *, am: datetime) -> bool:
    """Make one report; False when it is done already or somebody else is at it."""
    erledigt = _erledige_naechsten({"pk": auftrag_id}, am)
    _beende(Berichtsauftrag.objects.values_list("lauf_id", flat=True).get(pk=auftrag_id), am)
    return erledigt


@transaction.atomic
def _erledige_naechsten(welche: dict[str, int], am: datetime) -> bool:
    offene = Berichtsauftrag.objects.offen().filter(**welche).select_related("lauf__veroeffentlichung", "einheit")
    auftrag = offene.select_for_update(skip_locked=True, of=("self",)).order_by("versuche", "pk").first()
    if auftrag is None:
        return False
    auftrag.versuche += 1
    try:
        with transaction.atomic():
            auftrag.bericht = _erzeuge(auftrag, am)
            auftrag.erledigt_am, auftrag.fehler = am, ""
    except Leer as grund:
        auftrag.erledigt_am, auftrag.leer, auftrag.fehler = am, True, str(grund)
    except Exception as fehler:
        _halte_fehler_fest(auftrag, fehler, am)
    auftrag.save(update_fields=["erledigt_am", "bericht", "leer", "fehler", "versuche"])
    Berichtslauf.objects.filter(pk=auftrag.lauf_id).update(letzte_regung_am=timezone.now())
    return True


def _halte_fehler_fest(auftrag: Berichtsauftrag, fehler: Exception, am: datetime) -> None:
    """Leave the order open for another try, or end it with a sentence."""
    _log.exception("Der Bericht zu Auftrag %s ist misslungen", auftrag.pk)
    auftrag.bericht = None
    auftrag.fehler = f"Der Bericht ließ sich nicht erzeugen ({type(fehler).__name__}); Näheres steht im Protokoll."
    if auftrag.versuche >= HOECHSTENS_VERSUCHE:
        auftrag.erledigt_am = am


def _oeffne(auftrag: Berichtsauftrag, versuche: int) -> None:
    auftrag.erledigt_am, auftrag.leer, auftrag.fehler, auftrag.versuche = None, False, "", versuche
    auftrag.mitgeteilt_am = None
    auftrag.save(update_fields=["erledigt_am", "leer", "fehler", "versuche", "mitgeteilt_am"])


@transaction.atomic
def _beende(lauf_id: int, am: datetime) -> None:
    """End a run once nothing of it is open; asking twice changes nothing. Clocks may differ a little."""
    lauf = Berichtslauf.objects.select_for_update().get(pk=lauf_id)
    if lauf.beendet_am is None and not lauf.auftraege.offen().exists():
        lauf.beendet_am = max(am, lauf.begonnen_am)
        lauf.save(update_fields=["beendet_am"])


# -- One report ------------------------------------------------------------------------------------------------


def _erzeuge(auftrag: Berichtsauftrag, am: datetime) -> Bericht:
    """The report with its supplements, kept. Raises :class:`Leer`."""
    release = auftrag.lauf.veroeffentlichung
    stoff = stoff_von(release.pk, release.veroeffentlicht_am.isoformat())
    art, einheit = Berichtsart(auftrag.art), auftrag.einheit
    synthetisch = Installation.objects.filter(synthetisch=True).exists()
    inhalt = stelle_zusammen(stoff, art, einheit, synthetisch=synthetisch)
    gesetzt = satz.setze(inhalt)
    bericht = Bericht.objects.create(
        veroeffentlichung=release,
        art=art,
        einheit=einheit,
        partei_id=auftrag.partei_id,
        titel=f"Monatsbericht {inhalt.monat}: {inhalt.fuer}",
        inhalt=halte_fest(inhalt),
        stueck=Archivstueck.lege_ab(gesetzt.pdf, gesetzt.seiten, am),
        erzeugt_am=am,
    )
    _lege_zielblaetter_bei(bericht, stoff, synthetisch)
    return bericht


def _lege_zielblaetter_bei(bericht: Bericht, stoff: Stoff, synthetisch: bool) -> None:
    for vereinbarung in vereinbarungen_zu(Berichtsart(bericht.art), bericht.einheit):
        inhalt = stand_der_ziele(vereinbarung, stoff, synthetisch=synthetisch)
        gesetzt = satz.setze_zielblatt(inhalt)
        Zielblatt.objects.create(
            bericht=bericht,
            zielvereinbarung=vereinbarung,
            inhalt=inhalt.als_werte(),
            stueck=Archivstueck.lege_ab(gesetzt.pdf, gesetzt.seiten, bericht.erzeugt_am),
        )
