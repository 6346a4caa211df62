"""What follows from a Zieldialog: Maßnahmen with their follow-up, and proposals to amend the agreement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from agreements.models import (
    Aenderungsvorschlag,
    Massnahme,
    Massnahmenvermerk,
    Teilnahme,
    Vertragspartei,
    Zieldialog,
)
from agreements.zieldialog.dialoge import BEFUGNIS, Unvereinbar
from agreements.zieldialog.recht import GRUNDRASTER, MASSNAHME, Dialogzustand
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import Knopf, knoepfe, vollziehe
from zielsystem.parties.zugriff import Zugang, verlange


@dataclass(frozen=True)
class Angaben:
    """A Maßnahme as it is agreed: what exactly, how it is measured, who (a party to the agreement), until when."""

    titel: str
    beschreibung: str
    messgroesse: str
    verantwortlich: int
    faellig_am: date


@transaction.atomic
def vereinbare(*, teilnahme: Teilnahme, angaben: Angaben, durch: Zugang, am: datetime) -> Massnahme:
    """Agree a Maßnahme in a dialogue that is being minuted.

    Raises ``PermissionDenied`` and :class:`Unvereinbar`: wrong moment, a day that is past, nobody responsible among
    the parties.
    """
    dialog = _wird_niedergeschrieben(teilnahme, durch)
    parteien = Vertragspartei.objects.filter(zielvereinbarung=teilnahme.zielvereinbarung_id)
    if angaben.verantwortlich not in parteien.values_list("partei", flat=True):
        raise Unvereinbar("Verantwortlich ist eine der Vertragsparteien.")
    if angaben.faellig_am < dialog.beginn.date():
        raise Unvereinbar("Eine Maßnahme ist nach dem Zieldialog fällig, in dem sie vereinbart wird.")
    zeile = MASSNAHME.zeile("vereinbaren", None, am.date())
    massnahme = Massnahme.objects.create(
        teilnahme=teilnahme,
        titel=angaben.titel,
        beschreibung=angaben.beschreibung,
        messgroesse=angaben.messgroesse,
        verantwortlich_id=angaben.verantwortlich,
        faellig_am=angaben.faellig_am,
        zustand=zeile.nach,
        vereinbart_am=am,
        vereinbart_durch=durch.nutzer,
    )
    eintragen(durch=durch, am=am, akt="massnahme_vereinbaren", norm=zeile.norm, objekt=massnahme)
    return massnahme


@transaction.atomic
def vermerke(*, massnahme: Massnahme, text: str, durch: Zugang, am: datetime) -> Massnahmenvermerk:
    """Write down how far a Maßnahme is."""
    verlange(durch, BEFUGNIS, massnahme)
    vermerk = Massnahmenvermerk.objects.create(
        massnahme=massnahme, text=text, am=am, partei_id=durch.partei_id, durch=durch.nutzer
    )
    eintragen(durch=durch, am=am, akt="massnahme_vermerken", norm=GRUNDRASTER, objekt=massnahme)
    return vermerk


def erledige(*, massnahme: Massnahme, durch: Zugang, am: datetime, grund: str) -> Massnahme:
    """Record that a Maßnahme is done, and with what result."""
    return _ende("erledigen", massnahme, durch, am, grund)


def gib_auf(*, massnahme: Massnahme, durch: Zugang, am: datetime, grund: str) -> Massnahme:
    """Record that a Maßnahme is given up, and why."""
    return _ende("aufgeben", massnahme, durch, am, grund)


def nimm_wieder_auf(*, massnahme: Massnahme, durch: Zugang, am: datetime, grund: str) -> Massnahme:
    """Record that a Maßnahme is worked on again, and why."""
    return _ende("wieder_aufnehmen", massnahme, durch, am, grund)


@transaction.atomic
def _ende(code: str, massnahme: Massnahme, durch: Zugang, am: datetime, grund: str) -> Massnahme:
    neu = vollziehe(MASSNAHME, code, massnahme, stand=lambda _: None, durch=durch, am=am, grund=grund)
    Massnahmenvermerk.objects.create(massnahme=neu, text=grund, am=am, partei_id=durch.partei_id, durch=durch.nutzer)
    return neu


AKTE: dict[str, Callable[..., Massnahme]] = {
    "erledigen": erledige,
    "aufgeben": gib_auf,
    "wieder_aufnehmen": nimm_wieder_auf,
}
"""The act behind each transition of a Maßnahme, by its code."""


def naechste_akte(massnahme: Massnahme, durch: Zugang) -> list[Knopf]:
    """The acts open to somebody now."""
    return [knopf for knopf in knoepfe(MASSNAHME, massnahme, stand=None, durch=durch) if knopf.befugt]


@transaction.atomic
def schlage_aenderung_vor(*, teilnahme: Teilnahme, text: str, durch: Zugang, am: datetime) -> Aenderungsvorschlag:
    """Propose, in a dialogue that is being minuted, to amend the agreement; the amendment is an act of its own."""
    _wird_niedergeschrieben(teilnahme, durch)
    vorschlag = Aenderungsvorschlag.objects.create(
        teilnahme=teilnahme, text=text, partei_id=durch.partei_id, am=am, durch=durch.nutzer
    )
    eintragen(durch=durch, am=am, akt="aenderung_vorschlagen", norm=GRUNDRASTER, objekt=teilnahme.zielvereinbarung)
    return vorschlag


def _wird_niedergeschrieben(teilnahme: Teilnahme, durch: Zugang) -> Zieldialog:
    dialog = Zieldialog.objects.select_for_update().get(pk=teilnahme.zieldialog_id)
    verlange(durch, BEFUGNIS, teilnahme.zielvereinbarung)
    if dialog.zustand != Dialogzustand.GEFUEHRT:
        raise Unvereinbar(
            "Ergebnisse werden festgehalten, solange die Niederschrift eines geführten Dialogs offen ist."
        )
    return dialog
