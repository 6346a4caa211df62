"""How a request comes in with a token: ``Authorization: Bearer …``.

What it may do is worked out anew each time from the Amt as it is today, so a token ends with the Amt, and loses what
the role loses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hmac import compare_digest
from typing import Any

from django.db.models import Q
from django.utils import timezone
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.exceptions import AuthenticationFailed

from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.zugriff import Zugang, zugaenge
from zielsystem.schluessel.models import Schluessel
from zielsystem.schluessel.umfang import MELDE_NUTZUNG_NACH

_FORM = re.compile(r"zs_[0-9a-f]{64}", re.ASCII)
_UNGUELTIG = "Dieser Schlüssel gilt nicht: Er ist unbekannt, abgelaufen oder widerrufen, oder das Amt ist beendet."


@dataclass(frozen=True)
class Ausweis:
    """What a request came in with: the token, and the access it opens."""

    schluessel: Schluessel
    zugang: Zugang


class Schluesselanmeldung(TokenAuthentication):  # type: ignore[misc]
    """django-rest-knox, without its habit of deleting what has expired: people see in the list what became of it."""

    def authenticate(self, request: Any) -> tuple[Nutzer, Ausweis] | None:
        """As knox does; whatever is wrong with the header is said in the same German words."""
        try:
            return super().authenticate(request)  # type: ignore[no-any-return]
        except AuthenticationFailed:
            raise AuthenticationFailed(_UNGUELTIG) from None

    def authenticate_credentials(self, token: bytes) -> tuple[Nutzer, Ausweis]:
        """The person and the access of a token; ``AuthenticationFailed`` says no more than that it does not open."""
        text = token.decode("latin-1")
        if not _FORM.fullmatch(text):
            raise AuthenticationFailed(_UNGUELTIG)
        gesucht = hash_token(text)
        beginn = text[: CONSTANTS.TOKEN_KEY_LENGTH]
        kandidaten = Schluessel.objects.gueltig(timezone.localdate()).filter(token_key=beginn).select_related("user")
        schluessel = next((k for k in kandidaten if compare_digest(gesucht, k.digest)), None)
        zugang = zugang_von(schluessel) if schluessel else None
        if schluessel is None or zugang is None:
            raise AuthenticationFailed(_UNGUELTIG)
        _merke_nutzung(schluessel)
        return schluessel.user, Ausweis(schluessel, zugang)


def zugang_von(schluessel: Schluessel) -> Zugang | None:
    """The access that a token opens today; None where the person or the Amt is no longer there."""
    if not schluessel.user.is_active:
        return None
    eigene = zugaenge(schluessel.user, timezone.localdate())
    des_amts = next((zugang for zugang in eigene if zugang.amt_id == schluessel.amt_id), None)
    umfang = frozenset(Befugnis(wert) for wert in schluessel.befugnisse)
    return replace(des_amts, nur=umfang, schluessel_id=schluessel.pk) if des_amts else None


def _merke_nutzung(schluessel: Schluessel) -> None:
    jetzt = timezone.now()
    laenger_her = Q(zuletzt_benutzt_am=None) | Q(zuletzt_benutzt_am__lte=jetzt - MELDE_NUTZUNG_NACH)
    zuletzt = schluessel.zuletzt_benutzt_am
    if zuletzt is None or jetzt - zuletzt >= MELDE_NUTZUNG_NACH:
        Schluessel.objects.filter(laenger_her, pk=schluessel.pk).update(zuletzt_benutzt_am=jetzt)
