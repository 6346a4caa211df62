"""Where a published value comes from: numerator, denominator, the months of its window, the Meldungen behind it.

The sums are published with the value, so everybody may read them; of a value that is withheld nothing is said. The
figures of a single Meldung are shown to those alone who may see that Meldung.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from kennzahlen.cube import monat_plus
from kennzahlen.formeln import Grund
from kennzahlen.meldungen.recht import ENDGUELTIG
from kennzahlen.models import Einheit, Kennzahlreihe, Meldung, MeldungQuerySet, Veroeffentlichung
from kennzahlen.recht import REIHENNUMMER, SPALTE, Ausdruck, Kennzahl, kennzahl_am
from kennzahlen.veroeffentlichungen.grundlage import meldungen_von
from zielsystem.parties.models import Nachfolge
from zielsystem.parties.zugriff import Zugang


@dataclass(frozen=True)
class Beleg:
    """One Meldung behind a value: version, when released; ``pk`` and its figures only where the access may see it."""

    jobcenter: int
    version: int
    freigegeben_am: datetime
    pk: int | None = None
    zahlen: Sequence[int | None] = ()

    def zahl(self, groesse: str) -> int | None:
        """A Grundgröße; None where it was not reported. ``IndexError`` for a Meldung that may not be seen."""
        return self.zahlen[SPALTE[groesse]]


@dataclass(frozen=True)
class Fensterzeile:
    """One pair of months of the window: those of numerator and denominator, and the Meldungen of each."""

    monat_zaehler: date
    monat_nenner: date
    zaehler: tuple[Beleg, ...]
    nenner: tuple[Beleg, ...]


@dataclass(frozen=True)
class Herkunft:
    """A published value with everything that may be said of it. ``zaehler`` and ``nenner`` are sums, in cases or cents.

    ``fenster`` is empty for a group and for a value that is withheld.
    """

    definition: Kennzahl
    monat: date
    wert: float | None
    grund: Grund
    zaehler: int | None
    nenner: int | None
    monate_vorhanden: int
    einheiten_fehlend: int
    fenster: tuple[Fensterzeile, ...] = ()


@dataclass(frozen=True)
class Frage:
    """Which value is asked for."""

    veroeffentlichung: Veroeffentlichung
    einheit: Einheit
    code: str
    monat: date


def herkunft(frage: Frage, zugang: Zugang) -> Herkunft | None:
    """Where a value comes from, as far as the access may know; None where nothing was published for the month.

    Raises :class:`~zielsystem.recht.Ausserhalb` for a month without a definition.
    """
    definition = kennzahl_am(frage.code, frage.monat)
    reihe = (
        Kennzahlreihe.objects.stand_von(frage.veroeffentlichung)
        .filter(einheit=frage.einheit, kennzahl=REIHENNUMMER[frage.code], jahr=frage.monat.year)
        .first()
    )
    stelle = frage.monat.month - 1
    if reihe is None or reihe.grund[stelle] == Grund.AUSSERHALB:
        return None
    grund, mit_summen = Grund(reihe.grund[stelle]), reihe.grund[stelle] in (Grund.OK, Grund.NENNER_NULL)
    offen = grund is not Grund.GEHEIM
    return Herkunft(
        definition,
        frage.monat,
        reihe.wert[stelle] if grund is Grund.OK else None,
        grund,
        reihe.zaehler[stelle] if mit_summen else None,
        reihe.nenner[stelle] if mit_summen else None,
        reihe.monate[stelle] if offen else 0,
        reihe.fehlend[stelle] if offen else 0,
        _fenster(frage, definition, zugang) if offen and frage.einheit.partei_id else (),
    )


# -- The Meldungen of a Jobcenter ------------------------------------------------------------------------------


def _fenster(frage: Frage, definition: Kennzahl, zugang: Zugang) -> tuple[Fensterzeile, ...]:
    paare = list(zip(_monate(definition.zaehler, frage.monat), _monate(definition.nenner, frage.monat), strict=True))
    belege = _belege(frage, {monat for paar in paare for monat in paar}, zugang)
    return tuple(
        Fensterzeile(oben, unten, belege.get(oben, ()), belege.get(unten, ())) for oben, unten in reversed(paare)
    )


def _monate(ausdruck: Ausdruck, monat: date) -> list[date]:
    return [monat_plus(monat, abstand) for abstand in range(ausdruck.von, ausdruck.bis + 1)]


def _belege(frage: Frage, monate: Iterable[date], zugang: Zugang) -> dict[date, tuple[Beleg, ...]]:
    """By month the Meldungen on which the release rests: three queries."""
    assert frage.einheit.partei_id
    meldungen = list(
        _der_veroeffentlichung(frage.veroeffentlichung, Meldung.objects.filter(monat__in=list(monate)))
        .filter(_beteiligte(frage.einheit.partei_id, frage.monat))
        .order_by("jobcenter_id")
    )
    ids = [meldung.pk for meldung in meldungen]
    sichtbare = set(Meldung.objects.visible_to(zugang).filter(pk__in=ids).values_list("pk", flat=True))
    belege: dict[date, list[Beleg]] = {}
    for meldung in meldungen:
        belege.setdefault(meldung.monat, []).append(_beleg(meldung, meldung.pk in sichtbare))
    return {monat: tuple(einige) for monat, einige in belege.items()}


def _beleg(meldung: Meldung, sichtbar: bool) -> Beleg:
    assert meldung.freigegeben_am
    beleg = Beleg(meldung.jobcenter_id, meldung.version, meldung.freigegeben_am)
    return (
        Beleg(beleg.jobcenter, beleg.version, beleg.freigegeben_am, meldung.pk, tuple(meldung.werte))
        if sichtbar
        else beleg
    )


def _der_veroeffentlichung(veroeffentlichung: Veroeffentlichung, meldungen: MeldungQuerySet) -> MeldungQuerySet:
    """Those of the Meldungen that a release rests on; without a record of them, those valid at its time."""
    ids = meldungen_von(veroeffentlichung)
    if ids is not None:
        kandidaten = set(meldungen.values_list("pk", flat=True))
        return meldungen.filter(pk__in=kandidaten.intersection(ids.tolist()))
    zeit = veroeffentlichung.eingaben_stand
    gueltig = Q(abgeloest_am=None) | Q(abgeloest_am__gt=zeit)
    return meldungen.filter(gueltig, zustand__in=[z.value for z in ENDGUELTIG], freigegeben_am__lte=zeit)


def _beteiligte(partei: int, sicht: date) -> Q:
    """The Jobcenter itself and, for the time before a merger, those that went up in it until the month."""
    bedingung = Q(jobcenter=partei)
    for vorgaenger, am in Nachfolge.objects.filter(nachfolger=partei, am__lte=sicht).values_list("vorgaenger", "am"):
        bedingung |= _beteiligte(vorgaenger, am) & Q(monat__lt=am)
    return bedingung
