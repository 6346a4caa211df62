"""Tri- or bilateral per gE: the Träger of one gE choose another form than the round has, before anybody negotiates."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet, RestrictedError

from agreements.models import Dokument, Entwurfsauftrag, Planungsrunde, Vertragspartei, Zielvereinbarung
from agreements.planungsrunde import beteiligte_am, lege_entwuerfe_an, nimm_entwuerfe_heraus, was_haelt
from agreements.recht import (
    ANDERE_FORM,
    ZIELVEREINBARUNG,
    Form,
    Formwahl,
    Seite,
    Traegerseite,
    Zustand,
    leite_ab,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang, may


class NichtWaehlbar(ValueError):
    """The form cannot be chosen any more, or not without a reason; the text says why."""


def form_von(vereinbarung: Zielvereinbarung) -> Form:
    """The form in which a Nr. 2 is to be concluded."""
    return Form.TRILATERAL if vereinbarung.traegerseite == Traegerseite.BEIDE else Form.BILATERAL


def darf_waehlen(zugang: Zugang, vereinbarung: Zielvereinbarung) -> bool:
    """Whether an access may choose another form: each Träger of the gE, while the agreement is a draft."""
    if vereinbarung.nr != 2 or vereinbarung.zustand != Zustand.ENTWURF or vereinbarung.fassung > 1:
        return False
    ich = Q(partei=zugang.partei_id) | Q(rechtstraeger=zugang.partei_id)
    traeger = Vertragspartei.objects.filter(ich, zielvereinbarung=vereinbarung, seite=Seite.STEUERND)
    return may(zugang, Befugnis.VERHANDELN, vereinbarung) and traeger.exists()


@transaction.atomic
def waehle_andere_form(
    *, vereinbarung: Zielvereinbarung, grund: str, durch: Zugang, am: datetime
) -> list[Zielvereinbarung]:
    """Put drafts of the other form in the place of those of a gE; what was drafted of them as PDF goes with them.

    Returns the new drafts, in order. Raises ``PermissionDenied`` and :class:`NichtWaehlbar`.
    """
    runde = Planungsrunde.objects.select_for_update().get(pk=vereinbarung.runde_id)
    bisherige = runde.vereinbarungen.filter(jobcenter=vereinbarung.jobcenter_id, nr=2)
    gesperrt = {eine.pk: eine for eine in bisherige.select_for_update().order_by("pk")}
    if vereinbarung.pk not in gesperrt:
        raise NichtWaehlbar("Die Form ist inzwischen gewechselt; diesen Entwurf gibt es nicht mehr.")
    if any(eine.zustand != Zustand.ENTWURF for eine in gesperrt.values()):
        raise NichtWaehlbar("Über diese Vereinbarung wird oder wurde schon verhandelt; die Form steht damit fest.")
    if not darf_waehlen(durch, gesperrt[vereinbarung.pk]):
        raise PermissionDenied("Die Form wählen die Träger der gemeinsamen Einrichtung.")
    if not grund.strip():
        raise NichtWaehlbar("Bitte geben Sie an, warum die Form gewechselt wird.")
    _nimm_heraus(bisherige)
    form = ANDERE_FORM[form_von(vereinbarung)]
    plaene = leite_ab(beteiligte_am(runde.ab), Formwahl(form), runde.ab)
    neue = lege_entwuerfe_an(
        runde, [plan for plan in plaene if plan.nr == 2 and plan.jobcenter == vereinbarung.jobcenter_id]
    )
    for eine in neue:
        daten = {"form": form.value}
        eintragen(durch=durch, am=am, akt="form_waehlen", norm=ZIELVEREINBARUNG, objekt=eine, grund=grund, daten=daten)
    return neue


def _nimm_heraus(bisherige: QuerySet[Zielvereinbarung]) -> None:
    Entwurfsauftrag.objects.filter(zielvereinbarung__in=bisherige).delete()
    entwuerfe = Dokument.objects.filter(zielvereinbarung__in=bisherige)
    dateien = [dokument.datei for dokument in entwuerfe]
    entwuerfe.delete()
    try:
        nimm_entwuerfe_heraus(bisherige)
    except (ProtectedError, RestrictedError) as fehler:
        raise NichtWaehlbar(
            f"Zu dieser Vereinbarung gibt es schon: {was_haelt(fehler)}. Die Form steht damit fest."
        ) from fehler
    for datei in dateien:
        transaction.on_commit(partial(datei.delete, save=False))
