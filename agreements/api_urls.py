"""Addresses of the REST API of this room, below /api/v1/."""

from django.urls import path

from agreements import api

urlpatterns = [
    path("planungsrunden/", api.Planungsrunden.as_view(), name="planungsrunden"),
    path("planungsrunden/<int:pk>/", api.EinePlanungsrunde.as_view(), name="planungsrunde"),
    path("zielvereinbarungen/", api.Zielvereinbarungen.as_view(), name="zielvereinbarungen"),
    path("zielvereinbarungen/<int:pk>/", api.EineZielvereinbarung.as_view(), name="zielvereinbarung"),
    path(
        "zielvereinbarungen/<int:pk>/uebergaenge/",
        api.Vereinbarungsuebergaenge.as_view(),
        name="zielvereinbarung_uebergaenge",
    ),
]
