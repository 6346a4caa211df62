"""Comments on sections: a thread per remark, for all parties or for one's own alone, until it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from agreements.models import Kommentar, Zielvereinbarung
from agreements.recht import TEXT_OFFEN, ZIELVEREINBARUNG, Zustand
from agreements.verhandlung.beteiligte import betritt, kurztext
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang, verlange


class NichtMoeglich(ValueError):
    """An act comes too late or does not fit; the message is German and says why."""


@dataclass(frozen=True)
class Bemerkung:
    """What is to be said to a section; as an answer it goes where the first comment of the thread went."""

    abschnitt: str
    text: str
    intern: bool = False
    antwort_auf: Kommentar | None = None


@transaction.atomic
def kommentiere(*, vereinbarung: Zielvereinbarung, bemerkung: Bemerkung, durch: Zugang, am: datetime) -> Kommentar:
    """Comment on a section. The same words by the same person at the end of the same thread are a double click.

    Raises ``PermissionDenied``, ``Textfehler``, and :class:`NichtMoeglich` once the text is no longer negotiated.
    """
    gesperrt, partei = betritt(vereinbarung, durch)
    if Zustand(gesperrt.zustand) not in TEXT_OFFEN:
        raise NichtMoeglich("Der Text dieser Vereinbarung steht fest; Kommentare gehören in die Verhandlung.")
    text, erster = kurztext(bemerkung.text, "Kommentar"), bemerkung.antwort_auf
    if erster is not None:
        verlange(durch, Befugnis.VERHANDELN, erster)
    letzter = gesperrt.kommentare.filter(abschnitt=bemerkung.abschnitt, antwort_auf=erster).order_by("-pk").first()
    if letzter and letzter.text == text and letzter.erstellt_durch_id == _schluessel(durch):
        return letzter
    kommentar = Kommentar.objects.create(
        zielvereinbarung=gesperrt,
        abschnitt=erster.abschnitt if erster else bemerkung.abschnitt,
        vertragspartei=partei,
        antwort_auf=erster,
        intern=erster.intern if erster else bemerkung.intern,
        text=text,
        erstellt_am=am,
        erstellt_durch=durch.nutzer,
    )
    daten = {"abschnitt": kommentar.abschnitt}
    eintragen(durch=durch, am=am, akt="kommentieren", norm=ZIELVEREINBARUNG, objekt=kommentar, daten=daten)
    return kommentar


@transaction.atomic
def erledige(*, kommentar: Kommentar, erledigt: bool, durch: Zugang, am: datetime) -> Kommentar:
    """Mark a thread as settled, or open it again. Any party that sees it may; doing it twice changes nothing.

    Raises ``PermissionDenied``, and :class:`NichtMoeglich` for an answer: a thread is settled as a whole.
    """
    betritt(kommentar.zielvereinbarung, durch)
    verlange(durch, Befugnis.VERHANDELN, kommentar)
    gesperrt = Kommentar.objects.select_for_update().get(pk=kommentar.pk)
    if gesperrt.antwort_auf_id is not None:
        raise NichtMoeglich("Erledigt wird ein Kommentar mitsamt seinen Antworten; wählen Sie den ersten.")
    if (gesperrt.erledigt_am is not None) == erledigt:
        return gesperrt
    gesperrt.erledigt_am = am if erledigt else None
    gesperrt.erledigt_durch = durch.nutzer if erledigt else None
    gesperrt.save(update_fields=["erledigt_am", "erledigt_durch"])
    akt = "kommentar_erledigen" if erledigt else "kommentar_wieder_oeffnen"
    eintragen(durch=durch, am=am, akt=akt, norm=ZIELVEREINBARUNG, objekt=gesperrt)
    return gesperrt


def _schluessel(durch: Zugang) -> int | None:
    return durch.nutzer.pk if durch.nutzer else None
