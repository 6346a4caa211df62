"""What happened about the Geschäftsführer of a gE; who manages on a day follows from it (gremien/recht)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gremien.models.gremien import Gremium, zeitraum_gueltig
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.recht import ARTEN, Parteiart
from zielsystem.parties.zugriff import Regeln, Zugang, visible


class Fuehrungsakt(models.TextChoices):
    """The kinds of things that happen about a Geschäftsführer."""

    BESTELLUNG = "bestellung", "von der Trägerversammlung bestellt"
    WECHSEL = "wechsel", "keine Einigung, die Träger bestimmen abwechselnd"
    BESTIMMUNG = "bestimmung", "von einem Träger bestimmt"
    ABBERUFUNG = "abberufung", "abberufen"
    FORTGANG = "fortgang", "ausgeschieden"


class FuehrungsvorgangQuerySet(models.QuerySet["Fuehrungsvorgang"]):
    """What happened about Geschäftsführer."""

    def visible_to(self, zugang: Zugang) -> FuehrungsvorgangQuerySet:
        """That of the Trägerversammlungen that the access sees."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def gueltig(self) -> FuehrungsvorgangQuerySet:
        """That which was not taken back."""
        return self.filter(zurueckgenommen_am=None)


class Fuehrungsvorgang(models.Model):
    """One thing that happened about the Geschäftsführer, never changed; an error is taken back.

    ``gremium`` is the Trägerversammlung; ``ab`` the first day on which it has effect.
    """

    gremium = models.ForeignKey(Gremium, on_delete=models.PROTECT, related_name="fuehrungsvorgaenge")
    art = models.CharField("Vorgang", max_length=12, choices=Fuehrungsakt.choices)
    person = models.CharField("Name", max_length=150, blank=True)
    nutzer = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    seite = models.CharField("Seite", max_length=20, blank=True, choices=[(a.value, ARTEN[a].titel) for a in Parteiart])
    ab = models.DateField("ab")
    bis = models.DateField("bis", null=True, blank=True, help_text="erster Tag danach; leer: fünf Jahre")
    vermerk = models.CharField("Vermerk", max_length=300, blank=True)
    festgehalten_am = models.DateTimeField("festgehalten am")
    festgehalten_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    zurueckgenommen_am = models.DateTimeField("zurückgenommen am", null=True, db_comment="war ein Versehen")

    objects = FuehrungsvorgangQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {
        Befugnis.SEHEN: lambda zugang: Q(gremium__in=Gremium.objects.visible_to(zugang))
    }

    class Meta:
        verbose_name = "Vorgang um die Geschäftsführung"
        verbose_name_plural = "Vorgänge um die Geschäftsführung"
        db_table_comment = "§ 44d Abs. 2 SGB II"
        indexes = (models.Index(fields=["gremium", "ab"]),)
        constraints = (
            zeitraum_gueltig("fuehrungsvorgang_zeitraum"),
            models.CheckConstraint(name="fuehrungsvorgang_art", condition=Q(art__in=Fuehrungsakt.values)),
            models.CheckConstraint(
                name="fuehrungsvorgang_angaben",
                condition=Q(art=Fuehrungsakt.BESTELLUNG, seite="") & ~Q(person="")
                | Q(art=Fuehrungsakt.BESTIMMUNG, seite__in=[Parteiart.BA, Parteiart.KOMMUNE], bis=None) & ~Q(person="")
                | Q(
                    art__in=[Fuehrungsakt.WECHSEL, Fuehrungsakt.ABBERUFUNG, Fuehrungsakt.FORTGANG],
                    person="",
                    nutzer=None,
                    seite="",
                    bis=None,
                ),
            ),
            models.CheckConstraint(
                name="fuehrungsvorgang_zurueckgenommen",
                condition=Q(zurueckgenommen_am=None) | Q(zurueckgenommen_am__gte=F("festgehalten_am")),
            ),
            models.UniqueConstraint(
                name="fuehrungsvorgang_einmal_am_tag",
                fields=["gremium", "art", "ab"],
                condition=Q(zurueckgenommen_am=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_art_display()}, ab {self.ab:%d.%m.%Y}"
