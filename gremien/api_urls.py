"""Addresses of the REST API of this room, below /api/v1/."""

from django.urls import path

from gremien import api

app_name = "gremien_api"
urlpatterns = [
    path("gremien/", api.Gremien.as_view(), name="gremien"),
    path("gremien/<int:pk>/", api.EinGremium.as_view(), name="gremium"),
    path("gremien/<int:pk>/sitzungen/", api.Sitzungen.as_view(), name="sitzungen"),
    path("gremien/sitzungen/<int:pk>/", api.EineSitzung.as_view(), name="sitzung"),
]
