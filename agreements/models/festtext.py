"""The fixed text of an agreement: what its parties sign (FACHKONZEPT 3). One is open at a time; none ever changes."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from agreements.models.vereinbarungen import Zielvereinbarung
from agreements.recht import GESCHLOSSENE
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.zugriff import Regeln, Zugang, visible


class FesttextQuerySet(models.QuerySet["Festtext"]):
    """Fixed texts, by who may see them and by whether they still count."""

    def visible_to(self, zugang: Zugang) -> FesttextQuerySet:
        """All for the parties; for others who see the concluded agreement the one it was concluded on."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def offen(self) -> FesttextQuerySet:
        """Those that count: at most one per agreement."""
        return self.filter(aufgehoben_am=None)


class Festtext(models.Model):
    """What an agreement says, fixed: ``inhalt`` is the canonical JSON of ``agreements.inhalt``, ``sha256`` its hash."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="festtexte")
    nummer = models.PositiveSmallIntegerField("Nummer")
    inhalt = models.TextField("Inhalt", db_comment="kanonisches JSON")
    sha256 = models.CharField("SHA-256", max_length=64)
    festgestellt_am = models.DateTimeField("festgestellt am")
    festgestellt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    aufgehoben_am = models.DateTimeField("aufgehoben am", null=True)

    objects = FesttextQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "festgestellter Text"
        verbose_name_plural = "festgestellte Texte"
        constraints = (
            models.UniqueConstraint(fields=["zielvereinbarung", "nummer"], name="festtext_nummer"),
            models.UniqueConstraint(
                fields=["zielvereinbarung"], condition=Q(aufgehoben_am=None), name="festtext_ein_offener"
            ),
            models.CheckConstraint(name="festtext_ab_eins", condition=Q(nummer__gte=1)),
            models.CheckConstraint(name="festtext_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="festtext_zeit",
                condition=Q(aufgehoben_am=None) | Q(aufgehoben_am__gte=F("festgestellt_am")),
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(name="festtext_unveraenderlich", exclude=["aufgehoben_am"]),
            pgtrigger.Protect(name="festtext_bleibt", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="festtext_endgueltig_aufgehoben",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__aufgehoben_am__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"Text {self.nummer} der Vereinbarung {self.zielvereinbarung_id}"


def _sichtbar(zugang: Zugang) -> Q:
    vereinbarungen = Zielvereinbarung.objects
    geschlossen = Q(aufgehoben_am=None, zielvereinbarung__zustand__in=[zustand.value for zustand in GESCHLOSSENE])
    return Q(zielvereinbarung__in=vereinbarungen.eigene(zugang)) | (
        Q(zielvereinbarung__in=vereinbarungen.visible_to(zugang)) & geschlossen
    )


Festtext.zugriffsregeln = {Befugnis.SEHEN: _sichtbar}
