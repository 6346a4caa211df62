"""Evaluating agreements: what was reached, why not, whether the marks were set right, and who confirms it.

The figures are a proposal, computed by the rules of the agreement from a release. Every change is a new Fassung; a
confirmation counts for the Fassung it was given to. Once the agreement is evaluated nothing changes any more.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from agreements.models.vereinbarungen import Vertragspartei, Zielvereinbarung
from agreements.models.ziele import TEXT_HOECHSTENS
from agreements.recht import Zustand
from agreements.ziele.gruende import GRUENDE
from agreements.ziele.zielerreichung import ERGEBNISTITEL, Ergebnis
from agreements.ziele.zielwertkontrolle import EINSCHAETZUNGSTITEL, Einschaetzung
from kennzahlen.models import Veroeffentlichung
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.zugriff import Regeln, Zugang, visible

_ERGEBNISSE = [(e.value, ERGEBNISTITEL[e]) for e in Ergebnis]
_EINSCHAETZUNGEN = [(e.value, EINSCHAETZUNGSTITEL[e]) for e in Einschaetzung]


def _auswertung_sichtbar(zugang: Zugang) -> Q:
    """The parties always; whoever else sees the agreement, when both sides have confirmed and it is evaluated."""
    eigene = Q(zielvereinbarung__in=Zielvereinbarung.objects.eigene(zugang))
    sichtbar = Zielvereinbarung.objects.visible_to(zugang).filter(zustand=Zustand.AUSGEWERTET)
    return eigene | Q(zielvereinbarung__in=sichtbar)


class AuswertungQuerySet(models.QuerySet["Auswertung"]):
    """Evaluations, by who may see them."""

    def visible_to(self, zugang: Zugang) -> AuswertungQuerySet:
        """One's own, and those that are finished of agreements that one may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Auswertung(models.Model):
    """The evaluation of an agreement, with the release that its figures are from."""

    zielvereinbarung = models.OneToOneField(Zielvereinbarung, on_delete=models.PROTECT, related_name="auswertung")
    fassung = models.PositiveIntegerField("Fassung", default=1)
    zahlenstand = models.ForeignKey(Veroeffentlichung, on_delete=models.PROTECT, null=True, related_name="+")
    berechnet_am = models.DateTimeField("berechnet am")
    berechnet_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AuswertungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _auswertung_sichtbar}

    class Meta:
        verbose_name = "Auswertung"
        verbose_name_plural = "Auswertungen"
        constraints = (models.CheckConstraint(name="auswertung_fassung", condition=Q(fassung__gte=1)),)

    def __str__(self) -> str:
        return f"Auswertung der Vereinbarung {self.zielvereinbarung_id}"


def _bewertung_sichtbar(zugang: Zugang) -> Q:
    return Q(auswertung__in=Auswertung.objects.visible_to(zugang))


class ZielbewertungQuerySet(models.QuerySet["Zielbewertung"]):
    """Results of Ziele, by who may see them."""

    def visible_to(self, zugang: Zugang) -> ZielbewertungQuerySet:
        """Those of the evaluations that the access may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def im_ganzen(self) -> ZielbewertungQuerySet:
        """The results of the whole periods, one per Ziel."""
        return self.filter(jahr=None)


class Zielbewertung(models.Model):
    """The result of one Ziel, for a year of the period or for the whole (``jahr`` NULL).

    ``vorschlag`` and what stands with it follow from the rule; ``ergebnis`` is what both sides hold, another one only
    with a reason (``abweichung``). ``wert`` and ``vereinbart`` are fractions, ``gruppenentwicklung`` the median change
    of the comparison group in the period.
    """

    auswertung = models.ForeignKey(Auswertung, on_delete=models.CASCADE, related_name="bewertungen")
    ziel = models.SlugField("Ziel", max_length=40, db_comment="Code des Ziels in der Vereinbarung")
    titel = models.CharField("Titel", max_length=200)
    stelle = models.PositiveSmallIntegerField("Stelle")
    jahr = models.PositiveSmallIntegerField("Jahr", null=True)
    vorschlag = models.CharField("Vorschlag", max_length=20, choices=_ERGEBNISSE)
    rechnung = models.TextField("Rechnung")
    wartet = models.BooleanField("wartet auf endgültige Zahlen", default=False)
    wert = models.DecimalField("Wert", max_digits=9, decimal_places=6, null=True)
    vereinbart = models.DecimalField("vereinbarter Wert", max_digits=9, decimal_places=6, null=True)
    ergebnis = models.CharField("Ergebnis", max_length=20, choices=_ERGEBNISSE)
    abweichung = models.TextField("Grund der Abweichung vom Vorschlag", blank=True)
    meilensteine = ArrayField(models.BooleanField(null=True), verbose_name="Meilensteine", default=list)
    gruende = ArrayField(models.CharField(max_length=30), verbose_name="Gründe", default=list)
    erlaeuterung = models.TextField("Erläuterung", blank=True)
    einschaetzung = models.CharField("Zielwertkontrolle", max_length=20, choices=_EINSCHAETZUNGEN)
    kontrolle = models.TextField("Rechnung der Zielwertkontrolle")
    gruppenentwicklung = models.DecimalField("Entwicklung der Gruppe", max_digits=9, decimal_places=6, null=True)

    objects = ZielbewertungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _bewertung_sichtbar}

    class Meta:
        verbose_name = "Zielbewertung"
        verbose_name_plural = "Zielbewertungen"
        constraints = (
            models.UniqueConstraint(
                fields=["auswertung", "ziel", "jahr"], nulls_distinct=False, name="zielbewertung_einmal"
            ),
            models.CheckConstraint(
                name="zielbewertung_ergebnis",
                condition=Q(vorschlag__in=[e.value for e in Ergebnis], ergebnis__in=[e.value for e in Ergebnis]),
            ),
            models.CheckConstraint(
                name="zielbewertung_abweichung",
                condition=Q(ergebnis=models.F("vorschlag"), abweichung="")
                | ~Q(ergebnis=models.F("vorschlag")) & ~Q(abweichung=""),
            ),
            models.CheckConstraint(
                name="zielbewertung_gruende", condition=Q(gruende__contained_by=[grund.code for grund in GRUENDE])
            ),
            models.CheckConstraint(
                name="zielbewertung_einschaetzung", condition=Q(einschaetzung__in=[e.value for e in Einschaetzung])
            ),
            models.CheckConstraint(
                name="zielbewertung_laenge",
                condition=Q(LessThanOrEqual(Length("erlaeuterung"), TEXT_HOECHSTENS))
                & Q(LessThanOrEqual(Length("abweichung"), TEXT_HOECHSTENS)),
            ),
        )
        triggers = (
            pgtrigger.Trigger(
                name="zielbewertung_fest",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT FROM agreements_auswertung a JOIN agreements_zielvereinbarung v
                        ON v.id = a.zielvereinbarung_id WHERE a.id = OLD.auswertung_id AND v.zustand = 'ausgewertet'
                    ) THEN
                        RAISE check_violation USING MESSAGE = 'zielbewertung_fest: die Auswertung ist abgeschlossen';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.ziel}: {self.ergebnis}"


class AuswertungsbestaetigungQuerySet(models.QuerySet["Auswertungsbestaetigung"]):
    """Confirmations, by who may see them."""

    def visible_to(self, zugang: Zugang) -> AuswertungsbestaetigungQuerySet:
        """Those of the evaluations that the access may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Auswertungsbestaetigung(models.Model):
    """A party confirms the results of a Fassung; with the next Fassung it counts no longer."""

    auswertung = models.ForeignKey(Auswertung, on_delete=models.CASCADE, related_name="bestaetigungen")
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="+")
    fassung = models.PositiveIntegerField("Fassung")
    bestaetigt_am = models.DateTimeField("bestätigt am")
    bestaetigt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AuswertungsbestaetigungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _bewertung_sichtbar}

    class Meta:
        verbose_name = "Bestätigung der Auswertung"
        verbose_name_plural = "Bestätigungen der Auswertung"
        constraints = (
            models.UniqueConstraint(
                fields=["auswertung", "vertragspartei", "fassung"], name="auswertungsbestaetigung_einmal"
            ),
        )
        triggers = (
            pgtrigger.Protect(name="auswertungsbestaetigung_fest", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Bestätigung der Fassung {self.fassung} durch {self.vertragspartei_id}"
