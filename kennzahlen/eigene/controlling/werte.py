"""The act of entering own figures: single months of single figures, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from kennzahlen.eigene.controlling.definitionen import verlange_eigenes
from kennzahlen.eigene.festlegung import Ueberholt, Unzulaessig
from kennzahlen.eigene.masse import eingabetext
from kennzahlen.eigene.recht import SELBST, Eigenart
from kennzahlen.models.eigene import EigenerWert, EigeneZahl
from kennzahlen.recht import ERSTER_MELDEMONAT
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Partei
from zielsystem.parties.zugriff import Zugang

Stelle = tuple[str, date]
"""A figure's code and a month."""


@dataclass(frozen=True)
class Eingabe:
    """One entered figure: ``vorher`` is what stood in the field when it was shown, ``neu`` None empties it."""

    code: str
    monat: date
    vorher: Decimal | None
    neu: Decimal | None


@transaction.atomic
def trage_ein(*, jobcenter: Partei, eingaben: Sequence[Eingabe], durch: Zugang, am: datetime) -> int:
    """Keep entered figures and return how many changed; what was not touched stays as whoever else left it.

    Raises :class:`Ueberholt` where somebody changed the same figures meanwhile, :class:`Unzulaessig` for a month or a
    figure that cannot be entered, ``PermissionDenied`` for anybody but the own Controlling and Leitung.
    """
    verlange_eigenes(durch, jobcenter)
    Partei.objects.select_for_update(no_key=True).get(pk=jobcenter.pk)
    geaenderte = [eingabe for eingabe in eingaben if eingabe.neu != eingabe.vorher]
    zahlen = _zahlen(jobcenter)
    _pruefe(geaenderte, zahlen, timezone.localdate(am))
    stand = werte_von(zahlen.values(), [eingabe.monat for eingabe in geaenderte])
    _pruefe_stand(geaenderte, stand)
    offen = [eingabe for eingabe in geaenderte if stand.get((eingabe.code, eingabe.monat)) != eingabe.neu]
    _schreibe(offen, zahlen, durch, am)
    if offen:
        daten = {"codes": sorted({eingabe.code for eingabe in offen}), "anzahl": len(offen)}
        eintragen(durch=durch, am=am, akt="eigene_werte_eintragen", norm=SELBST, daten=daten)
    return len(offen)


def werte_von(zahlen: Iterable[EigeneZahl], monate: Iterable[date]) -> dict[Stelle, Decimal]:
    """What is entered for some figures and months."""
    zeilen = EigenerWert.objects.filter(zahl__in=[zahl.pk for zahl in zahlen], monat__in=set(monate))
    return {(code, monat): wert for code, monat, wert in zeilen.values_list("zahl__code", "monat", "wert")}


def _zahlen(jobcenter: Partei) -> dict[str, EigeneZahl]:
    """The figures for which something can be entered."""
    gefuehrte = EigeneZahl.objects.gefuehrt().filter(jobcenter=jobcenter, art=Eigenart.GRUNDGROESSE)
    return {zahl.code: zahl for zahl in gefuehrte}


def _pruefe(eingaben: Sequence[Eingabe], zahlen: Mapping[str, EigeneZahl], heute: date) -> None:
    for eingabe in eingaben:
        if eingabe.code not in zahlen:
            raise Unzulaessig("", f"Für {eingabe.code} lässt sich nichts erfassen: keine geführte eigene Grundgröße.")
        if eingabe.monat.day != 1 or not ERSTER_MELDEMONAT <= eingabe.monat <= heute:
            spanne = f"von {ERSTER_MELDEMONAT:%m/%Y} bis {heute:%m/%Y}"
            raise Unzulaessig("", f"{eingabe.monat:%m/%Y} lässt sich nicht erfassen; möglich sind Monate {spanne}.")


def _pruefe_stand(eingaben: Sequence[Eingabe], stand: Mapping[Stelle, Decimal]) -> None:
    """Nobody overwrites unseen what somebody else entered."""
    fremde = {
        feldname(eingabe.code, eingabe.monat): eingabetext(jetzt)
        for eingabe in eingaben
        if (jetzt := stand.get((eingabe.code, eingabe.monat))) not in (eingabe.vorher, eingabe.neu)
    }
    if fremde:
        raise Ueberholt(fremde)


def feldname(code: str, monat: date) -> str:
    """The name of a field of the grid."""
    return f"{code}-{monat:%Y-%m}"


def _schreibe(eingaben: Sequence[Eingabe], zahlen: Mapping[str, EigeneZahl], durch: Zugang, am: datetime) -> None:
    EigenerWert.objects.bulk_create(
        [
            EigenerWert(zahl=zahlen[e.code], monat=e.monat, wert=e.neu, erfasst_am=am, erfasst_durch=durch.nutzer)
            for e in eingaben
            if e.neu is not None
        ],
        update_conflicts=True,
        unique_fields=["zahl", "monat"],
        update_fields=["wert", "erfasst_am", "erfasst_durch"],
    )
    for eingabe in eingaben:
        if eingabe.neu is None:
            EigenerWert.objects.filter(zahl=zahlen[eingabe.code], monat=eingabe.monat).delete()
