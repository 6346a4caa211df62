"""Who acts, on which agreement: the way into every act of negotiating."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from agreements.grundraster.klartext import Textfehler, bereinigt
from agreements.models import Vertragspartei, Zielvereinbarung
from agreements.models.verhandlung import KURZTEXT_HOECHSTENS
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import Zugang, verlange
from zielsystem.recht import Ablauf, Uebergang


def betritt(vereinbarung: Zielvereinbarung, durch: Zugang) -> tuple[Zielvereinbarung, Vertragspartei]:
    """The agreement, locked for the rest of the transaction, and the party to it that somebody acts for.

    Everything that changes a content goes through here, so acts on one agreement happen one after the other. Raises
    ``PermissionDenied`` for who may not negotiate it.
    """
    gesperrt = Zielvereinbarung.objects.select_for_update(of=("self",)).select_related("runde").get(pk=vereinbarung.pk)
    verlange(durch, Befugnis.VERHANDELN, gesperrt)
    return gesperrt, eigene_partei(gesperrt, durch)


def eigene_partei(vereinbarung: Zielvereinbarung, durch: Zugang) -> Vertragspartei:
    """The party to an agreement that somebody acts for. Raises ``PermissionDenied`` when there is none."""
    partei = eigene_von(list(vereinbarung.vertragsparteien.filter(_handelt_fuer(durch))), durch)
    if partei is None:
        raise PermissionDenied("Verhandeln können nur die Vertragsparteien dieser Zielvereinbarung.")
    return partei


def eigene_von(parteien: Sequence[Vertragspartei], durch: Zugang) -> Vertragspartei | None:
    """The one among the parties of an agreement that somebody acts for, if any."""
    if durch.partei_id is None:
        return None
    return next((p for p in parteien if durch.partei_id in (p.partei_id, p.rechtstraeger_id)), None)


def _handelt_fuer(durch: Zugang) -> Q:
    return Q(partei=durch.partei_id) | Q(rechtstraeger=durch.partei_id)


def verlange_offen(ablauf: Ablauf, code: str, stand: object, am: datetime) -> Uebergang:
    """The row of a table for an act that creates something. Raises ``Gehindert`` with all that stands against it."""
    tag = timezone.localdate(am)
    zeile = ablauf.zeile(code, None, tag)
    if hindernisse := zeile.hindernisse(stand, tag):
        raise Gehindert(zeile, hindernisse)
    return zeile


def kurztext(roh: str, was: str) -> str:
    """A comment, question, answer or reason as it is stored; ``was`` names it. Raises ``Textfehler``."""
    text = bereinigt(roh)
    if not text:
        raise Textfehler(f"{was}: Bitte schreiben Sie einen Text.")
    if len(text) > KURZTEXT_HOECHSTENS:
        raise Textfehler(f"{was}: Der Text hat {len(text)} Zeichen; zulässig sind {KURZTEXT_HOECHSTENS}.")
    return text
