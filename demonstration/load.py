"""The whole demonstration, in the order in which it has to be loaded, and in one transaction.

Figures, releases and agreements go through the acts that everybody uses, so they are checked and recorded like
real ones.
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

import numpy as np
from django.db import transaction
from django.utils import timezone

from agreements.planungsrunde import lege_runde_an
from agreements.recht import Form, Formwahl
from demonstration.agreements import load_coming, load_past
from demonstration.bodies import invite, meet_in_koeln, set_up_bodies
from demonstration.cube import figures_cube
from demonstration.figures import FEHLT
from demonstration.logins import load_logins
from demonstration.own_figures import load_own_figures
from demonstration.planning import load_planung
from demonstration.reporting import add_notes, days_before, publish, without_the_late
from demonstration.reports import order_reports
from demonstration.structure import load_structure
from kennzahlen.cube import Cube
from kennzahlen.kalender import faelliger_berichtsmonat
from kennzahlen.meldungen.meldung import uebernimm
from kennzahlen.models import Veroeffentlichung
from kennzahlen.recht import SPALTE
from zielsystem.parties.models import Installation, Partei
from zielsystem.parties.zugriff import betrieb

QUELLE = "Demonstration: erfundene Zahlen"
VORLETZTER_STAND, LETZTER_STAND = date(2026, 10, 20), date(2026, 11, 20)
"""The days of the two releases; what is corrected between them shows how a release keeps what it said."""

BERICHTIGT = (date(2026, 4, 1), date(2026, 6, 1))
"""First and last month for which every tenth Jobcenter corrects its EINTRITT_GB between the two releases."""

RUNDE_VOM = date(2026, 9, 14)
"""The day on which the round of the coming year is laid out."""

PERIODE = (date(2027, 1, 1), date(2028, 1, 1))


class Umfang(StrEnum):
    """How much is loaded: everything; parties and logins without any figures or agreements; nothing."""

    VOLL = "voll"
    PARTEIEN = "parteien"
    NEIN = "nein"


class SchonGeladen(Exception):
    """There are parties already; their data stay as they are."""


@transaction.atomic
def load(umfang: Umfang, *, am: datetime) -> None:
    """Load the demonstration into an empty database, whole or not at all; ``am`` is the time of the loading.

    Raises :class:`SchonGeladen` when there are parties already.
    """
    if umfang is Umfang.NEIN:
        return
    if Partei.objects.exists():
        raise SchonGeladen
    load_structure()
    load_logins()
    if umfang is Umfang.VOLL:
        Installation.objects.update_or_create(pk=1, defaults={"synthetisch": True})
        load_figures(am=am)
        load_own_figures(reported_cube(), am=am)
        load_planungsrunde(am=am)
        order_reports(am=am)


def load_figures(*, am: datetime) -> None:
    """Report, release and publish the invented figures in two steps, the second with corrections of the first."""
    cube = reported_cube()
    for tag, zahlen in ((VORLETZTER_STAND, _as_first_reported(cube)), (LETZTER_STAND, without_the_late(cube))):
        dann = zeitpunkt(tag, am)
        durch = betrieb(timezone.localdate(dann))
        tage = days_before(zahlen, durch.am)
        uebernimm(cube=zahlen, quelle=QUELLE, durch=durch, am=dann, freigeben=True, tage_her=tage)
        publish(bis=faelliger_berichtsmonat(tag), durch=durch, am=dann)
    add_notes(Veroeffentlichung.objects.latest("pk"), am=dann)


def zeitpunkt(tag: date, am: datetime) -> datetime:
    """Nine o'clock on a day, but not after ``am``: nothing is published in the future of a clock that runs behind."""
    return min(am, datetime.combine(tag, time(9), timezone.get_current_timezone()))


def load_planungsrunde(*, am: datetime) -> None:
    """Lay out the round of the coming year with all agreements that follow from the parties, and begin its planning.

    Some of its agreements, and three of the round of 2025, then go their way; not on a machine whose clock is earlier
    than the newest release, where it would lie in the future.
    """
    ab, bis = PERIODE
    titel, dann = f"Zielvereinbarungen {ab.year}", zeitpunkt(RUNDE_VOM, am)
    durch = betrieb(timezone.localdate(dann))
    runde = lege_runde_an(titel=titel, ab=ab, bis=bis, form=Formwahl(Form.TRILATERAL), durch=durch, am=dann)
    load_planung(runde, durch=betrieb(timezone.localdate(am)), am=am)
    if timezone.localdate(am) > LETZTER_STAND:
        load_past()
        set_up_bodies()
        load_coming(runde)
        meet_in_koeln()
        invite(runde)


def reported_cube() -> Cube:
    """The figures with the ids of the Jobcenter's parties; NaN where nothing is reported."""
    zahlen = figures_cube()
    nummer = dict(Partei.objects.values_list("schluessel", "pk"))
    einheiten = tuple(nummer[f"jobcenter-{ort.ags}"] for ort in zahlen.orte)
    return Cube(einheiten, zahlen.monate, np.where(zahlen.werte == FEHLT, np.nan, zahlen.werte))


def _as_first_reported(cube: Cube) -> Cube:
    """The figures as of the first release: without the newest month, and with some entries still unknown."""
    werte = cube.werte[:, :-1].copy()
    von, bis = (cube.monate.index(monat) for monat in BERICHTIGT)
    eintritte = werte[::10, von : bis + 1, SPALTE["EINTRITT_GB"]]
    eintritte[:] = np.floor(eintritte * 0.95)
    return Cube(cube.einheiten, cube.monate[:-1], werte)
