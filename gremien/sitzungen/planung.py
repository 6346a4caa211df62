"""Planning a session or an Umlaufbeschluss: date, agenda, guests; inviting, telling what changed, calling it off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from gremien.fehler import NichtMoeglich
from gremien.models import Anmeldung, Gast, Gremium, Sitzung, Tagesordnungspunkt
from gremien.recht import ABLAEUFE, VORBEREITUNG, Gegenstand, Verfahren, gegenstand, gremiumregel, zustaendig
from gremien.sitzungen.einladung import Anlass, benachrichtige, merke_einladungen
from gremien.sitzungen.lage import ablauf_von, ladungsfrist, stand_von, tag_von
from gremien.sitzungen.stimmen import lege_abstimmung_an
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import vollziehe
from zielsystem.parties.models import Nutzer, Partei
from zielsystem.parties.zugriff import Zugang, verlange

PUNKTE_HOECHSTENS = 60
_ANLASS = {"einladen": Anlass.EINGELADEN, "nachladen": Anlass.GEAENDERT}


@dataclass(frozen=True)
class Vorhaben:
    """When, where and under which title. For an Umlaufbeschluss ``beginn`` is the end of the time for votes."""

    titel: str
    beginn: datetime
    dauer: timedelta = timedelta(hours=2)
    ort: str = ""


@dataclass(frozen=True)
class Punktangaben:
    """An item as it is put on an agenda. ``bezug``: a key of whoever rests something on the result."""

    gegenstand: str
    titel: str
    antrag: str = ""
    bezug: str = ""


@dataclass(frozen=True)
class Gastangaben:
    """Who is invited to an item without belonging to the composition."""

    name: str
    partei: Partei | None = None
    nutzer: Nutzer | None = None
    email: str = ""


# -- The session -----------------------------------------------------------------------------------------------


@transaction.atomic
def einberufen(
    *, gremium: Gremium, vorhaben: Vorhaben, durch: Zugang, am: datetime, verfahren: Verfahren = Verfahren.SITZUNG
) -> Sitzung:
    """Plan a session of a body, or prepare an Umlaufbeschluss.

    Raises ``PermissionDenied`` for anybody but its office, :class:`NichtMoeglich` for a body that does not exist then.
    """
    gesperrt = Gremium.objects.select_for_update().get(pk=gremium.pk)
    verlange(durch, Befugnis.GREMIUM_FUEHREN, gesperrt)
    _pruefe_vorhaben(gesperrt, vorhaben)
    if verfahren is Verfahren.UMLAUF and not gesperrt.namentlich:
        raise NichtMoeglich("In diesem Gremium werden nur Summen festgehalten; ein Umlauf braucht Stimmen je Mitglied.")
    zeile = ABLAEUFE[verfahren].zeile("einberufen", None, timezone.localdate(am))
    vergeben = gesperrt.sitzungen.filter(verfahren=verfahren).aggregate(hoechste=Max("nummer"))["hoechste"]
    sitzung = Sitzung.objects.create(
        gremium=gesperrt,
        verfahren=verfahren,
        nummer=(vergeben or 0) + 1,
        titel=vorhaben.titel.strip(),
        beginn=vorhaben.beginn,
        dauer=vorhaben.dauer,
        ort=vorhaben.ort.strip(),
        zustand=zeile.nach,
        angelegt_am=am,
        angelegt_durch=durch.nutzer,
    )
    eintragen(durch=durch, am=am, akt=f"{verfahren.value}_einberufen", norm=zeile.norm, objekt=sitzung)
    return sitzung


@transaction.atomic
def verlege(*, sitzung: Sitzung, vorhaben: Vorhaben, durch: Zugang, am: datetime) -> Sitzung:
    """Give a session another date, place or title; whoever was invited is told, and is invited anew.

    Attendance recorded for the day before no longer counts. Raises ``PermissionDenied``, :class:`NichtMoeglich`.
    """
    _pruefe_vorhaben(sitzung.gremium, vorhaben)
    war_eingeladen = sitzung.zustand == "eingeladen"
    mit = {
        "titel": vorhaben.titel.strip(),
        "beginn": vorhaben.beginn,
        "dauer": vorhaben.dauer,
        "ort": vorhaben.ort.strip(),
        "fristgrund": "",
        "kalender_folge": sitzung.kalender_folge + 1,
    }
    neu = vollziehe(ablauf_von(sitzung), "verlegen", sitzung, stand=stand_von, durch=durch, am=am, mit=mit)
    neu.anwesenheiten.all().delete()
    if war_eingeladen:
        transaction.on_commit(lambda: benachrichtige(neu, Anlass.VERLEGT, am=am))
    return neu


@transaction.atomic
def lade_ein(*, sitzung: Sitzung, durch: Zugang, am: datetime, grund: str = "") -> Sitzung:
    """Invite the members of the day and the guests by e-mail, with the date for the calendar and the agenda.

    A notice period that is too short needs a reason (or the members' waiver), which is kept. Inviting to an
    Umlaufbeschluss puts every item to the vote. Raises ``Gehindert``.
    """
    neu = _lade("einladen", sitzung, durch, am, grund)
    if neu.verfahren == Verfahren.UMLAUF:
        for punkt in neu.tagesordnung.order_by("reihenfolge"):
            lege_abstimmung_an(punkt, punkt.antrag or punkt.titel, durch, am)
    return neu


@transaction.atomic
def lade_nach(*, sitzung: Sitzung, durch: Zugang, am: datetime, grund: str = "") -> Sitzung:
    """Tell everybody what changed on the agenda, and invite those who became members meanwhile."""
    return _lade("nachladen", sitzung, durch, am, grund)


def _lade(code: str, sitzung: Sitzung, durch: Zugang, am: datetime, grund: str) -> Sitzung:
    """Invite, or invite anew; the reason for a notice period that is too short stays with the session."""
    zu_kurz = (tag_von(sitzung) - timezone.localdate(am)).days < ladungsfrist(sitzung)
    mit = {
        "kalender_folge": sitzung.kalender_folge + 1,
        "eingeladen_am": sitzung.eingeladen_am or am,
        "fristgrund": sitzung.fristgrund or (grund.strip() if zu_kurz else ""),
    }
    ablauf = ablauf_von(sitzung)
    neu = vollziehe(ablauf, code, sitzung, stand=stand_von, durch=durch, am=am, grund=grund, mit=mit)
    merke_einladungen(neu, am)
    transaction.on_commit(lambda: benachrichtige(neu, _ANLASS[code], am=am))
    return neu


@transaction.atomic
def sage_ab(*, sitzung: Sitzung, durch: Zugang, am: datetime, grund: str) -> Sitzung:
    """Call a session off, or end an Umlaufbeschluss without a result; everyone learns the reason."""
    war_eingeladen = sitzung.eingeladen_am is not None
    mit = {"kalender_folge": sitzung.kalender_folge + 1}
    ablauf = ablauf_von(sitzung)
    neu = vollziehe(ablauf, "absagen", sitzung, stand=stand_von, durch=durch, am=am, grund=grund, mit=mit)
    if war_eingeladen:
        transaction.on_commit(lambda: benachrichtige(neu, Anlass.ABGESAGT, am=am, grund=grund))
    return neu


# -- The agenda ------------------------------------------------------------------------------------------------


@transaction.atomic
def setze_auf(
    *, sitzung: Sitzung, angaben: Punktangaben, durch: Zugang, am: datetime, anmeldung: Anmeldung | None = None
) -> Tagesordnungspunkt:
    """Put an item on the agenda.

    Raises ``Unzustaendig`` with the paragraph where the body must not take it up, ``PermissionDenied``,
    :class:`NichtMoeglich` without a title, once the session has begun, or with too many items.
    """
    gesperrt = _vorbereitet(sitzung, durch)
    zeile = zustaendig(gesperrt.gremium.art, angaben.gegenstand, tag_von(gesperrt))
    _pruefe_punkt(gesperrt, zeile, angaben)
    letzter = gesperrt.tagesordnung.aggregate(hoechste=Max("reihenfolge"))["hoechste"] or 0
    if letzter >= PUNKTE_HOECHSTENS:
        raise NichtMoeglich(f"Mehr als {PUNKTE_HOECHSTENS} Punkte sind nicht möglich.")
    punkt = Tagesordnungspunkt.objects.create(
        sitzung=gesperrt,
        reihenfolge=letzter + 1,
        titel=angaben.titel.strip(),
        gegenstand=zeile.code,
        form=zeile.form,
        zusammensetzung=zeile.zusammensetzung,
        bezug=angaben.bezug,
        anmeldung=anmeldung,
        antrag=angaben.antrag.strip(),
    )
    _geaendert(gesperrt)
    eintragen(durch=durch, am=am, akt="punkt_aufsetzen", norm=zeile.norm, objekt=punkt)
    return punkt


def setze_anmeldung_auf(
    *, sitzung: Sitzung, anmeldung: Anmeldung, durch: Zugang, am: datetime, antrag: str = ""
) -> Tagesordnungspunkt:
    """Put what was registered on the agenda, with its reasons as the motion; in a case that is heard first the office
    words what is put to the vote. Raises as :func:`setze_auf`, and when it is on one already.
    """
    if anmeldung.gremium_id != sitzung.gremium_id:
        raise NichtMoeglich("Diese Anmeldung gilt einem anderen Gremium.")
    if not Anmeldung.objects.offen().filter(pk=anmeldung.pk).exists():
        raise NichtMoeglich("Diese Anmeldung ist abgelehnt oder steht schon auf einer Tagesordnung.")
    strittig = gegenstand(anmeldung.gegenstand, tag_von(sitzung)).anzuhoeren
    vorschlag = antrag or ("" if strittig else anmeldung.begruendung)
    angaben = Punktangaben(anmeldung.gegenstand, anmeldung.titel, vorschlag, anmeldung.bezug)
    return setze_auf(sitzung=sitzung, angaben=angaben, durch=durch, am=am, anmeldung=anmeldung)


@transaction.atomic
def aendere_punkt(
    *, punkt: Tagesordnungspunkt, titel: str, antrag: str, durch: Zugang, am: datetime
) -> Tagesordnungspunkt:
    """Change the title and the motion of an item; whoever was invited has to be told."""
    gesperrt = _vorbereitet(punkt.sitzung, durch)
    if not titel.strip():
        raise NichtMoeglich("Bitte geben Sie dem Punkt einen Titel.", "titel")
    punkt.titel, punkt.antrag = titel.strip(), antrag.strip()
    punkt.save(update_fields=["titel", "antrag"])
    _geaendert(gesperrt)
    eintragen(durch=durch, am=am, akt="punkt_aendern", objekt=punkt)
    return punkt


@transaction.atomic
def ordne(*, sitzung: Sitzung, reihenfolge: Sequence[int], durch: Zugang, am: datetime) -> Sitzung:
    """Put the items into another order, by their keys; :class:`NichtMoeglich` unless all are named once."""
    gesperrt = _vorbereitet(sitzung, durch)
    punkte = {punkt.pk: punkt for punkt in gesperrt.tagesordnung.all()}
    if sorted(reihenfolge) != sorted(punkte):
        raise NichtMoeglich("Die Tagesordnung wurde inzwischen geändert. Bitte ordnen Sie sie noch einmal.")
    for stelle, pk in enumerate(reihenfolge, start=1):
        punkte[pk].reihenfolge = stelle
    Tagesordnungspunkt.objects.bulk_update(punkte.values(), ["reihenfolge"])
    _geaendert(gesperrt)
    eintragen(durch=durch, am=am, akt="tagesordnung_ordnen", objekt=gesperrt)
    return gesperrt


@transaction.atomic
def streiche(*, punkt: Tagesordnungspunkt, durch: Zugang, am: datetime) -> None:
    """Take an item off an agenda that nobody was invited with yet; afterwards it can only be adjourned.

    What was registered can be put on another agenda.
    """
    gesperrt = _vorbereitet(punkt.sitzung, durch)
    if gesperrt.eingeladen_am is not None:
        raise NichtMoeglich("Mit diesem Punkt ist eingeladen; in der Sitzung kann er vertagt werden.")
    punkt.vorlagen.all().delete()
    stelle = punkt.reihenfolge
    daten = {"titel": punkt.titel, "gegenstand": punkt.gegenstand}
    punkt.anhoerungen.all().delete()
    punkt.delete()
    gesperrt.tagesordnung.filter(reihenfolge__gt=stelle).update(reihenfolge=F("reihenfolge") - 1)
    eintragen(durch=durch, am=am, akt="punkt_streichen", objekt=gesperrt, daten=daten)


@transaction.atomic
def lade_gast(*, punkt: Tagesordnungspunkt, gast: Gastangaben, durch: Zugang, am: datetime) -> Gast:
    """Invite somebody to an item who does not belong to its composition; guests have no vote.

    Raises ``PermissionDenied``, :class:`NichtMoeglich` where the composition admits no guests.
    """
    gesperrt = _vorbereitet(punkt.sitzung, durch)
    regel = gremiumregel(gesperrt.gremium.art, tag_von(gesperrt))
    zusammensetzung = regel.zusammensetzung(punkt.zusammensetzung)
    if not zusammensetzung.gaeste:
        raise NichtMoeglich(f"Zu diesem Punkt sind keine Gäste vorgesehen ({zusammensetzung.norm}).")
    if not gast.name.strip():
        raise NichtMoeglich("Bitte geben Sie an, wer eingeladen wird.", "name")
    neuer = Gast.objects.create(
        punkt=punkt,
        partei=gast.partei,
        nutzer=gast.nutzer,
        name=gast.name.strip(),
        email=gast.email,
        eingeladen_am=am,
    )
    _geaendert(gesperrt)
    eintragen(durch=durch, am=am, akt="gast_einladen", norm=zusammensetzung.norm, objekt=punkt)
    return neuer


def _vorbereitet(sitzung: Sitzung, durch: Zugang) -> Sitzung:
    """The session, locked, if its agenda can be worked on."""
    gesperrt = Sitzung.objects.select_for_update(of=("self",)).select_related("gremium").get(pk=sitzung.pk)
    verlange(durch, Befugnis.GREMIUM_FUEHREN, gesperrt)
    if gesperrt.zustand not in VORBEREITUNG:
        raise NichtMoeglich("Die Tagesordnung steht fest; sie kann nicht mehr geändert werden.")
    return gesperrt


def _geaendert(sitzung: Sitzung) -> None:
    """Count a change after the invitation, so that it shows who has not been told yet."""
    if sitzung.eingeladen_am is not None:
        Sitzung.objects.filter(pk=sitzung.pk).update(kalender_folge=F("kalender_folge") + 1)


def _pruefe_vorhaben(gremium: Gremium, vorhaben: Vorhaben) -> None:
    tag = timezone.localdate(vorhaben.beginn)
    if not vorhaben.titel.strip():
        raise NichtMoeglich("Bitte geben Sie der Sitzung einen Titel.", "titel")
    if not timedelta(0) < vorhaben.dauer <= timedelta(days=5):
        raise NichtMoeglich("Die Dauer liegt zwischen einer Minute und fünf Tagen.", "dauer")
    if tag < gremium.ab or (gremium.bis and tag >= gremium.bis):
        raise NichtMoeglich(f"Am {tag:%d.%m.%Y} besteht das Gremium nicht.", "beginn")


def _pruefe_punkt(sitzung: Sitzung, zeile: Gegenstand, angaben: Punktangaben) -> None:
    if not angaben.titel.strip():
        raise NichtMoeglich("Bitte geben Sie dem Punkt einen Titel.", "titel")
    if angaben.bezug and not zeile.mit_bezug:
        raise NichtMoeglich(f"„{zeile.titel}“ bezieht sich nicht auf eine Zielvereinbarung.", "bezug")
    if sitzung.verfahren == Verfahren.UMLAUF and not zeile.im_umlauf:
        raise NichtMoeglich(f"„{zeile.titel}“ wird in einer Sitzung behandelt, nicht im Umlauf ({zeile.norm}).")
