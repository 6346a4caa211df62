"""What all printed reports share: their style sheet, and what the demonstration says on every page."""

from __future__ import annotations

from pathlib import Path

BLATT = Path(__file__).parent / "druck.css"
DEMONSTRATION = "Demonstration: alle Zahlen sind synthetisch"


def fusszeile(text: str, *, synthetisch: bool) -> str:
    """The line at the foot of every page; in the demonstration it says that the figures are invented."""
    return f"{text}\n{DEMONSTRATION}" if synthetisch else text
