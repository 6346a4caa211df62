"""When which Meldung is due, and who has reported: the calendar of a Jobcenter and the board of those above it.

A month counts as reported when a Meldung of it is released. Whoever looks at others' months learns nothing else: no
drafts, no figures, no order by achievement (FACHKONZEPT 3 and 6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Min, Q
from django.utils import timezone

from kennzahlen.cube import monat_plus
from kennzahlen.meldungen.plausibilitaet import Schwere
from kennzahlen.meldungen.recht import ENDGUELTIG, Meldungszustand
from kennzahlen.models import Befund, Meldung, aufsicht
from kennzahlen.recht import ERSTER_MELDEMONAT, SPALTE, gueltige_groessen, parameter_am
from zielsystem.befugnisse import Rolle
from zielsystem.feiertage import naechster_werktag
from zielsystem.parties.models import Parteistand, gilt_am
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import Zugang

RUECKSCHAU = 24
"""So many months the own calendar goes back."""


class Terminstand(StrEnum):
    """Where the Meldung of a month stands against its deadline."""

    ERLEDIGT = "erledigt"
    FAELLIG = "faellig"
    UEBERFAELLIG = "ueberfaellig"
    KUENFTIG = "kuenftig"


TERMINTITEL = {
    Terminstand.ERLEDIGT: "erledigt",
    Terminstand.FAELLIG: "fällig",
    Terminstand.UEBERFAELLIG: "überfällig",
    Terminstand.KUENFTIG: "noch nicht fällig",
}


@dataclass(frozen=True)
class Freigabe:
    """What is released for a month: since when (the first version), and how many Grundgrößen are missing."""

    seit: date
    fehlende: int


@dataclass(frozen=True)
class Monatstermin:
    """A month of a Jobcenter: its deadline, what is released, and the state of what is in work (own months only)."""

    monat: date
    frist: date
    stand: Terminstand
    freigabe: Freigabe | None = None
    in_arbeit: Meldungszustand | None = None

    @property
    def puenktlich(self) -> bool:
        """Whether it was released by the deadline."""
        return self.freigabe is not None and self.freigabe.seit <= self.frist

    @property
    def vollstaendig(self) -> bool:
        """Whether every Grundgröße that is due has been reported."""
        return self.freigabe is not None and not self.freigabe.fehlende


def meldefrist(monat: date) -> date:
    """The last day on which the Meldung of a month is on time: a day (P) of the next month, or the next working day.

    § 26 Abs. 3 SGB X; of the public holidays those that all Länder have are considered.
    """
    folgemonat = monat_plus(monat, 1)
    return naechster_werktag(folgemonat.replace(day=int(parameter_am("MELDEFRIST_TAG", folgemonat))))


def letzter_faelliger_monat(tag: date) -> date:
    """The newest month that is over and can so be reported."""
    return monat_plus(tag.replace(day=1), -1)


def terminstand(monat: date, heute: date, freigegeben: bool) -> Terminstand:
    """Where a month stands on a day."""
    if freigegeben:
        return Terminstand.ERLEDIGT
    if monat > letzter_faelliger_monat(heute):
        return Terminstand.KUENFTIG
    return Terminstand.FAELLIG if heute <= meldefrist(monat) else Terminstand.UEBERFAELLIG


# -- The own months --------------------------------------------------------------------------------------------


def eigene_termine(zugang: Zugang, anzahl: int) -> list[Monatstermin]:
    """The newest months of the own Jobcenter, the present one first, only those in which it existed.

    What is in work is told to those who may see drafts. Three queries.
    """
    laufender = zugang.am.replace(day=1)
    monate = [monat_plus(laufender, -nr) for nr in range(anzahl)]
    staende = list(Parteistand.objects.jobcenter().filter(partei=zugang.partei_id).values_list("ab", "bis"))
    monate = [m for m in monate if m >= ERSTER_MELDEMONAT and any(_gilt(ab, bis, m) for ab, bis in staende)]
    eigene = Meldung.objects.visible_to(zugang).filter(jobcenter=zugang.partei_id, monat__in=monate)
    freigaben = {monat: freigabe for (_, monat), freigabe in _freigaben(eigene).items()}
    arbeit = dict(eigene.exclude(zustand__in=[z.value for z in ENDGUELTIG]).values_list("monat", "zustand"))
    return [_termin(m, zugang.am, freigaben.get(m), arbeit.get(m)) for m in monate]


def naechster_monat(zugang: Zugang) -> date | None:
    """The month to be reported next: the oldest that is due and not released, or else the present one."""
    offene = [eins.monat for eins in eigene_termine(zugang, RUECKSCHAU) if eins.stand is not Terminstand.ERLEDIGT]
    return min(offene, default=None)


def unerklaerte(zugang: Zugang, monate: Sequence[date]) -> Counter[date]:
    """How many striking figures are left unexplained in what counts or is in work, by month. One query."""
    eigene = Meldung.objects.visible_to(zugang).exclude(zustand=Meldungszustand.ABGELOEST)
    befunde = Befund.objects.filter(schwere=Schwere.WEICH, erklaerung="", meldung__in=eigene)
    eigene_befunde = befunde.filter(meldung__jobcenter=zugang.partei_id, meldung__monat__in=monate)
    return Counter(eigene_befunde.values_list("meldung__monat", flat=True))


def _gilt(ab: date, bis: date | None, monat: date) -> bool:
    return ab <= monat and (bis is None or bis > monat)


def _termin(monat: date, heute: date, freigabe: Freigabe | None, in_arbeit: str | None = None) -> Monatstermin:
    return Monatstermin(
        monat=monat,
        frist=meldefrist(monat),
        stand=terminstand(monat, heute, freigabe is not None),
        freigabe=freigabe,
        in_arbeit=Meldungszustand(in_arbeit) if in_arbeit else None,
    )


def _freigaben(meldungen: Any) -> dict[tuple[int, date], Freigabe]:
    """What is released, by Jobcenter and month; a month counts from its first release. Two queries."""
    endgueltige = meldungen.filter(zustand__in=[z.value for z in ENDGUELTIG])
    erste = {
        (jobcenter, monat): timezone.localdate(am)
        for jobcenter, monat, am in endgueltige.values("jobcenter", "monat")
        .annotate(erste=Min("freigegeben_am"))
        .values_list("jobcenter", "monat", "erste")
    }
    gueltige = meldungen.gueltig().values_list("jobcenter", "monat", "werte")
    return {
        (jobcenter, monat): Freigabe(erste[jobcenter, monat], _fehlende(monat, werte))
        for jobcenter, monat, werte in gueltige
    }


def _fehlende(monat: date, werte: Sequence[int | None]) -> int:
    return sum(werte[SPALTE[groesse.code]] is None for groesse in gueltige_groessen(monat))


# -- The board -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tafelzeile:
    """A Jobcenter on the board."""

    stand: Parteistand
    termin: Monatstermin


@dataclass(frozen=True)
class Tafel:
    """Who has reported a month: all Jobcenter below the party that looks, and how many of them are where."""

    monat: date
    zeilen: tuple[Tafelzeile, ...]

    @property
    def anzahlen(self) -> Counter[Terminstand]:
        """Jobcenter by state."""
        return Counter(zeile.termin.stand for zeile in self.zeilen)

    @property
    def puenktliche(self) -> int:
        """Jobcenter that released by the deadline."""
        return sum(zeile.termin.puenktlich for zeile in self.zeilen)

    @property
    def vollstaendige(self) -> int:
        """Jobcenter whose released Meldung has every Grundgröße."""
        return sum(zeile.termin.vollstaendig for zeile in self.zeilen)


def darf_tafel_sehen(zugang: Zugang) -> bool:
    """Whether a party has Jobcenter below it, and the role sees content."""
    return zugang.rolle not in (None, Rolle.ADMINISTRATION) and aufsicht(zugang) is not None


def tafel(zugang: Zugang, monat: date, *, land: str = "", art: str = "") -> Tafel:
    """The board of a month, narrowed to a Land (two digits) or a kind. Three queries."""
    staende = beaufsichtigte(zugang, monat)
    if land:
        staende = staende.filter(ags__startswith=land)
    if art:
        staende = staende.filter(art=art)
    eine = list(staende)
    meldungen = Meldung.objects.visible_to(zugang).filter(monat=monat, jobcenter__in=[s.partei_id for s in eine])
    freigaben = _freigaben(meldungen)
    zeilen = (Tafelzeile(s, _termin(monat, zugang.am, freigaben.get((s.partei_id, monat)))) for s in eine)
    return Tafel(monat, tuple(zeilen))


def beaufsichtigte(zugang: Zugang, monat: date) -> Any:
    """The Jobcenter of a month below a party, by the same rule by which it sees their released Meldungen."""
    bedingung = aufsicht(zugang) if darf_tafel_sehen(zugang) else None
    if bedingung is None:
        return Parteistand.objects.none()
    return Parteistand.objects.jobcenter().filter(gilt_am(monat), **bedingung)


# -- Whom to remind --------------------------------------------------------------------------------------------


def ohne_freigabe(monat: date) -> Iterable[Parteistand]:
    """The Jobcenter of a month that have not released it, as they were then. One query."""
    gemeldet = Meldung.objects.gueltig().filter(monat=monat).values("jobcenter")
    return Parteistand.objects.filter(gilt_am(monat), ~Q(partei__in=gemeldet), art__in=JOBCENTER)
