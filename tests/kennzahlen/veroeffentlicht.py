"""A world in which Kennzahlen are published, for the tests of pages and API: three Jobcenter, 31 months, releases."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kennzahlen.cube import monatsreihe
from kennzahlen.models import Meldung, Veroeffentlichung
from kennzahlen.recht import GRUNDGROESSEN, SPALTE
from kennzahlen.veroeffentlichungen.veroeffentlichung import veroeffentliche
from tests.welt import BEGINN, HEUTE, Welt
from zielsystem.parties.models import Gruppenzugehoerigkeit, Vergleichsgruppe
from zielsystem.parties.zugriff import betrieb

JETZT = datetime(2026, 11, 20, 6, tzinfo=UTC)
AB, BIS = date(2024, 1, 1), date(2026, 7, 1)
MONATE = monatsreihe(AB, 31)
ELB = {"05111": 1000, "05124": 2000, "06411": 4000}


def gemeldete_welt() -> Welt:
    """Released Meldungen of all Jobcenter, not yet published; Düsseldorf and Darmstadt share a Vergleichstyp."""
    welt = Welt.erschaffe()
    gruppe = Vergleichsgruppe.objects.create(art="vergleichstyp", schluessel="A1", titel="Große Städte")
    for ags in ("05111", "06411"):
        jobcenter = welt.parteien[f"jobcenter-{ags}"]
        Gruppenzugehoerigkeit.objects.create(partei=jobcenter, gruppe=gruppe, ab=BEGINN)
    for ags, elb in ELB.items():
        for nr, monat in enumerate(MONATE):
            melde(welt, ags, monat, ELB=elb + nr, INT=elb // 20 + nr % 5, LZB=elb // 2 + nr, LLU=elb * 40_000 - nr * 9)
    return welt


def melde(welt: Welt, ags: str, monat: date, version: int = 1, **zahlen: int | None) -> Meldung:
    """A released Meldung; figures that are not given are 50, or nothing where they are no longer collected."""
    werte: list[int | None] = [50] * len(GRUNDGROESSEN)
    for code, zahl in ({"INT_NACHHALTIG": None} | zahlen).items():
        werte[SPALTE[code]] = zahl
    return Meldung.objects.create(
        jobcenter=welt.parteien[f"jobcenter-{ags}"],
        monat=monat,
        version=version,
        zustand="freigegeben",
        werte=werte,
        quelle="Probe.csv",
        erfasst_am=JETZT,
        freigegeben_am=JETZT,
    )


def korrigiere(welt: Welt, ags: str, monat: date, **zahlen: int | None) -> Meldung:
    """A second version in place of the first."""
    alte = Meldung.objects.filter(jobcenter=welt.parteien[f"jobcenter-{ags}"], monat=monat)
    alte.update(zustand="abgeloest", abgeloest_am=JETZT)
    return melde(welt, ags, monat, version=2, **zahlen)


def publiziere(bis: date = BIS, am: datetime = JETZT) -> Veroeffentlichung:
    """A release."""
    return veroeffentliche(bis=bis, durch=betrieb(HEUTE), am=am).veroeffentlichung


def veroeffentlichte_welt() -> Welt:
    """With one release."""
    welt = gemeldete_welt()
    publiziere()
    return welt
