"""Working off the orders for drafts.

Whoever works takes the next open order under a lock that others skip: any number of tasks share one run, a dead one
loses only the draft it was at, and a task that comes twice finds nothing left to do. Each draft is committed by
itself.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from agreements.dokument.auftraege import BLOCK
from agreements.dokument.entwurf import NichtDarstellbar, setze_entwurf
from agreements.models import Dokument, Dokumentenlauf, Entwurfsauftrag, Zielvereinbarung

_log = logging.getLogger(__name__)


def erledige(auftrag_id: int, *, am: datetime) -> bool:
    """Make the draft of one order; False when it is done already or somebody else is at it."""
    return _erledige_naechsten(auftrag_id=auftrag_id, am=am)


def arbeite_ab(lauf_id: int, *, am: datetime, hoechstens: int = BLOCK) -> int:
    """Make so many of the open drafts of a run, each committed by itself; returns how many it took.

    A draft that fails is noted with its reason and does not stop the rest. The last one ends the run.
    """
    anzahl = 0
    while anzahl < hoechstens and _erledige_naechsten(lauf_id=lauf_id, am=am):
        anzahl += 1
    _beende(lauf_id, am)
    return anzahl


@transaction.atomic
def _erledige_naechsten(*, am: datetime, lauf_id: int | None = None, auftrag_id: int | None = None) -> bool:
    welche = {"lauf": lauf_id} if auftrag_id is None else {"pk": auftrag_id}
    auftrag = (
        Entwurfsauftrag.objects.offen().filter(**welche).select_for_update(skip_locked=True).order_by("pk").first()
    )
    if auftrag is None:
        return False
    auftrag.erledigt_am = am
    try:
        with transaction.atomic():
            auftrag.dokument = _erzeuge(auftrag, am)
    except NichtDarstellbar as fehler:
        auftrag.fehler = str(fehler)
    except Exception as fehler:
        _log.exception("Der Entwurf zu Vereinbarung %s ist misslungen", auftrag.zielvereinbarung_id)
        auftrag.fehler = f"Der Entwurf ließ sich nicht setzen ({type(fehler).__name__}); Näheres steht im Protokoll."
    auftrag.save(update_fields=["erledigt_am", "dokument", "fehler"])
    return True


def _erzeuge(auftrag: Entwurfsauftrag, am: datetime) -> Dokument:
    vereinbarung = Zielvereinbarung.objects.select_related("runde").get(pk=auftrag.zielvereinbarung_id)
    entwurf = setze_entwurf(vereinbarung, timezone.localdate(am))
    pdf = entwurf.gesetzt.pdf
    dokument = Dokument(
        zielvereinbarung=vereinbarung,
        sha256=hashlib.sha256(pdf).hexdigest(),
        groesse=len(pdf),
        seiten=entwurf.gesetzt.seiten,
        zustand=vereinbarung.zustand,
        zahlenstand=entwurf.zahlenstand,
        erzeugt_am=am,
        erzeugt_durch_id=auftrag.beauftragt_durch_id,
    )
    dokument.datei.save(vereinbarung.dateiname, ContentFile(pdf), save=False)
    dokument.save(force_insert=True)
    return dokument


@transaction.atomic
def _beende(lauf_id: int, am: datetime) -> None:
    """Mark a run as finished once nothing of it is open; asking twice changes nothing. Clocks may differ a little."""
    lauf = Dokumentenlauf.objects.select_for_update().get(pk=lauf_id)
    if lauf.beendet_am is None and not lauf.auftraege.offen().exists():
        lauf.beendet_am = max(am, lauf.begonnen_am)
        lauf.save(update_fields=["beendet_am"])
