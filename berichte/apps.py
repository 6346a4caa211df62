"""The berichte app."""

from django.apps import AppConfig


class BerichteConfig(AppConfig):
    """Monthly and yearly reports."""

    name = "berichte"
    verbose_name = "Berichte"
