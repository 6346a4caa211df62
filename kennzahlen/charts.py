"""Charts: from finished series to a Vega-Lite specification, to SVG, and to a sentence that says the same.

One specification serves the page and the printed report. Lines differ in colour (a palette that colour-blind
people can tell apart), in dash pattern and in width, so that none of the three is needed alone. A value whose
window is not full stands as an open point beside the line, never in it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import vl_convert

from zielsystem import zahlen

FONTS = Path(__file__).parent / "fonts"
SCHRIFT = "Fira Sans"
VEGA_LITE = "6.4"
FASSUNG = 2
"""Changes whenever the same series would be drawn differently: drawings kept from before are then out of date."""

SCHWARZ, GRAU, GITTER = "#171a2b", "#4f5570", "#dfe1ea"

Rolle = Literal["eigene", "land", "bund", "vergleichstyp", "ring", "typ"]


@dataclass(frozen=True)
class Strich:
    """How a line is drawn: colour, dash pattern in pixels, width in pixels."""

    farbe: str
    muster: tuple[int, int]
    breite: float


STRICHE: dict[Rolle, Strich] = {
    "eigene": Strich("#0b4f9e", (1, 0), 3),
    "land": Strich("#c04f00", (9, 4), 1.75),
    "bund": Strich("#171a2b", (2, 3), 1.75),
    "vergleichstyp": Strich("#00805c", (5, 3), 1.75),
    "ring": Strich("#00805c", (5, 3), 1.75),
    "typ": Strich("#a03b78", (12, 3), 1.75),
}


@dataclass(frozen=True)
class Linie:
    """One unit's values, one per month of the chart: fractions, None where there is none.

    ``vollstaendig`` says for each month whether its window is full; empty means that all are.
    """

    name: str
    rolle: Rolle
    werte: Sequence[float | None]
    vollstaendig: Sequence[bool] = ()

    def punkte(self, monate: Sequence[date]) -> Iterator[tuple[date, float | None, bool]]:
        """Month, value, whether it is complete."""
        return zip(monate, self.werte, self.vollstaendig or [True] * len(monate), strict=True)


@dataclass(frozen=True)
class Zeitreihe:
    """What a chart over time shows: the unit's own line first, then those it is compared with.

    ``brueche`` are the months from which a new definition counts; ``veraenderung`` says that the values are
    changes, which carry a sign.
    """

    titel: str
    monate: Sequence[date]
    linien: Sequence[Linie]
    brueche: Sequence[date] = ()
    veraenderung: bool = False


# -- Specification ---------------------------------------------------------------------------------------------


def zeitreihe_spec(zeitreihe: Zeitreihe, breite: int = 960, hoehe: int = 400, *, fussnote: str = "") -> dict[str, Any]:
    """The Vega-Lite specification of a chart over time; the size is that of the whole image in pixels."""
    schmal = breite < 600
    titel = {"title": {"text": fussnote, **_FUSSNOTE}} if fussnote else {}
    return titel | {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": alternativtext(zeitreihe),
        "width": breite,
        "height": hoehe,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 4, "right": 8 if schmal else 12, "top": 4, "bottom": 4},
        "background": "white",
        "layer": [*_hilfslinien(zeitreihe), *_linien(zeitreihe, schmal), *_einzelpunkte(zeitreihe)],
        "encoding": {"x": _x_achse(zeitreihe, schmal)},
        "config": _CONFIG,
    }


_FUSSNOTE = {"orient": "bottom", "anchor": "start", "fontSize": 12, "fontWeight": 400, "color": GRAU, "offset": 8}
_CONFIG: dict[str, Any] = {
    "font": SCHRIFT,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13,
        "labelColor": GRAU,
        "labelPadding": 8,
        "domain": False,
        "ticks": False,
        "gridColor": GITTER,
        "title": None,
    },
    "legend": {
        "orient": "top",
        "title": None,
        "labelFontSize": 14,
        "labelColor": SCHWARZ,
        "labelLimit": 400,
        "symbolType": "stroke",
        "symbolSize": 900,
        "columnPadding": 24,
        "offset": 12,
    },
}


def _x_achse(zeitreihe: Zeitreihe, schmal: bool) -> dict[str, Any]:
    return {
        "field": "monat",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {
            "grid": False,
            "ticks": True,
            "domain": True,
            "domainColor": GRAU,
            "tickColor": GRAU,
            "values": [_utc(monat) for monat in _beschriftete(zeitreihe.monate, 5 if schmal else 9)],
            "format": "%b %Y" if _lage_im_jahr(zeitreihe.monate) else "%Y",
            "labelFlush": True,
        },
    }


def _lage_im_jahr(monate: Sequence[date]) -> bool:
    """Whether the period is so short that the axis names months and not only years."""
    return len(monate) <= 36


def _beschriftete(monate: Sequence[date], hoechstens: int) -> list[date]:
    """The months named on the axis: in a regular step that keeps their number small, from January on."""
    schritte = (1, 2, 3, 6, 12) if _lage_im_jahr(monate) else (12, 24, 48, 60)
    for schritt in schritte:
        gewaehlt = [m for m in monate if (m.year * 12 + m.month - 1) % schritt == 0]
        if len(gewaehlt) <= hoechstens:
            break
    return gewaehlt


def _utc(monat: date) -> dict[str, Any]:
    return {"year": monat.year, "month": monat.month, "date": 1, "utc": True}


def _y_achse(zeitreihe: Zeitreihe) -> dict[str, Any]:
    werte = [wert for linie in zeitreihe.linien for wert in linie.werte if wert is not None]
    spanne = max(werte) - min(werte) if werte else 0.0
    plus = "(datum.value > 1e-9 ? '+' : '') + " if zeitreihe.veraenderung else ""
    stellen = ".0f" if spanne > 0.08 else ".1f"
    return {
        "field": "wert",
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": {"tickCount": 5, "labelExpr": f"{plus}format(datum.value * 100, '{stellen}') + '\u202f%'"},
    }


def _skala(zeitreihe: Zeitreihe, eigenschaft: str) -> dict[str, Any]:
    striche = [STRICHE[linie.rolle] for linie in zeitreihe.linien]
    wertebereich = [getattr(strich, eigenschaft) for strich in striche]
    return {"domain": [linie.name for linie in zeitreihe.linien], "range": wertebereich}


def _linien(zeitreihe: Zeitreihe, schmal: bool) -> list[dict[str, Any]]:
    """The lines, the own one on top, and its last value in figures."""
    daten = [zeile for linie in reversed(zeitreihe.linien) for zeile in _abschnitte(linie, zeitreihe)]
    linien = {
        "data": {"values": daten},
        "mark": {"type": "line", "strokeCap": "butt", "strokeJoin": "round", "invalid": "break-paths-show-domains"},
        "encoding": {
            "y": _y_achse(zeitreihe),
            "detail": {"field": "abschnitt", "type": "nominal"},
            **_unterscheidung(zeitreihe, schmal),
        },
    }
    return [linien, *_letzter_wert(zeitreihe)]


def _unterscheidung(zeitreihe: Zeitreihe, schmal: bool) -> dict[str, Any]:
    """Colour, dash and width of the lines, with a legend where there is more than one."""
    if len(zeitreihe.linien) == 1:
        strich = STRICHE[zeitreihe.linien[0].rolle]
        return {"color": {"value": strich.farbe}, "strokeWidth": {"value": strich.breite}}
    legende = {"columns": 1, "rowPadding": 2, "labelFontSize": 13} if schmal else {"columns": 0}
    gemeinsam = {"field": "linie", "type": "nominal", "sort": None, "legend": legende}
    return {
        kanal: gemeinsam | {"scale": _skala(zeitreihe, eigenschaft)}
        for kanal, eigenschaft in (("color", "farbe"), ("strokeDash", "muster"), ("strokeWidth", "breite"))
    }


def _abschnitte(linie: Linie, zeitreihe: Zeitreihe) -> Iterator[dict[str, Any]]:
    """The rows of a line; a new section begins with every definition."""
    for monat, wert, vollstaendig in linie.punkte(zeitreihe.monate):
        yield {
            "monat": monat.isoformat(),
            "wert": wert if vollstaendig else None,
            "linie": linie.name,
            "abschnitt": f"{linie.rolle}{sum(bruch <= monat for bruch in zeitreihe.brueche)}",
        }


def _letzter_wert(zeitreihe: Zeitreihe) -> list[dict[str, Any]]:
    letzte = _letzte(zeitreihe.linien[0], zeitreihe.monate) if zeitreihe.linien else None
    if letzte is None:
        return []
    monat, wert = letzte
    daten = {"values": [{"monat": monat.isoformat(), "wert": wert, "text": _in_worten(wert, zeitreihe)}]}
    y = {"field": "wert", "type": "quantitative"}
    farbe = STRICHE[zeitreihe.linien[0].rolle].farbe
    return [
        {"data": daten, "mark": {"type": "point", "filled": True, "size": 60, "color": farbe, "opacity": 1},
         "encoding": {"y": y}},
        {"data": daten, "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 14, "fontWeight": 500,
                                 "color": farbe},
         "encoding": {"y": y, "text": {"field": "text"}}},
    ]  # fmt: skip


def _einzelpunkte(zeitreihe: Zeitreihe) -> list[dict[str, Any]]:
    """Incomplete values: open points in the colour of their line."""
    return [
        {
            "data": {"values": punkte},
            "mark": {"type": "point", "filled": False, "size": 28, "color": STRICHE[linie.rolle].farbe, "opacity": 1},
            "encoding": {"y": {"field": "wert", "type": "quantitative"}},
        }
        for linie in zeitreihe.linien
        if (
            punkte := [
                {"monat": monat.isoformat(), "wert": wert}
                for monat, wert, vollstaendig in linie.punkte(zeitreihe.monate)
                if wert is not None and not vollstaendig
            ]
        )
    ]


def _hilfslinien(zeitreihe: Zeitreihe) -> list[dict[str, Any]]:
    """The zero line of changes, and where a definition begins anew."""
    ebenen: list[dict[str, Any]] = []
    if zeitreihe.veraenderung:
        ebenen.append(
            {
                "data": {"values": [{"null": 0}]},
                "mark": {"type": "rule", "color": GRAU, "strokeWidth": 1},
                "encoding": {"y": {"field": "null", "type": "quantitative"}, "x": None},
            }
        )
    brueche = [{"monat": bruch.isoformat()} for bruch in zeitreihe.brueche if bruch in zeitreihe.monate]
    if brueche:
        ebenen.append(
            {"data": {"values": brueche}, "mark": {"type": "rule", "color": GRAU, "strokeDash": [3, 3]}, "encoding": {}}
        )
        ebenen.append(
            {
                "data": {"values": brueche},
                "mark": {"type": "text", "text": "neue Definition", "align": "left", "dx": 6, "fontSize": 13,
                         "color": GRAU, "baseline": "top"},
                "encoding": {"y": {"value": 0}},
            }
        )  # fmt: skip
    return ebenen


# -- Drawing ---------------------------------------------------------------------------------------------------


def svg(spec: dict[str, Any]) -> str:
    """The drawing of a specification. Takes some 100 ms; texts are set in Fira Sans where the reader has it."""
    _schrift_anmelden()
    return str(
        vl_convert.vegalite_to_svg(
            spec, vl_version=VEGA_LITE, format_locale="de-DE", time_format_locale="de-DE", allowed_base_urls=[]
        )
    )


def mit_schrift(zeichnung: str) -> str:
    """The same drawing with its fonts inside, for use as an image on a page."""
    anfang, rest = zeichnung.split(">", 1)
    return f"{anfang}><style>{_schriftregeln()}</style>{rest}"


@cache
def _schrift_anmelden() -> None:
    vl_convert.register_font_directory(str(FONTS))


@cache
def _schriftregeln() -> str:
    return "".join(
        f"@font-face{{font-family:'{SCHRIFT}';font-weight:{staerke};"
        f"src:url(data:font/woff2;base64,{base64.b64encode((FONTS / datei).read_bytes()).decode()})}}"
        for staerke, datei in ((400, "FiraSans-Regular.woff2"), (500, "FiraSans-Medium.woff2"))
    )


# -- In words --------------------------------------------------------------------------------------------------


def alternativtext(zeitreihe: Zeitreihe) -> str:
    """What one reads off the chart, in one sentence: period, first, last, highest and lowest value, comparison."""
    if not zeitreihe.monate or not zeitreihe.linien:
        return f"{zeitreihe.titel}: keine Zahlen."
    zeitraum = f"von {zahlen.monat(zeitreihe.monate[0])} bis {zahlen.monat(zeitreihe.monate[-1])}"
    eigene, *andere = zeitreihe.linien
    teile = [f"Liniendiagramm: {zeitreihe.titel} {zeitraum}", _verlauf_in_worten(eigene, zeitreihe)]
    vergleich = [
        f"{linie.name} {_in_worten(letzte[1], zeitreihe)}"
        for linie in andere
        if (letzte := _letzte(linie, zeitreihe.monate))
    ]
    if vergleich:
        teile.append(f"zum Vergleich zuletzt {', '.join(vergleich)}")
    if any(bruch in zeitreihe.monate for bruch in zeitreihe.brueche):
        teile.append("ab " + zahlen.monat(zeitreihe.brueche[-1]) + " neue Definition, Werte davor nicht vergleichbar")
    return "; ".join(teile) + "."


def _verlauf_in_worten(linie: Linie, zeitreihe: Zeitreihe) -> str:
    punkte = _vorhandene(linie, zeitreihe.monate)
    if not punkte:
        return f"{linie.name}: keine vollständigen Werte"
    hoch, tief = max(punkte, key=lambda punkt: punkt[1]), min(punkte, key=lambda punkt: punkt[1])
    wert = {stelle: _in_worten(punkt[1], zeitreihe) for stelle, punkt in enumerate((punkte[0], punkte[-1], hoch, tief))}
    return (
        f"{linie.name}: zuerst {wert[0]}, zuletzt {wert[1]}, höchster Wert {wert[2]} im {zahlen.monat(hoch[0])}, "
        f"niedrigster {wert[3]} im {zahlen.monat(tief[0])}"
    )


def _vorhandene(linie: Linie, monate: Sequence[date]) -> list[tuple[date, float]]:
    return [(monat, wert) for monat, wert, vollstaendig in linie.punkte(monate) if wert is not None and vollstaendig]


def _letzte(linie: Linie, monate: Sequence[date]) -> tuple[date, float] | None:
    return next(reversed(_vorhandene(linie, monate)), None)


def _in_worten(wert: float, zeitreihe: Zeitreihe) -> str:
    return zahlen.veraenderung(wert) if zeitreihe.veraenderung else zahlen.prozent(wert)
