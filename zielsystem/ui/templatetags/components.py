"""``{% load components %}``: what the component templates need and the template language does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, widgets
from django.utils.safestring import SafeString

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
