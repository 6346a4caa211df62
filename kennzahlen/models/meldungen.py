"""What Jobcenter report: a :class:`Meldung` holds all Grundgrößen of a Jobcenter's month in one row.

A month of the whole country is read and written as some hundred rows instead of ten thousand, with real foreign keys.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from kennzahlen.meldungen.recht import ENDGUELTIG, IN_ARBEIT, ZUSTANDSTITEL, Meldungszustand
from kennzahlen.recht import GRUNDGROESSEN
from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.parties.models import Nutzer, Partei, Parteistand
from zielsystem.parties.recht import JOBCENTER, Parteiart
from zielsystem.parties.zugriff import ALLE, NIEMAND, Regeln, Zugang, visible


class MeldungQuerySet(models.QuerySet["Meldung"]):
    """Meldungen, by who may see them and by what they count for."""

    def visible_to(self, zugang: Zugang) -> MeldungQuerySet:
        """Those that the access may see; to everyone else the others do not exist."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def gueltig(self) -> MeldungQuerySet:
        """The valid version of each Jobcenter's month."""
        return self.filter(zustand=Meldungszustand.FREIGEGEBEN)

    def in_arbeit(self) -> MeldungQuerySet:
        """The one version of each Jobcenter's month that is not final yet."""
        return self.filter(zustand__in=[z.value for z in IN_ARBEIT])


class Meldung(models.Model):
    """What a Jobcenter reports for one month, in one version.

    "Nichts zu melden" is an answer of its own: the number of the Grundgröße stands in ``nichts_zu_melden``, and its
    place in ``werte`` holds 0, so whatever computes goes on as with a 0 while people read what was answered. A place
    without a figure (NULL) is missing; a 0 that is not marked was counted.
    """

    jobcenter = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="meldungen")
    monat = models.DateField("Monat", db_comment="erster Tag des Berichtsmonats")
    version = models.PositiveSmallIntegerField("Version")
    zustand = models.CharField("Zustand", max_length=20, choices=[(z.value, ZUSTANDSTITEL[z]) for z in Meldungszustand])
    werte = ArrayField(
        models.BigIntegerField(null=True),
        verbose_name="Werte",
        db_comment="Grundgrößen, Stelle = nr in kennzahlen.recht.GRUNDGROESSEN; Anzahl oder Cent; NULL: nicht gemeldet",
    )
    nichts_zu_melden = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="nichts zu melden",
        default=list,
        blank=True,
        db_comment="nr der Grundgrößen, zu denen es ausdrücklich nichts zu melden gab; in werte steht dafür 0",
    )
    fassung = models.PositiveIntegerField(
        "Fassung", default=1, db_comment="zählt jede gespeicherte Änderung der Zahlen"
    )
    quelle = models.CharField("Quelle", max_length=255, help_text="Datei oder Formular, aus dem die Zahlen kommen")
    grund = models.TextField("Grund der Korrektur", blank=True)
    erfasst_am = models.DateTimeField("erfasst am")
    erfasst_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    freigegeben_am = models.DateTimeField("freigegeben am", null=True)
    freigegeben_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    abgeloest_am = models.DateTimeField("abgelöst am", null=True)

    objects = MeldungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Meldung"
        verbose_name_plural = "Meldungen"
        permissions = (("sehen", "Darf diese Meldung sehen"),)
        indexes = (models.Index(fields=["monat", "jobcenter"]),)
        constraints = (
            models.UniqueConstraint(fields=["jobcenter", "monat", "version"], name="meldung_version"),
            models.UniqueConstraint(
                fields=["jobcenter", "monat"],
                condition=Q(zustand=Meldungszustand.FREIGEGEBEN),
                name="meldung_eine_gueltige",
            ),
            models.UniqueConstraint(
                fields=["jobcenter", "monat"],
                condition=Q(zustand__in=[z.value for z in IN_ARBEIT]),
                name="meldung_eine_in_arbeit",
            ),
            models.CheckConstraint(name="meldung_zustand", condition=Q(zustand__in=[z.value for z in Meldungszustand])),
            models.CheckConstraint(name="meldung_alle_groessen", condition=Q(werte__len=len(GRUNDGROESSEN))),
            models.CheckConstraint(name="meldung_monatserster", condition=Q(monat__day=1)),
            models.CheckConstraint(
                name="meldung_freigabe",
                condition=Q(zustand__in=[z.value for z in ENDGUELTIG], freigegeben_am__isnull=False)
                | ~Q(zustand__in=[z.value for z in ENDGUELTIG]) & Q(freigegeben_am=None, freigegeben_durch=None),
            ),
            models.CheckConstraint(
                name="meldung_abloesung",
                condition=Q(zustand=Meldungszustand.ABGELOEST, abgeloest_am__isnull=False)
                | ~Q(zustand=Meldungszustand.ABGELOEST) & Q(abgeloest_am=None),
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="meldung_freigegeben_fest",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.zustand IN ('freigegeben', 'abgeloest') AND "
                    "(NEW.werte IS DISTINCT FROM OLD.werte OR NEW.monat <> OLD.monat"
                    " OR NEW.jobcenter_id <> OLD.jobcenter_id)"
                ),
            ),
            pgtrigger.Trigger(
                name="meldung_nichts_ist_null",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.nichts_zu_melden <> '{}'"),
                func="""
                    IF EXISTS (SELECT FROM unnest(NEW.nichts_zu_melden) nr WHERE NEW.werte[nr] IS DISTINCT FROM 0) THEN
                        RAISE check_violation USING MESSAGE = 'meldung_nichts_ist_null: mit „nichts zu melden“ steht 0';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.jobcenter_id} {self.monat:%Y-%m} v{self.version}"


def _stand_im_monat(**bedingung: object) -> Exists:
    """Whether the Jobcenter of a Meldung had such a Stand in the month reported."""
    return Exists(
        Parteistand.objects.filter(
            Q(bis=None) | Q(bis__gt=OuterRef("monat")),
            partei=OuterRef("jobcenter"),
            ab__lte=OuterRef("monat"),
            **bedingung,
        )
    )


def _meldung_sehen(zugang: Zugang) -> Q:
    """FACHKONZEPT 6: a draft only the Jobcenter's Controlling and Leitung; a released one also those above it."""
    if zugang.rolle in (None, Rolle.ADMINISTRATION):
        return NIEMAND
    freigegeben = Q(zustand__in=[z.value for z in ENDGUELTIG])
    eigene = Q(jobcenter=zugang.partei_id)
    if zugang.rolle not in (Rolle.CONTROLLING, Rolle.LEITUNG):
        eigene &= freigegeben
    return eigene | freigegeben & _ueber_dem_jobcenter(zugang)


def aufsicht(zugang: Zugang) -> dict[str, object] | None:
    """What the Stand of a Jobcenter has to be for it to lie below the party acted for (FACHKONZEPT 6); None: never."""
    match zugang.art:
        case Parteiart.BMAS:
            return {}
        case Parteiart.BA:
            return {"art": Parteiart.GE}
        case Parteiart.LAND:
            return {"land": zugang.partei_id}
        case Parteiart.KOMMUNE:
            return {"traeger": zugang.partei_id}
        case _:
            return None


def _ueber_dem_jobcenter(zugang: Zugang) -> Q:
    bedingung = aufsicht(zugang)
    if bedingung is None:
        return NIEMAND
    return Q(_stand_im_monat(**bedingung)) if bedingung else ALLE


def _eigene_meldung(zugang: Zugang) -> Q:
    return Q(jobcenter=zugang.partei_id) if zugang.art in JOBCENTER else NIEMAND


Meldung.zugriffsregeln = {
    Befugnis.SEHEN: _meldung_sehen,
    Befugnis.MELDUNG_ERFASSEN: _eigene_meldung,
    Befugnis.MELDUNG_FREIGEBEN: _eigene_meldung,
}
