"""Signing a fixed text: who is to sign, who signed at which level, who declined, until when there is time.

Everything hangs on one :class:`~agreements.models.festtext.Festtext`. When that is set aside, what was signed counts
no longer; it stays readable. Nothing here is ever changed or deleted, but for a signatory who is replaced.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agreements.models.festtext import Festtext
from agreements.models.vereinbarungen import Vertragspartei, Zielvereinbarung
from agreements.zeichnungsrecht import MIT_DATEI, MIT_ZERTIFIKAT, NIVEAUS, Niveau
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.zugriff import Regeln, Zugang, visible

_MIT_DATEI = sorted(niveau.value for niveau in MIT_DATEI)
_MIT_ZERTIFIKAT = sorted(niveau.value for niveau in MIT_ZERTIFIKAT)


def _mit_dem_text(zugang: Zugang) -> Q:
    """What was done with a text is seen by whoever sees the text."""
    return Q(festtext__in=Festtext.objects.visible_to(zugang))


def _der_parteien(zugang: Zugang) -> Q:
    return Q(festtext__zielvereinbarung__in=Zielvereinbarung.objects.eigene(zugang))


class UnterzeichnerQuerySet(models.QuerySet["Unterzeichner"]):
    """Signatories, by who may see them and by whether they still are."""

    def visible_to(self, zugang: Zugang) -> UnterzeichnerQuerySet:
        """Those of the agreements that the access is a party to."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def benannt(self) -> UnterzeichnerQuerySet:
        """Those not replaced: at most one per party to an agreement."""
        return self.filter(ersetzt_am=None)


class Unterzeichner(models.Model):
    """Who is to sign for a party. With ``nutzer`` only this person can sign electronically for it."""

    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="unterzeichner")
    name = models.CharField("Name", max_length=150)
    funktion = models.CharField("Funktion", max_length=150, blank=True)
    nutzer = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    benannt_am = models.DateTimeField("benannt am")
    benannt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    ersetzt_am = models.DateTimeField("ersetzt am", null=True)

    objects = UnterzeichnerQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {
        Befugnis.SEHEN: lambda zugang: Q(vertragspartei__zielvereinbarung__in=Zielvereinbarung.objects.eigene(zugang))
    }

    class Meta:
        verbose_name = "Unterzeichner"
        verbose_name_plural = "Unterzeichner"
        constraints = (
            models.UniqueConstraint(
                fields=["vertragspartei"], condition=Q(ersetzt_am=None), name="unterzeichner_einer_je_partei"
            ),
            models.CheckConstraint(name="unterzeichner_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="unterzeichner_zeit", condition=Q(ersetzt_am=None) | Q(ersetzt_am__gte=F("benannt_am"))
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(name="unterzeichner_unveraenderlich", exclude=["ersetzt_am"]),
            pgtrigger.Protect(name="unterzeichner_bleibt", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.name


def zeichnungsablage(zeichnung: Zeichnung, name: str) -> str:
    """Where the proof of a signature lies: its content alone decides, so no name ever reaches the disk."""
    return f"zeichnungen/{zeichnung.festtext_id}/{zeichnung.sha256}.pdf"


class ZeichnungQuerySet(models.QuerySet["Zeichnung"]):
    """Signatures, by who may see them and by whether they count."""

    def visible_to(self, zugang: Zugang) -> ZeichnungQuerySet:
        """Those on texts that the access may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def gueltig(self) -> ZeichnungQuerySet:
        """Those on texts that still count."""
        return self.filter(festtext__aufgehoben_am=None)


class Zeichnung(models.Model):
    """A party has signed a fixed text: exactly once, whatever is clicked at the same time.

    ``datei`` is the scanned page or the document with the signatory's own signature, ``zertifikat`` what its
    certificate says: ``inhaber``, ``aussteller``, ``seriennummer``. ``uebergangen`` are the codes of the soft gates
    passed with it for the reason ``begruendung``, which counts for the other parties too.
    """

    festtext = models.ForeignKey(Festtext, on_delete=models.PROTECT, related_name="zeichnungen")
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="zeichnungen")
    name = models.CharField("Name", max_length=150)
    funktion = models.CharField("Funktion", max_length=150, blank=True)
    unterzeichner = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    niveau = models.CharField("Niveau", max_length=16, choices=[(n.value, NIVEAUS[n].titel) for n in Niveau])
    gezeichnet_am = models.DateTimeField("gezeichnet am")
    gezeichnet_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    datei = models.FileField("Datei", upload_to=zeichnungsablage, max_length=255, blank=True)
    sha256 = models.CharField("SHA-256 der Datei", max_length=64, blank=True)
    zertifikat = models.JSONField("Zertifikat", default=dict)
    uebergangen = ArrayField(
        models.CharField(max_length=40),
        verbose_name="übergangene Sollvorgaben",
        default=list,
        db_comment="§ 48b Abs. 4 SGB II u. a.: was vorliegen soll und noch nicht vorlag",
    )
    begruendung = models.TextField("Begründung", blank=True)

    objects = ZeichnungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _mit_dem_text}

    class Meta:
        verbose_name = "Zeichnung"
        verbose_name_plural = "Zeichnungen"
        constraints = (
            models.UniqueConstraint(fields=["festtext", "vertragspartei"], name="zeichnung_einmal_je_partei"),
            models.CheckConstraint(name="zeichnung_niveau", condition=Q(niveau__in=[n.value for n in Niveau])),
            models.CheckConstraint(name="zeichnung_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="zeichnung_begruendung",
                condition=Q(uebergangen=[], begruendung="") | ~Q(uebergangen=[]) & ~Q(begruendung=""),
            ),
            models.CheckConstraint(
                name="zeichnung_nachweis",
                condition=Q(niveau__in=_MIT_DATEI, sha256__regex=r"^[0-9a-f]{64}$") & ~Q(datei="")
                | ~Q(niveau__in=_MIT_DATEI) & Q(sha256="", datei="", unterzeichner__isnull=False),
            ),
            models.CheckConstraint(
                name="zeichnung_zertifikat", condition=~Q(niveau__in=_MIT_ZERTIFIKAT) | Q(zertifikat__has_key="inhaber")
            ),
        )
        triggers = (pgtrigger.Protect(name="zeichnung_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.name} für {self.vertragspartei_id} am {self.gezeichnet_am:%d.%m.%Y}"


class AblehnungQuerySet(models.QuerySet["Ablehnung"]):
    """Refusals, by who may see them."""

    def visible_to(self, zugang: Zugang) -> AblehnungQuerySet:
        """Those of the agreements that the access is a party to."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Ablehnung(models.Model):
    """A party will not sign a text, and says why. It may still sign it later, when it has thought better of it."""

    festtext = models.ForeignKey(Festtext, on_delete=models.PROTECT, related_name="ablehnungen")
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="ablehnungen")
    grund = models.TextField("Grund")
    abgelehnt_am = models.DateTimeField("abgelehnt am")
    abgelehnt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AblehnungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _der_parteien}

    class Meta:
        verbose_name = "Ablehnung"
        verbose_name_plural = "Ablehnungen"
        constraints = (
            models.UniqueConstraint(fields=["festtext", "vertragspartei"], name="ablehnung_einmal_je_partei"),
            models.CheckConstraint(name="ablehnung_grund", condition=~Q(grund="")),
        )
        triggers = (pgtrigger.Protect(name="ablehnung_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"Ablehnung durch {self.vertragspartei_id}"


class FristverlaengerungQuerySet(models.QuerySet["Fristverlaengerung"]):
    """Extensions, by who may see them."""

    def visible_to(self, zugang: Zugang) -> FristverlaengerungQuerySet:
        """Those of the agreements that the access is a party to."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]


class Fristverlaengerung(models.Model):
    """There is more time to sign a text; the newest one counts."""

    festtext = models.ForeignKey(Festtext, on_delete=models.PROTECT, related_name="fristverlaengerungen")
    bis = models.DateField("bis", help_text="letzter Tag, an dem gezeichnet werden kann")
    grund = models.TextField("Grund")
    verlaengert_am = models.DateTimeField("verlängert am")
    verlaengert_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = FristverlaengerungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _der_parteien}

    class Meta:
        verbose_name = "Verlängerung der Zeichnungsfrist"
        verbose_name_plural = "Verlängerungen der Zeichnungsfrist"
        constraints = (
            models.UniqueConstraint(fields=["festtext", "bis"], name="fristverlaengerung_einmal"),
            models.CheckConstraint(name="fristverlaengerung_grund", condition=~Q(grund="")),
        )
        triggers = (pgtrigger.Protect(name="fristverlaengerung_fest", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"bis {self.bis:%d.%m.%Y}"


class Zeichnungserinnerung(models.Model):
    """A party was reminded that it has not signed yet, once for each deadline."""

    festtext = models.ForeignKey(Festtext, on_delete=models.PROTECT, related_name="+")
    vertragspartei = models.ForeignKey(Vertragspartei, on_delete=models.PROTECT, related_name="+")
    frist = models.DateField("Frist")
    abgelaufen = models.BooleanField("nach Ablauf der Frist")
    gesendet_am = models.DateTimeField("gesendet am")
    empfaenger = models.PositiveSmallIntegerField("Zahl der Empfänger")

    zugriffsregeln: ClassVar[Regeln] = {Befugnis.SEHEN: _der_parteien}

    class Meta:
        verbose_name = "Erinnerung an die Zeichnung"
        verbose_name_plural = "Erinnerungen an die Zeichnung"
        constraints = (
            models.UniqueConstraint(
                fields=["festtext", "vertragspartei", "frist", "abgelaufen"], name="zeichnungserinnerung_einmal"
            ),
        )

    def __str__(self) -> str:
        return f"Erinnerung an {self.vertragspartei_id}, Frist {self.frist:%d.%m.%Y}"
