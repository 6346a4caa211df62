"""What others have done with the agreements somebody sees, since the last time that person looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse

from agreements.models import Besuch, Zielvereinbarung
from agreements.recht import VEREINBARUNG
from agreements.verhandlungsrecht import RUECKFRAGERUNDE, TEXTFASSUNG
from zielsystem.journal.models import Eintrag
from zielsystem.parties.models import Parteistand
from zielsystem.parties.zugriff import Zugang

HOECHSTENS = 50
RUHE = timedelta(minutes=30)
"""Who comes back sooner is still on the same visit: what was new stays new."""
ERSTER_BLICK = timedelta(days=14)
"""How far back the first visit looks."""

WORTE: dict[str, str] = {
    **{zeile.code: zeile.titel for zeile in VEREINBARUNG.uebergaenge},
    **{zeile.code: zeile.titel for zeile in (*TEXTFASSUNG.uebergaenge, *RUECKFRAGERUNDE.uebergaenge)},
    "form_waehlen": "Form der Vereinbarung gewechselt",
    "kommentieren": "Neuer Kommentar",
    "anlage_beifuegen": "Anlage beigefügt",
    "anlage_entfernen": "Anlage entfernt",
    "anlage_annehmen": "Anlage angenommen",
    "anlage_annahme_zuruecknehmen": "Annahme einer Anlage zurückgenommen",
    "ziele_annehmen": "Ziele angenommen",
    "vorbehalt_setzen": "Gremienvorbehalt geändert",
    "zeichnung_ablehnen": "Zeichnung abgelehnt",
    "zeichnungsfrist_verlaengern": "Zeichnungsfrist verlängert",
    "aenderung_vorschlagen": "Änderung der Vereinbarung vorgeschlagen",
    "nachweis_erfassen": "Ergebnis einer Beteiligung erfasst",
    "nachweis_widerrufen": "Ergebnis einer Beteiligung widerrufen",
    "zielerreichung_berechnen": "Zielerreichung berechnet",
    "zielerreichung_feststellen": "Zielerreichung festgehalten",
    "auswertung_bestaetigen": "Auswertung bestätigt",
    "entwurf_beauftragen": "PDF-Entwurf beauftragt",
}
"""The acts in words; an act that is not here is shown by its code, made readable."""


@dataclass(frozen=True)
class Neuigkeit:
    """An act of somebody else: what was done, with which agreement, by which party, when."""

    am: datetime
    akt: str
    gegenstand: str
    url: str
    partei: str


@transaction.atomic
def betritt(zugang: Zugang, am: datetime) -> datetime | None:
    """Note a visit and return since when things are new to the person; None for who acts for nobody."""
    if zugang.nutzer is None or zugang.partei_id is None:
        return None
    besuch, _ = Besuch.objects.select_for_update().get_or_create(
        nutzer=zugang.nutzer,
        partei_id=zugang.partei_id,
        defaults={"zuletzt_am": am, "neues_seit": am - ERSTER_BLICK},
    )
    if am - besuch.zuletzt_am > RUHE:
        besuch.neues_seit = besuch.zuletzt_am
    besuch.zuletzt_am = max(am, besuch.zuletzt_am)
    besuch.save(update_fields=["zuletzt_am", "neues_seit"])
    return besuch.neues_seit


def neues(zugang: Zugang, seit: datetime) -> list[Neuigkeit]:
    """The newest acts of others on the agreements the access sees, the newest first: three queries."""
    sichtbare = Zielvereinbarung.objects.visible_to(zugang)
    eintraege = list(
        Eintrag.objects.filter(
            objektart=ContentType.objects.get_for_model(Zielvereinbarung),
            objekt_id__in=sichtbare.values("pk"),
            am__gt=seit,
        )
        .exclude(nutzer=zugang.nutzer)
        .exclude(partei=zugang.partei_id)
        .order_by("-pk")[:HOECHSTENS]
    )
    namen = _parteinamen(eintraege, zugang)
    titel = {
        v.pk: v
        for v in Zielvereinbarung.objects.filter(pk__in={e.objekt_id for e in eintraege}).select_related("runde")
    }
    return [
        Neuigkeit(
            am=e.am,
            akt=WORTE.get(e.akt) or e.akt.replace("_", " ").capitalize(),
            gegenstand=f"{titel[e.objekt_id or 0]}, {titel[e.objekt_id or 0].runde.zeitraum}",
            url=reverse("agreements:vereinbarung", args=[e.objekt_id]),
            partei=namen.get(e.partei_id, "Betrieb"),
        )
        for e in eintraege
    ]


def _parteinamen(eintraege: Sequence[Eintrag], zugang: Zugang) -> dict[int | None, str]:
    staende = Parteistand.objects.am(zugang.am).filter(partei__in={e.partei_id for e in eintraege if e.partei_id})
    return dict(staende.values_list("partei", "name"))
