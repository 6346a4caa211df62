"""Addresses of the pages of this room."""

from django.urls import path, re_path

from kennzahlen.views import einheit, meldungen, verzeichnisse

app_name = "kennzahlen"

urlpatterns = [
    path("jobcenter/", verzeichnisse.jobcenter_liste, name="jobcenter_liste"),
    re_path(r"^jobcenter/(?P<ags>\d{5})/$", einheit.jobcenter, name="jobcenter"),
    re_path(r"^jobcenter/(?P<ags>\d{5})/diagramm/(?P<code>\w+)\.svg$", einheit.diagramm, name="diagramm"),
    path("einheiten/", verzeichnisse.einheiten, name="einheiten"),
    path("einheiten/<str:schluessel>/", einheit.einheit, name="einheit"),
    re_path(r"^einheiten/(?P<schluessel>[^/]+)/diagramm/(?P<code>\w+)\.svg$", einheit.diagramm, name="diagramm"),
    path("kennzahlen/", verzeichnisse.steckbriefe, name="steckbriefe"),
    path("veroeffentlichungen/", verzeichnisse.veroeffentlichungen, name="veroeffentlichungen"),
    path("meldungen/", meldungen.meldungen, name="meldungen"),
    path("meldungen/<int:pk>/", meldungen.meldung, name="meldung"),
]
