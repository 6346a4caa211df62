"""What the setting of a document draws on: the style sheets of this folder, the fonts, and nothing from outside.

Style sheets and fonts are read once per process.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from agreements.dokument.satz import SCHRIFTEN

_ORDNER = Path(__file__).parent


class NurEigenes(URLFetcher):  # type: ignore[misc]
    """Lets a document use what it carries itself, what lies in this folder, and fonts ("schrift:…"); nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        if url.startswith("schrift:"):
            url = (SCHRIFTEN / Path(url).name.removeprefix("schrift:")).as_uri()
        elif not url.startswith(("data:", f"{_ORDNER.as_uri()}/")):
            raise FatalURLFetchingError(f"Dokumente laden nichts nach: {url[:80]}")
        return super().fetch(url, headers)


@cache
def schriftwerk() -> tuple[URLFetcher, FontConfiguration]:
    """Who fetches, and the fonts of the style sheets."""
    return NurEigenes(), FontConfiguration()


@cache
def blatt(name: str) -> weasyprint.CSS:
    """A style sheet of this folder."""
    holen, schriften = schriftwerk()
    datei = _ORDNER / name
    return weasyprint.CSS(
        string=datei.read_text(encoding="utf-8"), base_url=datei.as_uri(), url_fetcher=holen, font_config=schriften
    )
