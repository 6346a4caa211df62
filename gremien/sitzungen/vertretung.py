"""Sending somebody else into one session: by the member in person, or by whoever sends the member."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gremien.fehler import NichtMoeglich
from gremien.mitglieder.mitgliedschaft import Person, sperre, trage_vertretung_ein
from gremien.models import Mitgliedschaft, Sitzung, Vertretung
from gremien.recht import Verfahren
from gremien.sitzungen.einladung import benachrichtige_vertretung
from zielsystem.parties.zugriff import Zugang


@transaction.atomic
def vertrete_in_sitzung(
    *, mitgliedschaft: Mitgliedschaft, sitzung: Sitzung, person: Person, durch: Zugang, am: datetime
) -> Vertretung:
    """Send somebody else into one session, who gets the invitation; who was named for it before is so no longer.

    Raises as :func:`benenne_vertretung`, and :class:`NichtMoeglich` for a session of another body or one that is over.
    """
    gesperrt = sperre(mitgliedschaft, durch)
    sitzung = Sitzung.objects.select_for_update(of=("self",)).select_related("gremium").get(pk=sitzung.pk)
    if sitzung.gremium_id != gesperrt.gremium_id:
        raise NichtMoeglich("Diese Sitzung gehört zu einem anderen Gremium.")
    if sitzung.verfahren == Verfahren.UMLAUF or sitzung.zustand not in ("geplant", "eingeladen", "eroeffnet"):
        raise NichtMoeglich("Für diese Sitzung kann niemand mehr entsandt werden.")
    gesperrt.vertretungen.filter(sitzung=sitzung, zurueckgenommen_am=None).update(zurueckgenommen_am=am)
    tag = timezone.localdate(sitzung.beginn)
    zeit = (min(tag, timezone.localdate(am)), None)
    neue = trage_vertretung_ein(gesperrt, person, sitzung, zeit, durch=durch, am=am)
    transaction.on_commit(lambda: benachrichtige_vertretung(neue, am=am))
    return neue
