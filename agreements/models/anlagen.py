"""Attachments: files of the negotiation, and those that become a part of what is agreed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from agreements.models.vereinbarungen import Vertragspartei, Zielvereinbarung
from agreements.models.verhandlung import DER_PARTEIEN, beteiligt, nur_parteien
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.zugriff import Regeln, Zugang, visible


def anlagenablage(anlage: Anlage, name: str) -> str:
    """Where the file of an attachment lies: its content alone decides, so no name ever reaches the disk."""
    return f"anlagen/{anlage.zielvereinbarung_id}/{anlage.sha256}"


class AnlageQuerySet(models.QuerySet["Anlage"]):
    """Attachments, by who may see them."""

    def visible_to(self, zugang: Zugang) -> AnlageQuerySet:
        """All for the parties; for others who see the agreement those that belong to it."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def vorhanden(self) -> AnlageQuerySet:
        """Those not taken out again."""
        return self.filter(entfernt_am=None)


class Anlage(models.Model):
    """A file: a working paper of the negotiation, or (``vertragsbestandteil``) a part of what is agreed."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="anlagen")
    vertragspartei = models.ForeignKey(
        Vertragspartei, on_delete=models.PROTECT, null=True, related_name="+", db_comment="leer: übernommen"
    )
    titel = models.CharField("Titel", max_length=200)
    dateiname = models.CharField("Dateiname", max_length=200)
    vertragsbestandteil = models.BooleanField("Bestandteil der Vereinbarung")
    datei = models.FileField("Datei", upload_to=anlagenablage, max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    groesse = models.PositiveIntegerField("Größe", db_comment="Byte")
    beigefuegt_am = models.DateTimeField("beigefügt am")
    beigefuegt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    entfernt_am = models.DateTimeField("entfernt am", null=True)
    entfernt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AnlageQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Anlage"
        verbose_name_plural = "Anlagen"
        constraints = (
            models.UniqueConstraint(
                fields=["zielvereinbarung", "sha256"], condition=Q(entfernt_am=None), name="anlage_einmal"
            ),
            models.CheckConstraint(name="anlage_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="anlage_groesse", condition=Q(groesse__gte=1)),
            models.CheckConstraint(
                name="anlage_entfernt",
                condition=Q(entfernt_am=None, entfernt_durch=None) | Q(entfernt_am__gte=F("beigefuegt_am")),
            ),
        )

    def __str__(self) -> str:
        return self.titel


def _anlage_sichtbar(zugang: Zugang) -> Q:
    sichtbar = Q(zielvereinbarung__in=Zielvereinbarung.objects.visible_to(zugang))
    bestandteil = Q(vertragsbestandteil=True, entfernt_am=None)
    return beteiligt(zugang, Befugnis.SEHEN) | sichtbar & bestandteil


Anlage.zugriffsregeln = {**DER_PARTEIEN, Befugnis.SEHEN: _anlage_sichtbar}


class AnlagenannahmeQuerySet(models.QuerySet["Anlagenannahme"]):
    """Acceptances of attachments, by who may see them."""

    def visible_to(self, zugang: Zugang) -> AnlagenannahmeQuerySet:
        """Those to agreements of one's own."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Anlagenannahme(models.Model):
    """A party agrees that an attachment becomes part of the agreement; it may take that back while negotiating."""

    anlage = models.ForeignKey(Anlage, on_delete=models.PROTECT, related_name="annahmen")
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="+")
    angenommen_am = models.DateTimeField("angenommen am")
    angenommen_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    zurueckgenommen_am = models.DateTimeField("zurückgenommen am", null=True)

    objects = AnlagenannahmeQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = nur_parteien("anlage__zielvereinbarung")

    class Meta:
        verbose_name = "Annahme einer Anlage"
        verbose_name_plural = "Annahmen von Anlagen"
        constraints = (
            models.UniqueConstraint(
                fields=["anlage", "vertragspartei"], condition=Q(zurueckgenommen_am=None), name="anlagenannahme_eine"
            ),
            models.CheckConstraint(
                name="anlagenannahme_zeit",
                condition=Q(zurueckgenommen_am=None) | Q(zurueckgenommen_am__gte=F("angenommen_am")),
            ),
        )

    def __str__(self) -> str:
        return f"Annahme der Anlage {self.anlage_id}"
