"""``{% load zahlen %}``: :mod:`zielsystem.zahlen` as template filters."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

from zielsystem import zahlen

register = template.Library()

for filter_ in (
    zahlen.prozent,
    zahlen.veraenderung,
    zahlen.prozentpunkte,
    zahlen.ganzzahl,
    zahlen.dezimalzahl,
    zahlen.euro_aus_cent,
    zahlen.monat,
):
    register.filter(filter_.__name__, filter_)


@register.filter
def tag(am: date | None) -> str:
    """A day; of a moment, the day it is here."""
    return zahlen.tag(_hier(am) if isinstance(am, datetime) else am)


@register.filter
def zeitpunkt(am: datetime | None) -> str:
    """A moment in the current time zone."""
    return zahlen.zeitpunkt(None if am is None else _hier(am))


def _hier(am: datetime) -> datetime:
    return timezone.localtime(am) if timezone.is_aware(am) else am
