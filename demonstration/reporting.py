"""When the Jobcenter reported, who still owes the newest month, and what the releases say about it. All invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np

from demonstration.logins import read_anmeldungen
from kennzahlen.cube import Cube, Ganze
from kennzahlen.meldungen.termine import meldefrist
from kennzahlen.models import Einheit, Veroeffentlichung
from kennzahlen.models.nachweise import Hinweisart
from kennzahlen.veroeffentlichungen.berechnung import fordere_an, fuehre_aus
from kennzahlen.veroeffentlichungen.hinweise import Geltungsbereich, vermerke
from zielsystem.parties.models import Partei
from zielsystem.parties.zugriff import Zugang, betrieb

SEED = 4711
SAUMSELIG = 0.12
"""So many Jobcenter are late every third month; the others once in twenty-five."""

JEDES = 37
"""One Jobcenter in so many has not reported the newest month."""

RECHENZEIT = timedelta(seconds=4)


def days_before(cube: Cube, tag: date) -> Ganze:
    """How many days before a day each month was reported [unit, month]: mostly on time, now and then late."""
    zufall = np.random.Generator(np.random.PCG64(SEED))
    saumselig = zufall.random((len(cube.einheiten), 1)) < SAUMSELIG
    spaet = zufall.random((len(cube.einheiten), len(cube.monate))) < np.where(saumselig, 1 / 3, 1 / 25)
    abstand = np.where(spaet, -zufall.integers(1, 7, spaet.shape), zufall.integers(0, 7, spaet.shape))
    fristen = np.array([(tag - meldefrist(monat)).days for monat in cube.monate])
    tage: Ganze = np.maximum(fristen + abstand, 0)
    return tage


def without_the_late(cube: Cube) -> Cube:
    """The figures without the newest month of some Jobcenter; the Jobcenter of the logins are not among them."""
    partei = dict(Partei.objects.values_list("schluessel", "pk"))
    mit_anmeldung = {partei[amt] for anmeldung in read_anmeldungen() for amt, _ in anmeldung.aemter}
    werte = cube.werte.copy()
    for zeile in range(JEDES // 2, len(cube.einheiten), JEDES):
        if cube.einheiten[zeile] not in mit_anmeldung:
            werte[zeile, -1] = np.nan
    return Cube(cube.einheiten, cube.monate, werte)


def publish(*, bis: date, durch: Zugang, am: datetime) -> Veroeffentlichung:
    """A computation as the schedule or somebody of the ministry asks for it, carried out at once."""
    berechnung = fordere_an(bis_monat=bis, durch=durch, am=am)
    return fuehre_aus(berechnung=berechnung, am=am, uhr=lambda: am + RECHENZEIT).veroeffentlichung


def add_notes(veroeffentlichung: Veroeffentlichung, *, am: datetime) -> None:
    """What stands beside the figures of the newest release: corrections, and a known problem."""
    durch = betrieb(am.date())
    for art, bereich, text in (
        (
            Hinweisart.ERLAEUTERUNG,
            Geltungsbereich(code="K2E1"),
            "42 Jobcenter haben ihre Eintritte in geringfügige Beschäftigung für April bis Juni 2026 berichtigt. Die "
            "Werte dieser Monate weichen deshalb von der vorigen Veröffentlichung ab.",
        ),
        (
            Hinweisart.DATENPROBLEM,
            Geltungsbereich(Einheit.objects.get(schluessel="05124"), "K2", date(2026, 6, 1)),
            "Das Fachverfahren wurde im Juni 2026 umgestellt. Ein Teil der Integrationen dieses Monats ist "
            "wahrscheinlich erst im Juli gezählt.",
        ),
    ):
        vermerke(veroeffentlichung=veroeffentlichung, art=art, text=text, bereich=bereich, durch=durch, am=am)
