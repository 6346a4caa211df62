"""Recorded results of participation: what a gate rests on, with the document (FACHKONZEPT 3, Gates)."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from agreements.models.vereinbarungen import Planungsrunde, Vertragspartei, Zielvereinbarung, nur_eigene_partei
from agreements.recht import (
    BETEILIGUNGEN,
    ERGEBNISTITEL,
    FORMEN,
    Beteiligung,
    Beteiligungsform,
    Ebene,
    Ergebnis,
    Erklaerende,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.zugriff import NIEMAND, Regeln, Zugang, visible

_ARTEN = {zeile.code: zeile for zeile in BETEILIGUNGEN}
_BEZUG: dict[Ebene, Q] = {
    Ebene.RUNDE: Q(land=None, partei=None, zielvereinbarung=None),
    Ebene.LAND: Q(land__isnull=False, partei=None, zielvereinbarung=None),
    Ebene.KOMMUNE: Q(land=None, partei__isnull=False, zielvereinbarung=None),
    Ebene.VEREINBARUNG: Q(land=None, partei=None, zielvereinbarung__isnull=False),
}


def _codes(**merkmal: object) -> list[str]:
    ((name, wert),) = merkmal.items()
    return sorted(code for code, zeile in _ARTEN.items() if getattr(zeile, name) == wert)


def _bezug_passt() -> Q:
    passt = Q()
    for ebene, bezug in _BEZUG.items():
        passt |= Q(art__in=_codes(ebene=ebene)) & bezug
    return passt


def _ergebnis_passt() -> Q:
    passt = Q()
    for form, beschreibung in FORMEN.items():
        if codes := _codes(form=form):
            passt |= Q(art__in=codes, form=form.value, ergebnis__in=[e.value for e in beschreibung.moeglich])
    return passt


def _je_partei() -> Q:
    """A Vertragspartei is named exactly where each declares for itself."""
    codes = _codes(erklaerende=Erklaerende.JEDE)
    return Q(art__in=codes, vertragspartei__isnull=False) | ~Q(art__in=codes) & Q(vertragspartei=None)


def _belegt() -> Q:
    ohne_dokument = [form.value for form, beschreibung in FORMEN.items() if not beschreibung.dokument]
    return Q(form__in=ohne_dokument) | ~Q(dokument="") & ~Q(sha256="")


def nachweisablage(nachweis: Nachweis, name: str) -> str:
    """Where the file of a Nachweis lies: its content alone decides, so no name ever reaches the disk."""
    return f"nachweise/{nachweis.runde_id}/{nachweis.sha256}"


class NachweisQuerySet(models.QuerySet["Nachweis"]):
    """Recorded results, by who may see them and by whether they count."""

    def visible_to(self, zugang: Zugang) -> NachweisQuerySet:
        """Those that the access may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def gueltig(self) -> NachweisQuerySet:
        """Those not taken back."""
        return self.filter(widerrufen_am=None)


class Nachweis(models.Model):
    """The result of a Beteiligung, with the document that proves it. It is taken back, never changed.

    What it is about, the Ebene of its ``art`` decides: the round alone, or a Land, a Kommune (``partei``), or one
    agreement of it. ``vertragspartei``: who declares, where each party to an agreement does so for itself.
    """

    art = models.CharField(
        "Beteiligung", max_length=40, choices=[(code, zeile.titel) for code, zeile in sorted(_ARTEN.items())]
    )
    form = models.CharField("Form", max_length=20, choices=[(f.value, FORMEN[f].titel) for f in Beteiligungsform])
    runde = models.ForeignKey(Planungsrunde, on_delete=models.PROTECT, related_name="nachweise")
    land = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="+")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="+", db_comment="Kommune")
    zielvereinbarung = models.ForeignKey(
        Zielvereinbarung, on_delete=models.PROTECT, null=True, related_name="nachweise"
    )
    vertragspartei = models.ForeignKey(
        Vertragspartei,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_comment="wer erklärt, wo jede Vertragspartei für sich erklärt",
    )
    ergebnis = models.CharField("Ergebnis", max_length=20, choices=[(e.value, ERGEBNISTITEL[e]) for e in Ergebnis])
    am = models.DateField("am", help_text="Tag des Beschlusses, der Sitzung oder der Erklärung")
    dokument = models.FileField("Dokument", upload_to=nachweisablage, max_length=255, blank=True)
    dateiname = models.CharField("Dateiname", max_length=200, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    bemerkung = models.TextField("Bemerkung", blank=True)
    erfasst_am = models.DateTimeField("erfasst am")
    erfasst_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    erfasst_fuer = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="+")
    widerrufen_am = models.DateTimeField("widerrufen am", null=True)
    widerrufen_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    widerrufsgrund = models.TextField("Grund des Widerrufs", blank=True)

    objects = NachweisQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Nachweis"
        verbose_name_plural = "Nachweise"
        constraints = (
            models.UniqueConstraint(
                fields=["art", "runde", "land", "partei", "zielvereinbarung", "vertragspartei"],
                condition=Q(widerrufen_am=None),
                nulls_distinct=False,
                name="nachweis_ein_gueltiger",
            ),
            models.CheckConstraint(name="nachweis_bezug", condition=_bezug_passt()),
            models.CheckConstraint(name="nachweis_je_partei", condition=_je_partei()),
            models.CheckConstraint(name="nachweis_ergebnis", condition=_ergebnis_passt()),
            models.CheckConstraint(name="nachweis_belegt", condition=_belegt()),
            models.CheckConstraint(name="nachweis_sha256", condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="nachweis_widerruf",
                condition=Q(widerrufen_am=None, widerrufen_durch=None, widerrufsgrund="")
                | Q(widerrufen_am__gte=F("erfasst_am")) & ~Q(widerrufsgrund=""),
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(
                name="nachweis_unveraenderlich", exclude=["widerrufen_am", "widerrufen_durch", "widerrufsgrund"]
            ),
            pgtrigger.Protect(name="nachweis_bleibt", operation=pgtrigger.Delete),
            nur_eigene_partei("nachweis_vertragspartei", "vertragspartei", "zielvereinbarung_id"),
        )

    def __str__(self) -> str:
        return f"{self.get_art_display()}: {self.get_ergebnis_display()} am {self.am:%d.%m.%Y}"

    @property
    def zeile(self) -> Beteiligung:
        """The row of the law; of several dated ones with its code the last."""
        return _ARTEN[self.art]


def _sichtbar(zugang: Zugang) -> Q:
    """What opens a gate is seen by the parties to the agreements it opens, and by who recorded it (FACHKONZEPT 6)."""
    if zugang.partei_id is None or Befugnis.SEHEN not in zugang.befugnisse:
        return NIEMAND
    eigene = Zielvereinbarung.objects.eigene(zugang)
    beteiligte = Vertragspartei.objects.filter(zielvereinbarung__in=eigene)
    return (
        Q(erfasst_fuer=zugang.partei_id)
        | Q(land=None, partei=None, zielvereinbarung=None)
        | Q(land__in=eigene.values("land"))
        | Q(partei__in=beteiligte.values("partei"))
        | Q(partei__in=beteiligte.filter(rechtstraeger__isnull=False).values("rechtstraeger"))
        | Q(zielvereinbarung__in=Zielvereinbarung.objects.visible_to(zugang))
    )


Nachweis.zugriffsregeln = {Befugnis.SEHEN: _sichtbar}
