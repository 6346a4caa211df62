"""Question rounds: one party asks, the others answer by a day, the round is closed. One at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.grundraster.klartext import Textfehler
from agreements.models import Antwort, Frage, Rueckfragerunde, Vertragspartei, Zielvereinbarung
from agreements.recht import TEXT_OFFEN, Zustand
from agreements.verhandlung.beteiligte import betritt, kurztext, verlange_offen
from agreements.verhandlungsrecht import RUECKFRAGERUNDE, Fragestand, Rundenzustand
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import vollziehe
from zielsystem.parties.zugriff import Zugang

FRAGEN_HOECHSTENS = 20
"""So many questions fit into one round."""


class SchonOffen(ValueError):
    """There is a question round that is not closed yet."""


@transaction.atomic
def stelle_fragen(
    *,
    vereinbarung: Zielvereinbarung,
    fragen: Sequence[tuple[str, str]],
    frist: date,
    durch: Zugang,
    am: datetime,
) -> Rueckfragerunde:
    """Put questions, each as code of a section ("" for the whole) and text, to be answered by ``frist`` inclusive.

    Raises ``PermissionDenied``, ``Gehindert``, ``Textfehler`` (also for a day gone by), :class:`SchonOffen`.
    """
    gesperrt, partei = betritt(vereinbarung, durch)
    zeile = verlange_offen(RUECKFRAGERUNDE, "fragen", Fragestand(_text_offen(gesperrt)), am)
    texte = [(abschnitt, kurztext(text, f"Frage {nr}")) for nr, (abschnitt, text) in enumerate(fragen, start=1)]
    if not 1 <= len(texte) <= FRAGEN_HOECHSTENS:
        raise Textfehler(f"Bitte stellen Sie eine bis {FRAGEN_HOECHSTENS} Fragen.")
    if frist < timezone.localdate(am):
        raise Textfehler("Die Frist liegt in der Vergangenheit. Bitte wählen Sie heute oder einen späteren Tag.")
    runde = _oeffne(
        Rueckfragerunde(
            zielvereinbarung=gesperrt,
            vertragspartei=partei,
            frist=frist,
            zustand=zeile.nach,
            gestellt_am=am,
            gestellt_durch=durch.nutzer,
        )
    )
    Frage.objects.bulk_create(
        Frage(runde=runde, nummer=nr, abschnitt=abschnitt, text=text)
        for nr, (abschnitt, text) in enumerate(texte, start=1)
    )
    daten = {"fragen": len(texte), "frist": frist.isoformat()}
    eintragen(durch=durch, am=am, akt=zeile.code, norm=zeile.norm, objekt=runde, daten=daten)
    return runde


@transaction.atomic
def beantworte(*, frage: Frage, text: str, durch: Zugang, am: datetime) -> Antwort:
    """Answer a question, or add to one's answer. The same words twice are one answer.

    Raises ``PermissionDenied``, ``Gehindert``, ``Textfehler``, and ``Ausserhalb`` when the round is closed.
    """
    gesperrt, partei = betritt(frage.runde.zielvereinbarung, durch)
    antwort_text = kurztext(text, "Antwort")
    vorhanden = frage.antworten.filter(vertragspartei=partei, text=antwort_text).first()
    if vorhanden is not None:
        return vorhanden
    stand = _fragestand(gesperrt, frage.runde, partei)
    vollziehe(RUECKFRAGERUNDE, "beantworten", frage.runde, stand=lambda _: stand, durch=durch, am=am)
    return Antwort.objects.create(
        frage=frage, vertragspartei=partei, text=antwort_text, gegeben_am=am, gegeben_durch=durch.nutzer
    )


@transaction.atomic
def schliesse(*, runde: Rueckfragerunde, durch: Zugang, am: datetime) -> Rueckfragerunde:
    """Close a question round: who asked at any time, the others when all is answered or the day has gone by.

    Raises ``PermissionDenied``, ``Gehindert``, and ``Ausserhalb`` when it is closed already.
    """
    gesperrt, partei = betritt(runde.zielvereinbarung, durch)
    stand = _fragestand(gesperrt, runde, partei)
    felder = {"geschlossen_am": max(am, runde.gestellt_am), "geschlossen_durch": durch.nutzer}
    return vollziehe(RUECKFRAGERUNDE, "schliessen", runde, stand=lambda _: stand, durch=durch, am=am, mit=felder)


def unbeantwortete(runde: Rueckfragerunde) -> int:
    """How many questions of a round nobody has answered yet."""
    return Frage.objects.filter(runde=runde, antworten=None).count()


def _oeffne(runde: Rueckfragerunde) -> Rueckfragerunde:
    """Store a round; the database allows one open round per agreement."""
    try:
        with transaction.atomic():
            runde.save(force_insert=True)
    except IntegrityError as fehler:
        if Rueckfragerunde.objects.filter(
            zielvereinbarung=runde.zielvereinbarung_id, zustand=Rundenzustand.OFFEN
        ).exists():
            raise SchonOffen(
                "Es läuft schon eine Rückfragerunde. Bitte warten Sie, bis sie geschlossen ist."
            ) from fehler
        raise
    return runde


def _fragestand(vereinbarung: Zielvereinbarung, runde: Rueckfragerunde, partei: Vertragspartei) -> Fragestand:
    eigene = runde.vertragspartei_id == partei.pk
    return Fragestand(_text_offen(vereinbarung), eigene, runde.frist, unbeantwortete(runde))


def _text_offen(vereinbarung: Zielvereinbarung) -> bool:
    return Zustand(vereinbarung.zustand) in TEXT_OFFEN
