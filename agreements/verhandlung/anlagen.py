"""Attachments: what may be attached, and the acts on it.

The first bytes decide what a file is, never its name; whatever can carry a macro or a script is refused. A file is
kept under its SHA-256 and given out only through a view that asks for the right to see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Greatest

from agreements.grundraster.klartext import Textfehler, bereinigt
from agreements.models import Anlage, Anlagenannahme, Vertragspartei, Zielvereinbarung
from agreements.recht import TEXT_OFFEN, ZIELVEREINBARUNG, Zustand
from agreements.verhandlung.beteiligte import betritt
from agreements.verhandlung.kommentare import NichtMoeglich
from zielsystem.dateien import BYTE_HOECHSTENS, DATEIARTEN_TEXT, dateiart_von, sauberer_name
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang

ANLAGEN_HOECHSTENS = 50
_TITEL_HOECHSTENS = 200


@dataclass(frozen=True)
class Datei:
    """A file as somebody hands it in. ``bestandteil``: it shall be part of the agreement, not a working paper."""

    name: str
    inhalt: bytes
    titel: str = ""
    bestandteil: bool = False


@transaction.atomic
def fuege_bei(*, vereinbarung: Zielvereinbarung, datei: Datei, durch: Zugang, am: datetime) -> Anlage:
    """Attach a file. Who attaches a part of the agreement accepts it; the other parties have to as well.

    The same file twice is one attachment. Raises ``PermissionDenied``, ``Textfehler`` (too large, empty, of a kind
    that is not allowed), ``NichtMoeglich`` once the text is no longer negotiated.
    """
    gesperrt, partei = _betritt_offene(vereinbarung, durch)
    name, titel = _geprueft(datei)
    pruefsumme = sha256(datei.inhalt).hexdigest()
    vorhandene = gesperrt.anlagen.vorhanden()
    if gleiche := vorhandene.filter(sha256=pruefsumme).first():
        return gleiche
    if vorhandene.count() >= ANLAGEN_HOECHSTENS:
        raise NichtMoeglich(f"Mehr als {ANLAGEN_HOECHSTENS} Anlagen sind nicht möglich.")
    anlage = Anlage(
        zielvereinbarung=gesperrt,
        vertragspartei=partei,
        titel=titel,
        dateiname=name,
        vertragsbestandteil=datei.bestandteil,
        sha256=pruefsumme,
        groesse=len(datei.inhalt),
        beigefuegt_am=am,
        beigefuegt_durch=durch.nutzer,
    )
    anlage.datei.save(name, ContentFile(datei.inhalt), save=False)
    anlage.save(force_insert=True)
    if datei.bestandteil:
        _halte_annahme_fest(anlage, partei, durch, am)
    daten = {"sha256": pruefsumme, "bestandteil": datei.bestandteil}
    eintragen(durch=durch, am=am, akt="anlage_beifuegen", norm=ZIELVEREINBARUNG, objekt=anlage, daten=daten)
    return anlage


@transaction.atomic
def nimm_anlage_an(*, anlage: Anlage, durch: Zugang, am: datetime) -> None:
    """Accept an attachment as part of the agreement; twice changes nothing.

    Raises ``PermissionDenied``, ``NichtMoeglich`` for a working paper, a removed one, or a text that is fixed.
    """
    _, partei, gesperrt = _betritt_anlage(anlage, durch)
    if not gesperrt.vertragsbestandteil:
        raise NichtMoeglich("Eine Arbeitsunterlage wird nicht angenommen; sie ist kein Bestandteil der Vereinbarung.")
    if _gueltige(gesperrt).filter(vertragspartei=partei).exists():
        return
    _halte_annahme_fest(gesperrt, partei, durch, am)
    eintragen(durch=durch, am=am, akt="anlage_annehmen", norm=ZIELVEREINBARUNG, objekt=gesperrt)


@transaction.atomic
def nimm_annahme_zurueck(*, anlage: Anlage, durch: Zugang, am: datetime) -> None:
    """Take back one's acceptance while the text is negotiated. Raises as :func:`nimm_anlage_an`."""
    _, partei, gesperrt = _betritt_anlage(anlage, durch)
    zurueck = _gueltige(gesperrt).filter(vertragspartei=partei)
    if zurueck.update(zurueckgenommen_am=Greatest("angenommen_am", Value(am))):
        eintragen(durch=durch, am=am, akt="anlage_annahme_zuruecknehmen", norm=ZIELVEREINBARUNG, objekt=gesperrt)


@transaction.atomic
def entferne(*, anlage: Anlage, durch: Zugang, am: datetime) -> Anlage:
    """Take an attachment out again. Its record and its file stay; a part of the agreement that others have accepted
    can only go once they have taken that back.

    Raises ``PermissionDenied``, ``NichtMoeglich``.
    """
    _, partei, gesperrt = _betritt_anlage(anlage, durch)
    if gesperrt.vertragspartei_id not in (partei.pk, None):
        raise NichtMoeglich("Entfernen kann eine Anlage nur die Vertragspartei, die sie beigefügt hat.")
    if _gueltige(gesperrt).exclude(vertragspartei=partei).exists():
        raise NichtMoeglich(
            "Eine andere Vertragspartei hat diese Anlage angenommen. Sie kann entfernt werden, sobald die Annahme "
            "zurückgenommen ist."
        )
    gesperrt.entfernt_am = max(am, gesperrt.beigefuegt_am)
    gesperrt.entfernt_durch = durch.nutzer
    gesperrt.save(update_fields=["entfernt_am", "entfernt_durch"])
    eintragen(durch=durch, am=am, akt="anlage_entfernen", norm=ZIELVEREINBARUNG, objekt=gesperrt)
    return gesperrt


def _geprueft(datei: Datei) -> tuple[str, str]:
    """Name and title as they are stored."""
    if not datei.inhalt:
        raise Textfehler("Die Datei ist leer.")
    if len(datei.inhalt) > BYTE_HOECHSTENS:
        raise Textfehler(f"Die Datei ist zu groß. Zulässig sind {BYTE_HOECHSTENS // 1024**2} MB.")
    art = dateiart_von(datei.inhalt)
    if art is None:
        raise Textfehler(f"Diese Art von Datei ist nicht zulässig. Zulässig sind {DATEIARTEN_TEXT}, ohne Makros.")
    stamm = sauberer_name(datei.name)
    titel = bereinigt(datei.titel).replace("\n", " ")[:_TITEL_HOECHSTENS] or stamm
    return f"{stamm}.{art.endung}", titel


def _betritt_offene(vereinbarung: Zielvereinbarung, durch: Zugang) -> tuple[Zielvereinbarung, Vertragspartei]:
    gesperrt, partei = betritt(vereinbarung, durch)
    if Zustand(gesperrt.zustand) not in TEXT_OFFEN:
        raise NichtMoeglich("Der Text dieser Vereinbarung steht fest; Anlagen können nicht mehr geändert werden.")
    return gesperrt, partei


def _betritt_anlage(anlage: Anlage, durch: Zugang) -> tuple[Zielvereinbarung, Vertragspartei, Anlage]:
    vereinbarung, partei = _betritt_offene(anlage.zielvereinbarung, durch)
    frisch = Anlage.objects.get(pk=anlage.pk)
    if frisch.entfernt_am is not None:
        raise NichtMoeglich("Diese Anlage ist schon entfernt.")
    return vereinbarung, partei, frisch


def _gueltige(anlage: Anlage) -> QuerySet[Anlagenannahme]:
    return Anlagenannahme.objects.filter(anlage=anlage, zurueckgenommen_am=None)


def _halte_annahme_fest(anlage: Anlage, partei: Vertragspartei, durch: Zugang, am: datetime) -> None:
    Anlagenannahme.objects.create(anlage=anlage, vertragspartei=partei, angenommen_am=am, angenommen_durch=durch.nutzer)
