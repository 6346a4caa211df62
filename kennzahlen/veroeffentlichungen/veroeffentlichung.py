"""The act of publishing: read the valid Meldungen, compute everything, store what changed as a release.

Read as one dense cube, computed by vectorised formulas, written by COPY. All in one transaction under a lock, so a
killed worker leaves nothing half-published and two computations never mix. Publishing again without new figures
changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone
from numpy.typing import NDArray

from kennzahlen import binary_copy
from kennzahlen.binary_copy import Spalte
from kennzahlen.cube import Cube, Ganze, Maske, monatsreihe
from kennzahlen.einheiten import (
    Einheitenachse,
    einheitenachse,
    gespeicherte_einheiten,
    ids_der_einheiten,
)
from kennzahlen.formeln import Grund, Teile, aggregiere, berechne, wert
from kennzahlen.meldungen.recht import Meldungszustand
from kennzahlen.models import Grundlage, Meldung, Veroeffentlichung
from kennzahlen.recht import GRUNDGROESSEN, REIHENNUMMER
from kennzahlen.sperre import sperre_allein
from kennzahlen.veroeffentlichungen.eingaben import MELDUNGSSPALTEN, ZAHLEN, breite_aus
from kennzahlen.veroeffentlichungen.fruehere import etwas_geheim, lies_frueheres
from kennzahlen.veroeffentlichungen.geheimhaltung import Eingabe, Frueheres, schuetze, unterdruecke
from kennzahlen.veroeffentlichungen.grundlage import fingerabdruck, gueltige_meldungen, meldungen_von, packe
from kennzahlen.veroeffentlichungen.nachberechnung import nachberechne
from kennzahlen.veroeffentlichungen.recht import VEROEFFENTLICHUNG, Schritt
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, verlange

HOECHSTENS_KORRIGIERT = 500
"""So many Meldungen may differ from those of the release before; with more, computing everything is as quick."""


class NichtsZuVeroeffentlichen(Exception):
    """There is no released Meldung up to the month, or an earlier release already went further."""


@dataclass(frozen=True)
class Ergebnis:
    """The release that now is the newest one, and whether this act made it."""

    veroeffentlichung: Veroeffentlichung
    neu: bool


@dataclass(frozen=True, eq=False)
class _Eingaben:
    """What there is to compute from: the months, their units, the ids of the valid Meldungen, the fingerprint."""

    monate: tuple[date, ...]
    achse: Einheitenachse
    meldungen: Ganze
    struktur: str


@dataclass(frozen=True, eq=False)
class _Neues:
    """The rows that differ from what is published, and the number of values that the release then has."""

    reihen: NDArray[Any]
    anzahl_werte: int


def _schweige(schritt: Schritt) -> None:
    pass


@transaction.atomic
def veroeffentliche(
    *, bis: date, durch: Zugang, am: datetime, fortschritt: Callable[[Schritt], None] = _schweige, ganz: bool = False
) -> Ergebnis:
    """Compute all Kennzahlen and Ergänzungsgrößen up to a month (its first day) and publish them.

    Where only some Meldungen differ from those the newest release rests on, only what depends on them is computed;
    ``ganz`` computes everything in any case. BMAS publishes (§ 48a Abs. 1 SGB II). Raises ``PermissionDenied``, and
    :class:`NichtsZuVeroeffentlichen` when there is nothing to compute from or a later month is out already.
    """
    verlange_veroeffentlichung(durch)
    fortschritt(Schritt.WARTEN)
    sperre_allein()
    fortschritt(Schritt.LESEN)
    tag = timezone.localdate(am)
    letzte = Veroeffentlichung.objects.order_by("-pk").first()
    if letzte and letzte.bis_monat > bis:
        raise NichtsZuVeroeffentlichen(f"Veröffentlicht ist bereits bis {letzte.bis_monat:%m/%Y}.")
    _pruefe_gemeldet(bis)
    eingaben = _eingaben(bis, tag)
    korrigierte = None if ganz else _korrigiertes(letzte, eingaben)
    fortschritt(Schritt.RECHNEN)
    if letzte and korrigierte is not None:
        neues = _nachberechnet(letzte, eingaben, tag, fortschritt)
    else:
        neues = _ganz_berechnet(eingaben, tag, fortschritt)
    if letzte and letzte.bis_monat == bis and not len(neues.reihen):
        return Ergebnis(letzte, neu=False)
    fortschritt(Schritt.SCHREIBEN)
    neue = Veroeffentlichung.objects.create(
        bis_monat=bis,
        stand=tag,
        veroeffentlicht_am=am,
        eingaben_stand=am,
        durch=durch.nutzer,
        anzahl_meldungen=len(eingaben.meldungen),
        anzahl_werte=neues.anzahl_werte,
    )
    _schreibe(neues.reihen, neue)
    Grundlage.objects.create(veroeffentlichung=neue, meldungen=packe(eingaben.meldungen), struktur=eingaben.struktur)
    daten = {"reihen": len(neues.reihen), "nur_korrigiertes": korrigierte is not None}
    eintragen(durch=durch, am=am, akt="veroeffentlichen", norm=VEROEFFENTLICHUNG, objekt=neue, daten=daten)
    return Ergebnis(neue, neu=True)


def _pruefe_gemeldet(bis: date) -> None:
    """A release cannot be undone, and the next one may not end earlier: it never reaches beyond what is reported."""
    neuester = Meldung.objects.gueltig().order_by("-monat").values_list("monat", flat=True).first()
    if neuester and bis > neuester:
        raise NichtsZuVeroeffentlichen(
            f"Für {bis:%m/%Y} ist keine Meldung freigegeben; der neueste gemeldete Monat ist {neuester:%m/%Y}."
        )


def verlange_veroeffentlichung(durch: Zugang) -> None:
    """Raise ``PermissionDenied`` unless the access may publish: the ministry, and the operator on its behalf."""
    verlange(durch, Befugnis.KENNZAHLEN_VEROEFFENTLICHEN)
    if not durch.betrieb and durch.art is not Parteiart.BMAS:
        raise PermissionDenied("Kennzahlen veröffentlicht das Bundesministerium für Arbeit und Soziales.")


def rechne(cube: Cube, achse: Einheitenachse, am: date, frueheres: Frueheres | None = None) -> tuple[Teile, Teile]:
    """All measures of all units and of all groups, without what must stay secret, given what was published before."""
    einzeln = berechne(cube, existiert=achse.existiert, nachfolgen=achse.nachfolgen)
    eingabe = Eingabe(cube, einzeln, achse.gruppierungen, achse.existiert, achse.nachfolgen)
    return schuetze(eingabe, am, frueheres)


def schliesse_ab(einzeln: Teile, achse: Einheitenachse, am: date) -> tuple[Teile, Teile]:
    """From the units' parts to what may be published of them and of the groups.

    A month's result depends on the parts of that month alone: so an increment may do it for some years. That holds
    where nothing is withheld; else the whole is computed, for a secret concerns the months around it as well.
    """
    gruppen = aggregiere(einzeln, achse.gruppierungen)
    return unterdruecke(einzeln, am), unterdruecke(gruppen, am)


# -- Reading ---------------------------------------------------------------------------------------------------


def _eingaben(bis: date, am: date) -> _Eingaben:
    erster = Meldung.objects.gueltig().filter(monat__lte=bis).aggregate(monat=Min("monat"))["monat"]
    if erster is None:
        raise NichtsZuVeroeffentlichen(f"Bis {bis:%m/%Y} ist keine Meldung freigegeben.")
    beginn = date(erster.year, 1, 1)
    monate = monatsreihe(beginn, (bis.year - beginn.year) * 12 + bis.month)
    achse = einheitenachse(monate)
    return _Eingaben(monate, achse, gueltige_meldungen(bis), fingerabdruck(achse, am))


def _korrigiertes(letzte: Veroeffentlichung | None, eingaben: _Eingaben) -> Ganze | None:
    """The Meldungen that came or went since the newest release; None where that is not all that may have changed."""
    if letzte is None or letzte.bis_monat != eingaben.monate[-1]:
        return None
    if Grundlage.objects.filter(veroeffentlichung=letzte, struktur=eingaben.struktur).exists():
        verschieden = np.setxor1d(_frueher(letzte), eingaben.meldungen, assume_unique=True)
        return verschieden if len(verschieden) <= HOECHSTENS_KORRIGIERT else None
    return None


def _frueher(letzte: Veroeffentlichung) -> Ganze:
    ids = meldungen_von(letzte)
    assert ids is not None
    return ids


def _cube(eingaben: _Eingaben) -> Cube:
    with connection.cursor() as cursor:
        bedingung = "WHERE zustand = %s AND monat <= %s"
        parameter = (Meldungszustand.FREIGEGEBEN.value, eingaben.monate[-1])
        zeilen = binary_copy.lies(cursor.cursor, f"{ZAHLEN} {bedingung}", parameter, MELDUNGSSPALTEN)
    jobcenter, monate = eingaben.achse.jobcenter, eingaben.monate
    werte = np.full((len(jobcenter), len(monate), len(GRUNDGROESSEN)), np.nan)
    breite_aus(werte, jobcenter, monate[0], zeilen)
    return Cube(jobcenter, monate, werte)


# -- Computing -------------------------------------------------------------------------------------------------


def _ganz_berechnet(eingaben: _Eingaben, am: date, fortschritt: Callable[[Schritt], None]) -> _Neues:
    einheiten = gespeicherte_einheiten(eingaben.achse)
    teile = rechne(_cube(eingaben), eingaben.achse, am, lies_frueheres(einheiten, eingaben.monate))
    reihen = _reihen(teile, einheiten)
    fortschritt(Schritt.VERGLEICHEN)
    return _Neues(_geaenderte(reihen, _VEROEFFENTLICHT, ()), _anzahl_werte(teile))


def _nachberechnet(
    letzte: Veroeffentlichung, eingaben: _Eingaben, am: date, fortschritt: Callable[[Schritt], None]
) -> _Neues:
    """The same from what was corrected since the newest release alone."""
    fenster = nachberechne(eingaben.achse, eingaben.monate, _frueher(letzte), eingaben.meldungen)
    if fenster is None:
        return _Neues(binary_copy.neuer_block(_REIHENSPALTEN, 0), letzte.anzahl_werte)
    vorher, nachher = (schliesse_ab(teile, fenster.achse, am) for teile in (fenster.vorher, fenster.nachher))
    if _etwas_geheim(nachher):
        return _ganz_berechnet(eingaben, am, fortschritt)
    andere = [_zeilen_mit_unterschied(*paar) for paar in zip(vorher, nachher, strict=True)]
    einheiten = np.array(ids_der_einheiten(eingaben.achse))[np.concatenate(andere)].tolist()
    reihen = _reihen((nachher[0][andere[0]], nachher[1][andere[1]]), einheiten)
    fortschritt(Schritt.VERGLEICHEN)
    monate = nachher[0].monate_achse
    geaendert = _geaenderte(reihen, _VEROEFFENTLICHT_TEILS, (einheiten, monate[0].year, monate[-1].year))
    return _Neues(geaendert, letzte.anzahl_werte + _anzahl_werte(nachher) - _anzahl_werte(vorher))


def _etwas_geheim(teile: Sequence[Teile]) -> bool:
    """Whether in these years anything is to be withheld, or was by an earlier release."""
    achse = teile[0].monate_achse
    klein = any((einige.grund == Grund.GEHEIM).any() for einige in teile)
    return klein or etwas_geheim(range(achse[0].year, achse[-1].year + 1))


def _zeilen_mit_unterschied(eine: Teile, andere: Teile) -> Maske:
    anders = (eine.grund != andere.grund) | (eine.monate != andere.monate)
    anders |= eine.einheiten_fehlend != andere.einheiten_fehlend
    anders |= np.nan_to_num(eine.zaehler) != np.nan_to_num(andere.zaehler)
    anders |= np.nan_to_num(eine.nenner) != np.nan_to_num(andere.nenner)
    zeilen: Maske = anders.any(axis=(1, 2))
    return zeilen


def _anzahl_werte(teile: Sequence[Teile]) -> int:
    return sum(int(np.count_nonzero(einige.grund == Grund.OK)) for einige in teile)


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


_JUENGSTE = (
    f"SELECT DISTINCT ON (einheit_id, kennzahl, jahr) {', '.join(s.name for s in _REIHENSPALTEN)} FROM {_TABELLE}"
)
_ORDNUNG = "ORDER BY einheit_id, kennzahl, jahr, veroeffentlichung_id DESC"
_VEROEFFENTLICHT = f"{_JUENGSTE} {_ORDNUNG}"
_VEROEFFENTLICHT_TEILS = f"{_JUENGSTE} WHERE einheit_id = ANY(%s) AND jahr BETWEEN %s AND %s {_ORDNUNG}"


def _geaenderte(reihen: NDArray[Any], veroeffentlicht: str, parameter: Sequence[Any]) -> NDArray[Any]:
    """Those rows that differ from what is published already."""
    with connection.cursor() as cursor:
        alte = binary_copy.lies(cursor.cursor, veroeffentlicht, parameter, _REIHENSPALTEN).copy()
    alte["veroeffentlichung_id"] = 0
    bekannt = {zeile.tobytes() for zeile in alte}
    return reihen[[zeile.tobytes() not in bekannt for zeile in reihen]] if bekannt else reihen


def _schreibe(reihen: NDArray[Any], veroeffentlichung: Veroeffentlichung) -> None:
    reihen["veroeffentlichung_id"] = veroeffentlichung.pk
    with connection.cursor() as cursor:
        binary_copy.schreibe(cursor.cursor, _TABELLE, _REIHENSPALTEN, reihen)
