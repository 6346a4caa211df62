"""Routes under /zielvereinbarungen/."""

from django.urls import path

from agreements.views import dokumente, entwuerfe, runden, ueberblick

app_name = "agreements"
urlpatterns = [
    path("", runden.runden, name="runden"),
    path("neu/", runden.runde_neu, name="runde_neu"),
    path("<int:pk>/", runden.runde, name="runde"),
    path("<int:pk>/entwuerfe/", entwuerfe.entwuerfe_erzeugen, name="entwuerfe_erzeugen"),
    path("laeufe/<int:pk>/", entwuerfe.lauf, name="lauf"),
    path("laeufe/<int:pk>/entwuerfe.zip", entwuerfe.lauf_paket, name="lauf_paket"),
    path("vereinbarungen/<int:pk>/", ueberblick.vereinbarung, name="vereinbarung"),
    path("vereinbarungen/<int:pk>/uebergang/", ueberblick.uebergang, name="uebergang"),
    path("vereinbarungen/<int:pk>/dokumente/", dokumente.dokumente, name="vereinbarung_dokumente"),
    path("vereinbarungen/<int:pk>/entwurf/", entwuerfe.entwurf_erzeugen, name="entwurf_erzeugen"),
    path("auftraege/<int:pk>/", entwuerfe.auftrag, name="auftrag"),
    path("dokumente/<int:pk>/", entwuerfe.dokument, name="dokument"),
]
