"""A Jobcenter's internal figures: seen and kept by its Controlling and Leitung, and by nobody else (FACHKONZEPT 6)."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from kennzahlen.eigene.masse import HOECHSTENS, MASSE, Mass
from kennzahlen.eigene.recht import EIGENARTEN, Eigenart
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import NIEMAND, Regeln, Zugang, visible

MASSWAHL = [(mass.value, MASSE[mass].titel) for mass in Mass]


def _eigene(zugang: Zugang) -> Q:
    """The own Jobcenter, for those who keep its figures: never its partners, nor the rest of the house."""
    erlaubt = zugang.art in JOBCENTER and Befugnis.EIGENE_ZAHLEN_FUEHREN in zugang.befugnisse
    return Q(jobcenter=zugang.partei_id) if erlaubt else NIEMAND


class EigeneZahlQuerySet(models.QuerySet["EigeneZahl"]):
    """Own figures, by who may see them and whether they are in use."""

    def visible_to(self, zugang: Zugang) -> EigeneZahlQuerySet:
        """Those of the access's own Jobcenter, if the role keeps them; to everyone else there are none."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def gefuehrt(self) -> EigeneZahlQuerySet:
        """Those that are not archived."""
        return self.filter(archiviert_am=None)


class EigeneZahl(models.Model):
    """An own figure: its code and whether it is entered or computed, which never change.

    What it is called and how it is computed stands in dated :class:`EigeneDefinition` rows.
    """

    jobcenter = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="eigene_zahlen")
    code = models.CharField("Code", max_length=32)
    art = models.CharField("Art", max_length=20, choices=[(art.value, EIGENARTEN[art]) for art in Eigenart])
    angelegt_am = models.DateTimeField("angelegt am")
    angelegt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    archiviert_am = models.DateTimeField("archiviert am", null=True)
    archiviert_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = EigeneZahlQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _eigene, Befugnis.EIGENE_ZAHLEN_FUEHREN: _eigene}

    class Meta:
        verbose_name = "eigene Zahl"
        verbose_name_plural = "eigene Zahlen"
        constraints = (
            models.UniqueConstraint(fields=["jobcenter", "code"], name="eigenezahl_code_einmal"),
            models.CheckConstraint(name="eigenezahl_code", condition=Q(code__regex=r"^E_[A-Z0-9][A-Z0-9_]{0,29}$")),
            models.CheckConstraint(name="eigenezahl_art", condition=Q(art__in=[art.value for art in Eigenart])),
            models.CheckConstraint(
                name="eigenezahl_archiv", condition=Q(archiviert_am__isnull=False) | Q(archiviert_durch=None)
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="eigenezahl_fest",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__code__df=pgtrigger.F("new__code"))
                | pgtrigger.Q(old__art__df=pgtrigger.F("new__art"))
                | pgtrigger.Q(old__jobcenter__df=pgtrigger.F("new__jobcenter")),
            ),
        )

    def __str__(self) -> str:
        return self.code


class EigeneDefinition(models.Model):
    """What an own figure means from a month on. Never changed: a change is a new row.

    In force for a month is the row with the latest ``ab`` not after it; of several from one month on, that with the
    highest number.
    """

    zahl = models.ForeignKey(EigeneZahl, on_delete=models.CASCADE, related_name="definitionen")
    nr = models.PositiveSmallIntegerField("Nummer")
    ab = models.DateField("ab Monat")
    titel = models.CharField("Bezeichnung", max_length=120)
    beschreibung = models.TextField("Beschreibung", blank=True, max_length=2000)
    mass = models.CharField("Einheit", max_length=10, choices=MASSWAHL)
    je = models.CharField("je", max_length=60, blank=True)
    formel = models.CharField("Formel", max_length=500, blank=True, db_comment="leer: die Zahl wird erfasst")
    eingetragen_am = models.DateTimeField("eingetragen am")
    eingetragen_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "Definition einer eigenen Zahl"
        verbose_name_plural = "Definitionen eigener Zahlen"
        constraints = (
            models.UniqueConstraint(fields=["zahl", "nr"], name="eigenedefinition_nr"),
            models.CheckConstraint(name="eigenedefinition_monatserster", condition=Q(ab__day=1)),
            models.CheckConstraint(name="eigenedefinition_titel", condition=~Q(titel="")),
            models.CheckConstraint(name="eigenedefinition_mass", condition=Q(mass__in=[mass.value for mass in Mass])),
            models.CheckConstraint(
                name="eigenedefinition_je",
                condition=Q(mass=Mass.EURO_JE) & ~Q(je="") | ~Q(mass=Mass.EURO_JE) & Q(je=""),
            ),
        )
        triggers = (pgtrigger.Protect(name="eigenedefinition_fest", operation=pgtrigger.Update),)

    def __str__(self) -> str:
        return f"{self.titel} ab {self.ab:%m/%Y}"


class EigenerWert(models.Model):
    """What was entered for a month; a month without a row is missing, a 0 was counted."""

    zahl = models.ForeignKey(EigeneZahl, on_delete=models.CASCADE, related_name="werte")
    monat = models.DateField("Monat")
    wert = models.DecimalField("Wert", max_digits=17, decimal_places=4)
    erfasst_am = models.DateTimeField("erfasst am")
    erfasst_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "eigener Wert"
        verbose_name_plural = "eigene Werte"
        constraints = (
            models.UniqueConstraint(fields=["zahl", "monat"], name="eigenerwert_einmal"),
            models.CheckConstraint(name="eigenerwert_monatserster", condition=Q(monat__day=1)),
            models.CheckConstraint(name="eigenerwert_zahl", condition=Q(wert__gt=-HOECHSTENS, wert__lt=HOECHSTENS)),
        )
        triggers = (
            pgtrigger.Trigger(
                name="eigenerwert_nur_grundgroesse",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM kennzahlen_eigenezahl WHERE id = NEW.zahl_id AND art = 'grundgroesse'
                    ) THEN
                        RAISE check_violation USING MESSAGE =
                            'eigenerwert_nur_grundgroesse: eine Kennzahl wird berechnet';
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.zahl_id} {self.monat:%Y-%m}"
