"""The planning of the demonstration's round: a Planungsbrief, its breakdown, and what some Jobcenter answered.

Everything goes through the acts, like real ones. The answers are invented, and they follow a fixed pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from agreements.models import Planungsrunde, Planungswert
from agreements.planung.brief import Brieftext, Setzung, lege_brief_an, schreibe_brief, veroeffentliche_brief
from agreements.planung.recht import OhneBasis
from agreements.planung.verhandlung import AKTE, Angabe
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang

ERWARTET = {"K2": Decimal("0.226"), "K3": Decimal("-0.012")}
"""What the Bund expects in the demonstration; invented."""

AUFHOLANTEIL = Decimal("0.2")
ANTWORTENDES_LAND = "05"
"""The Land whose Optionskommunen have answered."""

_ANGEBOTE = (
    ({"K2": Decimal(1), "K3": Decimal(1)}, "", ""),
    (
        {"K2": Decimal("0.97"), "K3": Decimal("1.02")},
        "Ein großer Arbeitgeber schließt zum Sommer.",
        "Anzeige nach § 17 KSchG, Agentur für Arbeit",
    ),
    (
        {"K2": Decimal("1.01"), "K3": Decimal("0.99")},
        "Viele Geflüchtete schließen im Frühjahr ihren Sprachkurs ab.",
        "Auswertung der Kursträger",
    ),
)
"""What is offered in parts of the Erwartungswert, why, and on what source."""


def load_planung(runde: Planungsrunde, *, durch: Zugang, am: datetime) -> None:
    """Publish a Planungsbrief for the round and make some moves."""
    brief = lege_brief_an(runde=runde, durch=durch, am=am)
    werte = {(e.kennzahl, e.jahr): Setzung(ERWARTET[e.kennzahl], AUFHOLANTEIL) for e in brief.erwartungen.all()}
    text = Brieftext({}, werte, OhneBasis.GRUPPE)
    brief = schreibe_brief(brief=brief, text=text, fassung=brief.fassung, durch=durch, am=am)
    veroeffentliche_brief(brief=brief, durch=durch, am=am)
    for nr, wert in enumerate(_antwortende(runde)):
        for akt, angabe in _zuege(nr, wert):
            wert = AKTE[akt](planungswert=wert, angabe=angabe, durch=durch, am=am)


def _antwortende(runde: Planungsrunde) -> Iterator[Planungswert]:
    """The values of the Optionskommunen of a Land, in the order of their keys."""
    werte = Planungswert.objects.filter(runde=runde, art=Parteiart.ZKT, schluessel__startswith=ANTWORTENDES_LAND)
    yield from werte.select_related("runde").order_by("schluessel", "kennzahl", "jahr")


def _zuege(nr: int, wert: Planungswert) -> Iterator[tuple[str, Angabe]]:
    """What is done about one value: every third time the Erwartungswert is offered, and some offers are answered."""
    teile, grund, quelle = _ANGEBOTE[nr % len(_ANGEBOTE)]
    angebot = round(wert.erwartet * teile[wert.kennzahl])
    yield "anbieten", Angabe(0, angebot, grund, quelle)
    if nr % 4 == 0:
        yield "angebot_annehmen", Angabe(1)
    elif nr % 4 == 1:
        mitte = (angebot + wert.erwartet + 1) // 2
        yield (
            "gegenanbieten",
            Angabe(1, mitte, "Die Entwicklung der Vergleichsgruppe spricht für die Mitte."),
        )
