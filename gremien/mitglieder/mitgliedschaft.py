"""Sending members into a body, ending their term, and naming who sits in for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gremien.fehler import NichtMoeglich
from gremien.models import Anwesenheit, Entsenderecht, Gremium, Mitgliedschaft, Sitzung, Vertretung
from gremien.models.mitglieder import MitgliedschaftQuerySet
from gremien.recht import UEBLICH, gremiumregel
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.zugriff import Zugang, verlange


@dataclass(frozen=True)
class Person:
    """Who is to be a member or to sit in for one. ``nutzer`` None: somebody without a login.

    For an örtlicher Beirat: ``organisation`` and whether it offers Eingliederungsleistungen (None: not declared).
    """

    name: str
    nutzer: Nutzer | None = None
    funktion: str = ""
    email: str = ""
    organisation: str = ""
    bietet_leistungen_an: bool | None = None


@transaction.atomic
def entsende(  # noqa: PLR0913 (whom, for whom, from when to when, by whom, when)
    *, gremium: Gremium, partei: Partei, person: Person, ab: date, durch: Zugang, am: datetime, bis: date | None = None
) -> Mitgliedschaft:
    """Make somebody a member, sent by a party, from a day (inclusive) to another (exclusive).

    Raises ``PermissionDenied``, :class:`NichtMoeglich`: no seat left, a member already, a term outside the body's,
    and, in an örtlicher Beirat, somebody who offers Eingliederungsleistungen (§ 18d).
    """
    gesperrt = Gremium.objects.select_for_update().get(pk=gremium.pk)
    verlange(durch, Befugnis.MITGLIEDER_ENTSENDEN, gesperrt)
    _pruefe_entsendende(gesperrt, partei, durch)
    recht = _pruefe_zeit(gesperrt, partei, ab, bis)
    _pruefe_person(gesperrt, person, ab, bis)
    _pruefe_sitze(gesperrt, recht, ab, bis)
    neue = Mitgliedschaft.objects.create(
        gremium=gesperrt,
        partei=partei,
        seite=recht.seite,
        nutzer=person.nutzer,
        name=person.name.strip(),
        funktion=person.funktion.strip(),
        organisation=person.organisation.strip(),
        email=person.email,
        ohne_angebot_erklaert_am=timezone.localdate(am) if person.bietet_leistungen_an is False else None,
        ab=ab,
        bis=bis or gesperrt.bis,
        entsandt_am=am,
        entsandt_durch=durch.nutzer,
    )
    norm = gremiumregel(gesperrt.art, ab).norm
    eintragen(durch=durch, am=am, akt="mitglied_entsenden", norm=norm, objekt=neue)
    return neue


@transaction.atomic
def beende(*, mitgliedschaft: Mitgliedschaft, bis: date, grund: str, durch: Zugang, am: datetime) -> Mitgliedschaft:
    """End a membership; ``bis`` is the first day without it. What the member did before stays.

    Raises ``PermissionDenied``, :class:`NichtMoeglich` without a reason, for a day before the term, or one after which
    the member took part in a session.
    """
    gesperrt = Mitgliedschaft.objects.select_for_update().get(pk=mitgliedschaft.pk)
    verlange(durch, Befugnis.MITGLIEDER_ENTSENDEN, gesperrt)
    if not grund.strip():
        raise NichtMoeglich("Bitte geben Sie an, warum die Mitgliedschaft endet.", "grund")
    if bis <= gesperrt.ab or (gesperrt.bis and bis > gesperrt.bis):
        raise NichtMoeglich("Der Tag liegt nicht in der Zeit der Mitgliedschaft.", "bis")
    if Anwesenheit.objects.filter(mitgliedschaft=gesperrt, sitzung__beginn__date__gte=bis).exists():
        raise NichtMoeglich("Für eine Sitzung ab diesem Tag ist die Anwesenheit schon festgehalten.", "bis")
    gesperrt.bis = bis
    gesperrt.save(update_fields=["bis"])
    eintragen(durch=durch, am=am, akt="mitgliedschaft_beenden", objekt=gesperrt, grund=grund.strip())
    return gesperrt


@transaction.atomic
def benenne_vertretung(
    *,
    mitgliedschaft: Mitgliedschaft,
    person: Person,
    ab: date,
    durch: Zugang,
    am: datetime,
    bis: date | None = None,
) -> Vertretung:
    """Name a standing substitute of a member, by the member in person or by whoever sends the member.

    Raises ``PermissionDenied``, :class:`NichtMoeglich` for somebody who has a vote of his own.
    """
    gesperrt = sperre(mitgliedschaft, durch)
    if bis is not None and bis <= ab:
        raise NichtMoeglich("Die Vertretung endet, bevor sie beginnt. Bitte prüfen Sie die beiden Tage.", "bis")
    return trage_vertretung_ein(gesperrt, person, None, (ab, bis), durch=durch, am=am)


@transaction.atomic
def nimm_vertretung_zurueck(*, vertretung: Vertretung, durch: Zugang, am: datetime) -> Vertretung:
    """Take a substitute back; a session that substitute already sat in keeps its record."""
    sperre(vertretung.mitgliedschaft, durch)
    gesperrt = Vertretung.objects.select_for_update().get(pk=vertretung.pk)
    if gesperrt.zurueckgenommen_am:
        raise NichtMoeglich("Diese Vertretung ist schon zurückgenommen.")
    gesperrt.zurueckgenommen_am = am
    gesperrt.save(update_fields=["zurueckgenommen_am"])
    eintragen(durch=durch, am=am, akt="vertretung_zuruecknehmen", objekt=gesperrt)
    return gesperrt


def sperre(mitgliedschaft: Mitgliedschaft, durch: Zugang) -> Mitgliedschaft:
    """The membership, locked, for whoever may say who sits in for it."""
    gesperrt = Mitgliedschaft.objects.select_for_update().get(pk=mitgliedschaft.pk)
    verlange(durch, Befugnis.IM_GREMIUM_MITWIRKEN, gesperrt)
    return gesperrt


def trage_vertretung_ein(
    mitgliedschaft: Mitgliedschaft,
    person: Person,
    sitzung: Sitzung | None,
    zeit: tuple[date, date | None],
    *,
    durch: Zugang,
    am: datetime,
) -> Vertretung:
    """A new substitute, in one session or for a time, without asking who may name one.

    Raises :class:`NichtMoeglich` without a name, or for somebody who has a vote of his own.
    """
    if not person.name.strip():
        raise NichtMoeglich("Bitte geben Sie an, wer vertritt.", "name")
    tag = timezone.localdate(sitzung.beginn) if sitzung else zeit[0]
    if person.nutzer and _am(mitgliedschaft.gremium_id, person.nutzer, tag).exists():
        raise NichtMoeglich(f"{person.name} ist selbst Mitglied und hat eine eigene Stimme.", "name")
    neue = Vertretung.objects.create(
        mitgliedschaft=mitgliedschaft,
        nutzer=person.nutzer,
        name=person.name.strip(),
        email=person.email,
        sitzung=sitzung,
        ab=zeit[0],
        bis=zeit[1],
        benannt_am=am,
        benannt_durch=durch.nutzer,
    )
    eintragen(durch=durch, am=am, akt="vertretung_benennen", objekt=neue)
    return neue


# -- What must hold --------------------------------------------------------------------------------------------


def _pruefe_entsendende(gremium: Gremium, partei: Partei, durch: Zugang) -> None:
    """A party sends for itself; the office also records whom others sent."""
    if not durch.betrieb and durch.partei_id not in (partei.pk, gremium.geschaeftsstelle_id):
        raise NichtMoeglich("Mitglieder entsendet jede Partei für sich.", "partei")


def _pruefe_zeit(gremium: Gremium, partei: Partei, ab: date, bis: date | None) -> Entsenderecht:
    if bis is not None and bis <= ab:
        raise NichtMoeglich("Die Mitgliedschaft endet, bevor sie beginnt. Bitte prüfen Sie die beiden Tage.", "bis")
    if ab < gremium.ab or (gremium.bis and ab >= gremium.bis):
        raise NichtMoeglich(f"Am {ab:%d.%m.%Y} besteht das Gremium nicht.", "ab")
    recht = gremium.entsenderechte.am(ab).filter(partei=partei, zusammensetzung=UEBLICH).first()
    if recht is None:
        raise NichtMoeglich("Diese Partei entsendet an diesem Tag keine Mitglieder in das Gremium.", "partei")
    return recht


def _pruefe_person(gremium: Gremium, person: Person, ab: date, bis: date | None) -> None:
    if not person.name.strip():
        raise NichtMoeglich("Bitte geben Sie einen Namen an.", "name")
    if person.nutzer and _mitglieder(gremium.pk, person.nutzer, ab, bis).exists():
        raise NichtMoeglich(f"{person.name} ist in dieser Zeit schon Mitglied; jedes Mitglied hat einen Sitz.", "name")
    regel = gremiumregel(gremium.art, ab)
    if not regel.ohne_anbieter:
        return
    if not person.organisation.strip():
        raise NichtMoeglich("Bitte geben Sie an, für welche Organisation das Mitglied im Beirat ist.", "organisation")
    if person.bietet_leistungen_an is not False:
        raise NichtMoeglich(
            "Vertreterinnen und Vertreter von Beteiligten, die Eingliederungsleistungen anbieten, dürfen nicht "
            f"Mitglied des Beirats sein; bitte lassen Sie sich erklären, dass das nicht der Fall ist ({regel.norm}).",
            "bietet_keine_leistungen_an",
        )


def _pruefe_sitze(gremium: Gremium, recht: Entsenderecht, ab: date, bis: date | None) -> None:
    """That on no day of the term more members of the party sit in the body than it has seats."""
    andere = gremium.mitgliedschaften.filter(_ueberschneidet(ab, bis), partei=recht.partei_id)
    tage = {ab, *(einer for einer in andere.values_list("ab", flat=True) if einer > ab)}
    if any(andere.am(tag).count() >= recht.sitze for tag in sorted(tage)):
        raise NichtMoeglich(f"Alle {recht.sitze} Sitze dieser Partei sind in dieser Zeit besetzt.", "ab")


def _mitglieder(gremium_id: int, nutzer: Nutzer, ab: date, bis: date | None) -> MitgliedschaftQuerySet:
    return Mitgliedschaft.objects.filter(_ueberschneidet(ab, bis), gremium=gremium_id, nutzer=nutzer)


def _am(gremium_id: int, nutzer: Nutzer, tag: date) -> MitgliedschaftQuerySet:
    return Mitgliedschaft.objects.am(tag).filter(gremium=gremium_id, nutzer=nutzer)


def _ueberschneidet(ab: date, bis: date | None) -> Q:
    beginnt = Q(ab__lt=bis) if bis else Q()
    return beginnt & (Q(bis=None) | Q(bis__gt=ab))
