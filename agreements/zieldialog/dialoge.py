"""Planning, inviting to, minuting and closing a Zieldialog: the only writer of ``Zieldialog.zustand``.

Planning locks the agreements concerned, so that two people cannot put two dialogues into one quarter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from agreements.models import Bestaetigung, Tagesordnungspunkt, Teilnahme, Vertragspartei, Zieldialog, Zielvereinbarung
from agreements.recht import Seite, Zustand
from agreements.zieldialog.einladung import Anlass, benachrichtige
from agreements.zieldialog.recht import (
    GEMEINSAM_MOEGLICH,
    RHYTHMEN,
    VORBEREITUNG,
    ZIELDIALOG,
    Dialogstand,
    Dialogzustand,
)
from kennzahlen.cube import monat_plus
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import Gehindert, Knopf, knoepfe, vollziehe
from zielsystem.parties.zugriff import Zugang, verlange

BEFUGNIS = Befugnis.ZIELDIALOG_FUEHREN
_HAENGT_AN_BERICHTEN = (Seite.AUSFUEHREND, Seite.STEUERND)


class Unvereinbar(ValueError):
    """These agreements cannot hold a dialogue together, or a text was changed by somebody else meanwhile."""


@dataclass(frozen=True)
class Vorhaben:
    """When, where and about what a dialogue is to be held."""

    titel: str
    beginn: datetime
    dauer: timedelta
    ort: str
    tagesordnung: tuple[str, ...]


# -- Planning --------------------------------------------------------------------------------------------------


@transaction.atomic
def plane(*, vereinbarungen: Sequence[Zielvereinbarung], vorhaben: Vorhaben, durch: Zugang, am: datetime) -> Zieldialog:
    """Plan a dialogue about one agreement, or about several of the same kind and round.

    Raises ``PermissionDenied``, ``Gehindert`` (agreement not concluded, second dialogue in a quarter) and
    :class:`Unvereinbar`.
    """
    gesperrt = _gesperrt(vereinbarungen, durch)
    tag = timezone.localdate(am)
    zeile = ZIELDIALOG.zeile("planen", None, tag)
    if hindernisse := zeile.hindernisse(_stand_neu(gesperrt, vorhaben.beginn), tag):
        raise Gehindert(zeile, hindernisse)
    dialog = Zieldialog.objects.create(
        runde_id=gesperrt[0].runde_id,
        titel=vorhaben.titel,
        beginn=vorhaben.beginn,
        dauer=vorhaben.dauer,
        ort=vorhaben.ort,
        zustand=zeile.nach,
        angelegt_am=am,
        angelegt_durch=durch.nutzer,
    )
    Teilnahme.objects.bulk_create([Teilnahme(zieldialog=dialog, zielvereinbarung=eine) for eine in gesperrt])
    _schreibe_tagesordnung(dialog, vorhaben.tagesordnung)
    daten = {"vereinbarungen": [eine.pk for eine in gesperrt]}
    eintragen(durch=durch, am=am, akt="zieldialog_planen", norm=zeile.norm, objekt=dialog, daten=daten)
    return dialog


@transaction.atomic
def plane_reihe(
    *, vereinbarungen: Sequence[Zielvereinbarung], vorhaben: Vorhaben, rhythmus: str, durch: Zugang, am: datetime
) -> list[Zieldialog]:
    """Plan dialogues from the first day on, as often as the rhythm says, until the period of the round ends.

    All of them or none. Raises what :func:`plane` raises, and ``KeyError`` for an unknown rhythm.
    """
    abstand = RHYTHMEN[rhythmus][1]
    ende = vereinbarungen[0].runde.bis
    geplante = []
    nummer = 0
    while (beginn := _versetzt(vorhaben.beginn, nummer * abstand)).date() < ende or nummer == 0:
        nummer += 1
        einer = replace(vorhaben, beginn=beginn, titel=f"{nummer}. {vorhaben.titel}")
        geplante.append(plane(vereinbarungen=vereinbarungen, vorhaben=einer, durch=durch, am=am))
    return geplante


def _versetzt(beginn: datetime, monate: int) -> datetime:
    """The same day and hour some months later; the last day of a month that is too short."""
    lokal = timezone.localtime(beginn)
    erster = monat_plus(lokal.date().replace(day=1), monate)
    letzter_tag = (monat_plus(erster, 1) - timedelta(days=1)).day
    naiv = lokal.replace(tzinfo=None, year=erster.year, month=erster.month, day=min(lokal.day, letzter_tag))
    return timezone.make_aware(naiv)


def gemeinsam_moeglich(vereinbarung: Zielvereinbarung, durch: Zugang) -> list[Zielvereinbarung]:
    """The other agreements that could join a dialogue: same round and kind, the party acted for steers all of them."""
    if vereinbarung.nr not in GEMEINSAM_MOEGLICH:
        return []
    gesteuerte = Vertragspartei.objects.filter(ich(durch), seite=Seite.STEUERND)
    andere = (
        Zielvereinbarung.objects.filter(
            runde=vereinbarung.runde_id,
            nr=vereinbarung.nr,
            land=vereinbarung.land_id,
            zustand__in=[Zustand.GESCHLOSSEN, Zustand.IN_KRAFT, Zustand.IN_AUSWERTUNG],
            pk__in=gesteuerte.values("zielvereinbarung"),
        )
        .exclude(pk=vereinbarung.pk)
        .order_by("schluessel", "traegerseite")
    )
    return list(andere) if gesteuerte.filter(zielvereinbarung=vereinbarung.pk).exists() else []


def ich(durch: Zugang) -> Q:
    return Q(partei=durch.partei_id) | Q(rechtstraeger=durch.partei_id)


def _gesperrt(vereinbarungen: Sequence[Zielvereinbarung], durch: Zugang) -> list[Zielvereinbarung]:
    """The agreements, locked in the order of their keys, if the access may hold dialogues about all of them."""
    pks = {eine.pk for eine in vereinbarungen}
    gesperrt = list(Zielvereinbarung.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    for eine in gesperrt:
        verlange(durch, BEFUGNIS, eine)
    if len({(eine.runde_id, eine.nr) for eine in gesperrt}) != 1:
        raise Unvereinbar("Gemeinsam geführt wird ein Zieldialog nur zu Vereinbarungen derselben Runde und Art.")
    if len(gesperrt) > 1:
        if gesperrt[0].nr not in GEMEINSAM_MOEGLICH:
            raise Unvereinbar("Gemeinsame Zieldialoge gibt es nur zu Vereinbarungen nach Nr. 2 und Nr. 4.")
        gesteuerte = Vertragspartei.objects.filter(ich(durch), zielvereinbarung__in=pks, seite=Seite.STEUERND)
        if not durch.betrieb and gesteuerte.count() != len(gesperrt):
            raise Unvereinbar("Einen gemeinsamen Zieldialog plant, wer alle beteiligten Vereinbarungen steuert.")
    return gesperrt


def _stand_neu(vereinbarungen: Sequence[Zielvereinbarung], beginn: datetime) -> Dialogstand:
    andere = Zieldialog.objects.nicht_abgesagt().filter(vereinbarungen__in=vereinbarungen)
    return Dialogstand(
        termin=timezone.localdate(beginn),
        andere_termine=tuple(timezone.localdate(einer) for einer in andere.values_list("beginn", flat=True)),
        vereinbarungen=frozenset(Zustand(eine.zustand) for eine in vereinbarungen),
        laufzeit=vereinbarungen[0].runde.laufzeit,
    )


def _schreibe_tagesordnung(dialog: Zieldialog, punkte: Sequence[str]) -> None:
    dialog.tagesordnung.all().delete()
    Tagesordnungspunkt.objects.bulk_create(
        [
            Tagesordnungspunkt(zieldialog=dialog, reihenfolge=stelle, titel=punkt)
            for stelle, punkt in enumerate(punkte, start=1)
        ]
    )


# -- Changing what is planned ----------------------------------------------------------------------------------


@transaction.atomic
def verlege(*, dialog: Zieldialog, vorhaben: Vorhaben, durch: Zugang, am: datetime) -> Zieldialog:
    """Give a dialogue another date, place, title or agenda; whoever was invited is told, and it is planned again."""
    vereinbarungen = _gesperrt(list(dialog.vereinbarungen.all()), durch)

    def stand(gesperrt: Zieldialog) -> Dialogstand:
        andere = Zieldialog.objects.nicht_abgesagt().exclude(pk=gesperrt.pk).filter(vereinbarungen__in=vereinbarungen)
        termine = tuple(timezone.localdate(einer) for einer in andere.values_list("beginn", flat=True))
        return replace(_stand_neu(vereinbarungen, vorhaben.beginn), andere_termine=termine)

    war_eingeladen = dialog.zustand == Dialogzustand.EINGELADEN
    felder = {"titel": vorhaben.titel, "beginn": vorhaben.beginn, "dauer": vorhaben.dauer, "ort": vorhaben.ort}
    mit = {**felder, "kalender_folge": dialog.kalender_folge + 1}
    neu = vollziehe(ZIELDIALOG, "verlegen", dialog, stand=stand, durch=durch, am=am, mit=mit)
    _schreibe_tagesordnung(neu, vorhaben.tagesordnung)
    if war_eingeladen:
        transaction.on_commit(lambda: benachrichtige(neu, Anlass.VERLEGT, am=am))
    return neu


def lade_ein(*, dialog: Zieldialog, durch: Zugang, am: datetime, grund: str = "") -> Zieldialog:
    """Invite every party by e-mail, with the date for the calendar and the agenda."""
    return _mit_nachricht("einladen", dialog, Anlass.EINGELADEN, durch=durch, am=am, grund=grund)


def sage_ab(*, dialog: Zieldialog, durch: Zugang, am: datetime, grund: str = "") -> Zieldialog:
    """Call a dialogue off, with a reason that everyone learns."""
    return _mit_nachricht("absagen", dialog, Anlass.ABGESAGT, durch=durch, am=am, grund=grund)


@transaction.atomic
def _mit_nachricht(
    code: str, dialog: Zieldialog, anlass: Anlass, *, durch: Zugang, am: datetime, grund: str
) -> Zieldialog:
    neu = vollziehe(
        ZIELDIALOG,
        code,
        dialog,
        stand=stand_von,
        durch=durch,
        am=am,
        grund=grund,
        mit={"kalender_folge": dialog.kalender_folge + 1},
    )
    transaction.on_commit(lambda: benachrichtige(neu, anlass, am=am, grund=grund))
    return neu


# -- Holding it, and its minutes -------------------------------------------------------------------------------


def fuehre(*, dialog: Zieldialog, durch: Zugang, am: datetime, grund: str = "") -> Zieldialog:
    """Record that the dialogue was held; without all reports only with a reason."""
    return vollziehe(ZIELDIALOG, "durchfuehren", dialog, stand=stand_von, durch=durch, am=am, grund=grund)


@transaction.atomic
def schreibe_niederschrift(*, dialog: Zieldialog, text: str, nummer: int, durch: Zugang, am: datetime) -> Zieldialog:
    """Put down the minutes; ``nummer`` is the stand of them that was read before.

    A changed text has to be confirmed anew by every party. Raises :class:`Unvereinbar` when somebody else was faster
    or the minutes are closed, ``PermissionDenied``.
    """
    gesperrt = Zieldialog.objects.select_for_update().get(pk=dialog.pk)
    verlange(durch, BEFUGNIS, gesperrt)
    if gesperrt.zustand != Dialogzustand.GEFUEHRT:
        raise Unvereinbar("Eine Niederschrift wird geschrieben, wenn der Zieldialog geführt und noch nicht fest ist.")
    if gesperrt.niederschrift_nummer != nummer:
        raise Unvereinbar("Die Niederschrift wurde inzwischen geändert. Bitte übertragen Sie Ihre Änderungen.")
    if gesperrt.niederschrift != text:
        gesperrt.niederschrift, gesperrt.niederschrift_nummer = text, nummer + 1
        gesperrt.save(update_fields=["niederschrift", "niederschrift_nummer"])
        daten = {"nummer": gesperrt.niederschrift_nummer}
        eintragen(durch=durch, am=am, akt="niederschrift_schreiben", objekt=gesperrt, daten=daten)
    return gesperrt


@transaction.atomic
def bestaetige(*, dialog: Zieldialog, nummer: int, durch: Zugang, am: datetime) -> Zieldialog:
    """Confirm the minutes as they read at ``nummer`` for the own party; the last confirmation closes the dialogue."""
    gesperrt = Zieldialog.objects.select_for_update().get(pk=dialog.pk)
    verlange(durch, BEFUGNIS, gesperrt)
    if gesperrt.zustand != Dialogzustand.GEFUEHRT or gesperrt.niederschrift_nummer != nummer:
        raise Unvereinbar("Die Niederschrift wurde inzwischen geändert. Bitte lesen Sie sie noch einmal.")
    if not gesperrt.niederschrift:
        raise Unvereinbar("Die Niederschrift ist noch leer.")
    eigene = eigene_parteien(gesperrt, durch)
    if not eigene:
        raise PermissionDenied("Bestätigen können nur die Vertragsparteien.")
    for partei_id in eigene:
        _, neu = Bestaetigung.objects.get_or_create(
            zieldialog=gesperrt, partei_id=partei_id, nummer=nummer, defaults={"am": am, "durch": durch.nutzer}
        )
        if neu:
            eintragen(durch=durch, am=am, akt="niederschrift_bestaetigen", objekt=gesperrt, daten={"nummer": nummer})
    if stand_von(gesperrt).unbestaetigt == 0:
        return vollziehe(ZIELDIALOG, "abschliessen", gesperrt, stand=stand_von, durch=durch, am=am)
    return gesperrt


def eigene_parteien(dialog: Zieldialog, durch: Zugang) -> list[int]:
    """The parties for which the access confirms: the one acted for, or the zkT behind which its Kommune stands."""
    eigene = Vertragspartei.objects.filter(ich(durch), zielvereinbarung__in=dialog.vereinbarungen.all())
    return list(eigene.values_list("partei", flat=True).distinct())


# -- Where it stands -------------------------------------------------------------------------------------------


def stand_von(dialog: Zieldialog) -> Dialogstand:
    """The snapshot that the conditions look at."""
    vereinbarungen = list(dialog.vereinbarungen.all())
    andere = Zieldialog.objects.nicht_abgesagt().exclude(pk=dialog.pk).filter(vereinbarungen__in=vereinbarungen)
    abgegeben = dialog.teilnahmen.filter(berichte__abgegeben_am__isnull=False).count()
    return Dialogstand(
        termin=timezone.localdate(dialog.beginn),
        andere_termine=tuple(timezone.localdate(einer) for einer in andere.values_list("beginn", flat=True)),
        vereinbarungen=frozenset(Zustand(eine.zustand) for eine in vereinbarungen),
        laufzeit=dialog.runde.laufzeit,
        tagesordnung=dialog.tagesordnung.count(),
        fehlende_berichte=len(vereinbarungen) * len(_HAENGT_AN_BERICHTEN) - abgegeben,
        niederschrift=bool(dialog.niederschrift),
        unbestaetigt=len(unbestaetigte(dialog)),
    )


def unbestaetigte(dialog: Zieldialog) -> list[tuple[int, str]]:
    """The parties that have not confirmed the minutes as they read now: key and name."""
    bestaetigt = set(dialog.bestaetigungen.filter(nummer=dialog.niederschrift_nummer).values_list("partei", flat=True))
    parteien = Vertragspartei.objects.filter(zielvereinbarung__in=dialog.vereinbarungen.all())
    alle = dict(parteien.order_by("zielvereinbarung", "reihenfolge").values_list("partei", "bezeichnung"))
    return [(partei, name) for partei, name in alle.items() if partei not in bestaetigt]


AKTE: dict[str, Callable[..., Zieldialog]] = {"einladen": lade_ein, "durchfuehren": fuehre, "absagen": sage_ab}
"""The acts that a page offers as buttons, by the code of their transition; the others have a form of their own."""


def naechste_akte(dialog: Zieldialog, durch: Zugang) -> list[Knopf]:
    """The acts open or closed to somebody now that need nothing but a click or a reason."""
    moegliche = knoepfe(ZIELDIALOG, dialog, stand=stand_von(dialog), durch=durch)
    return [knopf for knopf in moegliche if knopf.befugt and knopf.uebergang.code in AKTE]


def vorbereitbar(dialog: Zieldialog) -> bool:
    """Whether date, agenda and reports can still be worked on."""
    return Dialogzustand(dialog.zustand) in VORBEREITUNG
