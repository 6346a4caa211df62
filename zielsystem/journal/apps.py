"""The journal app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """An append-only record of acts."""

    name = "zielsystem.journal"
    label = "journal"
    verbose_name = "Journal"
