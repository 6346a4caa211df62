"""What the draft of an agreement says, gathered from the records, the Grundraster and the published figures."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from agreements.dokument.satz import Gesetzt, setze
from agreements.dokument.schrift import luecken, wortlaut_von
from agreements.dokument.zahlenlage import Kennzahllage, Zahlenlage, zahlenlage
from agreements.models import Zielvereinbarung
from agreements.recht import ZUSTANDSTITEL, Zustand, vereinbarungsart
from agreements.ziele import DIMENSIONSTITEL, Dimension, Zielart, gesetzliche_ziele
from kennzahlen.auskunft.charts import STRICHE, Rolle, alternativtext, svg, zeitreihe_spec
from kennzahlen.models import Veroeffentlichung
from zielsystem import zahlen
from zielsystem.parties.models import Installation

BREITE, HOEHE = 800, 172
"""Size of a chart in pixels; it is printed 162 mm wide."""


class NichtDarstellbar(Exception):
    """An agreement lacks what every draft must have; the text says what, in German."""


@dataclass(frozen=True)
class Entwurf:
    """A finished draft, and the release its figures are from."""

    gesetzt: Gesetzt
    zahlenstand: Veroeffentlichung | None


def setze_entwurf(vereinbarung: Zielvereinbarung, am: date) -> Entwurf:
    """The draft of an agreement as of a day. Raises :class:`NichtDarstellbar`."""
    lage = zahlenlage(vereinbarung)
    html = render_to_string("agreements/dokument/entwurf.html", inhalt(vereinbarung, lage, am))
    return Entwurf(setze(html), lage.veroeffentlichung if lage else None)


def inhalt(vereinbarung: Zielvereinbarung, lage: Zahlenlage | None, am: date) -> dict[str, Any]:
    """The context of the template: finished texts and rows."""
    runde = vereinbarung.runde
    parteien = list(vereinbarung.vertragsparteien.order_by("reihenfolge"))
    if len(parteien) < 2:
        raise NichtDarstellbar(f"Zu „{vereinbarung}“ fehlen die Vertragsparteien.")
    abschnitte = wortlaut_von(vereinbarung)
    ziele = gesetzliche_ziele(vereinbarung.nr, runde.ab)
    synthetisch = Installation.objects.filter(synthetisch=True).exists()
    return {
        "am": am,
        "kurztitel": f"Zielvereinbarung {runde.zeitraum}, {vereinbarung}",
        "norm": f"Vereinbarung nach {vereinbarungsart(vereinbarung.nr, runde.ab).norm}",
        "vertragsparteien": parteien,
        "gegenstand": vereinbarung.gegenstand,
        "zeitraum": runde.zeitraum,
        "laufzeit": f"{zahlen.tag(runde.ab)} bis {zahlen.tag(runde.bis - timedelta(days=1))}",
        "zustand": "" if vereinbarung.zustand == Zustand.ENTWURF else ZUSTANDSTITEL[Zustand(vereinbarung.zustand)],
        "vermerk": "Wortlaut nach dem Grundraster. Hinterlegte Stellen füllen die Vertragsparteien aus; "
        "verbindlich wird der Text erst mit den Unterschriften aller Vertragsparteien.",
        "fusszeile": _fusszeile(am, synthetisch),
        "synthetisch": synthetisch,
        "abschnitte": [a for a in abschnitte if not a.wahlweise],
        "wahlweise": [a for a in abschnitte if a.wahlweise],
        "ziele": ziele,
        "weitere_ziele": luecken("[Weitere Ziele, die die Vertragsparteien daneben verfolgen]"),
        "zielzeilen": [_zielzeile(ziel, lage) for ziel in ziele],
        "lage": lage,
        "hinweise": sorted(set(_hinweise(lage))) if lage else [],
        "legende": _legende(lage) if lage else [],
        "bilder": [_bild(kennzahl) for kennzahl in lage.kennzahlen] if lage else [],
    }


def _fusszeile(am: date, synthetisch: bool) -> str:
    zeile = f"Entwurf, Stand {zahlen.tag(am)}"
    return f"{zeile}\nDemonstration: alle Zahlen sind synthetisch" if synthetisch else zeile


@dataclass(frozen=True)
class Zielzeile:
    """A row of the table of Ziele."""

    titel: str
    kennzahl: str
    dimension: str
    ausgangswert: str
    zielwert: SafeString


_ZIELWERT = {
    Dimension.ZIELWERT: luecken("[offen]"),
    Dimension.BEOBACHTUNG: luecken("keiner, wird beobachtet"),
    Dimension.QUALITATIV: luecken("[Meilensteine]"),
}


def _zielzeile(ziel: Zielart, lage: Zahlenlage | None) -> Zielzeile:
    kennzahlen = {kennzahl.code: kennzahl for kennzahl in lage.kennzahlen} if lage else {}
    kennzahl = kennzahlen.get(ziel.kennzahl)
    return Zielzeile(
        ziel.titel,
        ziel.kennzahl or zahlen.FEHLT,
        DIMENSIONSTITEL[ziel.dimension],
        kennzahl.werte[0].text if kennzahl else zahlen.FEHLT,
        _ZIELWERT[ziel.dimension],
    )


def _hinweise(lage: Zahlenlage) -> Iterator[str]:
    for kennzahl in lage.kennzahlen:
        for wert in kennzahl.werte:
            if wert.hinweis:
                yield f"{kennzahl.code}, {wert.einheit}: {wert.hinweis}"


@dataclass(frozen=True)
class Bild:
    """A chart as an image that the document carries in itself."""

    titel: str
    quelle: str
    alt: str


def _bild(kennzahl: Kennzahllage) -> Bild:
    zeichnung = svg(_ohne_legende(zeitreihe_spec(kennzahl.verlauf, BREITE, HOEHE)) | {"background": None})
    return Bild(kennzahl.verlauf.titel, _datenadresse(zeichnung), alternativtext(kennzahl.verlauf))


def _ohne_legende(spec: dict[str, Any]) -> dict[str, Any]:
    """The same chart without its legend: one above all charts is enough, and takes names of any length."""
    for ebene in spec["layer"]:
        for kanal in ebene["encoding"].values():
            if kanal and "legend" in kanal:
                kanal["legend"] = None
    return spec


def _legende(lage: Zahlenlage) -> list[Bild]:
    """The lines of the charts with their names, drawn as the charts draw them."""
    linien = lage.kennzahlen[0].verlauf.linien
    return [Bild(linie.name, _strichprobe(linie.rolle), "Linie:") for linie in linien]


def _strichprobe(rolle: Rolle) -> str:
    return _datenadresse(_STRICHPROBE.format(strich=STRICHE[rolle]))


_STRICHPROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="8" viewBox="0 0 36 8"><path d="M0 4h36" '
    'stroke="{strich.farbe}" stroke-width="{strich.breite}" '
    'stroke-dasharray="{strich.muster[0]} {strich.muster[1]}"/></svg>'
)


def _datenadresse(zeichnung: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(zeichnung.encode()).decode()}"
