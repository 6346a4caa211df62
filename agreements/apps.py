"""The agreements app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Zielvereinbarungen, § 48b SGB II."""

    name = "agreements"
    verbose_name = "Zielvereinbarungen"
