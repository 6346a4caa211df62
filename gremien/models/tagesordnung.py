"""Agendas: what is registered for a body, the items, who is invited to them, their papers, who was heard on them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gremien.models.endgueltig import bleibt_nach_genehmigung
from gremien.models.gremien import Entsenderecht, Gremium, der_geschaeftsstelle
from gremien.models.mitglieder import als_person, beteiligt
from gremien.models.sitzungen import Sitzung
from gremien.recht import (
    ANZUHOERENDE_TITEL,
    FORMTITEL,
    UEBLICH,
    Anzuhoerende,
    Ausgang,
    Form,
    Sitzungszustand,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.zugriff import NIEMAND, Regeln, Zugang, visible


def als_gast(zugang: Zugang, pfad: str) -> Q:
    """Rows for which the access is invited as a guest to an item; ``pfad`` leads from a Gast to the row."""
    if Befugnis.SEHEN not in zugang.befugnisse:
        return NIEMAND
    eigene = Q(partei=zugang.partei_id) | Q(nutzer=zugang.nutzer)
    return Q(models.Exists(Gast.objects.filter(eigene, **{pfad: models.OuterRef("pk")})))


Sitzung.zugriffsregeln = {
    Befugnis.SEHEN: lambda zugang: beteiligt(zugang, "gremium", "pk") | als_gast(zugang, "punkt__sitzung"),
    Befugnis.GREMIUM_FUEHREN: der_geschaeftsstelle("gremium", Befugnis.GREMIUM_FUEHREN),
    Befugnis.NIEDERSCHRIFT_GENEHMIGEN: der_geschaeftsstelle("gremium", Befugnis.NIEDERSCHRIFT_GENEHMIGEN),
    Befugnis.IM_GREMIUM_MITWIRKEN: lambda zugang: (
        beteiligt(zugang, "gremium", "pk") if Befugnis.IM_GREMIUM_MITWIRKEN in zugang.befugnisse else NIEMAND
    ),
}


class AnmeldungQuerySet(models.QuerySet["Anmeldung"]):
    """Matters registered for a body."""

    def visible_to(self, zugang: Zugang) -> AnmeldungQuerySet:
        """Those one's own party registered, and those for bodies in which the access takes part."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def offen(self) -> AnmeldungQuerySet:
        """Those neither on an agenda that still stands nor turned down; what was adjourned waits again."""
        vertagt = Tagesordnungspunkt.objects.filter(ergebnisse__abgeloest_am=None, ergebnisse__ausgang=Ausgang.VERTAGT)
        vergeben = (
            Tagesordnungspunkt.objects.filter(anmeldung=models.OuterRef("pk"))
            .exclude(sitzung__zustand=Sitzungszustand.ABGESAGT)
            .exclude(pk__in=vertagt.values("pk"))
        )
        return self.filter(~models.Exists(vergeben), abgelehnt_am=None)


class Anmeldung(models.Model):
    """A matter that somebody asks a body to take up. ``bezug`` is a key of whoever registers it, never read here."""

    gremium = models.ForeignKey(Gremium, on_delete=models.PROTECT, related_name="anmeldungen")
    gegenstand = models.CharField("Gegenstand", max_length=40)
    bezug = models.CharField("Bezug", max_length=80, blank=True)
    titel = models.CharField("Titel", max_length=200)
    begruendung = models.TextField("Begründung", blank=True)
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="+")
    angemeldet_am = models.DateTimeField("angemeldet am")
    angemeldet_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    abgelehnt_am = models.DateTimeField("abgelehnt am", null=True)
    abgelehnt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    ablehnungsgrund = models.TextField("Grund der Ablehnung", blank=True)

    objects = AnmeldungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {
        Befugnis.SEHEN: lambda zugang: (
            beteiligt(zugang, "gremium") | (Q(partei=zugang.partei_id) if zugang.partei_id else NIEMAND)
        ),
        Befugnis.GREMIUM_FUEHREN: der_geschaeftsstelle("gremium", Befugnis.GREMIUM_FUEHREN),
    }

    class Meta:
        verbose_name = "Anmeldung"
        verbose_name_plural = "Anmeldungen"
        indexes = (models.Index(fields=["bezug"], condition=~Q(bezug=""), name="anmeldung_mit_bezug"),)
        constraints = (
            models.CheckConstraint(name="anmeldung_titel", condition=~Q(titel="") & ~Q(gegenstand="")),
            models.CheckConstraint(
                name="anmeldung_abgelehnt",
                condition=Q(abgelehnt_am=None, ablehnungsgrund="")
                | Q(abgelehnt_am__gte=F("angemeldet_am")) & ~Q(ablehnungsgrund=""),
            ),
        )

    def __str__(self) -> str:
        return self.titel


class TagesordnungspunktQuerySet(models.QuerySet["Tagesordnungspunkt"]):
    """Items, by who may see them."""

    def visible_to(self, zugang: Zugang) -> TagesordnungspunktQuerySet:
        """Those whose composition the access belongs to, and those to which it is invited as a guest."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Tagesordnungspunkt(models.Model):
    """An item of the agenda: what it is about, in which form and composition, and what was said on it."""

    sitzung = models.ForeignKey(Sitzung, on_delete=models.PROTECT, related_name="tagesordnung")
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge")
    titel = models.CharField("Titel", max_length=200)
    gegenstand = models.CharField("Gegenstand", max_length=40)
    form = models.CharField("Form", max_length=12, choices=[(f.value, FORMTITEL[f]) for f in Form])
    zusammensetzung = models.CharField("Zusammensetzung", max_length=20, default=UEBLICH)
    bezug = models.CharField("Bezug", max_length=80, blank=True)
    anmeldung = models.ForeignKey(Anmeldung, on_delete=models.PROTECT, null=True, related_name="punkte")
    antrag = models.TextField("Beschlussvorschlag", blank=True)
    verlauf = models.TextField("Verlauf", blank=True, db_comment="was die Niederschrift zu diesem Punkt sagt")

    objects = TagesordnungspunktQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Tagesordnungspunkt"
        verbose_name_plural = "Tagesordnung"
        indexes = (models.Index(fields=["bezug"], condition=~Q(bezug=""), name="punkt_mit_bezug"),)
        constraints = (
            models.UniqueConstraint(
                fields=["sitzung", "reihenfolge"],
                name="punkt_reihenfolge",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(name="punkt_titel", condition=~Q(titel="") & ~Q(gegenstand="")),
            models.CheckConstraint(name="punkt_form", condition=Q(form__in=[f.value for f in Form])),
        )
        triggers = (bleibt_nach_genehmigung("punkt_genehmigt_fest", "sitzung_id"),)

    def __str__(self) -> str:
        return self.titel


def punkt_sehen(zugang: Zugang, pfad: str = "") -> Q:
    """Items (by path) of a composition into which one's party sends members, of one's office, or as a guest."""
    vor = f"{pfad}__" if pfad else ""
    if Befugnis.SEHEN not in zugang.befugnisse:
        return NIEMAND
    rechte = Entsenderecht.objects.am(zugang.am).filter(
        gremium=models.OuterRef(f"{vor}sitzung__gremium"), zusammensetzung=models.OuterRef(f"{vor}zusammensetzung")
    )
    person = als_person(zugang, f"{vor}sitzung__gremium", f"{vor}sitzung") & Q(**{f"{vor}zusammensetzung": UEBLICH})
    gast = Q(partei=zugang.partei_id) | Q(nutzer=zugang.nutzer)
    return (
        Q(**{f"{vor}sitzung__gremium__geschaeftsstelle": zugang.partei_id})
        | Q(models.Exists(rechte.filter(partei=zugang.partei_id)))
        | person
        | Q(models.Exists(Gast.objects.filter(gast, punkt=models.OuterRef(f"{pfad}" if pfad else "pk"))))
    )


class Gast(models.Model):
    """Somebody who does not belong to the composition is invited to an item: sees its papers, has no vote."""

    punkt = models.ForeignKey(Tagesordnungspunkt, on_delete=models.CASCADE, related_name="gaeste")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, null=True, related_name="+")
    nutzer = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField("Name", max_length=150)
    email = models.EmailField("E-Mail", blank=True)
    eingeladen_am = models.DateTimeField("eingeladen am")

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: lambda zugang: punkt_sehen(zugang, "punkt")}

    class Meta:
        verbose_name = "Gast"
        verbose_name_plural = "Gäste"
        constraints = (models.CheckConstraint(name="gast_name", condition=~Q(name="")),)

    def __str__(self) -> str:
        return self.name


Tagesordnungspunkt.zugriffsregeln = {
    Befugnis.SEHEN: punkt_sehen,
    Befugnis.GREMIUM_FUEHREN: der_geschaeftsstelle("sitzung__gremium", Befugnis.GREMIUM_FUEHREN),
}


def vorlagenablage(vorlage: Vorlage, name: str) -> str:
    """Where a paper lies: its content alone decides, so no name ever reaches the disk."""
    return f"gremien/vorlagen/{vorlage.punkt_id}/{vorlage.sha256}"


class VorlageQuerySet(models.QuerySet["Vorlage"]):
    """Papers, by who may see them."""

    def visible_to(self, zugang: Zugang) -> VorlageQuerySet:
        """Those of the items that the access sees."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def vorhanden(self) -> VorlageQuerySet:
        """Those not taken out again."""
        return self.filter(entfernt_am=None)


class Vorlage(models.Model):
    """A paper on an item."""

    punkt = models.ForeignKey(Tagesordnungspunkt, on_delete=models.PROTECT, related_name="vorlagen")
    titel = models.CharField("Titel", max_length=200)
    dateiname = models.CharField("Dateiname", max_length=200)
    datei = models.FileField("Datei", upload_to=vorlagenablage, max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    groesse = models.PositiveIntegerField("Größe", db_comment="Byte")
    beigefuegt_am = models.DateTimeField("beigefügt am")
    beigefuegt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    entfernt_am = models.DateTimeField("entfernt am", null=True)

    objects = VorlageQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {
        Befugnis.SEHEN: lambda zugang: punkt_sehen(zugang, "punkt"),
        Befugnis.GREMIUM_FUEHREN: der_geschaeftsstelle("punkt__sitzung__gremium", Befugnis.GREMIUM_FUEHREN),
    }

    class Meta:
        verbose_name = "Vorlage"
        verbose_name_plural = "Vorlagen"
        constraints = (
            models.UniqueConstraint(fields=["punkt", "sha256"], condition=Q(entfernt_am=None), name="vorlage_einmal"),
            models.CheckConstraint(name="vorlage_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="vorlage_groesse", condition=Q(groesse__gte=1)),
            models.CheckConstraint(
                name="vorlage_entfernt", condition=Q(entfernt_am=None) | Q(entfernt_am__gte=F("beigefuegt_am"))
            ),
        )

    def __str__(self) -> str:
        return self.titel


class Anhoerung(models.Model):
    """Somebody was heard on an item before it was decided, or had the opportunity and let it pass (``text``)."""

    punkt = models.ForeignKey(Tagesordnungspunkt, on_delete=models.PROTECT, related_name="anhoerungen")
    wer = models.CharField("angehört", max_length=20, choices=[(a.value, ANZUHOERENDE_TITEL[a]) for a in Anzuhoerende])
    am = models.DateField("am")
    text = models.TextField("Stellungnahme")
    erfasst_am = models.DateTimeField("erfasst am")
    erfasst_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: lambda zugang: punkt_sehen(zugang, "punkt")}

    class Meta:
        verbose_name = "Anhörung"
        verbose_name_plural = "Anhörungen"
        constraints = (
            models.UniqueConstraint(fields=["punkt", "wer"], name="anhoerung_einmal"),
            models.CheckConstraint(name="anhoerung_wer", condition=Q(wer__in=[a.value for a in Anzuhoerende])),
            models.CheckConstraint(name="anhoerung_text", condition=~Q(text="")),
        )
        triggers = (bleibt_nach_genehmigung("anhoerung_genehmigt_fest", "punkt_id"),)

    def __str__(self) -> str:
        return f"{self.wer} zu {self.punkt_id}"
