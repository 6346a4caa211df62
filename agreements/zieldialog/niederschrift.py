"""The minutes of a Zieldialog on paper: a draft until every party has confirmed them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from agreements.dokument.satz import Satzform, setze
from agreements.models import Teilnahme, Zieldialog
from agreements.zieldialog.dialoge import unbestaetigte
from agreements.zieldialog.recht import MASSNAHMENTITEL, Dialogzustand, Massnahmenzustand
from zielsystem import zahlen


def niederschrift_pdf(dialog: Zieldialog, teilnahmen: Sequence[Teilnahme]) -> bytes:
    """The PDF (PDF/UA-1): common parts, and of the agreements given their Maßnahmen and proposed amendments."""
    fest = dialog.zustand == Dialogzustand.ABGESCHLOSSEN
    lokal = timezone.localtime(dialog.beginn)
    kontext = {
        "titel": dialog.titel,
        "beginn": zahlen.zeitpunkt(lokal),
        "ort": dialog.ort,
        "runde": dialog.runde.titel,
        "vermerk": "" if fest else "Entwurf",
        "stand": f"Stand {dialog.niederschrift_nummer} der Niederschrift",
        "tagesordnung": list(dialog.tagesordnung.order_by("reihenfolge").values_list("titel", flat=True)),
        "absaetze": [absatz for absatz in dialog.niederschrift.split("\n\n") if absatz.strip()],
        "teile": [_teil(teilnahme) for teilnahme in teilnahmen],
        "bestaetigt": [
            (name, zahlen.zeitpunkt(timezone.localtime(am)) if am else "noch nicht bestätigt")
            for name, am in _bestaetigungen(dialog)
        ],
    }
    html = render_to_string("agreements/zieldialog/niederschrift.html", kontext)
    return setze(html, Satzform.ENDFASSUNG if fest else Satzform.ENTWURF).pdf


def _teil(teilnahme: Teilnahme) -> dict[str, object]:
    parteien = teilnahme.zielvereinbarung.vertragsparteien.all()
    namen = {partei.partei_id: partei.bezeichnung for partei in sorted(parteien, key=lambda p: p.reihenfolge)}
    return {
        "titel": str(teilnahme.zielvereinbarung),
        "parteien": list(namen.values()),
        "massnahmen": [
            {
                "titel": eine.titel,
                "beschreibung": eine.beschreibung,
                "messgroesse": eine.messgroesse,
                "verantwortlich": namen.get(eine.verantwortlich_id, zahlen.FEHLT),
                "faellig_am": zahlen.tag(eine.faellig_am),
                "stand": MASSNAHMENTITEL[Massnahmenzustand(eine.zustand)],
            }
            for eine in teilnahme.massnahmen.all()
        ],
        "vorschlaege": [vorschlag.text for vorschlag in teilnahme.aenderungsvorschlaege.all()],
    }


def _bestaetigungen(dialog: Zieldialog) -> list[tuple[str, datetime | None]]:
    am = dict(dialog.bestaetigungen.filter(nummer=dialog.niederschrift_nummer).values_list("partei", "am"))
    fehlende = dict(unbestaetigte(dialog))
    namen: dict[int, str] = {}
    for teilnahme in dialog.teilnahmen.prefetch_related("zielvereinbarung__vertragsparteien"):
        namen |= {p.partei_id: p.bezeichnung for p in teilnahme.zielvereinbarung.vertragsparteien.all()}
    return [(name, None if partei in fehlende else am.get(partei)) for partei, name in namen.items()]
