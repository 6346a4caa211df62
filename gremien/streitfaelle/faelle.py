"""Putting a case on record, calling the Kooperationsausschuss, taking over its decision: the only writer of the state.

The committee hears and decides in its session like on any other matter; here the case follows (§§ 44d Abs. 2, 44e).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from gremien.fehler import NichtMoeglich
from gremien.mitglieder import geschaeftsfuehrung
from gremien.models import Fuehrungsakt, Gremium, Streitfall, Streitposition
from gremien.recht import Gremiumart
from gremien.recht.streitfaelle import (
    STREITFALL,
    Streitfallart,
    Streitstand,
    Urheber,
    feststellbar_durch,
    streitfallregel,
)
from gremien.sitzungen import anmelden
from gremien.streitfaelle.lage import ergebnis_zu, stand_von
from gremien.streitfaelle.mitteilung import Anlass, benachrichtige, lege_ab, setze
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import Gehindert, vollziehe
from zielsystem.parties.models import Partei, Parteistand
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, verlange

BEFUGNIS = Befugnis.STREITFALL_FUEHREN


@dataclass(frozen=True)
class Position:
    """What one side ordered, holds, or whom it wants, and since when."""

    urheber: Urheber
    am: date
    inhalt: str


@dataclass(frozen=True)
class Feststellung:
    """What is put on record: of which kind, about which gemeinsame Einrichtung, what happened, who says what."""

    art: Streitfallart
    einrichtung: Partei
    titel: str
    sachverhalt: str
    positionen: tuple[Position, ...] = ()


# -- Before the committee --------------------------------------------------------------------------------------


@transaction.atomic
def stelle_fest(*, feststellung: Feststellung, durch: Zugang, am: datetime) -> Streitfall:
    """Put a case on record and tell everyone concerned, so that they can put it right themselves.

    Raises ``PermissionDenied`` for a party whose case it is not, ``Gehindert`` when nothing contradicts,
    :class:`NichtMoeglich` when the Land has no Kooperationsausschuss, words are missing or a position is not one.
    """
    tag = timezone.localdate(am)
    verlange(durch, BEFUGNIS)
    regel = streitfallregel(feststellung.art, tag)
    gremium = _ausschuss_fuer(feststellung.einrichtung, durch, tag)
    if regel not in feststellbar_durch(durch.art, tag) and not durch.betrieb:
        raise PermissionDenied(f"Einen Fall „{regel.titel}“ stellt Ihre Partei nicht fest ({regel.norm}).")
    _pruefe(feststellung, tag)
    urheber = frozenset(position.urheber for position in feststellung.positionen)
    zeile = STREITFALL.zeile("feststellen", None, tag)
    if hindernisse := zeile.hindernisse(Streitstand(feststellung.art, tag, urheber), tag):
        raise Gehindert(zeile, hindernisse)
    fall = Streitfall.objects.create(
        art=feststellung.art,
        gremium=gremium,
        einrichtung=feststellung.einrichtung,
        titel=feststellung.titel.strip(),
        sachverhalt=feststellung.sachverhalt.strip(),
        zustand=zeile.nach,
        festgestellt_am=am,
        festgestellt_durch=durch.nutzer,
    )
    Streitposition.objects.bulk_create(
        Streitposition(streitfall=fall, urheber=eine.urheber, am=eine.am, inhalt=eine.inhalt.strip())
        for eine in feststellung.positionen
    )
    eintragen(durch=durch, am=am, akt="streitfall_feststellen", norm=regel.norm, objekt=fall)
    transaction.on_commit(lambda: benachrichtige(fall, Anlass.FESTGESTELLT, am=am))
    return fall


@transaction.atomic
def rufe_an(*, fall: Streitfall, durch: Zugang, am: datetime, grund: str = "") -> Streitfall:
    """Call the Kooperationsausschuss: the matter is registered for it. Before the time to reconsider with a reason."""
    neu = vollziehe(STREITFALL, "anrufen", fall, stand=stand_von, durch=durch, am=am, grund=grund)
    regel = streitfallregel(neu.art, timezone.localdate(am))
    anmelden(
        gremium=neu.gremium,
        gegenstand=regel.gegenstand,
        titel=f"{regel.titel}: {neu.titel}"[:200],
        bezug=neu.bezug,
        begruendung=neu.sachverhalt,
        durch=durch,
        am=am,
    )
    transaction.on_commit(lambda: benachrichtige(neu, Anlass.ANGERUFEN, am=am))
    return neu


def lege_bei(*, fall: Streitfall, durch: Zugang, am: datetime, grund: str = "") -> Streitfall:
    """Record that those concerned settled it themselves, or that the Trägerversammlung appointed somebody."""
    return vollziehe(STREITFALL, "beilegen", fall, stand=stand_von, durch=durch, am=am, grund=grund)


# -- What the committee decided --------------------------------------------------------------------------------


@transaction.atomic
def entscheide(
    *, fall: Streitfall, durch: Zugang, am: datetime, zustaendig: Urheber | None = None, vorgeschlagen: str = ""
) -> Streitfall:
    """Take over what the committee decided in approved minutes: who is competent, or whom it proposes.

    Raises ``Gehindert`` with the paragraph while somebody has not been heard or nothing is decided,
    ``PermissionDenied`` for anybody but the committee's office, :class:`NichtMoeglich` when it is not said who is
    competent or proposed.
    """
    um_person = fall.art == Streitfallart.GESCHAEFTSFUEHRUNG
    ergebnis = ergebnis_zu(fall)
    if ergebnis and um_person and not vorgeschlagen.strip():
        raise NichtMoeglich("Bitte geben Sie an, wen der Kooperationsausschuss vorschlägt.", "vorgeschlagen")
    if ergebnis and not um_person and zustaendig not in streitfallregel(fall.art, durch.am).urheber:
        raise NichtMoeglich("Bitte geben Sie an, wer nach der Entscheidung zuständig ist.", "zustaendig")
    mit = {
        "entscheidung": ergebnis.wortlaut if ergebnis else "",
        "entschieden_am": am,
        "zustaendig": "" if um_person or zustaendig is None else zustaendig,
        "vorgeschlagen": vorgeschlagen.strip() if um_person else "",
    }
    return vollziehe(STREITFALL, "entscheiden", fall, stand=stand_von, durch=durch, am=am, mit=mit)


@transaction.atomic
def teile_mit(*, fall: Streitfall, durch: Zugang, am: datetime, grund: str = "") -> Streitfall:
    """Tell Träger, Trägerversammlung and Geschäftsführer what was decided: as a document, and by e-mail with it."""
    if fall.entschieden_am is None:
        return vollziehe(STREITFALL, "mitteilen", fall, stand=stand_von, durch=durch, am=am)
    mitteilung = setze(fall, am)
    mit = {"mitgeteilt_am": am, "datei": mitteilung.pfad, "sha256": mitteilung.sha256}
    neu = vollziehe(STREITFALL, "mitteilen", fall, stand=stand_von, durch=durch, am=am, grund=grund, mit=mit)
    lege_ab(mitteilung)
    transaction.on_commit(lambda: benachrichtige(neu, Anlass.ENTSCHIEDEN, am=am))
    return neu


def lasse_scheitern(*, fall: Streitfall, durch: Zugang, am: datetime, grund: str = "") -> Streitfall:
    """Record that the committee agreed on no proposal: from now on the Träger determine in turn."""
    return _beginne_wechsel("scheitern", fall, durch=durch, am=am, grund=grund)


def wechsle(*, fall: Streitfall, durch: Zugang, am: datetime, grund: str = "") -> Streitfall:
    """Record that there is no agreement in spite of the proposal: from now on the Träger determine in turn."""
    return _beginne_wechsel("wechseln", fall, durch=durch, am=am, grund=grund)


@transaction.atomic
def _beginne_wechsel(code: str, fall: Streitfall, *, durch: Zugang, am: datetime, grund: str) -> Streitfall:
    neu = vollziehe(STREITFALL, code, fall, stand=stand_von, durch=durch, am=am, grund=grund)
    tag = timezone.localdate(am)
    versammlung = geschaeftsfuehrung.traegerversammlung_von(neu.einrichtung_id, tag)
    if versammlung is None:
        raise NichtMoeglich("Diese gemeinsame Einrichtung hat heute keine Trägerversammlung.")
    gesperrt = Gremium.objects.select_for_update().get(pk=versammlung.pk)
    angaben = geschaeftsfuehrung.Angaben(ab=tag, vermerk=f"Streitfall {neu.pk}: {grund}".rstrip(": ")[:300])
    geschaeftsfuehrung.schreibe(gesperrt, Fuehrungsakt.WECHSEL, angaben, durch=durch, am=am)
    transaction.on_commit(lambda: benachrichtige(neu, Anlass.GESCHEITERT, am=am))
    return neu


AKTE: dict[str, Callable[..., Streitfall]] = {
    "anrufen": rufe_an,
    "beilegen": lege_bei,
    "mitteilen": teile_mit,
    "scheitern": lasse_scheitern,
    "wechseln": wechsle,
}
"""The acts that a page offers as buttons, by the code of their transition; "entscheiden" has a form of its own."""


# -- Whose case it is ------------------------------------------------------------------------------------------


def einrichtungen_von(zugang: Zugang) -> list[Parteistand]:
    """The gemeinsame Einrichtungen about which an access can put a case on record, by name."""
    moeglich = Parteistand.objects.am(zugang.am).filter(art=Parteiart.GE)
    eigene = {
        Parteiart.GE: moeglich.filter(partei=zugang.partei_id),
        Parteiart.KOMMUNE: moeglich.filter(traeger=zugang.partei_id),
        Parteiart.LAND: moeglich.filter(land=zugang.partei_id),
        Parteiart.BA: moeglich,
        Parteiart.BMAS: moeglich,
    }
    passend = moeglich if zugang.betrieb else eigene.get(zugang.art) if zugang.art else None
    return list(passend.order_by("name")) if passend is not None else []


def _ausschuss_fuer(einrichtung: Partei, durch: Zugang, tag: date) -> Gremium:
    stand = next((s for s in einrichtungen_von(durch) if s.partei_id == einrichtung.pk), None)
    if stand is None:
        raise PermissionDenied("An dieser gemeinsamen Einrichtung ist Ihre Partei nicht beteiligt.")
    gremium = Gremium.objects.von(Gremiumart.KOOPERATIONSAUSSCHUSS, stand.land_id, tag)
    if gremium is None:
        raise NichtMoeglich("Für dieses Land ist kein Kooperationsausschuss eingerichtet.")
    return gremium


def _pruefe(feststellung: Feststellung, tag: date) -> None:
    regel = streitfallregel(feststellung.art, tag)
    if not feststellung.titel.strip() or not feststellung.sachverhalt.strip():
        raise NichtMoeglich("Bitte geben Sie an, worum es geht, und schildern Sie den Sachverhalt.", "sachverhalt")
    for position in feststellung.positionen:
        if position.urheber not in regel.urheber or not position.inhalt.strip():
            raise NichtMoeglich(f"Bitte geben Sie zu jeder {regel.position} an, von wem sie ist und was sie besagt.")
        if position.am > tag:
            raise NichtMoeglich(f"Eine {regel.position} kann nicht in der Zukunft liegen.")
