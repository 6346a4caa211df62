"""Offer, counter-offer and acceptance of planned values: the only writer of ``Planungswert.zustand``.

Every move is a row of ``recht.PLANUNGSWERT`` and a :class:`~agreements.models.Gebot` that is kept. Who answers says
which move was the last one seen: of two answers given at once the second is stopped and shown the first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from agreements.models import Gebot, Planungswert
from agreements.planung.recht import PLANUNGSWERT, Wertstand
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.vollzug import Knopf, knoepfe, vollziehe
from zielsystem.parties.zugriff import Zugang


@dataclass(frozen=True)
class Angabe:
    """What somebody puts on the table: persons, reasons, source, and the number of the last move seen."""

    gesehen: int
    wert: int = 0
    begruendung: str = ""
    quelle: str = ""


def anbieten(*, planungswert: Planungswert, angabe: Angabe, durch: Zugang, am: datetime) -> Planungswert:
    """The Jobcenter offers a value, or another one.

    Raises ``PermissionDenied``, ``Ausserhalb`` and :class:`~zielsystem.journal.vollzug.Gehindert`, as the other acts.
    """
    return _ziehe("anbieten", planungswert, angabe, durch, am)


def gegenanbieten(*, planungswert: Planungswert, angabe: Angabe, durch: Zugang, am: datetime) -> Planungswert:
    """Land or BA answer an offer with another value and say why."""
    return _ziehe("gegenanbieten", planungswert, angabe, durch, am)


def angebot_annehmen(*, planungswert: Planungswert, angabe: Angabe, durch: Zugang, am: datetime) -> Planungswert:
    """Land or BA accept what the Jobcenter offered: the value is agreed by both."""
    return _ziehe("angebot_annehmen", planungswert, angabe, durch, am)


def gegenangebot_annehmen(*, planungswert: Planungswert, angabe: Angabe, durch: Zugang, am: datetime) -> Planungswert:
    """The Jobcenter accepts a counter-offer: the value is agreed by both."""
    return _ziehe("gegenangebot_annehmen", planungswert, angabe, durch, am)


def wieder_eroeffnen(*, planungswert: Planungswert, angabe: Angabe, durch: Zugang, am: datetime) -> Planungswert:
    """Land or BA put an agreed value up for negotiation again, with a reason; it stays on the table."""
    return _ziehe("wieder_eroeffnen", planungswert, angabe, durch, am)


AKTE = {
    "anbieten": anbieten,
    "gegenanbieten": gegenanbieten,
    "angebot_annehmen": angebot_annehmen,
    "gegenangebot_annehmen": gegenangebot_annehmen,
    "wieder_eroeffnen": wieder_eroeffnen,
}
"""The act behind each move, by its code."""

MIT_WERT = ("anbieten", "gegenanbieten")
"""The moves that name a number; the others leave the one on the table."""


@transaction.atomic
def _ziehe(akt: str, planungswert: Planungswert, angabe: Angabe, durch: Zugang, am: datetime) -> Planungswert:
    """One move: state, number on the table, and the row that is kept."""
    if akt not in MIT_WERT:
        angabe = replace(angabe, wert=planungswert.wert or 0)
    gezogen = vollziehe(
        PLANUNGSWERT,
        akt,
        planungswert,
        stand=lambda gesperrt: stand_von(gesperrt, angabe),
        durch=durch,
        am=am,
        grund=angabe.begruendung.strip(),
        mit={"wert": angabe.wert, "zuege": angabe.gesehen + 1},
    )
    Gebot.objects.create(
        planungswert=gezogen,
        nr=gezogen.zuege,
        akt=akt,
        wert=angabe.wert,
        begruendung=angabe.begruendung.strip(),
        quelle=angabe.quelle.strip(),
        partei_id=_wer(akt, gezogen),
        am=am,
        durch=durch.nutzer,
    )
    return gezogen


def _wer(akt: str, planungswert: Planungswert) -> int:
    """The party for which the move is made: the side whose right it takes."""
    befugnis = next(zeile.befugnis for zeile in PLANUNGSWERT.uebergaenge if zeile.code == akt)
    return planungswert.jobcenter_id if befugnis == Befugnis.WERT_ANBIETEN else planungswert.gegenueber_id


def stand_von(planungswert: Planungswert, angabe: Angabe) -> Wertstand:
    """The snapshot that the conditions look at."""
    return Wertstand(
        rundenende=planungswert.runde.bis,
        zuege=planungswert.zuege,
        gesehen=angabe.gesehen,
        erwartet=planungswert.erwartet,
        wert=angabe.wert,
        begruendung=angabe.begruendung,
        quelle=angabe.quelle,
    )


def moegliche_zuege(planungswert: Planungswert, durch: Zugang) -> list[Knopf]:
    """The moves that somebody may make now; what is asked for with them is checked when they are made."""
    ohne_mangel = Angabe(planungswert.zuege, planungswert.erwartet, "–", "–")
    return [
        knopf
        for knopf in knoepfe(PLANUNGSWERT, planungswert, stand=stand_von(planungswert, ohne_mangel), durch=durch)
        if knopf.befugt
    ]
