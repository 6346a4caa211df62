"""One row per value, with the index that the queries need."""

from __future__ import annotations

from django.db import models


class Value(models.Model):
    """A published value with everything the API says of it, ready to be sent."""

    kennzahl = models.CharField(max_length=10)
    einheit = models.CharField(max_length=40)
    monat = models.DateField()
    wert = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    vollstaendig = models.BooleanField()
    monate_vorhanden = models.SmallIntegerField()
    einheiten_fehlend = models.SmallIntegerField()
    stand = models.DateField()
    grund = models.CharField(max_length=200, null=True)
    vorlaeufig = models.BooleanField()
    veroeffentlichung = models.IntegerField()

    class Meta:
        app_label = "api_peer"
        indexes = (models.Index(fields=["einheit", "kennzahl", "monat"], name="api_peer_reihe"),)

    def __str__(self) -> str:
        return f"{self.einheit} {self.kennzahl} {self.monat}"
