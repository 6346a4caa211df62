"""Planungsrunden with their agreements and the parties to them.

Who the parties are is settled when a round is laid out, as of the first day of its period, and written down by
name: an agreement reads the same ever after, whatever a Kreisreform does. ``zustand`` is written by
``agreements.lifecycle`` alone.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When

from agreements.recht import (
    FORMTITEL,
    GESCHEITERTE,
    GESCHLOSSENE,
    SEITENTITEL,
    VEREINBARUNG,
    VEREINBARUNGSARTEN,
    ZUSTANDSTITEL,
    Form,
    Seite,
    Traegerseite,
    Zustand,
    dateiname,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import ALLE, NIEMAND, Regel, Regeln, Zugang, visible
from zielsystem.recht import Geltung

_ART = {art.nr: art for art in VEREINBARUNGSARTEN}
_BEIDE, _BA, _KOMMUNE = (seite.value for seite in Traegerseite)
_UEBERGAENGE = sorted({(von.value, zeile.nach.value) for zeile in VEREINBARUNG.uebergaenge for von in zeile.von})
ZUSTAENDE = [(zustand.value, ZUSTANDSTITEL[zustand]) for zustand in Zustand]


class PlanungsrundeQuerySet(models.QuerySet["Planungsrunde"]):
    """Rounds, by who may see them."""

    def visible_to(self, zugang: Zugang) -> PlanungsrundeQuerySet:
        """Those that the access may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Planungsrunde(models.Model):
    """A period for which every agreement of § 48b is concluded once."""

    titel = models.CharField("Titel", max_length=120)
    ab = models.DateField("gilt ab", help_text="erster Tag; an ihm entscheidet sich, wer mit wem vereinbart")
    bis = models.DateField("gilt bis vor", help_text="erster Tag nach dem Zeitraum")
    form = models.CharField(
        "Form der Vereinbarungen nach Nr. 2",
        max_length=12,
        choices=[(form.value, FORMTITEL[form]) for form in Form],
        db_comment="§ 48b Abs. 1 Satz 1 Nr. 2 SGB II",
    )
    angelegt_am = models.DateTimeField("angelegt am")
    angelegt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PlanungsrundeQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Planungsrunde"
        verbose_name_plural = "Planungsrunden"
        constraints = (
            models.CheckConstraint(name="planungsrunde_zeitraum", condition=Q(bis__gt=F("ab"))),
            models.CheckConstraint(name="planungsrunde_form", condition=Q(form__in=[f.value for f in Form])),
            ExclusionConstraint(
                name="planungsrunde_je_zeit_eine",
                expressions=[
                    (
                        Func(F("ab"), F("bis"), Value("[)"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    )
                ],
            ),
        )

    def __str__(self) -> str:
        return self.titel

    @property
    def laufzeit(self) -> Geltung:
        """The period, half-open."""
        return Geltung(self.ab, self.bis)

    @property
    def zeitraum(self) -> str:
        """The years, such as "2027" or "2027/2028"."""
        letztes = (self.bis - timedelta(days=1)).year
        return str(self.ab.year) if letztes == self.ab.year else f"{self.ab.year}/{letztes}"


def _sieht_fuer_partei(zugang: Zugang) -> Q:
    """Everyone who acts for a party with the right to see."""
    return ALLE if zugang.partei_id and Befugnis.SEHEN in zugang.befugnisse else NIEMAND


def _bmas(zugang: Zugang) -> Q:
    return ALLE if zugang.art is Parteiart.BMAS else NIEMAND


Planungsrunde.zugriffsregeln = {Befugnis.SEHEN: _sieht_fuer_partei, Befugnis.RUNDE_PLANEN: _bmas}


class ZielvereinbarungQuerySet(models.QuerySet["Zielvereinbarung"]):
    """Agreements, by who may see them."""

    def visible_to(self, zugang: Zugang) -> ZielvereinbarungQuerySet:
        """Those that the access may see; to everyone else the others do not exist."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def eigene(self, zugang: Zugang) -> ZielvereinbarungQuerySet:
        """Those to which the party acted for is a party itself, or the Kommune behind one."""
        return self if zugang.betrieb else self.filter(_vertragspartei_mit(Befugnis.SEHEN)(zugang))


_TRAEGERSEITEN = Case(
    When(traegerseite=_BA, then=Func(Value(0), Value(1), function="int4range")),
    When(traegerseite=_KOMMUNE, then=Func(Value(1), Value(2), function="int4range")),
    default=Func(Value(0), Value(2), function="int4range"),
)
"""BA and Kommune as two places of a range: "beide" overlaps each of them, they do not overlap one another."""


def nur_eigene_partei(name: str, feld: str, vereinbarung: str) -> pgtrigger.Trigger:
    """The database refuses a Vertragspartei of another agreement in the column of ``feld``.

    ``vereinbarung`` is the column of the same row with the key of the agreement.
    """
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(f"{feld}_id"),  # type: ignore[no-untyped-call]
        when=pgtrigger.Before,
        condition=pgtrigger.Q(**{f"new__{feld}__isnull": False}),
        func=(
            "IF NOT EXISTS (SELECT 1 FROM agreements_vertragspartei p "
            f"WHERE p.id = NEW.{feld}_id AND p.zielvereinbarung_id = NEW.{vereinbarung}) THEN "
            "RAISE EXCEPTION 'Die Vertragspartei gehört zu einer anderen Vereinbarung.'; END IF; RETURN NEW;"
        ),
    )


def _gleich(feld: str) -> tuple[Func, str]:
    return Func(F(feld), F(feld), Value("[]"), function="int8range"), RangeOperators.OVERLAPS


class Zielvereinbarung(models.Model):
    """An agreement of one of the four kinds, for one round."""

    runde = models.ForeignKey(Planungsrunde, on_delete=models.PROTECT, related_name="vereinbarungen")
    nr = models.PositiveSmallIntegerField(
        "Art",
        choices=[(art.nr, f"{art.kurz}: {art.titel}") for art in VEREINBARUNGSARTEN],
        db_comment="§ 48b Abs. 1 Satz 1 Nr. 1 bis 4 SGB II",
    )
    titel = models.CharField(
        "Titel", max_length=200, db_comment="Name des Jobcenters, des Landes oder der BA am Stichtag"
    )
    schluessel = models.CharField(
        "Schlüssel", max_length=5, blank=True, db_comment="AGS des Jobcenters oder des Landes"
    )
    land = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="+")
    jobcenter = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="zielvereinbarungen")
    traegerseite = models.CharField("Träger", max_length=8, choices=[(s.value, s.value) for s in Traegerseite])
    zustand = models.CharField("Zustand", max_length=30, choices=ZUSTAENDE)
    vorbehalt = models.CharField(
        "Gremienvorbehalt",
        max_length=200,
        blank=True,
        db_comment="Gremium, dessen Beschluss vorbehalten ist; leer: keines",
    )
    vorbehalt_von = models.ForeignKey(
        "Vertragspartei",
        on_delete=models.RESTRICT,
        null=True,
        related_name="+",
        db_comment="Vertragspartei, deren Gremium es ist",
    )
    fassung = models.PositiveSmallIntegerField(
        "Fassung", default=1, db_comment="1, Änderungsvereinbarungen zählen weiter"
    )
    aendert = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="aenderungen",
        db_comment="die geschlossene Fassung, an deren Stelle diese treten soll",
    )

    objects = ZielvereinbarungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Zielvereinbarung"
        verbose_name_plural = "Zielvereinbarungen"
        permissions = (
            ("sehen", "Darf diese Zielvereinbarung sehen"),
            ("verhandeln", "Darf diese Zielvereinbarung verhandeln"),
            ("entwurf_erzeugen", "Darf Entwürfe dieser Zielvereinbarung erzeugen"),
        )
        indexes = (models.Index(fields=["runde", "nr", "schluessel"]),)
        constraints = (
            models.CheckConstraint(name="zielvereinbarung_zustand", condition=Q(zustand__in=[z for z, _ in ZUSTAENDE])),
            models.CheckConstraint(
                name="zielvereinbarung_art",
                condition=Q(nr=1, land=None, jobcenter=None, schluessel="")
                | Q(nr=3, land__isnull=False, jobcenter=None, schluessel__regex=r"^\d{2}$")
                | Q(nr__in=(2, 4), land__isnull=False, jobcenter__isnull=False, schluessel__regex=r"^\d{5}$"),
            ),
            models.CheckConstraint(
                name="zielvereinbarung_traegerseite",
                condition=Q(traegerseite=_BEIDE) | Q(nr=2, traegerseite__in=(_BA, _KOMMUNE)),
            ),
            models.CheckConstraint(
                name="zielvereinbarung_vorbehalt",
                condition=Q(vorbehalt="", vorbehalt_von=None) | ~Q(vorbehalt="") & Q(vorbehalt_von__isnull=False),
            ),
            models.CheckConstraint(
                name="zielvereinbarung_fassung",
                condition=Q(fassung=1, aendert=None) | Q(fassung__gte=2, aendert__isnull=False),
            ),
            models.UniqueConstraint(fields=["runde", "fassung"], condition=Q(nr=1), name="zielvereinbarung_eine_nr_1"),
            models.UniqueConstraint(
                fields=["runde", "land", "fassung"], condition=Q(nr=3), name="zielvereinbarung_nr_3_je_land"
            ),
            models.UniqueConstraint(
                fields=["aendert"],
                condition=~Q(zustand__in=[z.value for z in sorted(GESCHEITERTE | {Zustand.AUFGEHOBEN})]),
                name="zielvereinbarung_eine_aenderung",
            ),
            ExclusionConstraint(
                name="zielvereinbarung_je_traeger_eine",
                condition=Q(jobcenter__isnull=False),
                expressions=[
                    _gleich("runde_id"),
                    _gleich("jobcenter_id"),
                    _gleich("fassung"),
                    (_TRAEGERSEITEN, RangeOperators.OVERLAPS),
                ],
            ),
        )
        triggers = (
            pgtrigger.FSM(name="zielvereinbarung_uebergaenge", field="zustand", transitions=_UEBERGAENGE),
            nur_eigene_partei("zielvereinbarung_vorbehalt_von", "vorbehalt_von", "id"),
        )

    def __str__(self) -> str:
        return f"Nr. {self.nr}: {self.titel}"

    @property
    def art(self) -> str:
        """The kind in words, such as "BMAS – Land"."""
        return _ART[self.nr].titel

    @property
    def gegenstand(self) -> str:
        """What it is about beyond the Ziele: the Jobcenter, or the Land; "" for the Bund."""
        return "" if self.nr == 1 else self.titel

    @property
    def dateiname(self) -> str:
        """The name of its PDF, always the same."""
        name = dateiname(self.nr, self.schluessel, Traegerseite(self.traegerseite))
        return f"{name}.pdf" if self.fassung == 1 else f"{name}_Fassung-{self.fassung}.pdf"


class Vertragspartei(models.Model):
    """A party to an agreement, as the document names it. ``rechtstraeger``: the Kommune that acts through a zkT."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.CASCADE, related_name="vertragsparteien")
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+")
    rechtstraeger = models.ForeignKey(
        Partei, on_delete=models.PROTECT, null=True, related_name="+", db_comment="§ 6a SGB II: Kommune hinter dem zkT"
    )
    seite = models.CharField("Seite", max_length=12, choices=[(s.value, SEITENTITEL[s]) for s in Seite])
    bezeichnung = models.CharField("Bezeichnung", max_length=300)
    vertreten_durch = models.CharField("vertreten durch", max_length=200, blank=True)

    class Meta:
        verbose_name = "Vertragspartei"
        verbose_name_plural = "Vertragsparteien"
        constraints = (
            models.UniqueConstraint(fields=["zielvereinbarung", "partei"], name="vertragspartei_einmal"),
            models.UniqueConstraint(fields=["zielvereinbarung", "reihenfolge"], name="vertragspartei_reihenfolge"),
            models.CheckConstraint(name="vertragspartei_seite", condition=Q(seite__in=[s.value for s in Seite])),
        )

    def __str__(self) -> str:
        return self.bezeichnung


def _vertragspartei_mit(befugnis: Befugnis) -> Regel:
    """FACHKONZEPT 6: an agreement before conclusion belongs to its parties and to nobody else."""

    def regel(zugang: Zugang) -> Q:
        if zugang.partei_id is None or befugnis not in zugang.befugnisse:
            return NIEMAND
        eigene = Q(partei=zugang.partei_id) | Q(rechtstraeger=zugang.partei_id)
        return Q(Exists(Vertragspartei.objects.filter(eigene, zielvereinbarung=OuterRef("pk"))))

    return regel


def _sichtbar(zugang: Zugang) -> Q:
    """The parties; and, once it was concluded, the BMAS and the Land concerned (FACHKONZEPT 6)."""
    sichtbar = _vertragspartei_mit(Befugnis.SEHEN)(zugang)
    if Befugnis.SEHEN not in zugang.befugnisse:
        return sichtbar
    geschlossen = Q(zustand__in=GESCHLOSSENE)
    if zugang.art is Parteiart.BMAS:
        return sichtbar | geschlossen
    if zugang.art is Parteiart.LAND:
        return sichtbar | geschlossen & Q(land=zugang.partei_id)
    return sichtbar


def _anweisend(zugang: Zugang) -> Q:
    """In its strand the BA may instruct (§ 44b Abs. 3 SGB II)."""
    if zugang.art is not Parteiart.BA:
        return NIEMAND
    return Q(nr=2) & _vertragspartei_mit(Befugnis.ANWEISEN)(zugang)


Zielvereinbarung.zugriffsregeln = {
    Befugnis.SEHEN: _sichtbar,
    Befugnis.ANWEISEN: _anweisend,
    **{
        befugnis: _vertragspartei_mit(befugnis)
        for befugnis in (
            Befugnis.VERHANDELN,
            Befugnis.ZEICHNEN,
            Befugnis.ENTWURF_ERZEUGEN,
            Befugnis.ZIELDIALOG_FUEHREN,
        )
    },
}
