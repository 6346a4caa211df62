"""The parties app; starts the Celery application so that every ``shared_task`` finds it."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Parties, their people, and the access rule."""

    name = "zielsystem.parties"
    label = "parties"
    verbose_name = "Parteien"

    def ready(self) -> None:
        """Import the Celery app here, not in ``zielsystem/__init__``: pure modules must stay free of Django."""
        import zielsystem.celery
        import zielsystem.checks  # noqa: F401
