"""A party accepts the Ziele as a whole; with every change that is void (FACHKONZEPT 3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from agreements.models import Zielannahme, Zielvereinbarung
from agreements.zielkatalog.fassungen import (
    NORM,
    InzwischenGeaendert,
    NichtMoeglich,
    neueste,
    partei_von,
    sperre,
    verlange_offen,
)
from agreements.zielkatalog.lesen import ziellage
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang, verlange


@transaction.atomic
def nimm_ziele_an(*, vereinbarung: Zielvereinbarung, fassung: int, durch: Zugang, am: datetime) -> Zielannahme:
    """Accept Ziele, Beiträge and funds for one's own party, as one Fassung says them. Twice is once.

    Raises ``PermissionDenied``, and ``NichtMoeglich`` where another Fassung came in between, a Ziel still lacks its
    Vorgabe, or nobody of the parties asks.
    """
    gesperrt = sperre(vereinbarung)
    verlange(durch, Befugnis.VERHANDELN, gesperrt)
    verlange_offen(gesperrt)
    partei = partei_von(gesperrt, durch)
    if partei is None:
        raise NichtMoeglich("Annehmen können die Ziele nur die Vertragsparteien.")
    if fassung != neueste(gesperrt):
        raise InzwischenGeaendert
    if offene := ziellage([gesperrt.pk])[gesperrt.pk].ohne_vorgabe:
        raise NichtMoeglich(f"Noch nicht bestimmt ist, wann diese Ziele erreicht sind: {', '.join(offene)}.")
    annahme, neu = Zielannahme.objects.get_or_create(
        zielvereinbarung=gesperrt,
        vertragspartei=partei,
        fassung=fassung,
        defaults={"angenommen_am": am, "angenommen_durch": durch.nutzer},
    )
    if neu:
        eintragen(durch=durch, am=am, akt="ziele_annehmen", norm=NORM, objekt=gesperrt, daten={"fassung": fassung})
    return annahme
