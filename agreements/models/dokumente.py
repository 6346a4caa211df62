"""The documents made of agreements, and the orders for them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from agreements.models.vereinbarungen import ZUSTAENDE, Planungsrunde, Zielvereinbarung
from agreements.recht import GESCHLOSSENE
from kennzahlen.models import Veroeffentlichung
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.zugriff import NIEMAND, Regeln, Zugang, visible


def _vereinbarung_sichtbar(zugang: Zugang) -> Q:
    """What belongs to an agreement is seen by whoever sees the agreement."""
    return Q(zielvereinbarung__in=Zielvereinbarung.objects.visible_to(zugang))


def _dokument_sichtbar(zugang: Zugang) -> Q:
    """What was drafted before conclusion stays with the parties, also when others see the concluded agreement."""
    geschlossen = [zustand.value for zustand in GESCHLOSSENE]
    eigene = Q(zielvereinbarung__in=Zielvereinbarung.objects.eigene(zugang))
    vor_abschluss = ~Q(zielvereinbarung__zustand__in=geschlossen)
    return _vereinbarung_sichtbar(zugang) & (eigene | vor_abschluss | Q(zustand__in=geschlossen))


def ablage(dokument: Dokument, name: str) -> str:
    """Where the file of a document lies: its content decides, so nothing is ever overwritten."""
    return f"entwuerfe/{dokument.zielvereinbarung_id}/{dokument.sha256[:16]}/{name}"


class DokumentQuerySet(models.QuerySet["Dokument"]):
    """Documents, by who may see them."""

    def visible_to(self, zugang: Zugang) -> DokumentQuerySet:
        """Those of the agreements that the access may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Dokument(models.Model):
    """A PDF draft of an agreement, with the release that its figures rest on."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="dokumente")
    datei = models.FileField("Datei", upload_to=ablage, max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    groesse = models.PositiveIntegerField("Größe", db_comment="Byte")
    seiten = models.PositiveSmallIntegerField("Seiten")
    zustand = models.CharField(
        "Zustand der Vereinbarung", max_length=30, db_comment="den das Dokument zeigt", choices=ZUSTAENDE
    )
    zahlenstand = models.ForeignKey(Veroeffentlichung, on_delete=models.PROTECT, null=True, related_name="+")
    erzeugt_am = models.DateTimeField("erzeugt am")
    erzeugt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DokumentQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _dokument_sichtbar}

    class Meta:
        verbose_name = "Dokument"
        verbose_name_plural = "Dokumente"
        constraints = (
            models.CheckConstraint(name="dokument_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="dokument_seiten", condition=Q(seiten__gte=1)),
        )

    def __str__(self) -> str:
        return f"Entwurf {self.pk} zu Vereinbarung {self.zielvereinbarung_id}"


class DokumentenlaufQuerySet(models.QuerySet["Dokumentenlauf"]):
    """Runs, by who may see them."""

    def visible_to(self, zugang: Zugang) -> DokumentenlaufQuerySet:
        """Those that the party acted for has ordered."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Dokumentenlauf(models.Model):
    """An order for the drafts of a round at one go. How far it is, its Aufträge say."""

    runde = models.ForeignKey(Planungsrunde, on_delete=models.PROTECT, related_name="laeufe")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="+", db_comment="für wen")
    begonnen_am = models.DateTimeField("begonnen am")
    begonnen_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    beendet_am = models.DateTimeField("beendet am", null=True)

    objects = DokumentenlaufQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Dokumentenlauf"
        verbose_name_plural = "Dokumentenläufe"
        constraints = (
            models.UniqueConstraint(
                fields=["runde", "partei"],
                condition=Q(beendet_am=None),
                nulls_distinct=False,
                name="dokumentenlauf_einer_je_partei",
            ),
            models.CheckConstraint(
                name="dokumentenlauf_zeit", condition=Q(beendet_am=None) | Q(beendet_am__gte=F("begonnen_am"))
            ),
        )

    def __str__(self) -> str:
        return f"Lauf {self.pk} der Runde {self.runde_id}"


def _eigener_lauf(zugang: Zugang) -> Q:
    if zugang.partei_id is None or Befugnis.SEHEN not in zugang.befugnisse:
        return NIEMAND
    return Q(partei=zugang.partei_id)


Dokumentenlauf.zugriffsregeln = {Befugnis.SEHEN: _eigener_lauf}


class EntwurfsauftragQuerySet(models.QuerySet["Entwurfsauftrag"]):
    """Orders for drafts, by who may see them and by whether they are done."""

    def visible_to(self, zugang: Zugang) -> EntwurfsauftragQuerySet:
        """Those of the agreements that the access may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def offen(self) -> EntwurfsauftragQuerySet:
        """Those neither done nor failed."""
        return self.filter(erledigt_am=None)

    def fehlgeschlagen(self) -> EntwurfsauftragQuerySet:
        """Those that could not be done."""
        return self.filter(erledigt_am__isnull=False, dokument=None)


class Entwurfsauftrag(models.Model):
    """An order for the draft of one agreement, alone or as part of a run. Done: a Dokument. Failed: a sentence."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="entwurfsauftraege")
    lauf = models.ForeignKey(Dokumentenlauf, on_delete=models.CASCADE, null=True, related_name="auftraege")
    beauftragt_am = models.DateTimeField("beauftragt am")
    beauftragt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    erledigt_am = models.DateTimeField("erledigt am", null=True)
    dokument = models.OneToOneField(Dokument, on_delete=models.PROTECT, null=True, related_name="auftrag")
    fehler = models.CharField("Fehler", max_length=300, blank=True)

    objects = EntwurfsauftragQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _vereinbarung_sichtbar}

    class Meta:
        verbose_name = "Auftrag für einen Entwurf"
        verbose_name_plural = "Aufträge für Entwürfe"
        indexes = (models.Index(fields=["lauf"], condition=Q(erledigt_am=None), name="entwurfsauftrag_offen"),)
        constraints = (
            models.UniqueConstraint(fields=["lauf", "zielvereinbarung"], name="entwurfsauftrag_einmal_je_lauf"),
            models.UniqueConstraint(
                fields=["zielvereinbarung"],
                condition=Q(lauf=None, erledigt_am=None),
                name="entwurfsauftrag_einer_offen",
            ),
            models.CheckConstraint(
                name="entwurfsauftrag_ergebnis",
                condition=Q(erledigt_am=None, dokument=None, fehler="")
                | Q(erledigt_am__isnull=False, dokument__isnull=False, fehler="")
                | Q(erledigt_am__isnull=False, dokument=None) & ~Q(fehler=""),
            ),
        )

    def __str__(self) -> str:
        return f"Auftrag {self.pk} für Vereinbarung {self.zielvereinbarung_id}"
