"""Addresses of the SDMX data source, below /api/sdmx/2.1/, as SDMX-REST 1.5 prescribes them.

Before each of them ``stand/<release or day>/`` may stand: a data source of its own that is read as of then, for
clients that cannot send parameters beyond the standard's.
"""

from django.urls import path, re_path

from kennzahlen.api import sdmx

_STAND = r"^(?:stand/(?P<stand>[^/]+)/)?"

urlpatterns = [
    path("", sdmx.Strukturen.as_view(), {"art": "dataflow"}, name="sdmx"),
    re_path(
        _STAND + r"data/(?P<fluss>[^/]+)(?:/(?P<schluessel>[^/]*)(?:/(?P<anbieter>[^/]+))?)?/?$",
        sdmx.Daten.as_view(),
        name="sdmx_daten",
    ),
    re_path(
        _STAND + r"(?P<art>[a-z]+)(?:/(?P<agentur>[^/]+)(?:/(?P<kennung>[^/]+)(?:/(?P<version>[^/]+))?)?)?/?$",
        sdmx.Strukturen.as_view(),
        name="sdmx_strukturen",
    ),
]
