"""The act of publishing: read the valid Meldungen, compute everything, store what changed as a release.

Read as one dense cube, computed by vectorised formulas, written by COPY. All in one transaction under a lock, so a
killed worker leaves nothing half-published and two computations never mix. Publishing again without new figures
changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from numpy.typing import NDArray

from kennzahlen import binary_copy
from kennzahlen.binary_copy import Spalte
from kennzahlen.cube import Cube, monatsreihe
from kennzahlen.einheiten import Einheitenachse, einheitenachse, gespeicherte_einheiten
from kennzahlen.formeln import Grund, Teile, aggregiere, berechne, wert
from kennzahlen.geheimhaltung import unterdruecke
from kennzahlen.meldung_recht import Meldungszustand
from kennzahlen.models import Veroeffentlichung
from kennzahlen.recht import GRUNDGROESSEN, REIHENNUMMER
from kennzahlen.sperre import sperre_allein
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, verlange
from zielsystem.recht import Norm

NORM = Norm("§ 48a Abs. 1 SGB II")
_FEHLT = -(2**62)
_EPOCHE = np.datetime64("2000-01-01", "D")


class NichtsZuVeroeffentlichen(Exception):
    """There is no released Meldung up to the month, or an earlier release already went further."""


@dataclass(frozen=True)
class Ergebnis:
    """The release that now is the newest one, and whether this act made it."""

    veroeffentlichung: Veroeffentlichung
    neu: bool


@transaction.atomic
def veroeffentliche(*, bis: date, durch: Zugang, am: datetime) -> Ergebnis:
    """Recompute all Kennzahlen and Ergänzungsgrößen up to a month (its first day) and publish them.

    BMAS publishes (§ 48a Abs. 1 SGB II). Raises ``PermissionDenied``, and :class:`NichtsZuVeroeffentlichen` when
    there is nothing to compute from or a later month is out already.
    """
    verlange(durch, Befugnis.KENNZAHLEN_VEROEFFENTLICHEN)
    if not durch.betrieb and durch.art is not Parteiart.BMAS:
        raise PermissionDenied("Kennzahlen veröffentlicht das Bundesministerium für Arbeit und Soziales.")
    sperre_allein()
    letzte = Veroeffentlichung.objects.order_by("-pk").first()
    if letzte and letzte.bis_monat > bis:
        raise NichtsZuVeroeffentlichen(f"Veröffentlicht ist bereits bis {letzte.bis_monat:%m/%Y}.")
    cube, achse = lies_eingaben(bis)
    reihen = _reihen(rechne(cube, achse, timezone.localdate(am)), gespeicherte_einheiten(achse))
    geaendert = _geaenderte(reihen)
    if letzte and letzte.bis_monat == bis and not len(geaendert):
        return Ergebnis(letzte, neu=False)
    neue = Veroeffentlichung.objects.create(
        bis_monat=bis,
        stand=timezone.localdate(am),
        veroeffentlicht_am=am,
        eingaben_stand=am,
        durch=durch.nutzer,
        anzahl_meldungen=int((~np.isnan(cube.werte)).any(axis=2).sum()),
        anzahl_werte=int((reihen["grund"]["wert"] == Grund.OK).sum()),
    )
    _schreibe(geaendert, neue)
    eintragen(durch=durch, am=am, akt="veroeffentlichen", norm=NORM, objekt=neue, daten={"reihen": len(geaendert)})
    return Ergebnis(neue, neu=True)


def rechne(cube: Cube, achse: Einheitenachse, am: date) -> tuple[Teile, Teile]:
    """All measures of all units and of all groups, with what must stay secret suppressed."""
    einzeln = berechne(cube, existiert=achse.existiert, nachfolgen=achse.nachfolgen)
    gruppen = aggregiere(einzeln, achse.gruppierungen)
    return unterdruecke(einzeln, am), unterdruecke(gruppen, am)


# -- Reading ---------------------------------------------------------------------------------------------------

_MELDUNGSSPALTEN = (Spalte("jobcenter", ">i8"), Spalte("tag", ">i4"), Spalte("werte", ">i8", len(GRUNDGROESSEN)))
_MELDUNGEN = """
    SELECT jobcenter_id, monat - DATE '2000-01-01', array_replace(werte, NULL, %s::bigint)
    FROM kennzahlen_meldung WHERE zustand = %s AND monat <= %s
"""


def lies_eingaben(bis: date) -> tuple[Cube, Einheitenachse]:
    """The valid Meldungen up to a month as a cube, and the axis of their units.

    The months begin with a January and end with ``bis``. Raises :class:`NichtsZuVeroeffentlichen` without any.
    """
    with connection.cursor() as cursor:
        parameter = (_FEHLT, Meldungszustand.FREIGEGEBEN.value, bis)
        zeilen = binary_copy.lies(cursor.cursor, _MELDUNGEN, parameter, _MELDUNGSSPALTEN)
    if not len(zeilen):
        raise NichtsZuVeroeffentlichen(f"Bis {bis:%m/%Y} ist keine Meldung freigegeben.")
    monat = (_EPOCHE + zeilen["tag"].astype("i4")).astype("datetime64[M]").astype("i8")
    beginn = date(1970 + int(monat.min()) // 12, 1, 1)
    erster = (beginn.year - 1970) * 12
    monate = monatsreihe(beginn, (bis.year - 1970) * 12 + bis.month - erster)
    achse = einheitenachse(monate)
    return _cube(zeilen, monat - erster, monate, achse), achse


def _cube(zeilen: NDArray[Any], monat: NDArray[np.int64], monate: tuple[date, ...], achse: Einheitenachse) -> Cube:
    werte = np.full((len(achse.jobcenter), len(monate), len(GRUNDGROESSEN)), np.nan)
    sortiert = np.argsort(achse.jobcenter)
    gefunden = np.searchsorted(achse.jobcenter, zeilen["jobcenter"], sorter=sortiert)
    gemeldet = zeilen["werte"]["wert"].astype(np.float64)
    gemeldet[zeilen["werte"]["wert"] == _FEHLT] = np.nan
    werte[sortiert[gefunden], monat] = gemeldet
    return Cube(achse.jobcenter, monate, werte)


# -- Writing ---------------------------------------------------------------------------------------------------

_REIHENFELDER = (("wert", ">f8"), ("zaehler", ">i8"), ("nenner", ">i8"), ("monate", ">i2"), ("fehlend", ">i2"))
_SCHLUESSEL = ("einheit_id", "kennzahl", "jahr")
_REIHENSPALTEN = (
    Spalte("veroeffentlichung_id", ">i8"),
    Spalte("einheit_id", ">i8"),
    Spalte("kennzahl", ">i2"),
    Spalte("jahr", ">i2"),
    *(Spalte(name, typ, 12) for name, typ in _REIHENFELDER),
    Spalte("grund", ">i2", 12),
)
_TABELLE = "kennzahlen_kennzahlreihe"


def _reihen(teile: tuple[Teile, Teile], einheiten: list[int]) -> NDArray[Any]:
    """One row per unit, measure and year, ready to be written; years in which nothing exists are left out."""
    _, monate, kennzahlen = teile[0].zaehler.shape
    je_einheit = kennzahlen * -(-monate // 12)
    block = binary_copy.neuer_block(_REIHENSPALTEN, len(einheiten) * je_einheit)
    grenze = len(teile[0].zaehler) * je_einheit
    _fuelle(block[:grenze], teile[0])
    _fuelle(block[grenze:], teile[1])
    block["einheit_id"] = np.repeat(np.array(einheiten), je_einheit)
    besteht: NDArray[np.bool_] = (block["grund"]["wert"] != Grund.AUSSERHALB).any(axis=1)
    return block[besteht]


def _fuelle(block: NDArray[Any], teile: Teile) -> None:
    """Write all years of all measures of some units, in the order unit, measure, year."""
    anzahl, monate, kennzahlen = teile.zaehler.shape
    jahre = -(-monate // 12)
    nummern = np.array([REIHENNUMMER[code] for code in teile.codes])
    block["kennzahl"] = np.tile(np.repeat(nummern, jahre), anzahl)
    block["jahr"] = np.tile(teile.monate_achse[0].year + np.arange(jahre), anzahl * kennzahlen)
    felder: dict[str, tuple[NDArray[Any], float]] = {
        "wert": (wert(teile), np.nan),
        "zaehler": (np.nan_to_num(teile.zaehler), 0),
        "nenner": (np.nan_to_num(teile.nenner), 0),
        "monate": (teile.monate, 0),
        "fehlend": (teile.einheiten_fehlend, 0),
        "grund": (teile.grund, Grund.AUSSERHALB),
    }
    for name, (feld, leer) in felder.items():
        aufgefuellt = np.full((anzahl, kennzahlen, jahre * 12), leer, dtype=feld.dtype)
        aufgefuellt[:, :, :monate] = np.moveaxis(feld, 2, 1)
        block[name]["wert"] = aufgefuellt.reshape(-1, 12)


_VEROEFFENTLICHT = f"""
    SELECT DISTINCT ON (einheit_id, kennzahl, jahr) {", ".join(spalte.name for spalte in _REIHENSPALTEN)}
    FROM {_TABELLE} ORDER BY einheit_id, kennzahl, jahr, veroeffentlichung_id DESC
"""


def _geaenderte(reihen: NDArray[Any]) -> NDArray[Any]:
    """Those rows that differ from what is published already."""
    with connection.cursor() as cursor:
        alte = binary_copy.lies(cursor.cursor, _VEROEFFENTLICHT, (), _REIHENSPALTEN).copy()
    alte["veroeffentlichung_id"] = 0
    bekannt = {zeile.tobytes() for zeile in alte}
    return reihen[[zeile.tobytes() not in bekannt for zeile in reihen]] if bekannt else reihen


def _schreibe(reihen: NDArray[Any], veroeffentlichung: Veroeffentlichung) -> None:
    reihen["veroeffentlichung_id"] = veroeffentlichung.pk
    with connection.cursor() as cursor:
        binary_copy.schreibe(cursor.cursor, _TABELLE, _REIHENSPALTEN, reihen)
