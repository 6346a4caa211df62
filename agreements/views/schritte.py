"""What can happen next with an agreement: each act with who does it and what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from agreements.lifecycle import alle_akte
from agreements.lifecycle.stand import Nachweise
from agreements.models import Vertragspartei, Zeichnung, Zielvereinbarung
from agreements.recht import STATIONEN, Zustand
from agreements.views.rahmen import REITER
from agreements.views.wegweiser import mit_wegen
from zielsystem import zahlen
from zielsystem.journal.vollzug import Knopf
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Hindernis
from zielsystem.ui.rows import Handlung

_GEGENSTANDSLOS = frozenset({"ohne_vorbehalt", "mit_vorbehalt", "ba_strang", "alle_gezeichnet"})
"""A condition that says: this act is not for this agreement, or not yet by itself. Such an act is not shown."""

_RANG = {station.code: rang for rang, station in enumerate(STATIONEN) if station.immer}


@dataclass(frozen=True)
class Aussicht:
    """One act that may come next. ``handlung`` is None for who may not do it; ``url`` leads to a page of its own."""

    titel: str
    norm: str
    wer: str
    hindernisse: tuple[Hindernis, ...]
    handlung: Handlung | None
    url: str = ""
    nebenweg: bool = False


def aussichten(
    vereinbarung: Zielvereinbarung,
    parteien: list[Vertragspartei],
    zugang: Zugang,
    nachweise: Nachweise,
    eingaben: Mapping[str, str] | None = None,
) -> list[Aussicht]:
    """The acts that lead on first, then the other ways. ``eingaben``: reasons already typed, by code of the act."""
    knoepfe = [
        knopf
        for knopf in alle_akte(vereinbarung, zugang, nachweise)
        if not {h.code for h in knopf.hindernisse} & _GEGENSTANDSLOS
    ]
    mit_links = (replace(k, hindernisse=mit_wegen(k.hindernisse, vereinbarung, zugang)) for k in knoepfe)
    gefunden = [_aussicht(knopf, vereinbarung, parteien, eingaben or {}) for knopf in mit_links]
    return sorted(gefunden, key=lambda aussicht: aussicht.nebenweg)


def _aussicht(
    knopf: Knopf, vereinbarung: Zielvereinbarung, parteien: list[Vertragspartei], eingaben: Mapping[str, str]
) -> Aussicht:
    zeile = knopf.uebergang
    handlung = Handlung.aus(zeile, knopf.hindernisse, reverse("agreements:uebergang", args=[vereinbarung.pk]))
    mit_eingabe = replace(handlung, grund=eingaben.get(zeile.code, ""))
    eigene_seite = _seite_von(zeile.code, vereinbarung)
    return Aussicht(
        titel=zeile.titel,
        norm=str(zeile.norm),
        wer=_wer(zeile.code, vereinbarung, parteien),
        hindernisse=knopf.hindernisse,
        handlung=mit_eingabe if knopf.befugt and zeile.code != "zeichnen" else None,
        url=eigene_seite if knopf.befugt else "",
        nebenweg=_ist_nebenweg(zeile.code, vereinbarung.zustand, zeile.nach),
    )


def _seite_von(code: str, vereinbarung: Zielvereinbarung) -> str:
    """The page of an act that takes more than a reason: signing has a tab of its own."""
    reiter = next((r for r in REITER if code == "zeichnen" and r.code == "zeichnung"), None)
    return reverse(f"agreements:{reiter.route}", args=[vereinbarung.pk]) if reiter else ""


def _ist_nebenweg(code: str, von: str, nach: str) -> bool:
    if nach == Zustand.GREMIENVORBEHALT or von == Zustand.GREMIENVORBEHALT:
        return nach == Zustand.NICHT_ZUSTANDE_GEKOMMEN
    return code == "aendern" or _RANG.get(nach, -1) < _RANG.get(von, 0)


def _wer(code: str, vereinbarung: Zielvereinbarung, parteien: list[Vertragspartei]) -> str:
    runde = vereinbarung.runde
    if code == "zeichnen":
        return _ungezeichnete(vereinbarung, parteien)
    if code == "anweisen":
        return "Bundesagentur für Arbeit (Leitung)"
    von_selbst: dict[str, date] = {"in_kraft_treten": runde.ab, "auswertung_beginnen": runde.bis}
    if code in von_selbst:
        return f"von selbst am {zahlen.tag(von_selbst[code])}, oder jede Vertragspartei"
    leitung = " (Leitung)" if code in ("schliessen", "unter_vorbehalt_schliessen", "aufheben") else ""
    return f"jede Vertragspartei{leitung}"


def _ungezeichnete(vereinbarung: Zielvereinbarung, parteien: list[Vertragspartei]) -> str:
    gezeichnet = set(
        Zeichnung.objects.gueltig()
        .filter(festtext__zielvereinbarung=vereinbarung)
        .values_list("vertragspartei_id", flat=True)
    )
    offen = [partei.bezeichnung for partei in parteien if partei.pk not in gezeichnet]
    return "; ".join(offen) or "alle haben gezeichnet"
