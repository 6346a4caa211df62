"""Sessions and Umlaufbeschlüsse: when and where, who was invited, who was there. Their items: ``tagesordnung``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import F, Q

from gremien.models.endgueltig import bleibt_nach_genehmigung
from gremien.models.gremien import Gremium
from gremien.models.mitglieder import Mitgliedschaft, Vertretung, beteiligt
from gremien.recht import (
    SITZUNGSTITEL,
    UMLAUFTITEL,
    Sitzungszustand,
    Umlaufzustand,
    Verfahren,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.zugriff import Regeln, Zugang, visible

_ZUSTAENDE = {
    Verfahren.SITZUNG: [zustand.value for zustand in Sitzungszustand],
    Verfahren.UMLAUF: [zustand.value for zustand in Umlaufzustand],
}
ZUSTANDSTITEL = {
    **{(Verfahren.SITZUNG.value, z.value): titel for z, titel in SITZUNGSTITEL.items()},
    **{(Verfahren.UMLAUF.value, z.value): titel for z, titel in UMLAUFTITEL.items()},
}
"""What a state is called, by Verfahren and state."""


_NICHT_GESCHLOSSEN = (
    Sitzungszustand.GEPLANT,
    Sitzungszustand.EINGELADEN,
    Sitzungszustand.EROEFFNET,
    Umlaufzustand.LAUFEND,
)


class SitzungQuerySet(models.QuerySet["Sitzung"]):
    """Sessions, by who may see them."""

    def visible_to(self, zugang: Zugang) -> SitzungQuerySet:
        """Those of bodies in which the access takes part, and those to which it is invited as a guest."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def nicht_abgesagt(self) -> SitzungQuerySet:
        """Those that are to be held or were."""
        return self.exclude(zustand=Sitzungszustand.ABGESAGT)

    def anstehend(self, jetzt: datetime) -> SitzungQuerySet:
        """Those to come, and those whose time has come but that are not closed yet."""
        return self.filter(Q(beginn__gte=jetzt) | Q(zustand__in=_NICHT_GESCHLOSSEN))

    def vergangen(self, jetzt: datetime) -> SitzungQuerySet:
        """The others: closed, minuted or called off, and over."""
        return self.filter(beginn__lt=jetzt).exclude(zustand__in=_NICHT_GESCHLOSSEN)


class Sitzung(models.Model):
    """A session of a body, or (``verfahren``) a decision in writing, which is open until ``beginn``."""

    gremium = models.ForeignKey(Gremium, on_delete=models.PROTECT, related_name="sitzungen")
    verfahren = models.CharField("Verfahren", max_length=10, choices=[(v.value, v.value) for v in Verfahren])
    nummer = models.PositiveIntegerField("Nummer")
    titel = models.CharField("Titel", max_length=160)
    beginn = models.DateTimeField("Beginn", db_comment="einer Sitzung; beim Umlauf das Ende der Frist für die Stimmen")
    dauer = models.DurationField("Dauer", default=timedelta(hours=2))
    ort = models.CharField("Ort", max_length=200, blank=True, help_text="Raum oder Verweis auf die Videokonferenz")
    zustand = models.CharField("Zustand", max_length=20)
    eingeladen_am = models.DateTimeField("eingeladen am", null=True)
    fristgrund = models.TextField(
        "Grund der verkürzten Ladungsfrist", blank=True, db_comment="auch: Verzicht der Mitglieder auf die Frist"
    )
    eroeffnet_am = models.DateTimeField("eröffnet am", null=True)
    geschlossen_am = models.DateTimeField("geschlossen am", null=True)
    leitung = models.ForeignKey(
        Mitgliedschaft, on_delete=models.PROTECT, null=True, related_name="+", db_comment="wer die Sitzung leitet"
    )
    stichentscheid = models.ForeignKey(
        Mitgliedschaft,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_comment="wessen Stimme bei Gleichheit den Ausschlag gibt; leer: niemandes",
    )
    leitungshinweis = models.CharField("Hinweis zur Leitung", max_length=200, blank=True)
    kalender_id = models.UUIDField(default=uuid4, unique=True, editable=False, db_comment="UID im Kalender (RFC 5545)")
    kalender_folge = models.PositiveIntegerField(default=0, db_comment="SEQUENCE im Kalender (RFC 5545)")
    angelegt_am = models.DateTimeField("angelegt am")
    angelegt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SitzungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Sitzung"
        verbose_name_plural = "Sitzungen"
        indexes = (models.Index(fields=["beginn"]),)
        constraints = (
            models.UniqueConstraint(fields=["gremium", "verfahren", "nummer"], name="sitzung_nummer"),
            models.CheckConstraint(
                name="sitzung_zustand",
                condition=Q(verfahren=Verfahren.SITZUNG, zustand__in=_ZUSTAENDE[Verfahren.SITZUNG])
                | Q(verfahren=Verfahren.UMLAUF, zustand__in=_ZUSTAENDE[Verfahren.UMLAUF]),
            ),
            models.CheckConstraint(
                name="sitzung_dauer", condition=Q(dauer__gt=timedelta(0), dauer__lte=timedelta(days=5))
            ),
            models.CheckConstraint(name="sitzung_titel", condition=~Q(titel="")),
            models.CheckConstraint(
                name="sitzung_geschlossen_nach_eroeffnung",
                condition=Q(geschlossen_am=None) | Q(eroeffnet_am=None) | Q(geschlossen_am__gte=F("eroeffnet_am")),
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="sitzung_genehmigt_fest",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.zustand = 'genehmigt' AND OLD IS DISTINCT FROM NEW"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.titel}, {self.beginn:%d.%m.%Y}"

    @property
    def zustandstitel(self) -> str:
        """Its state in German words."""
        return ZUSTANDSTITEL[self.verfahren, self.zustand]


class Einladung(models.Model):
    """That a member was invited to a session, the last time with a stand (``folge``) of date and agenda."""

    sitzung = models.ForeignKey(Sitzung, on_delete=models.CASCADE, related_name="einladungen")
    mitgliedschaft = models.ForeignKey(Mitgliedschaft, on_delete=models.PROTECT, related_name="+")
    am = models.DateTimeField("am")
    folge = models.PositiveIntegerField("Stand")

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: lambda zugang: beteiligt(zugang, "sitzung__gremium", "sitzung")}

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        constraints = (models.UniqueConstraint(fields=["sitzung", "mitgliedschaft"], name="einladung_einmal"),)

    def __str__(self) -> str:
        return f"{self.mitgliedschaft_id} zu {self.sitzung_id}"


class Teilnahme(models.TextChoices):
    """Whether a member was there."""

    ANWESEND = "anwesend", "anwesend"
    VERTRETEN = "vertreten", "vertreten"
    ABWESEND = "abwesend", "abwesend"


class Anwesenheit(models.Model):
    """Whether a member was there; ``vertretung`` is who sat in. One person represents at most one member."""

    sitzung = models.ForeignKey(Sitzung, on_delete=models.CASCADE, related_name="anwesenheiten")
    mitgliedschaft = models.ForeignKey(Mitgliedschaft, on_delete=models.PROTECT, related_name="+")
    teilnahme = models.CharField("Teilnahme", max_length=10, choices=Teilnahme.choices)
    vertretung = models.ForeignKey(Vertretung, on_delete=models.PROTECT, null=True, related_name="+")
    erfasst_am = models.DateTimeField("erfasst am")
    erfasst_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: lambda zugang: beteiligt(zugang, "sitzung__gremium", "sitzung")}

    class Meta:
        verbose_name = "Anwesenheit"
        verbose_name_plural = "Anwesenheiten"
        constraints = (
            models.UniqueConstraint(fields=["sitzung", "mitgliedschaft"], name="anwesenheit_einmal"),
            models.CheckConstraint(name="anwesenheit_teilnahme", condition=Q(teilnahme__in=Teilnahme.values)),
            models.CheckConstraint(
                name="anwesenheit_vertretung",
                condition=Q(teilnahme=Teilnahme.VERTRETEN, vertretung__isnull=False)
                | ~Q(teilnahme=Teilnahme.VERTRETEN) & Q(vertretung=None),
            ),
        )
        triggers = (bleibt_nach_genehmigung("anwesenheit_genehmigt_fest", "sitzung_id"),)

    def __str__(self) -> str:
        return f"{self.mitgliedschaft_id}: {self.teilnahme}"


class Widerspruch(models.Model):
    """A member does not agree that a matter is decided in writing."""

    sitzung = models.ForeignKey(Sitzung, on_delete=models.PROTECT, related_name="widersprueche")
    mitgliedschaft = models.ForeignKey(Mitgliedschaft, on_delete=models.PROTECT, related_name="+")
    grund = models.TextField("Grund", blank=True)
    am = models.DateTimeField("am")
    durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: lambda zugang: beteiligt(zugang, "sitzung__gremium", "sitzung")}

    class Meta:
        verbose_name = "Widerspruch gegen einen Umlauf"
        verbose_name_plural = "Widersprüche gegen einen Umlauf"
        constraints = (models.UniqueConstraint(fields=["sitzung", "mitgliedschaft"], name="widerspruch_einmal"),)

    def __str__(self) -> str:
        return f"{self.mitgliedschaft_id} gegen {self.sitzung_id}"
