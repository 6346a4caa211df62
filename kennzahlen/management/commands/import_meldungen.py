"""``manage.py import_meldungen FILE [--freigeben] [--pruefen]``: take over a month file, as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kennzahlen.meldungen.auftrag import Ergebnis, Unplausibel
from kennzahlen.meldungen.lieferung import HOECHSTENS_BYTES, FehlerhafteDatei
from kennzahlen.meldungen.meldung import einlesen
from kennzahlen.meldungen.recht import ZUSTANDSTITEL
from zielsystem.parties.zugriff import betrieb
from zielsystem.zahlen import ganzzahl


class Command(BaseCommand):
    """Reads, checks and stores; a wrong file is refused with every error and exit status 1."""

    help = "Liest eine Monatsdatei (CSV oder XLSX) mit den Spalten traeger;monat;groesse;wert ein."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and what to do with it."""
        parser.add_argument("datei", type=Path, help="die Monatsdatei")
        parser.add_argument("--freigeben", action="store_true", help="die Meldungen gleich freigeben")
        parser.add_argument("--pruefen", action="store_true", help="nur prüfen, nichts speichern")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the file over, and say what became of it."""
        datei: Path = options["datei"]
        jetzt = timezone.now()
        try:
            ergebnis = einlesen(
                inhalt=_gelesen(datei),
                dateiname=datei.name,
                durch=betrieb(timezone.localdate(jetzt)),
                am=jetzt,
                freigeben=options["freigeben"],
                pruefen=options["pruefen"],
            )
        except (FehlerhafteDatei, Unplausibel) as mangel:
            raise CommandError(str(mangel)) from None
        for satz in saetze(ergebnis, datei.name):
            self.stdout.write(satz)
        if options["pruefen"]:
            self.stdout.write("Nur geprüft: Es wurde nichts gespeichert.")


def _gelesen(datei: Path) -> bytes:
    """The content, at most one byte more than a month file may have."""
    try:
        with datei.open("rb") as strom:
            return strom.read(HOECHSTENS_BYTES + 1)
    except FileNotFoundError:
        raise CommandError(f"Die Datei {datei} gibt es nicht.") from None
    except IsADirectoryError:
        raise CommandError(f"{datei} ist ein Ordner, keine Monatsdatei.") from None
    except OSError as mangel:
        raise CommandError(f"Die Datei {datei} kann nicht gelesen werden ({mangel.strerror}).") from None


def saetze(ergebnis: Ergebnis, dateiname: str) -> Iterator[str]:
    """What became of a delivery, line by line."""
    if not ergebnis.geaendert:
        liegen = "liegt" if ergebnis.unveraenderte == 1 else "liegen"
        yield f"{dateiname}: unverändert, {_meldungen(ergebnis.unveraenderte)} mit denselben Zahlen {liegen} schon vor."
        return
    arten = ((ergebnis.neue, "neu"), (ergebnis.berichtigte, "berichtigt"), (ergebnis.unveraenderte, "unverändert"))
    gezaehlt = ", ".join(f"{_meldungen(anzahl)} {was}" for anzahl, was in arten if anzahl)
    zahlen = "1 Zahl" if ergebnis.werte == 1 else f"{ganzzahl(ergebnis.werte)} Zahlen"
    yield f"{dateiname}: {gezaehlt}; {zahlen} geändert. Zustand: {ZUSTANDSTITEL[ergebnis.zustand]}."
    if ergebnis.auffaellige:
        yield f"Auffällig und noch nicht erklärt ({ganzzahl(len(ergebnis.auffaellige))}):"
        yield from map(str, ergebnis.auffaellige)


def _meldungen(anzahl: int) -> str:
    return "1 Meldung" if anzahl == 1 else f"{ganzzahl(anzahl)} Meldungen"
