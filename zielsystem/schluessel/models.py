"""The records: tokens, of which only a hash is stored, and the answers kept for requests that may come twice."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from knox.models import AbstractAuthToken, AuthTokenManager

from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.parties.models import Amt, Nutzer, Partei, gilt_am
from zielsystem.parties.zugriff import NIEMAND, Regeln, Zugang, visible
from zielsystem.schluessel.umfang import VERLEIHBAR


class SchluesselQuerySet(models.QuerySet["Schluessel"]):
    """Tokens, by who may see them and by whether they open anything."""

    def visible_to(self, zugang: Zugang) -> SchluesselQuerySet:
        """Those that the access may see."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def gueltig(self, am: date) -> SchluesselQuerySet:
        """Those that are neither revoked nor expired, and whose Amt is held on the day."""
        return self.filter(gilt_am(am, "amt__"), widerrufen_am=None, expiry__gt=timezone.now())


class Schluessel(AbstractAuthToken):  # type: ignore[misc]
    """A token of a party for a purpose. It acts for its Amt, within ``befugnisse``, until it expires or is revoked.

    From django-rest-knox: ``digest`` (SHA-512 of the token), ``token_key`` (its beginning, to find it by), ``user``
    (who made it), ``created``, ``expiry``.
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=128, unique=True, db_comment="SHA-512 des Schlüssels, hexadezimal")
    amt = models.ForeignKey(Amt, on_delete=models.PROTECT, related_name="schluessel")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+", db_comment="für wen er handelt")
    zweck = models.CharField("Zweck", max_length=120)
    befugnisse = ArrayField(
        models.CharField(max_length=40), verbose_name="Befugnisse", db_comment="zielsystem.befugnisse.Befugnis"
    )
    zuletzt_benutzt_am = models.DateTimeField("zuletzt benutzt am", null=True)
    widerrufen_am = models.DateTimeField("widerrufen am", null=True)
    widerrufen_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SchluesselQuerySet.as_manager()
    ausgabe = AuthTokenManager()
    """Makes a token, which only its maker gets to see: knox's ``create`` returns record and token."""

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Schlüssel"
        verbose_name_plural = "Schlüssel"
        indexes = (models.Index(fields=["partei", "amt"]),)
        constraints = (
            models.CheckConstraint(name="schluessel_zweck", condition=~Q(zweck="")),
            models.CheckConstraint(
                name="schluessel_befugnisse",
                condition=Q(befugnisse__contains=[Befugnis.SEHEN.value])
                & Q(befugnisse__contained_by=[b.value for b in VERLEIHBAR]),
            ),
            models.CheckConstraint(
                name="schluessel_ablauf", condition=Q(expiry__isnull=False) & Q(expiry__gt=F("created"))
            ),
            models.CheckConstraint(
                name="schluessel_widerruf",
                condition=Q(widerrufen_am=None, widerrufen_durch=None) | Q(widerrufen_am__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.zweck


def _einsehbar(zugang: Zugang) -> Q:
    """One's own; those of the whole party for its Leitung and its administration."""
    if zugang.rolle in (Rolle.LEITUNG, Rolle.ADMINISTRATION):
        return Q(partei_id=zugang.partei_id)
    return Q(amt_id=zugang.amt_id) if zugang.amt_id else NIEMAND


Schluessel.zugriffsregeln = {Befugnis.SEHEN: _einsehbar}


class Vorgang(models.Model):
    """A request with an Idempotency-Key, and what was answered: the same request again gets the same answer."""

    amt = models.ForeignKey(Amt, on_delete=models.CASCADE, related_name="+")
    kennung = models.CharField("Idempotency-Key", max_length=120)
    anfrage = models.CharField("Anfrage", max_length=64, db_comment="SHA-256 von Methode, Adresse und Inhalt")
    status = models.PositiveSmallIntegerField("HTTP-Status")
    inhalt = models.JSONField("Antwort")
    am = models.DateTimeField("am", db_index=True)

    class Meta:
        verbose_name = "Vorgang"
        verbose_name_plural = "Vorgänge"
        constraints = (
            models.UniqueConstraint(fields=["amt", "kennung"], name="vorgang_einmal"),
            models.CheckConstraint(name="vorgang_gelungen", condition=Q(status__gte=200, status__lt=300)),
        )

    def __str__(self) -> str:
        return self.kennung
