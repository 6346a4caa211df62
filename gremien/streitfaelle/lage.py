"""Where a case stands: what its conditions look at, read from the records of the body that deals with it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from gremien.ergebnisse import Beratungsergebnis, ergebnisse_zu
from gremien.mitglieder.geschaeftsfuehrung import traegerversammlung_von
from gremien.models import Anhoerung, Fuehrungsakt, Fuehrungsvorgang, Streitfall
from gremien.recht import Anzuhoerende, Ausgang, Gremiumart, Sitzungszustand
from gremien.recht.streitfaelle import STREITFALL, Streitfallart, Streitstand, Urheber
from zielsystem.journal.vollzug import Knopf, knoepfe
from zielsystem.parties.zugriff import Zugang

_ENTSCHIEDEN = (Ausgang.BESCHLOSSEN, Ausgang.ABGELEHNT)


def stand_von(fall: Streitfall) -> Streitstand:
    """The snapshot that the conditions look at: four queries."""
    ergebnis = ergebnis_zu(fall)
    return Streitstand(
        art=Streitfallart(fall.art),
        festgestellt_am=timezone.localdate(fall.festgestellt_am),
        urheber=frozenset(map(Urheber, fall.positionen.values_list("urheber", flat=True))),
        angehoert=frozenset(Anzuhoerende(eine.wer) for eine in anhoerungen_zu(fall)),
        ergebnis=ergebnis.ergebnis if ergebnis else None,
        bestellt=_bestellt_seit(fall),
        mitgeteilt=fall.mitgeteilt_am is not None,
    )


def anhoerungen_zu(fall: Streitfall) -> list[Anhoerung]:
    """Who was heard on the items of the committee's agenda that deal with the case, in the order of days."""
    return list(
        Anhoerung.objects.filter(punkt__bezug=fall.bezug, punkt__sitzung__gremium=fall.gremium_id)
        .exclude(punkt__sitzung__zustand=Sitzungszustand.ABGESAGT)
        .order_by("am", "pk")
    )


def ergebnis_zu(fall: Streitfall) -> Beratungsergebnis | None:
    """What the committee decided last in approved minutes; a postponed item decides nothing."""
    gefunden = [
        ergebnis
        for ergebnis in ergebnisse_zu([fall.bezug])[fall.bezug]
        if ergebnis.ergebnis in _ENTSCHIEDEN and ergebnis.gremiumart is Gremiumart.KOOPERATIONSAUSSCHUSS
    ]
    return gefunden[-1] if gefunden else None


def naechste_akte(fall: Streitfall, durch: Zugang, nicht: frozenset[str] = frozenset()) -> list[Knopf]:
    """The acts that lead away from the state, for those who may do them, as far as they fit this kind of case."""
    moegliche = knoepfe(STREITFALL, fall, stand=stand_von(fall), durch=durch)
    return [
        knopf
        for knopf in moegliche
        if knopf.befugt
        and knopf.uebergang.code not in nicht
        and not any(hindernis.code == "nur_geschaeftsfuehrung" for hindernis in knopf.hindernisse)
    ]


def _bestellt_seit(fall: Streitfall) -> bool:
    if fall.art != Streitfallart.GESCHAEFTSFUEHRUNG:
        return False
    tag: date = timezone.localdate(fall.festgestellt_am)
    versammlung = traegerversammlung_von(fall.einrichtung_id, tag)
    return (
        Fuehrungsvorgang.objects.gueltig()
        .filter(gremium=versammlung, art=Fuehrungsakt.BESTELLUNG, festgehalten_am__gte=fall.festgestellt_am)
        .exists()
    )
