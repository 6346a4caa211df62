"""From the body of a request to an Einsendung: every wrong member at once, named by its place."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from kennzahlen.meldungen.einsendung import ZIELE, Einsendung
from kennzahlen.meldungen.erfassung import NICHTS, Angabe
from kennzahlen.meldungen.recht import Meldungszustand
from kennzahlen.recht import GRUNDGROESSEN, Groessenart, Grundgroesse
from zielsystem.api.koerper import Koerper
from zielsystem.api.parameter import lies_monat
from zielsystem.recht import in_kraft

MITGLIEDER = ("monat", "werte", "nichts_zu_melden", "erklaerungen", "ziel", "grund")
_BETRAG = re.compile(r"-?\d{1,15}(?:\.\d{1,2})?", re.ASCII)
_HOECHSTENS = 10**15
_NICHT_ERHOBEN = "Diese Grundgröße wird in diesem Monat nicht erhoben."


def lies_einsendung(daten: Any) -> Einsendung:
    """The Einsendung that a body means. Raises :class:`~zielsystem.api.probleme.UngueltigeAnfrage`."""
    koerper = Koerper(daten, MITGLIEDER)
    text = koerper.text("monat", hoechstens=7, noetig=True)
    monat = lies_monat(text)
    if text and monat is None:
        koerper.verwirf("monat", f"„{text}“ ist kein Monat; anzugeben ist er als JJJJ-MM.", ("JJJJ-MM",))
    erhobene = {g.code: g for g in (in_kraft(GRUNDGROESSEN, monat) if monat else GRUNDGROESSEN)}
    angaben = _angaben(koerper, erhobene)
    erklaerungen = _erklaerungen(koerper, erhobene)
    ziel = koerper.aus("ziel", [ziel.value for ziel in ZIELE], Meldungszustand.EINGEREICHT.value)
    grund = koerper.text("grund", hoechstens=2000)
    koerper.pruefe()
    assert monat
    return Einsendung(monat, angaben, Meldungszustand(ziel), erklaerungen, grund)


def _angaben(koerper: Koerper, erhobene: dict[str, Grundgroesse]) -> dict[str, Angabe]:
    angaben: dict[str, Angabe] = {}
    for code, wert in koerper.objekt("werte").items():
        if code not in erhobene:
            koerper.verwirf(
                f"werte.{code[:40]}", "Diese Grundgröße wird in diesem Monat nicht erhoben.", list(erhobene)
            )
        else:
            angaben[code] = Angabe(_zahl(koerper, erhobene[code], wert))
    for code in koerper.texte("nichts_zu_melden"):
        if code not in erhobene or angaben.get(code, NICHTS).wert:
            detail = f"Zu „{code[:40]}“ kann es nicht zugleich eine Zahl und nichts zu melden geben."
            unbekannt = f"Die Grundgröße „{code[:40]}“ wird in diesem Monat nicht erhoben."
            koerper.verwirf("nichts_zu_melden", detail if code in erhobene else unbekannt, list(erhobene))
        else:
            angaben[code] = NICHTS
    return angaben


def _zahl(koerper: Koerper, groesse: Grundgroesse, wert: Any) -> int | None:
    """A whole number, or cents; None also where the error is noted."""
    if wert is None:
        return None
    geld = groesse.art is Groessenart.GELD
    if isinstance(wert, int) and not isinstance(wert, bool) and abs(wert) < _HOECHSTENS:
        return wert * 100 if geld else wert
    text = repr(wert) if isinstance(wert, float) else wert
    if geld and isinstance(text, str) and _BETRAG.fullmatch(text):
        return int(Decimal(text) * 100)
    erwartet = "ein Betrag in Euro mit höchstens zwei Stellen" if geld else "eine ganze Zahl"
    koerper.verwirf(f"werte.{groesse.code}", f"Zu {groesse.code} gehört {erwartet}.", (erwartet,))
    return None


def _erklaerungen(koerper: Koerper, erhobene: dict[str, Grundgroesse]) -> dict[str, str]:
    erklaerungen: dict[str, str] = {}
    for code, text in koerper.objekt("erklaerungen").items():
        if code in erhobene and isinstance(text, str) and len(text) <= 2000 and "\0" not in text:
            erklaerungen[code] = text
        else:
            detail = "Eine Erklärung gehört zu einer Grundgröße dieses Monats und hat höchstens 2000 Zeichen."
            koerper.verwirf(f"erklaerungen.{code[:40]}", detail, list(erhobene))
    return erklaerungen
