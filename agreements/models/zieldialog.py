"""Zieldialoge, the reports they rest on, and the Maßnahmen they lead to.

A dialogue is held about one agreement or, together, about several of the same kind and round. What concerns one of
them alone (reports, Maßnahmen, a proposed amendment) hangs on its :class:`Teilnahme` and is seen by the parties to
that agreement only; date, agenda and minutes are seen by everyone who takes part.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from agreements.models.vereinbarungen import Planungsrunde, Vertragspartei, Zielvereinbarung
from agreements.recht import SEITENTITEL, Seite
from agreements.zieldialog.recht import (
    BERICHTSTITEL,
    DIALOGTITEL,
    MASSNAHMENTITEL,
    Dialogzustand,
    Massnahmenzustand,
)
from kennzahlen.models import Veroeffentlichung
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.zugriff import NIEMAND, Regel, Regeln, Zugang, visible

_DIALOGZUSTAENDE = [zustand.value for zustand in Dialogzustand]


def _beteiligt(pfad: str) -> Regeln:
    """FACHKONZEPT 6: dialogues and reports belong to the parties to the agreement and to nobody else."""

    def mit(befugnis: Befugnis) -> Regel:
        def regel(zugang: Zugang) -> Q:
            if zugang.partei_id is None or befugnis not in zugang.befugnisse:
                return NIEMAND
            eigene = Vertragspartei.objects.filter(Q(partei=zugang.partei_id) | Q(rechtstraeger=zugang.partei_id))
            return Q(**{f"{pfad}__in": eigene.values("zielvereinbarung")})

        return regel

    return {befugnis: mit(befugnis) for befugnis in (Befugnis.SEHEN, Befugnis.ZIELDIALOG_FUEHREN)}


class ZieldialogQuerySet(models.QuerySet["Zieldialog"]):
    """Dialogues, by who may see them."""

    def visible_to(self, zugang: Zugang) -> ZieldialogQuerySet:
        """Those about an agreement to which the access is party."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def nicht_abgesagt(self) -> ZieldialogQuerySet:
        """Those that are to be held or have been."""
        return self.exclude(zustand=Dialogzustand.ABGESAGT)


class Zieldialog(models.Model):
    """A dialogue: when and where, its agenda (``tagesordnung``), its minutes (``niederschrift``)."""

    runde = models.ForeignKey(Planungsrunde, on_delete=models.PROTECT, related_name="zieldialoge")
    vereinbarungen = models.ManyToManyField(Zielvereinbarung, through="Teilnahme", related_name="zieldialoge")
    titel = models.CharField("Titel", max_length=120)
    beginn = models.DateTimeField("Beginn")
    dauer = models.DurationField("Dauer", default=timedelta(hours=2))
    ort = models.CharField("Ort", max_length=200, blank=True, help_text="Raum oder Verweis auf die Videokonferenz")
    zustand = models.CharField("Zustand", max_length=20, choices=[(z.value, DIALOGTITEL[z]) for z in Dialogzustand])
    niederschrift = models.TextField("Niederschrift", blank=True)
    niederschrift_nummer = models.PositiveIntegerField(
        "Stand der Niederschrift", default=0, db_comment="zählt mit jeder Änderung; eine Bestätigung gilt einem Stand"
    )
    kalender_id = models.UUIDField(default=uuid4, unique=True, editable=False, db_comment="UID im Kalender (RFC 5545)")
    kalender_folge = models.PositiveIntegerField(default=0, db_comment="SEQUENCE im Kalender (RFC 5545)")
    angelegt_am = models.DateTimeField("angelegt am")
    angelegt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ZieldialogQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Zieldialog"
        verbose_name_plural = "Zieldialoge"
        indexes = (models.Index(fields=["beginn"]),)
        constraints = (
            models.CheckConstraint(
                name="zieldialog_zustand", condition=Q(zustand__in=[z.value for z in Dialogzustand])
            ),
            models.CheckConstraint(
                name="zieldialog_dauer", condition=Q(dauer__gt=timedelta(0), dauer__lte=timedelta(days=2))
            ),
            models.CheckConstraint(
                name="zieldialog_niederschrift",
                condition=~Q(zustand=Dialogzustand.ABGESCHLOSSEN) | ~Q(niederschrift=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.titel}, {self.beginn:%d.%m.%Y}"


class Teilnahme(models.Model):
    """That a dialogue is about an agreement."""

    zieldialog = models.ForeignKey(Zieldialog, on_delete=models.CASCADE, related_name="teilnahmen")
    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="teilnahmen")

    class Meta:
        verbose_name = "Teilnahme"
        verbose_name_plural = "Teilnahmen"
        constraints = (models.UniqueConstraint(fields=["zieldialog", "zielvereinbarung"], name="teilnahme_einmal"),)

    def __str__(self) -> str:
        return f"{self.zieldialog_id}: {self.zielvereinbarung_id}"


def _an_einer_beteiligt(befugnis: Befugnis) -> Regel:
    """Party to one of the agreements of a dialogue. Without a join: a joint dialogue is one row, not one for each."""

    def regel(zugang: Zugang) -> Q:
        teilnahmen = Teilnahme.objects.filter(
            _beteiligt("zielvereinbarung")[befugnis](zugang), zieldialog=models.OuterRef("pk")
        )
        return Q(models.Exists(teilnahmen))

    return regel


Zieldialog.zugriffsregeln = {
    befugnis: _an_einer_beteiligt(befugnis) for befugnis in (Befugnis.SEHEN, Befugnis.ZIELDIALOG_FUEHREN)
}


class Tagesordnungspunkt(models.Model):
    """An item of the agenda, in order."""

    zieldialog = models.ForeignKey(Zieldialog, on_delete=models.CASCADE, related_name="tagesordnung")
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge")
    titel = models.CharField("Titel", max_length=200)

    class Meta:
        verbose_name = "Tagesordnungspunkt"
        verbose_name_plural = "Tagesordnung"
        constraints = (
            models.UniqueConstraint(fields=["zieldialog", "reihenfolge"], name="tagesordnungspunkt_reihenfolge"),
            models.CheckConstraint(name="tagesordnungspunkt_titel", condition=~Q(titel="")),
        )

    def __str__(self) -> str:
        return self.titel


class Bestaetigung(models.Model):
    """That a party confirms the minutes as they read at one stand of them."""

    zieldialog = models.ForeignKey(Zieldialog, on_delete=models.CASCADE, related_name="bestaetigungen")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+")
    nummer = models.PositiveIntegerField("Stand der Niederschrift")
    am = models.DateTimeField("bestätigt am")
    durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "Bestätigung einer Niederschrift"
        verbose_name_plural = "Bestätigungen von Niederschriften"
        constraints = (
            models.UniqueConstraint(fields=["zieldialog", "partei", "nummer"], name="bestaetigung_einmal_je_stand"),
        )

    def __str__(self) -> str:
        return f"{self.zieldialog_id}: {self.partei_id}"


class DialogberichtQuerySet(models.QuerySet["Dialogbericht"]):
    """Reports, by who may see them."""

    def visible_to(self, zugang: Zugang) -> DialogberichtQuerySet:
        """Those of the own agreements; of the other side only what has been handed in."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Dialogbericht(models.Model):
    """What one side reports: Zielerreichung so far (computed, frozen when handed in), Rahmenbedingungen in words."""

    teilnahme = models.ForeignKey(Teilnahme, on_delete=models.CASCADE, related_name="berichte")
    seite = models.CharField("Seite", max_length=12, choices=[(s.value, SEITENTITEL[s]) for s in Seite])
    rahmenbedingungen = models.TextField("Rahmenbedingungen", blank=True)
    zielerreichung = models.JSONField(
        "Zielerreichung bis dahin", default=list, db_comment="agreements.zieldialog.berichte.Zwischenstand je Ziel"
    )
    zahlenstand = models.ForeignKey(Veroeffentlichung, on_delete=models.PROTECT, null=True, related_name="+")
    geaendert_am = models.DateTimeField("geändert am")
    geaendert_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    abgegeben_am = models.DateTimeField("abgegeben am", null=True)

    objects = DialogberichtQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Bericht zum Zieldialog"
        verbose_name_plural = "Berichte zu Zieldialogen"
        constraints = (
            models.UniqueConstraint(fields=["teilnahme", "seite"], name="dialogbericht_einer_je_seite"),
            models.CheckConstraint(name="dialogbericht_seite", condition=Q(seite__in=[s.value for s in Seite])),
            models.CheckConstraint(
                name="dialogbericht_abgegeben",
                condition=Q(abgegeben_am=None) | ~Q(rahmenbedingungen="") & Q(abgegeben_am__gte=F("geaendert_am")),
            ),
        )

    def __str__(self) -> str:
        return f"Bericht {self.pk} der {self.get_seite_display()}"

    def titel_fuer(self, nr: int) -> str:
        """What it is called in an agreement of a kind."""
        return BERICHTSTITEL[nr][Seite(self.seite)]


def _bericht_sehen(zugang: Zugang) -> Q:
    """A draft is seen by the side that writes it; handed in, by every party to the agreement."""
    if zugang.partei_id is None or Befugnis.SEHEN not in zugang.befugnisse:
        return NIEMAND
    ich = Q(partei=zugang.partei_id) | Q(rechtstraeger=zugang.partei_id)
    eigene = Vertragspartei.objects.filter(ich, zielvereinbarung=models.OuterRef("teilnahme__zielvereinbarung"))
    return Q(models.Exists(eigene), abgegeben_am__isnull=False) | Q(
        models.Exists(eigene.filter(seite=models.OuterRef("seite")))
    )


Dialogbericht.zugriffsregeln = {Befugnis.SEHEN: _bericht_sehen}


class MassnahmeQuerySet(models.QuerySet["Massnahme"]):
    """Maßnahmen, by who may see them."""

    def visible_to(self, zugang: Zugang) -> MassnahmeQuerySet:
        """Those of the own agreements."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def offen(self) -> MassnahmeQuerySet:
        """Those neither done nor given up."""
        return self.filter(zustand=Massnahmenzustand.OFFEN)


class Massnahme(models.Model):
    """What was agreed to be done: specific, measurable, with someone responsible and a date."""

    teilnahme = models.ForeignKey(Teilnahme, on_delete=models.PROTECT, related_name="massnahmen")
    titel = models.CharField("Maßnahme", max_length=160)
    beschreibung = models.TextField("Was genau geschieht")
    messgroesse = models.CharField("Woran man erkennt, dass sie erreicht ist", max_length=300)
    verantwortlich = models.ForeignKey(
        Partei, on_delete=models.PROTECT, related_name="+", verbose_name="Verantwortlich"
    )
    faellig_am = models.DateField("fällig am")
    zustand = models.CharField(
        "Zustand", max_length=20, choices=[(z.value, MASSNAHMENTITEL[z]) for z in Massnahmenzustand]
    )
    vereinbart_am = models.DateTimeField("vereinbart am")
    vereinbart_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MassnahmeQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = _beteiligt("teilnahme__zielvereinbarung")

    class Meta:
        verbose_name = "Maßnahme"
        verbose_name_plural = "Maßnahmen"
        indexes = (models.Index(fields=["faellig_am"], condition=Q(zustand="offen"), name="massnahme_offene"),)
        constraints = (
            models.CheckConstraint(
                name="massnahme_zustand", condition=Q(zustand__in=[z.value for z in Massnahmenzustand])
            ),
            models.CheckConstraint(
                name="massnahme_smart", condition=~Q(titel="") & ~Q(beschreibung="") & ~Q(messgroesse="")
            ),
        )

    def __str__(self) -> str:
        return self.titel


class Massnahmenvermerk(models.Model):
    """What became of a Maßnahme, by whom, when: never changed."""

    massnahme = models.ForeignKey(Massnahme, on_delete=models.CASCADE, related_name="vermerke")
    text = models.TextField("Stand der Umsetzung")
    am = models.DateTimeField("am")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="+")
    durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "Vermerk zu einer Maßnahme"
        verbose_name_plural = "Vermerke zu Maßnahmen"
        constraints = (models.CheckConstraint(name="massnahmenvermerk_text", condition=~Q(text="")),)

    def __str__(self) -> str:
        return self.text[:60]


class AenderungsvorschlagQuerySet(models.QuerySet["Aenderungsvorschlag"]):
    """Proposed amendments, by who may see them."""

    def visible_to(self, zugang: Zugang) -> AenderungsvorschlagQuerySet:
        """Those of the own agreements."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Aenderungsvorschlag(models.Model):
    """That a party proposes, in a dialogue, to amend the agreement. The amendment itself is an act of its lifecycle."""

    teilnahme = models.ForeignKey(Teilnahme, on_delete=models.PROTECT, related_name="aenderungsvorschlaege")
    text = models.TextField("Was geändert werden soll und warum")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="+")
    am = models.DateTimeField("vorgeschlagen am")
    durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AenderungsvorschlagQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = _beteiligt("teilnahme__zielvereinbarung")

    class Meta:
        verbose_name = "Änderungsvorschlag"
        verbose_name_plural = "Änderungsvorschläge"
        constraints = (models.CheckConstraint(name="aenderungsvorschlag_text", condition=~Q(text="")),)

    def __str__(self) -> str:
        return self.text[:60]
