"""What is agreed about the Ziele: the Ziele themselves, Beiträge, funds for information, who accepts them.

Every change is a numbered Fassung. A row counts from the Fassung that made it (``ab_fassung``) until before the one
that ended it (``bis_fassung``, half-open, NULL: still counts), so each Fassung stays readable with who made it and
when, and what an acceptance was given to cannot change afterwards. Nothing is edited, nothing deleted: the database
refuses it.
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

from agreements.models.vereinbarungen import Vertragspartei, Zielvereinbarung
from agreements.ziele import DIMENSIONSTITEL, Dimension
from agreements.ziele.dimension import MIT_ZAHL
from agreements.ziele.finanzen import MITTELTITEL, Mittelart
from kennzahlen.recht import HAUPTKENNZAHLEN, KENNZAHL_CODES
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.zugriff import Regeln, Zugang, visible

TEXT_HOECHSTENS = 2_000
"""The longest description of a Ziel or Beitrag, in characters."""


def _der_parteien(zugang: Zugang) -> Q:
    """FACHKONZEPT 6: how it was negotiated belongs to the parties alone."""
    return Q(zielvereinbarung__in=Zielvereinbarung.objects.eigene(zugang))


def _geltendes(zugang: Zugang) -> Q:
    """The parties see every Fassung, whoever else sees the agreement what counts."""
    sichtbar = Q(zielvereinbarung__in=Zielvereinbarung.objects.visible_to(zugang))
    return _der_parteien(zugang) | sichtbar & Q(bis_fassung=None)


class ZielfassungQuerySet(models.QuerySet["Zielfassung"]):
    """Fassungen, by who may see them."""

    def visible_to(self, zugang: Zugang) -> ZielfassungQuerySet:
        """Those of the agreements that the access is a party to."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Zielfassung(models.Model):
    """One change of what is agreed: which, by whom, when. ``vertragspartei`` is empty where the operator acted."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="zielfassungen")
    nummer = models.PositiveIntegerField("Nummer")
    aenderung = models.CharField("Änderung", max_length=400)
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, null=True, related_name="+")
    erstellt_am = models.DateTimeField("erstellt am")
    erstellt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ZielfassungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _der_parteien}

    class Meta:
        verbose_name = "Fassung der Ziele"
        verbose_name_plural = "Fassungen der Ziele"
        constraints = (
            models.UniqueConstraint(fields=["zielvereinbarung", "nummer"], name="zielfassung_nummer"),
            models.CheckConstraint(name="zielfassung_ab_eins", condition=Q(nummer__gte=1)),
        )
        triggers = (pgtrigger.Protect(name="zielfassung_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"Fassung {self.nummer} der Ziele von Vereinbarung {self.zielvereinbarung_id}"


class Fassungszeile(models.Model):
    """What has a place in Fassungen: counts in those from ``ab_fassung`` until before ``bis_fassung``."""

    ab_fassung = models.PositiveIntegerField("ab Fassung")
    bis_fassung = models.PositiveIntegerField("bis vor Fassung", null=True)

    class Meta:
        abstract = True


def _fassungen(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name, condition=Q(ab_fassung__gte=1) & (Q(bis_fassung=None) | Q(bis_fassung__gt=F("ab_fassung")))
    )


def _unveraenderlich(name: str) -> tuple[pgtrigger.ReadOnly, pgtrigger.Protect]:
    return (
        pgtrigger.ReadOnly(name=f"{name}_unveraenderlich", exclude=["bis_fassung"]),
        pgtrigger.Protect(name=f"{name}_bleibt", operation=pgtrigger.Delete),
    )


class ZielQuerySet(models.QuerySet["Ziel"]):
    """Ziele, by who may see them and by whether they count."""

    def visible_to(self, zugang: Zugang) -> ZielQuerySet:
        """All Fassungen for the parties, what counts for whoever else sees the agreement."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def geltend(self) -> ZielQuerySet:
        """Those of the newest Fassung."""
        return self.filter(bis_fassung=None)


class Meilensteintexte(models.Func):
    """The words of the milestones in a ``vorgabe``, one after the other; empty for every other dimension."""

    template = (
        "replace(btrim(jsonb_path_query_array(%(expressions)s, "
        "'$.keyvalue() ? (@.key like_regex \"text$\").value')::text, '[]\"'), '\", \"', ' · ')"
    )
    output_field = models.TextField()


class Ziel(Fassungszeile):
    """A Ziel with its dimension; ``vorgabe`` are the pairs of ``agreements.ziele.vorgabe`` as an object of texts.

    An Ergänzungsgröße explains and carries no Zielwert (SGB2KennzV §§ 4–6, each Abs. 2).
    """

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="ziele")
    code = models.SlugField("Code", max_length=40, db_comment="Zeile des Zielkatalogs, bei mehreren mit Nummer")
    titel = models.CharField("Titel", max_length=200)
    beschreibung = models.TextField("Beschreibung", blank=True)
    dimension = models.CharField(
        "Zieldimension", max_length=14, choices=[(d.value, DIMENSIONSTITEL[d]) for d in Dimension]
    )
    kennzahl = models.CharField("Kennzahl oder Ergänzungsgröße", max_length=8, blank=True)
    vorgabe = models.JSONField("Vorgabe", default=dict, db_comment="Anteile als Bruch mit Punkt, Tage als JJJJ-MM-TT")

    objects = ZielQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _geltendes}

    class Meta:
        verbose_name = "Ziel"
        verbose_name_plural = "Ziele"
        indexes = (
            GinIndex(SearchVector("titel", "beschreibung", config="german"), name="ziel_suche"),
            GinIndex(SearchVector(Meilensteintexte("vorgabe"), config="german"), name="meilenstein_suche"),
        )
        constraints = (
            _fassungen("ziel_fassungen"),
            models.UniqueConstraint(
                fields=["zielvereinbarung", "code"], condition=Q(bis_fassung=None), name="ziel_einmal"
            ),
            models.CheckConstraint(name="ziel_dimension", condition=Q(dimension__in=[d.value for d in Dimension])),
            models.CheckConstraint(name="ziel_kennzahl", condition=Q(kennzahl__in=["", *KENNZAHL_CODES])),
            models.CheckConstraint(
                name="ziel_zahl_nur_zu_kennzahl",
                condition=~Q(dimension__in=[d.value for d in MIT_ZAHL]) | Q(kennzahl__in=HAUPTKENNZAHLEN),
            ),
            models.CheckConstraint(
                name="ziel_groesse_noetig", condition=Q(dimension=Dimension.QUALITATIV.value) | ~Q(kennzahl="")
            ),
            models.CheckConstraint(
                name="ziel_laenge", condition=LessThanOrEqual(Length("beschreibung"), TEXT_HOECHSTENS)
            ),
        )
        triggers = _unveraenderlich("ziel")

    def __str__(self) -> str:
        return self.titel


class BeitragQuerySet(models.QuerySet["Beitrag"]):
    """Beiträge, by who may see them and by whether they count."""

    def visible_to(self, zugang: Zugang) -> BeitragQuerySet:
        """All Fassungen for the parties, what counts for whoever else sees the agreement."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def geltend(self) -> BeitragQuerySet:
        """Those of the newest Fassung."""
        return self.filter(bis_fassung=None)


class Beitrag(Fassungszeile):
    """What a party contributes, the superior ones included."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="beitraege")
    code = models.SlugField("Code", max_length=40)
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="beitraege")
    text = models.TextField("Beitrag")

    objects = BeitragQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _geltendes}

    class Meta:
        verbose_name = "Beitrag"
        verbose_name_plural = "Beiträge"
        indexes = (GinIndex(SearchVector("text", config="german"), name="beitrag_suche"),)
        constraints = (
            _fassungen("beitrag_fassungen"),
            models.UniqueConstraint(
                fields=["zielvereinbarung", "code"], condition=Q(bis_fassung=None), name="beitrag_einmal"
            ),
            models.CheckConstraint(
                name="beitrag_laenge", condition=~Q(text="") & Q(LessThanOrEqual(Length("text"), TEXT_HOECHSTENS))
            ),
        )
        triggers = _unveraenderlich("beitrag")

    def __str__(self) -> str:
        return f"{self.code} von {self.vertragspartei_id}"


class FinanzmittelQuerySet(models.QuerySet["Finanzmittel"]):
    """Funds, by who may see them and by whether they count."""

    def visible_to(self, zugang: Zugang) -> FinanzmittelQuerySet:
        """All Fassungen for the parties, what counts for whoever else sees the agreement."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def geltend(self) -> FinanzmittelQuerySet:
        """Those of the newest Fassung."""
        return self.filter(bis_fassung=None)


class Finanzmittel(Fassungszeile):
    """Funds of a year, for information: no figure and no result is ever computed from them (FACHKONZEPT 3)."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="finanzmittel")
    jahr = models.PositiveSmallIntegerField("Jahr")
    art = models.CharField("Art", max_length=14, choices=[(a.value, MITTELTITEL[a]) for a in Mittelart])
    betrag = models.BigIntegerField("Betrag", db_comment="Cent")

    objects = FinanzmittelQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _geltendes}

    class Meta:
        verbose_name = "Finanzmittel"
        verbose_name_plural = "Finanzmittel"
        constraints = (
            _fassungen("finanzmittel_fassungen"),
            models.UniqueConstraint(
                fields=["zielvereinbarung", "jahr", "art"], condition=Q(bis_fassung=None), name="finanzmittel_einmal"
            ),
            models.CheckConstraint(name="finanzmittel_art", condition=Q(art__in=[a.value for a in Mittelart])),
            models.CheckConstraint(name="finanzmittel_betrag", condition=Q(betrag__gte=0)),
        )
        triggers = _unveraenderlich("finanzmittel")

    def __str__(self) -> str:
        return f"{self.art} {self.jahr}"


class ZielannahmeQuerySet(models.QuerySet["Zielannahme"]):
    """Acceptances, by who may see them."""

    def visible_to(self, zugang: Zugang) -> ZielannahmeQuerySet:
        """Those of the agreements that the access is a party to."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Zielannahme(models.Model):
    """A party accepts the Ziele, Beiträge and funds as a whole, as one Fassung says them (0: as proposed at first).

    With the next Fassung it counts no longer; nothing has to be written for that.
    """

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="zielannahmen")
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="zielannahmen")
    fassung = models.PositiveIntegerField("Fassung")
    angenommen_am = models.DateTimeField("angenommen am")
    angenommen_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ZielannahmeQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _der_parteien}

    class Meta:
        verbose_name = "Annahme der Ziele"
        verbose_name_plural = "Annahmen der Ziele"
        constraints = (
            models.UniqueConstraint(
                fields=["zielvereinbarung", "vertragspartei", "fassung"], name="zielannahme_einmal"
            ),
        )
        triggers = (pgtrigger.Protect(name="zielannahme_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"Annahme der Fassung {self.fassung} durch {self.vertragspartei_id}"
