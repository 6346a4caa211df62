"""The act of publishing: read the valid Meldungen, compute everything, store what changed as a release.

Read as one dense cube, computed by vectorised formulas, written by COPY. All in one transaction under a lock, so a
killed worker leaves nothing half-published and two computations never mix. Publishing again without new figures
changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from kennzahlen import binary_copy
from kennzahlen.cube import Cube, Ganze, Maske, monatsreihe
from kennzahlen.einheiten import (
    Einheitenachse,
    einheitenachse,
    gespeicherte_einheiten,
    ids_der_einheiten,
)
from kennzahlen.formeln import Grund, Teile, aggregiere, berechne
from kennzahlen.meldungen.recht import Meldungszustand
from kennzahlen.models import Grundlage, Meldung, Veroeffentlichung
from kennzahlen.recht import GRUNDGROESSEN
from kennzahlen.sperre import sperre_allein
from kennzahlen.veroeffentlichungen.eingaben import MELDUNGSSPALTEN, ZAHLEN, breite_aus
from kennzahlen.veroeffentlichungen.fruehere import etwas_geheim, lies_frueheres, merke_schutz
from kennzahlen.veroeffentlichungen.geheimhaltung import Eingabe, Frueheres, Geschuetzt, schuetze, unterdruecke
from kennzahlen.veroeffentlichungen.geheimhaltung.primaer import schwelle
from kennzahlen.veroeffentlichungen.grundlage import fingerabdruck, gueltige_meldungen, meldungen_von, packe
from kennzahlen.veroeffentlichungen.nachberechnung import (
    Unterschied,
    beruehrt_geheimes,
    fenster,
    moeglich,
    unterschied,
)
from kennzahlen.veroeffentlichungen.recht import VEROEFFENTLICHUNG, Schritt
from kennzahlen.veroeffentlichungen.reihen import (
    Reihen,
    geaenderte,
    geheim_wie,
    keine,
    reihen,
    schreibe,
    veroeffentlichte,
    veroeffentlichte_teils,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, verlange

DATEIEN = "kennzahlen.tasks.make_release_files"

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
    """The rows that differ from what is published, and the number of values that the release then has.

    ``geschuetzt`` with the ids of its rows where everything was computed, else None.
    """

    reihen: Reihen
    anzahl_werte: int
    geschuetzt: tuple[Geschuetzt, list[int]] | None = None


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
    schreibe(neues.reihen, neue)
    Grundlage.objects.create(veroeffentlichung=neue, meldungen=packe(eingaben.meldungen), struktur=eingaben.struktur)
    if neues.geschuetzt:
        merke_schutz(neue, *neues.geschuetzt, eingaben.monate)
    daten = {"reihen": len(neues.reihen), "nur_korrigiertes": neues.geschuetzt is None}
    eintragen(durch=durch, am=am, akt="veroeffentlichen", norm=VEROEFFENTLICHUNG, objekt=neue, daten=daten)
    transaction.on_commit(lambda: current_app.send_task(DATEIEN, args=[neue.pk, am.isoformat()]))
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


def rechne(cube: Cube, achse: Einheitenachse, am: date, frueheres: Frueheres | None = None) -> Geschuetzt:
    """All measures of all units and of all groups, without what must stay secret, given what was published before."""
    einzeln = berechne(cube, existiert=achse.existiert, nachfolgen=achse.nachfolgen)
    eingabe = Eingabe(cube, einzeln, achse.gruppierungen, achse.existiert, achse.nachfolgen)
    return schuetze(eingabe, am, frueheres)


def schliesse_ab(einzeln: Teile, achse: Einheitenachse, am: date) -> tuple[Teile, Teile]:
    """From the units' parts to what may be published of them and of the groups.

    A month's result depends on the parts of that month alone: so an increment may do it for some years. That holds
    where nothing is withheld; a secret concerns the months around it as well.
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
        zeilen = binary_copy.lies(cursor.cursor, f"{ZAHLEN} {bedingung}", parameter, MELDUNGSSPALTEN, je="jobcenter")
    jobcenter, monate = eingaben.achse.jobcenter, eingaben.monate
    werte = np.full((len(jobcenter), len(monate), len(GRUNDGROESSEN)), np.nan)
    breite_aus(werte, jobcenter, monate[0], zeilen)
    return Cube(jobcenter, monate, werte)


# -- Computing -------------------------------------------------------------------------------------------------


def _ganz_berechnet(eingaben: _Eingaben, am: date, fortschritt: Callable[[Schritt], None]) -> _Neues:
    einheiten = gespeicherte_einheiten(eingaben.achse)
    frueheres = lies_frueheres(einheiten, eingaben.achse.jobcenter, eingaben.monate, eingaben.meldungen)
    geschuetzt = rechne(_cube(eingaben), eingaben.achse, am, frueheres)
    teile = geschuetzt[:2]
    neue = reihen(teile, einheiten)
    fortschritt(Schritt.VERGLEICHEN)
    return _Neues(geaenderte(neue, veroeffentlichte()), _anzahl_werte(teile), (geschuetzt, einheiten))


def _nachberechnet(
    letzte: Veroeffentlichung, eingaben: _Eingaben, am: date, fortschritt: Callable[[Schritt], None]
) -> _Neues:
    """The same from what was corrected since the newest release alone."""
    anders = unterschied(eingaben.achse, eingaben.monate, _frueher(letzte), eingaben.meldungen)
    if anders is None:
        return _Neues(keine(), letzte.anzahl_werte)
    geheimes = etwas_geheim(range(eingaben.monate[anders.jahre][0].year, eingaben.monate[anders.jahre][-1].year + 1))
    ids = ids_der_einheiten(eingaben.achse)
    if geheimes and beruehrt_geheimes(anders, [ids[stelle] for stelle in anders.einheiten], schwelle(am)):
        return _nachberechnet_mit_geheimem(eingaben, anders, am, fortschritt)
    jahre = fenster(eingaben.achse, eingaben.monate, anders)
    vorher, nachher = (schliesse_ab(teile, jahre.achse, am) for teile in (jahre.vorher, jahre.nachher))
    andere = [_zeilen_mit_unterschied(*paar) for paar in zip(vorher, nachher, strict=True)]
    einheiten = np.array(ids)[np.concatenate(andere)].tolist()
    neue = reihen([einige[welche] for einige, welche in zip(nachher, andere, strict=True)], einheiten)
    fortschritt(Schritt.VERGLEICHEN)
    alte = veroeffentlichte_teils(neue)
    gezeigte = geheim_wie(neue, alte) if geheimes else neue
    if gezeigte is None or (not geheimes and any((einige.grund == Grund.GEHEIM).any() for einige in nachher)):
        return _nachberechnet_mit_geheimem(eingaben, anders, am, fortschritt)
    mehr = 0 if geheimes else _anzahl_werte(nachher) - _anzahl_werte(vorher)
    return _Neues(geaenderte(gezeigte, alte), letzte.anzahl_werte + mehr)


def _nachberechnet_mit_geheimem(
    eingaben: _Eingaben, anders: Unterschied, am: date, fortschritt: Callable[[Schritt], None]
) -> _Neues:
    """Everything is computed, as secrets hang together, and compared where it can come out differently."""
    achse = eingaben.achse
    einheiten = ids_der_einheiten(achse)
    frueheres = lies_frueheres(einheiten, achse.jobcenter, eingaben.monate, eingaben.meldungen)
    geschuetzt = rechne(_cube(eingaben), achse, am, frueheres)
    teile = geschuetzt[:2]
    geheim = np.concatenate([(einige.grund == Grund.GEHEIM).any(axis=2) for einige in teile])
    if frueheres is not None:
        geheim |= frueheres.geheim.any(axis=2)
    neue = reihen(teile, einheiten, moeglich(anders, geheim, len(achse.jobcenter)))
    fortschritt(Schritt.VERGLEICHEN)
    return _Neues(geaenderte(neue, veroeffentlichte_teils(neue)), _anzahl_werte(teile), (geschuetzt, einheiten))


def _zeilen_mit_unterschied(eine: Teile, andere: Teile) -> Maske:
    anders = (eine.grund != andere.grund) | (eine.monate != andere.monate)
    anders |= eine.einheiten_fehlend != andere.einheiten_fehlend
    anders |= np.nan_to_num(eine.zaehler) != np.nan_to_num(andere.zaehler)
    anders |= np.nan_to_num(eine.nenner) != np.nan_to_num(andere.nenner)
    zeilen: Maske = anders.any(axis=(1, 2))
    return zeilen


def _anzahl_werte(teile: Sequence[Teile]) -> int:
    return sum(int(np.count_nonzero(einige.grund == Grund.OK)) for einige in teile)
