"""What is kept so that people find their work: when they last looked, and how often they want to be told by e-mail."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from agreements.turnus import TURNUSTITEL, Turnus
from zielsystem.parties.models import Nutzer, Partei


class Besuch(models.Model):
    """When a person, acting for a party, last looked at what is new: ``neues_seit`` is the visit before this one."""

    nutzer = models.ForeignKey(Nutzer, on_delete=models.CASCADE, related_name="+")
    partei = models.ForeignKey(Partei, on_delete=models.CASCADE, related_name="+")
    zuletzt_am = models.DateTimeField("zuletzt am")
    neues_seit = models.DateTimeField("Neues seit")

    class Meta:
        verbose_name = "Besuch"
        verbose_name_plural = "Besuche"
        constraints = (
            models.UniqueConstraint(fields=["nutzer", "partei"], name="besuch_einer_je_partei"),
            models.CheckConstraint(name="besuch_zeiten", condition=Q(neues_seit__lte=F("zuletzt_am"))),
        )

    def __str__(self) -> str:
        return f"{self.nutzer_id} für {self.partei_id}"


class Rundbrief(models.Model):
    """How often a person wants the tasks by e-mail, and until when they have been told."""

    nutzer = models.OneToOneField(Nutzer, on_delete=models.CASCADE, related_name="+")
    turnus = models.CharField("Turnus", max_length=12, choices=[(t.value, TURNUSTITEL[t]) for t in Turnus])
    gesendet_am = models.DateField("zuletzt gesendet am", null=True)

    class Meta:
        verbose_name = "Rundbrief"
        verbose_name_plural = "Rundbriefe"
        constraints = (
            models.CheckConstraint(name="rundbrief_turnus", condition=Q(turnus__in=[t.value for t in Turnus])),
        )

    def __str__(self) -> str:
        return f"{self.nutzer_id}: {self.get_turnus_display()}"
