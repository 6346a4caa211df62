"""Monthly reports: the run that makes those of a release, the order for each of them, and what came of it."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from agreements.models import Zielvereinbarung
from berichte.models.archiv import Archivstueck
from berichte.monatsbericht.berichtsarten import BERICHTSARTEN, Berichtsart
from kennzahlen.models import Einheit, Veroeffentlichung
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import ALLE, NIEMAND, Regel, Regeln, Zugang, visible

ARTEN = [(art.value, BERICHTSARTEN[art].titel) for art in Berichtsart]


def _bmas(zugang: Zugang) -> Q:
    return ALLE if zugang.art is Parteiart.BMAS else NIEMAND


# -- A report --------------------------------------------------------------------------------------------------


class BerichtQuerySet(models.QuerySet["Bericht"]):
    """Reports, by who may see them."""

    def visible_to(self, zugang: Zugang) -> BerichtQuerySet:
        """Those that the access may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Bericht(models.Model):
    """A monthly report as it was made from a release: what it says, and its PDF. Public, like the figures in it."""

    veroeffentlichung = models.ForeignKey(Veroeffentlichung, on_delete=models.PROTECT, related_name="monatsberichte")
    art = models.CharField("Art", max_length=30, choices=ARTEN)
    einheit = models.ForeignKey(Einheit, on_delete=models.PROTECT, related_name="monatsberichte")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+", db_comment="wessen Bericht es ist")
    titel = models.CharField("Titel", max_length=250)
    inhalt = models.JSONField("Inhalt", db_comment="monatsbericht.festgehalten: Texte und Tabellen der Seite")
    stueck = models.OneToOneField(Archivstueck, on_delete=models.PROTECT, related_name="bericht")
    erzeugt_am = models.DateTimeField("erzeugt am")

    objects = BerichtQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: lambda zugang: ALLE}

    class Meta:
        verbose_name = "Monatsbericht"
        verbose_name_plural = "Monatsberichte"
        constraints = (
            models.UniqueConstraint(fields=["veroeffentlichung", "art", "einheit"], name="bericht_einmal"),
            models.CheckConstraint(name="bericht_art", condition=Q(art__in=[art for art, _ in ARTEN])),
        )
        indexes = (models.Index(fields=["einheit", "art"]),)
        triggers = (pgtrigger.Protect(name="bericht_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.titel

    @property
    def fuer(self) -> str:
        """For whom it is, such as "Jobcenter Köln"."""
        return self.titel.partition(": ")[2]

    @property
    def dateiname(self) -> str:
        """The name of its PDF, such as "Monatsbericht_2026-07_jobcenter_05315.pdf"."""
        return f"Monatsbericht_{self.inhalt['monatsschluessel']}_{self.art}_{self.inhalt['kennung']}.pdf"


class ZielblattQuerySet(models.QuerySet["Zielblatt"]):
    """Sheets on agreed Ziele, by who may see them."""

    def visible_to(self, zugang: Zugang) -> ZielblattQuerySet:
        """Those of the access's own agreements."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


def _vertragspartei(zugang: Zugang) -> Q:
    """FACHKONZEPT 6: what is reported on an agreement is for its parties and nobody else."""
    if zugang.partei_id is None or Befugnis.SEHEN not in zugang.befugnisse:
        return NIEMAND
    return Q(zielvereinbarung__in=Zielvereinbarung.objects.eigene(zugang))


class Zielblatt(models.Model):
    """How the Ziele of an agreement stand, as a supplement to a monthly report."""

    bericht = models.ForeignKey(Bericht, on_delete=models.PROTECT, related_name="zielblaetter")
    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="zielblaetter")
    inhalt = models.JSONField("Inhalt", db_comment="monatsbericht.zielstand: Texte der Seite")
    stueck = models.OneToOneField(Archivstueck, on_delete=models.PROTECT, related_name="zielblatt")

    objects = ZielblattQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _vertragspartei}

    class Meta:
        verbose_name = "Beiblatt zu den Zielen"
        verbose_name_plural = "Beiblätter zu den Zielen"
        constraints = (
            models.UniqueConstraint(fields=["bericht", "zielvereinbarung"], name="zielblatt_einmal_je_bericht"),
        )
        triggers = (pgtrigger.Protect(name="zielblatt_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"Stand der Ziele zu Bericht {self.bericht_id}"


# -- Making them -----------------------------------------------------------------------------------------------


class BerichtslaufQuerySet(models.QuerySet["Berichtslauf"]):
    """Runs, by who may see them."""

    def visible_to(self, zugang: Zugang) -> BerichtslaufQuerySet:
        """For the ministry."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Berichtslauf(models.Model):
    """The reports of a release, made at one go. How far it is, its Aufträge say."""

    veroeffentlichung = models.OneToOneField(Veroeffentlichung, on_delete=models.PROTECT, related_name="berichtslauf")
    begonnen_am = models.DateTimeField("begonnen am")
    begonnen_durch = models.ForeignKey(
        Nutzer, on_delete=models.PROTECT, null=True, related_name="+", db_comment="NULL: Zeitplan oder Betrieb"
    )
    letzte_regung_am = models.DateTimeField("letzte Regung am")
    beendet_am = models.DateTimeField("beendet am", null=True)

    objects = BerichtslaufQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _bmas, Befugnis.KENNZAHLEN_VEROEFFENTLICHEN: _bmas}

    class Meta:
        verbose_name = "Berichtslauf"
        verbose_name_plural = "Berichtsläufe"
        constraints = (
            models.CheckConstraint(
                name="berichtslauf_zeit", condition=Q(beendet_am=None) | Q(beendet_am__gte=F("begonnen_am"))
            ),
        )

    def __str__(self) -> str:
        return f"Berichte zur Veröffentlichung {self.veroeffentlichung_id}"


class BerichtsauftragQuerySet(models.QuerySet["Berichtsauftrag"]):
    """Orders, by who may see them and by how far they are."""

    def visible_to(self, zugang: Zugang) -> BerichtsauftragQuerySet:
        """For the ministry all, for everyone else those of the own reports."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def offen(self) -> BerichtsauftragQuerySet:
        """Those nobody has come to yet."""
        return self.filter(erledigt_am=None)

    def misslungen(self) -> BerichtsauftragQuerySet:
        """Those that failed."""
        return self.filter(erledigt_am__isnull=False, bericht=None, leer=False)


def _eigener_auftrag(befugnis: Befugnis) -> Regel:
    def regel(zugang: Zugang) -> Q:
        if zugang.partei_id is None or befugnis not in zugang.befugnisse:
            return NIEMAND
        return ALLE if zugang.art is Parteiart.BMAS else Q(partei=zugang.partei_id)

    return regel


class Berichtsauftrag(models.Model):
    """An order for one report. Done: a Bericht. Empty: nothing to report, and why. Failed: a sentence."""

    lauf = models.ForeignKey(Berichtslauf, on_delete=models.PROTECT, related_name="auftraege")
    art = models.CharField("Art", max_length=30, choices=ARTEN)
    einheit = models.ForeignKey(Einheit, on_delete=models.PROTECT, related_name="+")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+", db_comment="wessen Bericht es wird")
    erledigt_am = models.DateTimeField("erledigt am", null=True)
    bericht = models.OneToOneField(Bericht, on_delete=models.PROTECT, null=True, related_name="auftrag")
    leer = models.BooleanField("nichts zu berichten", default=False)
    fehler = models.CharField("Grund", max_length=300, blank=True)
    versuche = models.PositiveSmallIntegerField("Versuche", default=0)
    mitgeteilt_am = models.DateTimeField("mitgeteilt am", null=True, db_comment="dass er misslang, der Partei")

    objects = BerichtsauftragQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {
        befugnis: _eigener_auftrag(befugnis) for befugnis in (Befugnis.SEHEN, Befugnis.KENNZAHLEN_VEROEFFENTLICHEN)
    }

    class Meta:
        verbose_name = "Auftrag für einen Monatsbericht"
        verbose_name_plural = "Aufträge für Monatsberichte"
        indexes = (models.Index(fields=["lauf"], condition=Q(erledigt_am=None), name="berichtsauftrag_offen"),)
        constraints = (
            models.UniqueConstraint(fields=["lauf", "art", "einheit"], name="berichtsauftrag_einmal_je_lauf"),
            models.CheckConstraint(name="berichtsauftrag_art", condition=Q(art__in=[art for art, _ in ARTEN])),
            models.CheckConstraint(
                name="berichtsauftrag_ergebnis",
                condition=Q(erledigt_am=None, bericht=None, leer=False)
                | Q(erledigt_am__isnull=False, bericht__isnull=False, leer=False, fehler="")
                | Q(erledigt_am__isnull=False, bericht=None) & ~Q(fehler=""),
            ),
        )

    def __str__(self) -> str:
        return f"{BERICHTSARTEN[Berichtsart(self.art)].titel}: {self.einheit_id}"
