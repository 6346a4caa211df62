"""The Geschäftsführer of a gemeinsame Einrichtung: appointing, determining in turn, dismissing; and who it is.

Recorded by the office of the Trägerversammlung, never changed; whether it can be is asked of the law before it is
stored, together with everything that happened before (§ 44d Abs. 2 SGB II).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gremien.models import Fuehrungsakt, Fuehrungsvorgang, Gremium, Vorsitzakt
from gremien.recht import Gremiumart
from gremien.recht.geschaeftsfuehrung import (
    ABBERUFUNG,
    BESTELLUNG,
    KOMMISSARISCH,
    WECHSEL,
    Abberufung,
    Bestellung,
    Fortgang,
    Fuehrungszeit,
    Seitenbestimmung,
    Vorgang,
    Wechselbeginn,
    fuehrungsfolge,
    geschaeftsfuehrung_am,
    geschaeftsfuehrungsregel,
)
from gremien.recht.vorsitz import Unstimmig
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, verlange
from zielsystem.recht import Ausserhalb, Norm

BEFUGNIS = Befugnis.GREMIUM_FUEHREN
VORAUS = timedelta(days=366)
"""So far ahead somebody can be appointed or determined."""

NORMEN: dict[Fuehrungsakt, Norm] = {
    Fuehrungsakt.BESTELLUNG: BESTELLUNG,
    Fuehrungsakt.WECHSEL: WECHSEL,
    Fuehrungsakt.BESTIMMUNG: WECHSEL,
    Fuehrungsakt.ABBERUFUNG: ABBERUFUNG,
    Fuehrungsakt.FORTGANG: KOMMISSARISCH,
}


# -- Reading ---------------------------------------------------------------------------------------------------


def traegerversammlung_von(einrichtung: Partei | int, tag: date) -> Gremium | None:
    """The Trägerversammlung of a gemeinsame Einrichtung on a day, if there is one."""
    return Gremium.objects.von(Gremiumart.TRAEGERVERSAMMLUNG, einrichtung, tag)


def geschaeftsfuehrung_von(versammlung: Gremium, tag: date) -> Fuehrungszeit:
    """Who manages the gE on a day, or whose turn it is to see to it: two queries."""
    vorgaenge = vorgaenge_von(versammlung)
    return geschaeftsfuehrung_am(
        vorgaenge, tag, beginn=versammlung.ab, erste_seite=erste_seite(versammlung, vorgaenge, tag)
    )


def fuehrungsverlauf(versammlung: Gremium, tag: date) -> tuple[Fuehrungszeit, ...]:
    """The history through a day, the oldest first: two queries."""
    vorgaenge = vorgaenge_von(versammlung)
    return fuehrungsfolge(vorgaenge, tag, beginn=versammlung.ab, erste_seite=erste_seite(versammlung, vorgaenge, tag))


def erste_seite(versammlung: Gremium, vorgaenge: list[Vorgang], tag: date) -> Parteiart:
    """The Träger that determines first: the Kommune, where the BA was the first to determine the chair."""
    beginn = min((einer.ab for einer in vorgaenge if isinstance(einer, Wechselbeginn)), default=tag)
    erste = (
        versammlung.vorsitzvorgaenge.gueltig()
        .filter(art=Vorsitzakt.BESTIMMUNG, ab__lte=beginn)
        .order_by("ab", "pk")
        .values_list("seite", flat=True)
        .first()
    )
    return geschaeftsfuehrungsregel(beginn).erste_seite(agentur_bestimmte_zuerst_den_vorsitz=erste == Parteiart.BA)


def vorgaenge_von(versammlung: Gremium) -> list[Vorgang]:
    """What happened about the Geschäftsführer, as the law reads it."""
    return [_als_vorgang(e) for e in versammlung.fuehrungsvorgaenge.gueltig().order_by("ab", "pk")]


def _als_vorgang(eintrag: Fuehrungsvorgang) -> Vorgang:
    match eintrag.art:
        case Fuehrungsakt.BESTELLUNG:
            return Bestellung(eintrag.person, eintrag.ab, eintrag.bis)
        case Fuehrungsakt.BESTIMMUNG:
            return Seitenbestimmung(Parteiart(eintrag.seite), eintrag.person, eintrag.ab)
        case Fuehrungsakt.WECHSEL:
            return Wechselbeginn(eintrag.ab)
        case Fuehrungsakt.ABBERUFUNG:
            return Abberufung(eintrag.ab)
        case _:
            return Fortgang(eintrag.ab)


# -- Acts ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Angaben:
    """What is recorded: from which day on, who, by which Träger, to which day, and a remark."""

    ab: date
    person: str = ""
    nutzer: Nutzer | None = None
    seite: Parteiart | None = None
    bis: date | None = None
    vermerk: str = ""


@transaction.atomic
def halte_fest(
    *, versammlung: Gremium, art: Fuehrungsakt, angaben: Angaben, durch: Zugang, am: datetime
) -> Fuehrungsvorgang:
    """Record an appointment, a determination in turn, a dismissal or that somebody left for good.

    Raises ``PermissionDenied``, and :class:`Unstimmig` when it cannot be: a term longer than five years, a Träger out
    of turn, nobody to be dismissed, or a later record that would no longer fit. That the turns begin is recorded by
    :mod:`gremien.streitfaelle`, once the Kooperationsausschuss has had its say.
    """
    gesperrt = _gesperrt(versammlung, durch)
    return schreibe(gesperrt, art, angaben, durch=durch, am=am)


def schreibe(
    versammlung: Gremium, art: Fuehrungsakt, angaben: Angaben, *, durch: Zugang, am: datetime
) -> Fuehrungsvorgang:
    """Store a record about a Trägerversammlung that is locked, for acts that have asked for the right themselves."""
    _pruefe_angaben(versammlung, art, angaben, timezone.localdate(am))
    mit_person = art in (Fuehrungsakt.BESTELLUNG, Fuehrungsakt.BESTIMMUNG)
    neuer = Fuehrungsvorgang.objects.create(
        gremium=versammlung,
        art=art,
        person=angaben.person.strip() if mit_person else "",
        nutzer=angaben.nutzer if mit_person else None,
        seite=angaben.seite if art == Fuehrungsakt.BESTIMMUNG and angaben.seite else "",
        ab=angaben.ab,
        bis=angaben.bis if art == Fuehrungsakt.BESTELLUNG else None,
        vermerk=angaben.vermerk,
        festgehalten_am=am,
        festgehalten_durch=durch.nutzer,
    )
    _pruefe_verlauf(versammlung, max(timezone.localdate(am), angaben.ab) + VORAUS)
    akt = f"geschaeftsfuehrung_{art.value}"
    eintragen(durch=durch, am=am, akt=akt, norm=NORMEN[art], objekt=neuer, grund=angaben.vermerk)
    return neuer


@transaction.atomic
def nimm_zurueck(*, vorgang: Fuehrungsvorgang, grund: str, durch: Zugang, am: datetime) -> Fuehrungsvorgang:
    """Take back what was recorded by mistake, with a reason. Raises :class:`Unstimmig` when something rests on it."""
    gesperrt = _gesperrt(vorgang.gremium, durch)
    if not grund.strip():
        raise Unstimmig("Bitte geben Sie an, warum der Eintrag zurückgenommen wird.")
    if vorgang.art == Fuehrungsakt.WECHSEL:
        raise Unstimmig("Dass die Träger abwechselnd bestimmen, folgt aus einem Streitfall und bleibt stehen.")
    vorgang.zurueckgenommen_am = am
    vorgang.save(update_fields=["zurueckgenommen_am"])
    _pruefe_verlauf(gesperrt, timezone.localdate(am) + VORAUS)
    eintragen(durch=durch, am=am, akt="geschaeftsfuehrung_zuruecknehmen", objekt=vorgang, grund=grund)
    return vorgang


def _gesperrt(versammlung: Gremium, durch: Zugang) -> Gremium:
    gesperrt = Gremium.objects.select_for_update().get(pk=versammlung.pk)
    verlange(durch, BEFUGNIS, gesperrt)
    return gesperrt


def _pruefe_angaben(versammlung: Gremium, art: Fuehrungsakt, angaben: Angaben, heute: date) -> None:
    if versammlung.art != Gremiumart.TRAEGERVERSAMMLUNG:
        raise Unstimmig(f"Eine Geschäftsführung bestellt nur die Trägerversammlung ({BESTELLUNG}).")
    if angaben.ab < versammlung.ab or angaben.ab > heute + VORAUS:
        raise Unstimmig(
            f"Der Tag liegt nicht zwischen dem Beginn der Trägerversammlung ({versammlung.ab:%d.%m.%Y}) und einem Jahr "
            "nach heute. Bitte prüfen Sie ihn."
        )
    if art in (Fuehrungsakt.BESTELLUNG, Fuehrungsakt.BESTIMMUNG) and not angaben.person.strip():
        raise Unstimmig("Bitte geben Sie an, wer die Geschäftsführung übernimmt.")
    if versammlung.fuehrungsvorgaenge.gueltig().filter(art=art, ab=angaben.ab).exists():
        raise Unstimmig("Für diesen Tag ist das schon festgehalten.")


def _pruefe_verlauf(versammlung: Gremium, tag: date) -> None:
    try:
        fuehrungsverlauf(versammlung, tag)
    except Ausserhalb as fehler:
        raise Unstimmig(str(fehler)) from fehler
