"""The Planungsbrief: its versions, what the Bund expects, and what that comes to for each Jobcenter.

A version carries its Erwartungswerte (:class:`Bundeserwartung`) and their breakdown (:class:`Jobcentererwartung`).
Once it is published it stays as it is; another version takes its place.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from agreements.models.vereinbarungen import Planungsrunde
from agreements.planung.aufteilung import Behandlung, Massstab
from agreements.planung.recht import BRIEFZUSTANDSTITEL, GROESSE, OHNE_BASIS_TITEL, Briefzustand, OhneBasis
from kennzahlen.models import Veroeffentlichung
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import ALLE, NIEMAND, Regeln, Zugang, visible

KENNZAHLEN = [(code, f"{code}: {groesse.personen}") for code, groesse in GROESSE.items()]
KENNZAHL_BEKANNT = Q(kennzahl__in=list(GROESSE))


class PlanungsbriefQuerySet(models.QuerySet["Planungsbrief"]):
    """Versions of Planungsbriefe, by who may see them."""

    def visible_to(self, zugang: Zugang) -> PlanungsbriefQuerySet:
        """Published ones for everyone who acts for a party; drafts for who plans."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def geltend(self) -> PlanungsbriefQuerySet:
        """The version of each round that counts."""
        return self.filter(zustand=Briefzustand.VEROEFFENTLICHT)


class Planungsbrief(models.Model):
    """A version of the Planungsbrief of a round.

    ``zahlenstand`` and ``basismonat`` are common to all versions of a round: what is compared rests on one base.
    """

    runde = models.ForeignKey(Planungsrunde, on_delete=models.PROTECT, related_name="planungsbriefe")
    version = models.PositiveSmallIntegerField("Version")
    zustand = models.CharField(
        "Zustand", max_length=20, choices=[(z.value, BRIEFZUSTANDSTITEL[z]) for z in Briefzustand]
    )
    texte = models.JSONField("Abschnitte", default=dict, db_comment="Text nach Code, agreements.planung.recht")
    ohne_basis = models.CharField(
        "Jobcenter ohne Basis", max_length=12, choices=[(o.value, OHNE_BASIS_TITEL[o]) for o in OhneBasis]
    )
    zahlenstand = models.ForeignKey(Veroeffentlichung, on_delete=models.PROTECT, null=True, related_name="+")
    basismonat = models.DateField("letzter endgültiger Monat der Grundlage", null=True)
    fassung = models.PositiveIntegerField("Fassung", default=1, db_comment="zählt jede gespeicherte Änderung")
    angelegt_am = models.DateTimeField("angelegt am")
    angelegt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    veroeffentlicht_am = models.DateTimeField("veröffentlicht am", null=True)
    veroeffentlicht_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PlanungsbriefQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Planungsbrief"
        verbose_name_plural = "Planungsbriefe"
        constraints = (
            models.UniqueConstraint(fields=["runde", "version"], name="planungsbrief_version"),
            models.UniqueConstraint(
                fields=["runde"], condition=Q(zustand=Briefzustand.ENTWURF), name="planungsbrief_ein_entwurf"
            ),
            models.UniqueConstraint(
                fields=["runde"], condition=Q(zustand=Briefzustand.VEROEFFENTLICHT), name="planungsbrief_ein_geltender"
            ),
            models.CheckConstraint(
                name="planungsbrief_zustand", condition=Q(zustand__in=[z.value for z in Briefzustand])
            ),
            models.CheckConstraint(
                name="planungsbrief_ohne_basis", condition=Q(ohne_basis__in=[o.value for o in OhneBasis])
            ),
            models.CheckConstraint(
                name="planungsbrief_veroeffentlicht",
                condition=Q(zustand=Briefzustand.ENTWURF, veroeffentlicht_am=None, veroeffentlicht_durch=None)
                | ~Q(zustand=Briefzustand.ENTWURF) & Q(veroeffentlicht_am__isnull=False, zahlenstand__isnull=False),
            ),
            models.CheckConstraint(
                name="planungsbrief_grundlage",
                condition=Q(zahlenstand=None, basismonat=None)
                | Q(zahlenstand__isnull=False, basismonat__isnull=False, basismonat__day=1),
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="planungsbrief_fest",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.zustand <> 'entwurf' AND (NEW.texte IS DISTINCT FROM OLD.texte"
                    " OR NEW.zahlenstand_id IS DISTINCT FROM OLD.zahlenstand_id OR NEW.ohne_basis <> OLD.ohne_basis)"
                ),
            ),
        )

    def __str__(self) -> str:
        return f"Planungsbrief {self.runde_id}, Version {self.version}"


def _brief_sehen(zugang: Zugang) -> Q:
    if not zugang.partei_id or Befugnis.SEHEN not in zugang.befugnisse:
        return NIEMAND
    return ALLE if zugang.art is Parteiart.BMAS else ~Q(zustand=Briefzustand.ENTWURF)


def _bmas(zugang: Zugang) -> Q:
    return ALLE if zugang.art is Parteiart.BMAS else NIEMAND


Planungsbrief.zugriffsregeln = {Befugnis.SEHEN: _brief_sehen, Befugnis.RUNDE_PLANEN: _bmas}


class Bundeserwartung(models.Model):
    """What the Bund expects for one Kennzahl and year, and how it was broken down."""

    brief = models.ForeignKey(Planungsbrief, on_delete=models.CASCADE, related_name="erwartungen")
    kennzahl = models.CharField("Kennzahl", max_length=8, choices=KENNZAHLEN)
    jahr = models.PositiveSmallIntegerField("Jahr")
    wert = models.DecimalField("Erwartungswert", max_digits=8, decimal_places=6, null=True, db_comment="Anteil")
    aufholanteil = models.DecimalField("Aufholanteil", max_digits=4, decimal_places=3)
    personen = models.PositiveIntegerField("aufgeteilte Personen", null=True)
    menge = models.PositiveBigIntegerField("Bezugsgröße", null=True, db_comment="Summe der aufgeteilten Jobcenter")
    vorlaeufig = models.DecimalField(
        "vorläufige Personen", max_digits=18, decimal_places=6, null=True, db_comment="Summe vor dem Faktor"
    )

    class Meta:
        verbose_name = "Erwartungswert des Bundes"
        verbose_name_plural = "Erwartungswerte des Bundes"
        constraints = (
            models.UniqueConstraint(fields=["brief", "kennzahl", "jahr"], name="bundeserwartung_einmal"),
            models.CheckConstraint(name="bundeserwartung_kennzahl", condition=KENNZAHL_BEKANNT),
            models.CheckConstraint(name="bundeserwartung_wert", condition=Q(wert=None) | Q(wert__gte=-1, wert__lte=10)),
            models.CheckConstraint(
                name="bundeserwartung_aufholanteil", condition=Q(aufholanteil__gte=0, aufholanteil__lte=1)
            ),
            models.CheckConstraint(
                name="bundeserwartung_aufgeteilt",
                condition=Q(personen=None, menge=None, vorlaeufig=None)
                | Q(wert__isnull=False, personen__isnull=False, menge__isnull=False, vorlaeufig__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kennzahl} {self.jahr}"


class Jobcentererwartung(models.Model):
    """What is expected of one Jobcenter, with every step of the derivation; see ``planung.aufteilung``."""

    erwartung = models.ForeignKey(Bundeserwartung, on_delete=models.CASCADE, related_name="anteile")
    jobcenter = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+")
    quote = models.DecimalField("Ausgangswert", max_digits=14, decimal_places=10, null=True, db_comment="Quotient")
    menge = models.PositiveBigIntegerField("Bezugsgröße", null=True, db_comment="siehe Planungsgroesse.teiler")
    gruppe = models.CharField("Vergleichstyp", max_length=120, blank=True)
    massstab = models.CharField("gemessen an", max_length=8, choices=[(m.value, m.value) for m in Massstab])
    median = models.DecimalField("Median", max_digits=14, decimal_places=10, null=True)
    ziel = models.DecimalField("Wert vor dem Faktor", max_digits=14, decimal_places=10, null=True)
    vorlaeufig = models.DecimalField("vorläufige Personen", max_digits=16, decimal_places=6)
    aufgerundet = models.BooleanField("hat einen Rest erhalten")
    behandlung = models.CharField("Behandlung", max_length=12, choices=[(b.value, b.value) for b in Behandlung])
    grund = models.CharField("warum ohne Basis", max_length=200, blank=True)
    wert = models.PositiveIntegerField("Erwartungswert", null=True, db_comment="Personen; NULL: ausgelassen")

    class Meta:
        verbose_name = "Erwartungswert eines Jobcenters"
        verbose_name_plural = "Erwartungswerte der Jobcenter"
        constraints = (
            models.UniqueConstraint(fields=["erwartung", "jobcenter"], name="jobcentererwartung_einmal"),
            models.CheckConstraint(
                name="jobcentererwartung_behandlung", condition=Q(behandlung__in=[b.value for b in Behandlung])
            ),
            models.CheckConstraint(
                name="jobcentererwartung_massstab", condition=Q(massstab__in=[m.value for m in Massstab])
            ),
            models.CheckConstraint(
                name="jobcentererwartung_wert",
                condition=Q(behandlung=Behandlung.AUSGELASSEN, wert=None) & ~Q(grund="")
                | ~Q(behandlung=Behandlung.AUSGELASSEN) & Q(wert__isnull=False, menge__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.jobcenter_id}: {self.wert}"
