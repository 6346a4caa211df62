"""The acts of entering Basiszahlen for a period, and of handing them to the ring."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kennzahlen.eigene.festlegung import Ueberholt, Unzulaessig
from kennzahlen.eigene.masse import eingabetext
from kennzahlen.eigene.recht import RINGMELDUNG, RINGVEREINBARUNG, Ringart, Ringstand, Ringzustand
from kennzahlen.eigene.vergleichsring.mitglieder import mitglieder
from kennzahlen.eigene.vergleichsring.satz import Satz
from kennzahlen.eigene.zeitraum import Zeitraum
from kennzahlen.models.ringe import Ringmeldung, Ringwert
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import Knopf, knoepfe, vollziehe
from zielsystem.parties.models import Partei, Vergleichsgruppe
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import Zugang, verlange


@transaction.atomic
def beginne(
    *, ring: Vergleichsgruppe, jobcenter: Partei, zeitraum: Zeitraum, durch: Zugang, am: datetime
) -> Ringmeldung:
    """The draft of a period, begun if there is none yet.

    Raises :class:`Unzulaessig` for a period that is not over, in which the Jobcenter was no member or for which the
    set has no Basiszahlen; ``PermissionDenied`` for anybody but the own Controlling and Leitung.
    """
    verlange(durch, Befugnis.RINGZAHLEN_FUEHREN)
    if not durch.betrieb and (durch.art not in JOBCENTER or durch.partei_id != jobcenter.pk):
        raise PermissionDenied("Zahlen für den Ring erfasst nur das Jobcenter selbst.")
    _sperre(ring)
    _pruefe_zeitraum(ring, jobcenter, zeitraum, am)
    zeile = RINGMELDUNG.zeile("ringzahlen_beginnen", None, timezone.localdate(am))
    meldung, neu = Ringmeldung.objects.get_or_create(
        ring=ring,
        jobcenter=jobcenter,
        rhythmus=zeitraum.rhythmus,
        ab=zeitraum.ab,
        defaults={
            "bis": zeitraum.bis,
            "zustand": zeile.nach,
            "angelegt_am": am,
            "angelegt_durch": durch.nutzer,
        },
    )
    if neu:
        daten = {"zeitraum": zeitraum.kennung}
        eintragen(durch=durch, am=am, akt=zeile.code, norm=zeile.norm, objekt=meldung, daten=daten)
    return meldung


def _pruefe_zeitraum(ring: Vergleichsgruppe, jobcenter: Partei, zeitraum: Zeitraum, am: datetime) -> None:
    if zeitraum.bis > timezone.localdate(am):
        raise Unzulaessig("", f"{zeitraum.titel} ist noch nicht zu Ende; erfasst wird danach.")
    if not mitglieder(ring).war_dabei(jobcenter.pk, zeitraum):
        raise Unzulaessig("", f"Das Jobcenter gehörte dem Ring nicht während des ganzen Zeitraums {zeitraum.titel} an.")
    if not Satz.lies(ring, Ringart.BASIS).basis(zeitraum):
        raise Unzulaessig("", f"Der Satz des Rings hat für {zeitraum.titel} keine Basiszahlen.")


@transaction.atomic
def trage_ein(
    *, meldung: Ringmeldung, werte: Mapping[str, Decimal | None], fassung: int, durch: Zugang, am: datetime
) -> Ringmeldung:
    """Keep the Basiszahlen of a draft, by code; None empties one.

    ``fassung`` is the one that was shown: :class:`Ueberholt` where somebody saved since. Raises :class:`Unzulaessig`
    for figures that are released, or that are not in the set of the period.
    """
    verlange(durch, Befugnis.RINGZAHLEN_FUEHREN, meldung)
    gesperrt = Ringmeldung.objects.select_for_update().select_related("ring").get(pk=meldung.pk)
    if gesperrt.zustand != Ringzustand.ENTWURF:
        raise Unzulaessig("", "Diese Zahlen sind für den Ring freigegeben. Nehmen Sie sie zuerst zurück.")
    vorher = werte_von(gesperrt)
    if gesperrt.fassung != fassung:
        raise Ueberholt({code: eingabetext(vorher.get(code)) for code in werte})
    zahlen = {zahl.code: zahl for zahl, _ in Satz.lies(gesperrt.ring, Ringart.BASIS).basis(gesperrt.zeitraum)}
    if fremde := sorted(set(werte) - set(zahlen)):
        raise Unzulaessig("", f"Nicht im Satz dieses Zeitraums: {', '.join(fremde)}.")
    andere = {code: wert for code, wert in werte.items() if wert != vorher.get(code)}
    Ringwert.objects.filter(meldung=gesperrt, zahl__in=[zahlen[code] for code in andere]).delete()
    Ringwert.objects.bulk_create(
        Ringwert(meldung=gesperrt, zahl=zahlen[code], wert=wert) for code, wert in andere.items() if wert is not None
    )
    if andere:
        gesperrt.fassung += 1
        gesperrt.save(update_fields=["fassung"])
        daten = {"zeitraum": gesperrt.zeitraum.kennung, "codes": sorted(andere)}
        akt = "ringzahlen_eintragen"
        eintragen(durch=durch, am=am, akt=akt, norm=RINGVEREINBARUNG, objekt=gesperrt, daten=daten)
    return gesperrt


@transaction.atomic
def gib_frei(*, meldung: Ringmeldung, durch: Zugang, am: datetime, grund: str = "") -> Ringmeldung:
    """Hand the figures of a period to the ring; from then on all members of the period see them by name."""
    _sperre(meldung.ring)
    return vollziehe(
        RINGMELDUNG,
        "ringzahlen_freigeben",
        meldung,
        stand=stand_von,
        durch=durch,
        am=am,
        grund=grund,
        mit={"freigegeben_am": am},
    )


@transaction.atomic
def nimm_zurueck(*, meldung: Ringmeldung, durch: Zugang, am: datetime, grund: str = "") -> Ringmeldung:
    """Take figures back from the ring to correct them; until they are released again nobody else sees them."""
    return vollziehe(
        RINGMELDUNG,
        "ringzahlen_zuruecknehmen",
        meldung,
        stand=stand_von,
        durch=durch,
        am=am,
        grund=grund,
        mit={"freigegeben_am": None},
    )


AKTE = {"ringzahlen_freigeben": gib_frei, "ringzahlen_zuruecknehmen": nimm_zurueck}
"""The acts on a Ringmeldung, by the code of their row in the table of transitions."""


def naechste_akte(meldung: Ringmeldung, durch: Zugang) -> list[Knopf]:
    """What can be done next, and what hinders it, for those who may do it."""
    return [k for k in knoepfe(RINGMELDUNG, meldung, stand=stand_von(meldung), durch=durch) if k.befugt]


def stand_von(meldung: Ringmeldung) -> Ringstand:
    """How many figures the set asks for, and how many of these are there."""
    verlangt = {zahl.pk for zahl, _ in Satz.lies(meldung.ring, Ringart.BASIS).basis(meldung.zeitraum)}
    vorhanden = set(meldung.werte.values_list("zahl_id", flat=True))
    return Ringstand(len(verlangt), len(verlangt & vorhanden))


def werte_von(meldung: Ringmeldung) -> dict[str, Decimal]:
    """What is entered, by code."""
    return dict(meldung.werte.values_list("zahl__code", "wert"))


def _sperre(ring: Vergleichsgruppe) -> None:
    """The set does not change between looking at it and writing."""
    Vergleichsgruppe.objects.select_for_update(no_key=True).get(pk=ring.pk)
