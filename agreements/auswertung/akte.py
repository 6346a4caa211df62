"""The acts of an evaluation: compute the proposal, explain it, confirm it.

Each locks the agreement, so two confirmations at the same time are two confirmations, and one that comes while
somebody changes something is told so. Closing the evaluation is an act of ``agreements.lifecycle``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from agreements import inhalt
from agreements.auswertung.messen import Zielstand, messe
from agreements.models import Auswertung, Auswertungsbestaetigung, Zielbewertung, Zielvereinbarung
from agreements.models.ziele import TEXT_HOECHSTENS
from agreements.recht import Zustand
from agreements.ziele.gruende import gruende
from agreements.ziele.zielerreichung import Ergebnis
from agreements.zielkatalog import ziele_von
from agreements.zielkatalog.fassungen import NichtMoeglich, partei_von, sperre
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang, verlange
from zielsystem.recht import Norm

NORM = Norm("§ 48b Abs. 5 SGB II")
ZU_BEGRUENDEN = (Ergebnis.TEILWEISE, Ergebnis.NICHT_ERREICHT)
"""Results that take a Grund."""


class InzwischenGeaendert(NichtMoeglich):
    """The evaluation changed since the person looked at it."""

    def __init__(self) -> None:
        super().__init__("Die Auswertung wurde inzwischen geändert. Bitte sehen Sie den neuen Stand an.")


@dataclass(frozen=True)
class Feststellung:
    """What the parties hold about a Ziel: which milestones are reached, the result, why.

    ``ergebnis`` None keeps the proposal; another one takes ``abweichung``. ``gruende`` are codes of the catalogue.
    """

    ergebnis: Ergebnis | None = None
    abweichung: str = ""
    meilensteine: tuple[bool | None, ...] = ()
    gruende: tuple[str, ...] = ()
    erlaeuterung: str = ""


def _oeffne(vereinbarung: Zielvereinbarung, durch: Zugang) -> Zielvereinbarung:
    """The agreement, locked, if it is being evaluated and the access may take part."""
    gesperrt = sperre(vereinbarung)
    verlange(durch, Befugnis.VERHANDELN, gesperrt)
    if gesperrt.zustand != Zustand.IN_AUSWERTUNG:
        raise NichtMoeglich("Diese Zielvereinbarung wird nicht ausgewertet: Sie ist nicht in Auswertung.")
    return gesperrt


def _auswertung(vereinbarung: Zielvereinbarung) -> Auswertung:
    auswertung = Auswertung.objects.filter(zielvereinbarung=vereinbarung).first()
    if auswertung is None:
        raise NichtMoeglich("Die Zielerreichung ist noch nicht berechnet.")
    return auswertung


# -- The proposal ----------------------------------------------------------------------------------------------


@transaction.atomic
def berechne_zielerreichung(*, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime) -> Auswertung:
    """Compute the results from the newest release, as a proposal. What the parties wrote about them stays.

    Where nothing changes by it, nothing is changed, and confirmations stay.
    """
    gesperrt = _oeffne(vereinbarung, durch)
    auswertung, neu = Auswertung.objects.get_or_create(
        zielvereinbarung=gesperrt, defaults={"berechnet_am": am, "berechnet_durch": durch.nutzer}
    )
    if _rechne(auswertung, gesperrt) or neu:
        _neue_fassung(auswertung, am, durch, zaehle=not neu)
        daten = {"fassung": auswertung.fassung, "zahlenstand": auswertung.zahlenstand_id}
        eintragen(durch=durch, am=am, akt="zielerreichung_berechnen", norm=NORM, objekt=gesperrt, daten=daten)
    return auswertung


def _neue_fassung(auswertung: Auswertung, am: datetime, durch: Zugang, *, zaehle: bool) -> None:
    auswertung.fassung += zaehle
    auswertung.berechnet_am, auswertung.berechnet_durch = am, durch.nutzer
    auswertung.save()


def _rechne(auswertung: Auswertung, vereinbarung: Zielvereinbarung) -> bool:
    """Write the results of all Ziele, and say whether anything is different."""
    ziele = ziele_von([vereinbarung.pk])[vereinbarung.pk].ziele
    bisher = {(zeile.ziel, zeile.jahr): zeile for zeile in auswertung.bewertungen.all()}
    steine = {code: zeile.meilensteine for (code, jahr), zeile in bisher.items() if jahr is None}
    messung = messe(vereinbarung, ziele, steine)
    anders = auswertung.zahlenstand != messung.zahlenstand and not bisher
    for stelle, stand in enumerate(messung.staende):
        zeile = bisher.get((stand.ziel.code, stand.jahr)) or Zielbewertung(
            auswertung=auswertung, ziel=stand.ziel.code, jahr=stand.jahr
        )
        zeile.meilensteine = [
            *zeile.meilensteine,
            *[None] * (anzahl_meilensteine(stand.ziel) - len(zeile.meilensteine)),
        ]
        anders |= _uebertrage(zeile, stand, stelle)
    auswertung.zahlenstand = messung.zahlenstand
    return anders


def _uebertrage(zeile: Zielbewertung, stand: Zielstand, stelle: int) -> bool:
    """Put a computed result into its row; what was held beside it goes when the proposal itself is another one."""
    neu: dict[str, Any] = {
        "titel": stand.ziel.titel,
        "stelle": stelle,
        "vorschlag": stand.befund.ergebnis.value,
        "rechnung": stand.befund.begruendung,
        "wartet": stand.wartet,
        "wert": _dezimal(stand.wert),
        "vereinbart": _dezimal(stand.vereinbart),
        "einschaetzung": stand.kontrolle.einschaetzung.value,
        "kontrolle": stand.kontrolle.begruendung,
        "gruppenentwicklung": _dezimal(stand.entwicklung),
    }
    if zeile.pk and all(getattr(zeile, feld) == wert for feld, wert in neu.items()):
        return False
    if zeile.vorschlag != neu["vorschlag"]:
        zeile.ergebnis, zeile.abweichung = neu["vorschlag"], ""
    for feld, wert in neu.items():
        setattr(zeile, feld, wert)
    zeile.save()
    return True


def anzahl_meilensteine(ziel: inhalt.Ziel) -> int:
    """How many milestones a Ziel has; 0 in every other dimension."""
    return sum(name.endswith(".text") for name, _ in ziel.vorgabe)


def _dezimal(wert: float | None) -> Decimal | None:
    text = zahlen.bruch(wert)
    return None if text is None else Decimal(text)


# -- What the parties hold -------------------------------------------------------------------------------------


@transaction.atomic
def stelle_fest(
    *,
    vereinbarung: Zielvereinbarung,
    ziel: str,
    feststellung: Feststellung,
    gesehen: int,
    durch: Zugang,
    am: datetime,
) -> Auswertung:
    """Hold what is true of a Ziel beside the figures: milestones, result, Gründe; confirmations are void with it.

    Raises ``NichtMoeglich`` for what does not fit, ``InzwischenGeaendert`` when another Fassung came in between.
    """
    gesperrt = _oeffne(vereinbarung, durch)
    auswertung = _auswertung(gesperrt)
    if gesehen != auswertung.fassung:
        raise InzwischenGeaendert
    zeile = auswertung.bewertungen.im_ganzen().filter(ziel=ziel).first()
    if zeile is None:
        raise NichtMoeglich("Dieses Ziel steht nicht in der Vereinbarung.")
    zeile.meilensteine = _gepruefte_meilensteine(gesperrt, ziel, feststellung.meilensteine)
    zeile.gruende = _gepruefte_gruende(gesperrt, feststellung)
    zeile.erlaeuterung = _kurz(feststellung.erlaeuterung, "erlaeuterung")
    zeile.save()
    _rechne(auswertung, gesperrt)
    zeile.refresh_from_db()
    _setze_ergebnis(zeile, feststellung)
    _neue_fassung(auswertung, am, durch, zaehle=True)
    daten = {"ziel": ziel, "ergebnis": zeile.ergebnis, "gruende": zeile.gruende, "fassung": auswertung.fassung}
    eintragen(durch=durch, am=am, akt="zielerreichung_feststellen", norm=NORM, objekt=gesperrt, daten=daten)
    return auswertung


def _setze_ergebnis(zeile: Zielbewertung, feststellung: Feststellung) -> None:
    """Another result than the rule's takes a reason."""
    ergebnis = feststellung.ergebnis or Ergebnis(zeile.vorschlag)
    abweichend = ergebnis != zeile.vorschlag
    if abweichend and not feststellung.abweichung.strip():
        raise NichtMoeglich("Ein anderes Ergebnis als das berechnete braucht einen Grund.", "abweichung")
    zeile.ergebnis = ergebnis.value
    zeile.abweichung = _kurz(feststellung.abweichung, "abweichung") if abweichend else ""
    zeile.save()


def _kurz(text: str, feld: str) -> str:
    if len(text.strip()) > TEXT_HOECHSTENS:
        raise NichtMoeglich(f"Bitte höchstens {zahlen.ganzzahl(TEXT_HOECHSTENS)} Zeichen.", feld)
    return text.strip()


def _gepruefte_meilensteine(
    vereinbarung: Zielvereinbarung, code: str, staende: Sequence[bool | None]
) -> list[bool | None]:
    ziel = next(z for z in ziele_von([vereinbarung.pk])[vereinbarung.pk].ziele if z.code == code)
    anzahl = anzahl_meilensteine(ziel)
    if len(staende) > anzahl:
        raise NichtMoeglich("So viele Meilensteine hat das Ziel nicht.", "meilensteine")
    return [*staende, *[None] * (anzahl - len(staende))]


def _gepruefte_gruende(vereinbarung: Zielvereinbarung, feststellung: Feststellung) -> list[str]:
    katalog = {grund.code: grund for grund in gruende(vereinbarung.runde.ab)}
    if fremde := set(feststellung.gruende) - set(katalog):
        raise NichtMoeglich(f"Diese Gründe kennt der Katalog nicht: {', '.join(sorted(fremde))}.", "gruende")
    if any(katalog[code].worte_noetig for code in feststellung.gruende) and not feststellung.erlaeuterung.strip():
        raise NichtMoeglich("Bitte erläutern Sie den anderen Grund.", "erlaeuterung")
    return [code for code in katalog if code in feststellung.gruende]


# -- Confirmation ----------------------------------------------------------------------------------------------


@transaction.atomic
def bestaetige_auswertung(
    *, vereinbarung: Zielvereinbarung, fassung: int, durch: Zugang, am: datetime
) -> Auswertungsbestaetigung:
    """Confirm the results for one's own party, as one Fassung has them. Twice is once.

    Raises ``NichtMoeglich`` as long as final figures are to come, or a Ziel that was missed has no Grund.
    """
    gesperrt = _oeffne(vereinbarung, durch)
    auswertung = _auswertung(gesperrt)
    partei = partei_von(gesperrt, durch)
    if partei is None:
        raise NichtMoeglich("Bestätigen können die Auswertung nur die Vertragsparteien.")
    if fassung != auswertung.fassung:
        raise InzwischenGeaendert
    if offen := offene_punkte(list(auswertung.bewertungen.im_ganzen().order_by("stelle"))):
        raise NichtMoeglich(" ".join(offen))
    bestaetigung, neu = Auswertungsbestaetigung.objects.get_or_create(
        auswertung=auswertung,
        vertragspartei=partei,
        fassung=fassung,
        defaults={"bestaetigt_am": am, "bestaetigt_durch": durch.nutzer},
    )
    if neu:
        daten = {"fassung": fassung}
        eintragen(durch=durch, am=am, akt="auswertung_bestaetigen", norm=NORM, objekt=gesperrt, daten=daten)
    return bestaetigung


def offene_punkte(bewertungen: Sequence[Zielbewertung]) -> tuple[str, ...]:
    """What must be there before anybody can confirm, in German sentences."""
    wartende = [zeile.titel for zeile in bewertungen if zeile.wartet]
    unentschieden = [zeile.titel for zeile in bewertungen if None in zeile.meilensteine]
    unbegruendet = [z.titel for z in bewertungen if z.ergebnis in ZU_BEGRUENDEN and not z.gruende]
    return tuple(
        f"{text}: {', '.join(titel)}."
        for text, titel in (
            ("Noch ohne endgültige Zahlen", wartende),
            ("Noch ohne Entscheidung über jeden Meilenstein", unentschieden),
            ("Noch ohne Grund, warum nicht oder nur teilweise erreicht", unbegruendet),
        )
        if titel
    )
