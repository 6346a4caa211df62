"""How accounts work here: administrators make them, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Konten(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's rules for this house."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from the administration of a party."""
        return False
