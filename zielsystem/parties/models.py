"""Parties with their history, the groups they are compared in, and the people who act for them.

A :class:`Partei` is nothing but an identity; everything that can change about it stands in dated
:class:`Parteistand` rows (kind, name, key, Land, Träger). So a gE that becomes an Optionskommune, or a Kreis that
gets a new key, stays the same Partei and keeps its figures, agreements and grants.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from zielsystem.befugnisse import ROLLEN, Rolle
from zielsystem.parties.recht import ARTEN, JOBCENTER, Gruppenart, Parteiart


def gilt_am(tag: date, vor: str = "") -> Q:
    """The rows whose half-open period ``ab``/``bis`` contains a day; ``vor`` is a lookup prefix."""
    return Q(**{f"{vor}ab__lte": tag}) & (Q(**{f"{vor}bis": None}) | Q(**{f"{vor}bis__gt": tag}))


def _ohne_ueberschneidung(name: str, *felder: str) -> ExclusionConstraint:
    """At most one row per key at any time; integer ranges make it work without the extension btree_gist."""
    schluessel = [
        (Func(F(feld), F(feld), Value("[]"), function="int8range"), RangeOperators.OVERLAPS) for feld in felder
    ]
    zeitraum = Func(F("ab"), F("bis"), Value("[)"), function="daterange", output_field=DateRangeField())
    return ExclusionConstraint(name=name, expressions=[*schluessel, (zeitraum, RangeOperators.OVERLAPS)])


def _zeitraum_gueltig(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(bis=None) | Q(bis__gt=F("ab")))


class Installation(models.Model):
    """What is true of this installation as a whole: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    synthetisch = models.BooleanField(
        default=False, help_text="Die Zahlen sind erfunden; jede Seite und jedes Dokument sagt es."
    )

    class Meta:
        verbose_name = "Installation"
        constraints = (models.CheckConstraint(name="installation_eine_zeile", condition=Q(id=1)),)

    def __str__(self) -> str:
        return "Demonstration" if self.synthetisch else "Betrieb"


class Nutzer(AbstractUser):
    """A person with a login. What the person may do follows from the Ämter alone."""

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class ParteiQuerySet(models.QuerySet["Partei"]):
    """Parties, by kind on a day."""

    def der_art(self, arten: Iterable[Parteiart], am: date) -> ParteiQuerySet:
        """The parties that are of one of the kinds on a day."""
        return self.filter(pk__in=Parteistand.objects.filter(gilt_am(am), art__in=arten).values("partei"))

    def jobcenter(self, am: date) -> ParteiQuerySet:
        """The Jobcenter of a day."""
        return self.der_art(JOBCENTER, am)


class Partei(models.Model):
    """Somebody who can agree, report, decide or be reported on."""

    schluessel = models.SlugField("Schlüssel", max_length=40, unique=True)

    objects = ParteiQuerySet.as_manager()

    class Meta:
        verbose_name = "Partei"
        verbose_name_plural = "Parteien"

    def __str__(self) -> str:
        return self.schluessel


class ParteistandQuerySet(models.QuerySet["Parteistand"]):
    """States of parties, as of a day."""

    def am(self, tag: date) -> ParteistandQuerySet:
        """One row per party that exists on the day."""
        return self.filter(gilt_am(tag))

    def jobcenter(self) -> ParteistandQuerySet:
        """Those of Jobcenter (gE and Optionskommunen)."""
        return self.filter(art__in=JOBCENTER)


class Parteistand(models.Model):
    """What a party is from one day (inclusive) to another (exclusive)."""

    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="staende")
    ab = models.DateField("ab", help_text="erster Tag")
    bis = models.DateField("bis", null=True, blank=True, help_text="erster Tag danach; leer: offen")
    art = models.CharField("Art", max_length=20, choices=[(a.value, ARTEN[a].titel) for a in Parteiart])
    name = models.CharField("Name", max_length=200)
    ags = models.CharField(
        "Schlüssel", max_length=5, blank=True, db_comment="Amtlicher Schlüssel: 2 Stellen Land, 5 Stellen Kreis"
    )
    land = models.ForeignKey(
        Partei, on_delete=models.PROTECT, null=True, blank=True, related_name="staende_im_land", db_comment="§ 48"
    )
    traeger = models.ForeignKey(
        Partei,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="getragene_staende",
        db_comment="kommunaler Träger des Jobcenters, § 6 Abs. 1 Satz 1 Nr. 2, § 6a",
    )

    objects = ParteistandQuerySet.as_manager()

    class Meta:
        verbose_name = "Stand einer Partei"
        verbose_name_plural = "Stände von Parteien"
        indexes = (models.Index(fields=["art", "ags"]), models.Index(fields=["land", "art"]))
        constraints = (
            _zeitraum_gueltig("parteistand_zeitraum"),
            _ohne_ueberschneidung("parteistand_je_zeit_einer", "partei_id"),
            models.CheckConstraint(name="parteistand_art", condition=Q(art__in=[a.value for a in Parteiart])),
            models.CheckConstraint(
                name="parteistand_schluessel",
                condition=Q(art=Parteiart.LAND, ags__regex=r"^\d{2}$")
                | Q(art__in=(Parteiart.KOMMUNE, *JOBCENTER), ags__regex=r"^\d{5}$")
                | ~Q(art__in=(Parteiart.LAND, Parteiart.KOMMUNE, *JOBCENTER)) & Q(ags=""),
            ),
            models.CheckConstraint(
                name="parteistand_land",
                condition=Q(art__in=(Parteiart.KOMMUNE, *JOBCENTER), land__isnull=False)
                | ~Q(art__in=(Parteiart.KOMMUNE, *JOBCENTER)) & Q(land__isnull=True),
            ),
            models.CheckConstraint(
                name="parteistand_traeger",
                condition=Q(art__in=JOBCENTER, traeger__isnull=False) | ~Q(art__in=JOBCENTER) & Q(traeger__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Vergleichsgruppe(models.Model):
    """A group in which Jobcenter are compared: a Vergleichstyp, or a Vergleichsring of Optionskommunen."""

    art = models.CharField("Art", max_length=20, choices=[(a.value, a.value) for a in Gruppenart])
    schluessel = models.SlugField("Schlüssel", max_length=20)
    titel = models.CharField("Titel", max_length=120)

    class Meta:
        verbose_name = "Vergleichsgruppe"
        verbose_name_plural = "Vergleichsgruppen"
        constraints = (
            models.UniqueConstraint(fields=["art", "schluessel"], name="vergleichsgruppe_eindeutig"),
            models.CheckConstraint(name="vergleichsgruppe_art", condition=Q(art__in=[a.value for a in Gruppenart])),
        )

    def __str__(self) -> str:
        return self.titel


class Gruppenzugehoerigkeit(models.Model):
    """A Jobcenter belongs to a comparison group for a time (the Vergleichstyp is set yearly)."""

    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="gruppen")
    gruppe = models.ForeignKey(Vergleichsgruppe, on_delete=models.PROTECT, related_name="zugehoerigkeiten")
    ab = models.DateField("ab")
    bis = models.DateField("bis", null=True, blank=True)

    class Meta:
        verbose_name = "Gruppenzugehörigkeit"
        verbose_name_plural = "Gruppenzugehörigkeiten"
        constraints = (
            _zeitraum_gueltig("gruppenzugehoerigkeit_zeitraum"),
            _ohne_ueberschneidung("gruppenzugehoerigkeit_einmal", "partei_id", "gruppe_id"),
        )

    def __str__(self) -> str:
        return f"{self.partei_id} in {self.gruppe_id}"


class Nachfolge(models.Model):
    """A party went up in another on a day (Kreisreform): the successor's comparisons include the predecessor."""

    vorgaenger = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="nachfolgen")
    nachfolger = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="vorgaenge")
    am = models.DateField("am")
    grund = models.CharField("Grund", max_length=200)

    class Meta:
        verbose_name = "Nachfolge"
        verbose_name_plural = "Nachfolgen"
        constraints = (
            models.UniqueConstraint(fields=["vorgaenger", "nachfolger"], name="nachfolge_einmal"),
            models.CheckConstraint(name="nachfolge_verschieden", condition=~Q(vorgaenger=F("nachfolger"))),
        )

    def __str__(self) -> str:
        return f"{self.vorgaenger_id} → {self.nachfolger_id}"


class AmtQuerySet(models.QuerySet["Amt"]):
    """Ämter, as of a day."""

    def am(self, tag: date) -> AmtQuerySet:
        """Those held on the day."""
        return self.filter(gilt_am(tag))


class Amt(models.Model):
    """A person holds a role for a party, from a day (inclusive) to another (exclusive)."""

    nutzer = models.ForeignKey(Nutzer, on_delete=models.PROTECT, related_name="aemter")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="aemter")
    rolle = models.CharField("Rolle", max_length=20, choices=[(r.value, ROLLEN[r].titel) for r in Rolle])
    ab = models.DateField("ab")
    bis = models.DateField("bis", null=True, blank=True)

    objects = AmtQuerySet.as_manager()

    class Meta:
        verbose_name = "Amt"
        verbose_name_plural = "Ämter"
        constraints = (
            _zeitraum_gueltig("amt_zeitraum"),
            _ohne_ueberschneidung("amt_je_zeit_eines", "nutzer_id", "partei_id"),
            models.CheckConstraint(name="amt_rolle", condition=Q(rolle__in=[r.value for r in Rolle])),
        )

    def __str__(self) -> str:
        return f"{self.nutzer_id}: {self.rolle} für {self.partei_id}"
