"""The rule at a door of the API: the same one as at a page, answered with 401 and 403 in place of a login page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from zielsystem.parties.doors import Tuerregel, regel_von
from zielsystem.parties.zugriff import Zugang

if TYPE_CHECKING:
    from rest_framework.views import APIView


class Tuer(BasePermission):
    """The door rule of :mod:`zielsystem.parties.doors` for DRF: a view without a rule lets nobody in.

    A method may carry a rule of its own, which is asked as well.
    """

    message = "Dazu fehlt Ihrer Rolle oder Ihrem Schlüssel die Befugnis."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the access of the request opens the door of the view."""
        zugang: Zugang = request.zugang  # type: ignore[attr-defined]
        methode = getattr(view, (request.method or "").lower(), None)
        der_methode: Tuerregel | None = getattr(methode, "tuerregel", None)
        regel = regel_von(type(view))
        return regel is not None and all(eine.laesst_ein(zugang) for eine in (regel, der_methode) if eine)
