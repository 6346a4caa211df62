"""Forecasts of the planned Kennzahlen, computed once per release in a worker and stored; a page only reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from agreements.models import Kennzahlprognose, Planungsbrief, Planungsrunde
from agreements.planung.ausgangslage import basismonat_von
from agreements.planung.prognose import VERFAHREN, KeinePrognose, Prognose, prognose
from agreements.planung.recht import GROESSE, parameter
from kennzahlen.auskunft.reihen import Reihen, lies, monate_von
from kennzahlen.cube import monat_plus
from kennzahlen.models import Einheit, Einheitsart, Veroeffentlichung

STUECK = 40
"""So many units are computed and stored at a time: a killed worker loses no more than that."""

WEITESTENS = 36
"""Months a forecast reaches beyond the figures at most: further on its interval says nothing."""


def fehlende() -> list[int]:
    """The releases that a published Planungsbrief rests on and whose forecasts are not complete, oldest first."""
    genutzt = (
        Planungsbrief.objects.geltend().values_list("zahlenstand_id", flat=True).distinct().order_by("zahlenstand")
    )
    return [pk for pk in genutzt if pk is not None and _offene(Veroeffentlichung.objects.get(pk=pk)).exists()]


def berechne(veroeffentlichung_id: int) -> int:
    """Forecast every planned Kennzahl of every Jobcenter and of the Bund; what is there stays. Returns how many."""
    veroeffentlichung = Veroeffentlichung.objects.get(pk=veroeffentlichung_id)
    ende = basismonat_von(veroeffentlichung)
    horizont = _horizont(ende)
    einheiten = list(_offene(veroeffentlichung).order_by("schluessel"))
    monate = [monat for monat in monate_von(veroeffentlichung) if monat <= ende]
    anzahl = 0
    for beginn in range(0, len(einheiten), STUECK):
        stueck = einheiten[beginn : beginn + STUECK]
        reihen = lies(veroeffentlichung, stueck, tuple(GROESSE), monate)
        with transaction.atomic():
            neue = list(_prognosen(reihen, stueck, ende, horizont))
            Kennzahlprognose.objects.bulk_create(neue, ignore_conflicts=True)
        anzahl += len(neue)
    return anzahl


def _offene(veroeffentlichung: Veroeffentlichung) -> QuerySet[Einheit]:
    vorhanden = Kennzahlprognose.objects.filter(veroeffentlichung=veroeffentlichung).values("einheit")
    return Einheit.objects.filter(art__in=(Einheitsart.JOBCENTER, Einheitsart.BUND)).exclude(pk__in=vorhanden)


def _horizont(ende: date) -> int:
    """Months from the figures to the end of the latest round that is planned, at least a year, at most three."""
    letztes = Planungsrunde.objects.order_by("-bis").values_list("bis", flat=True).first() or ende
    abstand = (letztes.year - ende.year) * 12 + letztes.month - 1 - ende.month
    return max(12, min(WEITESTENS, abstand))


def _prognosen(reihen: Reihen, einheiten: Sequence[Einheit], ende: date, horizont: int) -> Iterator[Kennzahlprognose]:
    sicherheit = parameter("PROGNOSE_SICHERHEIT", ende)
    for einheit in einheiten:
        for kennzahl in GROESSE:
            yield _eine(reihen, einheit, kennzahl, horizont, sicherheit)


def _eine(reihen: Reihen, einheit: Einheit, kennzahl: str, horizont: int, sicherheit: Decimal) -> Kennzahlprognose:
    ende = reihen.monate[-1]
    reihe = [wert.wert if wert.vollstaendig else None for wert in reihen.werte(einheit, kennzahl)]
    ergebnis, grund = Prognose((), (), ()), ""
    try:
        ergebnis = prognose(
            reihe, horizont, mindestens=int(parameter("PROGNOSE_MONATE", ende)), sicherheit=float(sicherheit)
        )
    except KeinePrognose as fehler:
        grund = str(fehler)
    return Kennzahlprognose(
        veroeffentlichung=reihen.veroeffentlichung,
        einheit=einheit,
        kennzahl=kennzahl,
        ab=monat_plus(ende, 1),
        wert=list(ergebnis.wert),
        unten=list(ergebnis.unten),
        oben=list(ergebnis.oben),
        verfahren=VERFAHREN,
        sicherheit=sicherheit,
        grund=grund,
    )
