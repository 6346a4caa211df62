"""Recording results of participation, and taking them back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from agreements.beteiligung.befugte import darf_erfassen, offen_fuer
from agreements.beteiligung.bezuege import Bezug
from agreements.beteiligung.gremien import gefuehrte
from agreements.models import Nachweis, Planungsrunde, Zielvereinbarung
from agreements.recht import (
    ERGEBNISTITEL,
    FORMEN,
    GESCHLOSSENE,
    ZUSTANDSTITEL,
    Beteiligung,
    Ebene,
    Ergebnis,
    Erklaerende,
    Traegerseite,
    Zustand,
)
from zielsystem.befugnisse import Befugnis
from zielsystem.dateien import BYTE_HOECHSTENS, DATEIARTEN_TEXT, dateiart_von
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang, verlange

ABLOESUNG = "durch ein neues Ergebnis abgelöst"


class NichtErfassbar(ValueError):
    """A result cannot be recorded or taken back; the text says why, ``feld`` which entry it concerns (or "")."""

    def __init__(self, text: str, feld: str = "") -> None:
        self.feld = feld
        super().__init__(text)


@dataclass(frozen=True)
class Erfassung:
    """A result as somebody records it; ``datei`` are the bytes of the document, empty for none."""

    zeile: Beteiligung
    ergebnis: Ergebnis
    am: date
    datei: bytes = b""
    bemerkung: str = ""


@transaction.atomic
def erfasse_nachweis(*, erfassung: Erfassung, bezug: Bezug, durch: Zugang, am: datetime) -> Nachweis:
    """Record a result. It takes the place of an earlier one about the same thing, which stays readable.

    Raises ``PermissionDenied``, and :class:`NichtErfassbar` for what is not possible: a result the form does not
    have, a day to come, a document missing or of a kind that is not allowed, a condition of an agreement it does not
    concern, a body that is kept in the system.
    """
    verlange(durch, Befugnis.NACHWEIS_ERFASSEN)
    if not darf_erfassen(durch, erfassung.zeile, bezug):
        raise PermissionDenied(f"„{erfassung.zeile.titel}“ erfasst hier eine andere Stelle.")
    endung = _geprueft(erfassung, bezug, timezone.localdate(am))
    Planungsrunde.objects.select_for_update().get(pk=bezug.runde.pk)
    _loese_ab(erfassung, bezug, durch, am)
    nachweis = Nachweis(
        art=erfassung.zeile.code,
        form=erfassung.zeile.form,
        ergebnis=erfassung.ergebnis,
        am=erfassung.am,
        bemerkung=erfassung.bemerkung.strip(),
        erfasst_am=am,
        erfasst_durch=durch.nutzer,
        erfasst_fuer_id=durch.partei_id,
        **_schluessel(bezug),
    )
    if erfassung.datei:
        nachweis.sha256 = sha256(erfassung.datei).hexdigest()
        nachweis.dateiname = f"{erfassung.zeile.code}_{erfassung.am:%Y-%m-%d}.{endung}"
        nachweis.dokument.save(nachweis.dateiname, ContentFile(erfassung.datei), save=False)
    nachweis.save(force_insert=True)
    daten = {"art": nachweis.art, "ergebnis": nachweis.ergebnis, "sha256": nachweis.sha256}
    eintragen(durch=durch, am=am, akt="nachweis_erfassen", norm=erfassung.zeile.norm, objekt=nachweis, daten=daten)
    return nachweis


@transaction.atomic
def erfasse_nachweise(*, erfassung: Erfassung, bezuege: Iterable[Bezug], durch: Zugang, am: datetime) -> list[Nachweis]:
    """Record the same result about several things, all or none; raises as :func:`erfasse_nachweis`."""
    return [erfasse_nachweis(erfassung=erfassung, bezug=bezug, durch=durch, am=am) for bezug in bezuege]


@transaction.atomic
def widerrufe_nachweis(*, nachweis: Nachweis, grund: str, durch: Zugang, am: datetime) -> Nachweis:
    """Take a result back, with a reason; the gate it opened is shut again.

    Raises ``PermissionDenied``, and :class:`NichtErfassbar` without a reason, twice, or once an agreement that was
    concluded rests on it.
    """
    verlange(durch, Befugnis.NACHWEIS_ERFASSEN)
    gesperrt = (
        Nachweis.objects.select_for_update(of=("self",))
        .select_related("runde", "zielvereinbarung", "vertragspartei")
        .get(pk=nachweis.pk)
    )
    if not darf_erfassen(durch, gesperrt.zeile, bezug_von(gesperrt)):
        raise PermissionDenied(f"„{gesperrt.zeile.titel}“ erfasst hier eine andere Stelle.")
    if gesperrt.widerrufen_am:
        raise NichtErfassbar("Dieser Nachweis ist schon widerrufen.")
    if not grund.strip():
        raise NichtErfassbar("Bitte geben Sie an, warum der Nachweis nicht gilt.", "grund")
    _verlange_ohne_folgen(gesperrt)
    _widerrufe(gesperrt, grund.strip(), durch, am)
    eintragen(
        durch=durch, am=am, akt="nachweis_widerrufen", norm=gesperrt.zeile.norm, objekt=gesperrt, grund=grund.strip()
    )
    return gesperrt


def bezug_von(nachweis: Nachweis) -> Bezug:
    """What a recorded result is about."""
    return Bezug(
        nachweis.runde, nachweis.land_id, nachweis.partei_id, nachweis.zielvereinbarung, nachweis.vertragspartei
    )


def _schluessel(bezug: Bezug) -> dict[str, int | None]:
    return {
        "runde_id": bezug.runde.pk,
        "land_id": bezug.land_id,
        "partei_id": bezug.partei_id,
        "zielvereinbarung_id": bezug.vereinbarung.pk if bezug.vereinbarung else None,
        "vertragspartei_id": bezug.vertragspartei.pk if bezug.vertragspartei else None,
    }


def _loese_ab(erfassung: Erfassung, bezug: Bezug, durch: Zugang, am: datetime) -> None:
    """The new result takes the place of the one before; one that does not suffice not of what something rests on."""
    zeile = erfassung.zeile
    genuegt = erfassung.ergebnis in FORMEN[zeile.form].erfuellend
    for alter in Nachweis.objects.gueltig().filter(art=zeile.code, **_schluessel(bezug)).select_for_update():
        if not genuegt:
            _verlange_ohne_folgen(alter)
        _widerrufe(alter, ABLOESUNG, durch, am)


def _widerrufe(nachweis: Nachweis, grund: str, durch: Zugang, am: datetime) -> None:
    nachweis.widerrufen_am = am
    nachweis.widerrufen_durch = durch.nutzer
    nachweis.widerrufsgrund = grund
    nachweis.save(update_fields=["widerrufen_am", "widerrufen_durch", "widerrufsgrund"])


def _verlange_ohne_folgen(nachweis: Nachweis) -> None:
    """Refuse to take a result back on which an agreement was concluded, or repealed.

    The agreements concerned are locked, so none is concluded on it in the same moment.
    """
    getan = {Zustand.AUFGEHOBEN} if nachweis.zeile.akte == ("aufheben",) else GESCHLOSSENE
    betroffene = _betroffene(nachweis).order_by("pk").select_for_update(of=("self",))
    geschlossene = next((v for v in betroffene if Zustand(v.zustand) in getan), None)
    if geschlossene:
        zustand = ZUSTANDSTITEL[Zustand(geschlossene.zustand)]
        raise NichtErfassbar(f"„{geschlossene}“ ist {zustand} und ruht auf diesem Nachweis; er bleibt.")


def _betroffene(nachweis: Nachweis) -> QuerySet[Zielvereinbarung]:
    """The agreements that wait for a result, or rest on it."""
    alle = nachweis.runde.vereinbarungen.filter(nr__in=nachweis.zeile.arten)
    if nachweis.land_id:
        alle = alle.filter(land=nachweis.land_id)
    if nachweis.partei_id:
        traeger = Q(vertragsparteien__partei=nachweis.partei_id) | Q(vertragsparteien__rechtstraeger=nachweis.partei_id)
        alle = alle.filter(traeger)
    return alle.filter(pk=nachweis.zielvereinbarung_id) if nachweis.zielvereinbarung_id else alle


def _geprueft(erfassung: Erfassung, bezug: Bezug, heute: date) -> str:
    """The ending of the document's name, "" without one; raises for what cannot be recorded."""
    zeile, form = erfassung.zeile, FORMEN[erfassung.zeile.form]
    if erfassung.ergebnis not in form.moeglich:
        moeglich = ", ".join(ERGEBNISTITEL[ergebnis] for ergebnis in form.moeglich)
        raise NichtErfassbar(f"Bei dieser Form der Beteiligung ist möglich: {moeglich}.", "ergebnis")
    if erfassung.am > heute:
        raise NichtErfassbar("Der Tag liegt in der Zukunft; erfasst wird, was geschehen ist.", "am")
    if not _passt(bezug, zeile):
        raise NichtErfassbar(f"Bitte geben Sie an, wofür „{zeile.titel}“ gilt.", "fuer")
    vereinbarung = bezug.vereinbarung
    if vereinbarung and not zeile.betrifft(vereinbarung.nr, Traegerseite(vereinbarung.traegerseite)):
        raise NichtErfassbar(f"„{zeile.titel}“ ist bei dieser Vereinbarung nicht vorgesehen.")
    if vereinbarung and Zustand(vereinbarung.zustand) not in offen_fuer(zeile):
        zustand = ZUSTANDSTITEL[Zustand(vereinbarung.zustand)]
        raise NichtErfassbar(f"Die Vereinbarung ist {zustand}; „{zeile.titel}“ ändert daran nichts.")
    if gremium := gefuehrte([zeile], erfassung.am).gremium(zeile, bezug):
        raise NichtErfassbar(
            f"{gremium.titel} wird hier geführt: Es zählt das Ergebnis des Tagesordnungspunkts in der genehmigten "
            "Niederschrift. Bitte melden Sie die Sache dort an."
        )
    if erfassung.ergebnis in form.erwiderung and not erfassung.bemerkung.strip():
        raise NichtErfassbar(
            "Bitte halten Sie in Worten fest, worum es geht und wie damit umgegangen wurde.", "bemerkung"
        )
    if form.dokument and not erfassung.datei:
        raise NichtErfassbar("Bitte fügen Sie das Dokument bei, aus dem das Ergebnis hervorgeht.", "dokument")
    return _dateiendung(erfassung.datei) if erfassung.datei else ""


def _passt(bezug: Bezug, zeile: Beteiligung) -> bool:
    """Whether a Bezug names exactly what results of a row are about."""
    genannt = (bezug.land_id is not None, bezug.partei_id is not None, bezug.vereinbarung is not None)
    ebene = zeile.ebene
    verlangt = (ebene is Ebene.LAND, ebene is Ebene.KOMMUNE, ebene is Ebene.VEREINBARUNG)
    return genannt == verlangt and _erklaerender_passt(bezug, zeile)


def _erklaerender_passt(bezug: Bezug, zeile: Beteiligung) -> bool:
    """Where each party declares for itself, one of this agreement is named, else none."""
    partei, vereinbarung = bezug.vertragspartei, bezug.vereinbarung
    if partei is None or vereinbarung is None:
        return (partei is None) == (zeile.erklaerende is not Erklaerende.JEDE)
    return zeile.erklaerende is Erklaerende.JEDE and partei.zielvereinbarung_id == vereinbarung.pk


def _dateiendung(datei: bytes) -> str:
    if len(datei) > BYTE_HOECHSTENS:
        raise NichtErfassbar(f"Die Datei ist zu groß. Zulässig sind {BYTE_HOECHSTENS // 1024**2} MB.", "dokument")
    art = dateiart_von(datei)
    if art is None:
        raise NichtErfassbar(f"Diese Art von Datei ist nicht zulässig. Zulässig sind {DATEIARTEN_TEXT}.", "dokument")
    return art.endung
