"""Holding a session: who is there, opening it, hearings, what was said, closing it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gremien.fehler import NichtMoeglich
from gremien.mitglieder.lesen import vertretungen_fuer
from gremien.mitglieder.vorsitz import leitung_der_sitzung
from gremien.models import (
    Anhoerung,
    Anwesenheit,
    Ergebnis,
    Mitgliedschaft,
    Sitzung,
    Tagesordnungspunkt,
    Teilnahme,
    Vertretung,
)
from gremien.recht import ANZUHOERENDE_TITEL, SITZUNG, Anzuhoerende, gegenstand
from gremien.recht.vorsitz import Leitung
from gremien.sitzungen.lage import anwesende, mitglieder_von, offene_abstimmungen, stand_von, tag_von
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import vollziehe
from zielsystem.parties.zugriff import Zugang, verlange


@dataclass(frozen=True)
class Anwesenheitsangabe:
    """Whether a member (by key) is there; ``vertretung``: the key of the substitute, for VERTRETEN only."""

    mitgliedschaft: int
    teilnahme: Teilnahme
    vertretung: int | None = None


# -- Who is there ----------------------------------------------------------------------------------------------


@transaction.atomic
def halte_anwesenheit_fest(
    *, sitzung: Sitzung, angaben: Sequence[Anwesenheitsangabe], durch: Zugang, am: datetime
) -> Sitzung:
    """Record who is there, represented or absent; recording again corrects it, as long as the session is held.

    Raises ``PermissionDenied``, :class:`NichtMoeglich`: somebody who is no member on the day, a substitute who was
    not named for this member, who represents two or has a vote of his own.
    """
    gesperrt = _gesperrt(sitzung, durch)
    if gesperrt.zustand not in ("eingeladen", "eroeffnet"):
        raise NichtMoeglich("Anwesenheit wird festgehalten, wenn eingeladen ist und bis die Sitzung geschlossen wird.")
    if offene_abstimmungen(gesperrt):
        raise NichtMoeglich("Solange abgestimmt wird, ändert sich die Anwesenheit nicht. Bitte zählen Sie zuerst aus.")
    mitglieder = {mitglied.pk: mitglied for mitglied in mitglieder_von(gesperrt)}
    vertretungen = vertretungen_fuer(gesperrt.pk, tag_von(gesperrt), mitglieder.values())
    zeilen = [_anwesenheit(gesperrt, angabe, mitglieder, vertretungen, durch, am) for angabe in angaben]
    Anwesenheit.objects.bulk_create(
        zeilen,
        update_conflicts=True,
        unique_fields=["sitzung", "mitgliedschaft"],
        update_fields=["teilnahme", "vertretung", "erfasst_am", "erfasst_durch"],
    )
    _pruefe_vertretungen(gesperrt, mitglieder.values())
    if gesperrt.zustand == "eroeffnet":
        _setze_leitung(gesperrt)
    eintragen(durch=durch, am=am, akt="anwesenheit_festhalten", objekt=gesperrt)
    return gesperrt


def _anwesenheit(
    sitzung: Sitzung,
    angabe: Anwesenheitsangabe,
    mitglieder: dict[int, Mitgliedschaft],
    vertretungen: dict[int, list[Vertretung]],
    durch: Zugang,
    am: datetime,
) -> Anwesenheit:
    if angabe.mitgliedschaft not in mitglieder:
        raise NichtMoeglich("Anwesend ist nur, wer am Tag der Sitzung Mitglied des Gremiums ist.")
    moegliche = {eine.pk for eine in vertretungen.get(angabe.mitgliedschaft, [])}
    vertreten = angabe.teilnahme == Teilnahme.VERTRETEN
    if vertreten and angabe.vertretung not in moegliche:
        name = mitglieder[angabe.mitgliedschaft].name
        raise NichtMoeglich(f"Für {name} ist diese Vertretung nicht benannt. Bitte benennen Sie sie zuerst.")
    return Anwesenheit(
        sitzung=sitzung,
        mitgliedschaft_id=angabe.mitgliedschaft,
        teilnahme=angabe.teilnahme,
        vertretung_id=angabe.vertretung if vertreten else None,
        erfasst_am=am,
        erfasst_durch=durch.nutzer,
    )


def _pruefe_vertretungen(sitzung: Sitzung, mitglieder: Collection[Mitgliedschaft]) -> None:
    """One person represents one member; who has a vote of his own represents nobody."""
    eigene_stimme = {mitglied.nutzer_id for mitglied in mitglieder if mitglied.nutzer_id}
    gesehen: set[int | str] = set()
    for zeile in sitzung.anwesenheiten.filter(teilnahme=Teilnahme.VERTRETEN).select_related("vertretung"):
        vertretung = zeile.vertretung
        if vertretung is None:
            continue
        person = vertretung.nutzer_id or vertretung.name
        if person in gesehen:
            raise NichtMoeglich(f"{vertretung.name} kann nicht zwei Mitglieder zugleich vertreten.")
        if vertretung.nutzer_id in eigene_stimme:
            raise NichtMoeglich(f"{vertretung.name} ist selbst Mitglied und hat eine eigene Stimme.")
        gesehen.add(person)


# -- Opening and closing ---------------------------------------------------------------------------------------


@transaction.atomic
def eroeffne(
    *,
    sitzung: Sitzung,
    durch: Zugang,
    am: datetime,
    grund: str = "",
    leitung: Mitgliedschaft | None = None,
) -> Sitzung:
    """Open a session. Who presides follows from the chair and who is there; ``leitung``: whom the members present
    chose where chair and deputies are missing (such a one has no casting vote).

    Raises ``Gehindert``: the day has not come, attendance is not complete; without a reason also for a missing quorum
    or nobody who presides. :class:`NichtMoeglich` when ``leitung`` is not present.
    """
    findet = leitung_von(sitzung)
    vorsitz = findet.mitglied
    if vorsitz is None and leitung is not None:
        if leitung.pk not in anwesende(sitzung):
            raise NichtMoeglich("Die Sitzung leitet nur, wer anwesend ist.", "leitung")
        vorsitz = leitung.pk
    mit = {
        "eroeffnet_am": am,
        "leitung_id": vorsitz,
        "stichentscheid_id": findet.stichentscheid,
        "leitungshinweis": findet.hinweis if leitung is None else "von den Anwesenden bestimmt",
    }
    return vollziehe(
        SITZUNG,
        "eroeffnen",
        sitzung,
        stand=lambda gesperrt: stand_von(gesperrt, geleitet=vorsitz is not None),
        durch=durch,
        am=am,
        grund=grund,
        mit=mit,
    )


def schliesse(*, sitzung: Sitzung, durch: Zugang, am: datetime) -> Sitzung:
    """Close a session. Raises ``Gehindert`` while an item has no result or a vote is open."""
    return vollziehe(SITZUNG, "schliessen", sitzung, stand=stand_von, durch=durch, am=am, mit={"geschlossen_am": am})


def leitung_von(sitzung: Sitzung) -> Leitung:
    """Who presides over a session as attendance is recorded, and whose vote decides a tie."""
    return leitung_der_sitzung(sitzung.gremium, tag_von(sitzung), anwesende(sitzung))


def _setze_leitung(sitzung: Sitzung) -> None:
    """The chair came late or left early: who presides follows attendance, unless the members chose somebody."""
    findet = leitung_von(sitzung)
    if findet.mitglied is None and sitzung.leitung_id in anwesende(sitzung):
        sitzung.stichentscheid_id = None
    else:
        sitzung.leitung_id, sitzung.stichentscheid_id = findet.mitglied, findet.stichentscheid
        sitzung.leitungshinweis = findet.hinweis
    sitzung.save(update_fields=["leitung", "stichentscheid", "leitungshinweis"])


# -- What was said ---------------------------------------------------------------------------------------------


@transaction.atomic
def hoere_an(
    *, punkt: Tagesordnungspunkt, wer: Anzuhoerende, gehoert_am: date, text: str, durch: Zugang, am: datetime
) -> Anhoerung:
    """Record that somebody was heard on an item, or had the opportunity and let it pass, before it is decided.

    Raises ``PermissionDenied``, :class:`NichtMoeglich`: nobody to be heard on this item, a day to come, no words,
    decided already. Recording again corrects it.
    """
    sitzung = _gesperrt(punkt.sitzung, durch)
    zeile = gegenstand(punkt.gegenstand, tag_von(sitzung))
    if wer not in zeile.anzuhoeren:
        raise NichtMoeglich(f"Zu diesem Punkt ist keine Anhörung vorgesehen: {ANZUHOERENDE_TITEL[wer]}.", "wer")
    if gehoert_am > am.date():
        raise NichtMoeglich("Der Tag liegt in der Zukunft; festgehalten wird, was geschehen ist.", "am")
    if not text.strip():
        raise NichtMoeglich("Bitte halten Sie die Stellungnahme fest, oder dass keine abgegeben wurde.", "text")
    if sitzung.zustand not in ("geplant", "eingeladen", "eroeffnet") or Ergebnis.objects.filter(punkt=punkt).exists():
        raise NichtMoeglich("Über diesen Punkt ist schon entschieden; angehört wird vorher.")
    anhoerung, _ = Anhoerung.objects.update_or_create(
        punkt=punkt,
        wer=wer,
        defaults={"am": gehoert_am, "text": text.strip(), "erfasst_am": am, "erfasst_durch": durch.nutzer},
    )
    eintragen(durch=durch, am=am, akt="anhoeren", norm=zeile.norm, objekt=punkt, daten={"wer": wer.value})
    return anhoerung


def fehlende_anhoerungen(punkt: Tagesordnungspunkt) -> tuple[Anzuhoerende, ...]:
    """Whom the body has not heard yet on an item; what was heard on the same matter before counts."""
    gehoert = Anhoerung.objects.filter(punkt=punkt)
    if punkt.bezug:
        gremium = punkt.sitzung.gremium_id
        gehoert = Anhoerung.objects.filter(
            punkt__bezug=punkt.bezug, punkt__gegenstand=punkt.gegenstand, punkt__sitzung__gremium=gremium
        )
    schon = set(gehoert.values_list("wer", flat=True))
    zeile = gegenstand(punkt.gegenstand, tag_von(punkt.sitzung))
    return tuple(wer for wer in zeile.anzuhoeren if wer not in schon)


@transaction.atomic
def schreibe_verlauf(*, punkt: Tagesordnungspunkt, text: str, durch: Zugang, am: datetime) -> Tagesordnungspunkt:
    """Put down what the minutes say about an item. Raises :class:`NichtMoeglich` before the session and after it."""
    sitzung = _gesperrt(punkt.sitzung, durch)
    if sitzung.zustand not in ("eroeffnet", "laufend", "geschlossen"):
        raise NichtMoeglich("Der Verlauf wird in der Sitzung und danach festgehalten, bis die Niederschrift vorliegt.")
    punkt.verlauf = text.strip()
    punkt.save(update_fields=["verlauf"])
    eintragen(durch=durch, am=am, akt="verlauf_schreiben", objekt=punkt)
    return punkt


def _gesperrt(sitzung: Sitzung, durch: Zugang) -> Sitzung:
    gesperrt = Sitzung.objects.select_for_update(of=("self",)).select_related("gremium").get(pk=sitzung.pk)
    verlange(durch, Befugnis.GREMIUM_FUEHREN, gesperrt)
    return gesperrt
