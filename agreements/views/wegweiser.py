"""Where a Hindernis can be removed: the page of the agreement, or the part of it, that deals with its condition."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from agreements.models import Zielvereinbarung
from agreements.recht import BETEILIGUNGEN, Erklaerende
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Hindernis
from zielsystem.ui.rows import Wegweiser

_ZIELE = ("Zu den Zielen", "vereinbarung_ziele", "")
_TEXT = ("Zum Text", "vereinbarung_text", "")
_ORTE: dict[str, tuple[str, str, str]] = {
    "gesetzliche_ziele": _ZIELE,
    "soziale_teilhabe": _ZIELE,
    "ziele_vollstaendig": _ZIELE,
    "beitraege_ausgewogen": ("Zu den Beiträgen", "vereinbarung_ziele", ""),
    "keine_offene_frage": ("Zu den Rückfragen", "vereinbarung_rueckfragen", ""),
    "kein_offener_vorschlag": _TEXT,
    "alles_angenommen": _TEXT,
    "keine_offene_stelle": _TEXT,
    "zeichnungsfrist_offen": ("Zur Zeichnung", "zeichnung", ""),
    "alle_gezeichnet": ("Zur Zeichnung", "zeichnung", ""),
    "alles_bewertet": ("Zur Auswertung", "vereinbarung_auswertung", ""),
    **{
        zeile.code: ("Zur Aufhebung", "vereinbarung", "#aufhebung")
        if zeile.erklaerende is Erklaerende.JEDE
        else ("Zu den Nachweisen", "vereinbarung", "#nachweise")
        for zeile in BETEILIGUNGEN
    },
}
"""By code of the condition: the words of the link, the page, the place on it."""

_VORLAGEN = {"nr_1_geschlossen": 1, "nr_3_geschlossen": 3}


def mit_wegen(
    hindernisse: Iterable[Hindernis], vereinbarung: Zielvereinbarung, zugang: Zugang
) -> tuple[Hindernis, ...]:
    """The Hindernisse, each with a link to the place where it can be removed, as far as there is one to be seen."""
    return tuple(_mit_weg(hindernis, vereinbarung, zugang) for hindernis in hindernisse)


def _mit_weg(hindernis: Hindernis, vereinbarung: Zielvereinbarung, zugang: Zugang) -> Hindernis:
    if hindernis.code in _VORLAGEN:
        return _zur_vorlage(hindernis, vereinbarung, zugang)
    if hindernis.code not in _ORTE:
        return hindernis
    ort, name, stelle = _ORTE[hindernis.code]
    return Wegweiser.zu(hindernis, ort, reverse(f"agreements:{name}", args=[vereinbarung.pk]) + stelle)


def _zur_vorlage(hindernis: Hindernis, vereinbarung: Zielvereinbarung, zugang: Zugang) -> Hindernis:
    """To the agreement on which this one rests, for who may see it."""
    nr = _VORLAGEN[hindernis.code]
    vorlagen = Zielvereinbarung.objects.visible_to(zugang).filter(runde=vereinbarung.runde_id, nr=nr)
    if nr == 3:
        vorlagen = vorlagen.filter(land=vereinbarung.land_id)
    vorlage = vorlagen.order_by("-fassung").first()
    if vorlage is None:
        return hindernis
    return Wegweiser.zu(
        hindernis, f"Zur Vereinbarung nach Nr. {nr}", reverse("agreements:vereinbarung", args=[vorlage.pk])
    )
