"""``manage.py compute_release --monat JJJJ-MM``: recompute all Kennzahlen up to a month and publish them."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kennzahlen.veroeffentlichungen.berechnung import fordere_an, fuehre_aus
from kennzahlen.veroeffentlichungen.veroeffentlichung import NichtsZuVeroeffentlichen
from zielsystem.parties.zugriff import betrieb


def monat(text: str) -> date:
    """The first day of a month written JJJJ-MM."""
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 (a month has no time zone)
    except ValueError:
        raise argparse.ArgumentTypeError(f"„{text}“ ist kein Monat; richtig wäre JJJJ-MM, etwa 2026-07.") from None


class Command(BaseCommand):
    """Computes and publishes; without new figures nothing changes."""

    help = "Berechnet alle Kennzahlen und Ergänzungsgrößen bis zu einem Monat neu und veröffentlicht sie."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--monat``: the newest month of the release."""
        parser.add_argument("--monat", type=monat, required=True, metavar="JJJJ-MM")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, and say what came out."""
        jetzt = timezone.now()
        try:
            berechnung = fordere_an(bis_monat=options["monat"], durch=betrieb(timezone.localdate(jetzt)), am=jetzt)
            ergebnis = fuehre_aus(berechnung=berechnung, am=jetzt)
        except NichtsZuVeroeffentlichen as nichts:
            raise CommandError(str(nichts)) from None
        neueste = ergebnis.veroeffentlichung
        if ergebnis.neu:
            self.stdout.write(f"{neueste}: {neueste.anzahl_werte} Werte aus {neueste.anzahl_meldungen} Meldungen.")
        else:
            self.stdout.write(f"Unverändert: Es bleibt bei der {neueste}.")
