"""The act of reporting: figures become versions of Meldungen, all of them or none.

Whatever delivers figures (a month file, the demonstration) goes one way: lay them over what is reported already,
check everything that changes, walk the table of transitions, write. So a partial delivery corrects single figures,
and the same delivery again changes nothing. What is only submitted is carried on; a draft is carried on by a
submission, and stays on its desk when something is released past it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

import numpy as np
from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kennzahlen.cube import Cube, Ganze, Zahlen
from kennzahlen.einheiten import vergleichstypen
from kennzahlen.gemeldetes import stellen_auf
from kennzahlen.meldungen import plausibilitaet
from kennzahlen.meldungen.auftrag import Angaben, Auftrag, Ergebnis, Fund, Unplausibel
from kennzahlen.meldungen.lieferung import Lieferung, lies
from kennzahlen.meldungen.meldungsbestand import (
    Bestand,
    Fassungen,
    Vermerk,
    lies_bestand,
    monatsnummer,
    monatsnummern,
    schreibe,
    sperre_meldungen,
)
from kennzahlen.meldungen.meldungsplan import Plan, plane, verschieden
from kennzahlen.meldungen.plausibilitaet import Schwere
from kennzahlen.meldungen.recht import MELDEPFLICHT, MELDUNG, Meldungsstand
from kennzahlen.models import Ausnahme, Befund
from kennzahlen.recht import GROESSE, SPALTE
from kennzahlen.sperre import sperre_geteilt
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.models import Parteistand
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import Zugang, verlange
from zielsystem.recht import Geltung

NACHRICHT = "kennzahlen.tasks.send_import_findings"
HOECHSTENS = 1_000
"""So many findings are told in words when a delivery is refused; the rest is counted."""


# -- The acts --------------------------------------------------------------------------------------------------


@transaction.atomic
def einlesen(
    *, inhalt: bytes, dateiname: str, durch: Zugang, am: datetime, freigeben: bool = False, pruefen: bool = False
) -> Ergebnis:
    """Take over a month file; with ``freigeben`` its Meldungen are released, with ``pruefen`` nothing is kept.

    Raises :class:`.lieferung.FehlerhafteDatei` when the file is wrong, :class:`Unplausibel` when its
    figures cannot be right, ``PermissionDenied`` when they are not the actor's own; nothing is changed then.
    """
    _verlange_befugnis(durch, freigeben)
    heute = timezone.localdate(am)
    lieferung = lies(dateiname, inhalt, traeger=jobcenterschluessel(), bis=heute.replace(day=1))
    return melde_lieferung(lieferung=lieferung, durch=durch, am=am, freigeben=freigeben, pruefen=pruefen)


@transaction.atomic
def melde_lieferung(
    *,
    lieferung: Lieferung,
    durch: Zugang,
    am: datetime,
    freigeben: bool = False,
    pruefen: bool = False,
    grund: str = "",
) -> Ergebnis:
    """Take over a month file that has been read already; ``grund`` is why it corrects. Else as :func:`einlesen`."""
    _verlange_befugnis(durch, freigeben)
    angaben = Angaben(
        lieferung.einheiten, lieferung.monate, lieferung.groessen, lieferung.werte, zeilen=lieferung.zeilen
    )
    daten = {"pruefsumme": lieferung.pruefsumme, "format": lieferung.format.value, "zeilen": len(lieferung)}
    quelle = lieferung.dateiname[-255:]
    auftrag = Auftrag(durch, am, freigeben, quelle, daten, mit_nachricht=True, begruendung=grund.strip())
    ergebnis = _melde(angaben, auftrag)
    if pruefen:
        transaction.set_rollback(True)
    return ergebnis


@transaction.atomic
def uebernimm(
    *, cube: Cube, quelle: str, durch: Zugang, am: datetime, freigeben: bool, tage_her: Ganze | None = None
) -> Ergebnis:
    """Take over figures that are in a cube already (units are ids of parties), by the same checks and writes.

    ``tage_her`` [unit, month] for figures that were reported elsewhere: how many days before. It counts for the first
    version of a month; a correction is of the day on which it is made.

    Raises ``ValueError`` where a figure is no whole number or belongs to no Jobcenter of its month; the rest as
    :func:`einlesen`.
    """
    _verlange_befugnis(durch, freigeben)
    einheit, monat, groesse = np.nonzero(~np.isnan(cube.werte))
    werte = cube.werte[einheit, monat, groesse]
    if np.any(werte != np.rint(werte)):
        raise ValueError("Gemeldet werden ganze Zahlen (Anzahlen oder Cent).")
    angaben = Angaben(
        jobcenter=np.array(cube.einheiten, dtype=np.int64)[einheit],
        monate=np.array(cube.monate, dtype="datetime64[M]")[monat],
        groessen=groesse,
        werte=werte.astype(np.int64),
    )
    frueher = {} if tage_her is None else _nach_ort(cube, tage_her)
    return _melde(angaben, Auftrag(durch, am, freigeben, quelle, tage_her=frueher))


def _nach_ort(cube: Cube, tage: Ganze) -> dict[tuple[int, date], int]:
    return {
        (cube.einheiten[einheit], cube.monate[monat]): int(tage[einheit, monat])
        for einheit, monat in zip(*(achse.tolist() for achse in np.nonzero(tage)), strict=True)
    }


def jobcenterschluessel() -> dict[str, tuple[int, tuple[Geltung, ...]]]:
    """Every AGS that is or was a Jobcenter's key: the id of the party, and when."""
    schluessel: dict[str, tuple[int, tuple[Geltung, ...]]] = {}
    zeilen = Parteistand.objects.jobcenter().order_by("ab").values_list("ags", "partei_id", "ab", "bis")
    for ags, partei, ab, bis in zeilen:
        _, frueher = schluessel.get(ags, (partei, ()))
        schluessel[ags] = partei, (*frueher, Geltung(ab, bis))
    return schluessel


def _verlange_befugnis(durch: Zugang, freigeben: bool) -> None:
    verlange(durch, Befugnis.MELDUNG_ERFASSEN)
    if freigeben:
        verlange(durch, Befugnis.MELDUNG_FREIGEBEN)


def _verlange_eigene(durch: Zugang, angaben: Angaben) -> None:
    eigene = durch.art in JOBCENTER and np.all(angaben.jobcenter == durch.partei_id)
    if not durch.betrieb and not eigene:
        raise PermissionDenied("Gemeldet werden können nur Zahlen des eigenen Jobcenters.")


# -- One way for all -------------------------------------------------------------------------------------------


def _melde(angaben: Angaben, auftrag: Auftrag) -> Ergebnis:
    _verlange_eigene(auftrag.durch, angaben)
    sperre_meldungen()
    sperre_geteilt()
    tage = angaben.monate.astype("datetime64[D]")
    bestand = lies_bestand(tage.min().item(), tage.max().item())
    plan = plane(bestand, _neue_zahlen(bestand, angaben), freigeben=auftrag.freigeben)
    funde = _pruefe(plan, angaben, auftrag)
    ergebnis = _ergebnis(plan, funde)
    if ergebnis.geaendert:
        unerklaerte = sum(fund.befund.schwere is Schwere.WEICH for fund in funde)
        _gehe(plan, auftrag, unerklaerte)
        auffaellige = _schreibe(plan, auftrag, funde)
        if auffaellige and auftrag.mit_nachricht:
            _benachrichtige(auffaellige, auftrag)
        eintragen(
            durch=auftrag.durch,
            am=auftrag.am,
            akt="einlesen",
            norm=MELDEPFLICHT,
            grund=auftrag.grund,
            daten={**auftrag.daten, **ergebnis.zahlen(), "quelle": auftrag.quelle},
        )
    return ergebnis


def _neue_zahlen(bestand: Bestand, angaben: Angaben) -> Zahlen:
    """The figures on the axes of what is stored."""
    stelle = stellen_auf(bestand.achse.jobcenter, angaben.jobcenter)
    monat = monatsnummern(angaben.monate) - monatsnummer(bestand.monate[0])
    if np.any(stelle < 0) or not np.all(bestand.achse.existiert[stelle, monat]):
        raise ValueError("Eine Angabe gehört zu keinem Jobcenter ihres Monats.")
    neu = np.full(bestand.gueltig.shape, np.nan)
    neu[stelle, monat, angaben.groessen] = angaben.werte
    return neu


def _pruefe(plan: Plan, angaben: Angaben, auftrag: Auftrag) -> list[Fund]:
    """The findings in what is to be written; :class:`Unplausibel` when there are hard ones that are not waived."""
    bestand = plan.bestand
    zahlen = np.where(plan.betroffen[:, :, None], plan.nachher, bestand.gueltig)
    befunde = plausibilitaet.pruefe(
        Cube(bestand.achse.jobcenter, bestand.monate, zahlen),
        plan.betroffen,
        auftrag.tag.replace(day=1),
        existiert=bestand.achse.existiert,
        nachfolgen=bestand.achse.nachfolgen,
        typen=vergleichstypen(bestand.achse.jobcenter, bestand.monate),
    )
    ausgenommen = _ausgenommen(befunde, bestand)
    harte = [b for b in befunde if b.schwere is Schwere.HART and _schluessel(b, bestand) not in ausgenommen]
    if harte:
        weiche = [b for b in befunde if b.schwere is Schwere.WEICH]
        auffaellige = _funde(weiche[:HOECHSTENS], bestand, angaben)
        raise Unplausibel(_funde(harte[:HOECHSTENS], bestand, angaben), len(harte), auftrag.quelle, auffaellige)
    return _funde(befunde, bestand, angaben)


def _ausgenommen(befunde: Sequence[plausibilitaet.Befund], bestand: Bestand) -> set[tuple[str, int, date]]:
    """For which rule, Jobcenter and month the ministry made an exception."""
    if all(befund.schwere is Schwere.WEICH for befund in befunde):
        return set()
    return set(Ausnahme.objects.values_list("code", "jobcenter", "monat"))


def _schluessel(befund: plausibilitaet.Befund, bestand: Bestand) -> tuple[str, int, date]:
    return befund.code, bestand.achse.jobcenter[befund.einheit], befund.monat


def _funde(befunde: Sequence[plausibilitaet.Befund], bestand: Bestand, angaben: Angaben) -> list[Fund]:
    if not befunde:
        return []
    zeilen = _zeilen(angaben)
    funde = []
    for befund in befunde:
        partei = bestand.achse.jobcenter[befund.einheit]
        angabe = (partei, monatsnummer(befund.monat), SPALTE[befund.groesse])
        funde.append(Fund(befund, *bestand.achse.titel[partei], zeilen.get(angabe, 0)))
    return funde


def _zeilen(angaben: Angaben) -> dict[tuple[int, int, int], int]:
    """The row of the file in which a figure stands."""
    if angaben.zeilen is None:
        return {}
    spalten = (angaben.jobcenter, monatsnummern(angaben.monate), angaben.groessen)
    return dict(zip(zip(*(spalte.tolist() for spalte in spalten), strict=True), angaben.zeilen.tolist(), strict=True))


def _ergebnis(plan: Plan, funde: Sequence[Fund]) -> Ergebnis:
    geaendert = verschieden(plan.vorher, plan.nachher)[plan.betroffen]
    berichtigt = int(plan.berichtigt.sum())
    return Ergebnis(
        zustand=plan.ziel,
        neue=int(plan.betroffen.sum()) - berichtigt,
        berichtigte=berichtigt,
        unveraenderte=int((plan.gemeldet & ~plan.betroffen).sum()),
        werte=int(geaendert.sum()),
        auffaellige=tuple(funde),
    )


# -- Writing ---------------------------------------------------------------------------------------------------


def _gehe(plan: Plan, auftrag: Auftrag, unerklaerte: int) -> None:
    """Walk the table of transitions for every kind of start; what is soft is passed with the reason of the act."""
    stand = Meldungsstand(harte_befunde=0, unerklaerte_befunde=unerklaerte)
    for start, akte in plan.wege():
        zustand: StrEnum | None = start
        for code in akte:
            zeile = MELDUNG.zeile(code, zustand, auftrag.tag)
            verlange(auftrag.durch, Befugnis(zeile.befugnis))
            if harte := tuple(h for h in zeile.hindernisse(stand, auftrag.tag) if h.hart):
                raise Gehindert(zeile, harte)
            zustand = zeile.nach


def _schreibe(plan: Plan, auftrag: Auftrag, funde: Sequence[Fund]) -> list[int]:
    """Write Meldungen and findings; returns the ids of the Meldungen in which something is to be explained."""
    bestand = plan.bestand
    einheit, monat = np.nonzero(plan.betroffen)
    ort = (einheit, monat)
    jobcenter = np.array(bestand.achse.jobcenter, dtype=np.int64)[einheit]
    in_arbeit_id = np.where(plan.in_arbeit, bestand.in_arbeit_id, 0)[ort]
    fassungen = Fassungen(
        in_arbeit_id=in_arbeit_id,
        gueltig_id=bestand.gueltig_id[ort],
        jobcenter=jobcenter,
        monat=np.array(bestand.monate, dtype="datetime64[M]")[monat],
        version=bestand.version[ort] + 1,
        werte=plan.nachher[ort],
        tage_her=_tage_her(auftrag, plan, ort),
    )
    durch_id = auftrag.durch.nutzer.pk if auftrag.durch.nutzer else None
    ids = schreibe(fassungen, Vermerk(plan.ziel, auftrag.quelle, auftrag.grund, auftrag.am, durch_id))
    meldung_id = dict(zip(zip(einheit.tolist(), monat.tolist(), strict=True), ids.tolist(), strict=True))
    befunde = _schreibe_befunde(funde, meldung_id, bestand)
    return sorted({befund.meldung_id for befund in befunde if befund.schwere == Schwere.WEICH})


def _tage_her(auftrag: Auftrag, plan: Plan, ort: tuple[Ganze, Ganze]) -> Ganze:
    """Days since the first versions were reported elsewhere, row by row; a correction is of today."""
    tage = np.zeros(plan.betroffen.shape, dtype=np.int64)
    if auftrag.tage_her:
        stelle = {partei: nr for nr, partei in enumerate(plan.bestand.achse.jobcenter)}
        lage = {monat: nr for nr, monat in enumerate(plan.bestand.monate)}
        for (partei, monat), anzahl in auftrag.tage_her.items():
            tage[stelle[partei], lage[monat]] = anzahl
    neue: Ganze = np.where(plan.bestand.version == 0, tage, 0)[ort]
    return neue


def _benachrichtige(meldungen: list[int], auftrag: Auftrag) -> None:
    angaben = [meldungen, f"import-{auftrag.am:%Y%m%d%H%M%S%f}", auftrag.tag.isoformat()]
    transaction.on_commit(lambda: current_app.send_task(NACHRICHT, args=angaben))


def _schreibe_befunde(
    funde: Sequence[Fund], meldung_id: Mapping[tuple[int, int], int], bestand: Bestand
) -> list[Befund]:
    stelle = {monat: nummer for nummer, monat in enumerate(bestand.monate)}
    return Befund.objects.bulk_create(
        Befund(
            meldung_id=meldung_id[befund.einheit, stelle[befund.monat]],
            code=befund.code,
            schwere=befund.schwere.value,
            groesse=GROESSE[befund.groesse].nr,
            gemeldet=befund.gemeldet,
            erwartet=befund.erwartet,
            beteiligte=[GROESSE[code].nr for code in befund.beteiligte],
            text=befund.text,
        )
        for befund in (fund.befund for fund in funde)
    )
