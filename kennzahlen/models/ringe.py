"""The benchmarking of a Vergleichsring: its set of figures, and what the members enter for a period.

Both belong to the ring. A Jobcenter sees what others released for the periods in which it was itself a member, the
whole period long; outside of the ring nobody sees anything (FACHKONZEPT 2, rule 6; 6).
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from kennzahlen.eigene.masse import HOECHSTENS, Mass
from kennzahlen.eigene.recht import RINGARTEN, RINGZUSTAENDE, Ringart, Ringzustand
from kennzahlen.eigene.zeitraum import Rhythmus, Zeitraum
from kennzahlen.models.eigene import MASSWAHL
from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.parties.models import Gruppenzugehoerigkeit, Nutzer, Partei, Vergleichsgruppe, gilt_am
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import ALLE, NIEMAND, Regeln, Zugang, visible


def _inhaltlich(zugang: Zugang) -> bool:
    """Somebody of a Jobcenter who has to do with its contents."""
    return zugang.art in JOBCENTER and zugang.rolle not in (None, Rolle.ADMINISTRATION)


def _mitglied(zugang: Zugang, wann: Q = ALLE) -> Q:
    """Whether the party acted for was a member of the ring of a row, at all or at such a time."""
    return Q(Exists(Gruppenzugehoerigkeit.objects.filter(wann, partei=zugang.partei_id, gruppe=OuterRef("ring"))))


def _zahl_sehen(zugang: Zugang) -> Q:
    """The set of a ring: to those who are or were its members."""
    return _mitglied(zugang) if _inhaltlich(zugang) else NIEMAND


def _zahl_festlegen(zugang: Zugang) -> Q:
    """The set is the members': the Leitung of each of them may change it, and all of them see who did."""
    if not _inhaltlich(zugang):
        return NIEMAND
    heutige = Gruppenzugehoerigkeit.objects.filter(gilt_am(zugang.am), partei=zugang.partei_id)
    return Q(ring__in=heutige.values("gruppe"))


class RingzahlQuerySet(models.QuerySet["Ringzahl"]):
    """The figures of rings, by who may know of them."""

    def visible_to(self, zugang: Zugang) -> RingzahlQuerySet:
        """Those of rings to which the access belongs or belonged."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Ringzahl(models.Model):
    """A figure of a ring's set: code, kind and rhythm, which never change."""

    ring = models.ForeignKey(Vergleichsgruppe, on_delete=models.PROTECT, related_name="ringzahlen")
    code = models.CharField("Code", max_length=32)
    art = models.CharField("Art", max_length=20, choices=[(art.value, RINGARTEN[art].titel) for art in Ringart])
    rhythmus = models.CharField("Rhythmus", max_length=10, choices=[(r.value, r.titel) for r in Rhythmus])
    folge = models.PositiveSmallIntegerField("Stelle im Satz")

    objects = RingzahlQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _zahl_sehen, Befugnis.RINGSATZ_FESTLEGEN: _zahl_festlegen}

    class Meta:
        verbose_name = "Zahl eines Vergleichsrings"
        verbose_name_plural = "Zahlen der Vergleichsringe"
        constraints = (
            models.UniqueConstraint(fields=["ring", "code"], name="ringzahl_code_einmal"),
            models.CheckConstraint(
                name="ringzahl_code",
                condition=Q(art=Ringart.BASIS, code__regex=r"^B_[A-Z0-9][A-Z0-9_]{0,29}$")
                | Q(art=Ringart.STRUKTUR, code__regex=r"^S_[A-Z0-9][A-Z0-9_]{0,29}$")
                | Q(art=Ringart.QUALITAET, code__regex=r"^Q_[A-Z0-9][A-Z0-9_]{0,29}$")
                | Q(art=Ringart.KOSTEN, code__regex=r"^K_[A-Z0-9][A-Z0-9_]{0,29}$"),
            ),
            models.CheckConstraint(name="ringzahl_rhythmus", condition=Q(rhythmus__in=[r.value for r in Rhythmus])),
        )
        triggers = (pgtrigger.Protect(name="ringzahl_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.code


class Ringdefinition(models.Model):
    """What a figure of a ring means from a period on, or that it ends there. Never changed: a change is a new row.

    In force for a period is the row with the latest ``ab`` not after its first day; of several from one day on, that
    with the highest number. ``entfaellt``: from then on the figure is no part of the set.
    """

    zahl = models.ForeignKey(Ringzahl, on_delete=models.PROTECT, related_name="definitionen")
    nr = models.PositiveSmallIntegerField("Nummer")
    ab = models.DateField("ab", db_comment="erster Tag des ersten Zeitraums")
    titel = models.CharField("Bezeichnung", max_length=160)
    beschreibung = models.TextField("Beschreibung", blank=True, max_length=2000)
    mass = models.CharField("Einheit", max_length=10, choices=MASSWAHL)
    je = models.CharField("je", max_length=60, blank=True)
    formel = models.CharField("Formel", max_length=500, blank=True, db_comment="leer: Basiszahl, wird erfasst")
    entfaellt = models.BooleanField("entfällt", default=False)
    eingetragen_am = models.DateTimeField("eingetragen am")
    eingetragen_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    eingetragen_fuer = models.ForeignKey(
        Partei, on_delete=models.PROTECT, null=True, related_name="+", db_comment="Mitglied, dessen Leitung es war"
    )

    class Meta:
        verbose_name = "Definition einer Ringzahl"
        verbose_name_plural = "Definitionen von Ringzahlen"
        constraints = (
            models.UniqueConstraint(fields=["zahl", "nr"], name="ringdefinition_nr"),
            models.CheckConstraint(name="ringdefinition_monatserster", condition=Q(ab__day=1)),
            models.CheckConstraint(name="ringdefinition_titel", condition=~Q(titel="")),
            models.CheckConstraint(name="ringdefinition_mass", condition=Q(mass__in=[mass.value for mass in Mass])),
            models.CheckConstraint(
                name="ringdefinition_je",
                condition=Q(mass=Mass.EURO_JE) & ~Q(je="") | ~Q(mass=Mass.EURO_JE) & Q(je=""),
            ),
        )
        triggers = (pgtrigger.Protect(name="ringdefinition_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.titel} ab {self.ab:%d.%m.%Y}"


# -- What members enter ----------------------------------------------------------------------------------------


class RingmeldungQuerySet(models.QuerySet["Ringmeldung"]):
    """What members entered for the ring, by who may see it."""

    def visible_to(self, zugang: Zugang) -> RingmeldungQuerySet:
        """The own ones, and those released to a ring to which the access belonged in that period."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def freigegeben(self) -> RingmeldungQuerySet:
        """Those that the ring sees."""
        return self.filter(zustand=Ringzustand.FREIGEGEBEN)


def _meldung_sehen(zugang: Zugang) -> Q:
    """A draft only those who enter it; what is released the members of the ring in that period."""
    if not _inhaltlich(zugang):
        return NIEMAND
    im_ring = _mitglied(zugang, Q(ab__lte=OuterRef("ab")) & (Q(bis=None) | Q(bis__gte=OuterRef("bis"))))
    freigegebene = Q(zustand=Ringzustand.FREIGEGEBEN) & im_ring
    return freigegebene | _eigene_meldung(zugang)


def _eigene_meldung(zugang: Zugang) -> Q:
    erlaubt = zugang.art in JOBCENTER and Befugnis.RINGZAHLEN_FUEHREN in zugang.befugnisse
    return Q(jobcenter=zugang.partei_id) if erlaubt else NIEMAND


class Ringmeldung(models.Model):
    """A member's Basiszahlen of one period: at home as a draft, or released to the ring."""

    ring = models.ForeignKey(Vergleichsgruppe, on_delete=models.PROTECT, related_name="ringmeldungen")
    jobcenter = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="ringmeldungen")
    rhythmus = models.CharField("Rhythmus", max_length=10, choices=[(r.value, r.titel) for r in Rhythmus])
    ab = models.DateField("ab", db_comment="erster Tag des Zeitraums")
    bis = models.DateField("bis", db_comment="erster Tag danach")
    zustand = models.CharField("Zustand", max_length=20, choices=[(z.value, RINGZUSTAENDE[z]) for z in Ringzustand])
    fassung = models.PositiveIntegerField("Fassung", default=1, db_comment="zählt jedes Speichern")
    angelegt_am = models.DateTimeField("angelegt am")
    angelegt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    freigegeben_am = models.DateTimeField("freigegeben am", null=True)

    objects = RingmeldungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {
        Befugnis.SEHEN: _meldung_sehen,
        Befugnis.RINGZAHLEN_FUEHREN: _eigene_meldung,
    }

    class Meta:
        verbose_name = "Meldung an den Vergleichsring"
        verbose_name_plural = "Meldungen an den Vergleichsring"
        constraints = (
            models.UniqueConstraint(fields=["ring", "jobcenter", "rhythmus", "ab"], name="ringmeldung_einmal"),
            models.CheckConstraint(name="ringmeldung_zeitraum", condition=Q(bis__gt=F("ab"), ab__day=1, bis__day=1)),
            models.CheckConstraint(name="ringmeldung_rhythmus", condition=Q(rhythmus__in=[r.value for r in Rhythmus])),
            models.CheckConstraint(name="ringmeldung_zustand", condition=Q(zustand__in=[z.value for z in Ringzustand])),
            models.CheckConstraint(
                name="ringmeldung_freigabe",
                condition=Q(zustand=Ringzustand.FREIGEGEBEN, freigegeben_am__isnull=False)
                | Q(zustand=Ringzustand.ENTWURF, freigegeben_am=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.jobcenter_id} {self.zeitraum.kennung}"

    @property
    def zeitraum(self) -> Zeitraum:
        """The period."""
        return Zeitraum(self.ab, Rhythmus(self.rhythmus))


class Ringwert(models.Model):
    """One Basiszahl of a member's period; without a row it is missing, a 0 was counted."""

    meldung = models.ForeignKey(Ringmeldung, on_delete=models.PROTECT, related_name="werte")
    zahl = models.ForeignKey(Ringzahl, on_delete=models.PROTECT, related_name="werte")
    wert = models.DecimalField("Wert", max_digits=17, decimal_places=4)

    class Meta:
        verbose_name = "Ringwert"
        verbose_name_plural = "Ringwerte"
        constraints = (
            models.UniqueConstraint(fields=["meldung", "zahl"], name="ringwert_einmal"),
            models.CheckConstraint(name="ringwert_zahl", condition=Q(wert__gt=-HOECHSTENS, wert__lt=HOECHSTENS)),
        )
        triggers = (
            pgtrigger.Trigger(
                name="ringwert_nur_im_entwurf",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT FROM kennzahlen_ringmeldung
                        WHERE id = COALESCE(NEW.meldung_id, OLD.meldung_id) AND zustand <> 'entwurf'
                    ) THEN
                        RAISE check_violation USING MESSAGE =
                            'ringwert_nur_im_entwurf: freigegebene Zahlen stehen fest';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.meldung_id} {self.zahl_id}"
