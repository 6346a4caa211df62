"""What the parties say to one another about a text: comments on sections, and questions with their answers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from agreements.models.vereinbarungen import Vertragspartei, Zielvereinbarung
from agreements.models.verhandlung import (
    ABSCHNITTSWAHL,
    DER_PARTEIEN,
    KURZTEXT_HOECHSTENS,
    beteiligt,
    nur_parteien,
    text_hoechstens,
)
from agreements.verhandlungsrecht import RUNDENTITEL, Rundenzustand
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.zugriff import Regel, Regeln, Zugang, visible


class KommentarQuerySet(models.QuerySet["Kommentar"]):
    """Comments, by who may see them."""

    def visible_to(self, zugang: Zugang) -> KommentarQuerySet:
        """Those to agreements of one's own, internal ones of others left out."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Kommentar(models.Model):
    """A remark on a section. The first of a thread can be marked as settled; ``intern``: for the own party alone."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="kommentare")
    abschnitt = models.CharField("Abschnitt", max_length=30, choices=ABSCHNITTSWAHL)
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="+")
    antwort_auf = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="antworten")
    intern = models.BooleanField("nur für die eigene Vertragspartei", default=False)
    text = models.TextField("Kommentar")
    erstellt_am = models.DateTimeField("erstellt am")
    erstellt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    erledigt_am = models.DateTimeField("erledigt am", null=True)
    erledigt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = KommentarQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Kommentar"
        verbose_name_plural = "Kommentare"
        indexes = (models.Index(fields=["zielvereinbarung", "abschnitt"], name="kommentar_abschnitt"),)
        constraints = (
            models.CheckConstraint(name="kommentar_nicht_leer", condition=~Q(text="")),
            models.CheckConstraint(
                name="kommentar_abschnitt_bekannt", condition=Q(abschnitt__in=[code for code, _ in ABSCHNITTSWAHL])
            ),
            models.CheckConstraint(
                name="kommentar_erledigt",
                condition=Q(erledigt_am=None, erledigt_durch=None) | Q(erledigt_am__isnull=False, antwort_auf=None),
            ),
            text_hoechstens("kommentar_laenge", "text", KURZTEXT_HOECHSTENS),
        )

    def __str__(self) -> str:
        return f"Kommentar {self.pk} zu „{self.get_abschnitt_display()}“"


def _kommentar_sichtbar(befugnis: Befugnis) -> Regel:
    def regel(zugang: Zugang) -> Q:
        eigene = Q(vertragspartei__partei=zugang.partei_id) | Q(vertragspartei__rechtstraeger=zugang.partei_id)
        return beteiligt(zugang, befugnis) & (Q(intern=False) | eigene)

    return regel


Kommentar.zugriffsregeln = {b: _kommentar_sichtbar(b) for b in (Befugnis.SEHEN, Befugnis.VERHANDELN)}


# -- Question rounds -------------------------------------------------------------------------------------------


class RueckfragerundeQuerySet(models.QuerySet["Rueckfragerunde"]):
    """Question rounds, by who may see them."""

    def visible_to(self, zugang: Zugang) -> RueckfragerundeQuerySet:
        """Those of agreements of one's own."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def offen(self) -> RueckfragerundeQuerySet:
        """Those not closed: at most one per agreement."""
        return self.filter(zustand=Rundenzustand.OFFEN)


class Rueckfragerunde(models.Model):
    """Questions that one party puts to the others, with a deadline (a day, inclusive)."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="rueckfragerunden")
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="+")
    frist = models.DateField("Antwort bis")
    zustand = models.CharField("Zustand", max_length=12, choices=[(z.value, RUNDENTITEL[z]) for z in Rundenzustand])
    gestellt_am = models.DateTimeField("gestellt am")
    gestellt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    geschlossen_am = models.DateTimeField("geschlossen am", null=True)
    geschlossen_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RueckfragerundeQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = DER_PARTEIEN

    class Meta:
        verbose_name = "Rückfragerunde"
        verbose_name_plural = "Rückfragerunden"
        constraints = (
            models.UniqueConstraint(
                fields=["zielvereinbarung"],
                condition=Q(zustand=Rundenzustand.OFFEN),
                name="rueckfragerunde_eine_offene",
            ),
            models.CheckConstraint(
                name="rueckfragerunde_zustand",
                condition=Q(zustand=Rundenzustand.OFFEN, geschlossen_am=None, geschlossen_durch=None)
                | Q(zustand=Rundenzustand.GESCHLOSSEN, geschlossen_am__gte=F("gestellt_am")),
            ),
        )

    def __str__(self) -> str:
        return f"Rückfragerunde {self.pk} zu Vereinbarung {self.zielvereinbarung_id}"


class FrageQuerySet(models.QuerySet["Frage"]):
    """Questions, by who may see them."""

    def visible_to(self, zugang: Zugang) -> FrageQuerySet:
        """Those to agreements of one's own."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Frage(models.Model):
    """One question of a round, to a section or to the whole (``abschnitt`` empty)."""

    runde = models.ForeignKey(Rueckfragerunde, on_delete=models.PROTECT, related_name="fragen")
    nummer = models.PositiveSmallIntegerField("Nummer")
    abschnitt = models.CharField("Abschnitt", max_length=30, choices=ABSCHNITTSWAHL, blank=True)
    text = models.TextField("Frage")

    objects = FrageQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = nur_parteien("runde__zielvereinbarung")

    class Meta:
        verbose_name = "Frage"
        verbose_name_plural = "Fragen"
        constraints = (
            models.UniqueConstraint(fields=["runde", "nummer"], name="frage_nummer"),
            models.CheckConstraint(name="frage_nicht_leer", condition=~Q(text="")),
            text_hoechstens("frage_laenge", "text", KURZTEXT_HOECHSTENS),
        )

    def __str__(self) -> str:
        return f"Frage {self.nummer}"


class AntwortQuerySet(models.QuerySet["Antwort"]):
    """Answers, by who may see them."""

    def visible_to(self, zugang: Zugang) -> AntwortQuerySet:
        """Those to agreements of one's own."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Antwort(models.Model):
    """What a party answers; it may add to it while the round is open."""

    frage = models.ForeignKey(Frage, on_delete=models.PROTECT, related_name="antworten")
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("Antwort")
    gegeben_am = models.DateTimeField("gegeben am")
    gegeben_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AntwortQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = nur_parteien("frage__runde__zielvereinbarung")

    class Meta:
        verbose_name = "Antwort"
        verbose_name_plural = "Antworten"
        constraints = (
            models.CheckConstraint(name="antwort_nicht_leer", condition=~Q(text="")),
            text_hoechstens("antwort_laenge", "text", KURZTEXT_HOECHSTENS),
        )

    def __str__(self) -> str:
        return f"Antwort {self.pk} auf Frage {self.frage_id}"
