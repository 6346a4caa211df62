"""All routes. Third-party views get their door rule here, ours carry it themselves."""

from allauth.account import views as konto
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic.base import RedirectView

from agreements.views.pruefung import pruefung
from zielsystem.api.probleme import unbekannte_adresse
from zielsystem.journal.views import journal
from zielsystem.law_page import recht
from zielsystem.parameter_page import festsetzen, parameter, verlauf, zuruecknehmen
from zielsystem.parties.doors import angemeldet, offen
from zielsystem.parties.views import eingabe, gesund, handeln_fuer, startseite

KONTO: list[URLPattern | URLResolver] = [
    path("anmelden/", offen(konto.LoginView.as_view()), name="account_login"),
    path("abmelden/", offen(konto.LogoutView.as_view()), name="account_logout"),
    path("passwort/", angemeldet(konto.PasswordChangeView.as_view()), name="account_change_password"),
    path("passwort/vergessen/", offen(konto.PasswordResetView.as_view()), name="account_reset_password"),
    path(
        "passwort/vergessen/gesendet/",
        offen(konto.PasswordResetDoneView.as_view()),
        name="account_reset_password_done",
    ),
    path(
        "passwort/neu/<str:uidb36>-<str:key>/",
        offen(konto.PasswordResetFromKeyView.as_view()),
        name="account_reset_password_from_key",
    ),
    path(
        "passwort/neu/fertig/",
        offen(konto.PasswordResetFromKeyDoneView.as_view()),
        name="account_reset_password_from_key_done",
    ),
    # allauth asks for this name; there is no sign-up here.
    path("registrieren/", offen(RedirectView.as_view(url="/konto/anmelden/")), name="account_signup"),
    path("gesperrt/", offen(konto.AccountInactiveView.as_view()), name="account_inactive"),
]

handler400 = "zielsystem.api.probleme.unverstaendlich"

urlpatterns = [
    path("", startseite, name="startseite"),
    path("gesund/", gesund, name="gesund"),
    path("handeln-fuer/", handeln_fuer, name="handeln_fuer"),
    path("recht/", recht, name="recht"),
    path("recht/parameter/", parameter, name="parameter"),
    path("recht/parameter/<int:pk>/zuruecknehmen/", zuruecknehmen, name="parameter_zuruecknehmen"),
    path("recht/parameter/<str:code>/", verlauf, name="parameter_verlauf"),
    path("recht/parameter/<str:code>/festsetzen/", festsetzen, name="parameter_festsetzen"),
    path("pruefung/", pruefung, name="pruefung"),
    path("konto/eingabe/", eingabe, name="eingabe"),
    path("konto/", include(KONTO)),
    path("konten/", include("zielsystem.konten.urls")),
    path("schluessel/", include("zielsystem.schluessel.urls")),
    path("journal/", journal, name="journal"),
    path("zielvereinbarungen/", include("agreements.urls")),
    path("gremien/", include("gremien.urls")),
    path("berichte/", include("berichte.urls")),
    path("api/v1/", include("kennzahlen.api_urls")),
    path("api/v1/", include("agreements.api_urls")),
    path("api/v1/", include("gremien.api_urls")),
    path("api/sdmx/2.1/", include("kennzahlen.sdmx_urls")),
    re_path(r"^api/", unbekannte_adresse),
    path("", include("kennzahlen.urls")),
]
