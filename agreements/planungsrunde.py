"""Laying out a Planungsrunde: one act makes the round and every agreement it has.

Which agreements those are follows from the parties on the first day of the period (``agreements.recht.leite_ab``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, QuerySet, RestrictedError

from agreements.models import Planungsrunde, Vertragspartei, Zielvereinbarung
from agreements.recht import ZIELVEREINBARUNG, Beteiligter, Formwahl, Vereinbarungsplan, Zustand, leite_ab
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Parteistand
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, verlange

_VEREINBARENDE = (
    Parteiart.BMAS,
    Parteiart.BA,
    Parteiart.LAND,
    Parteiart.KOMMUNE,
    Parteiart.GE,
    Parteiart.ZKT,
)


class Ueberschneidung(ValueError):
    """There is a round already for a part of the period: nobody can agree on the same time twice."""


def darf_planen(zugang: Zugang) -> bool:
    """Whether the access may lay out rounds: the BMAS plans, for everyone."""
    return Befugnis.RUNDE_PLANEN in zugang.befugnisse and (zugang.betrieb or zugang.art is Parteiart.BMAS)


@transaction.atomic
def lege_runde_an(*, titel: str, ab: date, bis: date, form: Formwahl, durch: Zugang, am: datetime) -> Planungsrunde:
    """Lay out a round for the half-open period ``ab``–``bis`` with all its agreements as drafts.

    Raises ``PermissionDenied``, :class:`Ueberschneidung`, ``Unvollstaendig`` when a party is missing on ``ab``, and
    ``Ausserhalb`` for a period before § 48b took effect, ``KeineGemeinsameEinrichtung`` for another form of none.
    """
    runde = _neue_runde(
        Planungsrunde(titel=titel, ab=ab, bis=bis, form=form.form, angelegt_am=am, angelegt_durch=durch.nutzer)
    )
    verlange(durch, Befugnis.RUNDE_PLANEN, runde)
    plaene = leite_ab(beteiligte_am(ab), form, ab)
    lege_entwuerfe_an(runde, plaene)
    anzahl = Counter(f"Nr. {plan.nr}" for plan in plaene)
    eintragen(
        durch=durch, am=am, akt="runde_anlegen", norm=ZIELVEREINBARUNG, objekt=runde, daten=dict(sorted(anzahl.items()))
    )
    return runde


def lege_entwuerfe_an(runde: Planungsrunde, plaene: Iterable[Vereinbarungsplan]) -> list[Zielvereinbarung]:
    """A draft with its parties for each plan, in the same order: two statements."""
    plaene = list(plaene)
    vereinbarungen = Zielvereinbarung.objects.bulk_create([_vereinbarung(runde, plan) for plan in plaene])
    Vertragspartei.objects.bulk_create(_vertragsparteien(zip(vereinbarungen, plaene, strict=True)))
    return vereinbarungen


class NichtVerwerfbar(ValueError):
    """Work has begun in a round: it stays; the text says what stands against discarding it."""


@transaction.atomic
def verwirf_runde(*, runde: Planungsrunde, grund: str, durch: Zugang, am: datetime) -> None:
    """Take back a round that was laid out by mistake, with a reason, while nothing but untouched drafts exist.

    The journal keeps that it was there. Raises ``PermissionDenied`` and :class:`NichtVerwerfbar`.
    """
    gesperrt = Planungsrunde.objects.select_for_update().get(pk=runde.pk)
    verlange(durch, Befugnis.RUNDE_PLANEN, gesperrt)
    if not grund.strip():
        raise NichtVerwerfbar("Bitte geben Sie an, warum die Runde verworfen wird.")
    zustaende = list(gesperrt.vereinbarungen.select_for_update().values_list("zustand", flat=True))
    if begonnene := sum(zustand != Zustand.ENTWURF for zustand in zustaende):
        raise NichtVerwerfbar(
            f"Über {begonnene} von {len(zustaende)} Zielvereinbarungen dieser Runde wird oder wurde schon verhandelt."
        )
    daten = {"titel": gesperrt.titel, "vereinbarungen": len(zustaende)}
    eintragen(
        durch=durch, am=am, akt="runde_verwerfen", norm=ZIELVEREINBARUNG, objekt=gesperrt, grund=grund, daten=daten
    )
    try:
        nimm_entwuerfe_heraus(gesperrt.vereinbarungen.all())
        gesperrt.delete()
    except (ProtectedError, RestrictedError) as fehler:
        raise NichtVerwerfbar(
            f"Zu dieser Runde gibt es schon: {was_haelt(fehler)}. Sie bleibt deshalb bestehen."
        ) from fehler


def nimm_entwuerfe_heraus(entwuerfe: QuerySet[Zielvereinbarung]) -> None:
    """Delete untouched drafts with their parties. Raises ``ProtectedError`` when anything hangs on one of them."""
    entwuerfe.exclude(vorbehalt="").update(vorbehalt="", vorbehalt_von=None)
    Vertragspartei.objects.filter(zielvereinbarung__in=entwuerfe).delete()
    entwuerfe.delete()


def was_haelt(fehler: ProtectedError | RestrictedError) -> str:
    """What stands against deleting, in words."""
    return ", ".join(sorted({str(o._meta.verbose_name_plural) for o in _beruehrt(fehler)}))


def _beruehrt(fehler: ProtectedError | RestrictedError) -> Iterable[Model]:
    return fehler.protected_objects if isinstance(fehler, ProtectedError) else fehler.restricted_objects


def _neue_runde(runde: Planungsrunde) -> Planungsrunde:
    try:
        with transaction.atomic():
            runde.save(force_insert=True)
    except IntegrityError as fehler:
        if Planungsrunde.objects.filter(ab__lt=runde.bis, bis__gt=runde.ab).exists():
            raise Ueberschneidung("Für einen Teil dieses Zeitraums gibt es schon eine Planungsrunde.") from fehler
        raise
    return runde


def beteiligte_am(tag: date) -> Iterator[Beteiligter]:
    """The parties of a day among which agreements are concluded: one query."""
    felder = ("partei_id", "art", "name", "ags", "land_id", "traeger_id")
    for partei, art, *angaben in Parteistand.objects.am(tag).filter(art__in=_VEREINBARENDE).values_list(*felder):
        yield Beteiligter(partei, Parteiart(art), *angaben)


def _vereinbarung(runde: Planungsrunde, plan: Vereinbarungsplan) -> Zielvereinbarung:
    return Zielvereinbarung(
        runde=runde,
        nr=plan.nr,
        titel=plan.titel,
        schluessel=plan.schluessel,
        land_id=plan.land,
        jobcenter_id=plan.jobcenter,
        traegerseite=plan.traegerseite,
        zustand=Zustand.ENTWURF,
    )


def _vertragsparteien(paare: Iterable[tuple[Zielvereinbarung, Vereinbarungsplan]]) -> Iterator[Vertragspartei]:
    for vereinbarung, plan in paare:
        for stelle, partner in enumerate(plan.partner, start=1):
            yield Vertragspartei(
                zielvereinbarung=vereinbarung,
                reihenfolge=stelle,
                partei_id=partner.partei,
                rechtstraeger_id=partner.rechtstraeger,
                seite=partner.seite,
                bezeichnung=partner.bezeichnung,
                vertreten_durch=partner.vertreten_durch,
            )
