"""Addresses of the REST API of this room, below /api/v1/."""

from django.urls import path

from kennzahlen.api import dateien, katalog, meldungen, uebersicht, verzeichnisse, werte

urlpatterns = [
    path("", uebersicht.uebersicht, name="api"),
    path("schema/", uebersicht.Schema.as_view(), name="schema"),
    path("dokumentation/", uebersicht.dokumentation, name="api_dokumentation"),
    path("kennzahlwerte/", werte.Kennzahlwerte.as_view(), name="kennzahlwerte"),
    path("kennzahlen/", verzeichnisse.Kennzahlen.as_view(), name="kennzahlen"),
    path("grundgroessen/", verzeichnisse.Grundgroessen.as_view(), name="grundgroessen"),
    path("einheiten/", verzeichnisse.Einheiten.as_view(), name="einheiten"),
    path("vergleichsgruppen/", verzeichnisse.Vergleichsgruppen.as_view(), name="vergleichsgruppen"),
    path("veroeffentlichungen/", verzeichnisse.Veroeffentlichungen.as_view(), name="veroeffentlichungen"),
    path("veroeffentlichungen/<int:pk>/werte.<str:art>", dateien.Datei.as_view(), name="veroeffentlichungsdatei"),
    path("katalog/", katalog.Katalog.as_view(), name="katalog"),
    path("katalog/<int:pk>/", katalog.Katalogeintrag.as_view(), name="katalogeintrag"),
    path("meldungen/", meldungen.Meldungen.as_view(), name="meldungen"),
    path("meldungen/<int:pk>/", meldungen.EineMeldung.as_view(), name="meldung"),
    path("meldungen/<int:pk>/uebergaenge/", meldungen.Meldungsuebergaenge.as_view(), name="meldung_uebergaenge"),
]
