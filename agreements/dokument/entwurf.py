"""The draft of an agreement: what is negotiated so far, with the newest published figures, marked as a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from agreements.dokument.aenderung import aenderungsvermerke
from agreements.dokument.satz import setze
from agreements.dokument.urkunde import Auftritt, Unterschrift, kontext
from agreements.dokument.zahlenlage import zahlenlage
from agreements.inhalt import Inhalt
from agreements.models import Zielvereinbarung
from agreements.recht import ZUSTANDSTITEL, Zustand
from agreements.verhandlung import inhalt_von
from kennzahlen.models import Veroeffentlichung
from zielsystem import zahlen
from zielsystem.parties.models import Installation
from zielsystem.satz import Gesetzt

VORLAGE = "agreements/dokument/vereinbarung.html"
DEMONSTRATION = "Demonstration: alle Zahlen sind synthetisch"


class NichtDarstellbar(Exception):
    """An agreement lacks what every draft must have; the text says what, in German."""


@dataclass(frozen=True)
class Entwurf:
    """A finished draft, and the release its figures are from."""

    gesetzt: Gesetzt
    zahlenstand: Veroeffentlichung | None


def setze_entwurf(vereinbarung: Zielvereinbarung, am: date) -> Entwurf:
    """The draft of an agreement as of a day. Raises :class:`NichtDarstellbar`."""
    inhalt = inhalt_von(vereinbarung)
    if len(inhalt.partner) < 2:
        raise NichtDarstellbar(f"Zu „{vereinbarung}“ fehlen die Vertragsparteien.")
    lage = zahlenlage(vereinbarung, kennzahlen_von(inhalt))
    html = render_to_string(VORLAGE, kontext(inhalt, lage, _auftritt(vereinbarung, inhalt, am)))
    return Entwurf(setze(html), lage.veroeffentlichung if lage else None)


def kennzahlen_von(inhalt: Inhalt) -> tuple[str, ...]:
    """The measures that the Ziele of an agreement concern, each once, in the order of the Ziele."""
    return tuple(dict.fromkeys(ziel.kennzahl for ziel in inhalt.ziele if ziel.kennzahl))


def fusszeile(text: str) -> str:
    """The line at the foot of every page; in the demonstration it says that the figures are invented."""
    return f"{text}\n{DEMONSTRATION}" if Installation.objects.filter(synthetisch=True).exists() else text


def _auftritt(vereinbarung: Zielvereinbarung, inhalt: Inhalt, am: date) -> Auftritt:
    zustand = Zustand(vereinbarung.zustand)
    steht = "" if zustand is Zustand.ENTWURF else f"Die Vereinbarung ist {ZUSTANDSTITEL[zustand]}. "
    vermerk = "Hinterlegte Stellen sind noch offen; verbindlich wird der Text erst mit den Unterschriften aller "
    return Auftritt(
        kopf="Entwurf",
        fuss=fusszeile(f"Entwurf, Stand {zahlen.tag(am)}"),
        vermerke=(
            ("Entwurf.", f"{steht}{vermerk}Vertragsparteien."),
            *aenderungsvermerke(vereinbarung, inhalt),
        ),
        erzeugt_am=am,
        unterschriften=tuple(Unterschrift(partner.bezeichnung) for partner in inhalt.partner),
    )
