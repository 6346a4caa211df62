"""Reporting by a program: a whole month at once, by the very acts of the form, all of it or nothing.

What the form does in many small steps (begin, type in, explain, submit, release) happens here in one transaction. So
the checks, the findings, the rights and the journal are the same; what is refused leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from kennzahlen.meldungen.erfassung import Aenderung, Angabe, angabe, beginne, korrigiere, speichere
from kennzahlen.meldungen.meldungslauf import einreichen, erklaere, freigeben
from kennzahlen.meldungen.plausibilitaet import Schwere
from kennzahlen.meldungen.recht import Meldungszustand
from kennzahlen.models import Befund, Meldung
from kennzahlen.recht import GRUNDGROESSEN
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import Zugang

QUELLE = "REST-Schnittstelle"
ZIELE = (Meldungszustand.ENTWURF, Meldungszustand.EINGEREICHT, Meldungszustand.FREIGEGEBEN)
"""How far an Einsendung may take a Meldung."""

_CODE_VON = {groesse.nr: groesse.code for groesse in GRUNDGROESSEN}


@dataclass(frozen=True)
class Einsendung:
    """A month as a program reports it; what is not in ``angaben`` stays as it is.

    ``erklaerungen`` by code of the Grundgröße, for every striking figure of it; ``grund`` is needed to correct a month
    that has a valid Meldung already.
    """

    monat: date
    angaben: Mapping[str, Angabe]
    ziel: Meldungszustand = Meldungszustand.EINGEREICHT
    erklaerungen: Mapping[str, str] = field(default_factory=dict)
    grund: str = ""


class Zurueckgewiesen(Exception):
    """The Einsendung cannot be taken as far as was asked: what stands in the way, and the findings behind it."""

    def __init__(self, gehindert: Gehindert, befunde: Sequence[Befund]) -> None:
        super().__init__(str(gehindert))
        self.gehindert = gehindert
        self.befunde = list(befunde)


@transaction.atomic
def sende_ein(*, einsendung: Einsendung, durch: Zugang, am: datetime) -> Meldung:
    """Report a month for the own Jobcenter, as far as ``einsendung.ziel`` says.

    Raises :class:`Zurueckgewiesen` where a step is hindered, else what the single acts raise: ``Gehindert`` where the
    month is released already and there is no reason for a correction, ``Ausserhalb``, ``PermissionDenied``,
    ``ValueError`` for a Grundgröße that is not collected in this month. Nothing is changed then.
    """
    meldung = _begonnen(einsendung, durch, am)
    aenderungen = {code: Aenderung(angabe(meldung, code), neu) for code, neu in einsendung.angaben.items()}
    meldung = speichere(meldung=meldung, aenderungen=aenderungen, durch=durch, am=am).meldung
    Meldung.objects.filter(pk=meldung.pk).update(quelle=QUELLE)
    _erklaere(meldung, einsendung.erklaerungen, durch, am)
    schritte = (einreichen, freigeben)[: ZIELE.index(einsendung.ziel)]
    for schritt in schritte:
        try:
            meldung = schritt(meldung=meldung, durch=durch, am=am)
        except Gehindert as fehler:
            raise Zurueckgewiesen(fehler, list(meldung.befunde.order_by("schwere", "groesse", "code"))) from fehler
    return Meldung.objects.get(pk=meldung.pk)


def _begonnen(einsendung: Einsendung, durch: Zugang, am: datetime) -> Meldung:
    """The draft of the month: the one in work, a new one, or with a reason a correction of the valid Meldung."""
    eigene = Meldung.objects.filter(jobcenter=durch.partei_id, monat=einsendung.monat)
    gueltige = eigene.gueltig().first()
    if einsendung.grund and gueltige is not None and not eigene.in_arbeit().exists():
        return korrigiere(meldung=gueltige, durch=durch, am=am, grund=einsendung.grund)
    return beginne(monat=einsendung.monat, durch=durch, am=am)


def _erklaere(meldung: Meldung, erklaerungen: Mapping[str, str], durch: Zugang, am: datetime) -> None:
    for befund in meldung.befunde.filter(schwere=Schwere.WEICH).order_by("pk"):
        if text := erklaerungen.get(_CODE_VON[befund.groesse], "").strip():
            erklaere(befund=befund, text=text, vorher=befund.erklaerung, durch=durch, am=am)
