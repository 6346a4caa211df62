"""Planned values in negotiation, the days of a round, forecasts, and tables on their way in.

With the publication of a Planungsbrief a :class:`Planungswert` comes into being for each Jobcenter, Kennzahl and
year; ``zustand`` is written by ``agreements.planung.verhandlung`` alone, and every move that somebody makes is kept
as a :class:`Gebot`.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agreements.models.planungsbrief import KENNZAHL_BEKANNT, KENNZAHLEN, Jobcentererwartung
from agreements.models.vereinbarungen import Planungsrunde
from agreements.planung.kalender import SCHRITTE
from agreements.planung.recht import WERTZUSTANDSTITEL, ZUGARTEN, Wertzustand
from kennzahlen.models import Einheit, Veroeffentlichung
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.recht import JOBCENTER, Parteiart
from zielsystem.parties.zugriff import ALLE, NIEMAND, Regel, Regeln, Zugang, visible

# -- Values in negotiation -------------------------------------------------------------------------------------


class PlanungswertQuerySet(models.QuerySet["Planungswert"]):
    """Planned values, by who may see them."""

    def visible_to(self, zugang: Zugang) -> PlanungswertQuerySet:
        """Those that the access may see; to everyone else the others do not exist."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Planungswert(models.Model):
    """The value of one Jobcenter, Kennzahl and year of a round: expected, offered, agreed. Persons.

    Who belongs to whom is written down as of the first day of the period, as in the agreements: ``gegenueber`` is
    the Land of an Optionskommune, the BA for a gE.
    """

    runde = models.ForeignKey(Planungsrunde, on_delete=models.PROTECT, related_name="planungswerte")
    jobcenter = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="planungswerte")
    kennzahl = models.CharField("Kennzahl", max_length=8, choices=KENNZAHLEN)
    jahr = models.PositiveSmallIntegerField("Jahr")
    art = models.CharField("Art des Jobcenters", max_length=20, choices=[(a.value, a.value) for a in JOBCENTER])
    name = models.CharField("Name", max_length=200)
    schluessel = models.CharField("Schlüssel", max_length=5, db_comment="AGS am ersten Tag der Runde")
    land = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+")
    traeger = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+")
    gegenueber = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+")
    erwartung = models.ForeignKey(Jobcentererwartung, on_delete=models.PROTECT, related_name="+")
    erwartet = models.PositiveIntegerField("Erwartungswert", db_comment="Personen")
    menge = models.PositiveBigIntegerField("Bezugsgröße", db_comment="siehe Planungsgroesse.teiler")
    wert = models.PositiveIntegerField("Wert auf dem Tisch", null=True, db_comment="Personen; NULL: noch kein Angebot")
    zuege = models.PositiveSmallIntegerField("Züge", default=0)
    zustand = models.CharField("Zustand", max_length=20, choices=[(z.value, WERTZUSTANDSTITEL[z]) for z in Wertzustand])

    objects = PlanungswertQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Planungswert"
        verbose_name_plural = "Planungswerte"
        indexes = (models.Index(fields=["runde", "kennzahl", "jahr", "schluessel"], name="planungswert_tabelle"),)
        constraints = (
            models.UniqueConstraint(fields=["runde", "jobcenter", "kennzahl", "jahr"], name="planungswert_einmal"),
            models.CheckConstraint(name="planungswert_kennzahl", condition=KENNZAHL_BEKANNT),
            models.CheckConstraint(name="planungswert_art", condition=Q(art__in=[a.value for a in JOBCENTER])),
            models.CheckConstraint(
                name="planungswert_zustand", condition=Q(zustand__in=[z.value for z in Wertzustand])
            ),
            models.CheckConstraint(
                name="planungswert_wert",
                condition=Q(zustand=Wertzustand.ERWARTET, wert=None, zuege=0)
                | ~Q(zustand=Wertzustand.ERWARTET) & Q(wert__isnull=False, zuege__gte=1),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.kennzahl} {self.jahr}"


def _wert_sehen(zugang: Zugang) -> Q:
    """Its Jobcenter and the Kommune behind it, who negotiates with it, and the BMAS (FACHKONZEPT 3, step 1)."""
    if zugang.partei_id is None or Befugnis.SEHEN not in zugang.befugnisse:
        return NIEMAND
    if zugang.art is Parteiart.BMAS:
        return ALLE
    eigene = zugang.partei_id
    return Q(jobcenter=eigene) | Q(gegenueber=eigene) | Q(traeger=eigene)


def _als(feld: str) -> Regel:
    return lambda zugang: Q(**{feld: zugang.partei_id}) if zugang.partei_id else NIEMAND


Planungswert.zugriffsregeln = {
    Befugnis.SEHEN: _wert_sehen,
    Befugnis.WERT_ANBIETEN: _als("jobcenter"),
    Befugnis.WERT_BEANTWORTEN: _als("gegenueber"),
}


class Gebot(models.Model):
    """A move in the negotiation of a value: who put which number on the table, why, on what source. Never changed."""

    planungswert = models.ForeignKey(Planungswert, on_delete=models.PROTECT, related_name="gebote")
    nr = models.PositiveSmallIntegerField("Nr.")
    akt = models.CharField("Zug", max_length=30, choices=list(ZUGARTEN.items()))
    wert = models.PositiveIntegerField("Wert", db_comment="Personen")
    begruendung = models.TextField("Begründung", blank=True)
    quelle = models.TextField("Quelle", blank=True)
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+")
    am = models.DateTimeField("am")
    durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "Gebot"
        verbose_name_plural = "Gebote"
        constraints = (
            models.UniqueConstraint(fields=["planungswert", "nr"], name="gebot_nr"),
            models.CheckConstraint(name="gebot_akt", condition=Q(akt__in=list(ZUGARTEN))),
            models.CheckConstraint(name="gebot_nr_ab_eins", condition=Q(nr__gte=1)),
        )
        triggers = (pgtrigger.Protect(name="gebot_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.planungswert_id}/{self.nr}: {self.wert}"


# -- Calendar, forecasts, files --------------------------------------------------------------------------------


class Terminsetzung(models.Model):
    """Another day for a step of a round, with the reason; the newest one counts. Never changed."""

    runde = models.ForeignKey(Planungsrunde, on_delete=models.PROTECT, related_name="terminsetzungen")
    schritt = models.CharField("Schritt", max_length=30, choices=[(s.code, s.titel) for s in SCHRITTE])
    termin = models.DateField("Termin")
    grund = models.TextField("Grund")
    am = models.DateTimeField("am")
    durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "Terminsetzung"
        verbose_name_plural = "Terminsetzungen"
        indexes = (models.Index(fields=["runde", "schritt", "-id"], name="terminsetzung_neueste"),)
        constraints = (
            models.CheckConstraint(name="terminsetzung_schritt", condition=Q(schritt__in=[s.code for s in SCHRITTE])),
            models.CheckConstraint(name="terminsetzung_grund", condition=~Q(grund="")),
        )
        triggers = (pgtrigger.Protect(name="terminsetzung_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.schritt}: {self.termin}"


class Kennzahlprognose(models.Model):
    """A forecast of one Kennzahl of one unit, as a release allows it; ``grund`` says why there is none."""

    veroeffentlichung = models.ForeignKey(Veroeffentlichung, on_delete=models.CASCADE, related_name="+")
    einheit = models.ForeignKey(Einheit, on_delete=models.CASCADE, related_name="+")
    kennzahl = models.CharField("Kennzahl", max_length=8, choices=KENNZAHLEN)
    ab = models.DateField("erster Monat der Prognose")
    wert = ArrayField(models.FloatField(), verbose_name="Werte", default=list)
    unten = ArrayField(models.FloatField(), verbose_name="untere Grenze", default=list)
    oben = ArrayField(models.FloatField(), verbose_name="obere Grenze", default=list)
    verfahren = models.CharField("Verfahren", max_length=40)
    sicherheit = models.DecimalField("Sicherheit", max_digits=3, decimal_places=2)
    grund = models.CharField("warum keine", max_length=200, blank=True)

    class Meta:
        verbose_name = "Prognose"
        verbose_name_plural = "Prognosen"
        constraints = (
            models.UniqueConstraint(
                fields=["veroeffentlichung", "einheit", "kennzahl"], name="kennzahlprognose_einmal"
            ),
            models.CheckConstraint(name="kennzahlprognose_kennzahl", condition=KENNZAHL_BEKANNT),
            models.CheckConstraint(
                name="kennzahlprognose_laengen",
                condition=Q(unten__len=F("wert__len"), oben__len=F("wert__len")),
            ),
            models.CheckConstraint(
                name="kennzahlprognose_oder_grund",
                condition=Q(grund="", wert__len__gt=0) | ~Q(grund="") & Q(wert__len=0),
            ),
        )

    def __str__(self) -> str:
        return f"{self.einheit_id} {self.kennzahl} ab {self.ab:%Y-%m}"


class Planungsdatei(models.Model):
    """A table of values that somebody had checked and may take over: these bytes, once, within a day."""

    runde = models.ForeignKey(Planungsrunde, on_delete=models.CASCADE, related_name="+")
    partei = models.ForeignKey(Partei, on_delete=models.CASCADE, related_name="+")
    nutzer = models.ForeignKey(Nutzer, on_delete=models.CASCADE, related_name="+")
    dateiname = models.CharField("Dateiname", max_length=255)
    inhalt = models.BinaryField("Inhalt", null=True, db_comment="NULL: übernommen")
    hochgeladen_am = models.DateTimeField("hochgeladen am", db_index=True)
    uebernommen_am = models.DateTimeField("übernommen am", null=True)
    anzahl = models.PositiveIntegerField("übernommene Werte", null=True)

    objects: ClassVar[models.Manager[Planungsdatei]] = models.Manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Tabelle von Planungswerten"
        verbose_name_plural = "Tabellen von Planungswerten"
        constraints = (
            models.CheckConstraint(
                name="planungsdatei_uebernahme",
                condition=Q(uebernommen_am=None, inhalt__isnull=False, anzahl=None)
                | Q(uebernommen_am__isnull=False, inhalt=None, anzahl__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.dateiname


def _eigene_datei(zugang: Zugang) -> Q:
    """Only the person who uploaded it, and only while acting for the same party."""
    return Q(nutzer=zugang.nutzer, partei=zugang.partei_id) if zugang.nutzer and zugang.partei_id else NIEMAND


Planungsdatei.zugriffsregeln = {Befugnis.SEHEN: _eigene_datei}
