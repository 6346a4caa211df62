"""A month file taken over as drafts: as if its figures had been typed into the grid form, errors and gaps included.

Only months in which something differs get a draft. A correction of a valid Meldung begins with the reason given.
What is submitted is nobody's draft any more: it has to be given back first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kennzahlen.meldungen.erfassung import Aenderung, Angabe, angabe, beginne, korrigiere, speichere
from kennzahlen.meldungen.recht import MELDEPFLICHT, Meldungszustand
from kennzahlen.models import Meldung
from kennzahlen.recht import GRUNDGROESSEN
from zielsystem import zahlen
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Ausserhalb


@dataclass(frozen=True)
class Monatszahlen:
    """The figures of one month that differ from what is there, by column of the cube, and where that stands."""

    monat: date
    zustand: Meldungszustand | None
    werte: Mapping[int, int]


@transaction.atomic
def lege_entwuerfe_an(
    *, monate: Sequence[Monatszahlen], quelle: str, pruefsumme: str, durch: Zugang, am: datetime, grund: str = ""
) -> list[Meldung]:
    """A draft for every month, carried on or begun, with the figures in it and what the check finds; all or none.

    Raises ``Ausserhalb`` for a month whose Meldung is submitted or that cannot be reported.
    """
    anlass = grund.strip() or f"Import {quelle}"
    entwuerfe = [_entwurf(eine, _Herkunft(quelle, anlass), durch, am) for eine in monate]
    daten = {"pruefsumme": pruefsumme, "quelle": quelle, "zustand": Meldungszustand.ENTWURF.value}
    neu = {"neue": len(monate), "werte": sum(len(eine.werte) for eine in monate)}
    eintragen(durch=durch, am=am, akt="einlesen", norm=MELDEPFLICHT, grund=anlass, daten=daten | neu)
    return entwuerfe


@dataclass(frozen=True)
class _Herkunft:
    quelle: str
    grund: str


def _entwurf(eine: Monatszahlen, herkunft: _Herkunft, durch: Zugang, am: datetime) -> Meldung:
    if eine.zustand is Meldungszustand.EINGEREICHT:
        raise Ausserhalb(
            f"Die Meldung für {zahlen.monat(eine.monat)} ist eingereicht. Sie muss zuerst zurückgegeben werden, "
            "bevor sie wieder Entwurf sein kann."
        )
    meldung = _offene(eine, herkunft.grund, durch, am)
    gesperrt = Meldung.objects.select_for_update().get(pk=meldung.pk)
    codes = {GRUNDGROESSEN[spalte].code: wert for spalte, wert in eine.werte.items()}
    aenderungen = {code: Aenderung(angabe(gesperrt, code), Angabe(wert)) for code, wert in codes.items()}
    return speichere(meldung=gesperrt, aenderungen=aenderungen, durch=durch, am=am, quelle=herkunft.quelle).meldung


def _offene(eine: Monatszahlen, grund: str, durch: Zugang, am: datetime) -> Meldung:
    """The draft of the month: a correction of the valid version, the one in work, or a new one."""
    if eine.zustand is Meldungszustand.FREIGEGEBEN:
        gueltige = Meldung.objects.gueltig().get(jobcenter=durch.partei_id, monat=eine.monat)
        return korrigiere(meldung=gueltige, durch=durch, am=am, grund=grund)
    return beginne(monat=eine.monat, durch=durch, am=am)
