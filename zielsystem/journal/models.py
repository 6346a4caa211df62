"""One row per act. The database refuses to change or delete a row."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.zugriff import NIEMAND, Regeln, Zugang


class Eintrag(models.Model):
    """An act, as it happened."""

    am = models.DateTimeField("am", db_index=True)
    nutzer = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="+")
    rolle = models.CharField("Rolle", max_length=20, blank=True)
    akt = models.CharField("Akt", max_length=60)
    norm = models.CharField("Norm", max_length=120, blank=True)
    objektart = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    objekt_id = models.BigIntegerField(null=True)
    grund = models.TextField("Grund", blank=True)
    daten = models.JSONField("Angaben", default=dict, db_comment="Angaben zum Akt, ohne personenbezogene Daten")

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Journaleintrag"
        verbose_name_plural = "Journal"
        indexes = (models.Index(fields=["objektart", "objekt_id"]),)
        triggers = (pgtrigger.Protect(name="journal_nur_anfuegen", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.am:%d.%m.%Y %H:%M} {self.akt}"


def _eigene_partei(zugang: Zugang) -> Q:
    """A party's Leitung reads what was done for it (FACHKONZEPT 6: a party sees its own)."""
    return Q(partei_id=zugang.partei_id) if Befugnis.JOURNAL_LESEN in zugang.befugnisse else NIEMAND


Eintrag.zugriffsregeln = {Befugnis.SEHEN: _eigene_partei}
