"""The minutes on paper, put together from what is recorded: attendance, items, results with votes, what is to be done.

Corrections made after approval are no part of them; they stand on the page of the session.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils import timezone

from gremien.abstimmung import VOTUMSTITEL, Votum
from gremien.models import Anwesenheit, Ergebnis, Niederschrift, Sitzung, Stimme, Tagesordnungspunkt, Teilnahme
from gremien.recht import (
    ANZUHOERENDE_TITEL,
    AUSGANGSTITEL,
    FORMTITEL,
    Anzuhoerende,
    Ausgang,
    Form,
    Verfahren,
    gegenstand,
)
from gremien.sitzungen.lage import mitglieder_von, tag_von
from zielsystem import zahlen
from zielsystem.parties.models import Installation, Parteistand
from zielsystem.parties.recht import ARTEN, Parteiart
from zielsystem.satz import setze_pdf

BLATT = Path(__file__).parents[1] / "dokument.css"
DEMONSTRATION = "Demonstration: Personen und Beschlüsse sind erfunden"


def niederschrift_pdf(sitzung: Sitzung, niederschrift: Niederschrift | None, entgegnung: str = "") -> bytes:
    """The PDF (PDF/UA-1); marked as a draft until the minutes are approved.

    ``entgegnung``: why objections to this stand were not followed.
    """
    werte = {**kontext(sitzung, niederschrift), "entgegnung": entgegnung.strip()}
    return setze_pdf(render_to_string("gremien/niederschrift.html", werte), BLATT).pdf


def kontext(sitzung: Sitzung, niederschrift: Niederschrift | None) -> dict[str, Any]:
    """Everything the minutes say, as finished words."""
    genehmigt = niederschrift.genehmigt_am if niederschrift else None
    umlauf = sitzung.verfahren == Verfahren.UMLAUF
    return {
        "gremium": sitzung.gremium.titel,
        "titel": sitzung.titel,
        "ueberschrift": "Niederschrift über einen Umlaufbeschluss" if umlauf else "Niederschrift über die Sitzung",
        "beginn": zahlen.zeitpunkt(timezone.localtime(sitzung.beginn)),
        "umlauf": umlauf,
        "ort": sitzung.ort,
        "geschlossen": _zeitpunkt(sitzung.geschlossen_am),
        "leitung": sitzung.leitung.name if sitzung.leitung else "",
        "leitungshinweis": sitzung.leitungshinweis,
        "fristgrund": sitzung.fristgrund,
        "vermerk": "" if genehmigt else "Entwurf",
        "stand": f"{sitzung.gremium.titel}, {sitzung.titel}" + (f"\n{DEMONSTRATION}" if _synthetisch() else ""),
        "absaetze": _absaetze(niederschrift.text if niederschrift else ""),
        "mitglieder": _mitglieder(sitzung),
        "punkte": [_punkt(punkt, sitzung) for punkt in _punkte(sitzung)],
        "einwendungen": _einwendungen(sitzung, niederschrift),
        "genehmigt": _zeitpunkt(genehmigt),
        "genehmigt_durch": str(niederschrift.genehmigt_durch or "") if niederschrift else "",
    }


def _einwendungen(sitzung: Sitzung, niederschrift: Niederschrift | None) -> list[tuple[str, str]]:
    """What members object to these minutes as they stand."""
    stand = niederschrift.stand if niederschrift else 0
    gefunden = sitzung.einwendungen.filter(stand=stand).select_related("mitgliedschaft").order_by("am", "pk")
    return [(eine.mitgliedschaft.name, eine.text) for eine in gefunden]


def _mitglieder(sitzung: Sitzung) -> list[tuple[str, str, str]]:
    """Name, side and whether there, of every member of the day."""
    da = {
        zeile.mitgliedschaft_id: zeile
        for zeile in Anwesenheit.objects.filter(sitzung=sitzung).select_related("vertretung")
    }
    return [
        (m.name, m.organisation or ARTEN[Parteiart(m.seite)].kurz, _teilnahme(da.get(m.pk)))
        for m in mitglieder_von(sitzung)
    ]


def _teilnahme(zeile: Anwesenheit | None) -> str:
    if zeile is None:
        return zahlen.FEHLT
    if zeile.vertretung is not None:
        return f"vertreten durch {zeile.vertretung.name}"
    return Teilnahme(zeile.teilnahme).label


def _punkte(sitzung: Sitzung) -> Iterable[Tagesordnungspunkt]:
    stimmen = Stimme.objects.select_related("mitgliedschaft", "vertretung").order_by("mitgliedschaft__name", "pk")
    ergebnisse = (
        Ergebnis.objects.gueltig()
        .select_related("abstimmung")
        .prefetch_related(Prefetch("abstimmung__stimmen", queryset=stimmen))
    )
    return sitzung.tagesordnung.order_by("reihenfolge").prefetch_related(
        Prefetch("ergebnisse", queryset=ergebnisse), "anhoerungen", "umsetzungen", "gaeste"
    )


def _punkt(punkt: Tagesordnungspunkt, sitzung: Sitzung) -> dict[str, Any]:
    ergebnis = next(iter(punkt.ergebnisse.all()), None)
    zeile = gegenstand(punkt.gegenstand, tag_von(sitzung))
    return {
        "nummer": punkt.reihenfolge,
        "titel": punkt.titel,
        "gegenstand": f"{zeile.titel} ({zeile.norm})",
        "form": FORMTITEL[Form(punkt.form)],
        "gaeste": ", ".join(gast.name for gast in punkt.gaeste.all()),
        "anhoerungen": [
            (ANZUHOERENDE_TITEL[Anzuhoerende(eine.wer)], zahlen.tag(eine.am), eine.text)
            for eine in punkt.anhoerungen.all()
        ],
        "verlauf": _absaetze(punkt.verlauf),
        "ergebnis": AUSGANGSTITEL[Ausgang(ergebnis.ausgang)] if ergebnis else "noch kein Ergebnis",
        "wortlaut": _absaetze(ergebnis.wortlaut) if ergebnis else [],
        "stimmen": stimmentext(ergebnis) if ergebnis else "",
        "namentlich": _namentlich(ergebnis),
        "umsetzungen": _umsetzungen(punkt, tag_von(sitzung)),
    }


def stimmentext(ergebnis: Ergebnis) -> str:
    """The votes of a result in words, "" where nobody voted."""
    if ergebnis.ja is None:
        return ""
    zahl = f"{ergebnis.ja} Ja, {ergebnis.nein} Nein, {ergebnis.enthaltung} Enthaltungen"
    return f"{zahl}. {ergebnis.erlaeuterung}" if ergebnis.erlaeuterung else zahl


def _namentlich(ergebnis: Ergebnis | None) -> list[tuple[str, str]]:
    if ergebnis is None or ergebnis.abstimmung is None:
        return []
    return [(_stimmender(stimme), VOTUMSTITEL[Votum(stimme.votum)]) for stimme in ergebnis.abstimmung.stimmen.all()]


def _stimmender(stimme: Stimme) -> str:
    name = stimme.mitgliedschaft.name
    return f"{name}, vertreten durch {stimme.vertretung.name}" if stimme.vertretung else name


def _umsetzungen(punkt: Tagesordnungspunkt, tag: date) -> list[tuple[str, str, str]]:
    alle = list(punkt.umsetzungen.all())
    namen = dict(
        Parteistand.objects.am(tag).filter(partei__in=[u.verantwortlich_id for u in alle]).values_list("partei", "name")
    )
    return [(u.was, namen.get(u.verantwortlich_id, zahlen.FEHLT), zahlen.tag(u.faellig_am)) for u in alle]


def _absaetze(text: str) -> list[str]:
    return [absatz for absatz in text.split("\n\n") if absatz.strip()]


def _zeitpunkt(am: datetime | None) -> str:
    return zahlen.zeitpunkt(timezone.localtime(am)) if am else ""


def _synthetisch() -> bool:
    return Installation.objects.filter(synthetisch=True).exists()
