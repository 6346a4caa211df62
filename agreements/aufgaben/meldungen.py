"""What waits for a Jobcenter in its reporting: the months that are due or late."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from agreements.aufgaben.arten import ART, Aufgabe
from kennzahlen.meldungen.termine import Terminstand, eigene_termine
from zielsystem import zahlen
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import Zugang

MONATE = 6
"""How far back is looked: older months that are missing stand on the calendar of the Meldungen."""


def meldungsaufgaben(zugang: Zugang) -> Iterator[Aufgabe]:
    """One task per month of the own Jobcenter that is due or late: three queries."""
    if zugang.art not in JOBCENTER:
        return
    for termin in eigene_termine(zugang, MONATE):
        if termin.stand in (Terminstand.FAELLIG, Terminstand.UEBERFAELLIG):
            url = f"{reverse('kennzahlen:meldungen')}?monat={termin.monat:%Y-%m}"
            yield Aufgabe(ART["melden"], zahlen.monat(termin.monat), url, termin.frist)
