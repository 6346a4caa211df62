"""An agreement in negotiation in the small world of tests, and the two or three who negotiate it."""

from __future__ import annotations

from agreements.lifecycle import verhandlung_aufnehmen
from agreements.models import Textfassung, Zielvereinbarung
from agreements.recht import Zustand
from agreements.verhandlung.texte import Eingabe, nimm_an, schlage_vor
from tests.agreements.runden import JETZT, vereinbarung
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.parties.zugriff import Zugang

NR_4 = (4, "05124")
NEU = "Der Arbeitsmarkt ist aufnahmefähig."


def beginne(welt: Welt, nr: int = 4, schluessel: str = "05124", wer: str = "land-05") -> Zielvereinbarung:
    """An agreement that is being negotiated."""
    verhandlung_aufnehmen(
        vereinbarung=vereinbarung(nr, schluessel), durch=welt.zugang(wer, Rolle.SACHBEARBEITUNG), am=JETZT
    )
    return vereinbarung(nr, schluessel)


def schlag_vor(
    v: Zielvereinbarung, durch: Zugang, text: str = NEU, basis: int = 0, abschnitt: str = "praeambel"
) -> Textfassung:
    """A proposal on a section."""
    eingabe = Eingabe(text, "Es hat sich etwas geändert.", basis)
    return schlage_vor(vereinbarung=v, abschnitt=abschnitt, eingabe=eingabe, durch=durch, am=JETZT)


def nimm(v: Zielvereinbarung, durch: Zugang, nummer: int, abschnitt: str = "praeambel") -> Textfassung:
    """Accept a version."""
    return nimm_an(vereinbarung=v, abschnitt=abschnitt, nummer=nummer, durch=durch, am=JETZT)


def stelle_fest(v: Zielvereinbarung) -> Zielvereinbarung:
    """The same agreement with its text fixed, whatever the conditions for that say."""
    Zielvereinbarung.objects.filter(pk=v.pk).update(zustand=Zustand.ABGESTIMMT)
    return Zielvereinbarung.objects.select_related("runde").get(pk=v.pk)
