"""The same rows as JSON, CSV and XLSX.

A view hands over ``{"results": rows, …}``; rows are objects of the fields that the view names in ``spalten``, or
:class:`Spalten` where there are so many that an object per row would cost too much. JSON gives all of the answer,
CSV and XLSX its rows: semicolons and a header row, true and false as in JSON, null as empty, lists separated by
blanks. What a spreadsheet would take for a formula is quoted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer

from zielsystem.api.probleme import Parameterfehler, UngueltigeAnfrage
from zielsystem.tabellentext import unschaedlich_ausser_zahlen

XLSX_ZEILEN = 20_000
"""More than that nobody reads in a spreadsheet, and making it takes seconds."""


@dataclass(frozen=True)
class Spalten:
    """Rows by column: each name with the values of all rows, all of the same length."""

    werte: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.werte.values())))

    def objekte(self) -> list[dict[str, Any]]:
        """An object per row."""
        namen = tuple(self.werte)
        return [dict(zip(namen, zeile, strict=True)) for zeile in zip(*self.werte.values(), strict=True)]


class Json(JSONRenderer):
    """The whole answer as JSON."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The text, in UTF-8."""
        if isinstance(data, dict) and isinstance(data.get("results"), Spalten):
            data = {**data, "results": data["results"].objekte()}
        return super().render(data, accepted_media_type, renderer_context)


class Csv(BaseRenderer):
    """The ``results`` of an answer as CSV."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The text, in UTF-8."""
        spalten = _spalten(data, renderer_context)
        text = io.StringIO(newline="")
        schreiber = csv.writer(text, delimiter=";", lineterminator="\r\n")
        schreiber.writerow(spalten.werte)
        dezimal = getattr(renderer_context and renderer_context["view"], "dezimalspalten", ())
        texte = (spalte if name in dezimal else _umgesetzt(spalte, _als_text) for name, spalte in spalten.werte.items())
        schreiber.writerows(zip(*texte, strict=True))
        return text.getvalue().encode()


class Xlsx(BaseRenderer):
    """The ``results`` of an answer as a workbook, figures as figures."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format = "xlsx"
    charset = None
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The file."""
        spalten = _spalten(data, renderer_context)
        mappe = Workbook(write_only=True)
        blatt = mappe.create_sheet("Zahlen")
        blatt.freeze_panes = "A2"
        blatt.append(list(spalten.werte))
        dezimal = getattr(renderer_context and renderer_context["view"], "dezimalspalten", ())
        zellen = (
            _umgesetzt(spalte, _als_zahl if name in dezimal else _als_zelle) for name, spalte in spalten.werte.items()
        )
        for zeile in zip(*zellen, strict=True):
            blatt.append(zeile)
        datei = io.BytesIO()
        mappe.save(datei)
        return datei.getvalue()


class Formatwahl(DefaultContentNegotiation):
    """Content negotiation that answers an unknown ``format=`` as any other wrong parameter."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        """The renderers of a format."""
        alle = list(renderers)
        passende = [renderer for renderer in alle if renderer.format == format]
        if not passende:
            erlaubt = [renderer.format for renderer in alle if renderer.format]
            raise UngueltigeAnfrage([Parameterfehler("format", f"Das Format „{format}“ gibt es nicht.", erlaubt)])
        return passende


def _spalten(data: Any, kontext: Mapping[str, Any] | None) -> Spalten:
    results = data["results"]
    if isinstance(results, Spalten):
        return results
    assert kontext
    return Spalten({name: [zeile[name] for zeile in results] for name in kontext["view"].spalten})


def _umgesetzt(spalte: Sequence[Any], wie: Callable[[Any], Any]) -> Iterable[Any]:
    """A column in its other form; what repeats is put in it once. Values of different kinds may be equal (1, True),
    so a column that mixes them is taken value by value.
    """
    arten = set(map(type, spalte)) - {type(None)}
    if arten == {list}:
        return _listen_umgesetzt(spalte, wie)
    if len(arten) > 1 or arten == {dict}:
        return map(wie, spalte)
    gemerkt = {wert: wie(wert) for wert in set(spalte)}
    return map(gemerkt.__getitem__, spalte)


def _listen_umgesetzt(spalte: Sequence[Any], wie: Callable[[Any], Any]) -> Iterable[Any]:
    try:
        schluessel = [wert if wert is None else tuple(wert) for wert in spalte]
        gemerkt = {wert: wie(wert if wert is None else list(wert)) for wert in set(schluessel)}
    except TypeError:  # lists of objects
        return map(wie, spalte)
    return map(gemerkt.__getitem__, schluessel)


def _als_text(wert: object) -> object:
    match wert:
        case bool():
            return "true" if wert else "false"
        case str():
            return unschaedlich_ausser_zahlen(wert)
        case datetime() | date():
            return wert.isoformat()
        case list():
            return unschaedlich_ausser_zahlen(" ".join(_teil(teil) for teil in wert))
        case dict():
            return _teil(wert)
        case _:
            return wert


def _teil(teil: object) -> str:
    """A part of a list; of an object its number, code or name: what stands first."""
    return str(next(iter(teil.values()))) if isinstance(teil, dict) else str(teil)


def _als_zelle(wert: object) -> object:
    text = _als_text(wert)
    if isinstance(wert, (bool, date)) and not isinstance(wert, datetime):
        return wert
    return ILLEGAL_CHARACTERS_RE.sub("", text) if isinstance(text, str) else text


def _als_zahl(wert: object) -> object:
    return None if wert is None else float(str(wert))
