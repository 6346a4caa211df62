"""The acts of a yearly report: asking for the draft, writing, settling, putting it to the Kooperationsausschuss.

Draft and PDF are made by a worker; an order that was lost is found again by :func:`hole_nach`, which also adds the PDF
as a paper once the office of the body has put the report on an agenda.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse
from django.utils import timezone

from berichte.jahresbericht.daten import OhneGrundlage, lies_jahresdaten
from berichte.jahresbericht.recht import (
    ABSCHNITTE,
    BERICHTSPFLICHT,
    GEGENSTAND,
    JAHRESBERICHT,
    Jahresberichtsstand,
    Jahresberichtszustand,
)
from berichte.jahresbericht.wortlaut import entwurf
from berichte.models import Archivstueck, Jahresbericht, Jahresberichtsdruck, Jahresberichtsfassung
from gremien.fehler import NichtMoeglich
from gremien.models import Gremium, Tagesordnungspunkt
from gremien.recht import Gremiumart
from gremien.sitzungen import anmelden as melde_im_gremium_an
from gremien.sitzungen.vorlagen import lege_vor
from zielsystem.adresse import absolut
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import Knopf, knoepfe, vollziehe
from zielsystem.parties.models import Partei, Parteistand
from zielsystem.parties.recht import LAENDER
from zielsystem.parties.zugriff import Zugang, betrieb, verlange

_Z = Jahresberichtszustand


class Ueberholt(Exception):
    """Somebody saved another version in the meantime; carries it, so that a page can show both."""

    def __init__(self, neueste: Jahresberichtsfassung) -> None:
        self.neueste = neueste
        super().__init__(
            f"Inzwischen gibt es die Fassung {neueste.nummer}. Bitte vergleichen Sie und speichern Sie noch einmal."
        )


class NichtBearbeitbar(ValueError):
    """The text of the report is settled, or not drafted yet; the text is German."""


# -- Draft -----------------------------------------------------------------------------------------------------


@transaction.atomic
def fordere_an(*, land: Partei, jahr: int, durch: Zugang, am: datetime) -> Jahresbericht:
    """Ask for the draft of the report to a Land on a year; one that failed is tried again, one that is there stays.

    Raises ``PermissionDenied``, ``ValueError`` for a year that has not begun.
    """
    tag = timezone.localdate(am)
    if jahr > tag.year:
        raise ValueError(f"Das Jahr {jahr} hat noch nicht begonnen.")
    stand = Parteistand.objects.am(tag).get(partei=land)
    zustand = JAHRESBERICHT.zeile("anfordern", None, tag).nach
    vorgabe = {
        "schluessel": stand.ags,
        "zustand": zustand,
        "angefordert_am": am,
        "angefordert_durch": durch.nutzer,
    }
    bericht, neu = Jahresbericht.objects.get_or_create(land=land, jahr=jahr, defaults=vorgabe)
    verlange(durch, Befugnis.JAHRESBERICHT_ERSTELLEN, bericht)
    if neu:
        eintragen(durch=durch, am=am, akt="anfordern", norm=BERICHTSPFLICHT, objekt=bericht)
    if bericht.zustand == _Z.IN_ERSTELLUNG:
        Jahresbericht.objects.filter(pk=bericht.pk).update(fehler="")
        _reihe_ein("berichte.entwirf_jahresbericht", bericht.pk)
    return bericht


@transaction.atomic
def entwirf(bericht_id: int, *, am: datetime) -> bool:
    """Draft a report from the data, as version 1; False when it is drafted already. What stops it is noted."""
    bericht = Jahresbericht.objects.select_for_update().get(pk=bericht_id)
    if bericht.zustand != _Z.IN_ERSTELLUNG:
        return False
    try:
        daten, tabellen, release = lies_jahresdaten(bericht.schluessel, bericht.jahr)
    except OhneGrundlage as grund:
        Jahresbericht.objects.filter(pk=bericht_id).update(fehler=str(grund))
        return False
    fassung = Jahresberichtsfassung.objects.create(
        jahresbericht=bericht, nummer=1, texte=entwurf(daten), verfasst_am=am
    )
    mit = {"veroeffentlichung": release, "tabellen": tabellen, "fehler": ""}
    _vollziehe("entwerfen", bericht, betrieb(timezone.localdate(am)), am, mit=mit)
    _reihe_ein("berichte.drucke_jahresbericht", fassung.pk, False)
    return True


# -- Text ------------------------------------------------------------------------------------------------------


@transaction.atomic
def schreibe(
    *, bericht: Jahresbericht, texte: Mapping[str, str], gelesen: int, durch: Zugang, am: datetime
) -> Jahresberichtsfassung:
    """Save a new version; ``gelesen`` is the number of the one that was changed. The same text saves nothing.

    Raises ``PermissionDenied``, :class:`NichtBearbeitbar`, :class:`Ueberholt`.
    """
    gesperrt = Jahresbericht.objects.select_for_update().get(pk=bericht.pk)
    verlange(durch, Befugnis.JAHRESBERICHT_ERSTELLEN, gesperrt)
    if gesperrt.zustand != _Z.ENTWURF:
        raise NichtBearbeitbar("Der Text ist festgestellt. Öffnen Sie den Bericht wieder, um ihn zu ändern.")
    neueste = neueste_fassung(gesperrt)
    assert neueste is not None
    if neueste.nummer != gelesen:
        raise Ueberholt(neueste)
    neue = {abschnitt.code: texte.get(abschnitt.code, "").replace("\r\n", "\n").strip() for abschnitt in ABSCHNITTE}
    if neue == neueste.texte:
        return neueste
    fassung = Jahresberichtsfassung.objects.create(
        jahresbericht=gesperrt, nummer=neueste.nummer + 1, texte=neue, verfasst_am=am, verfasst_durch=durch.nutzer
    )
    eintragen(durch=durch, am=am, akt="schreiben", norm=BERICHTSPFLICHT, objekt=gesperrt)
    _reihe_ein("berichte.drucke_jahresbericht", fassung.pk, False)
    return fassung


def neueste_fassung(bericht: Jahresbericht) -> Jahresberichtsfassung | None:
    """The newest version; None before the draft."""
    return bericht.fassungen.order_by("-nummer").first()


# -- Settling and putting it to the body ----------------------------------------------------------------------


@transaction.atomic
def stelle_fest(*, bericht: Jahresbericht, durch: Zugang, am: datetime, grund: str = "") -> Jahresbericht:
    """Settle the newest version; its PDF is made by a worker. Raises ``Gehindert``, ``PermissionDenied``."""
    fertig = _vollziehe("feststellen", bericht, durch, am)
    fassung = neueste_fassung(fertig)
    assert fassung is not None
    _reihe_ein("berichte.drucke_jahresbericht", fassung.pk, True)
    return fertig


@transaction.atomic
def oeffne_wieder(*, bericht: Jahresbericht, durch: Zugang, am: datetime, grund: str = "") -> Jahresbericht:
    """Back to the draft, with a reason; what was settled stays in the archive."""
    return _vollziehe("wieder_oeffnen", bericht, durch, am, grund=grund, mit={"anmeldung": None})


@transaction.atomic
def melde_an(*, bericht: Jahresbericht, durch: Zugang, am: datetime, grund: str = "") -> Jahresbericht:
    """Register the settled report for the Kooperationsausschuss of its Land.

    Raises ``Gehindert``, ``PermissionDenied``, and what ``gremien.sitzungen.anmelden`` raises.
    """
    gremium = ausschuss_von(bericht, am)
    druck = endgueltiger_druck(bericht)
    anmeldung = None
    if gremium and druck:
        anmeldung = melde_im_gremium_an(
            gremium=gremium,
            gegenstand=GEGENSTAND,
            titel=titel_von(bericht),
            bezug=f"jahresbericht:{bericht.schluessel}:{bericht.jahr}",
            begruendung=f"Bericht als PDF (SHA-256 {druck.stueck.sha256}): "
            f"{absolut(reverse('berichte:jahresbericht_pdf', args=[bericht.pk]))}",
            durch=durch,
            am=am,
        )
    return _vollziehe("anmelden", bericht, durch, am, mit={"anmeldung": anmeldung})


AKTE = {"feststellen": stelle_fest, "wieder_oeffnen": oeffne_wieder, "anmelden": melde_an}
"""The acts a person does, by the code of their row."""


def titel_von(bericht: Jahresbericht) -> str:
    """How the report is called."""
    return f"Jahresbericht {bericht.jahr} des Bundes an den Kooperationsausschuss {LAENDER[bericht.schluessel]}"


def ausschuss_von(bericht: Jahresbericht, am: datetime) -> Gremium | None:
    """The Kooperationsausschuss of the Land; None where there is none."""
    tag = timezone.localdate(am)
    return Gremium.objects.all().von(Gremiumart.KOOPERATIONSAUSSCHUSS, bericht.land_id, tag)


def endgueltiger_druck(bericht: Jahresbericht) -> Jahresberichtsdruck | None:
    """The PDF of the newest version as it was settled; None before."""
    fassung = neueste_fassung(bericht)
    drucke = Jahresberichtsdruck.objects.filter(fassung=fassung, endgueltig=True).select_related("stueck")
    return drucke.first() if fassung else None


def stand_von(bericht: Jahresbericht) -> Jahresberichtsstand:
    """What the conditions of the acts look at."""
    fassung = neueste_fassung(bericht)
    return Jahresberichtsstand(
        texte=fassung.texte if fassung else {},
        gesetzt=endgueltiger_druck(bericht) is not None,
        ausschuss=ausschuss_von(bericht, timezone.now()) is not None,
        abgelehnt=bericht.anmeldung is not None and bericht.anmeldung.abgelehnt_am is not None,
    )


def naechste_akte(bericht: Jahresbericht, durch: Zugang) -> list[Knopf]:
    """The acts a person may do next, with what hinders them."""
    offene = knoepfe(JAHRESBERICHT, bericht, stand=stand_von(bericht), durch=durch)
    return [knopf for knopf in offene if knopf.befugt and knopf.uebergang.code in AKTE]


def _vollziehe(
    code: str,
    bericht: Jahresbericht,
    durch: Zugang,
    am: datetime,
    *,
    grund: str = "",
    mit: Mapping[str, Any] | None = None,
) -> Jahresbericht:
    return vollziehe(JAHRESBERICHT, code, bericht, stand=stand_von, durch=durch, am=am, grund=grund, mit=mit)


# -- What a worker does ----------------------------------------------------------------------------------------


@transaction.atomic
def drucke(fassung_id: int, *, endgueltig: bool, am: datetime) -> bool:
    """Make the PDF of a version; False when it is there already."""
    from berichte.jahresbericht.satz import setze  # which reads the title of a report from here

    fassung = Jahresberichtsfassung.objects.select_related("jahresbericht").get(pk=fassung_id)
    Jahresbericht.objects.select_for_update().get(pk=fassung.jahresbericht_id)
    if Jahresberichtsdruck.objects.filter(fassung=fassung, endgueltig=endgueltig).exists():
        return False
    gesetzt = setze(fassung, endgueltig=endgueltig)
    stueck = Archivstueck.lege_ab(gesetzt.pdf, gesetzt.seiten, am)
    Jahresberichtsdruck.objects.create(fassung=fassung, endgueltig=endgueltig, stueck=stueck)
    return True


def hole_nach(*, am: datetime) -> int:
    """What the schedule does: lost drafts and PDFs are made, papers added to agendas. Returns how many things."""
    entworfen = [entwirf(pk, am=am) for pk in _ids(zustand=_Z.IN_ERSTELLUNG, fehler="")]
    gedruckt = [drucke(pk, endgueltig=True, am=am) for pk in _ungedruckte()]
    kommende = {"anmeldung__punkte__sitzung__beginn__gte": am - timedelta(days=1)}
    vorgelegt = [lege_in_sitzung_vor(pk, am=am) for pk in _ids(zustand=_Z.ANGEMELDET, **kommende)]
    return sum(entworfen) + sum(gedruckt) + sum(vorgelegt)


def _ungedruckte() -> list[int]:
    """The newest versions of settled reports without a PDF that says so."""
    festgestellt = {"jahresbericht__zustand__in": [_Z.FESTGESTELLT, _Z.ANGEMELDET]}
    mit_letzter = Jahresberichtsfassung.objects.filter(**festgestellt).annotate(
        letzte=Max("jahresbericht__fassungen__nummer")
    )
    offene = mit_letzter.filter(nummer=F("letzte")).exclude(drucke__endgueltig=True)
    return list(offene.values_list("pk", flat=True))


def _ids(**welche: Any) -> list[int]:
    return list(Jahresbericht.objects.filter(**welche).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def lege_in_sitzung_vor(bericht_id: int, *, am: datetime) -> bool:
    """Add the settled PDF as a paper to the item with which the report stands on an agenda; twice is one paper."""
    bericht = Jahresbericht.objects.select_for_update().get(pk=bericht_id)
    punkt = Tagesordnungspunkt.objects.filter(anmeldung=bericht.anmeldung_id).order_by("-pk").first()
    druck = endgueltiger_druck(bericht)
    if punkt is None or druck is None or punkt.vorlagen.filter(sha256=druck.stueck.sha256).exists():
        return False
    durch = betrieb(timezone.localdate(am))
    inhalt, titel = bytes(druck.stueck.pdf), titel_von(bericht)
    try:
        lege_vor(punkt=punkt, name=dateiname(bericht), inhalt=inhalt, titel=titel, durch=durch, am=am)
    except NichtMoeglich:  # the session is over
        return False
    return True


def dateiname(bericht: Jahresbericht) -> str:
    """The name of its PDF."""
    return f"Jahresbericht_{bericht.jahr}_{bericht.schluessel}.pdf"


def _reihe_ein(aufgabe: str, *angaben: object) -> None:
    """Queue a task by its name once everything is stored: tasks lie above acts and are not imported here."""
    transaction.on_commit(lambda: current_app.send_task(aufgabe, args=list(angaben)))
