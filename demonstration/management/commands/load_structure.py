"""``manage.py load_structure``: the real structure of Länder, Kommunen and Jobcenter, without logins and figures."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from demonstration.structure import load_structure
from zielsystem.parties.models import Partei, Parteistand


class Command(BaseCommand):
    """What a production installation begins with; a database with parties is left as it is."""

    help = "Lädt die Parteien (Bund, Länder, Kommunen, Jobcenter) in eine leere Datenbank, ohne Anmeldungen und Zahlen."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say that there is something already."""
        if Partei.objects.exists():
            raise CommandError("Es gibt schon Parteien; die Struktur wird nur in eine leere Datenbank geladen.")
        load_structure()
        self.stdout.write(
            f"{Partei.objects.count()} Parteien mit {Parteistand.objects.count()} Ständen geladen. "
            "Nächster Schritt: manage.py create_account NAME --partei bmas"
        )
