"""What happened about the chair of a body; who chairs on a day follows from it (gremien/recht/vorsitz.py)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gremien.models.gremien import Gremium, zeitraum_gueltig
from gremien.models.mitglieder import Mitgliedschaft
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, gilt_am
from zielsystem.parties.recht import ARTEN, Parteiart
from zielsystem.parties.zugriff import Regeln, Zugang, visible


class Vorsitzakt(models.TextChoices):
    """The kinds of things that happen about a chair."""

    WAHL = "wahl", "gewählt"
    KEINE_EINIGUNG = "keine_einigung", "keine Einigung festgestellt"
    BESTIMMUNG = "bestimmung", "von einer Seite bestimmt"
    AUSSCHEIDEN = "ausscheiden", "ausgeschieden"


def _mit_dem_gremium(zugang: Zugang) -> Q:
    return Q(gremium__in=Gremium.objects.visible_to(zugang))


class VorsitzvorgangQuerySet(models.QuerySet["Vorsitzvorgang"]):
    """What happened about chairs."""

    def visible_to(self, zugang: Zugang) -> VorsitzvorgangQuerySet:
        """That of the bodies that the access sees."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def gueltig(self) -> VorsitzvorgangQuerySet:
        """That which was not taken back."""
        return self.filter(zurueckgenommen_am=None)


class Vorsitzvorgang(models.Model):
    """One thing that happened about the chair, from a day on; never changed, an error is taken back."""

    gremium = models.ForeignKey(Gremium, on_delete=models.PROTECT, related_name="vorsitzvorgaenge")
    art = models.CharField("Vorgang", max_length=16, choices=Vorsitzakt.choices)
    mitglied = models.ForeignKey(Mitgliedschaft, on_delete=models.PROTECT, null=True, related_name="vorsitzvorgaenge")
    seite = models.CharField("Seite", max_length=20, blank=True, choices=[(a.value, ARTEN[a].titel) for a in Parteiart])
    ab = models.DateField("ab")
    bis = models.DateField("bis", null=True, blank=True, help_text="erster Tag danach; leer: so lange wie möglich")
    vermerk = models.CharField("Vermerk", max_length=300, blank=True)
    festgehalten_am = models.DateTimeField("festgehalten am")
    festgehalten_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    zurueckgenommen_am = models.DateTimeField("zurückgenommen am", null=True, db_comment="war ein Versehen")

    objects = VorsitzvorgangQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _mit_dem_gremium}

    class Meta:
        verbose_name = "Vorgang um den Vorsitz"
        verbose_name_plural = "Vorgänge um den Vorsitz"
        db_table_comment = "§ 18b Abs. 3, § 44c Abs. 3 SGB II"
        indexes = (models.Index(fields=["gremium", "ab"]),)
        constraints = (
            zeitraum_gueltig("vorsitzvorgang_zeitraum"),
            models.CheckConstraint(name="vorsitzvorgang_art", condition=Q(art__in=Vorsitzakt.values)),
            models.CheckConstraint(
                name="vorsitzvorgang_angaben",
                condition=Q(art=Vorsitzakt.WAHL, mitglied__isnull=False, seite="")
                | Q(art=Vorsitzakt.KEINE_EINIGUNG, mitglied=None, seite="", bis=None)
                | Q(art=Vorsitzakt.BESTIMMUNG, mitglied__isnull=False, bis=None) & ~Q(seite="")
                | Q(art=Vorsitzakt.AUSSCHEIDEN, mitglied__isnull=False, seite="", bis=None),
            ),
            models.CheckConstraint(
                name="vorsitzvorgang_zurueckgenommen",
                condition=Q(zurueckgenommen_am=None) | Q(zurueckgenommen_am__gte=F("festgehalten_am")),
            ),
            models.UniqueConstraint(
                name="vorsitzvorgang_einmal_am_tag",
                fields=["gremium", "art", "ab"],
                condition=Q(zurueckgenommen_am=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_art_display()}, ab {self.ab:%d.%m.%Y}"


class VorsitzvertretungQuerySet(models.QuerySet["Vorsitzvertretung"]):
    """Deputy chairs."""

    def am(self, tag: date) -> VorsitzvertretungQuerySet:
        """Those of a day."""
        return self.filter(gilt_am(tag))


class Vorsitzvertretung(models.Model):
    """A member is deputy chair for a time; ``rang`` 1 presides first when the chair is absent."""

    gremium = models.ForeignKey(Gremium, on_delete=models.PROTECT, related_name="vorsitzvertretungen")
    mitglied = models.ForeignKey(Mitgliedschaft, on_delete=models.PROTECT, related_name="vorsitzvertretungen")
    rang = models.PositiveSmallIntegerField("Rang", default=1)
    ab = models.DateField("ab")
    bis = models.DateField("bis", null=True, blank=True)
    festgehalten_am = models.DateTimeField("festgehalten am")
    festgehalten_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = VorsitzvertretungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _mit_dem_gremium}

    class Meta:
        verbose_name = "stellvertretender Vorsitz"
        verbose_name_plural = "stellvertretende Vorsitze"
        constraints = (
            zeitraum_gueltig("vorsitzvertretung_zeitraum"),
            models.CheckConstraint(name="vorsitzvertretung_rang", condition=Q(rang__gte=1)),
        )

    def __str__(self) -> str:
        return f"Stellvertretung {self.rang} in {self.gremium_id}"
