"""How the values of groups are spread: one strip per group, every Jobcenter a dot without a name.

The middle half is a box, the median a line, and the unit that is looked at a diamond with its value. Dots that would
lie on each other are set beside each other, so that a strip is as thick as values are frequent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kennzahlen.auskunft.charts.stil import (
    BAND,
    EIGENE,
    GRAU,
    PUNKT,
    SCHWARZ,
    Schreibweise,
    einpassen,
    grundgeruest,
    in_worten,
    wertachse,
)

KOPFHOEHE, ACHSENHOEHE = 52, 56
UNTER_DEM_NAMEN = 20
_PUNKTABSTAND = 8


@dataclass(frozen=True)
class Streifen:
    """A group: its values in any order, and its quartiles where it has enough values for them."""

    name: str
    werte: Sequence[float]
    quartile: tuple[float, float, float] | None


@dataclass(frozen=True)
class Streifenbild:
    """The strips of one measure, on one axis. ``eigener`` is the unit that is looked at, with its value."""

    titel: str
    streifen: Sequence[Streifen]
    eigener: tuple[str, float] | None = None
    veraenderung: bool = False
    schreibweise: Schreibweise | None = None

    def in_worten(self, wert: float) -> str:
        """A value as it is written."""
        return in_worten(wert, self.veraenderung, self.schreibweise)

    @property
    def streifenhoehe(self) -> int:
        """Height of one strip in pixels: more where many dots have to stand above each other."""
        return _streifenhoehe([len(streifen.werte) for streifen in self.streifen])

    @property
    def hoehe(self) -> int:
        """Height of the whole image in pixels."""
        return bildhoehe([len(streifen.werte) for streifen in self.streifen])

    @property
    def alle_werte(self) -> list[float]:
        """Every value drawn."""
        eigener = [self.eigener[1]] if self.eigener else []
        return [wert for streifen in self.streifen for wert in streifen.werte] + eigener


def _streifenhoehe(anzahlen: Sequence[int]) -> int:
    return 164 if any(anzahl > 100 for anzahl in anzahlen) else 116


def bildhoehe(anzahlen: Sequence[int]) -> int:
    """Height in pixels of an image whose strips have so many values."""
    return _streifenhoehe(anzahlen) * len(anzahlen) + ACHSENHOEHE


def streifen_spec(bild: Streifenbild, breite: int = 960, *, fussnote: str = "") -> dict[str, Any]:
    """The Vega-Lite specification; ``breite`` is that of the whole image in pixels."""
    hoehe = bild.streifenhoehe * len(bild.streifen)
    ebenen = [ebene for nr, streifen in enumerate(bild.streifen) for ebene in _streifen(bild, streifen, nr, breite)]
    return (
        grundgeruest(streifen_alternativtext(bild), fussnote)
        | einpassen(breite, bild.hoehe + (24 if fussnote else 0))
        | {
            "layer": [*ebenen, *_eigener(bild, hoehe)],
            "encoding": {
                "x": {
                    "field": "x",
                    "type": "quantitative",
                    "scale": {"zero": False, "nice": True},
                    "axis": {
                        **wertachse(bild.alle_werte, bild.veraenderung, bild.schreibweise),
                        "domain": True,
                        "domainColor": GRAU,
                        "tickCount": 5 if breite < 600 else 9,
                    },
                },
                "y": {
                    "field": "y",
                    "type": "quantitative",
                    "scale": {"domain": [hoehe, 0], "nice": False},
                    "axis": None,
                },
            },
        }
    )


def _streifen(bild: Streifenbild, streifen: Streifen, nr: int, breite: int) -> Iterator[dict[str, Any]]:
    oben, unten = bild.streifenhoehe * nr, bild.streifenhoehe * (nr + 1) - 6
    mitte = (oben + KOPFHOEHE + unten) / 2
    yield {
        "data": {"values": [{"y": oben + 10, "text": streifen.name}]},
        "mark": {"type": "text", "align": "left", "fontSize": 14, "fontWeight": 500, "color": SCHWARZ},
        "encoding": {"x": {"value": 0}, "text": {"field": "text"}},
    }
    if streifen.quartile:
        q1, median, q3 = streifen.quartile
        rand = {"y": oben + KOPFHOEHE, "y2": unten}
        yield {
            "data": {"values": [{"x": q1, "x2": q3, **rand}]},
            "mark": {"type": "rect", "color": BAND, "cornerRadius": 2},
            "encoding": {"x2": {"field": "x2"}, "y2": {"field": "y2"}},
        }
        yield {
            "data": {"values": [{"x": median, **rand}]},
            "mark": {"type": "rule", "color": "#00664a", "strokeWidth": 2},
            "encoding": {"y2": {"field": "y2"}},
        }
    yield {
        "data": {"values": [{"x": x, "y": mitte + y} for x, y in _schwarm(streifen.werte, bild, breite)]},
        "mark": {"type": "circle", "size": 34, "color": PUNKT, "opacity": 1, "stroke": "white", "strokeWidth": 0.75},
    }


def _schwarm(werte: Sequence[float], bild: Streifenbild, breite: int) -> Iterator[tuple[float, float]]:
    """Each value with its distance in pixels from the middle of the strip: neighbours take turns above and below."""
    tief = min(bild.alle_werte, default=0.0)
    spanne = max(bild.alle_werte, default=0.0) - tief
    spalten = {
        wert: int((wert - tief) / spanne * (breite - 60) / _PUNKTABSTAND) if spanne else 0 for wert in set(werte)
    }
    belegt: Counter[int] = Counter()
    hoechster = max(Counter(spalten[wert] for wert in werte).values(), default=1)
    schritt = min(_PUNKTABSTAND, (bild.streifenhoehe - KOPFHOEHE - 20) / hoechster)
    for wert in sorted(werte):
        nr = belegt[spalten[wert]]
        belegt[spalten[wert]] += 1
        yield wert, schritt * ((nr + 1) // 2) * (-1 if nr % 2 else 1)


def _eigener(bild: Streifenbild, hoehe: int) -> list[dict[str, Any]]:
    if bild.eigener is None:
        return []
    name, wert = bild.eigener
    text = f"{name} {bild.in_worten(wert)}"
    obere = [bild.streifenhoehe * nr for nr in range(len(bild.streifen))]
    mitten = [oben + (KOPFHOEHE + bild.streifenhoehe - 6) / 2 for oben in obere]
    # Through all strips, but not through the name of the next one.
    striche = [(oben + (UNTER_DEM_NAMEN if oben else KOPFHOEHE - 10), oben + bild.streifenhoehe) for oben in obere]
    alle = bild.alle_werte
    lage = (wert - min(alle)) / (max(alle) - min(alle)) if max(alle) > min(alle) else 0.5
    ausrichtung = "left" if lage < 1 / 3 else "right" if lage > 2 / 3 else "center"
    return [
        {
            "data": {"values": [{"x": wert, "y": von, "y2": min(bis, hoehe - 6)} for von, bis in striche]},
            "mark": {"type": "rule", "color": EIGENE, "strokeWidth": 2},
            "encoding": {"y2": {"field": "y2"}},
        },
        {
            "data": {"values": [{"x": wert, "y": mitte} for mitte in mitten]},
            "mark": {"type": "point", "shape": "diamond", "filled": True, "size": 220, "color": EIGENE, "opacity": 1,
                     "stroke": "white", "strokeWidth": 1.5},
        },
        {
            "data": {"values": [{"x": wert, "y": 36, "text": text}]},
            "mark": {"type": "text", "align": ausrichtung, "fontSize": 14, "fontWeight": 500, "color": EIGENE},
            "encoding": {"text": {"field": "text"}},
        },
    ]  # fmt: skip


def streifen_alternativtext(bild: Streifenbild) -> str:
    """What one reads off it: for each group how many values, from where to where, the middle half and the median."""
    teile = [f"Punktstreifen: {bild.titel}"]
    if bild.eigener:
        teile.append(f"{bild.eigener[0]}: {bild.in_worten(bild.eigener[1])}")
    return "; ".join([*teile, *(_streifen_in_worten(streifen, bild) for streifen in bild.streifen)]) + "."


def _streifen_in_worten(streifen: Streifen, bild: Streifenbild) -> str:
    if not streifen.werte:
        return f"{streifen.name}: keine Werte"
    tief, hoch = (bild.in_worten(grenze(streifen.werte)) for grenze in (min, max))
    text = f"{streifen.name}: Werte von {tief} bis {hoch}"
    if streifen.quartile is None:
        return text
    q1, median, q3 = (bild.in_worten(wert) for wert in streifen.quartile)
    return f"{text}, mittlere Hälfte {q1} bis {q3}, Median {median}"
