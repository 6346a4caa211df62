"""Who gets which report, what went out to whom, and who fetched what."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from berichte.models.monatsberichte import ARTEN, Bericht, Zielblatt
from kennzahlen.models import Einheit
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import ALLE, NIEMAND, Regeln, Zugang, visible


class AbonnementQuerySet(models.QuerySet["Abonnement"]):
    """Subscriptions, by whose they are and whether they go on."""

    def visible_to(self, zugang: Zugang) -> AbonnementQuerySet:
        """Those of the person, for the party acted for."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def laufende(self) -> AbonnementQuerySet:
        """Those that were not ended."""
        return self.filter(beendet_am=None)


def _eigene(zugang: Zugang) -> Q:
    if zugang.nutzer is None or zugang.partei_id is None:
        return NIEMAND
    return Q(nutzer=zugang.nutzer, partei=zugang.partei_id)


class Abonnement(models.Model):
    """A person gets, for a party, every new report of a kind about a unit by e-mail, until it is ended."""

    nutzer = models.ForeignKey(Nutzer, on_delete=models.PROTECT, related_name="berichtsabonnements")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+")
    art = models.CharField("Art", max_length=30, choices=ARTEN)
    einheit = models.ForeignKey(Einheit, on_delete=models.PROTECT, related_name="+")
    abonniert_am = models.DateTimeField("abonniert am")
    beendet_am = models.DateTimeField("beendet am", null=True)

    objects = AbonnementQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _eigene}

    class Meta:
        verbose_name = "Abonnement"
        verbose_name_plural = "Abonnements"
        constraints = (
            models.UniqueConstraint(
                fields=["nutzer", "partei", "art", "einheit"],
                condition=Q(beendet_am=None),
                name="abonnement_ein_laufendes",
            ),
            models.CheckConstraint(name="abonnement_art", condition=Q(art__in=[art for art, _ in ARTEN])),
            models.CheckConstraint(
                name="abonnement_zeit", condition=Q(beendet_am=None) | Q(beendet_am__gte=F("abonniert_am"))
            ),
        )

    def __str__(self) -> str:
        return f"Abonnement {self.pk}"


class Zustellung(models.Model):
    """A report went out to a subscriber: once, never again."""

    bericht = models.ForeignKey(Bericht, on_delete=models.PROTECT, related_name="zustellungen")
    abonnement = models.ForeignKey(Abonnement, on_delete=models.PROTECT, related_name="zustellungen")
    gesendet_am = models.DateTimeField("gesendet am")

    class Meta:
        verbose_name = "Zustellung"
        verbose_name_plural = "Zustellungen"
        constraints = (models.UniqueConstraint(fields=["bericht", "abonnement"], name="zustellung_einmal"),)
        triggers = (pgtrigger.Protect(name="zustellung_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"Zustellung {self.pk}"


class AbrufQuerySet(models.QuerySet["Abruf"]):
    """Fetches, by who may see them."""

    def visible_to(self, zugang: Zugang) -> AbrufQuerySet:
        """Those of the own reports; for the ministry all; and everyone's own."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


def _eigene_berichte(zugang: Zugang) -> Q:
    if zugang.partei_id is None or Befugnis.SEHEN not in zugang.befugnisse:
        return NIEMAND
    eigene = Q(bericht__partei=zugang.partei_id) | Q(partei=zugang.partei_id)
    return ALLE if zugang.art is Parteiart.BMAS else eigene


class Abruf(models.Model):
    """Somebody took the PDF of a report, or of the sheet on its Ziele. Without a login nobody is named."""

    bericht = models.ForeignKey(Bericht, on_delete=models.PROTECT, related_name="abrufe")
    zielblatt = models.ForeignKey(Zielblatt, on_delete=models.PROTECT, null=True, related_name="abrufe")
    am = models.DateTimeField("am")
    nutzer = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AbrufQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _eigene_berichte}

    class Meta:
        verbose_name = "Abruf"
        verbose_name_plural = "Abrufe"
        constraints = (
            models.CheckConstraint(name="abruf_person", condition=Q(partei=None) | Q(nutzer__isnull=False)),
            models.CheckConstraint(
                name="abruf_beiblatt_mit_anmeldung", condition=Q(zielblatt=None) | Q(partei__isnull=False)
            ),
        )
        triggers = (pgtrigger.Protect(name="abruf_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"Abruf {self.pk}"
