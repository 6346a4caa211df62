"""Why a signature is not taken; every text is German and says what would be right."""

from __future__ import annotations


class NichtZeichenbar(ValueError):
    """What was handed in is no signature of this party on this text. ``feld`` names the field of the form, or is ""."""

    def __init__(self, text: str, feld: str = "") -> None:
        super().__init__(text)
        self.feld = feld


class SchonGezeichnet(NichtZeichenbar):
    """The party has signed already: a second click, or somebody was quicker. Nothing has to be done."""
