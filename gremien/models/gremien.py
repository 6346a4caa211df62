"""Bodies and who sends members into them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import Combinable

from gremien.recht import UEBLICH, Gremiumart, gremiumtitel
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei, gilt_am
from zielsystem.parties.recht import ARTEN, Parteiart
from zielsystem.parties.zugriff import NIEMAND, Regel, Regeln, Zugang, visible

ZEITRAUM = Func(F("ab"), F("bis"), Value("[)"), function="daterange", output_field=DateRangeField())


def je_zeit_eines(name: str, *felder: str, text: str = "", condition: Q | None = None) -> ExclusionConstraint:
    """At most one row per key at any time; integer ranges make it work without the extension btree_gist.

    ``text``: a column of words that belongs to the key, taken by its hash.
    """
    werte: list[F | Func] = [F(feld) for feld in felder]
    if text:
        werte.append(Func(F(text), function="hashtext"))
    schluessel: list[tuple[Func, str]] = [
        (Func(wert, wert, Value("[]"), function="int8range"), RangeOperators.OVERLAPS) for wert in werte
    ]
    ausdruecke: list[tuple[str | Combinable, str]] = [*schluessel, (ZEITRAUM, RangeOperators.OVERLAPS)]
    return ExclusionConstraint(name=name, expressions=ausdruecke, condition=condition)


def zeitraum_gueltig(name: str) -> models.CheckConstraint:
    """A half-open period ends after it begins."""
    return models.CheckConstraint(name=name, condition=Q(bis=None) | Q(bis__gt=F("ab")))


class GremiumQuerySet(models.QuerySet["Gremium"]):
    """Bodies, by who may see them and by kind."""

    def visible_to(self, zugang: Zugang) -> GremiumQuerySet:
        """Those in which the access takes part: as a member, a party that sends members, or the office."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def am(self, tag: date) -> GremiumQuerySet:
        """Those that exist on a day."""
        return self.filter(gilt_am(tag))

    def von(self, art: Gremiumart, bezugspartei: Partei | int | None, tag: date) -> Gremium | None:
        """The body of a kind for a Land or a gemeinsame Einrichtung (None: the Bund) on a day, if there is one."""
        return self.am(tag).filter(art=art, bezugspartei=bezugspartei).first()


class Gremium(models.Model):
    """A body. ``bezugspartei``: the Land, the gE or the party that set it up; empty for the Bund-Länder-Ausschuss."""

    schluessel = models.SlugField("Schlüssel", max_length=60, unique=True)
    art = models.CharField("Art", max_length=24, choices=[(a.value, gremiumtitel(a)) for a in Gremiumart])
    titel = models.CharField("Titel", max_length=160)
    bezugspartei = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="gremien")
    geschaeftsstelle = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="gefuehrte_gremien")
    ab = models.DateField("ab")
    bis = models.DateField("bis", null=True, blank=True)
    ladungsfrist = models.PositiveSmallIntegerField(
        "Ladungsfrist", null=True, blank=True, db_comment="Tage; leer: die übliche Frist"
    )
    namentlich = models.BooleanField(
        "Stimmen je Mitglied", default=True, db_comment="falsch: nur die Summen der Stimmen, wie in einem Kreistag"
    )
    eingerichtet_am = models.DateTimeField("eingerichtet am")
    eingerichtet_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = GremiumQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Gremium"
        verbose_name_plural = "Gremien"
        constraints = (
            zeitraum_gueltig("gremium_zeitraum"),
            models.CheckConstraint(name="gremium_art", condition=Q(art__in=[a.value for a in Gremiumart])),
            models.CheckConstraint(name="gremium_titel", condition=~Q(titel="")),
            models.CheckConstraint(
                name="gremium_bezugspartei",
                condition=Q(art=Gremiumart.BUND_LAENDER_AUSSCHUSS, bezugspartei=None)
                | ~Q(art=Gremiumart.BUND_LAENDER_AUSSCHUSS) & Q(bezugspartei__isnull=False),
            ),
            models.UniqueConstraint(
                name="gremium_eines_je_art",
                fields=["art", "bezugspartei"],
                condition=Q(bis=None) & ~Q(art=Gremiumart.WEITERES),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="gremium_summen_nur_in_eigenen", condition=Q(namentlich=True) | Q(art=Gremiumart.WEITERES)
            ),
        )

    def __str__(self) -> str:
        return self.titel


class EntsenderechtQuerySet(models.QuerySet["Entsenderecht"]):
    """Rights to send members."""

    def am(self, tag: date) -> EntsenderechtQuerySet:
        """Those of a day."""
        return self.filter(gilt_am(tag))


class Entsenderecht(models.Model):
    """A party sends so many members into one composition of a body, for a time. ``seite``: as what kind of party."""

    gremium = models.ForeignKey(Gremium, on_delete=models.PROTECT, related_name="entsenderechte")
    zusammensetzung = models.CharField("Zusammensetzung", max_length=20, default=UEBLICH)
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="entsenderechte")
    seite = models.CharField("Seite", max_length=20, choices=[(a.value, ARTEN[a].titel) for a in Parteiart])
    sitze = models.PositiveSmallIntegerField("Sitze")
    ab = models.DateField("ab")
    bis = models.DateField("bis", null=True, blank=True)

    objects = EntsenderechtQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {
        Befugnis.SEHEN: lambda zugang: Q(gremium__in=Gremium.objects.visible_to(zugang))
    }

    class Meta:
        verbose_name = "Entsenderecht"
        verbose_name_plural = "Entsenderechte"
        constraints = (
            zeitraum_gueltig("entsenderecht_zeitraum"),
            models.CheckConstraint(name="entsenderecht_sitze", condition=Q(sitze__gte=1)),
            models.CheckConstraint(name="entsenderecht_seite", condition=Q(seite__in=[a.value for a in Parteiart])),
            je_zeit_eines("entsenderecht_je_zeit_eines", "gremium_id", "partei_id", text="zusammensetzung"),
        )

    def __str__(self) -> str:
        return f"{self.partei_id}: {self.sitze} in {self.gremium_id}"


def entsandt(zugang: Zugang, gremium: str, zusammensetzung: str | None = None) -> Q:
    """Rows whose body (by path) the party of the access sends members into on the day, in a composition if named."""
    rechte = Entsenderecht.objects.am(zugang.am).filter(partei=zugang.partei_id, gremium=models.OuterRef(gremium))
    if zusammensetzung:
        rechte = rechte.filter(zusammensetzung=models.OuterRef(zusammensetzung))
    return Q(models.Exists(rechte))


def der_geschaeftsstelle(pfad: str, befugnis: Befugnis) -> Regel:
    """A rule: those of a body (by path, "" for the body itself) whose office is kept by the party acted for."""
    feld = f"{pfad}__geschaeftsstelle" if pfad else "geschaeftsstelle"

    def regel(zugang: Zugang) -> Q:
        if zugang.partei_id is None or befugnis not in zugang.befugnisse:
            return NIEMAND
        return Q(**{feld: zugang.partei_id})

    return regel
