"""``{% load components %}``: what the component templates need and the template language does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, widgets
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from zielsystem.ui.rows import Spalte, Statusart, Tabelle, Zelle

register = template.Library()

FELDARTEN: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.CheckboxSelectMultiple, "auswahl"),
    (widgets.RadioSelect, "auswahl"),
    (widgets.CheckboxInput, "haken"),
    (widgets.Select, "liste"),
)
"""How a widget is laid out; the first match counts, everything else is a plain input."""


@register.filter
def feldart(feld: BoundField) -> str:
    """ "auswahl" (group of options), "haken" (one checkbox), "liste" (drop-down) or "eingabe"."""
    return next((art for klasse, art in FELDARTEN if isinstance(feld.field.widget, klasse)), "eingabe")


@register.filter
def eingabe(feld: BoundField) -> SafeString:
    """The widget of a form field with the classes of the design system, and without a placeholder.

    A placeholder disappears when one types and is too pale to read: hints stand above the field.
    """
    klasse = {"haken": "kern-form-check__checkbox", "liste": "kern-form-input__select"}.get(
        feldart(feld), "kern-form-input__input"
    )
    klassen = f"{klasse} {klasse}--error" if feld.errors else klasse
    return feld.as_widget(attrs={"class": klassen, "placeholder": False})


@register.filter
def seitenzahlen(seite: Page[Any]) -> Iterator[int | str]:
    """The page numbers to offer, with "…" for what is left out."""
    return seite.paginator.get_elided_page_range(seite.number, on_each_side=1, on_ends=1)


@register.filter
def zeilen(tabelle: Tabelle) -> SafeString:
    """The rows of a table's body: a page may carry thousands of cells, and a template takes ten times as long."""
    marken = {text: marke for marke, text in enumerate(tabelle.fussnoten, start=1)}
    rows = ("".join(_feld(spalte, zelle, marken) for spalte, zelle in zeile) for zeile in tabelle.felder())
    return mark_safe("\n".join(f'<tr class="kern-table__row">{row}</tr>' for row in rows))


@register.filter
def zelleninhalt(wert: Zelle | str) -> SafeString:
    """The content of a cell: its text, as a link or a status badge where it is one, with the small print below."""
    zelle = wert if isinstance(wert, Zelle) else Zelle(str(wert))
    kleingedrucktes = " ".join(filter(None, (zelle.hinweis, zelle.fussnote)))
    return _inhalt(zelle, kleingedrucktes)


def _inhalt(zelle: Zelle, kleingedrucktes: str, marke: int = 0) -> SafeString:
    inhalt = escape(zelle.text)
    if zelle.status:
        inhalt = _status(zelle.text, zelle.status)
    if zelle.url:
        inhalt = mark_safe(f'<a href="{escape(zelle.url)}">{inhalt}</a>')
    if marke:
        inhalt = mark_safe(f'{inhalt}<sup class="zelle__marke"><span class="kern-sr-only">Fußnote </span>{marke}</sup>')
    if kleingedrucktes:
        inhalt = mark_safe(f'{inhalt}<span class="zelle__hinweis">{escape(kleingedrucktes)}</span>')
    return inhalt


def _feld(spalte: Spalte, zelle: Zelle, marken: Mapping[str, int]) -> str:
    inhalt = _inhalt(zelle, zelle.hinweis, marken.get(zelle.fussnote, 0))
    if spalte.kopf:
        return f'<th scope="row" class="kern-table__header">{inhalt}</th>'
    klasse = "kern-table__cell kern-table__cell--numeric" if spalte.zahl else "kern-table__cell"
    return f'<td class="{klasse}">{inhalt}</td>'


@lru_cache(maxsize=256)
def _status(text: str, art: Statusart) -> SafeString:
    return mark_safe(render_to_string("components/status.html", {"text": text, "art": art}).strip())
