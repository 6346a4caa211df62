"""Addresses of the REST API of this room, below /api/v1/."""

from django.urls import path

from kennzahlen import api

urlpatterns = [
    path("", api.uebersicht, name="api"),
    path("schema/", api.Schema.as_view(), name="schema"),
    path("kennzahlwerte/", api.Kennzahlwerte.as_view(), name="kennzahlwerte"),
    path("kennzahlen/", api.Kennzahlen.as_view(), name="kennzahlen"),
    path("einheiten/", api.Einheiten.as_view(), name="einheiten"),
    path("veroeffentlichungen/", api.Veroeffentlichungen.as_view(), name="veroeffentlichungen"),
]
