"""Subscribing to reports: in the browser, per party and report; unsubscribing there or with the link in every e-mail.

The link carries a signed token and needs no login: whoever has the e-mail may stop it, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction

from berichte.models import Abonnement
from berichte.monatsbericht.berichtsarten import Berichtsart
from kennzahlen.models import Einheit
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.zugriff import Zugang, verlange

_SALZ = "berichte.abonnement"


class OhneAdresse(ValueError):
    """The person has no e-mail address; the text is German and says what to do."""


class UnbekanntesAbonnement(ValueError):
    """A token belongs to no subscription; the text is German."""


@transaction.atomic
def abonniere(*, art: Berichtsart, einheit: Einheit, durch: Zugang, am: datetime) -> Abonnement:
    """Get every new report of a kind about a unit by e-mail; one that runs already goes on.

    Raises ``PermissionDenied``, :class:`OhneAdresse`.
    """
    verlange(durch, Befugnis.SEHEN)
    if durch.nutzer is None or durch.partei_id is None:
        raise PermissionDenied("Berichte abonniert, wer für eine Partei angemeldet ist.")
    if not durch.nutzer.email:
        raise OhneAdresse("In Ihrem Konto steht keine E-Mail-Adresse; die Administration Ihrer Partei trägt sie ein.")
    abonnement, _ = Abonnement.objects.get_or_create(
        nutzer=durch.nutzer,
        partei_id=durch.partei_id,
        art=art,
        einheit=einheit,
        beendet_am=None,
        defaults={"abonniert_am": am},
    )
    return abonnement


@transaction.atomic
def bestelle_ab(*, art: Berichtsart, einheit: Einheit, durch: Zugang, am: datetime) -> bool:
    """End the own subscription of a report; False where there was none."""
    eigene = Abonnement.objects.visible_to(durch).laufende()
    return _beende(eigene.filter(art=art, einheit=einheit), am) > 0


@transaction.atomic
def bestelle_ab_mit_token(*, token: str, am: datetime) -> Abonnement:
    """End the subscription that a token stands for; again changes nothing. Raises :class:`UnbekanntesAbonnement`."""
    abonnement = zu_token(token)
    _beende([abonnement], am)
    return abonnement


def token_von(abonnement: Abonnement) -> str:
    """The token by which a subscription can be ended."""
    return signing.Signer(salt=_SALZ).sign(str(abonnement.pk))


def zu_token(token: str) -> Abonnement:
    """The subscription that a token stands for. Raises :class:`UnbekanntesAbonnement`."""
    try:
        nummer = int(signing.Signer(salt=_SALZ).unsign(token))
        return Abonnement.objects.select_related("einheit").get(pk=nummer)
    except (signing.BadSignature, ValueError, Abonnement.DoesNotExist):
        raise UnbekanntesAbonnement(
            "Dieser Link gehört zu keinem Abonnement. Vielleicht ist er nicht vollständig."
        ) from None


def _beende(abonnements: Iterable[Abonnement], am: datetime) -> int:
    laufende = Abonnement.objects.laufende().filter(pk__in=[abonnement.pk for abonnement in abonnements])
    return sum(_schliesse(abonnement, am) for abonnement in laufende.select_for_update())


def _schliesse(abonnement: Abonnement, am: datetime) -> bool:
    abonnement.beendet_am = max(am, abonnement.abonniert_am)
    abonnement.save(update_fields=["beendet_am"])
    return True
