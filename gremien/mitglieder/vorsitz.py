"""The chair of a body: electing, recording that there is no agreement, determining, leaving; and who chairs on a day.

What happened is stored and never changed; whether it can be is asked of the law before it is stored, with everything
that happened before. Every act locks the body, so that two records cannot contradict each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gremien.models import Gremium, Mitgliedschaft, Vorsitzakt, Vorsitzvertretung, Vorsitzvorgang
from gremien.recht.vorsitz import (
    Amtszeit,
    Ausscheiden,
    Bestimmung,
    KeineEinigung,
    Leitung,
    Unstimmig,
    Vorgang,
    Vorsitzregel,
    Wahl,
    leitung,
    vorsitz_am,
    vorsitzfolge,
    vorsitzregel,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, verlange
from zielsystem.recht import Ausserhalb

BEFUGNIS = Befugnis.GREMIUM_FUEHREN
VORAUS = timedelta(days=366)
"""So far ahead a chair can be elected or determined."""


# -- Reading ---------------------------------------------------------------------------------------------------


def regel_von(gremium: Gremium, tag: date) -> Vorsitzregel:
    """How this body comes to its chair on a day."""
    return vorsitzregel(gremium.art, tag)


def vorsitz_des(gremium: Gremium, tag: date) -> Amtszeit:
    """The chair of a body on a day, or whose turn it is to see to one: two queries.

    Raises ``Ausserhalb`` for a day before the body existed.
    """
    return vorsitz_am(regel_von(gremium, tag), vorgaenge_von(gremium), tag, beginn=gremium.ab)


def vorsitzverlauf(gremium: Gremium, tag: date) -> tuple[Amtszeit, ...]:
    """The history of the chair through a day, the oldest first: two queries."""
    return vorsitzfolge(regel_von(gremium, tag), vorgaenge_von(gremium), tag, beginn=gremium.ab)


def stellvertretung_des(gremium: Gremium, tag: date) -> list[int]:
    """The memberships of the deputy chairs on a day, who presides first first."""
    return list(
        Vorsitzvertretung.objects.am(tag)
        .filter(gremium=gremium, mitglied__in=Mitgliedschaft.objects.am(tag))
        .order_by("rang", "pk")
        .values_list("mitglied", flat=True)
    )


def leitung_der_sitzung(gremium: Gremium, tag: date, anwesend: frozenset[int]) -> Leitung:
    """Who presides over a session of a day, by the memberships present in person, and whose vote decides a tie."""
    return leitung(regel_von(gremium, tag), vorsitz_des(gremium, tag), stellvertretung_des(gremium, tag), anwesend)


def vorgaenge_von(gremium: Gremium) -> list[Vorgang]:
    """What happened about the chair of a body, with the ends of the memberships of those who held it."""
    gespeichert = gremium.vorsitzvorgaenge.gueltig().select_related("mitglied").order_by("ab", "pk")
    return [vorgang for eintrag in gespeichert for vorgang in _als_vorgaenge(eintrag)]


def _als_vorgaenge(eintrag: Vorsitzvorgang) -> list[Vorgang]:
    mitglied = eintrag.mitglied
    if mitglied is None:
        return [KeineEinigung(eintrag.ab)]
    if eintrag.art == Vorsitzakt.AUSSCHEIDEN:
        return [Ausscheiden(mitglied.pk, eintrag.ab)]
    beginn: Vorgang = (
        Wahl(mitglied.pk, eintrag.ab, eintrag.bis)
        if eintrag.art == Vorsitzakt.WAHL
        else Bestimmung(Parteiart(eintrag.seite), mitglied.pk, eintrag.ab)
    )
    return [beginn, Ausscheiden(mitglied.pk, mitglied.bis)] if mitglied.bis else [beginn]


# -- Acts ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Angaben:
    """What is recorded about a chair: who, from which day on, to which day, and a remark."""

    ab: date
    mitglied: Mitgliedschaft | None = None
    bis: date | None = None
    vermerk: str = ""


def waehle(*, gremium: Gremium, angaben: Angaben, durch: Zugang, am: datetime) -> Vorsitzvorgang:
    """Record that the members elected a chair.

    Raises ``PermissionDenied``, and :class:`Unstimmig` when the rule knows no election, the term is too long, the
    person is no member on the day, or a later record would no longer fit.
    """
    return _halte_fest(gremium, Vorsitzakt.WAHL, angaben, durch=durch, am=am)


def stelle_uneinigkeit_fest(*, gremium: Gremium, angaben: Angaben, durch: Zugang, am: datetime) -> Vorsitzvorgang:
    """Record that the members do not agree on a chair: the sides determine in turn. Raises as :func:`waehle`."""
    return _halte_fest(gremium, Vorsitzakt.KEINE_EINIGUNG, angaben, durch=durch, am=am)


def bestimme(*, gremium: Gremium, angaben: Angaben, durch: Zugang, am: datetime) -> Vorsitzvorgang:
    """Record whom the side whose turn it is determined. Raises as :func:`waehle`."""
    return _halte_fest(gremium, Vorsitzakt.BESTIMMUNG, angaben, durch=durch, am=am)


def scheide_aus(*, gremium: Gremium, angaben: Angaben, durch: Zugang, am: datetime) -> Vorsitzvorgang:
    """Record that the chair lays the office down. Raises as :func:`waehle`."""
    return _halte_fest(gremium, Vorsitzakt.AUSSCHEIDEN, angaben, durch=durch, am=am)


AKTE = {
    Vorsitzakt.WAHL: waehle,
    Vorsitzakt.KEINE_EINIGUNG: stelle_uneinigkeit_fest,
    Vorsitzakt.BESTIMMUNG: bestimme,
    Vorsitzakt.AUSSCHEIDEN: scheide_aus,
}
"""The acts by what they record."""


@transaction.atomic
def nimm_zurueck(*, vorgang: Vorsitzvorgang, grund: str, durch: Zugang, am: datetime) -> Vorsitzvorgang:
    """Take back what was recorded by mistake, with a reason; it stays in the journal.

    Raises :class:`Unstimmig` without a reason, or when what was recorded later rests on it.
    """
    gremium = _gesperrt(vorgang.gremium, durch)
    if not grund.strip():
        raise Unstimmig("Bitte geben Sie an, warum der Eintrag zurückgenommen wird.")
    vorgang.zurueckgenommen_am = am
    vorgang.save(update_fields=["zurueckgenommen_am"])
    _pruefe(gremium, timezone.localdate(am) + VORAUS)
    eintragen(durch=durch, am=am, akt="vorsitz_zuruecknehmen", objekt=vorgang, grund=grund)
    return vorgang


@transaction.atomic
def bestimme_stellvertretung(
    *, gremium: Gremium, angaben: Angaben, durch: Zugang, am: datetime, rang: int = 1
) -> Vorsitzvertretung:
    """Record a deputy chair; who was deputy of the same rank is so no longer. Raises as :func:`waehle`."""
    gesperrt = _gesperrt(gremium, durch)
    mitglied = _mitglied_am(gesperrt, angaben)
    bisher = gesperrt.vorsitzvertretungen.filter(rang=rang)
    if bisher.filter(ab__gte=angaben.ab).exists():
        raise Unstimmig("Für diesen Rang ist ab diesem oder einem späteren Tag schon eine Stellvertretung eingetragen.")
    bisher.am(angaben.ab).update(bis=angaben.ab)
    neue = Vorsitzvertretung.objects.create(
        gremium=gesperrt,
        mitglied=mitglied,
        rang=rang,
        ab=angaben.ab,
        bis=angaben.bis,
        festgehalten_am=am,
        festgehalten_durch=durch.nutzer,
    )
    norm = regel_von(gesperrt, angaben.ab).norm
    eintragen(durch=durch, am=am, akt="vorsitz_stellvertretung", norm=norm, objekt=neue, grund=angaben.vermerk)
    return neue


@transaction.atomic
def _halte_fest(gremium: Gremium, art: Vorsitzakt, angaben: Angaben, *, durch: Zugang, am: datetime) -> Vorsitzvorgang:
    gesperrt = _gesperrt(gremium, durch)
    heute = timezone.localdate(am)
    if angaben.ab > heute + VORAUS:
        raise Unstimmig("Der Tag liegt mehr als ein Jahr in der Zukunft. Bitte prüfen Sie ihn.")
    ohne_person = art == Vorsitzakt.KEINE_EINIGUNG
    mitglied = None if ohne_person else _mitglied_am(gesperrt, angaben, scheidet_aus=art == Vorsitzakt.AUSSCHEIDEN)
    if gesperrt.vorsitzvorgaenge.gueltig().filter(art=art, ab=angaben.ab).exists():
        raise Unstimmig("Für diesen Tag ist das schon festgehalten.")
    if art == Vorsitzakt.AUSSCHEIDEN:
        _verlange_im_amt(gesperrt, mitglied, angaben.ab)
    neuer = Vorsitzvorgang.objects.create(
        gremium=gesperrt,
        art=art,
        mitglied=mitglied,
        seite=mitglied.seite if mitglied and art == Vorsitzakt.BESTIMMUNG else "",
        ab=angaben.ab,
        bis=angaben.bis if art == Vorsitzakt.WAHL else None,
        vermerk=angaben.vermerk,
        festgehalten_am=am,
        festgehalten_durch=durch.nutzer,
    )
    _pruefe(gesperrt, max(heute, angaben.ab) + VORAUS)
    norm = regel_von(gesperrt, angaben.ab).norm
    eintragen(durch=durch, am=am, akt=f"vorsitz_{art.value}", norm=norm, objekt=neuer, grund=angaben.vermerk)
    return neuer


def _gesperrt(gremium: Gremium, durch: Zugang) -> Gremium:
    gesperrt = Gremium.objects.select_for_update().get(pk=gremium.pk)
    verlange(durch, BEFUGNIS, gesperrt)
    return gesperrt


def _mitglied_am(gremium: Gremium, angaben: Angaben, *, scheidet_aus: bool = False) -> Mitgliedschaft:
    """The member named, if it is one of this body on the day (for who leaves: on the day before)."""
    tag = angaben.ab - timedelta(days=1) if scheidet_aus else angaben.ab
    gefunden = gremium.mitgliedschaften.am(tag).filter(pk=angaben.mitglied.pk if angaben.mitglied else 0).first()
    if gefunden is None:
        raise Unstimmig(f"Bitte wählen Sie jemanden, der am {tag:%d.%m.%Y} Mitglied des Gremiums ist.")
    return gefunden


def _verlange_im_amt(gremium: Gremium, mitglied: Mitgliedschaft | None, ab: date) -> None:
    jetzt = vorsitz_des(gremium, ab - timedelta(days=1)) if ab > gremium.ab else None
    if mitglied is None or jetzt is None or jetzt.mitglied != mitglied.pk:
        raise Unstimmig(f"Ausscheiden kann nur, wer am Tag vor dem {ab:%d.%m.%Y} den Vorsitz hat.")


def _pruefe(gremium: Gremium, tag: date) -> None:
    """That everything recorded fits together, as the law of the day sees it."""
    try:
        vorsitzverlauf(gremium, tag)
    except Ausserhalb as fehler:
        raise Unstimmig(str(fehler)) from fehler
    if gremium.vorsitzvorgaenge.gueltig().filter(ab__lt=gremium.ab).exists():
        raise Unstimmig(f"Das Gremium gibt es erst ab dem {gremium.ab:%d.%m.%Y}.")
