"""What was made stays: the bytes of every document, with their fingerprint, never changed and never deleted."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from zielsystem.parties.zugriff import Regeln


class Archivstueck(models.Model):
    """A PDF as it was made. Who may read it, the report that it belongs to says."""

    pdf = models.BinaryField("PDF")
    sha256 = models.CharField("SHA-256", max_length=64)
    groesse = models.PositiveIntegerField("Größe", db_comment="Byte")
    seiten = models.PositiveSmallIntegerField("Seiten")
    abgelegt_am = models.DateTimeField("abgelegt am")

    zugriffsregeln: ClassVar[Regeln] = {}

    class Meta:
        verbose_name = "Archivstück"
        verbose_name_plural = "Archivstücke"
        constraints = (
            models.CheckConstraint(name="archivstueck_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="archivstueck_groesse", condition=Q(groesse__gte=1, seiten__gte=1)),
        )
        triggers = (pgtrigger.Protect(name="archivstueck_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"PDF {self.sha256[:16]}"

    @classmethod
    def lege_ab(cls, pdf: bytes, seiten: int, am: datetime) -> Archivstueck:
        """Keep a document."""
        return cls.objects.create(
            pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), groesse=len(pdf), seiten=seiten, abgelegt_am=am
        )
