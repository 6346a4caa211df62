"""The text that is negotiated: versions of sections, and who accepts them. What is said about it: ``gespraech``.

The negotiation is seen by the parties to the agreement alone, also after it is concluded; others then see the text
that counts. A version is never changed and never deleted: the database refuses it.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from agreements.grundraster import ABSCHNITTE
from agreements.grundraster.klartext import ZEICHEN_HOECHSTENS
from agreements.models.vereinbarungen import Vertragspartei, Zielvereinbarung
from agreements.verhandlungsrecht import (
    FASSUNGSTITEL,
    HERKUNFTSTITEL,
    OHNE_VERFASSER,
    Fassungszustand,
    Herkunft,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.zugriff import NIEMAND, Regel, Regeln, Zugang, visible

ABSCHNITTSWAHL = [(abschnitt.code, abschnitt.titel) for abschnitt in ABSCHNITTE]
_WAHLWEISE = [abschnitt.code for abschnitt in ABSCHNITTE if abschnitt.wahlweise]
KURZTEXT_HOECHSTENS = 5_000
"""The longest comment, question, answer or reason, in characters."""


def beteiligt(zugang: Zugang, befugnis: Befugnis, weg: str = "zielvereinbarung") -> Q:
    """What belongs to an agreement of one's own; ``weg`` leads there."""
    if zugang.partei_id is None or befugnis not in zugang.befugnisse:
        return NIEMAND
    eigene = Q(partei=zugang.partei_id) | Q(rechtstraeger=zugang.partei_id)
    beteiligungen = Vertragspartei.objects.filter(eigene)
    return Q(**{f"{weg}__in": beteiligungen.values("zielvereinbarung")})


def nur_parteien(weg: str = "zielvereinbarung") -> Regeln:
    """FACHKONZEPT 6: what is negotiated belongs to the parties to the agreement and to nobody else."""

    def regel(befugnis: Befugnis) -> Regel:
        return lambda zugang: beteiligt(zugang, befugnis, weg)

    return {befugnis: regel(befugnis) for befugnis in (Befugnis.SEHEN, Befugnis.VERHANDELN)}


DER_PARTEIEN = nur_parteien()


def text_hoechstens(name: str, feld: str, zeichen: int) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=LessThanOrEqual(Length(feld), zeichen))


class TextfassungQuerySet(models.QuerySet["Textfassung"]):
    """Versions, by who may see them and by where they stand."""

    def visible_to(self, zugang: Zugang) -> TextfassungQuerySet:
        """All for the parties; for others who see the agreement the text that counts."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def geltend(self) -> TextfassungQuerySet:
        """The text that counts, one version per section."""
        return self.filter(zustand=Fassungszustand.GELTEND)

    def vorgeschlagen(self) -> TextfassungQuerySet:
        """Open proposals, at most one per section."""
        return self.filter(zustand=Fassungszustand.VORGESCHLAGEN)


class Textfassung(models.Model):
    """One version of a section. ``text`` empty: the section, an optional one, is not agreed."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="textfassungen")
    abschnitt = models.CharField("Abschnitt", max_length=30, choices=ABSCHNITTSWAHL)
    nummer = models.PositiveSmallIntegerField("Nummer")
    text = models.TextField("Text", blank=True)
    herkunft = models.CharField("Herkunft", max_length=12, choices=[(h.value, HERKUNFTSTITEL[h]) for h in Herkunft])
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, null=True, related_name="+")
    grund = models.TextField("Begründung", blank=True)
    erstellt_am = models.DateTimeField("erstellt am")
    erstellt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    zustand = models.CharField("Zustand", max_length=16, choices=[(z.value, FASSUNGSTITEL[z]) for z in Fassungszustand])

    objects = TextfassungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Textfassung"
        verbose_name_plural = "Textfassungen"
        indexes = (GinIndex(SearchVector("text", config="german"), name="textfassung_suche"),)
        constraints = (
            models.UniqueConstraint(fields=["zielvereinbarung", "abschnitt", "nummer"], name="textfassung_nummer"),
            models.UniqueConstraint(
                fields=["zielvereinbarung", "abschnitt"],
                condition=Q(zustand=Fassungszustand.GELTEND),
                name="textfassung_eine_geltende",
            ),
            models.UniqueConstraint(
                fields=["zielvereinbarung", "abschnitt"],
                condition=Q(zustand=Fassungszustand.VORGESCHLAGEN),
                name="textfassung_ein_vorschlag",
            ),
            models.CheckConstraint(name="textfassung_ab_eins", condition=Q(nummer__gte=1)),
            models.CheckConstraint(
                name="textfassung_zustand", condition=Q(zustand__in=[z.value for z in Fassungszustand])
            ),
            models.CheckConstraint(
                name="textfassung_abschnitt", condition=Q(abschnitt__in=[code for code, _ in ABSCHNITTSWAHL])
            ),
            models.CheckConstraint(
                name="textfassung_verfasser",
                condition=Q(herkunft__in=[h.value for h in OHNE_VERFASSER], vertragspartei=None)
                | Q(herkunft__in=[h.value for h in Herkunft if h not in OHNE_VERFASSER], vertragspartei__isnull=False),
            ),
            models.CheckConstraint(name="textfassung_leer", condition=~Q(text="") | Q(abschnitt__in=_WAHLWEISE)),
            text_hoechstens("textfassung_laenge", "text", ZEICHEN_HOECHSTENS),
        )
        triggers = (
            pgtrigger.ReadOnly(name="textfassung_unveraenderlich", exclude=["zustand"]),
            pgtrigger.Protect(name="textfassung_bleibt", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Fassung {self.nummer} von „{self.get_abschnitt_display()}“"


def _geltender_text(zugang: Zugang) -> Q:
    sichtbar = Q(zielvereinbarung__in=Zielvereinbarung.objects.visible_to(zugang))
    return beteiligt(zugang, Befugnis.SEHEN) | sichtbar & Q(zustand=Fassungszustand.GELTEND)


Textfassung.zugriffsregeln = {**DER_PARTEIEN, Befugnis.SEHEN: _geltender_text}


class StellungnahmeQuerySet(models.QuerySet["Stellungnahme"]):
    """What parties say to versions, by who may see it."""

    def visible_to(self, zugang: Zugang) -> StellungnahmeQuerySet:
        """Those to agreements of one's own."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def gueltig(self) -> StellungnahmeQuerySet:
        """Those not voided by a later one or by a new proposal."""
        return self.filter(aufgehoben_am=None)


class Stellungnahme(models.Model):
    """A party accepts a version or does not, then with a reason. A new proposal on the section voids it."""

    fassung = models.ForeignKey(Textfassung, on_delete=models.PROTECT, related_name="stellungnahmen")
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="+")
    angenommen = models.BooleanField("angenommen")
    grund = models.TextField("Begründung", blank=True)
    abgegeben_am = models.DateTimeField("abgegeben am")
    abgegeben_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    aufgehoben_am = models.DateTimeField("aufgehoben am", null=True)

    objects = StellungnahmeQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = nur_parteien("fassung__zielvereinbarung")

    class Meta:
        verbose_name = "Stellungnahme"
        verbose_name_plural = "Stellungnahmen"
        constraints = (
            models.UniqueConstraint(
                fields=["fassung", "vertragspartei"], condition=Q(aufgehoben_am=None), name="stellungnahme_eine"
            ),
            models.CheckConstraint(name="stellungnahme_grund", condition=Q(angenommen=True) | ~Q(grund="")),
            models.CheckConstraint(
                name="stellungnahme_zeit", condition=Q(aufgehoben_am=None) | Q(aufgehoben_am__gte=F("abgegeben_am"))
            ),
        )
        triggers = (pgtrigger.ReadOnly(name="stellungnahme_unveraenderlich", exclude=["aufgehoben_am"]),)

    def __str__(self) -> str:
        return f"{'Annahme' if self.angenommen else 'Ablehnung'} zu Fassung {self.fassung_id}"
