"""``manage.py demonstration_logins``: who can log in to the demonstration, and with which password."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from demonstration.logins import KENNWORT, read_anmeldungen
from zielsystem.befugnisse import ROLLEN, Rolle
from zielsystem.parties.models import Amt, Parteistand


class Command(BaseCommand):
    """Prints the logins of the demonstration that exist in this database."""

    help = "Zeigt die Anmeldungen der Demonstration mit ihrem gemeinsamen Kennwort."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per Amt: login, person, role, party as it is called today."""
        zeilen = self._zeilen()
        if not zeilen:
            self.stdout.write("In dieser Datenbank gibt es keine Anmeldungen der Demonstration.")
            return
        self.stdout.write(f"Anmeldungen der Demonstration; das Kennwort ist überall: {KENNWORT}\n")
        breiten = [max(map(len, spalte)) for spalte in zip(*zeilen, strict=True)]
        for zeile in zeilen:
            self.stdout.write(
                "  ".join(feld.ljust(breite) for feld, breite in zip(zeile, breiten, strict=True)).rstrip()
            )

    def _zeilen(self) -> list[tuple[str, str, str, str]]:
        heute = timezone.localdate()
        aemter = Amt.objects.am(heute).filter(nutzer__username__in=[a.name for a in read_anmeldungen()])
        namen = dict(Parteistand.objects.am(heute).values_list("partei", "name"))
        kopf = ("Anmeldung", "Person", "Rolle", "Partei")
        zeilen = [
            (amt.nutzer.username, str(amt.nutzer), ROLLEN[Rolle(amt.rolle)].titel, namen.get(amt.partei_id, "–"))
            for amt in aemter.select_related("nutzer").order_by("pk")
        ]
        return [kopf, *zeilen] if zeilen else []
