"""The Planungsbrief on paper: one PDF per published version, made once and kept as it is."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from agreements.models.planungsbrief import Planungsbrief
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.zugriff import Regeln, Zugang, visible


def briefablage(dokument: Briefdokument, name: str) -> str:
    """Where the file lies: its content decides, so nothing is ever overwritten."""
    return f"planungsbriefe/{dokument.brief_id}/{dokument.sha256[:16]}/{name}"


class BriefdokumentQuerySet(models.QuerySet["Briefdokument"]):
    """PDFs of Planungsbriefe, by who may see them."""

    def visible_to(self, zugang: Zugang) -> BriefdokumentQuerySet:
        """Those of the versions that the access may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


def _mit_dem_brief(zugang: Zugang) -> Q:
    return Q(brief__in=Planungsbrief.objects.visible_to(zugang))


class Briefdokument(models.Model):
    """The PDF of a published version of a Planungsbrief; the database changes and deletes none."""

    brief = models.OneToOneField(Planungsbrief, on_delete=models.PROTECT, related_name="dokument")
    datei = models.FileField("Datei", upload_to=briefablage, max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    groesse = models.PositiveIntegerField("Größe", db_comment="Byte")
    seiten = models.PositiveSmallIntegerField("Seiten")
    erzeugt_am = models.DateTimeField("erzeugt am")

    objects = BriefdokumentQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _mit_dem_brief}

    class Meta:
        verbose_name = "Planungsbrief als PDF"
        verbose_name_plural = "Planungsbriefe als PDF"
        constraints = (
            models.CheckConstraint(name="briefdokument_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="briefdokument_seiten", condition=Q(seiten__gte=1)),
        )
        triggers = (pgtrigger.Protect(name="briefdokument_bleibt", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"PDF zu Planungsbrief {self.brief_id}"
