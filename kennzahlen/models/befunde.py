"""What the checks found in a Meldung, and the rules from which the ministry made an exception."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import ALLE, NIEMAND, Regeln, Zugang, visible


class Befund(models.Model):
    """A finding of the checks on one figure of a Meldung; a soft one stays with it until it is explained."""

    meldung = models.ForeignKey("kennzahlen.Meldung", on_delete=models.CASCADE, related_name="befunde")
    code = models.CharField("Regel", max_length=40)
    schwere = models.CharField("Schwere", max_length=10, choices=[("hart", "hart"), ("weich", "weich")])
    groesse = models.PositiveSmallIntegerField("Grundgröße", db_comment="nr in kennzahlen.recht.GRUNDGROESSEN")
    gemeldet = models.BigIntegerField("gemeldet", null=True)
    erwartet = models.CharField("erwartet", max_length=200, blank=True)
    beteiligte = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="beteiligte Grundgrößen",
        default=list,
        db_comment="nr",
    )
    text = models.TextField("Befund")
    erklaerung = models.TextField("Erklärung", blank=True)

    class Meta:
        verbose_name = "Befund"
        verbose_name_plural = "Befunde"
        constraints = (
            models.UniqueConstraint(fields=["meldung", "code", "groesse"], name="befund_einmal"),
            models.CheckConstraint(name="befund_schwere", condition=Q(schwere__in=["hart", "weich"])),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


def _ausnahme_sehen(zugang: Zugang) -> Q:
    """The ministry sees its exceptions; of a Jobcenter, who sees its drafts."""
    if zugang.art is Parteiart.BMAS and zugang.rolle is not Rolle.ADMINISTRATION:
        return ALLE
    return Q(jobcenter=zugang.partei_id) if zugang.rolle in (Rolle.CONTROLLING, Rolle.LEITUNG) else NIEMAND


def _bmas(zugang: Zugang) -> Q:
    return ALLE if zugang.art is Parteiart.BMAS else NIEMAND


class AusnahmeQuerySet(models.QuerySet["Ausnahme"]):
    """Exceptions, by who may see them."""

    def visible_to(self, zugang: Zugang) -> AusnahmeQuerySet:
        """Those that the access may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Ausnahme(models.Model):
    """The ministry waives one hard rule for one Jobcenter and month, with a reason: its findings no longer block."""

    code = models.CharField("Regel", max_length=40)
    jobcenter = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="ausnahmen")
    monat = models.DateField("Monat", db_comment="erster Tag des Berichtsmonats")
    grund = models.TextField("Grund")
    zugelassen_am = models.DateTimeField("zugelassen am")
    zugelassen_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AusnahmeQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _ausnahme_sehen, Befugnis.AUSNAHME_ZULASSEN: _bmas}

    class Meta:
        verbose_name = "Ausnahme"
        verbose_name_plural = "Ausnahmen"
        constraints = (
            models.UniqueConstraint(fields=["jobcenter", "monat", "code"], name="ausnahme_einmal"),
            models.CheckConstraint(name="ausnahme_monatserster", condition=Q(monat__day=1)),
            models.CheckConstraint(name="ausnahme_grund", condition=~Q(grund="")),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.jobcenter_id} {self.monat:%Y-%m}"
