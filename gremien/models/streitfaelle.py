"""Cases that a Kooperationsausschuss settles: positions that contradict each other, and the decision.

Who was heard stands with the item of the committee's agenda that deals with the case (``bezug``).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gremien.models.gremien import Gremium, der_geschaeftsstelle
from gremien.recht.streitfaelle import (
    STREITFALLARTEN,
    STREITZUSTANDSTITEL,
    URHEBERTITEL,
    Streitfallart,
    Streitzustand,
    Urheber,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei, Parteistand
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import NIEMAND, Regeln, Zugang, visible

_OHNE_ENTSCHEIDUNG = [Streitzustand.FESTGESTELLT, Streitzustand.ANGERUFEN]
_ENTSCHIEDEN = [Streitzustand.ENTSCHIEDEN, Streitzustand.MITGETEILT]


def mitteilungsablage(streitfall: Streitfall, name: str) -> str:
    """Where the notice lies: its content decides, so nothing is ever overwritten."""
    return f"streitfaelle/{streitfall.pk}/{streitfall.sha256[:16]}/{name}"


class StreitfallQuerySet(models.QuerySet["Streitfall"]):
    """Cases, by who may see them."""

    def visible_to(self, zugang: Zugang) -> StreitfallQuerySet:
        """Those of the own gemeinsame Einrichtung, or before a committee in which the access takes part."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def offen(self) -> StreitfallQuerySet:
        """Those in which something is still to be done."""
        return self.filter(zustand__in=[*_OHNE_ENTSCHEIDUNG, Streitzustand.ENTSCHIEDEN])


class Streitfall(models.Model):
    """A case about a gemeinsame Einrichtung, before the Kooperationsausschuss of its Land (``gremium``).

    ``entscheidung``: what was decided or whom the committee proposes (``vorgeschlagen``), ``zustaendig``: whose
    Weisung counts. ``datei``: the notice as it was sent.
    """

    art = models.CharField("Art", max_length=20, choices=[(zeile.art.value, zeile.titel) for zeile in STREITFALLARTEN])
    gremium = models.ForeignKey(Gremium, on_delete=models.PROTECT, related_name="streitfaelle")
    einrichtung = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="streitfaelle")
    titel = models.CharField("Worum es geht", max_length=160)
    sachverhalt = models.TextField("Sachverhalt")
    zustand = models.CharField(
        "Zustand", max_length=16, choices=[(z.value, STREITZUSTANDSTITEL[z]) for z in Streitzustand]
    )
    festgestellt_am = models.DateTimeField("festgestellt am")
    festgestellt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    entscheidung = models.TextField("Entscheidung", blank=True)
    zustaendig = models.CharField(
        "zuständig", max_length=20, blank=True, choices=[(u.value, URHEBERTITEL[u]) for u in Urheber]
    )
    vorgeschlagen = models.CharField("vorgeschlagen", max_length=150, blank=True)
    entschieden_am = models.DateTimeField("entschieden am", null=True)
    mitgeteilt_am = models.DateTimeField("mitgeteilt am", null=True)
    datei = models.FileField("Mitteilung", upload_to=mitteilungsablage, max_length=255, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    objects = StreitfallQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Streitfall"
        verbose_name_plural = "Streitfälle"
        db_table_comment = "§ 44d Abs. 2, § 44e SGB II"
        indexes = (models.Index(fields=["gremium", "zustand"]), models.Index(fields=["einrichtung"]))
        constraints = (
            models.CheckConstraint(name="streitfall_art", condition=Q(art__in=[a.value for a in Streitfallart])),
            models.CheckConstraint(
                name="streitfall_zustand", condition=Q(zustand__in=[z.value for z in Streitzustand])
            ),
            models.CheckConstraint(name="streitfall_worum", condition=~Q(titel="") & ~Q(sachverhalt="")),
            models.CheckConstraint(
                name="streitfall_zustaendig", condition=Q(zustaendig__in=["", *(u.value for u in Urheber)])
            ),
            models.CheckConstraint(
                name="streitfall_entschieden",
                condition=Q(entschieden_am=None, entscheidung="", zustaendig="", vorgeschlagen="")
                & ~Q(zustand__in=_ENTSCHIEDEN)
                | Q(entschieden_am__isnull=False) & ~Q(entscheidung="") & ~Q(zustand__in=_OHNE_ENTSCHEIDUNG),
            ),
            models.CheckConstraint(
                name="streitfall_mitgeteilt",
                condition=Q(mitgeteilt_am=None, datei="", sha256="") & ~Q(zustand=Streitzustand.MITGETEILT)
                | Q(mitgeteilt_am__gte=F("entschieden_am")) & ~Q(datei="") & ~Q(sha256=""),
            ),
        )

    def __str__(self) -> str:
        return self.titel

    @property
    def bezug(self) -> str:
        """How an item of an agenda refers to it."""
        return f"streitfall:{self.pk}"


def _beteiligte_einrichtungen(zugang: Zugang) -> Q:
    """The own gemeinsame Einrichtung, or those of the party as their Träger; the BA is Träger of all of them."""
    if zugang.partei_id is None:
        return NIEMAND
    if zugang.art is Parteiart.BA:
        return ~Q(pk=None)
    getragen = Parteistand.objects.am(zugang.am).filter(art=Parteiart.GE, traeger=zugang.partei_id)
    return Q(einrichtung=zugang.partei_id) | Q(einrichtung__in=getragen.values("partei"))


def _sehen(zugang: Zugang) -> Q:
    if Befugnis.SEHEN not in zugang.befugnisse:
        return NIEMAND
    return _beteiligte_einrichtungen(zugang) | Q(gremium__in=Gremium.objects.visible_to(zugang))


def _fuehren(zugang: Zugang) -> Q:
    """By those who can put such a case on record, and whom it concerns: § 44e Abs. 1, § 44d Abs. 2 SGB II."""
    if Befugnis.STREITFALL_FUEHREN not in zugang.befugnisse or zugang.art is None:
        return NIEMAND
    arten = [zeile.art for zeile in STREITFALLARTEN if zugang.art in zeile.feststellende]
    return Q(art__in=arten) & _sehen(zugang)


Streitfall.zugriffsregeln = {
    Befugnis.SEHEN: _sehen,
    Befugnis.STREITFALL_FUEHREN: _fuehren,
    Befugnis.GREMIUM_FUEHREN: der_geschaeftsstelle("gremium", Befugnis.GREMIUM_FUEHREN),
}


class Streitposition(models.Model):
    """What one side ordered, holds, or whom it wants: one per side and case."""

    streitfall = models.ForeignKey(Streitfall, on_delete=models.CASCADE, related_name="positionen")
    urheber = models.CharField("von", max_length=20, choices=[(u.value, URHEBERTITEL[u]) for u in Urheber])
    am = models.DateField("vom")
    inhalt = models.TextField("Inhalt")

    class Meta:
        verbose_name = "Position in einem Streitfall"
        verbose_name_plural = "Positionen in Streitfällen"
        constraints = (
            models.UniqueConstraint(fields=["streitfall", "urheber"], name="streitposition_eine_je_seite"),
            models.CheckConstraint(name="streitposition_urheber", condition=Q(urheber__in=[u.value for u in Urheber])),
            models.CheckConstraint(name="streitposition_inhalt", condition=~Q(inhalt="")),
        )

    def __str__(self) -> str:
        return f"{self.get_urheber_display()}: {self.inhalt[:40]}"
