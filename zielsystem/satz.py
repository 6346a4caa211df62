"""Setting a document: from HTML to a tagged PDF/UA-1. Knows nothing of what is set.

Nothing is fetched from anywhere: fonts come with the program ("schrift:…"), pictures are in the text. Fonts and style
sheets are read once per process; a PDF/UA document shows the same to eyes and to screen readers.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

import zielsystem.ui

SCHRIFTEN = Path(zielsystem.ui.__path__[0]) / "static" / "ui" / "vendor" / "fira-sans"

for _geschwaetzig in ("weasyprint.progress", "fontTools"):
    logging.getLogger(_geschwaetzig).setLevel(logging.WARNING)


@dataclass(frozen=True)
class Gesetzt:
    """A finished PDF and its number of pages."""

    pdf: bytes
    seiten: int


class NurEigenes(URLFetcher):  # type: ignore[misc]
    """Lets a document use what it carries itself and the fonts of the house; nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        if url.startswith("schrift:"):
            url = (SCHRIFTEN / Path(url).name.removeprefix("schrift:")).as_uri()
        elif not url.startswith("data:"):
            raise FatalURLFetchingError(f"Dokumente laden nichts nach: {url[:80]}")
        return super().fetch(url, headers)


@cache
def _schriftwerk() -> tuple[URLFetcher, FontConfiguration]:
    return NurEigenes(), FontConfiguration()


@cache
def _blatt(datei: Path) -> weasyprint.CSS:
    holen, schriften = _schriftwerk()
    return weasyprint.CSS(string=datei.read_text(encoding="utf-8"), url_fetcher=holen, font_config=schriften)


def setze_pdf(html: str, *blaetter: Path) -> Gesetzt:
    """The PDF/UA-1 of an HTML text with style sheets; ``FatalURLFetchingError`` when it refers to anything outside."""
    holen, schriften = _schriftwerk()
    dokument = weasyprint.HTML(string=html, url_fetcher=holen).render(
        stylesheets=[_blatt(datei) for datei in blaetter], font_config=schriften, pdf_variant="pdf/ua-1"
    )
    return Gesetzt(dokument.write_pdf(pdf_variant="pdf/ua-1"), len(dokument.pages))
