"""Reporting by hand: begin a month, change single figures, all of it kept at once as a draft.

Every change says what the figure was when it was shown. What somebody else changed meanwhile is not overwritten: the
change is refused and comes back as a conflict, while changes of other figures are kept. ``fassung`` counts the saves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kennzahlen.meldungen.pruefung import halte_fest, pruefe_meldung, stand_von
from kennzahlen.meldungen.recht import BEARBEITBAR, MELDEPFLICHT, MELDUNG, Meldungszustand
from kennzahlen.models import Meldung
from kennzahlen.recht import ERSTER_MELDEMONAT, GROESSE, GRUNDGROESSEN, SPALTE
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.models import Parteistand
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import Zugang, verlange
from zielsystem.recht import Ausserhalb, Hindernis, Uebergang, in_kraft

FORMULAR = "Formular"


class Angabe(NamedTuple):
    """What is said about a Grundgröße: a figure, that there was nothing to report (then 0), or nothing yet."""

    wert: int | None = None
    nichts: bool = False


NICHTS = Angabe(0, nichts=True)


@dataclass(frozen=True)
class Aenderung:
    """What somebody saw, and what it is to be."""

    vorher: Angabe
    nachher: Angabe


@dataclass(frozen=True)
class Speicherung:
    """What became of a save: the draft, the figures that were taken over, and those that somebody else had changed."""

    meldung: Meldung
    uebernommen: tuple[str, ...]
    konflikte: tuple[str, ...]


def angabe(meldung: Meldung, code: str) -> Angabe:
    """What a Meldung says about a Grundgröße."""
    return Angabe(meldung.werte[SPALTE[code]], GROESSE[code].nr in meldung.nichts_zu_melden)


# -- Beginning -------------------------------------------------------------------------------------------------


@transaction.atomic
def beginne(*, monat: date, durch: Zugang, am: datetime) -> Meldung:
    """The draft of the own Jobcenter for a month: the one in work, or a new one.

    Raises ``Ausserhalb`` for a month that is not (yet) reported, ``PermissionDenied`` for anybody but a Jobcenter,
    ``Gehindert`` when there is a valid Meldung already: that one can only be corrected.
    """
    jobcenter = _eigenes(durch)
    zeile = MELDUNG.zeile("erfassen", None, timezone.localdate(am))
    _verlange_meldemonat(jobcenter, monat, timezone.localdate(am))
    _sperre(jobcenter, monat)
    vorhandene = Meldung.objects.filter(jobcenter=jobcenter, monat=monat)
    if in_arbeit := vorhandene.in_arbeit().first():
        return in_arbeit
    if vorhandene.gueltig().exists():
        raise Gehindert(zeile, (Hindernis("schon_freigegeben", MELDEPFLICHT, "Dieser Monat ist schon freigegeben."),))
    hoechste = vorhandene.order_by("-version").values_list("version", flat=True).first() or 0
    neue = Meldung(jobcenter_id=jobcenter, monat=monat, version=hoechste + 1, werte=[None] * len(GRUNDGROESSEN))
    return _lege_an(neue, zeile, durch, am)


@transaction.atomic
def korrigiere(*, meldung: Meldung, durch: Zugang, am: datetime, grund: str) -> Meldung:
    """A new version of a valid Meldung as a draft, with its figures and the reason for the correction."""
    zeile = MELDUNG.zeile("korrigieren", None, timezone.localdate(am))
    verlange(durch, Befugnis.MELDUNG_ERFASSEN, meldung)
    _sperre(meldung.jobcenter_id, meldung.monat)
    alte = Meldung.objects.get(pk=meldung.pk)
    hindernisse = zeile.hindernisse(stand_von(alte), timezone.localdate(am))
    if not grund.strip():
        hindernisse += (Hindernis("grund_fehlt", zeile.norm, "Bitte geben Sie einen Grund an."),)
    if alte.zustand != Meldungszustand.FREIGEGEBEN:
        hindernisse += (Hindernis("nicht_gueltig", zeile.norm, "Korrigiert wird die gültige Version."),)
    if hindernisse:
        raise Gehindert(zeile, hindernisse)
    versionen = Meldung.objects.filter(jobcenter=alte.jobcenter_id, monat=alte.monat).order_by("-version")
    neue = Meldung(
        jobcenter_id=alte.jobcenter_id,
        monat=alte.monat,
        version=versionen.values_list("version", flat=True)[0] + 1,
        werte=alte.werte,
        nichts_zu_melden=alte.nichts_zu_melden,
        grund=grund.strip(),
    )
    return _lege_an(neue, zeile, durch, am)


def _lege_an(meldung: Meldung, zeile: Uebergang, durch: Zugang, am: datetime) -> Meldung:
    verlange(durch, Befugnis(zeile.befugnis))
    meldung.zustand, meldung.quelle = zeile.nach, FORMULAR
    meldung.erfasst_am, meldung.erfasst_durch = am, durch.nutzer
    meldung.save(force_insert=True)
    halte_fest(meldung, pruefe_meldung(meldung, timezone.localdate(am)))
    eintragen(durch=durch, am=am, akt=zeile.code, norm=zeile.norm, objekt=meldung, grund=meldung.grund)
    return meldung


def _eigenes(durch: Zugang) -> int:
    if durch.partei_id is None or durch.art not in JOBCENTER:
        raise PermissionDenied("Gemeldet werden können nur Zahlen des eigenen Jobcenters.")
    return durch.partei_id


def _verlange_meldemonat(jobcenter: int, monat: date, heute: date) -> None:
    if monat.day != 1 or not ERSTER_MELDEMONAT <= monat <= heute.replace(day=1):
        raise Ausserhalb(f"Gemeldet werden kann von {ERSTER_MELDEMONAT:%m/%Y} bis {heute:%m/%Y}.")
    if not Parteistand.objects.jobcenter().am(monat).filter(partei=jobcenter).exists():
        raise Ausserhalb(f"Im {monat:%m/%Y} gab es dieses Jobcenter nicht.")


def _sperre(jobcenter: int, monat: date) -> None:
    """Two people who begin the same month at once begin one draft: the second waits for the first."""
    list(Parteistand.objects.select_for_update().filter(partei=jobcenter).order_by("pk").values_list("pk")[:1])


# -- Saving ----------------------------------------------------------------------------------------------------


@transaction.atomic
def speichere(
    *, meldung: Meldung, aenderungen: Mapping[str, Aenderung], durch: Zugang, am: datetime, quelle: str = FORMULAR
) -> Speicherung:
    """Take changes of single figures over into a draft, check it, and keep what was found.

    Raises ``Ausserhalb`` when the Meldung is no draft any more, ``PermissionDenied`` when it is not the actor's own,
    ``ValueError`` for a Grundgröße that is not collected in this month.
    """
    verlange(durch, Befugnis.MELDUNG_ERFASSEN, meldung)
    gesperrt = Meldung.objects.select_for_update().get(pk=meldung.pk)
    if gesperrt.zustand not in BEARBEITBAR:
        raise Ausserhalb(f"Die Meldung ist {MELDUNG.titel_von(gesperrt.zustand)} und kann nicht bearbeitet werden.")
    erhoben = {groesse.code for groesse in in_kraft(GRUNDGROESSEN, gesperrt.monat)}
    if fremde := set(aenderungen) - erhoben:
        raise ValueError(f"Nicht erhoben in diesem Monat: {', '.join(sorted(fremde))}")
    stand = {code: angabe(gesperrt, code) for code in aenderungen}
    offen = {code: a for code, a in aenderungen.items() if a.nachher != stand[code]}
    neue = {code: a.nachher for code, a in offen.items() if a.vorher == stand[code]}
    if neue:
        gesperrt.quelle = quelle
        _schreibe(gesperrt, neue, durch, am)
    return Speicherung(gesperrt, tuple(neue), tuple(code for code in offen if code not in neue))


def _schreibe(meldung: Meldung, neue: Mapping[str, Angabe], durch: Zugang, am: datetime) -> None:
    nichts = set(meldung.nichts_zu_melden)
    for code, neu in neue.items():
        meldung.werte[SPALTE[code]] = neu.wert
        nichts = nichts | {GROESSE[code].nr} if neu.nichts else nichts - {GROESSE[code].nr}
    meldung.nichts_zu_melden = sorted(nichts)
    meldung.fassung += 1
    meldung.erfasst_am, meldung.erfasst_durch = am, durch.nutzer
    felder = ["werte", "nichts_zu_melden", "fassung", "quelle", "erfasst_am", "erfasst_durch"]
    meldung.save(update_fields=felder)
    halte_fest(meldung, pruefe_meldung(meldung, timezone.localdate(am)))
    daten = {"groessen": sorted(neue), "fassung": meldung.fassung}
    eintragen(durch=durch, am=am, akt="eintragen", norm=MELDEPFLICHT, objekt=meldung, daten=daten)
