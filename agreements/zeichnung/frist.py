"""Giving more time to sign."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from agreements.models import Fristverlaengerung, Zielvereinbarung
from agreements.recht import ZIELVEREINBARUNG
from agreements.zeichnung.fehler import NichtZeichenbar
from agreements.zeichnung.parteien import beginne
from agreements.zeichnung.post import teile_allen_mit
from agreements.zeichnungsfristen import fristen_von
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang

HOECHSTENS = timedelta(days=365)


@transaction.atomic
def verlaengere_frist(
    *, vereinbarung: Zielvereinbarung, bis: date, grund: str, durch: Zugang, am: datetime
) -> Fristverlaengerung:
    """Give more time to sign; each party may, all are told. Raises ``PermissionDenied``, ``NichtZeichenbar``."""
    vorgang = beginne(vereinbarung, durch, Befugnis.VERHANDELN)
    bisher, heute = fristen_von([vorgang.festtext])[vorgang.festtext.pk], timezone.localdate(am)
    if bis <= max(bisher, heute - timedelta(days=1)) or bis > heute + HOECHSTENS:
        spaetestens = zahlen.tag(heute + HOECHSTENS)
        raise NichtZeichenbar(
            f"Die neue Frist muss nach der bisherigen ({zahlen.tag(bisher)}) liegen, nicht in der Vergangenheit und "
            f"spätestens am {spaetestens}.",
            "bis",
        )
    if not grund.strip():
        raise NichtZeichenbar("Bitte geben Sie an, warum mehr Zeit nötig ist.", "grund")
    verlaengerung = Fristverlaengerung.objects.create(
        festtext=vorgang.festtext,
        bis=bis,
        grund=grund.strip(),
        verlaengert_am=am,
        verlaengert_durch=durch.nutzer,
    )
    eintragen(
        durch=durch,
        am=am,
        akt="zeichnungsfrist_verlaengern",
        norm=ZIELVEREINBARUNG,
        objekt=vorgang.vereinbarung,
        grund=grund.strip(),
        daten={"bis": bis.isoformat(), "bisher": bisher.isoformat()},
    )
    teile_allen_mit(
        vorgang.vereinbarung,
        "Mehr Zeit zum Zeichnen",
        f"{vorgang.partei.bezeichnung} hat die Frist zum Zeichnen bis zum {zahlen.tag(bis)} verlängert.\n"
        f"Grund: {grund.strip()}",
    )
    return verlaengerung
