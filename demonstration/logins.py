"""The people of the demonstration: one login per kind of party and role, and one person with several Ämter.

``people.csv`` has a row per Amt. All names are invented; all share one password, which is printed by the command
``demonstration_logins`` and so protects nothing: these logins belong into a demonstration and nowhere else.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Amt, Nutzer, Partei

KENNWORT = "zielsystem-demo"
IM_AMT_SEIT = date(2018, 1, 1)


@dataclass(frozen=True)
class Anmeldung:
    """A login with its person and the Ämter (Schlüssel of the party, role) the person holds."""

    name: str
    vorname: str
    nachname: str
    aemter: tuple[tuple[str, Rolle], ...]


def read_anmeldungen() -> tuple[Anmeldung, ...]:
    """Every login of the demonstration, by party and role; the person with several Ämter comes last."""
    with Path(__file__).with_name("people.csv").open(encoding="utf-8", newline="") as quelle:
        zeilen = list(csv.DictReader(quelle, delimiter=";"))
    return tuple(_anmeldung(list(eigene)) for _, eigene in groupby(zeilen, key=lambda zeile: zeile["login"]))


@transaction.atomic
def load_logins() -> None:
    """Write the people and their Ämter; leave alone who is there. The parties must be there before."""
    alle = read_anmeldungen()
    kennwort = make_password(KENNWORT)
    Nutzer.objects.bulk_create([_nutzer(anmeldung, kennwort) for anmeldung in alle], ignore_conflicts=True)
    nutzer = dict(Nutzer.objects.values_list("username", "pk"))
    partei = dict(Partei.objects.values_list("schluessel", "pk"))
    aemter = [
        Amt(nutzer_id=nutzer[anmeldung.name], partei_id=partei[schluessel], rolle=rolle, ab=IM_AMT_SEIT)
        for anmeldung in alle
        for schluessel, rolle in anmeldung.aemter
    ]
    Amt.objects.bulk_create(aemter, ignore_conflicts=True)


def _anmeldung(zeilen: list[dict[str, str]]) -> Anmeldung:
    erste = zeilen[0]
    aemter = tuple((zeile["partei"], Rolle(zeile["rolle"])) for zeile in zeilen)
    return Anmeldung(erste["login"], erste["vorname"], erste["nachname"], aemter)


def _nutzer(anmeldung: Anmeldung, kennwort: str) -> Nutzer:
    return Nutzer(
        username=anmeldung.name,
        first_name=anmeldung.vorname,
        last_name=anmeldung.nachname,
        email=f"{anmeldung.name}@demonstration.invalid",
        password=kennwort,
    )
