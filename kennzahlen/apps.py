"""The kennzahlen app."""

from django.apps import AppConfig


class KennzahlenConfig(AppConfig):
    """From reported figures to published Kennzahlen."""

    name = "kennzahlen"
    verbose_name = "Kennzahlen"
