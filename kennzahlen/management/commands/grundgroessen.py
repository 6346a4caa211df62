"""``manage.py grundgroessen FILE [FILE…] -o OUT``: a month file from pseudonymised person records, nothing stored."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from kennzahlen.management.commands.compute_release import monat
from kennzahlen.meldungen.lieferung import Zeile, schreibe_csv, schreibe_xlsx
from kennzahlen.personen import Auftrag, FehlerhaftePersonendaten, zaehle
from kennzahlen.personen.quelle import Unbrauchbar
from zielsystem.parameter import gedaechtnis
from zielsystem.zahlen import ganzzahl


class Command(BaseCommand):
    """Counts and writes; wrong records are refused with every error and exit status 1.

    No record reaches a database. One is asked for parameters that were set since; it may be missing.
    """

    help = "Bildet aus pseudonymisierten Personendaten (Parquet oder CSV) eine Monatsdatei mit allen Zählgrößen."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, what to count, and the limits of the work."""
        parser.add_argument("dateien", type=Path, nargs="+", metavar="DATEI", help="Personendaten")
        parser.add_argument(
            "-o", "--ausgabe", type=Path, required=True, metavar="DATEI", help="Monatsdatei (CSV, XLSX)"
        )
        parser.add_argument("--traeger", action="append", default=[], metavar="AGS", help="nur dieses Jobcenter")
        parser.add_argument("--ab", type=monat, default=date.min, metavar="JJJJ-MM", help="erster Monat der Ausgabe")
        parser.add_argument("--bis", type=monat, default=date.max, metavar="JJJJ-MM", help="letzter Monat der Ausgabe")
        parser.add_argument("--luecken", action="store_true", help="auch Monate, für die einzelne Größen fehlen")
        parser.add_argument("--kerne", type=int, default=len(os.sched_getaffinity(0)), help="Rechenkerne")
        parser.add_argument("--speicher", default="3GB", help="Arbeitsspeicher der Auswertung (Vorgabe: 3GB)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, write, and say what is in the file and what is not."""
        ausgabe: Path = options["ausgabe"]
        # Without this a terminated process would leave its private folder behind.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        self._kenne_parameter()
        try:
            ergebnis = zaehle(
                Auftrag(
                    dateien=options["dateien"],
                    traeger=frozenset(options["traeger"]),
                    ab=options["ab"],
                    bis=options["bis"],
                    luecken=options["luecken"],
                    kerne=options["kerne"],
                    speicher=options["speicher"],
                )
            )
        except (FehlerhaftePersonendaten, Unbrauchbar) as mangel:
            raise CommandError(str(mangel)) from None
        for hinweis in ergebnis.hinweise:
            self.stderr.write(hinweis)
        if not ergebnis.zeilen:
            raise CommandError("Keine Monatsdatei geschrieben: Für keinen Monat reichen die Datensätze aus.")
        schreibe(ausgabe, ergebnis.zeilen)
        monate = sorted({zeile.monat for zeile in ergebnis.zeilen})
        traeger = {zeile.traeger for zeile in ergebnis.zeilen}
        self.stdout.write(
            f"{ausgabe.name}: {ganzzahl(len(ergebnis.zeilen))} Zahlen, {ganzzahl(len(traeger))} Jobcenter, "
            f"{monate[0]:%Y-%m} bis {monate[-1]:%Y-%m}."
        )

    def _kenne_parameter(self) -> None:
        """What was set since; whoever counts where there is no database has the parameters of the law."""
        try:
            gedaechtnis.festsetzungen()
        except DatabaseError:
            gedaechtnis.merke(())
            self.stderr.write("Ohne Datenbank des Zielsystems: Es gelten die Parameter, die das Programm mitbringt.")


def schreibe(ausgabe: Path, zeilen: list[Zeile]) -> None:
    """The month file, whole or not at all."""
    inhalt = schreibe_xlsx(zeilen) if ausgabe.suffix.lower() == ".xlsx" else schreibe_csv(zeilen)
    try:
        with tempfile.NamedTemporaryFile(dir=ausgabe.parent, prefix=f".{ausgabe.name}-", delete=False) as strom:
            strom.write(inhalt)
        Path(strom.name).replace(ausgabe)
    except OSError as mangel:
        raise CommandError(f"{ausgabe} kann nicht geschrieben werden ({mangel.strerror}).") from None
