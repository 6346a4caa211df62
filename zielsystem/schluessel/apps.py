"""The tokens app."""

from django.apps import AppConfig


class SchluesselConfig(AppConfig):
    """Tokens for the REST API."""

    name = "zielsystem.schluessel"
    label = "schluessel"
    verbose_name = "Schlüssel"
