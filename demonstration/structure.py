"""From the facts to the records: parties, their Stände, comparison groups and mergers.

What is computed here is plain rows; :func:`load_structure` writes them. It only ever adds: a row that contradicts
what the database knows already (the same party at the same time) is left out, so a second run changes nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db import transaction

from demonstration.cube import ERSTER_MONAT, figures_by_ort, merkmale
from demonstration.peers import RINGE, VERGLEICHSTYPEN, ringe, vergleichstypen
from demonstration.register import (
    BEGINN,
    FACTS,
    Ort,
    Ortsstand,
    geschichte,
    nachfolgen,
    read_aenderungen,
    read_orte,
    verdichtet,
)
from kennzahlen.recht import SPALTE
from zielsystem.parties.models import Gruppenzugehoerigkeit, Nachfolge, Partei, Parteistand, Vergleichsgruppe
from zielsystem.parties.recht import Gruppenart, Parteiart

RINGE_SEIT = date(2012, 1, 1)
"""First day of the Vergleichsringe in the register: the day on which the Optionskommunen of 2012 joined."""

BUND_UND_VERBAENDE = (
    ("bmas", Parteiart.BMAS, "Bundesministerium für Arbeit und Soziales"),
    ("bmf", Parteiart.BMF, "Bundesministerium der Finanzen"),
    ("ba", Parteiart.BA, "Bundesagentur für Arbeit"),
    ("dlt", Parteiart.SPITZENVERBAND, "Deutscher Landkreistag"),
    ("dst", Parteiart.SPITZENVERBAND, "Deutscher Städtetag"),
    ("dstgb", Parteiart.SPITZENVERBAND, "Deutscher Städte- und Gemeindebund"),
)


@dataclass(frozen=True)
class Stand:
    """A row of Parteistand before it is written; parties are named by their Schlüssel."""

    partei: str
    art: Parteiart
    name: str
    ab: date = BEGINN
    bis: date | None = None
    ags: str = ""
    land: str | None = None
    traeger: str | None = None


@dataclass(frozen=True)
class Zugehoerigkeit:
    """A row of Gruppenzugehoerigkeit before it is written."""

    partei: str
    art: Gruppenart
    gruppe: str
    ab: date
    bis: date | None


def staende() -> Iterator[Stand]:
    """Every Stand of every party, each party's oldest first."""
    for schluessel, art, name in BUND_UND_VERBAENDE:
        yield Stand(schluessel, art, name)
    for ags, behoerde in _laender():
        yield Stand(f"land-{ags}", Parteiart.LAND, behoerde, ags=ags)
    aenderungen = read_aenderungen()
    for ort in read_orte():
        verlauf = geschichte(ort, aenderungen)
        yield from (_kommune(ort, s) for s in verdichtet(verlauf, "ags", "kommune"))
        yield from (_jobcenter(ort, s) for s in verdichtet(verlauf, "ags", "jobcenter", "traegerform"))


def zugehoerigkeiten() -> Iterator[Zugehoerigkeit]:
    """Every Jobcenter's Vergleichstypen and every Optionskommune's Vergleichsring, with their periods."""
    aenderungen = read_aenderungen()
    ende = {ort.ags: geschichte(ort, aenderungen)[-1].bis for ort in read_orte()}
    for ort, typen in _typen_je_ort():
        yield from _zeitraeume(ort, typen, ende[ort.ags])
    options = [ort for ort in read_orte() if ort.optionskommune and (ende[ort.ags] or date.max) > RINGE_SEIT]
    for ort, ring in zip(options, ringe([ort.einwohner or 0 for ort in options]), strict=True):
        yield Zugehoerigkeit(f"jobcenter-{ort.ags}", Gruppenart.RING, ring, RINGE_SEIT, ende[ort.ags])


@transaction.atomic
def load_structure() -> None:
    """Write all parties with their history and groups; leave alone what is there."""
    alle = list(staende())
    Partei.objects.bulk_create(
        [Partei(schluessel=schluessel) for schluessel in dict.fromkeys(s.partei for s in alle)], ignore_conflicts=True
    )
    nummer: dict[str | None, int] = dict(Partei.objects.values_list("schluessel", "pk"))
    Parteistand.objects.bulk_create([_zeile(stand, nummer) for stand in alle], ignore_conflicts=True)
    Nachfolge.objects.bulk_create(_nachfolgen(nummer), ignore_conflicts=True)
    _load_gruppen(nummer)


def _laender() -> Iterator[tuple[str, str]]:
    with (FACTS / "laender.csv").open(encoding="utf-8", newline="") as quelle:
        for zeile in csv.DictReader(quelle, delimiter=";"):
            yield zeile["ags"], zeile["behoerde"]


def _kommune(heute: Ort, stand: Ortsstand) -> Stand:
    ort = stand.ort
    return Stand(
        f"kommune-{heute.ags}", Parteiart.KOMMUNE, ort.kommune, stand.ab, stand.bis, ort.ags, f"land-{ort.land}"
    )


def _jobcenter(heute: Ort, stand: Ortsstand) -> Stand:
    ort = stand.ort
    return Stand(
        partei=f"jobcenter-{heute.ags}",
        art=Parteiart.ZKT if ort.optionskommune else Parteiart.GE,
        name=ort.jobcenter,
        ab=stand.ab,
        bis=stand.bis,
        ags=ort.ags,
        land=f"land-{ort.land}",
        traeger=f"kommune-{heute.ags}",
    )


def _typen_je_ort() -> Iterator[tuple[Ort, list[tuple[date, str]]]]:
    """Each Ort with its Vergleichstyp on 1 January of each year, from the eLb of the month before."""
    zahlen = figures_by_ort()
    je_jahr = []
    for jahr in range(ERSTER_MONAT.year, zahlen.monate[-1].year + 1):
        vormonat = max(0, (jahr - ERSTER_MONAT.year) * 12 - 1)
        typen = vergleichstypen(*merkmale(zahlen.orte), zahlen.werte[:, vormonat, SPALTE["ELB"]])
        je_jahr.append([(date(jahr, 1, 1), typ) for typ in typen])
    for ort, *typen_des_ortes in zip(zahlen.orte, *je_jahr, strict=True):
        yield ort, typen_des_ortes


def _zeitraeume(ort: Ort, typen: Iterable[tuple[date, str]], ende: date | None) -> Iterator[Zugehoerigkeit]:
    """The types of the years with equal neighbours joined, cut off where the Jobcenter ends."""
    gruppen = [(typ, next(jahre)[0]) for typ, jahre in groupby(typen, key=lambda paar: paar[1])]
    gruppen = [(typ, ab) for typ, ab in gruppen if ende is None or ab < ende]
    bis = [*(ab for _, ab in gruppen[1:]), ende]
    for (typ, ab), schluss in zip(gruppen, bis, strict=True):
        yield Zugehoerigkeit(f"jobcenter-{ort.ags}", Gruppenart.VERGLEICHSTYP, typ, ab, schluss)


def _zeile(stand: Stand, nummer: dict[str | None, int]) -> Parteistand:
    return Parteistand(
        partei_id=nummer[stand.partei],
        ab=stand.ab,
        bis=stand.bis,
        art=stand.art,
        name=stand.name,
        ags=stand.ags,
        land_id=nummer.get(stand.land),
        traeger_id=nummer.get(stand.traeger),
    )


def _nachfolgen(nummer: dict[str | None, int]) -> list[Nachfolge]:
    return [
        Nachfolge(
            vorgaenger_id=nummer[f"{wer}-{n.vorher}"],
            nachfolger_id=nummer[f"{wer}-{n.nachher}"],
            am=n.am,
            grund=n.quelle,
        )
        for n in nachfolgen(read_aenderungen())
        for wer in ("kommune", "jobcenter")
    ]


def _load_gruppen(nummer: dict[str | None, int]) -> None:
    typ_zeilen = [
        Vergleichsgruppe(art=Gruppenart.VERGLEICHSTYP, schluessel=t.schluessel, titel=t.titel) for t in VERGLEICHSTYPEN
    ]
    ring_zeilen = [Vergleichsgruppe(art=Gruppenart.RING, schluessel=nr, titel=f"Vergleichsring {nr}") for nr in RINGE]
    Vergleichsgruppe.objects.bulk_create([*typ_zeilen, *ring_zeilen], ignore_conflicts=True)
    gruppe = {(g.art, g.schluessel): g.pk for g in Vergleichsgruppe.objects.all()}
    Gruppenzugehoerigkeit.objects.bulk_create(
        [
            Gruppenzugehoerigkeit(partei_id=nummer[z.partei], gruppe_id=gruppe[z.art, z.gruppe], ab=z.ab, bis=z.bis)
            for z in zugehoerigkeiten()
        ],
        ignore_conflicts=True,
    )
