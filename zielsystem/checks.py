"""System checks over the law and the doors: what must hold before the first request is answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from zielsystem.parties.doors import regel_von


def alle_muster(resolver: URLResolver | None = None, vor: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every URL pattern of the project with its full route."""
    for muster in (resolver or get_resolver()).url_patterns:
        if isinstance(muster, URLResolver):
            yield from alle_muster(muster, vor + str(muster.pattern))
        else:
            yield vor + str(muster.pattern), muster


@register
def jede_tuer_hat_eine_regel(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """zielsystem.E001: a view that does not say who may come in."""
    return [
        Error(f"Die Route „/{route}“ hat keine Türregel.", id="zielsystem.E001", obj=muster.callback)
        for route, muster in alle_muster()
        if regel_von(muster.callback) is None
    ]
