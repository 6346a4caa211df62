"""The gremien app."""

from django.apps import AppConfig


class GremienConfig(AppConfig):
    """Bodies, their sessions and decisions, §§ 18b-18d and 44c SGB II."""

    name = "gremien"
    verbose_name = "Gremien"
