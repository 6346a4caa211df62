"""Figures that are nobody else's, for the demonstration: those of one Optionskommune, and those of its Vergleichsring.

All of them are invented, and all go through the acts that everybody uses. The ring has two years: in the second one
member still has a draft and one has not begun, so that a comparison shows what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from math import sin

import numpy as np
from django.utils import timezone

from kennzahlen.cube import Cube, Zahlen, monatsreihe
from kennzahlen.eigene.controlling.definitionen import lege_an
from kennzahlen.eigene.controlling.werte import Eingabe
from kennzahlen.eigene.controlling.werte import trage_ein as trage_eigene_ein
from kennzahlen.eigene.festlegung import Festlegung
from kennzahlen.eigene.masse import Mass
from kennzahlen.eigene.recht import Eigenart
from kennzahlen.eigene.vergleichsring.meldung import beginne, gib_frei, trage_ein
from kennzahlen.eigene.vergleichsring.mitglieder import mitglieder
from kennzahlen.eigene.vergleichsring.satz import uebernimm_mustersatz
from kennzahlen.eigene.zeitraum import Rhythmus, Zeitraum
from kennzahlen.recht import SPALTE
from zielsystem.parties.models import Gruppenzugehoerigkeit, Nutzer, Partei, Vergleichsgruppe
from zielsystem.parties.recht import Gruppenart
from zielsystem.parties.zugriff import Zugang, betrieb, zugaenge

CONTROLLING, LEITUNG = "zkt.controlling", "zkt.leitung"
JAHRE = (2024, 2025)
EIGENE_AB, EIGENE_MONATE = date(2024, 10, 1), 25

_G, _K = Eigenart.GRUNDGROESSE, Eigenart.KENNZAHL
_SEIT = date(2024, 1, 1)

EIGENE = (
    ("E_BERATUNGEN", _G, Festlegung("Beratungsgespräche", Mass.ANZAHL, _SEIT, "Geführte Gespräche des Monats.")),
    ("E_STELLEN", _G, Festlegung("Besetzte Stellen im Fallmanagement", Mass.ZAHL, _SEIT, "Vollzeitäquivalente.")),
    ("E_COACHING", _G, Festlegung("Ausgaben für Coaching", Mass.EURO, _SEIT, "Gezahlte Rechnungen des Monats.")),
    ("E_SCHLUESSEL", _K,
     Festlegung("Betreuungsschlüssel", Mass.ZAHL, _SEIT, "eLb je besetzter Stelle.", formel="ELB / E_STELLEN")),
    ("E_KONTAKTDICHTE", _K,
     Festlegung("Gespräche je eLb und Jahr", Mass.ZAHL, _SEIT, formel="summe12(E_BERATUNGEN) / mittel12(ELB)")),
    ("E_COACHING_JE_INT", _K,
     Festlegung("Coaching je Integration", Mass.EURO_JE, _SEIT, "Zwölf Monate.", "Integration",
                "summe12(E_COACHING) / summe12(INT)")),
    ("E_ABSTAND_AE", _K,
     Festlegung("Abstand der Integrationsquote von Alleinerziehenden", Mass.ANTEIL, _SEIT, "Gegenüber allen eLb.",
                formel="summe12(INT) / mittel12(ELB) - summe12(INT_AE) / mittel12(ELB_AE)")),
)  # fmt: skip
"""Code, kind, definition: what a figure rests on stands before it."""


def load_own_figures(cube: Cube, *, am: datetime) -> None:
    """Lay down the own figures with their values, and let the ring of the same Jobcenter compare two years."""
    controlling, leitung = (_zugang(login, am) for login in (CONTROLLING, LEITUNG))
    jobcenter = Partei.objects.get(pk=controlling.partei_id or 0)
    for code, art, festlegung in EIGENE:
        lege_an(jobcenter=jobcenter, code=code, art=art, festlegung=festlegung, durch=controlling, am=am)
    trage_eigene_ein(jobcenter=jobcenter, eingaben=list(_eingaben()), durch=controlling, am=am)
    ring = Vergleichsgruppe.objects.get(
        art=Gruppenart.RING,
        pk__in=Gruppenzugehoerigkeit.objects.filter(partei=jobcenter).values("gruppe"),
    )
    uebernimm_mustersatz(ring=ring, ab=date(JAHRE[0], 1, 1), durch=leitung, am=am)
    load_ring(ring, cube, zuerst=jobcenter, am=am)


def _zugang(login: str, am: datetime) -> Zugang:
    return zugaenge(Nutzer.objects.get(username=login), timezone.localdate(am))[0]


def _eingaben() -> Iterator[Eingabe]:
    """Values with a season and a slow trend."""
    for nr, monat in enumerate(monatsreihe(EIGENE_AB, EIGENE_MONATE)):
        welle = sin(nr / 2)
        for code, wert in (
            ("E_BERATUNGEN", Decimal(round(9800 + 35 * nr + 420 * welle))),
            ("E_STELLEN", Decimal(str(round(212 + nr / 4 + welle, 1)))),
            ("E_COACHING", Decimal(round(184_000 + 1_900 * nr + 9_500 * welle))),
        ):
            yield Eingabe(code, monat, None, wert)


# -- The ring --------------------------------------------------------------------------------------------------


def load_ring(ring: Vergleichsgruppe, cube: Cube, *, zuerst: Partei, am: datetime) -> None:
    """Enter and release two years of all members, but for the last two (not ``zuerst``) of the second year."""
    alle, durch = mitglieder(ring), betrieb(timezone.localdate(am))
    parteien = Partei.objects.in_bulk(alle.jobcenter)
    for jahr in JAHRE:
        zeitraum = Zeitraum(date(jahr, 1, 1), Rhythmus.JAHR)
        dabei = sorted(nr for nr in alle.jobcenter if alle.war_dabei(nr, zeitraum))
        dabei.sort(key=lambda nr: nr != zuerst.pk)
        fehlt = dabei[-2:] if jahr == JAHRE[-1] else []
        for stelle, nr in enumerate(dabei):
            if fehlt and nr == fehlt[-1]:
                continue
            jobcenter = parteien[nr]
            meldung = beginne(ring=ring, jobcenter=jobcenter, zeitraum=zeitraum, durch=durch, am=am)
            werte = _basiszahlen(cube, nr, jahr, stelle)
            trage_ein(meldung=meldung, werte=werte, fassung=meldung.fassung, durch=durch, am=am)
            if nr not in fehlt:
                gib_frei(meldung=meldung, durch=durch, am=am)


def _basiszahlen(cube: Cube, jobcenter: int, jahr: int, stelle: int) -> Mapping[str, Decimal]:
    """A year's Basiszahlen: from the invented reported figures where these say it, else in proportion to them."""
    monate = [nr for nr, monat in enumerate(cube.monate) if monat.year == jahr]
    werte: Zahlen = cube.werte[cube.einheiten.index(jobcenter)][monate]
    eigen = 1 + 0.08 * sin(7 * stelle + jahr)

    def mittel(code: str) -> float:
        return float(np.nanmean(werte[:, SPALTE[code]]))

    def summe(code: str) -> float:
        return float(np.nansum(werte[:, SPALTE[code]]))

    elb, integrationen = mittel("ELB"), summe("INT")
    bg, lb = elb * 0.74, elb * (1.33 + 0.05 * eigen)
    zahlen = {
        "B_BG": bg,
        "B_LB": lb,
        "B_ELB": elb,
        "B_ELB_U25": elb * 0.21 * eigen,
        "B_ELB_AE": mittel("ELB_AE"),
        "B_LZB": mittel("LZB"),
        "B_ERWERBSTAETIG": elb * 0.22 * eigen,
        "B_EINWOHNER": elb * 14 * eigen,
        "B_ZUGANG": summe("ELB_ZUGANG"),
        "B_ABGANG": summe("ELB_ABGANG"),
        "B_INT": integrationen,
        "B_INT_U25": integrationen * 0.24 * eigen,
        "B_INT_AE": summe("INT_AE"),
        "B_INT_LZB": summe("INT_LZB"),
        "B_INT_BESTAND": integrationen * 0.63 * eigen,
        "B_MASSNAHME": elb * 0.085 * eigen,
        "B_MASSNAHME_ENDE": elb * 0.31 * eigen,
        "B_MASSNAHME_ARBEIT": elb * 0.11,
        "B_ANTRAEGE": bg * 2.4,
        "B_WIDERSPRUCH": bg * 0.16 * eigen,
    }
    stellen = {"B_STELLEN_LEISTUNG": bg / (104 * eigen), "B_STELLEN_VERMITTLUNG": elb / (158 / eigen)}
    euro = {
        "B_KOSTEN_LEBEN": summe("LLU") / 100,
        "B_KOSTEN_UNTERKUNFT": summe("LUH") / 100,
        "B_KOSTEN_EINGLIEDERUNG": elb * 810 * eigen,
        "B_KOSTEN_VERWALTUNG": bg * 1960 * eigen,
    }
    return (
        {code: Decimal(round(wert)) for code, wert in (zahlen | euro).items()}
        | {code: Decimal(str(round(wert, 1))) for code, wert in stellen.items()}
    )  # fmt: skip
