"""What is recorded around the reporting itself: files on their way in, reminders on their way out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import NIEMAND, Regeln, Zugang, visible


def _eigene_hochladung(zugang: Zugang) -> Q:
    """Only the person who uploaded it, and only while acting for the same Jobcenter."""
    if zugang.nutzer is None or zugang.art not in JOBCENTER:
        return NIEMAND
    return Q(nutzer=zugang.nutzer, jobcenter=zugang.partei_id)


class HochladungQuerySet(models.QuerySet["Hochladung"]):
    """Uploaded files, by who may take them over."""

    def visible_to(self, zugang: Zugang) -> HochladungQuerySet:
        """Those that the access may take over."""
        return visible(zugang, Befugnis.MELDUNG_ERFASSEN, self)  # type: ignore[return-value]


class Hochladung(models.Model):
    """A month file that somebody had checked and may take over: exactly these bytes, once, within a day.

    The bytes go as soon as they are taken over; what came of it stays for the rest of the day, so that a second click
    finds the same answer.
    """

    jobcenter = models.ForeignKey(Partei, on_delete=models.CASCADE, related_name="+")
    nutzer = models.ForeignKey(Nutzer, on_delete=models.CASCADE, related_name="+")
    dateiname = models.CharField("Dateiname", max_length=255)
    pruefsumme = models.CharField("Prüfsumme", max_length=64, db_comment="SHA-256 des Inhalts, hexadezimal")
    inhalt = models.BinaryField("Inhalt", null=True, db_comment="NULL: übernommen")
    hochgeladen_am = models.DateTimeField("hochgeladen am", db_index=True)
    uebernommen_am = models.DateTimeField("übernommen am", null=True)
    ergebnis = models.JSONField("Ergebnis", null=True, db_comment="kennzahlen.meldungen.meldung.Ergebnis.zahlen")

    objects = HochladungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.MELDUNG_ERFASSEN: _eigene_hochladung}

    class Meta:
        verbose_name = "Hochladung"
        verbose_name_plural = "Hochladungen"
        constraints = (
            models.CheckConstraint(
                name="hochladung_uebernahme",
                condition=Q(uebernommen_am=None, inhalt__isnull=False, ergebnis=None)
                | Q(uebernommen_am__isnull=False, inhalt=None, ergebnis__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.dateiname


class Erinnerungsart(models.TextChoices):
    """Why somebody is reminded of a month."""

    VOR_FRIST = "vor_frist", "vor der Frist"
    UEBERFAELLIG = "ueberfaellig", "überfällig"


class Erinnerung(models.Model):
    """A reminder by e-mail has gone out: for each Jobcenter's month at most one of each kind."""

    jobcenter = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+")
    monat = models.DateField("Monat", db_comment="erster Tag des Berichtsmonats")
    art = models.CharField("Art", max_length=20, choices=Erinnerungsart)
    gesendet_am = models.DateTimeField("gesendet am")
    empfaenger = models.PositiveSmallIntegerField("Empfängerinnen und Empfänger")

    class Meta:
        verbose_name = "Erinnerung"
        verbose_name_plural = "Erinnerungen"
        constraints = (
            models.UniqueConstraint(fields=["jobcenter", "monat", "art"], name="erinnerung_einmal"),
            models.CheckConstraint(name="erinnerung_art", condition=Q(art__in=Erinnerungsart.values)),
            models.CheckConstraint(name="erinnerung_monatserster", condition=Q(monat__day=1)),
        )

    def __str__(self) -> str:
        return f"{self.jobcenter_id} {self.monat:%Y-%m} {self.art}"
