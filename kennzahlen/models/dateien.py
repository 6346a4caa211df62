"""A whole release as one file, made once."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from kennzahlen.models.veroeffentlichungen import Veroeffentlichung
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.zugriff import ALLE, Regeln, Zugang, visible


class Dateiart(models.TextChoices):
    """The kinds of files of a release."""

    CSV = "csv", "CSV"
    PARQUET = "parquet", "Parquet"


def ablage(datei: Veroeffentlichungsdatei, name: str) -> str:
    """Where the file lies."""
    return f"veroeffentlichungen/{datei.veroeffentlichung_id}/{name}"


class VeroeffentlichungsdateiQuerySet(models.QuerySet["Veroeffentlichungsdatei"]):
    """Files of releases: they are published."""

    def visible_to(self, zugang: Zugang) -> VeroeffentlichungsdateiQuerySet:
        """All of them."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Veroeffentlichungsdatei(models.Model):
    """All values of a release as a file, with its checksum; it is as immutable as the release."""

    veroeffentlichung = models.ForeignKey(Veroeffentlichung, on_delete=models.PROTECT, related_name="dateien")
    art = models.CharField("Art", max_length=10, choices=Dateiart)
    datei = models.FileField("Datei", upload_to=ablage, max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    groesse = models.PositiveBigIntegerField("Größe", db_comment="Byte")
    zeilen = models.PositiveIntegerField("Werte")
    erzeugt_am = models.DateTimeField("erzeugt am")

    objects = VeroeffentlichungsdateiQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: lambda zugang: ALLE}

    class Meta:
        verbose_name = "Datei einer Veröffentlichung"
        verbose_name_plural = "Dateien der Veröffentlichungen"
        constraints = (
            models.UniqueConstraint(fields=["veroeffentlichung", "art"], name="veroeffentlichungsdatei_einmal"),
            models.CheckConstraint(name="veroeffentlichungsdatei_art", condition=Q(art__in=Dateiart.values)),
            models.CheckConstraint(name="veroeffentlichungsdatei_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        )
        triggers = (
            pgtrigger.Protect(name="veroeffentlichungsdatei_fest", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.veroeffentlichung_id}.{self.art}"
