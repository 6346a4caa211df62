"""What earlier releases withheld, what they did not, and what they protected: confidentiality across releases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from kennzahlen import binary_copy
from kennzahlen.binary_copy import Spalte
from kennzahlen.cube import Ganze
from kennzahlen.formeln import Grund
from kennzahlen.models import Kennzahlreihe, Schutz, Veroeffentlichung
from kennzahlen.recht import GROESSE, GRUNDGROESSEN, KENNZAHL_CODES, REIHENNUMMER
from kennzahlen.veroeffentlichungen.geheimhaltung import NIEMAND, Auslassung, Frueheres, Geschuetzt, Paar
from kennzahlen.veroeffentlichungen.grundlage import meldungen_von

_SPALTEN = (
    Spalte("einheit", ">i8"),
    Spalte("kennzahl", ">i2"),
    Spalte("jahr", ">i2"),
    Spalte("bis", ">i4"),
    Spalte("grund", ">i2", 12),
)
_FASSUNGEN = f"""
    WITH betroffen AS (
        SELECT DISTINCT einheit_id, kennzahl, jahr FROM kennzahlen_kennzahlreihe
        WHERE grund @> ARRAY[{Grund.GEHEIM:d}]::smallint[]
    )
    SELECT einheit_id, kennzahl, jahr,
        (EXTRACT(YEAR FROM bis_monat) * 12 + EXTRACT(MONTH FROM bis_monat))::int - 1, grund
    FROM betroffen
    JOIN kennzahlen_kennzahlreihe USING (einheit_id, kennzahl, jahr)
    JOIN kennzahlen_veroeffentlichung v ON v.id = veroeffentlichung_id
"""

_GEAENDERTE = "SELECT jobcenter_id, monat FROM kennzahlen_meldung WHERE id = ANY(%s) AND monat BETWEEN %s AND %s"


def lies_frueheres(
    einheiten: Sequence[int], jobcenter: Sequence[int], monate: Sequence[date], meldungen: Ganze
) -> Frueheres | None:
    """What was published so far of these units (ids, one per row) and consecutive months; None before any release.

    The first rows are the units of the parties ``jobcenter``; ``meldungen`` are the ids of those valid now.
    """
    letzte = Veroeffentlichung.objects.order_by("-pk").first()
    if letzte is None:
        return None
    erster = _nummer(monate[0])
    geheim = np.zeros((2, len(einheiten), len(monate), len(KENNZAHL_CODES)), dtype=np.bool_)
    with connection.cursor() as cursor:
        _trage_ein(geheim, binary_copy.lies(cursor.cursor, _FASSUNGEN, (), _SPALTEN, je="einheit"), einheiten, erster)
    paare, auslassungen = _lies_schutz(einheiten[: len(jobcenter)], erster)
    return Frueheres(
        min(max(_nummer(letzte.bis_monat) - erster + 1, 0), len(monate)),
        geheim=geheim[0],
        offen=geheim[1],
        paare=[paar for paar in paare if 0 <= paar.monat < len(monate)],
        auslassungen=[auslassung for auslassung in auslassungen if 0 <= auslassung.monat < len(monate)],
        korrigiert=_korrigiert(letzte, jobcenter, monate, meldungen),
    )


def merke_schutz(
    veroeffentlichung: Veroeffentlichung, geschuetzt: Geschuetzt, einheiten: Sequence[int], monate: Sequence[date]
) -> None:
    """Record the protections that a release added, for all later ones."""
    eintraege = [(paar, False) for paar in geschuetzt.paare] + [(ausl, True) for ausl in geschuetzt.auslassungen]
    Schutz.objects.bulk_create(
        Schutz(
            veroeffentlichung=veroeffentlichung,
            einheit_id=einheiten[eintrag.einheit],
            partner_id=einheiten[eintrag.partner] if isinstance(eintrag, Paar) and eintrag.partner >= 0 else None,
            monat=monate[eintrag.monat],
            groessen=[GROESSE[code].nr for code in eintrag.groessen],
            ausgelassen=ausgelassen,
        )
        for eintrag, ausgelassen in eintraege
    )


def _nummer(monat: date) -> int:
    return monat.year * 12 + monat.month - 1


def _lies_schutz(einheiten: Sequence[int], erster: int) -> tuple[list[Paar], list[Auslassung]]:
    """All protections so far; months count from ``erster``. A unit that is not there any more needs none."""
    stelle = {einheit: nummer for nummer, einheit in enumerate(einheiten)} | {None: NIEMAND}
    code = {groesse.nr: groesse.code for groesse in GRUNDGROESSEN}
    erreicht = _erreicht_vor()
    paare, auslassungen = [], []
    for schutz in Schutz.objects.order_by("pk"):
        if schutz.einheit_id in stelle and schutz.partner_id in stelle:
            einheit, monat = stelle[schutz.einheit_id], _nummer(schutz.monat) - erster
            groessen = tuple(code[nr] for nr in schutz.groessen)
            if schutz.ausgelassen:
                seit = max(erreicht[schutz.veroeffentlichung_id] - erster, 0)
                auslassungen.append(Auslassung(einheit, monat, groessen, seit))
            else:
                paare.append(Paar(einheit, stelle[schutz.partner_id], monat, groessen))
    return paare, auslassungen


def _erreicht_vor() -> dict[int, int]:
    """By release: the first month that no release before it had reached."""
    erreicht, bisher = {}, 0
    for nummer, bis in Veroeffentlichung.objects.order_by("pk").values_list("pk", "bis_monat"):
        erreicht[nummer] = bisher
        bisher = _nummer(bis) + 1
    return erreicht


def _korrigiert(
    letzte: Veroeffentlichung, jobcenter: Sequence[int], monate: Sequence[date], meldungen: Ganze
) -> NDArray[np.bool_] | None:
    """[unit, month] where a release rests on other Meldungen than there are now; None where that is not recorded."""
    frueher = meldungen_von(letzte)
    if frueher is None:
        return None
    korrigiert = np.zeros((len(jobcenter), len(monate)), dtype=np.bool_)
    verschieden = np.setxor1d(frueher, meldungen, assume_unique=True)
    stelle = {schluessel: nummer for nummer, schluessel in enumerate(jobcenter)}
    with connection.cursor() as cursor:
        cursor.execute(_GEAENDERTE, [verschieden.tolist(), monate[0], letzte.bis_monat])
        for schluessel, monat in cursor.fetchall():
            if schluessel in stelle:
                korrigiert[stelle[schluessel], _nummer(monat) - _nummer(monate[0])] = True
    return korrigiert


def _trage_ein(ziel: NDArray[np.bool_], fassungen: NDArray[Any], einheiten: Sequence[int], erster: int) -> None:
    """Mark what each version of a series withheld (first layer) and what it did not (second layer)."""
    zeile = {einheit: stelle for stelle, einheit in enumerate(einheiten)}
    spalte = {REIHENNUMMER[code]: stelle for stelle, code in enumerate(KENNZAHL_CODES)}
    for fassung in fassungen:
        monat = int(fassung["jahr"]) * 12 + np.arange(12)
        hier = (monat >= erster) & (monat < erster + ziel.shape[2]) & (monat <= fassung["bis"])
        stelle = zeile.get(int(fassung["einheit"]))
        if stelle is not None:
            geheim = fassung["grund"]["wert"][hier] == Grund.GEHEIM
            ort = (stelle, monat[hier] - erster, spalte[int(fassung["kennzahl"])])
            ziel[(0, *ort)] |= geheim
            ziel[(1, *ort)] |= ~geheim


def etwas_geheim(jahre: range) -> bool:
    """Whether any release withheld anything in some years."""
    reihen = Kennzahlreihe.objects.filter(jahr__in=list(jahre), grund__contains=[Grund.GEHEIM])
    return reihen.exists()
