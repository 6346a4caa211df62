"""The reports a Zieldialog rests on: of the executing side about its Ziele, of the steering side about the conditions.

A report is a draft of its side until it is handed in; then both sides read it. What is computed in it (Zielerreichung
so far) is taken from the newest release when it is handed in, and stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from agreements.models import Dialogbericht, Teilnahme, Vertragspartei, Zieldialog
from agreements.recht import Seite
from agreements.zieldialog.dialoge import BEFUGNIS, Unvereinbar
from agreements.zieldialog.recht import GRUNDRASTER, VORBEREITUNG, Dialogzustand
from agreements.zieldialog.zwischenstand import Zwischenstand, zwischenstaende
from kennzahlen.models import Veroeffentlichung
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang, verlange


@dataclass(frozen=True)
class Berichtstext:
    """What a side writes; ``gelesen`` is when the report that was on the screen had last been changed, or None."""

    rahmenbedingungen: str
    gelesen: datetime | None


@transaction.atomic
def schreibe(*, teilnahme: Teilnahme, text: Berichtstext, abgeben: bool, durch: Zugang, am: datetime) -> Dialogbericht:
    """Keep the report of the own side as a draft, or hand it in.

    Raises ``PermissionDenied`` and :class:`Unvereinbar`: handed in already, changed by a colleague meanwhile, nothing
    written, the dialogue has been held.
    """
    dialog = Zieldialog.objects.select_for_update().get(pk=teilnahme.zieldialog_id)
    seite = _eigene_seite(teilnahme, durch)
    bericht = Dialogbericht.objects.filter(teilnahme=teilnahme, seite=seite).first()
    _pruefe(dialog, bericht, text, abgeben)
    bericht = bericht or Dialogbericht(teilnahme=teilnahme, seite=seite)
    bericht.rahmenbedingungen = text.rahmenbedingungen
    bericht.geaendert_am, bericht.geaendert_durch = am, durch.nutzer
    if abgeben:
        bericht.abgegeben_am = am
        bericht.zielerreichung = [asdict(zeile) for zeile in zwischenstaende(teilnahme.zielvereinbarung)]
        bericht.zahlenstand = Veroeffentlichung.objects.order_by("-pk").first()
    bericht.save()
    akt = "bericht_abgeben" if abgeben else "bericht_schreiben"
    eintragen(durch=durch, am=am, akt=akt, norm=GRUNDRASTER, objekt=dialog, daten={"seite": seite.value})
    return bericht


@transaction.atomic
def hole_zurueck(*, bericht: Dialogbericht, durch: Zugang, am: datetime, grund: str) -> Dialogbericht:
    """Take back a report that was handed in, as long as the dialogue has not been held; it is a draft again."""
    dialog = Zieldialog.objects.select_for_update().get(pk=bericht.teilnahme.zieldialog_id)
    if _eigene_seite(bericht.teilnahme, durch) != bericht.seite:
        raise PermissionDenied("Zurückholen kann einen Bericht nur die Seite, die ihn abgegeben hat.")
    if dialog.zustand not in VORBEREITUNG:
        raise Unvereinbar("Der Zieldialog ist geführt; der Bericht, auf dem er beruht, bleibt.")
    bericht.abgegeben_am, bericht.zahlenstand, bericht.zielerreichung = None, None, []
    bericht.geaendert_am, bericht.geaendert_durch = am, durch.nutzer
    bericht.save()
    eintragen(durch=durch, am=am, akt="bericht_zurueckholen", norm=GRUNDRASTER, objekt=dialog, grund=grund)
    return bericht


def eingefroren(bericht: Dialogbericht) -> list[Zwischenstand]:
    """The Zielerreichung as it was when the report was handed in."""
    zeilen: list[Mapping[str, Any]] = bericht.zielerreichung
    return [Zwischenstand(**zeile) for zeile in zeilen]


def eigene_seite(teilnahme: Teilnahme, durch: Zugang) -> Seite | None:
    """On which side of the agreement the party acted for stands; None where on neither."""
    ich = Q(partei=durch.partei_id) | Q(rechtstraeger=durch.partei_id)
    seite = Vertragspartei.objects.filter(ich, zielvereinbarung=teilnahme.zielvereinbarung_id).values_list("seite")
    gefunden = seite.first() if durch.partei_id else None
    return Seite(gefunden[0]) if gefunden else None


def _eigene_seite(teilnahme: Teilnahme, durch: Zugang) -> Seite:
    verlange(durch, BEFUGNIS, teilnahme.zielvereinbarung)
    seite = eigene_seite(teilnahme, durch)
    if seite is None:
        raise PermissionDenied("Berichte geben nur die Vertragsparteien ab.")
    return seite


def _pruefe(dialog: Zieldialog, bericht: Dialogbericht | None, text: Berichtstext, abgeben: bool) -> None:
    if dialog.zustand not in VORBEREITUNG and dialog.zustand != Dialogzustand.GEFUEHRT:
        raise Unvereinbar("Zu diesem Zieldialog werden keine Berichte mehr abgegeben.")
    if bericht and bericht.abgegeben_am:
        raise Unvereinbar("Dieser Bericht ist schon abgegeben. Sie können ihn zurückholen, bis der Dialog geführt ist.")
    if (bericht.geaendert_am if bericht else None) != text.gelesen:
        raise Unvereinbar("Der Bericht wurde inzwischen von anderen geändert. Ihr Text steht unten, er ist nicht weg.")
    if abgeben and not text.rahmenbedingungen.strip():
        raise Unvereinbar("Bitte beschreiben Sie die Rahmenbedingungen, bevor Sie den Bericht abgeben.")
