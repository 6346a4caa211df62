"""What is negotiated: versions of sections and who accepts them, comments, question rounds, attachments.

The negotiation is seen by the parties to the agreement alone, also after it is concluded; others then see the text
that counts. A version is never changed and never deleted: the database refuses it.
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

from agreements.grundraster import ABSCHNITTE
from agreements.grundraster.klartext import ZEICHEN_HOECHSTENS
from agreements.models.vereinbarungen import Vertragspartei, Zielvereinbarung
from agreements.verhandlungsrecht import (
    FASSUNGSTITEL,
    HERKUNFTSTITEL,
    OHNE_VERFASSER,
    RUNDENTITEL,
    Fassungszustand,
    Herkunft,
    Rundenzustand,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.zugriff import NIEMAND, Regel, Regeln, Zugang, visible

_ABSCHNITTE = [(abschnitt.code, abschnitt.titel) for abschnitt in ABSCHNITTE]
_WAHLWEISE = [abschnitt.code for abschnitt in ABSCHNITTE if abschnitt.wahlweise]
KURZTEXT_HOECHSTENS = 5_000
"""The longest comment, question, answer or reason, in characters."""


def _beteiligt(zugang: Zugang, befugnis: Befugnis, weg: str = "zielvereinbarung") -> Q:
    """What belongs to an agreement of one's own; ``weg`` leads there."""
    if zugang.partei_id is None or befugnis not in zugang.befugnisse:
        return NIEMAND
    eigene = Q(partei=zugang.partei_id) | Q(rechtstraeger=zugang.partei_id)
    beteiligungen = Vertragspartei.objects.filter(eigene)
    return Q(**{f"{weg}__in": beteiligungen.values("zielvereinbarung")})


def _nur_parteien(weg: str = "zielvereinbarung") -> Regeln:
    """FACHKONZEPT 6: what is negotiated belongs to the parties to the agreement and to nobody else."""

    def regel(befugnis: Befugnis) -> Regel:
        return lambda zugang: _beteiligt(zugang, befugnis, weg)

    return {befugnis: regel(befugnis) for befugnis in (Befugnis.SEHEN, Befugnis.VERHANDELN)}


_DER_PARTEIEN = _nur_parteien()


def _text_hoechstens(name: str, feld: str, zeichen: int) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=LessThanOrEqual(Length(feld), zeichen))


# -- The text --------------------------------------------------------------------------------------------------


class TextfassungQuerySet(models.QuerySet["Textfassung"]):
    """Versions, by who may see them and by where they stand."""

    def visible_to(self, zugang: Zugang) -> TextfassungQuerySet:
        """All for the parties; for others who see the agreement the text that counts."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def geltend(self) -> TextfassungQuerySet:
        """The text that counts, one version per section."""
        return self.filter(zustand=Fassungszustand.GELTEND)

    def vorgeschlagen(self) -> TextfassungQuerySet:
        """Open proposals, at most one per section."""
        return self.filter(zustand=Fassungszustand.VORGESCHLAGEN)


class Textfassung(models.Model):
    """One version of a section. ``text`` empty: the section, an optional one, is not agreed."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="textfassungen")
    abschnitt = models.CharField("Abschnitt", max_length=30, choices=_ABSCHNITTE)
    nummer = models.PositiveSmallIntegerField("Nummer")
    text = models.TextField("Text", blank=True)
    herkunft = models.CharField("Herkunft", max_length=12, choices=[(h.value, HERKUNFTSTITEL[h]) for h in Herkunft])
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, null=True, related_name="+")
    grund = models.TextField("Begründung", blank=True)
    erstellt_am = models.DateTimeField("erstellt am")
    erstellt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    zustand = models.CharField("Zustand", max_length=16, choices=[(z.value, FASSUNGSTITEL[z]) for z in Fassungszustand])

    objects = TextfassungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Textfassung"
        verbose_name_plural = "Textfassungen"
        indexes = (GinIndex(SearchVector("text", config="german"), name="textfassung_suche"),)
        constraints = (
            models.UniqueConstraint(fields=["zielvereinbarung", "abschnitt", "nummer"], name="textfassung_nummer"),
            models.UniqueConstraint(
                fields=["zielvereinbarung", "abschnitt"],
                condition=Q(zustand=Fassungszustand.GELTEND),
                name="textfassung_eine_geltende",
            ),
            models.UniqueConstraint(
                fields=["zielvereinbarung", "abschnitt"],
                condition=Q(zustand=Fassungszustand.VORGESCHLAGEN),
                name="textfassung_ein_vorschlag",
            ),
            models.CheckConstraint(name="textfassung_ab_eins", condition=Q(nummer__gte=1)),
            models.CheckConstraint(
                name="textfassung_zustand", condition=Q(zustand__in=[z.value for z in Fassungszustand])
            ),
            models.CheckConstraint(
                name="textfassung_abschnitt", condition=Q(abschnitt__in=[code for code, _ in _ABSCHNITTE])
            ),
            models.CheckConstraint(
                name="textfassung_verfasser",
                condition=Q(herkunft__in=[h.value for h in OHNE_VERFASSER], vertragspartei=None)
                | Q(herkunft__in=[h.value for h in Herkunft if h not in OHNE_VERFASSER], vertragspartei__isnull=False),
            ),
            models.CheckConstraint(name="textfassung_leer", condition=~Q(text="") | Q(abschnitt__in=_WAHLWEISE)),
            _text_hoechstens("textfassung_laenge", "text", ZEICHEN_HOECHSTENS),
        )
        triggers = (
            pgtrigger.ReadOnly(name="textfassung_unveraenderlich", exclude=["zustand"]),
            pgtrigger.Protect(name="textfassung_bleibt", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"Fassung {self.nummer} von „{self.get_abschnitt_display()}“"


def _geltender_text(zugang: Zugang) -> Q:
    sichtbar = Q(zielvereinbarung__in=Zielvereinbarung.objects.visible_to(zugang))
    return _beteiligt(zugang, Befugnis.SEHEN) | sichtbar & Q(zustand=Fassungszustand.GELTEND)


Textfassung.zugriffsregeln = {**_DER_PARTEIEN, Befugnis.SEHEN: _geltender_text}


class StellungnahmeQuerySet(models.QuerySet["Stellungnahme"]):
    """What parties say to versions, by who may see it."""

    def visible_to(self, zugang: Zugang) -> StellungnahmeQuerySet:
        """Those to agreements of one's own."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def gueltig(self) -> StellungnahmeQuerySet:
        """Those not voided by a later one or by a new proposal."""
        return self.filter(aufgehoben_am=None)


class Stellungnahme(models.Model):
    """A party accepts a version or does not, then with a reason. A new proposal on the section voids it."""

    fassung = models.ForeignKey(Textfassung, on_delete=models.PROTECT, related_name="stellungnahmen")
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="+")
    angenommen = models.BooleanField("angenommen")
    grund = models.TextField("Begründung", blank=True)
    abgegeben_am = models.DateTimeField("abgegeben am")
    abgegeben_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    aufgehoben_am = models.DateTimeField("aufgehoben am", null=True)

    objects = StellungnahmeQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = _nur_parteien("fassung__zielvereinbarung")

    class Meta:
        verbose_name = "Stellungnahme"
        verbose_name_plural = "Stellungnahmen"
        constraints = (
            models.UniqueConstraint(
                fields=["fassung", "vertragspartei"], condition=Q(aufgehoben_am=None), name="stellungnahme_eine"
            ),
            models.CheckConstraint(name="stellungnahme_grund", condition=Q(angenommen=True) | ~Q(grund="")),
            models.CheckConstraint(
                name="stellungnahme_zeit", condition=Q(aufgehoben_am=None) | Q(aufgehoben_am__gte=F("abgegeben_am"))
            ),
        )
        triggers = (pgtrigger.ReadOnly(name="stellungnahme_unveraenderlich", exclude=["aufgehoben_am"]),)

    def __str__(self) -> str:
        return f"{'Annahme' if self.angenommen else 'Ablehnung'} zu Fassung {self.fassung_id}"


# -- Comments --------------------------------------------------------------------------------------------------


class KommentarQuerySet(models.QuerySet["Kommentar"]):
    """Comments, by who may see them."""

    def visible_to(self, zugang: Zugang) -> KommentarQuerySet:
        """Those to agreements of one's own, internal ones of others left out."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Kommentar(models.Model):
    """A remark on a section. The first of a thread can be marked as settled; ``intern``: for the own party alone."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="kommentare")
    abschnitt = models.CharField("Abschnitt", max_length=30, choices=_ABSCHNITTE)
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="+")
    antwort_auf = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="antworten")
    intern = models.BooleanField("nur für die eigene Vertragspartei", default=False)
    text = models.TextField("Kommentar")
    erstellt_am = models.DateTimeField("erstellt am")
    erstellt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    erledigt_am = models.DateTimeField("erledigt am", null=True)
    erledigt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = KommentarQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Kommentar"
        verbose_name_plural = "Kommentare"
        indexes = (models.Index(fields=["zielvereinbarung", "abschnitt"], name="kommentar_abschnitt"),)
        constraints = (
            models.CheckConstraint(name="kommentar_nicht_leer", condition=~Q(text="")),
            models.CheckConstraint(
                name="kommentar_abschnitt_bekannt", condition=Q(abschnitt__in=[code for code, _ in _ABSCHNITTE])
            ),
            models.CheckConstraint(
                name="kommentar_erledigt",
                condition=Q(erledigt_am=None, erledigt_durch=None) | Q(erledigt_am__isnull=False, antwort_auf=None),
            ),
            _text_hoechstens("kommentar_laenge", "text", KURZTEXT_HOECHSTENS),
        )

    def __str__(self) -> str:
        return f"Kommentar {self.pk} zu „{self.get_abschnitt_display()}“"


def _kommentar_sichtbar(befugnis: Befugnis) -> Regel:
    def regel(zugang: Zugang) -> Q:
        eigene = Q(vertragspartei__partei=zugang.partei_id) | Q(vertragspartei__rechtstraeger=zugang.partei_id)
        return _beteiligt(zugang, befugnis) & (Q(intern=False) | eigene)

    return regel


Kommentar.zugriffsregeln = {b: _kommentar_sichtbar(b) for b in (Befugnis.SEHEN, Befugnis.VERHANDELN)}


# -- Question rounds -------------------------------------------------------------------------------------------


class RueckfragerundeQuerySet(models.QuerySet["Rueckfragerunde"]):
    """Question rounds, by who may see them."""

    def visible_to(self, zugang: Zugang) -> RueckfragerundeQuerySet:
        """Those of agreements of one's own."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def offen(self) -> RueckfragerundeQuerySet:
        """Those not closed: at most one per agreement."""
        return self.filter(zustand=Rundenzustand.OFFEN)


class Rueckfragerunde(models.Model):
    """Questions that one party puts to the others, with a deadline (a day, inclusive)."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="rueckfragerunden")
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="+")
    frist = models.DateField("Antwort bis")
    zustand = models.CharField("Zustand", max_length=12, choices=[(z.value, RUNDENTITEL[z]) for z in Rundenzustand])
    gestellt_am = models.DateTimeField("gestellt am")
    gestellt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    geschlossen_am = models.DateTimeField("geschlossen am", null=True)
    geschlossen_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RueckfragerundeQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = _DER_PARTEIEN

    class Meta:
        verbose_name = "Rückfragerunde"
        verbose_name_plural = "Rückfragerunden"
        constraints = (
            models.UniqueConstraint(
                fields=["zielvereinbarung"],
                condition=Q(zustand=Rundenzustand.OFFEN),
                name="rueckfragerunde_eine_offene",
            ),
            models.CheckConstraint(
                name="rueckfragerunde_zustand",
                condition=Q(zustand=Rundenzustand.OFFEN, geschlossen_am=None, geschlossen_durch=None)
                | Q(zustand=Rundenzustand.GESCHLOSSEN, geschlossen_am__gte=F("gestellt_am")),
            ),
        )

    def __str__(self) -> str:
        return f"Rückfragerunde {self.pk} zu Vereinbarung {self.zielvereinbarung_id}"


class FrageQuerySet(models.QuerySet["Frage"]):
    """Questions, by who may see them."""

    def visible_to(self, zugang: Zugang) -> FrageQuerySet:
        """Those to agreements of one's own."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Frage(models.Model):
    """One question of a round, to a section or to the whole (``abschnitt`` empty)."""

    runde = models.ForeignKey(Rueckfragerunde, on_delete=models.PROTECT, related_name="fragen")
    nummer = models.PositiveSmallIntegerField("Nummer")
    abschnitt = models.CharField("Abschnitt", max_length=30, choices=_ABSCHNITTE, blank=True)
    text = models.TextField("Frage")

    objects = FrageQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = _nur_parteien("runde__zielvereinbarung")

    class Meta:
        verbose_name = "Frage"
        verbose_name_plural = "Fragen"
        constraints = (
            models.UniqueConstraint(fields=["runde", "nummer"], name="frage_nummer"),
            models.CheckConstraint(name="frage_nicht_leer", condition=~Q(text="")),
            _text_hoechstens("frage_laenge", "text", KURZTEXT_HOECHSTENS),
        )

    def __str__(self) -> str:
        return f"Frage {self.nummer}"


class AntwortQuerySet(models.QuerySet["Antwort"]):
    """Answers, by who may see them."""

    def visible_to(self, zugang: Zugang) -> AntwortQuerySet:
        """Those to agreements of one's own."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Antwort(models.Model):
    """What a party answers; it may add to it while the round is open."""

    frage = models.ForeignKey(Frage, on_delete=models.PROTECT, related_name="antworten")
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("Antwort")
    gegeben_am = models.DateTimeField("gegeben am")
    gegeben_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AntwortQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = _nur_parteien("frage__runde__zielvereinbarung")

    class Meta:
        verbose_name = "Antwort"
        verbose_name_plural = "Antworten"
        constraints = (
            models.CheckConstraint(name="antwort_nicht_leer", condition=~Q(text="")),
            _text_hoechstens("antwort_laenge", "text", KURZTEXT_HOECHSTENS),
        )

    def __str__(self) -> str:
        return f"Antwort {self.pk} auf Frage {self.frage_id}"


# -- Attachments -----------------------------------------------------------------------------------------------


def anlagenablage(anlage: Anlage, name: str) -> str:
    """Where the file of an attachment lies: its content alone decides, so no name ever reaches the disk."""
    return f"anlagen/{anlage.zielvereinbarung_id}/{anlage.sha256}"


class AnlageQuerySet(models.QuerySet["Anlage"]):
    """Attachments, by who may see them."""

    def visible_to(self, zugang: Zugang) -> AnlageQuerySet:
        """All for the parties; for others who see the agreement those that belong to it."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def vorhanden(self) -> AnlageQuerySet:
        """Those not taken out again."""
        return self.filter(entfernt_am=None)


class Anlage(models.Model):
    """A file: a working paper of the negotiation, or (``vertragsbestandteil``) a part of what is agreed."""

    zielvereinbarung = models.ForeignKey(Zielvereinbarung, on_delete=models.PROTECT, related_name="anlagen")
    vertragspartei = models.ForeignKey(
        Vertragspartei, on_delete=models.PROTECT, null=True, related_name="+", db_comment="leer: übernommen"
    )
    titel = models.CharField("Titel", max_length=200)
    dateiname = models.CharField("Dateiname", max_length=200)
    vertragsbestandteil = models.BooleanField("Bestandteil der Vereinbarung")
    datei = models.FileField("Datei", upload_to=anlagenablage, max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    groesse = models.PositiveIntegerField("Größe", db_comment="Byte")
    beigefuegt_am = models.DateTimeField("beigefügt am")
    beigefuegt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    entfernt_am = models.DateTimeField("entfernt am", null=True)
    entfernt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AnlageQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Anlage"
        verbose_name_plural = "Anlagen"
        constraints = (
            models.UniqueConstraint(
                fields=["zielvereinbarung", "sha256"], condition=Q(entfernt_am=None), name="anlage_einmal"
            ),
            models.CheckConstraint(name="anlage_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="anlage_groesse", condition=Q(groesse__gte=1)),
            models.CheckConstraint(
                name="anlage_entfernt",
                condition=Q(entfernt_am=None, entfernt_durch=None) | Q(entfernt_am__gte=F("beigefuegt_am")),
            ),
        )

    def __str__(self) -> str:
        return self.titel


def _anlage_sichtbar(zugang: Zugang) -> Q:
    sichtbar = Q(zielvereinbarung__in=Zielvereinbarung.objects.visible_to(zugang))
    bestandteil = Q(vertragsbestandteil=True, entfernt_am=None)
    return _beteiligt(zugang, Befugnis.SEHEN) | sichtbar & bestandteil


Anlage.zugriffsregeln = {**_DER_PARTEIEN, Befugnis.SEHEN: _anlage_sichtbar}


class AnlagenannahmeQuerySet(models.QuerySet["Anlagenannahme"]):
    """Acceptances of attachments, by who may see them."""

    def visible_to(self, zugang: Zugang) -> AnlagenannahmeQuerySet:
        """Those to agreements of one's own."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Anlagenannahme(models.Model):
    """A party agrees that an attachment becomes part of the agreement; it may take that back while negotiating."""

    anlage = models.ForeignKey(Anlage, on_delete=models.PROTECT, related_name="annahmen")
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="+")
    angenommen_am = models.DateTimeField("angenommen am")
    angenommen_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    zurueckgenommen_am = models.DateTimeField("zurückgenommen am", null=True)

    objects = AnlagenannahmeQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = _nur_parteien("anlage__zielvereinbarung")

    class Meta:
        verbose_name = "Annahme einer Anlage"
        verbose_name_plural = "Annahmen von Anlagen"
        constraints = (
            models.UniqueConstraint(
                fields=["anlage", "vertragspartei"], condition=Q(zurueckgenommen_am=None), name="anlagenannahme_eine"
            ),
            models.CheckConstraint(
                name="anlagenannahme_zeit",
                condition=Q(zurueckgenommen_am=None) | Q(zurueckgenommen_am__gte=F("angenommen_am")),
            ),
        )

    def __str__(self) -> str:
        return f"Annahme der Anlage {self.anlage_id}"
