"""Long lists, one page at a time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

JE_SEITE = 50


def seite_von(request: HttpRequest, zeilen: Any) -> Page[Any]:
    """The page of a list that ``seite`` names; a number that is none is the first or last one."""
    return Paginator(zeilen, JE_SEITE).get_page(request.GET.get("seite"))
