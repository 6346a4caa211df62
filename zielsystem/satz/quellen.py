"""What the setting of a document draws on: style sheets, what lies beside them, fonts; nothing from outside.

Style sheets and fonts are read once per process.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from zielsystem.satz import SCHRIFTEN


class NurEigenes(URLFetcher):  # type: ignore[misc]
    """Lets a document use what it carries itself, fonts ("schrift:…"), and what lies beside a style sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.ordner: set[str] = set()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        if url.startswith("schrift:"):
            url = (SCHRIFTEN / Path(url).name.removeprefix("schrift:")).as_uri()
        elif not url.startswith(("data:", *self.ordner)):
            raise FatalURLFetchingError(f"Dokumente laden nichts nach: {url[:80]}")
        return super().fetch(url, headers)


@cache
def schriftwerk() -> tuple[NurEigenes, FontConfiguration]:
    """Who fetches, and the fonts of the style sheets."""
    return NurEigenes(), FontConfiguration()


@cache
def blatt(datei: Path) -> weasyprint.CSS:
    """A style sheet; from now on documents may use what lies in its folder."""
    holen, schriften = schriftwerk()
    holen.ordner.add(f"{datei.parent.as_uri()}/")
    return weasyprint.CSS(
        string=datei.read_text(encoding="utf-8"), base_url=datei.as_uri(), url_fetcher=holen, font_config=schriften
    )
