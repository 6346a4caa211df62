"""The Bund's yearly reports: one per Land and year, its text in versions, and what was printed of them."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from berichte.jahresbericht.recht import JAHRESBERICHT, ZUSTANDSTITEL, Jahresberichtszustand
from berichte.models.archiv import Archivstueck
from gremien.models import Anmeldung
from kennzahlen.models import Veroeffentlichung
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import ALLE, NIEMAND, Regel, Regeln, Zugang, visible

_ZUSTAENDE = [(zustand.value, ZUSTANDSTITEL[zustand]) for zustand in Jahresberichtszustand]
_UEBERGAENGE = sorted({(von.value, zeile.nach.value) for zeile in JAHRESBERICHT.uebergaenge for von in zeile.von})


class JahresberichtQuerySet(models.QuerySet["Jahresbericht"]):
    """Yearly reports, by who may see them."""

    def visible_to(self, zugang: Zugang) -> JahresberichtQuerySet:
        """Those that the access may see; to everyone else the others do not exist."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


def _im_bund(befugnis: Befugnis, vor: str = "", mit_land: bool = False) -> Regel:
    """The Bund reports; the Land sees its report once it is put to the Kooperationsausschuss."""

    def regel(zugang: Zugang) -> Q:
        if zugang.partei_id is None or befugnis not in zugang.befugnisse:
            return NIEMAND
        if zugang.art is Parteiart.BMAS:
            return ALLE
        angemeldet = Q(**{f"{vor}zustand": Jahresberichtszustand.ANGEMELDET, f"{vor}land": zugang.partei_id})
        return angemeldet if mit_land else NIEMAND

    return regel


class Jahresbericht(models.Model):
    """The report of the Bund to the Kooperationsausschuss of a Land on a year."""

    land = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="jahresberichte")
    schluessel = models.CharField("Schlüssel", max_length=2, db_comment="Land, zwei Stellen")
    jahr = models.PositiveSmallIntegerField("Jahr")
    zustand = models.CharField("Zustand", max_length=20, choices=_ZUSTAENDE)
    angefordert_am = models.DateTimeField("angefordert am")
    angefordert_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    veroeffentlichung = models.ForeignKey(Veroeffentlichung, on_delete=models.PROTECT, null=True, related_name="+")
    tabellen = models.JSONField("Tabellen", default=dict, db_comment="wie beim Entwerfen gelesen")
    fehler = models.CharField("Fehler", max_length=300, blank=True)
    anmeldung = models.ForeignKey(Anmeldung, on_delete=models.PROTECT, null=True, related_name="+")

    objects = JahresberichtQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {
        Befugnis.SEHEN: _im_bund(Befugnis.SEHEN, mit_land=True),
        Befugnis.JAHRESBERICHT_ERSTELLEN: _im_bund(Befugnis.JAHRESBERICHT_ERSTELLEN),
    }

    class Meta:
        verbose_name = "Jahresbericht"
        verbose_name_plural = "Jahresberichte"
        constraints = (
            models.UniqueConstraint(fields=["land", "jahr"], name="jahresbericht_einer_je_jahr"),
            models.CheckConstraint(name="jahresbericht_zustand", condition=Q(zustand__in=[z for z, _ in _ZUSTAENDE])),
            models.CheckConstraint(name="jahresbericht_schluessel", condition=Q(schluessel__regex=r"^\d{2}$")),
            models.CheckConstraint(
                name="jahresbericht_grundlage",
                condition=Q(zustand=Jahresberichtszustand.IN_ERSTELLUNG.value) | Q(veroeffentlichung__isnull=False),
            ),
            models.CheckConstraint(
                name="jahresbericht_anmeldung",
                condition=Q(zustand=Jahresberichtszustand.ANGEMELDET.value, anmeldung__isnull=False)
                | ~Q(zustand=Jahresberichtszustand.ANGEMELDET.value) & Q(anmeldung=None),
            ),
        )
        triggers = (pgtrigger.FSM(name="jahresbericht_uebergaenge", field="zustand", transitions=_UEBERGAENGE),)

    def __str__(self) -> str:
        return f"Jahresbericht {self.jahr}"


class Jahresberichtsfassung(models.Model):
    """The text of a yearly report as somebody saved it; the first one is the system's draft."""

    jahresbericht = models.ForeignKey(Jahresbericht, on_delete=models.PROTECT, related_name="fassungen")
    nummer = models.PositiveSmallIntegerField("Fassung")
    texte = models.JSONField("Texte", db_comment="je Abschnitt, siehe jahresbericht.recht.ABSCHNITTE")
    verfasst_am = models.DateTimeField("verfasst am")
    verfasst_durch = models.ForeignKey(
        Nutzer, on_delete=models.PROTECT, null=True, related_name="+", db_comment="NULL: Entwurf des Systems"
    )

    class Meta:
        verbose_name = "Fassung eines Jahresberichts"
        verbose_name_plural = "Fassungen von Jahresberichten"
        constraints = (
            models.UniqueConstraint(fields=["jahresbericht", "nummer"], name="jahresberichtsfassung_nummer"),
            models.CheckConstraint(name="jahresberichtsfassung_ab_eins", condition=Q(nummer__gte=1)),
        )
        triggers = (
            pgtrigger.Protect(name="jahresberichtsfassung_fest", operation=pgtrigger.Update | pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Fassung {self.nummer}"


class Jahresberichtsdruck(models.Model):
    """A version as PDF: marked as a draft, or as what was settled."""

    fassung = models.ForeignKey(Jahresberichtsfassung, on_delete=models.PROTECT, related_name="drucke")
    endgueltig = models.BooleanField("festgestellt")
    stueck = models.OneToOneField(Archivstueck, on_delete=models.PROTECT, related_name="jahresbericht")

    class Meta:
        verbose_name = "PDF eines Jahresberichts"
        verbose_name_plural = "PDF von Jahresberichten"
        constraints = (models.UniqueConstraint(fields=["fassung", "endgueltig"], name="jahresberichtsdruck_einmal"),)
        triggers = (pgtrigger.Protect(name="jahresberichtsdruck_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"PDF der Fassung {self.fassung_id}"
