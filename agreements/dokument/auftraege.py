"""Ordering drafts. An order is a row; ``erzeugung`` works it off, in a Celery worker.

Nothing of the typesetting is imported here: the web processes only order.
"""

from __future__ import annotations

from datetime import datetime

from celery import current_app
from django.db import transaction

from agreements.models import Dokumentenlauf, Entwurfsauftrag, Planungsrunde, Zielvereinbarung
from agreements.recht import ZIELVEREINBARUNG
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang, may, verlange, visible

BLOCK = 25
"""So many drafts a task makes before it lets others have the worker."""


class NichtsZuErzeugen(ValueError):
    """There is no agreement in the round for which the access may have drafts made."""


@transaction.atomic
def beauftrage_entwurf(*, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime) -> Entwurfsauftrag:
    """Order the draft of one agreement; an order that is still open is taken up again instead of a second one.

    Raises ``PermissionDenied``.
    """
    verlange(durch, Befugnis.ENTWURF_ERZEUGEN, vereinbarung)
    auftrag, neu = Entwurfsauftrag.objects.get_or_create(
        zielvereinbarung=vereinbarung,
        lauf=None,
        erledigt_am=None,
        defaults={"beauftragt_am": am, "beauftragt_durch": durch.nutzer},
    )
    if neu:
        eintragen(durch=durch, am=am, akt="entwurf_beauftragen", norm=ZIELVEREINBARUNG, objekt=vereinbarung)
    _reihe_ein("agreements.erzeuge_entwurf", auftrag.pk)
    return auftrag


@transaction.atomic
def beauftrage_entwuerfe(*, runde: Planungsrunde, durch: Zugang, am: datetime) -> Dokumentenlauf:
    """Order the drafts of a round at one go; a run that is not finished is continued instead of a second one.

    Who plans the round has all of its drafts made, everyone else those of the own agreements. Each draft is seen
    by the parties to its agreement alone, whoever ordered it. Raises ``PermissionDenied``, :class:`NichtsZuErzeugen`.
    """
    verlange(durch, Befugnis.ENTWURF_ERZEUGEN)
    Planungsrunde.objects.select_for_update().get(pk=runde.pk)
    lauf = Dokumentenlauf.objects.filter(runde=runde, partei=durch.partei_id, beendet_am=None).first()
    if lauf is None:
        lauf = _neuer_lauf(runde, durch, am)
    for _ in range(0, lauf.auftraege.offen().count(), BLOCK):
        _reihe_ein("agreements.erzeuge_entwuerfe", lauf.pk)
    return lauf


def _neuer_lauf(runde: Planungsrunde, durch: Zugang, am: datetime) -> Dokumentenlauf:
    # The two agreements of one Jobcenter lie far apart: the second one finds the charts that the first one had drawn.
    alle = Zielvereinbarung.objects.filter(runde=runde).order_by("nr", "traegerseite", "schluessel")
    umfang = alle if may(durch, Befugnis.RUNDE_PLANEN, runde) else visible(durch, Befugnis.ENTWURF_ERZEUGEN, alle)
    schluessel = list(umfang.values_list("pk", flat=True))
    if not schluessel:
        raise NichtsZuErzeugen("In dieser Runde gibt es keine Zielvereinbarung, an der Ihre Partei beteiligt ist.")
    lauf = Dokumentenlauf.objects.create(
        runde=runde, partei_id=durch.partei_id, begonnen_am=am, begonnen_durch=durch.nutzer
    )
    Entwurfsauftrag.objects.bulk_create(
        [
            Entwurfsauftrag(zielvereinbarung_id=pk, lauf=lauf, beauftragt_am=am, beauftragt_durch=durch.nutzer)
            for pk in schluessel
        ]
    )
    daten = {"entwuerfe": len(schluessel)}
    eintragen(durch=durch, am=am, akt="entwuerfe_beauftragen", norm=ZIELVEREINBARUNG, objekt=runde, daten=daten)
    return lauf


def _reihe_ein(aufgabe: str, schluessel: int) -> None:
    """Queue a task by its name once the order is stored: tasks lie above acts and are not imported here."""
    transaction.on_commit(lambda: current_app.send_task(aufgabe, args=[schluessel]))
