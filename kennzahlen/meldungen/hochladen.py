"""A month file through the browser, in two steps: check it and keep its bytes, then take over exactly these bytes.

A file with figures missing, or with figures that cannot be right, can be taken over as drafts, as the grid form would
hold it. What the check says is worked out by the same act that takes over, and undone. Between the two steps the file
lies in the database, reachable by a signed reference for the person who uploaded it, for a day. Whatever happened
meanwhile is judged when it is taken over: the checks run once more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kennzahlen.meldungen.auftrag import Ergebnis, Unplausibel
from kennzahlen.meldungen.entwuerfe import Monatszahlen, lege_entwuerfe_an
from kennzahlen.meldungen.lieferung import FehlerhafteDatei, Lieferung, lies
from kennzahlen.meldungen.lieferung.fehler import abgelehnt
from kennzahlen.meldungen.meldung import jobcenterschluessel, melde_lieferung
from kennzahlen.meldungen.recht import MELDUNG, Meldungsstand, Meldungszustand
from kennzahlen.models import Meldung
from kennzahlen.models.meldewege import Hochladung
from kennzahlen.recht import GRUNDGROESSEN
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import Zugang, verlange
from zielsystem.recht import Hindernis

HOECHSTENS_BYTES = 5 * 1024 * 1024
"""A Jobcenter's figures of twenty years are a tenth of it; more is the wrong file."""

AUFBEWAHRT = timedelta(days=1)
_SALZ = "kennzahlen.hochladung"


class Weg(StrEnum):
    """What becomes of a checked file: drafts to be gone on with, or Meldungen submitted, or released at once."""

    ENTWURF = "entwurf"
    EINREICHEN = "einreichen"
    FREIGEBEN = "freigeben"


@dataclass(frozen=True)
class Zahlaenderung:
    """A single figure that would differ: the month, the column of the cube, before (None: none) and after."""

    monat: date
    groesse: int
    bisher: int | None
    neu: int


@dataclass(frozen=True)
class Monatsaenderung:
    """What a file means for one month: where it stood before (None: no Meldung), and which figures differ."""

    monat: date
    bisher: Meldungszustand | None
    zahlen: tuple[Zahlaenderung, ...]


@dataclass(frozen=True)
class Pruefung:
    """What the check found: what changes, and for each way the effect, or what the law says against it.

    With figures that cannot be right (``unplausibel``) there is no effect to tell: only drafts may hold them.
    """

    wirkungen: Mapping[Weg, Ergebnis]
    hindernisse: Mapping[Weg, tuple[Hindernis, ...]]
    monate: tuple[Monatsaenderung, ...]
    leere_zeilen: int
    unplausibel: Unplausibel | None = None

    @property
    def korrigiert(self) -> bool:
        """Whether figures of released Meldungen change, so that a reason is needed."""
        return _korrigiert(self.monate)

    @property
    def moegliche(self) -> tuple[Weg, ...]:
        """The ways against which nothing stands."""
        return tuple(weg for weg in Weg if not self.hindernisse.get(weg))


class GrundFehlt(Exception):
    """What is released would be corrected without a reason."""


def _korrigiert(monate: Iterable[Monatsaenderung]) -> bool:
    return any(eine.zahlen and eine.bisher is Meldungszustand.FREIGEGEBEN for eine in monate)


# -- The acts --------------------------------------------------------------------------------------------------


def pruefe(*, dateiname: str, inhalt: bytes, durch: Zugang, am: datetime) -> Pruefung:
    """What would become of a month file; nothing is written.

    Raises :class:`.lieferung.FehlerhafteDatei` when the file is wrong (rows of other Jobcenter included).
    """
    lieferung = _gelesen(dateiname, inhalt, durch, am)
    aenderungen = tuple(_aenderungen(lieferung, durch))
    try:
        wirkungen = {
            weg: melde_lieferung(lieferung=lieferung, durch=durch, am=am, freigeben=weg is Weg.FREIGEBEN, pruefen=True)
            for weg in (Weg.EINREICHEN, Weg.FREIGEBEN)
        }
    except Unplausibel as mangel:
        stand = Meldungsstand(harte_befunde=mangel.anzahl)
        hindernisse = {weg: _hindernisse(weg, stand, am) for weg in (Weg.EINREICHEN, Weg.FREIGEBEN)}
        return Pruefung({}, hindernisse, aenderungen, lieferung.leere, mangel)
    stand = _stand(wirkungen[Weg.FREIGEBEN])
    return Pruefung(wirkungen, {Weg.FREIGEBEN: _hindernisse(Weg.FREIGEBEN, stand, am)}, aenderungen, lieferung.leere)


def nimm_auf(*, dateiname: str, inhalt: bytes, durch: Zugang, am: datetime) -> Hochladung:
    """Read a month file and keep its bytes for a day; raises what :func:`pruefe` raises, and keeps nothing then."""
    lieferung = _gelesen(dateiname, inhalt, durch, am)
    assert durch.partei_id
    assert durch.nutzer
    return Hochladung.objects.create(
        jobcenter_id=durch.partei_id,
        nutzer=durch.nutzer,
        dateiname=dateiname[-255:],
        pruefsumme=lieferung.pruefsumme,
        inhalt=inhalt,
        hochgeladen_am=am,
    )


@transaction.atomic
def uebernimm_hochladung(
    *, hochladung: Hochladung, durch: Zugang, am: datetime, weg: Weg, grund: str = ""
) -> Hochladung:
    """Take over the bytes that were checked, once: doing it again changes nothing and returns the same answer.

    ``grund`` is kept with what is corrected; without one :class:`GrundFehlt` is raised where something is.

    Raises :class:`.lieferung.FehlerhafteDatei` and :class:`~kennzahlen.meldungen.auftrag.Unplausibel` where something
    changed since, ``PermissionDenied`` for another person's file,
    :class:`~zielsystem.journal.vollzug.Gehindert` when striking figures are to be released unexplained, and
    ``Ausserhalb`` when a month can have no draft.
    """
    verlange(durch, Befugnis.MELDUNG_ERFASSEN, hochladung)
    gesperrt = Hochladung.objects.select_for_update().get(pk=hochladung.pk)
    if gesperrt.inhalt is None:
        return gesperrt
    inhalt = bytes(gesperrt.inhalt)
    if hashlib.sha256(inhalt).hexdigest() != gesperrt.pruefsumme:
        raise ValueError("Der aufbewahrte Inhalt ist nicht der geprüfte.")
    lieferung = _gelesen(gesperrt.dateiname, inhalt, durch, am)
    aenderungen = tuple(_aenderungen(lieferung, durch))
    if not grund.strip() and _korrigiert(aenderungen):
        raise GrundFehlt("Die Datei berichtigt freigegebene Monate. Bitte geben Sie an, warum.")
    if weg is Weg.ENTWURF:
        gesperrt.ergebnis = _als_entwuerfe(lieferung, aenderungen, durch, am, grund)
    else:
        gesperrt.ergebnis = _als_meldungen(lieferung, durch, am, weg, grund)
    gesperrt.inhalt, gesperrt.uebernommen_am = None, am
    gesperrt.save(update_fields=["inhalt", "uebernommen_am", "ergebnis"])
    return gesperrt


def _als_meldungen(lieferung: Lieferung, durch: Zugang, am: datetime, weg: Weg, grund: str) -> dict[str, Any]:
    ergebnis = melde_lieferung(lieferung=lieferung, durch=durch, am=am, freigeben=weg is Weg.FREIGEBEN, grund=grund)
    if weg is Weg.FREIGEBEN and (hindernisse := _hindernisse(weg, _stand(ergebnis), am)):
        raise Gehindert(MELDUNG.zeile("freigeben", Meldungszustand.EINGEREICHT, timezone.localdate(am)), hindernisse)
    return ergebnis.zahlen()


def _als_entwuerfe(
    lieferung: Lieferung, alle: Sequence[Monatsaenderung], durch: Zugang, am: datetime, grund: str
) -> dict[str, Any]:
    """``entwuerfe`` are the ids of the drafts; the counts are those of :meth:`Ergebnis.zahlen`."""
    monate = [
        Monatszahlen(eine.monat, eine.bisher, {zahl.groesse: zahl.neu for zahl in eine.zahlen})
        for eine in alle
        if eine.zahlen
    ]
    entwuerfe = lege_entwuerfe_an(
        monate=monate,
        quelle=lieferung.dateiname[-255:],
        pruefsumme=lieferung.pruefsumme,
        durch=durch,
        am=am,
        grund=grund,
    )
    berichtigte = sum(eine.zustand is Meldungszustand.FREIGEGEBEN for eine in monate)
    ergebnis = Ergebnis(
        zustand=Meldungszustand.ENTWURF,
        neue=len(monate) - berichtigte,
        berichtigte=berichtigte,
        unveraenderte=len(alle) - len(monate),
        werte=sum(len(eine.werte) for eine in monate),
    )
    return {**ergebnis.zahlen(), "entwuerfe": [entwurf.pk for entwurf in entwuerfe]}


def raeume_auf(*, am: datetime) -> int:
    """Delete uploads older than a day, taken over or not; returns how many."""
    return Hochladung.objects.filter(hochgeladen_am__lte=am - AUFBEWAHRT).delete()[0]


# -- The reference ---------------------------------------------------------------------------------------------


class Abgelaufen(Exception):
    """The reference was good once; the file is no longer kept."""


def verweis(hochladung: Hochladung) -> str:
    """A reference that cannot be guessed or altered and leads one person to one upload."""
    return signing.dumps([hochladung.pk, hochladung.nutzer_id], salt=_SALZ)


def finde(text: str, zugang: Zugang) -> Hochladung:
    """The upload of a reference.

    Raises :class:`Abgelaufen` after a day, ``Hochladung.DoesNotExist`` for a reference that was never given to this
    person acting for this Jobcenter.
    """
    try:
        hochladung_id, nutzer_id = signing.loads(text, salt=_SALZ, max_age=AUFBEWAHRT)
    except signing.SignatureExpired:
        raise Abgelaufen from None
    except signing.BadSignature:
        raise Hochladung.DoesNotExist from None
    if zugang.nutzer is None or nutzer_id != zugang.nutzer.pk:
        raise Hochladung.DoesNotExist
    return Hochladung.objects.visible_to(zugang).get(pk=hochladung_id)


# -- Inside ----------------------------------------------------------------------------------------------------


def _gelesen(dateiname: str, inhalt: bytes, durch: Zugang, am: datetime) -> Lieferung:
    verlange(durch, Befugnis.MELDUNG_ERFASSEN)
    if durch.art not in JOBCENTER or durch.partei_id is None:
        raise PermissionDenied("Monatsdateien lädt ein Jobcenter für sich selbst hoch.")
    if len(inhalt) > HOECHSTENS_BYTES:
        zu_gross = abgelehnt("die Datei ist zu groß", f"höchstens {HOECHSTENS_BYTES // 1024 // 1024} MB")
        raise FehlerhafteDatei(zu_gross.fehler, 1, dateiname)
    return lies(
        dateiname,
        inhalt,
        traeger=jobcenterschluessel(),
        bis=timezone.localdate(am).replace(day=1),
        eigene=(durch.partei_id,),
        leere_uebergehen=True,
    )


def _stand(ergebnis: Ergebnis) -> Meldungsstand:
    """Through a file nobody explains, so all that is striking is unexplained."""
    return Meldungsstand(unerklaerte_befunde=len(ergebnis.auffaellige))


def _hindernisse(weg: Weg, stand: Meldungsstand, am: datetime) -> tuple[Hindernis, ...]:
    """What the law says against a way of taking over; what is soft stops it as well, for there is nowhere to answer."""
    tag = timezone.localdate(am)
    von = Meldungszustand.EINGEREICHT if weg is Weg.FREIGEBEN else Meldungszustand.ENTWURF
    return MELDUNG.zeile(weg.value, von, tag).hindernisse(stand, tag)


def _aenderungen(lieferung: Lieferung, durch: Zugang) -> Iterator[Monatsaenderung]:
    """Month by month, compared with the Meldung in work, or else with the valid one: one query."""
    je_monat: dict[date, list[tuple[int, int]]] = {}
    tage = lieferung.monate.astype("datetime64[D]").tolist()
    for monat, groesse, wert in zip(tage, lieferung.groessen.tolist(), lieferung.werte.tolist(), strict=True):
        je_monat.setdefault(monat, []).append((groesse, wert))
    bisher = stand_in_monaten(durch, list(je_monat))
    for monat in sorted(je_monat):
        zustand, werte = bisher.get(monat, (None, [None] * len(GRUNDGROESSEN)))
        zahlen = (Zahlaenderung(monat, groesse, werte[groesse], wert) for groesse, wert in sorted(je_monat[monat]))
        yield Monatsaenderung(monat, zustand, tuple(zahl for zahl in zahlen if zahl.bisher != zahl.neu))


def stand_in_monaten(
    durch: Zugang, monate: Sequence[date]
) -> Mapping[date, tuple[Meldungszustand, Sequence[int | None]]]:
    """Where the own Meldungen of some months stand, with their figures: the one in work, or else the valid one."""
    zeilen = list(
        Meldung.objects.visible_to(durch)
        .filter(jobcenter=durch.partei_id, monat__in=monate)
        .exclude(zustand=Meldungszustand.ABGELOEST)
        .values_list("monat", "zustand", "werte")
    )
    in_arbeit_zuletzt = sorted(zeilen, key=lambda zeile: zeile[1] != Meldungszustand.FREIGEGEBEN)
    return {monat: (Meldungszustand(zustand), werte) for monat, zustand, werte in in_arbeit_zuletzt}
