"""The app that carries the shared templates, static files and template tags. It has no models."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Stands before ``allauth`` in ``INSTALLED_APPS``, so that its account pages win."""

    name = "zielsystem.ui"
    label = "ui"
    verbose_name = "Oberfläche"
