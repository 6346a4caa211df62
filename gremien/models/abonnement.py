"""The address under which a calendar program fetches somebody's sessions: known to the person, stored as a hash."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.zugriff import Regeln


class Kalenderabonnement(models.Model):
    """One such address. A person has at most one that is valid; it ends with the account, or when it is revoked."""

    nutzer = models.ForeignKey(Nutzer, on_delete=models.CASCADE, related_name="kalenderabonnements")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True, db_comment="des Schlüssels in der Adresse")
    eingerichtet_am = models.DateTimeField("eingerichtet am")
    widerrufen_am = models.DateTimeField("widerrufen am", null=True)

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: lambda zugang: Q(nutzer=zugang.nutzer)}

    class Meta:
        verbose_name = "Kalenderabonnement"
        verbose_name_plural = "Kalenderabonnements"
        constraints = (
            models.UniqueConstraint(
                fields=["nutzer"], condition=Q(widerrufen_am=None), name="kalenderabonnement_eines_je_person"
            ),
            models.CheckConstraint(
                condition=Q(widerrufen_am=None) | Q(widerrufen_am__gte=F("eingerichtet_am")),
                name="kalenderabonnement_erst_eingerichtet",
            ),
        )

    def __str__(self) -> str:
        return f"Kalender von {self.nutzer}"
