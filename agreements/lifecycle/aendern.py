"""Amendments: a new agreement between the same parties that takes the place of a concluded one.

The original is not touched and stays readable. It is no longer evaluated once the amendment is in force.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from agreements.inhalt import Aenderung, aenderungen, aus_json
from agreements.lifecycle.stand import stand_von
from agreements.models import Vertragspartei, Zielvereinbarung
from agreements.recht import VEREINBARUNG, ZIELVEREINBARUNG, Zustand
from agreements.verhandlung import inhalt_von, kopiere_text
from agreements.zielkatalog import kopiere_ziele
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import vollziehe
from zielsystem.parties.zugriff import Zugang

UEBERNAHMEN: tuple[Callable[..., object], ...] = (kopiere_text, kopiere_ziele)
"""What an amendment begins with. Each takes ``von``, ``nach``, ``durch``, ``am`` and writes no journal entry of its
own act; whoever adds something to what an agreement says adds a line here."""


@transaction.atomic
def aendern(*, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = "") -> Zielvereinbarung:
    """Begin an amendment, with a reason, and return it: a draft that says what the original says."""
    original = vollziehe(VEREINBARUNG, "aendern", vereinbarung, stand=stand_von, durch=durch, am=am, grund=grund)
    neu = _neue_fassung(original)
    Vertragspartei.objects.bulk_create(_kopie(partei, neu) for partei in original.vertragsparteien.order_by("pk"))
    _uebernimm_vorbehalt(original, neu)
    for uebernimm in UEBERNAHMEN:
        uebernimm(von=original, nach=neu, durch=durch, am=am)
    daten = {"aendert": original.pk, "fassung": neu.fassung}
    eintragen(durch=durch, am=am, akt="anlegen", norm=ZIELVEREINBARUNG, objekt=neu, grund=grund, daten=daten)
    return neu


def _neue_fassung(original: Zielvereinbarung) -> Zielvereinbarung:
    fassungen = Zielvereinbarung.objects.filter(
        runde=original.runde_id,
        nr=original.nr,
        schluessel=original.schluessel,
        jobcenter=original.jobcenter_id,
        traegerseite=original.traegerseite,
    )
    return Zielvereinbarung.objects.create(
        runde_id=original.runde_id,
        nr=original.nr,
        titel=original.titel,
        schluessel=original.schluessel,
        land_id=original.land_id,
        jobcenter_id=original.jobcenter_id,
        traegerseite=original.traegerseite,
        zustand=Zustand.ENTWURF,
        fassung=fassungen.aggregate(hoechste=Max("fassung"))["hoechste"] + 1,
        aendert=original,
    )


def _uebernimm_vorbehalt(original: Zielvereinbarung, neu: Zielvereinbarung) -> None:
    if von := original.vorbehalt_von:
        neu.vorbehalt, neu.vorbehalt_von = original.vorbehalt, neu.vertragsparteien.get(partei=von.partei_id)
        neu.save(update_fields=["vorbehalt", "vorbehalt_von"])


def _kopie(partei: Vertragspartei, neu: Zielvereinbarung) -> Vertragspartei:
    return Vertragspartei(
        zielvereinbarung=neu,
        reihenfolge=partei.reihenfolge,
        partei_id=partei.partei_id,
        rechtstraeger_id=partei.rechtstraeger_id,
        seite=partei.seite,
        bezeichnung=partei.bezeichnung,
        vertreten_durch=partei.vertreten_durch,
    )


def unterschiede(aenderung: Zielvereinbarung) -> tuple[Aenderung, ...]:
    """What an amendment changes in the text that its original was concluded on, in the order of the document.

    ``aenderung`` must have an original (``aendert``). Where the amendment has a fixed text, that counts.
    """
    original = aenderung.aendert
    if original is None:
        raise ValueError(f"Die Vereinbarung {aenderung.pk} ändert keine andere.")
    alt = original.festtexte.offen().values_list("inhalt", flat=True).get()
    fest = aenderung.festtexte.offen().values_list("inhalt", flat=True).first()
    return aenderungen(aus_json(alt), aus_json(fest) if fest else inhalt_von(aenderung))
