"""What stands before a conclusion, and the conclusion itself: participation, the fixed text, signatures on paper."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from agreements.beteiligung import Bezug, Erfassung, erfasse_nachweis
from agreements.lifecycle import abstimmen
from agreements.models import Planungsrunde, Vertragspartei, Zielvereinbarung
from agreements.recht import ERGEBNISTITEL, FORMEN, Seite, beteiligung
from agreements.zeichnung.zeichnen import Eingereicht, zeichne_auf_papier
from demonstration.agreements.acting import acting_as, acting_for, side
from demonstration.agreements.papers import paper
from zielsystem import zahlen
from zielsystem.befugnisse import Rolle
from zielsystem.parties.zugriff import Zugang


def record(code: str, bezug: Bezug, durch: Zugang, *, am: datetime) -> None:
    """Record that a participation took place the day before, with the result that fulfils it and its document."""
    tag = timezone.localdate(am)
    zeile = beteiligung(code, tag)
    if zeile is None:
        raise LookupError(f"Die Beteiligung „{code}“ gibt es am {tag:%d.%m.%Y} nicht.")
    ergebnis = FORMEN[zeile.form].erfuellend[0]
    datei = paper(zeile.titel, f"{zeile.stelle}: {ERGEBNISTITEL[ergebnis]}", zahlen.tag(tag))
    bemerkung = "Keine Abweichung im Ziel, eigener Weg im Langzeitbezug." if code == "abweichungen" else ""
    erfasse_nachweis(erfassung=Erfassung(zeile, ergebnis, tag, datei, bemerkung), bezug=bezug, durch=durch, am=am)


def record_round(runde: Planungsrunde, *, beratung: datetime, haushalt: datetime) -> None:
    """What is asked once for the whole round: the Bund-Länder-Ausschuss and the federal budget."""
    record("bund_laender_ausschuss", Bezug(runde), acting_as("bmas", beratung), am=beratung)
    record("bundeshaushalt", Bezug(runde), acting_as("bmas", haushalt), am=haushalt)


def record_about(vereinbarung: Zielvereinbarung, *codes: str, durch: Zugang, am: datetime) -> None:
    """What is asked for one agreement."""
    for code in codes:
        record(code, Bezug(vereinbarung.runde, vereinbarung=vereinbarung), durch, am=am)


def fix_text(vereinbarung: Zielvereinbarung, *, am: datetime) -> None:
    """Fix the text on which the parties agree."""
    abstimmen(vereinbarung=vereinbarung, durch=side(vereinbarung, Seite.STEUERND, am), am=am)


def sign(vereinbarung: Zielvereinbarung, partei: Vertragspartei, *, am: datetime, grund: str = "") -> None:
    """A party signs by hand; ``grund`` is why it does so before everything that should be there is."""
    durch = acting_for(partei.partei_id, am, Rolle.LEITUNG)
    name = str(durch.nutzer) if durch.nutzer else f"Leitung, {durch.stand.name if durch.stand else ''}"
    scan = paper(f"Unterschriftsseite: {vereinbarung}", f"Für {partei.bezeichnung}:", name, f"am {am:%d.%m.%Y}")
    zeichne_auf_papier(
        vereinbarung=vereinbarung, eingereicht=Eingereicht(scan, name, "Leitung"), durch=durch, am=am, grund=grund
    )
