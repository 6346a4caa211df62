"""Registering with a body what an agreement waits for: its result, once the minutes are approved, opens the gate."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from agreements.beteiligung.befugte import darf_erfassen, offen_fuer
from agreements.beteiligung.bezuege import Bezug, sachbezug
from agreements.beteiligung.erfassen import NichtErfassbar
from agreements.beteiligung.gremien import gefuehrte
from agreements.recht import ZUSTANDSTITEL, Beteiligung, Zustand
from gremien.fehler import NichtMoeglich
from gremien.models import Anmeldung
from gremien.recht import Unzustaendig
from gremien.sitzungen import anmelden
from zielsystem.parties.zugriff import Zugang


@transaction.atomic
def melde_an(
    *, zeile: Beteiligung, bezug: Bezug, titel: str, durch: Zugang, am: datetime, begruendung: str = ""
) -> Anmeldung:
    """Register a matter with the body kept here that deals with it; twice changes nothing while it is open.

    Raises ``PermissionDenied`` for who may not see to it or belongs to no party that may call the body, and
    ``NichtErfassbar`` where no such body is kept, the agreement no longer waits for it, or the title is missing.
    """
    if not darf_erfassen(durch, zeile, bezug):
        raise PermissionDenied(f"„{zeile.titel}“ meldet hier eine andere Stelle an.")
    gremium = gefuehrte([zeile], timezone.localdate(am)).gremium(zeile, bezug)
    if gremium is None:
        raise NichtErfassbar(
            f"{zeile.stelle} wird hier nicht geführt. Bitte erfassen Sie das Ergebnis mit dem Dokument."
        )
    if bezug.vereinbarung and (zustand := Zustand(bezug.vereinbarung.zustand)) not in offen_fuer(zeile):
        raise NichtErfassbar(f"Die Vereinbarung ist {ZUSTANDSTITEL[zustand]}; „{zeile.titel}“ ändert daran nichts.")
    try:
        return anmelden(
            gremium=gremium,
            gegenstand=zeile.gegenstand,
            titel=titel,
            durch=durch,
            am=am,
            bezug=sachbezug(bezug),
            begruendung=begruendung,
        )
    except (NichtMoeglich, Unzustaendig) as fehler:
        raise NichtErfassbar(str(fehler), getattr(fehler, "feld", "")) from fehler
