"""Addresses of the pages of this room."""

from django.urls import path

from berichte.views import abonnements, bericht, jahresberichte, laeufe, verzeichnis

app_name = "berichte"

urlpatterns = [
    path("", verzeichnis.berichte, name="berichte"),
    path("<int:pk>/", bericht.bericht, name="bericht"),
    path("<int:pk>/bericht.pdf", bericht.pdf, name="pdf"),
    path("<int:pk>/abonnieren/", bericht.abonnieren, name="abonnieren"),
    path("zielblaetter/<int:pk>.pdf", bericht.zielblatt, name="zielblatt"),
    path("abonnements/", abonnements.abonnements, name="abonnements"),
    path("abbestellen/<str:verweis>/", abonnements.abbestellen, name="abbestellen"),
    path("laeufe/", laeufe.laeufe, name="laeufe"),
    path("laeufe/neu/", laeufe.neuer_lauf, name="neuer_lauf"),
    path("laeufe/<int:pk>/", laeufe.lauf, name="lauf"),
    path("auftraege/", laeufe.auftraege, name="auftraege"),
    path("auftraege/<int:pk>/erneut/", laeufe.erneut, name="erneut"),
    path("jahresberichte/", jahresberichte.jahresberichte, name="jahresberichte"),
    path("jahresberichte/<int:pk>/", jahresberichte.jahresbericht, name="jahresbericht"),
    path("jahresberichte/<int:pk>/stand/", jahresberichte.jahresberichtsstand, name="jahresberichtsstand"),
    path("jahresberichte/<int:pk>/jahresbericht.pdf", jahresberichte.jahresbericht_pdf, name="jahresbericht_pdf"),
    path(
        "jahresberichte/<int:pk>/bearbeiten/", jahresberichte.jahresbericht_bearbeiten, name="jahresbericht_bearbeiten"
    ),
    path("jahresberichte/<int:pk>/uebergang/", jahresberichte.jahresbericht_uebergang, name="jahresbericht_uebergang"),
]
