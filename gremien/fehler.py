"""What an act on a body refuses that no table of transitions refuses."""

from __future__ import annotations


class NichtMoeglich(ValueError):
    """Something cannot be done; the text is German, ``feld`` names the entry of a form it concerns (or "")."""

    def __init__(self, text: str, feld: str = "") -> None:
        self.feld = feld
        super().__init__(text)
