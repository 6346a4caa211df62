"""Values over time: lines of some units, and behind them the band of a group.

Lines differ in colour (a palette that colour-blind people can tell apart), in dash pattern and in width, so that
none of the three is needed alone. A value whose window is not full stands as an open point beside the line, never
in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kennzahlen.auskunft.charts.stil import (
    BAND,
    GRAU,
    STRICHE,
    Rolle,
    Schreibweise,
    einpassen,
    grundgeruest,
    in_worten,
    wertachse,
)
from zielsystem import zahlen


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
class Band:
    """The middle half of a group, one pair of quartiles per month of the chart; None where there is none."""

    name: str
    unten: Sequence[float | None]
    oben: Sequence[float | None]

    def paare(self, monate: Sequence[date]) -> Iterator[tuple[date, float | None, float | None]]:
        """Month, first and third quartile."""
        return zip(monate, self.unten, self.oben, strict=True)


@dataclass(frozen=True)
class Zeitreihe:
    """What a chart over time shows: the unit's own line first, then those it is compared with, and a group's band.

    ``brueche`` are the months from which a new definition counts; ``veraenderung`` says that the values are
    changes, which carry a sign. ``schreibweise`` is needed where they are no shares, ``zeitname`` where the dates
    are not those of months but of quarters or years.
    """

    titel: str
    monate: Sequence[date]
    linien: Sequence[Linie]
    brueche: Sequence[date] = ()
    veraenderung: bool = False
    band: Band | None = None
    schreibweise: Schreibweise | None = None
    zeitname: Callable[[date], str] = zahlen.monat

    def in_worten(self, wert: float) -> str:
        """A value as it is written."""
        return in_worten(wert, self.veraenderung, self.schreibweise)


# -- Specification ---------------------------------------------------------------------------------------------


def zeitreihe_spec(zeitreihe: Zeitreihe, breite: int = 960, hoehe: int = 400, *, fussnote: str = "") -> dict[str, Any]:
    """The Vega-Lite specification of a chart over time; the size is that of the whole image in pixels."""
    schmal = breite < 600
    ebenen = [
        *_band(zeitreihe, schmal),
        *_hilfslinien(zeitreihe),
        *_linien(zeitreihe, schmal),
        *_einzelpunkte(zeitreihe),
    ]
    return (
        grundgeruest(alternativtext(zeitreihe), fussnote)
        | einpassen(breite, hoehe, rechts=8 if schmal else 12)
        | {"layer": ebenen, "encoding": {"x": x_achse(zeitreihe.monate, 5 if schmal else 9)}}
    )


def x_achse(monate: Sequence[date], hoechstens: int) -> dict[str, Any]:
    """The axis of months, with no more than so many of them named."""
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
            "values": [_utc(monat) for monat in _beschriftete(monate, hoechstens)],
            "format": "%b %Y" if _lage_im_jahr(monate) and any(m.month > 1 for m in monate) else "%Y",
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
    return {
        "field": "wert",
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": wertachse(_alle_werte(zeitreihe), zeitreihe.veraenderung, zeitreihe.schreibweise),
    }


def _alle_werte(zeitreihe: Zeitreihe) -> list[float]:
    reihen = [linie.werte for linie in zeitreihe.linien]
    if zeitreihe.band:
        reihen += [zeitreihe.band.unten, zeitreihe.band.oben]
    return [wert for reihe in reihen for wert in reihe if wert is not None]


def _band(zeitreihe: Zeitreihe, schmal: bool) -> list[dict[str, Any]]:
    """The middle half of the group as an area behind everything else, parted where a definition begins anew."""
    band = zeitreihe.band
    if band is None or not any(unten is not None for unten in band.unten):
        return []
    daten = [
        {
            "monat": monat.isoformat(),
            "wert": unten,
            "oben": oben,
            "band": band.name,
            "abschnitt": abschnitt(monat, zeitreihe.brueche),
        }
        for monat, unten, oben in band.paare(zeitreihe.monate)
    ]
    legende = {"symbolType": "square", "symbolSize": 240, "labelFontSize": 13 if schmal else 14}
    return [
        {
            "data": {"values": daten},
            "mark": {"type": "area", "invalid": "break-paths-show-domains"},
            "encoding": {
                "y": _y_achse(zeitreihe),
                "y2": {"field": "oben"},
                "fill": {"field": "band", "type": "nominal", "scale": {"range": [BAND]}, "legend": legende},
                "detail": {"field": "abschnitt", "type": "nominal"},
            },
        }
    ]


def abschnitt(monat: date, brueche: Sequence[date]) -> int:
    """How many new definitions there were until a month."""
    return sum(bruch <= monat for bruch in brueche)


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
            "abschnitt": f"{linie.rolle}{abschnitt(monat, zeitreihe.brueche)}",
        }


def _letzter_wert(zeitreihe: Zeitreihe) -> list[dict[str, Any]]:
    letzte = _letzte(zeitreihe.linien[0], zeitreihe.monate) if zeitreihe.linien else None
    if letzte is None:
        return []
    monat, wert = letzte
    daten = {"values": [{"monat": monat.isoformat(), "wert": wert, "text": zeitreihe.in_worten(wert)}]}
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


# -- In words --------------------------------------------------------------------------------------------------


def alternativtext(zeitreihe: Zeitreihe) -> str:
    """What one reads off the chart, in one sentence: period, first, last, highest and lowest value, comparison."""
    if not zeitreihe.monate or not zeitreihe.linien:
        return f"{zeitreihe.titel}: keine Zahlen."
    zeitraum = f"von {zeitreihe.zeitname(zeitreihe.monate[0])} bis {zeitreihe.zeitname(zeitreihe.monate[-1])}"
    eigene, *andere = zeitreihe.linien
    teile = [f"Liniendiagramm: {zeitreihe.titel} {zeitraum}", _verlauf_in_worten(eigene, zeitreihe)]
    vergleich = [
        f"{linie.name} {zeitreihe.in_worten(letzte[1])}"
        for linie in andere
        if (letzte := _letzte(linie, zeitreihe.monate))
    ]
    if vergleich:
        teile.append(f"zum Vergleich zuletzt {', '.join(vergleich)}")
    if spanne := _band_in_worten(zeitreihe):
        teile.append(spanne)
    if any(bruch in zeitreihe.monate for bruch in zeitreihe.brueche):
        teile.append(
            "ab " + zeitreihe.zeitname(zeitreihe.brueche[-1]) + " neue Definition, Werte davor nicht vergleichbar"
        )
    return "; ".join(teile) + "."


def _band_in_worten(zeitreihe: Zeitreihe) -> str:
    if zeitreihe.band is None:
        return ""
    for _, unten, oben in reversed(list(zeitreihe.band.paare(zeitreihe.monate))):
        if unten is not None and oben is not None:
            von, bis = (zeitreihe.in_worten(wert) for wert in (unten, oben))
            return f"{zeitreihe.band.name} zuletzt zwischen {von} und {bis}"
    return ""


def _verlauf_in_worten(linie: Linie, zeitreihe: Zeitreihe) -> str:
    punkte = _vorhandene(linie, zeitreihe.monate)
    if not punkte:
        return f"{linie.name}: keine vollständigen Werte"
    hoch, tief = max(punkte, key=lambda punkt: punkt[1]), min(punkte, key=lambda punkt: punkt[1])
    wert = {stelle: zeitreihe.in_worten(punkt[1]) for stelle, punkt in enumerate((punkte[0], punkte[-1], hoch, tief))}
    return (
        f"{linie.name}: zuerst {wert[0]}, zuletzt {wert[1]}, höchster Wert {wert[2]} im {zeitreihe.zeitname(hoch[0])}, "
        f"niedrigster {wert[3]} im {zeitreihe.zeitname(tief[0])}"
    )


def _vorhandene(linie: Linie, monate: Sequence[date]) -> list[tuple[date, float]]:
    return [(monat, wert) for monat, wert, vollstaendig in linie.punkte(monate) if wert is not None and vollstaendig]


def _letzte(linie: Linie, monate: Sequence[date]) -> tuple[date, float] | None:
    return next(reversed(_vorhandene(linie, monate)), None)
