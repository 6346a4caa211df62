"""``manage.py load_demonstration``: the demonstration, into an empty database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from demonstration.load import SchonGeladen, Umfang, load

GELADEN = {
    Umfang.VOLL: "Parteien, Anmeldungen, erfundene Zahlen, Veröffentlichungen und Runden geladen ({dauer:.0f} s).",
    Umfang.PARTEIEN: "Parteien und Anmeldungen geladen, ohne Zahlen und Zielvereinbarungen ({dauer:.0f} s).",
    Umfang.NEIN: "Keine Demonstrationsdaten geladen, wie gewünscht.",
}


@contextmanager
def without_letters() -> Iterator[None]:
    """No letter goes out: what happens in the demonstration is past, and its people have no mailboxes."""
    bisher = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = bisher


class Command(BaseCommand):
    """Loads the demonstration; a database with parties is left as it is."""

    help = "Lädt die Demonstrationsdaten in eine leere Datenbank."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--umfang``: how much."""
        parser.add_argument("--umfang", choices=[u.value for u in Umfang], default=Umfang.VOLL.value)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say in one sentence what happened."""
        beginn, umfang = monotonic(), Umfang(options["umfang"])
        try:
            with without_letters():
                load(umfang, am=timezone.now())
        except SchonGeladen:
            self.stdout.write("Es gibt schon Parteien: Die Demonstrationsdaten werden nicht geladen.")
        else:
            self.stdout.write(GELADEN[umfang].format(dauer=monotonic() - beginn))
