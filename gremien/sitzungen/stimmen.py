"""Votes: opening a round, casting a vote, counting. A member votes once; what came out is computed, never entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max

from gremien.abstimmung import Koerper, Unmoeglich, Votum, Zaehlung, zaehle, zaehle_summen
from gremien.fehler import NichtMoeglich
from gremien.mitglieder.lesen import mitglieder_am, vertretungen_fuer
from gremien.mitglieder.vorsitz import leitung_der_sitzung
from gremien.models import (
    Abstimmung,
    Anwesenheit,
    Ergebnis,
    Mitgliedschaft,
    Sitzung,
    Stimme,
    Tagesordnungspunkt,
    Teilnahme,
    Vertretung,
    Widerspruch,
)
from gremien.recht import ABSTIMMBAR, ANZUHOERENDE_TITEL, UMLAUF, Form, Mehrheit, Verfahren, gegenstand, parameter
from gremien.sitzungen.beschluesse import Befund, neue_fassung
from gremien.sitzungen.lage import koerper_von, mitgliederzahl, stand_von, tag_von
from gremien.sitzungen.verlauf import fehlende_anhoerungen
from zielsystem.befugnisse import Befugnis, rollen_mit
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import vollziehe
from zielsystem.parties.models import Amt
from zielsystem.parties.zugriff import Zugang, verlange

SCHON_GESTIMMT = "Für dieses Mitglied ist schon eine Stimme abgegeben; ein Mitglied stimmt nur einmal ab."


# -- A round ---------------------------------------------------------------------------------------------------


@transaction.atomic
def eroeffne_abstimmung(*, punkt: Tagesordnungspunkt, antrag: str, durch: Zugang, am: datetime) -> Abstimmung:
    """Put a motion to the vote.

    Raises ``PermissionDenied``, :class:`NichtMoeglich`: nothing to decide on this item, somebody not heard yet, no
    quorum, decided already, another vote open, no motion.
    """
    sitzung = _fuehrend(punkt, durch)
    _pruefe_abstimmbar(punkt, sitzung)
    if not sitzung.gremium.namentlich:
        raise NichtMoeglich("In diesem Gremium werden nur die Summen der Stimmen festgehalten.")
    if not koerper_von(punkt).beschlussfaehig:
        raise NichtMoeglich("Das Gremium ist nicht beschlussfähig; dieser Punkt kann nur vertagt werden.")
    return lege_abstimmung_an(punkt, antrag or punkt.antrag, durch, am)


def lege_abstimmung_an(punkt: Tagesordnungspunkt, antrag: str, durch: Zugang, am: datetime) -> Abstimmung:
    """A new round on an item, without asking whether it is the time for it."""
    if not antrag.strip():
        raise NichtMoeglich("Bitte geben Sie an, worüber abgestimmt wird.", "antrag")
    if punkt.abstimmungen.filter(geschlossen_am=None, verworfen_am=None).exists():
        raise NichtMoeglich("Über diesen Punkt wird schon abgestimmt.")
    letzte = punkt.abstimmungen.aggregate(hoechste=Max("nummer"))["hoechste"] or 0
    abstimmung = Abstimmung.objects.create(
        punkt=punkt, nummer=letzte + 1, antrag=antrag.strip(), eroeffnet_am=am, eroeffnet_durch=durch.nutzer
    )
    eintragen(durch=durch, am=am, akt="abstimmung_eroeffnen", objekt=punkt, daten={"nummer": abstimmung.nummer})
    return abstimmung


@transaction.atomic
def verwirf(*, abstimmung: Abstimmung, grund: str, durch: Zugang, am: datetime) -> Abstimmung:
    """Drop a round with a reason, as when a vote was recorded wrongly; the votes stay readable and do not count."""
    _fuehrend(abstimmung.punkt, durch)
    gesperrt = _offene(abstimmung)
    if not grund.strip():
        raise NichtMoeglich("Bitte geben Sie an, warum die Abstimmung nicht gilt.", "grund")
    gesperrt.verworfen_am, gesperrt.verwerfungsgrund = am, grund.strip()
    gesperrt.save(update_fields=["verworfen_am", "verwerfungsgrund"])
    eintragen(durch=durch, am=am, akt="abstimmung_verwerfen", objekt=gesperrt.punkt, grund=grund.strip())
    return gesperrt


@transaction.atomic
def zaehle_aus(*, abstimmung: Abstimmung, durch: Zugang, am: datetime) -> Ergebnis:
    """Count a round: the result of the item follows from the votes, the majority it needs and the casting vote.

    Raises ``PermissionDenied``, :class:`NichtMoeglich` where no result is possible (no quorum, no vote).
    """
    sitzung = _fuehrend(abstimmung.punkt, durch)
    if sitzung.verfahren == Verfahren.UMLAUF:
        raise NichtMoeglich("Ein Umlauf wird im Ganzen ausgezählt.")
    return _zaehle(_offene(abstimmung), koerper_von(abstimmung.punkt), durch, am)


# -- A vote ----------------------------------------------------------------------------------------------------


def stimme_ab(*, abstimmung: Abstimmung, votum: Votum, durch: Zugang, am: datetime) -> Stimme:
    """Cast one's own vote, as a member who is there, or for the absent member for whom one sits in.

    Raises ``PermissionDenied`` for everybody else, :class:`NichtMoeglich` for a second vote or when nothing is put
    to the vote any more.
    """
    punkt = abstimmung.punkt
    verlange(durch, Befugnis.IM_GREMIUM_MITWIRKEN, punkt.sitzung)
    sitz = _eigener_sitz(punkt, durch)
    if sitz is None:
        raise PermissionDenied("Zu diesem Punkt haben Sie keine Stimme; abstimmen Mitglieder, die anwesend sind.")
    return _gib_ab(abstimmung, sitz, votum, durch, am)


def halte_stimme_fest(
    *, abstimmung: Abstimmung, mitgliedschaft: Mitgliedschaft, votum: Votum, durch: Zugang, am: datetime
) -> Stimme:
    """Record the vote of a member who is there or represented, as it was given in the session. Raises as
    :func:`stimme_ab`; only the office records the votes of others, and none in an Umlauf.
    """
    punkt = abstimmung.punkt
    verlange(durch, Befugnis.GREMIUM_FUEHREN, punkt.sitzung)
    if punkt.sitzung.verfahren == Verfahren.UMLAUF and _stimmt_selbst(mitgliedschaft, durch):
        raise NichtMoeglich("Im Umlauf stimmt jedes Mitglied selbst ab, das einen Zugang hat.")
    sitz = _sitz_von(punkt, mitgliedschaft)
    if sitz is None:
        raise NichtMoeglich(f"{mitgliedschaft.name} ist weder anwesend noch vertreten und hat hier keine Stimme.")
    return _gib_ab(abstimmung, sitz, votum, durch, am)


@transaction.atomic
def halte_stimmen_fest(
    *, abstimmung: Abstimmung, vota: Iterable[tuple[Mitgliedschaft, Votum]], durch: Zugang, am: datetime
) -> list[Stimme]:
    """Record the votes of several members, all of them or none. Raises as :func:`halte_stimme_fest`."""
    return [
        halte_stimme_fest(abstimmung=abstimmung, mitgliedschaft=mitglied, votum=votum, durch=durch, am=am)
        for mitglied, votum in vota
    ]


@transaction.atomic
def _gib_ab(abstimmung: Abstimmung, sitz: tuple[int, int | None], votum: Votum, durch: Zugang, am: datetime) -> Stimme:
    """Store a vote. The database lets a member vote once, also when two votes arrive at the same moment."""
    gesperrt = _offene(abstimmung)
    mitgliedschaft, vertretung = sitz
    try:
        with transaction.atomic():
            stimme = Stimme.objects.create(
                abstimmung=gesperrt,
                mitgliedschaft_id=mitgliedschaft,
                vertretung_id=vertretung,
                votum=votum,
                am=am,
                durch=durch.nutzer,
            )
    except IntegrityError as doppelt:
        raise NichtMoeglich(SCHON_GESTIMMT) from doppelt
    eintragen(durch=durch, am=am, akt="abstimmen", objekt=gesperrt.punkt)
    return stimme


def eigene_stimme(punkt: Tagesordnungspunkt, durch: Zugang) -> int | None:
    """For which member somebody votes on an item, or None."""
    sitz = _eigener_sitz(punkt, durch)
    return sitz[0] if sitz else None


def _eigener_sitz(punkt: Tagesordnungspunkt, durch: Zugang) -> tuple[int, int | None] | None:
    """The membership for which the person of the access votes, and as whose substitute."""
    if durch.nutzer is None:
        return None
    sitzung = punkt.sitzung
    mitglieder = mitglieder_am(sitzung.gremium, tag_von(sitzung), (punkt.zusammensetzung,))
    if sitzung.verfahren == Verfahren.UMLAUF:
        return _sitz_im_umlauf(sitzung, mitglieder, durch.nutzer.pk)
    selbst = [m.pk for m in mitglieder if m.nutzer_id == durch.nutzer.pk]
    anwesend = sitzung.anwesenheiten.filter(mitgliedschaft__in=mitglieder)
    if anwesend.filter(mitgliedschaft__in=selbst, teilnahme=Teilnahme.ANWESEND).exists():
        return selbst[0], None
    fuer = anwesend.filter(teilnahme=Teilnahme.VERTRETEN, vertretung__nutzer=durch.nutzer).first()
    return (fuer.mitgliedschaft_id, fuer.vertretung_id) if fuer else None


def _sitz_im_umlauf(sitzung: Sitzung, mitglieder: list[Mitgliedschaft], nutzer: int) -> tuple[int, int | None] | None:
    """In writing the member votes, or a standing substitute."""
    selbst = next((m.pk for m in mitglieder if m.nutzer_id == nutzer), None)
    if selbst is not None:
        return selbst, None
    je_mitglied = vertretungen_fuer(sitzung.pk, tag_von(sitzung), mitglieder)
    alle: list[Vertretung] = [eine for vertretungen in je_mitglied.values() for eine in vertretungen]
    eigene = next((eine for eine in alle if eine.nutzer_id == nutzer), None)
    return (eigene.mitgliedschaft_id, eigene.pk) if eigene else None


def _stimmt_selbst(mitgliedschaft: Mitgliedschaft, durch: Zugang) -> bool:
    """Whether a member has a login with a role that votes; who only reads gives the vote to the office."""
    stimmend = rollen_mit(Befugnis.IM_GREMIUM_MITWIRKEN)
    return Amt.objects.am(durch.am).filter(nutzer=mitgliedschaft.nutzer_id, rolle__in=stimmend).exists()


def _sitz_von(punkt: Tagesordnungspunkt, mitgliedschaft: Mitgliedschaft) -> tuple[int, int | None] | None:
    sitzung = punkt.sitzung
    if mitgliedschaft.pk not in koerper_von(punkt).seiten:
        return None
    if sitzung.verfahren == Verfahren.UMLAUF:
        return mitgliedschaft.pk, None
    da = Anwesenheit.objects.filter(sitzung=sitzung, mitgliedschaft=mitgliedschaft)
    gefunden = da.exclude(teilnahme=Teilnahme.ABWESEND).first()
    return (mitgliedschaft.pk, gefunden.vertretung_id) if gefunden else None


# -- Totals, for bodies that do not vote by name ---------------------------------------------------------------


@transaction.atomic
def halte_summen_fest(
    *,
    punkt: Tagesordnungspunkt,
    antrag: str,
    summen: tuple[int, int, int],
    anwesend: int,
    durch: Zugang,
    am: datetime,
) -> Ergebnis:
    """Record the totals (yes, no, abstentions) of a vote in a body that does not vote by name, such as a Kreistag.

    Raises ``PermissionDenied``, :class:`NichtMoeglich` for totals that cannot be.
    """
    sitzung = _fuehrend(punkt, durch)
    _pruefe_abstimmbar(punkt, sitzung)
    if sitzung.gremium.namentlich:
        raise NichtMoeglich("In diesem Gremium werden die Stimmen je Mitglied festgehalten.")
    abstimmung = lege_abstimmung_an(punkt, antrag or punkt.antrag, durch, am)
    quorum = parameter("quorum", tag_von(sitzung))
    try:
        zaehlung = zaehle_summen(anwesend, mitgliederzahl(punkt), summen, _mehrheit(punkt, sitzung), quorum)
    except Unmoeglich as fehler:
        raise NichtMoeglich(str(fehler), "summen") from fehler
    return _halte_fest(abstimmung, zaehlung, anwesend, durch, am)


# -- In writing ------------------------------------------------------------------------------------------------


@transaction.atomic
def widersprich(*, sitzung: Sitzung, durch: Zugang, am: datetime, grund: str = "") -> Widerspruch:
    """Ask, as a member, for a session instead of a decision in writing; the Umlauf can then only be ended.

    Raises ``PermissionDenied`` for anybody but members, :class:`NichtMoeglich` when it is not open or twice.
    """
    gesperrt = Sitzung.objects.select_for_update(of=("self",)).select_related("gremium").get(pk=sitzung.pk)
    verlange(durch, Befugnis.IM_GREMIUM_MITWIRKEN, gesperrt)
    mitglied = next((m for m in _mitglieder(gesperrt) if durch.nutzer and m.nutzer_id == durch.nutzer.pk), None)
    if mitglied is None:
        raise PermissionDenied("Widersprechen können nur Mitglieder des Gremiums.")
    if gesperrt.zustand != "laufend":
        raise NichtMoeglich("Diesem Umlauf kann nicht mehr widersprochen werden.")
    widerspruch, neu = Widerspruch.objects.get_or_create(
        sitzung=gesperrt,
        mitgliedschaft=mitglied,
        defaults={"grund": grund.strip(), "am": am, "durch": durch.nutzer},
    )
    if not neu:
        raise NichtMoeglich("Sie haben schon widersprochen.")
    eintragen(durch=durch, am=am, akt="umlauf_widersprechen", objekt=gesperrt, grund=grund.strip())
    return widerspruch


@transaction.atomic
def zaehle_umlauf_aus(*, sitzung: Sitzung, durch: Zugang, am: datetime) -> Sitzung:
    """Count an Umlaufbeschluss, when all have voted or the last day is over: who voted counts as taking part.

    Raises ``Gehindert`` (votes missing, a member objected), :class:`NichtMoeglich` where too few took part.
    """
    mit = {"geschlossen_am": am, **_leitung_im_umlauf(sitzung)}
    neu = vollziehe(UMLAUF, "auszaehlen", sitzung, stand=stand_von, durch=durch, am=am, mit=mit)
    for abstimmung in Abstimmung.objects.filter(punkt__sitzung=neu, geschlossen_am=None, verworfen_am=None):
        koerper = koerper_von(abstimmung.punkt)
        stimmende = frozenset(abstimmung.stimmen.values_list("mitgliedschaft", flat=True)) & set(koerper.seiten)
        _zaehle(abstimmung, replace(koerper, praesent=stimmende), durch, am)
    return neu


def _leitung_im_umlauf(sitzung: Sitzung) -> dict[str, object]:
    """Who of those who voted in person presides: chair or deputy, with the casting vote that the rules give."""
    eigene = Stimme.objects.filter(abstimmung__punkt__sitzung=sitzung, vertretung=None)
    stimmende = frozenset(eigene.values_list("mitgliedschaft", flat=True))
    findet = leitung_der_sitzung(sitzung.gremium, tag_von(sitzung), stimmende)
    return {"leitung_id": findet.mitglied, "stichentscheid_id": findet.stichentscheid}


# -- What must hold --------------------------------------------------------------------------------------------


def _zaehle(abstimmung: Abstimmung, koerper: Koerper, durch: Zugang, am: datetime) -> Ergebnis:
    stimmen = [
        (mitglied, Votum(votum))
        for mitglied, votum in abstimmung.stimmen.values_list("mitgliedschaft", "votum")
        if mitglied in koerper.seiten
    ]
    try:
        zaehlung = zaehle(koerper, stimmen, _mehrheit(abstimmung.punkt, abstimmung.punkt.sitzung))
    except Unmoeglich as fehler:
        raise NichtMoeglich(str(fehler)) from fehler
    return _halte_fest(abstimmung, zaehlung, len(koerper.praesent), durch, am)


def _halte_fest(abstimmung: Abstimmung, zaehlung: Zaehlung, anwesend: int, durch: Zugang, am: datetime) -> Ergebnis:
    abstimmung.geschlossen_am = am
    abstimmung.save(update_fields=["geschlossen_am"])
    befund = Befund(
        ausgang=zaehlung.ausgang,
        wortlaut=abstimmung.antrag,
        summen=(zaehlung.ja, zaehlung.nein, zaehlung.enthaltung),
        anwesend=anwesend,
        stichentscheid=zaehlung.stichentscheid,
        erlaeuterung=zaehlung.erlaeuterung,
    )
    return neue_fassung(abstimmung.punkt, befund, durch=durch, am=am, abstimmung=abstimmung)


def _mehrheit(punkt: Tagesordnungspunkt, sitzung: Sitzung) -> Mehrheit:
    return gegenstand(punkt.gegenstand, tag_von(sitzung)).mehrheit


def _mitglieder(sitzung: Sitzung) -> list[Mitgliedschaft]:
    return mitglieder_am(sitzung.gremium, tag_von(sitzung))


def _fuehrend(punkt: Tagesordnungspunkt, durch: Zugang) -> Sitzung:
    """The session of an item, locked, for its office."""
    sitzung = Sitzung.objects.select_for_update(of=("self",)).select_related("gremium").get(pk=punkt.sitzung_id)
    verlange(durch, Befugnis.GREMIUM_FUEHREN, sitzung)
    if sitzung.zustand not in ABSTIMMBAR:
        raise NichtMoeglich("Abgestimmt wird in der eröffneten Sitzung; diese ist nicht (mehr) eröffnet.")
    punkt.sitzung = sitzung
    return sitzung


def _offene(abstimmung: Abstimmung) -> Abstimmung:
    """The round, locked, if votes can still be cast in it."""
    gesperrt = (
        Abstimmung.objects.select_for_update(of=("self",))
        .select_related("punkt__sitzung__gremium")
        .get(pk=abstimmung.pk)
    )
    if gesperrt.geschlossen_am or gesperrt.verworfen_am or gesperrt.punkt.sitzung.zustand not in ABSTIMMBAR:
        raise NichtMoeglich("Diese Abstimmung ist beendet; Stimmen werden nicht mehr angenommen.")
    return gesperrt


def _pruefe_abstimmbar(punkt: Tagesordnungspunkt, sitzung: Sitzung) -> None:
    if punkt.form != Form.BESCHLUSS:
        raise NichtMoeglich("Über diesen Punkt wird nicht abgestimmt; er wird beraten oder erörtert.")
    if Ergebnis.objects.gueltig().filter(punkt=punkt).exists():
        raise NichtMoeglich("Dieser Punkt hat schon ein Ergebnis.")
    if fehlende := fehlende_anhoerungen(punkt):
        namen = ", ".join(ANZUHOERENDE_TITEL[wer] for wer in fehlende)
        norm = gegenstand(punkt.gegenstand, tag_von(sitzung)).norm
        raise NichtMoeglich(f"Vor der Entscheidung ist anzuhören: {namen} ({norm}).")
