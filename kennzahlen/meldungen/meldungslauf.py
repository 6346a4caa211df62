"""The acts that move a single Meldung from state to state, each a row of ``meldung_recht.MELDUNG``.

What they decide by is checked afresh and kept first, in a transaction of its own: whoever is stopped finds on the page
what stopped them.
"""

from __future__ import annotations

from datetime import date, datetime

from celery import current_app
from django.db import transaction
from django.utils import timezone

from kennzahlen.meldungen.erfassung import korrigiere
from kennzahlen.meldungen.plausibilitaet import REGELN, Schwere
from kennzahlen.meldungen.pruefung import halte_fest, pruefe_meldung, stand_von
from kennzahlen.meldungen.recht import BEARBEITBAR, IN_ARBEIT, MELDEPFLICHT, MELDUNG, Meldungszustand
from kennzahlen.models import Ausnahme, Befund, Meldung
from kennzahlen.sperre import sperre_geteilt
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import Knopf, knoepfe, vollziehe
from zielsystem.parties.models import Partei
from zielsystem.parties.zugriff import Zugang, may, verlange
from zielsystem.recht import Ausserhalb

NACHRICHT = "kennzahlen.tasks.send_action_needed"


class Ueberholt(Exception):
    """Somebody else wrote another explanation meanwhile; carries the one that stands there now."""

    def __init__(self, jetzt: str) -> None:
        super().__init__(f"Inzwischen steht hier eine andere Erklärung: „{jetzt}“ Ihre wurde nicht gespeichert.")
        self.jetzt = jetzt


# -- From state to state ---------------------------------------------------------------------------------------


def einreichen(*, meldung: Meldung, durch: Zugang, am: datetime, grund: str = "") -> Meldung:
    """Submit a draft; hard findings that are not waived stand in the way. What is striking is told by e-mail."""
    _pruefe_neu(meldung, durch, am)
    with transaction.atomic():
        neue = vollziehe(MELDUNG, "einreichen", meldung, stand=stand_von, durch=durch, am=am, grund=grund)
        if stand_von(neue).unerklaerte_befunde:
            _benachrichtige(neue, "unerklaert", am)
    return neue


@transaction.atomic
def zurueckgeben(*, meldung: Meldung, durch: Zugang, am: datetime, grund: str = "") -> Meldung:
    """Give a submitted Meldung back to be worked over, with the reason; it is told by e-mail."""
    neue = vollziehe(MELDUNG, "zurueckgeben", meldung, stand=stand_von, durch=durch, am=am, grund=grund)
    _benachrichtige(neue, "zurueckgegeben", am, grund)
    return neue


def freigeben(*, meldung: Meldung, durch: Zugang, am: datetime, grund: str = "") -> Meldung:
    """Release a submitted Meldung; it takes the place of the version valid so far.

    A reason given here is kept as the explanation of every figure that has none yet.
    """
    _pruefe_neu(meldung, durch, am)
    with transaction.atomic():
        sperre_geteilt()
        for gueltige in Meldung.objects.gueltig().filter(jobcenter=meldung.jobcenter_id, monat=meldung.monat):
            anlass = meldung.grund or "Korrektur"
            ende = {"abgeloest_am": am}
            vollziehe(MELDUNG, "abloesen", gueltige, stand=stand_von, durch=durch, am=am, grund=anlass, mit=ende)
        dazu = {"freigegeben_am": am, "freigegeben_durch": durch.nutzer}
        neue = vollziehe(MELDUNG, "freigeben", meldung, stand=stand_von, durch=durch, am=am, grund=grund, mit=dazu)
        neue.befunde.filter(schwere=Schwere.WEICH, erklaerung="").update(erklaerung=grund.strip())
    return neue


@transaction.atomic
def zuruecknehmen(*, meldung: Meldung, durch: Zugang, am: datetime, grund: str = "") -> Meldung:
    """Take back a released Meldung on which no release rests; the version that it replaced is valid again."""
    sperre_geteilt()
    dazu = {"freigegeben_am": None, "freigegeben_durch": None}
    neue = vollziehe(MELDUNG, "zuruecknehmen", meldung, stand=stand_von, durch=durch, am=am, grund=grund, mit=dazu)
    ersetzte = Meldung.objects.filter(
        jobcenter=meldung.jobcenter_id, monat=meldung.monat, abgeloest_am=meldung.freigegeben_am
    )
    for alte in ersetzte.exclude(abgeloest_am=None).order_by("-version")[:1]:
        dazu = {"abgeloest_am": None}
        vollziehe(MELDUNG, "wiedereinsetzen", alte, stand=stand_von, durch=durch, am=am, grund=grund, mit=dazu)
    return neue


AKTE = {
    "einreichen": einreichen,
    "zurueckgeben": zurueckgeben,
    "freigeben": freigeben,
    "zuruecknehmen": zuruecknehmen,
    "korrigieren": korrigiere,
}
"""The act behind each button, by its code. The others happen along with one of these."""


def naechste_akte(meldung: Meldung, durch: Zugang) -> list[Knopf]:
    """The acts open or closed to somebody now, each with what stands in its way."""
    stand = stand_von(meldung)
    moegliche = knoepfe(MELDUNG, meldung, stand=stand, durch=durch)
    if meldung.zustand == Meldungszustand.FREIGEGEBEN:
        zeile = MELDUNG.zeile("korrigieren", None, durch.am)
        befugt = may(durch, Befugnis(zeile.befugnis), meldung)
        moegliche.append(Knopf(zeile, zeile.hindernisse(stand, durch.am), befugt))
    return [knopf for knopf in moegliche if knopf.befugt and knopf.uebergang.code in AKTE]


@transaction.atomic
def _pruefe_neu(meldung: Meldung, durch: Zugang, am: datetime) -> None:
    verlange(durch, Befugnis.MELDUNG_ERFASSEN, meldung)
    gesperrt = Meldung.objects.select_for_update().get(pk=meldung.pk)
    if gesperrt.zustand in IN_ARBEIT:
        halte_fest(gesperrt, pruefe_meldung(gesperrt, timezone.localdate(am), frisch=True))


def _benachrichtige(meldung: Meldung, anlass: str, am: datetime, grund: str = "") -> None:
    schluessel = f"{meldung.pk}-{anlass}-{am:%Y%m%d%H%M%S%f}"
    angaben = [meldung.pk, anlass, grund, schluessel, timezone.localdate(am).isoformat()]
    transaction.on_commit(lambda: current_app.send_task(NACHRICHT, args=angaben))


# -- Findings --------------------------------------------------------------------------------------------------


@transaction.atomic
def erklaere(*, befund: Befund, text: str, vorher: str, durch: Zugang, am: datetime) -> Befund:
    """Explain a striking figure; the explanation stays with it. ``vorher`` is the one that was shown.

    What else is striking about the same figure and has no explanation yet gets this one.

    Raises :class:`Ueberholt` when another explanation stands there by now, ``Ausserhalb`` for an error (that is
    corrected, not explained) and for a version that has been replaced.
    """
    meldung = Meldung.objects.select_for_update().get(pk=befund.meldung_id)
    verlange(durch, Befugnis.MELDUNG_ERFASSEN, meldung)
    gesperrt = Befund.objects.select_for_update().get(pk=befund.pk)
    if gesperrt.schwere != Schwere.WEICH or meldung.zustand not in ERKLAERBAR:
        raise Ausserhalb("Erklärt werden auffällige Werte, solange die Version nicht abgelöst ist.")
    if gesperrt.erklaerung not in (vorher, text.strip()):
        raise Ueberholt(gesperrt.erklaerung)
    gesperrt.erklaerung = text.strip()
    gesperrt.save(update_fields=["erklaerung"])
    uebrige = meldung.befunde.filter(groesse=gesperrt.groesse, schwere=Schwere.WEICH, erklaerung="")
    uebrige.update(erklaerung=gesperrt.erklaerung)
    daten = {"regel": gesperrt.code, "groesse": gesperrt.groesse}
    eintragen(durch=durch, am=am, akt="erklaeren", norm=MELDEPFLICHT, objekt=meldung, grund=text.strip(), daten=daten)
    return gesperrt


ERKLAERBAR = (*BEARBEITBAR, Meldungszustand.EINGEREICHT, Meldungszustand.FREIGEGEBEN)

HARTE_REGELN = {regel.code: regel for regel in REGELN if regel.schwere is Schwere.HART}


@transaction.atomic
def lasse_ausnahme_zu(
    *, code: str, jobcenter: Partei, monat: date, grund: str, durch: Zugang, am: datetime
) -> Ausnahme:
    """The ministry waives a hard rule for a Jobcenter's month: its findings stay visible but no longer block.

    Raises ``PermissionDenied`` for others, ``Ausserhalb`` for what is no hard rule or needs no second exception.
    """
    regel = HARTE_REGELN.get(code)
    if regel is None or not grund.strip():
        raise Ausserhalb("Eine Ausnahme braucht eine harte Prüfregel und einen Grund.")
    ausnahme, neu = Ausnahme.objects.get_or_create(
        code=code,
        jobcenter=jobcenter,
        monat=monat,
        defaults={"grund": grund.strip(), "zugelassen_am": am, "zugelassen_durch": durch.nutzer},
    )
    verlange(durch, Befugnis.AUSNAHME_ZULASSEN, ausnahme)
    if not neu:
        raise Ausserhalb("Diese Ausnahme ist schon zugelassen.")
    daten = {"regel": code, "jobcenter": jobcenter.schluessel, "monat": f"{monat:%Y-%m}"}
    eintragen(durch=durch, am=am, akt="ausnahme_zulassen", norm=regel.norm, objekt=ausnahme, grund=grund, daten=daten)
    return ausnahme
