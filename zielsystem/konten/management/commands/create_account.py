"""``manage.py create_account``: the first account of an installation, or of a party; the password is asked for."""

from __future__ import annotations

import os
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from zielsystem.befugnisse import Rolle
from zielsystem.konten.aemter import Person, SchonImAmt, verleihe_amt
from zielsystem.parties.models import Partei
from zielsystem.parties.zugriff import betrieb


class Command(BaseCommand):
    """Makes an account with one Amt, as the operator of the installation."""

    help = "Legt ein Konto mit einem Amt an, etwa das der ersten Administration."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, for which party, in which role."""
        parser.add_argument("anmeldename")
        parser.add_argument("--partei", required=True, help="Schlüssel der Partei, etwa bmas oder jobcenter-05315")
        parser.add_argument("--rolle", choices=[rolle.value for rolle in Rolle], default=Rolle.ADMINISTRATION.value)
        parser.add_argument("--vorname", default="")
        parser.add_argument("--nachname", default="")
        parser.add_argument("--email", default="")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say what stands against it; nothing is left half-made."""
        partei = Partei.objects.filter(schluessel=options["partei"]).first()
        if partei is None:
            raise CommandError(f"Die Partei „{options['partei']}“ gibt es nicht.")
        person = Person(*(options[feld] for feld in ("anmeldename", "vorname", "nachname", "email")))
        jetzt = timezone.now()
        heute = timezone.localdate(jetzt)
        try:
            amt = verleihe_amt(
                person=person, partei=partei, rolle=Rolle(options["rolle"]), ab=heute, durch=betrieb(heute), am=jetzt
            )
            if not amt.nutzer.has_usable_password():
                kennwort = os.environ.get("ZIELSYSTEM_PASSWORD") or getpass("Passwort: ")
                validate_password(kennwort, amt.nutzer)
                amt.nutzer.set_password(kennwort)
                amt.nutzer.save(update_fields=["password"])
        except (SchonImAmt, ValidationError) as fehler:
            raise CommandError(" ".join(getattr(fehler, "messages", [str(fehler)]))) from None
        self.stdout.write(f"{amt.nutzer.username}: {options['rolle']} für {partei.schluessel}.")
