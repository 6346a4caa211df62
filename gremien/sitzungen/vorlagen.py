"""Papers on the items of an agenda."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction

from gremien.fehler import NichtMoeglich
from gremien.models import Sitzung, Tagesordnungspunkt, Vorlage
from gremien.recht import AUSGEFUEHRT
from zielsystem.befugnisse import Befugnis
from zielsystem.dateien import BYTE_HOECHSTENS, DATEIARTEN_TEXT, dateiart_von, sauberer_name
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang, verlange

VORLAGEN_HOECHSTENS = 30


@transaction.atomic
def lege_vor(
    *, punkt: Tagesordnungspunkt, name: str, inhalt: bytes, durch: Zugang, am: datetime, titel: str = ""
) -> Vorlage:
    """Add a paper to an item; the same file twice is one paper.

    Raises ``PermissionDenied``, :class:`NichtMoeglich` for a file that is empty, too large or of a kind that is not
    allowed, and once the session is over.
    """
    _bearbeitbar(punkt, durch)
    endung = _geprueft(inhalt)
    pruefsumme = sha256(inhalt).hexdigest()
    vorhandene = punkt.vorlagen.vorhanden()
    if gleiche := vorhandene.filter(sha256=pruefsumme).first():
        return gleiche
    if vorhandene.count() >= VORLAGEN_HOECHSTENS:
        raise NichtMoeglich(f"Mehr als {VORLAGEN_HOECHSTENS} Vorlagen sind zu einem Punkt nicht möglich.", "datei")
    stamm = sauberer_name(name)
    vorlage = Vorlage(
        punkt=punkt,
        titel=titel.strip()[:200] or stamm,
        dateiname=f"{stamm}.{endung}",
        sha256=pruefsumme,
        groesse=len(inhalt),
        beigefuegt_am=am,
        beigefuegt_durch=durch.nutzer,
    )
    vorlage.datei.save(vorlage.dateiname, ContentFile(inhalt), save=False)
    vorlage.save(force_insert=True)
    eintragen(durch=durch, am=am, akt="vorlage_beifuegen", objekt=vorlage, daten={"sha256": pruefsumme})
    return vorlage


@transaction.atomic
def entferne(*, vorlage: Vorlage, durch: Zugang, am: datetime) -> Vorlage:
    """Take a paper out again; its record stays."""
    _bearbeitbar(vorlage.punkt, durch)
    gesperrt = Vorlage.objects.select_for_update().get(pk=vorlage.pk)
    if gesperrt.entfernt_am is not None:
        raise NichtMoeglich("Diese Vorlage ist schon entfernt.")
    gesperrt.entfernt_am = max(am, gesperrt.beigefuegt_am)
    gesperrt.save(update_fields=["entfernt_am"])
    eintragen(durch=durch, am=am, akt="vorlage_entfernen", objekt=gesperrt)
    return gesperrt


def _bearbeitbar(punkt: Tagesordnungspunkt, durch: Zugang) -> None:
    sitzung = Sitzung.objects.select_for_update().get(pk=punkt.sitzung_id)
    verlange(durch, Befugnis.GREMIUM_FUEHREN, sitzung)
    if sitzung.zustand in AUSGEFUEHRT or sitzung.zustand == "abgesagt":
        raise NichtMoeglich("Die Sitzung ist vorbei; ihre Vorlagen bleiben, wie sie sind.")


def _geprueft(inhalt: bytes) -> str:
    """The ending of the file's name; :class:`NichtMoeglich` for what may not be handed in."""
    if not inhalt:
        raise NichtMoeglich("Die Datei ist leer.", "datei")
    if len(inhalt) > BYTE_HOECHSTENS:
        raise NichtMoeglich(f"Die Datei ist zu groß. Zulässig sind {BYTE_HOECHSTENS // 1024**2} MB.", "datei")
    art = dateiart_von(inhalt)
    if art is None:
        raise NichtMoeglich(
            f"Diese Art von Datei ist nicht zulässig. Zulässig sind {DATEIARTEN_TEXT}, ohne Makros.", "datei"
        )
    return art.endung
