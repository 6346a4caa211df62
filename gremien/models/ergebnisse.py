"""Votes, results with their corrections, minutes, and what is to be done.

A vote cast stays. Of the results of an item exactly one counts. Approved minutes cannot be changed, by nobody.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from gremien.abstimmung import VOTUMSTITEL, Votum
from gremien.models.endgueltig import bleibt_nach_genehmigung
from gremien.models.gremien import der_geschaeftsstelle
from gremien.models.mitglieder import Mitgliedschaft, Vertretung, beteiligt
from gremien.models.sitzungen import Sitzung
from gremien.models.tagesordnung import Tagesordnungspunkt, punkt_sehen
from gremien.recht import AUSGANGSTITEL, UMSETZUNGSTITEL, Ausgang, Umsetzungszustand
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.zugriff import NIEMAND, Regeln, Zugang, visible


class Abstimmung(models.Model):
    """One round of votes on an item: open until it is counted (``geschlossen_am``) or dropped (``verworfen_am``)."""

    punkt = models.ForeignKey(Tagesordnungspunkt, on_delete=models.PROTECT, related_name="abstimmungen")
    nummer = models.PositiveSmallIntegerField("Nummer")
    antrag = models.TextField("Antrag")
    eroeffnet_am = models.DateTimeField("eröffnet am")
    eroeffnet_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    geschlossen_am = models.DateTimeField("ausgezählt am", null=True)
    verworfen_am = models.DateTimeField("verworfen am", null=True)
    verwerfungsgrund = models.TextField("Grund", blank=True)

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: lambda zugang: punkt_sehen(zugang, "punkt")}

    class Meta:
        verbose_name = "Abstimmung"
        verbose_name_plural = "Abstimmungen"
        constraints = (
            models.UniqueConstraint(fields=["punkt", "nummer"], name="abstimmung_nummer"),
            models.UniqueConstraint(
                fields=["punkt"],
                condition=Q(geschlossen_am=None, verworfen_am=None),
                name="abstimmung_eine_offene",
            ),
            models.CheckConstraint(name="abstimmung_antrag", condition=~Q(antrag="")),
            models.CheckConstraint(
                name="abstimmung_ende",
                condition=Q(verworfen_am=None, verwerfungsgrund="")
                | Q(geschlossen_am=None, verworfen_am__isnull=False) & ~Q(verwerfungsgrund=""),
            ),
        )
        triggers = (bleibt_nach_genehmigung("abstimmung_genehmigt_fest", "punkt_id"),)

    def __str__(self) -> str:
        return f"{self.nummer}. Abstimmung zu {self.punkt_id}"


class Stimme(models.Model):
    """The vote of a member in a round, given by the member, a substitute (``vertretung``) or into the minutes."""

    abstimmung = models.ForeignKey(Abstimmung, on_delete=models.PROTECT, related_name="stimmen")
    mitgliedschaft = models.ForeignKey(Mitgliedschaft, on_delete=models.PROTECT, related_name="+")
    vertretung = models.ForeignKey(Vertretung, on_delete=models.PROTECT, null=True, related_name="+")
    votum = models.CharField("Stimme", max_length=10, choices=[(v.value, VOTUMSTITEL[v]) for v in Votum])
    am = models.DateTimeField("abgegeben am")
    durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: lambda zugang: punkt_sehen(zugang, "abstimmung__punkt")}

    class Meta:
        verbose_name = "Stimme"
        verbose_name_plural = "Stimmen"
        constraints = (
            models.UniqueConstraint(fields=["abstimmung", "mitgliedschaft"], name="stimme_einmal_je_mitglied"),
            models.CheckConstraint(name="stimme_votum", condition=Q(votum__in=[v.value for v in Votum])),
        )
        triggers = (
            pgtrigger.Protect(name="stimme_bleibt", operation=pgtrigger.Update | pgtrigger.Delete),
            bleibt_nach_genehmigung("stimme_genehmigt_fest", "abstimmung_id"),
        )

    def __str__(self) -> str:
        return f"{self.mitgliedschaft_id}: {self.votum}"


class ErgebnisQuerySet(models.QuerySet["Ergebnis"]):
    """Results, by who may see them and by whether they count."""

    def visible_to(self, zugang: Zugang) -> ErgebnisQuerySet:
        """Those of the items that the access sees."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def gueltig(self) -> ErgebnisQuerySet:
        """Those that count: at most one per item."""
        return self.filter(abgeloest_am=None)


class Ergebnis(models.Model):
    """What came out of an item. A correction is a new version with a reason; the one before stays readable.

    ``festgestellt_am``: when it came about; ``anwesend``: how many members were there or represented.
    """

    punkt = models.ForeignKey(Tagesordnungspunkt, on_delete=models.PROTECT, related_name="ergebnisse")
    fassung = models.PositiveSmallIntegerField("Fassung")
    ausgang = models.CharField("Ergebnis", max_length=12, choices=[(a.value, AUSGANGSTITEL[a]) for a in Ausgang])
    wortlaut = models.TextField("Wortlaut", blank=True)
    abstimmung = models.ForeignKey(Abstimmung, on_delete=models.PROTECT, null=True, related_name="+")
    ja = models.PositiveSmallIntegerField("Ja", null=True)
    nein = models.PositiveSmallIntegerField("Nein", null=True)
    enthaltung = models.PositiveSmallIntegerField("Enthaltungen", null=True)
    anwesend = models.PositiveSmallIntegerField("anwesend oder vertreten", null=True)
    stichentscheid = models.BooleanField("durch den Vorsitz entschieden", default=False)
    erlaeuterung = models.CharField("Erläuterung", max_length=200, blank=True)
    grund = models.TextField("Grund der Berichtigung", blank=True)
    festgestellt_am = models.DateTimeField("festgestellt am")
    festgestellt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    abgeloest_am = models.DateTimeField("abgelöst am", null=True)

    objects = ErgebnisQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: lambda zugang: punkt_sehen(zugang, "punkt")}

    class Meta:
        verbose_name = "Ergebnis"
        verbose_name_plural = "Ergebnisse"
        constraints = (
            models.UniqueConstraint(fields=["punkt", "fassung"], name="ergebnis_fassung"),
            models.UniqueConstraint(fields=["punkt"], condition=Q(abgeloest_am=None), name="ergebnis_ein_gueltiges"),
            models.CheckConstraint(name="ergebnis_ausgang", condition=Q(ausgang__in=[a.value for a in Ausgang])),
            models.CheckConstraint(
                name="ergebnis_stimmen",
                condition=Q(ja=None, nein=None, enthaltung=None, stichentscheid=False)
                | Q(ja__isnull=False, nein__isnull=False, enthaltung__isnull=False)
                & Q(anwesend__gte=F("ja") + F("nein") + F("enthaltung")),
            ),
            models.CheckConstraint(
                name="ergebnis_beschluss_hat_stimmen",
                condition=~Q(ausgang__in=[Ausgang.BESCHLOSSEN, Ausgang.ABGELEHNT]) | Q(ja__isnull=False),
            ),
            models.CheckConstraint(
                name="ergebnis_mehrheit",
                condition=~Q(ausgang=Ausgang.BESCHLOSSEN) | Q(ja__gt=F("nein")) | Q(ja=F("nein"), stichentscheid=True),
            ),
            models.CheckConstraint(
                name="ergebnis_wortlaut", condition=~Q(ausgang=Ausgang.BESCHLOSSEN) | ~Q(wortlaut="")
            ),
            models.CheckConstraint(name="ergebnis_berichtigung", condition=Q(fassung=1, grund="") | Q(fassung__gte=2)),
            models.CheckConstraint(
                name="ergebnis_abgeloest", condition=Q(abgeloest_am=None) | Q(abgeloest_am__gte=F("festgestellt_am"))
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(name="ergebnis_unveraenderlich", exclude=["abgeloest_am"]),
            pgtrigger.Protect(name="ergebnis_bleibt", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="ergebnis_endgueltig_abgeloest",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__abgeloest_am__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_ausgang_display()} ({self.punkt_id}, Fassung {self.fassung})"


def _niederschrift_sehen(zugang: Zugang) -> Q:
    """The minutes tell of every item; who does not see one of them reads the results of the others."""
    verdeckte = Tagesordnungspunkt.objects.filter(sitzung=models.OuterRef("sitzung")).exclude(punkt_sehen(zugang))
    return beteiligt(zugang, "sitzung__gremium", "sitzung") & ~Q(models.Exists(verdeckte))


def niederschriftablage(niederschrift: Niederschrift, name: str) -> str:
    """Where approved minutes lie."""
    return f"gremien/niederschriften/{niederschrift.sitzung_id}/{niederschrift.sha256}.pdf"


class NiederschriftQuerySet(models.QuerySet["Niederschrift"]):
    """Minutes, by who may see them."""

    def visible_to(self, zugang: Zugang) -> NiederschriftQuerySet:
        """Those of the bodies in which the access takes part, of sessions of which it sees every item."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Niederschrift(models.Model):
    """The minutes of a session: words in front of the items; once approved, with the PDF, they stay as they are."""

    sitzung = models.OneToOneField(Sitzung, on_delete=models.PROTECT, related_name="niederschrift")
    text = models.TextField("Verlauf der Sitzung", blank=True)
    stand = models.PositiveIntegerField("Stand", default=1, db_comment="zählt mit jeder Änderung")
    geaendert_am = models.DateTimeField("geändert am")
    geaendert_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    genehmigt_am = models.DateTimeField("genehmigt am", null=True)
    genehmigt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    datei = models.FileField("Datei", upload_to=niederschriftablage, max_length=255, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    objects = NiederschriftQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {
        Befugnis.SEHEN: _niederschrift_sehen,
        Befugnis.GREMIUM_FUEHREN: der_geschaeftsstelle("sitzung__gremium", Befugnis.GREMIUM_FUEHREN),
    }

    class Meta:
        verbose_name = "Niederschrift"
        verbose_name_plural = "Niederschriften"
        constraints = (
            models.CheckConstraint(
                name="niederschrift_genehmigt",
                condition=Q(genehmigt_am=None, sha256="", datei="")
                | Q(genehmigt_am__gte=F("geaendert_am"), sha256__regex=r"^[0-9a-f]{64}$") & ~Q(datei="") & ~Q(text=""),
            ),
        )
        triggers = (
            pgtrigger.Protect(name="niederschrift_bleibt", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="niederschrift_genehmigt_fest",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__genehmigt_am__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"Niederschrift {self.sitzung_id}"


class Einwendung(models.Model):
    """What a member objects to minutes that lie for approval, in the stand (``stand``) that the member read."""

    sitzung = models.ForeignKey(Sitzung, on_delete=models.PROTECT, related_name="einwendungen")
    mitgliedschaft = models.ForeignKey(Mitgliedschaft, on_delete=models.PROTECT, related_name="+")
    stand = models.PositiveIntegerField("Stand der Niederschrift")
    text = models.TextField("Einwendung")
    am = models.DateTimeField("am")
    durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _niederschrift_sehen}

    class Meta:
        verbose_name = "Einwendung gegen eine Niederschrift"
        verbose_name_plural = "Einwendungen gegen Niederschriften"
        constraints = (
            models.UniqueConstraint(fields=["sitzung", "mitgliedschaft", "stand"], name="einwendung_einmal_je_stand"),
            models.CheckConstraint(name="einwendung_text", condition=~Q(text="")),
        )
        triggers = (
            pgtrigger.Protect(name="einwendung_bleibt", operation=pgtrigger.Update | pgtrigger.Delete),
            bleibt_nach_genehmigung("einwendung_genehmigt_fest", "sitzung_id"),
        )

    def __str__(self) -> str:
        return f"{self.mitgliedschaft_id} gegen die Niederschrift {self.sitzung_id}"


class UmsetzungQuerySet(models.QuerySet["Umsetzung"]):
    """What is to be done, by who may see it and by whether it is open."""

    def visible_to(self, zugang: Zugang) -> UmsetzungQuerySet:
        """Those on items that the access sees, and those for which its party is responsible."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def offen(self) -> UmsetzungQuerySet:
        """Those neither done nor given up."""
        return self.filter(zustand=Umsetzungszustand.OFFEN)


class Umsetzung(models.Model):
    """What is to be done after a decision: what, by whom, until when."""

    punkt = models.ForeignKey(Tagesordnungspunkt, on_delete=models.PROTECT, related_name="umsetzungen")
    was = models.CharField("Was zu tun ist", max_length=300)
    verantwortlich = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+")
    faellig_am = models.DateField("fällig am")
    zustand = models.CharField(
        "Zustand", max_length=12, choices=[(z.value, UMSETZUNGSTITEL[z]) for z in Umsetzungszustand]
    )
    festgelegt_am = models.DateTimeField("festgelegt am")
    festgelegt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = UmsetzungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Umsetzung eines Beschlusses"
        verbose_name_plural = "Umsetzungen von Beschlüssen"
        indexes = (models.Index(fields=["faellig_am"], condition=Q(zustand="offen"), name="umsetzung_offene"),)
        constraints = (
            models.CheckConstraint(
                name="umsetzung_zustand", condition=Q(zustand__in=[z.value for z in Umsetzungszustand])
            ),
            models.CheckConstraint(name="umsetzung_was", condition=~Q(was="")),
        )

    def __str__(self) -> str:
        return self.was


def _verantwortlich(zugang: Zugang) -> Q:
    return Q(verantwortlich=zugang.partei_id) if zugang.partei_id else NIEMAND


def _mitwirken(zugang: Zugang) -> Q:
    if Befugnis.IM_GREMIUM_MITWIRKEN not in zugang.befugnisse or zugang.partei_id is None:
        return NIEMAND
    return _verantwortlich(zugang) | Q(punkt__sitzung__gremium__geschaeftsstelle=zugang.partei_id)


Umsetzung.zugriffsregeln = {
    Befugnis.SEHEN: lambda zugang: punkt_sehen(zugang, "punkt") | _verantwortlich(zugang),
    Befugnis.GREMIUM_FUEHREN: der_geschaeftsstelle("punkt__sitzung__gremium", Befugnis.GREMIUM_FUEHREN),
    Befugnis.IM_GREMIUM_MITWIRKEN: _mitwirken,
}


class Umsetzungsvermerk(models.Model):
    """What became of it, by whom, when: never changed."""

    umsetzung = models.ForeignKey(Umsetzung, on_delete=models.PROTECT, related_name="vermerke")
    text = models.TextField("Stand")
    am = models.DateTimeField("am")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="+")
    durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: lambda zugang: punkt_sehen(zugang, "umsetzung__punkt")}

    class Meta:
        verbose_name = "Vermerk zur Umsetzung"
        verbose_name_plural = "Vermerke zur Umsetzung"
        constraints = (models.CheckConstraint(name="umsetzungsvermerk_text", condition=~Q(text="")),)
        triggers = (pgtrigger.Protect(name="umsetzungsvermerk_bleibt", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.text[:60]
