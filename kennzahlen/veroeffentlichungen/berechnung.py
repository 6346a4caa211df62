"""The acts around a computation: ask for it, carry it out, notice that one has come to a standstill.

Every computation is a row that anyone of the ministry can watch. Its figures and its end are one transaction: a
killed worker leaves the row where it stood and nothing published, and the repeated task begins anew. How far it is
is written past that transaction, on a connection of its own, so that others see it while it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from kennzahlen.models import Berechnung
from kennzahlen.recht import parameter_am
from kennzahlen.veroeffentlichungen.recht import BERECHNUNG, OFFEN, VEROEFFENTLICHUNG, Berechnungszustand, Schritt
from kennzahlen.veroeffentlichungen.veroeffentlichung import (
    Ergebnis,
    NichtsZuVeroeffentlichen,
    verlange_veroeffentlichung,
    veroeffentliche,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import vollziehe
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, betrieb, zugaenge

FEHLERSATZ = "Die Berechnung ist an einem Fehler im System gescheitert; der Betrieb findet ihn im Protokoll."


class Ueberholt(Exception):
    """Somebody else carried the same computation to its end in the meantime."""


@transaction.atomic
def fordere_an(*, bis_monat: date, durch: Zugang, am: datetime) -> Berechnung:
    """Ask for a computation up to a month; where one for this month is not finished yet, that one is returned.

    Raises ``PermissionDenied``.
    """
    verlange_veroeffentlichung(durch)
    zustand = BERECHNUNG.zeile("anfordern", None, timezone.localdate(am)).nach
    neue = {"angefordert_am": am, "angefordert_durch": durch.nutzer, "zustand": zustand, "letzte_regung_am": am}
    berechnung, angelegt = Berechnung.objects.offen().get_or_create(bis_monat=bis_monat, defaults=neue)
    if angelegt:
        eintragen(durch=durch, am=am, akt="anfordern", norm=VEROEFFENTLICHUNG, objekt=berechnung)
    return berechnung


@transaction.atomic
def beauftrage(*, bis_monat: date, durch: Zugang, am: datetime) -> Berechnung:
    """As :func:`fordere_an`, and hand it to a worker. One that hangs is begun anew."""
    berechnung = fordere_an(bis_monat=bis_monat, durch=durch, am=am)
    angaben = [berechnung.pk, am.isoformat()]
    transaction.on_commit(lambda: current_app.send_task("kennzahlen.tasks.run_computation", args=angaben))
    return berechnung


def fuehre_aus(*, berechnung: Berechnung, am: datetime, uhr: Callable[[], datetime] = timezone.now) -> Ergebnis:
    """Carry a computation out, from the beginning; one that is finished already changes nothing.

    ``am`` is the moment as of which is published, ``uhr`` tells when it begins, stirs and ends.

    It is done in the name of whoever asked for it, as far as that person may still. What stops it is recorded and
    raised: ``PermissionDenied``, :class:`NichtsZuVeroeffentlichen`, or what the system itself failed of.
    """
    berechnung.refresh_from_db()
    if berechnung.veroeffentlichung is not None:
        return Ergebnis(berechnung.veroeffentlichung, neu=False)
    if berechnung.beendet_am is not None:
        raise NichtsZuVeroeffentlichen(berechnung.fehler)
    _beginne(berechnung, am, uhr())
    try:
        with _regung(berechnung) as fortschritt, transaction.atomic():
            durch = _handelnder(berechnung, timezone.localdate(am))
            ergebnis = veroeffentliche(bis=berechnung.bis_monat, durch=durch, am=am, fortschritt=fortschritt)
            return _schliesse_ab(berechnung, ergebnis, uhr())
    except Ueberholt:
        return fuehre_aus(berechnung=berechnung, am=am, uhr=uhr)
    except Exception as fehler:
        _halte_fest(berechnung, fehler, uhr())
        raise


@transaction.atomic
def vermisse_haengende(*, durch: Zugang, am: datetime) -> list[Berechnung]:
    """Mark every computation that has not stirred for too long (P); returns them."""
    minuten = int(parameter_am("BERECHNUNG_STILLSTAND_MINUTEN", timezone.localdate(am)))
    seit = am - timedelta(minutes=minuten)
    still = Berechnung.objects.offen().exclude(zustand=Berechnungszustand.HAENGENGEBLIEBEN)
    return [
        vollziehe(BERECHNUNG, "vermissen", berechnung, stand=_ohne_bedingungen, durch=durch, am=am)
        for berechnung in still.filter(letzte_regung_am__lt=seit).order_by("pk")
    ]


# -- One computation -------------------------------------------------------------------------------------------


def _ohne_bedingungen(berechnung: Berechnung) -> None:
    return None


def _handelnder(berechnung: Berechnung, am: date) -> Zugang:
    """Who asked for it, as that person acts for the ministry on the day; the operator where nobody did."""
    nutzer = berechnung.angefordert_durch
    if nutzer is None:
        return betrieb(am)
    eigene = [zugang for zugang in zugaenge(nutzer, am) if zugang.art is Parteiart.BMAS]
    befugte = [zugang for zugang in eigene if Befugnis.KENNZAHLEN_VEROEFFENTLICHEN in zugang.befugnisse]
    return next(iter(befugte or eigene), Zugang(am=am, nutzer=nutzer))


@transaction.atomic
def _beginne(berechnung: Berechnung, am: datetime, jetzt: datetime) -> None:
    durch = betrieb(timezone.localdate(am))
    vollziehe(BERECHNUNG, "beginnen", berechnung, stand=_ohne_bedingungen, durch=durch, am=am)
    Berechnung.objects.filter(pk=berechnung.pk).update(
        begonnen_am=am, letzte_regung_am=jetzt, fortschritt=Schritt.WARTEN
    )


def _schliesse_ab(berechnung: Berechnung, ergebnis: Ergebnis, jetzt: datetime) -> Ergebnis:
    """In the transaction of the release. What another worker ended while this one waited stays as it is."""
    offene = Berechnung.objects.select_for_update().filter(pk=berechnung.pk, zustand__in=[z.value for z in OFFEN])
    if not offene:
        raise Ueberholt
    offene.update(
        veroeffentlichung=ergebnis.veroeffentlichung,
        beendet_am=jetzt,
        letzte_regung_am=jetzt,
        fortschritt=Schritt.VEROEFFENTLICHT,
    )
    durch = betrieb(timezone.localdate(jetzt))
    vollziehe(BERECHNUNG, "abschliessen", berechnung, stand=_ohne_bedingungen, durch=durch, am=jetzt)
    return ergebnis


@transaction.atomic
def _halte_fest(berechnung: Berechnung, fehler: Exception, jetzt: datetime) -> None:
    """The end of a computation that failed: what stops it in words, everything else as one sentence."""
    grund = str(fehler) if isinstance(fehler, NichtsZuVeroeffentlichen | PermissionDenied) else FEHLERSATZ
    Berechnung.objects.filter(pk=berechnung.pk).update(fehler=grund, beendet_am=jetzt)
    durch = betrieb(timezone.localdate(jetzt))
    vollziehe(BERECHNUNG, "scheitern", berechnung, stand=_ohne_bedingungen, durch=durch, am=jetzt, grund=grund)


@contextmanager
def _regung(berechnung: Berechnung) -> Iterator[Callable[[Schritt], None]]:
    """Writes the step at once, on a connection of its own, for the transaction of the computation is seen late."""
    eigene = connection.copy()

    def melde(schritt: Schritt) -> None:
        with eigene.cursor() as cursor:
            cursor.execute(
                "UPDATE kennzahlen_berechnung SET fortschritt = %s, letzte_regung_am = clock_timestamp() WHERE id = %s",
                [schritt.value, berechnung.pk],
            )

    try:
        yield melde
    finally:
        eigene.close()
