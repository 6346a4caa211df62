"""The accounts app. It has no models: people and Ämter belong to the parties."""

from django.apps import AppConfig


class KontenConfig(AppConfig):
    """Managing accounts."""

    name = "zielsystem.konten"
    label = "konten"
    verbose_name = "Konten"
