"""What is published: units, releases and the series of a release.

A :class:`Kennzahlreihe` holds one year of one measure of one unit in one row, and is written only when it differs
from what was published before.
"""

from __future__ import annotations

from datetime import date, datetime

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from kennzahlen.formeln import Grund
from zielsystem.parties.models import Nutzer, Partei


class Einheitsart(models.TextChoices):
    """The kinds of statistical units."""

    JOBCENTER = "jobcenter", "Jobcenter"
    BUND = "bund", "Bund"
    LAND = "land", "Land"
    TYP = "typ", "Art des Jobcenters"
    LAND_TYP = "land_typ", "Art des Jobcenters im Land"
    VERGLEICHSTYP = "vergleichstyp", "Vergleichstyp"
    RING = "ring", "Vergleichsring"


class Einheit(models.Model):
    """Something for which Kennzahlen are published: a Jobcenter (by its newest AGS) or an aggregate (``land:05``)."""

    schluessel = models.CharField("Schlüssel", max_length=40, unique=True)
    art = models.CharField("Art", max_length=20, choices=Einheitsart)
    titel = models.CharField("Titel", max_length=200)
    partei = models.OneToOneField(Partei, on_delete=models.PROTECT, null=True, related_name="einheit")

    class Meta:
        verbose_name = "Einheit"
        verbose_name_plural = "Einheiten"
        constraints = (
            models.CheckConstraint(name="einheit_art", condition=Q(art__in=Einheitsart.values)),
            models.CheckConstraint(
                name="einheit_partei",
                condition=Q(art=Einheitsart.JOBCENTER, partei__isnull=False)
                | ~Q(art=Einheitsart.JOBCENTER) & Q(partei=None),
            ),
        )

        triggers = (pgtrigger.Protect(name="einheit_bleibt", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.titel


class VeroeffentlichungQuerySet(models.QuerySet["Veroeffentlichung"]):
    """Releases, as of a date."""

    def stand_am(self, tag: date) -> Veroeffentlichung | None:
        """The release that was the newest one at the end of a day."""
        return self.filter(stand__lte=tag).order_by("-pk").first()

    def stand_um(self, zeitpunkt: datetime) -> Veroeffentlichung | None:
        """The release that was the newest one at a point in time."""
        return self.filter(veroeffentlicht_am__lte=zeitpunkt).order_by("-pk").first()


class Veroeffentlichung(models.Model):
    """A release: all Kennzahlen up to a month, as computed from the Meldungen valid at ``eingaben_stand``."""

    bis_monat = models.DateField("bis Berichtsmonat")
    stand = models.DateField("Stand", db_index=True)
    veroeffentlicht_am = models.DateTimeField("veröffentlicht am")
    eingaben_stand = models.DateTimeField(
        "Stand der Meldungen", db_comment="Grundlage: Meldungen mit freigegeben_am <= diesem Zeitpunkt < abgeloest_am"
    )
    durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    anzahl_meldungen = models.PositiveIntegerField("Meldungen, auf denen sie ruht")
    anzahl_werte = models.PositiveIntegerField("Werte")

    objects = VeroeffentlichungQuerySet.as_manager()

    class Meta:
        verbose_name = "Veröffentlichung"
        verbose_name_plural = "Veröffentlichungen"
        constraints = (models.CheckConstraint(name="veroeffentlichung_monatserster", condition=Q(bis_monat__day=1)),)
        triggers = (pgtrigger.Protect(name="veroeffentlichung_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"Veröffentlichung bis {self.bis_monat:%m/%Y}, Stand {self.stand:%d.%m.%Y}"


class KennzahlreiheQuerySet(models.QuerySet["Kennzahlreihe"]):
    """Published series, as of a release."""

    def stand_von(self, veroeffentlichung: Veroeffentlichung) -> KennzahlreiheQuerySet:
        """One row per unit, measure and year: what was valid when this release was published."""
        juengste = (
            self.model._default_manager.filter(
                einheit=OuterRef("einheit"),
                kennzahl=OuterRef("kennzahl"),
                jahr=OuterRef("jahr"),
                veroeffentlichung__lte=veroeffentlichung.pk,
            )
            .order_by("-veroeffentlichung")
            .values("veroeffentlichung")[:1]
        )
        return self.filter(veroeffentlichung=Subquery(juengste))


class Kennzahlreihe(models.Model):
    """One calendar year of one measure of one unit, as a release first published it. All arrays have 12 places.

    A release writes only the years that differ from what was published before, so every earlier state stays
    readable at the cost of its changes. ``grund`` is 0 where there is a value (see ``kennzahlen.formeln.Grund``);
    where there is none, ``wert`` is NaN and ``zaehler`` and ``nenner`` are 0.

    The two references are checked by a trigger once per statement; a foreign key would ask once per row, which took
    as long as everything else together. What they point to can never be deleted.

    Every index costs a fifth of what writing the rows does, so there is one: the primary key, which is also read
    without its first columns (skip scan). The rows of a release lie together, and the ranges of their blocks find
    them; of the years with something withheld there are few.
    """

    pk = models.CompositePrimaryKey("einheit", "kennzahl", "jahr", "veroeffentlichung")
    veroeffentlichung = models.ForeignKey(
        Veroeffentlichung, on_delete=models.PROTECT, related_name="reihen", db_index=False, db_constraint=False
    )
    einheit = models.ForeignKey(
        Einheit, on_delete=models.PROTECT, related_name="reihen", db_index=False, db_constraint=False
    )
    kennzahl = models.PositiveSmallIntegerField("Kennzahl", db_comment="kennzahlen.recht.REIHENNUMMER des Codes")
    jahr = models.PositiveSmallIntegerField("Jahr")
    wert = ArrayField(models.FloatField(), size=12, db_comment="Anteil oder Veränderung, ungerundet; NaN: kein Wert")
    zaehler = ArrayField(models.BigIntegerField(), size=12, db_comment="Summe über das Fenster; Anzahl oder Cent")
    nenner = ArrayField(models.BigIntegerField(), size=12, db_comment="Summe über das Fenster; Anzahl oder Cent")
    monate = ArrayField(models.SmallIntegerField(), size=12, db_comment="vorhandene Monate des Fensters")
    fehlend = ArrayField(models.SmallIntegerField(), size=12, db_comment="Einheiten, die im Aggregat fehlen")
    grund = ArrayField(models.SmallIntegerField(), size=12, db_comment="0: Wert vorhanden, sonst warum nicht")

    objects = KennzahlreiheQuerySet.as_manager()

    class Meta:
        verbose_name = "Kennzahlreihe"
        verbose_name_plural = "Kennzahlreihen"
        indexes = (
            BrinIndex(fields=["veroeffentlichung"], name="kennzahlreihe_je_release", autosummarize=True),
            models.Index(
                fields=["jahr"], name="kennzahlreihe_geheimes", condition=Q(grund__contains=[Grund.GEHEIM.value])
            ),
        )
        triggers = (
            pgtrigger.Protect(name="kennzahlreihe_fest", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="kennzahlreihe_bezuege",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="neue"),  # type: ignore[no-untyped-call]
                func="""
                    IF EXISTS (
                        SELECT FROM neue
                        LEFT JOIN kennzahlen_einheit e ON e.id = neue.einheit_id
                        LEFT JOIN kennzahlen_veroeffentlichung v ON v.id = neue.veroeffentlichung_id
                        WHERE e.id IS NULL OR v.id IS NULL
                    ) THEN
                        RAISE foreign_key_violation
                            USING MESSAGE = 'kennzahlreihe_bezuege: Einheit oder Veröffentlichung fehlt';
                    END IF;
                    RETURN NULL;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.einheit_id} {self.kennzahl} {self.jahr}"
