"""What is recorded about releases: the computations that made them, what they rest on and keep secret, notes."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kennzahlen.veroeffentlichungen.recht import OFFEN, ZUSTANDSTITEL, Berechnungszustand, Schritt
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import ALLE, NIEMAND, Regeln, Zugang, visible


def _bmas(zugang: Zugang) -> Q:
    return ALLE if zugang.art is Parteiart.BMAS else NIEMAND


class BerechnungQuerySet(models.QuerySet["Berechnung"]):
    """Computations, by who may see them and by where they stand."""

    def visible_to(self, zugang: Zugang) -> BerechnungQuerySet:
        """Those that the access may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def offen(self) -> BerechnungQuerySet:
        """Those that have not come to an end."""
        return self.filter(zustand__in=[z.value for z in OFFEN])


class Berechnung(models.Model):
    """One computation up to a month, from the wish to the release (or to what went wrong)."""

    angefordert_am = models.DateTimeField("angefordert am")
    angefordert_durch = models.ForeignKey(
        Nutzer, on_delete=models.PROTECT, null=True, related_name="+", db_comment="NULL: Zeitplan oder Betrieb"
    )
    bis_monat = models.DateField("bis Berichtsmonat")
    zustand = models.CharField(
        "Zustand", max_length=20, choices=[(z.value, ZUSTANDSTITEL[z]) for z in Berechnungszustand]
    )
    fortschritt = models.PositiveSmallIntegerField("Schritt", default=Schritt.WARTEN)
    begonnen_am = models.DateTimeField("begonnen am", null=True)
    letzte_regung_am = models.DateTimeField("letzte Regung am")
    beendet_am = models.DateTimeField("beendet am", null=True)
    fehler = models.TextField("Fehler", blank=True)
    veroeffentlichung = models.ForeignKey(
        "kennzahlen.Veroeffentlichung", on_delete=models.PROTECT, null=True, related_name="berechnungen"
    )

    objects = BerechnungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _bmas, Befugnis.KENNZAHLEN_VEROEFFENTLICHEN: _bmas}

    class Meta:
        verbose_name = "Berechnung"
        verbose_name_plural = "Berechnungen"
        constraints = (
            models.CheckConstraint(
                name="berechnung_zustand", condition=Q(zustand__in=[z.value for z in Berechnungszustand])
            ),
            models.CheckConstraint(name="berechnung_monatserster", condition=Q(bis_monat__day=1)),
            models.CheckConstraint(
                name="berechnung_ende",
                condition=~Q(zustand__in=[Berechnungszustand.FERTIG.value, Berechnungszustand.GESCHEITERT.value])
                | Q(zustand=Berechnungszustand.FERTIG, beendet_am__isnull=False, veroeffentlichung__isnull=False)
                | Q(zustand=Berechnungszustand.GESCHEITERT, beendet_am__isnull=False, veroeffentlichung=None),
            ),
            models.UniqueConstraint(
                fields=["bis_monat"],
                condition=Q(zustand__in=[z.value for z in OFFEN]),
                name="berechnung_eine_offene",
            ),
        )

    def __str__(self) -> str:
        return f"Berechnung bis {self.bis_monat:%m/%Y}"


class Grundlage(models.Model):
    """Exactly which Meldungen a release rests on, and a fingerprint of everything else that its values depend on."""

    veroeffentlichung = models.OneToOneField(
        "kennzahlen.Veroeffentlichung", on_delete=models.PROTECT, related_name="grundlage"
    )
    meldungen = models.BinaryField(
        "Meldungen",
        db_comment="Schlüssel aller Meldungen, aufsteigend; siehe grundlage.packe",
    )
    struktur = models.CharField(
        "Fingerabdruck", max_length=64, db_comment="SHA-256 von Definitionen, Parametern, Einheiten und Gruppen"
    )

    class Meta:
        verbose_name = "Grundlage"
        verbose_name_plural = "Grundlagen"
        triggers = (pgtrigger.Protect(name="grundlage_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"Grundlage der Veröffentlichung {self.veroeffentlichung_id}"


class Schutz(models.Model):
    """A figure that keeps a secret, for this release and all later ones (docs/confidentiality.md). Never shown.

    With a ``partner``: every sum with the figure of exactly one of the two is withheld. Without: every sum with the
    unit's is withheld, or, if ``ausgelassen``, does without it. The Grundgrößen are the ones that move together.
    """

    veroeffentlichung = models.ForeignKey(
        "kennzahlen.Veroeffentlichung", on_delete=models.PROTECT, related_name="schutz"
    )
    einheit = models.ForeignKey("kennzahlen.Einheit", on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey("kennzahlen.Einheit", on_delete=models.PROTECT, null=True, related_name="+")
    monat = models.DateField("Berichtsmonat")
    groessen = ArrayField(models.PositiveSmallIntegerField(), db_comment="kennzahlen.recht.Grundgroesse.nr")
    ausgelassen = models.BooleanField("in keiner Summe", db_comment="Geheim: aus den Zeilen folgt, was klein ist")

    class Meta:
        verbose_name = "Schutz"
        verbose_name_plural = "Schutz"
        constraints = (
            models.CheckConstraint(name="schutz_monatserster", condition=Q(monat__day=1)),
            models.CheckConstraint(name="schutz_groessen", condition=Q(groessen__len__gte=1)),
            models.CheckConstraint(
                name="schutz_partner",
                condition=Q(partner=None) | Q(ausgelassen=False) & ~Q(partner=models.F("einheit")),
            ),
        )
        triggers = (pgtrigger.Protect(name="schutz_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"Schutz der Einheit {self.einheit_id} im Monat {self.monat:%m/%Y}"


class Hinweisart(models.TextChoices):
    """What a note is about."""

    ERLAEUTERUNG = "erlaeuterung", "Erläuterung"
    DATENPROBLEM = "datenproblem", "Bekanntes Datenproblem"


class Hinweis(models.Model):
    """A note on a release, shown beside its figures; it is added and never changed.

    Without a unit it concerns all units, likewise without a Kennzahl or a month.
    """

    veroeffentlichung = models.ForeignKey(
        "kennzahlen.Veroeffentlichung", on_delete=models.PROTECT, related_name="hinweise"
    )
    art = models.CharField("Art", max_length=20, choices=Hinweisart)
    einheit = models.ForeignKey("kennzahlen.Einheit", on_delete=models.PROTECT, null=True, related_name="hinweise")
    kennzahl = models.PositiveSmallIntegerField(
        "Kennzahl", null=True, db_comment="kennzahlen.recht.REIHENNUMMER des Codes"
    )
    monat = models.DateField("Berichtsmonat", null=True)
    text = models.TextField("Hinweis", max_length=1000)
    eingetragen_am = models.DateTimeField("eingetragen am")
    eingetragen_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "Hinweis"
        verbose_name_plural = "Hinweise"
        constraints = (
            models.CheckConstraint(name="hinweis_art", condition=Q(art__in=Hinweisart.values)),
            models.CheckConstraint(name="hinweis_monatserster", condition=Q(monat=None) | Q(monat__day=1)),
            models.CheckConstraint(name="hinweis_text", condition=~Q(text="")),
        )
        triggers = (pgtrigger.Protect(name="hinweis_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.text
