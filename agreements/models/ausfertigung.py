"""The documents made of a fixed text: the copy that is signed, and the sealed final document."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from agreements.models.festtext import Festtext
from kennzahlen.models import Veroeffentlichung
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.zugriff import Regeln, Zugang, visible


class Ausfertigungsart(models.TextChoices):
    """What a document of a fixed text is for."""

    ZEICHNUNG = "zeichnung", "Fassung zur Unterzeichnung"
    ENDFASSUNG = "endfassung", "Ausfertigung mit Siegel"


def ausfertigungsablage(ausfertigung: Ausfertigung, name: str) -> str:
    """Where the file lies: its content decides, so nothing is ever overwritten."""
    return f"ausfertigungen/{ausfertigung.festtext_id}/{ausfertigung.sha256[:16]}/{name}"


class AusfertigungQuerySet(models.QuerySet["Ausfertigung"]):
    """Documents of fixed texts, by who may see them and by whether they are done."""

    def visible_to(self, zugang: Zugang) -> AusfertigungQuerySet:
        """Those of the texts that the access may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def fertig(self) -> AusfertigungQuerySet:
        """Those that are there to be read."""
        return self.filter(erledigt_am__isnull=False, fehler="")

    def offen(self) -> AusfertigungQuerySet:
        """Those neither done nor failed."""
        return self.filter(erledigt_am=None)


def _mit_dem_text(zugang: Zugang) -> Q:
    return Q(festtext__in=Festtext.objects.visible_to(zugang))


class Ausfertigung(models.Model):
    """The order for a document and, once it is done, the document: exactly one of each kind per fixed text.

    ``sha256`` is that of the file as it is handed out, the final one with its seal. A failed order has a sentence in
    ``fehler`` and can be ordered again.
    """

    festtext = models.ForeignKey(Festtext, on_delete=models.PROTECT, related_name="ausfertigungen")
    art = models.CharField("Art", max_length=12, choices=Ausfertigungsart.choices)
    beauftragt_am = models.DateTimeField("beauftragt am")
    erledigt_am = models.DateTimeField("erledigt am", null=True)
    fehler = models.CharField("Fehler", max_length=400, blank=True)
    datei = models.FileField("Datei", upload_to=ausfertigungsablage, max_length=255, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)
    groesse = models.PositiveIntegerField("Größe", default=0, db_comment="Byte")
    seiten = models.PositiveSmallIntegerField("Seiten", default=0)
    zahlenstand = models.ForeignKey(Veroeffentlichung, on_delete=models.PROTECT, null=True, related_name="+")
    siegel_von = models.CharField("Siegel von", max_length=300, blank=True)

    objects = AusfertigungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _mit_dem_text}

    class Meta:
        verbose_name = "Ausfertigung"
        verbose_name_plural = "Ausfertigungen"
        constraints = (
            models.UniqueConstraint(fields=["festtext", "art"], name="ausfertigung_eine_je_art"),
            models.CheckConstraint(name="ausfertigung_art", condition=Q(art__in=Ausfertigungsart.values)),
            models.CheckConstraint(
                name="ausfertigung_ergebnis",
                condition=Q(erledigt_am=None, fehler="", datei="", sha256="")
                | Q(erledigt_am__isnull=False, datei="", sha256="") & ~Q(fehler="")
                | Q(erledigt_am__isnull=False, fehler="", sha256__regex=r"^[0-9a-f]{64}$", seiten__gte=1)
                & ~Q(datei=""),
            ),
            models.CheckConstraint(
                name="ausfertigung_gesiegelt",
                condition=~Q(art=Ausfertigungsart.ENDFASSUNG) | Q(sha256="") | ~Q(siegel_von=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_art_display()} zu Text {self.festtext_id}"
