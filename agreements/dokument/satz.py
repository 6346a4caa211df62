"""Setting a document: from HTML to a tagged PDF (PDF/UA-1). Knows nothing of agreements.

Nothing is fetched from anywhere: fonts come with the program, pictures are in the text. Style sheet and fonts are
read once per process.
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
GESTALTUNG = Path(__file__).with_name("entwurf.css")


@dataclass(frozen=True)
class Gesetzt:
    """A finished PDF and its number of pages."""

    pdf: bytes
    seiten: int


class _NurEigenes(URLFetcher):  # type: ignore[misc]
    """Lets a document use what it carries itself, what lies in this folder, and fonts ("schrift:…"); nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        if url.startswith("schrift:"):
            url = (SCHRIFTEN / Path(url).name.removeprefix("schrift:")).as_uri()
        elif not url.startswith(("data:", f"{GESTALTUNG.parent.as_uri()}/")):
            raise FatalURLFetchingError(f"Dokumente laden nichts nach: {url[:80]}")
        return super().fetch(url, headers)


for _geschwaetzig in ("weasyprint.progress", "fontTools"):
    logging.getLogger(_geschwaetzig).setLevel(logging.WARNING)


@cache
def _werkzeug() -> tuple[URLFetcher, FontConfiguration, weasyprint.CSS]:
    holen, schriften = _NurEigenes(), FontConfiguration()
    gestaltung = weasyprint.CSS(
        string=GESTALTUNG.read_text(encoding="utf-8"),
        base_url=GESTALTUNG.as_uri(),
        url_fetcher=holen,
        font_config=schriften,
    )
    return holen, schriften, gestaltung


def setze(html: str) -> Gesetzt:
    """The PDF of an HTML text; ``FatalURLFetchingError`` when the text refers to anything outside itself."""
    holen, schriften, gestaltung = _werkzeug()
    dokument = weasyprint.HTML(string=html, url_fetcher=holen).render(
        stylesheets=[gestaltung], font_config=schriften, pdf_variant="pdf/ua-1"
    )
    return Gesetzt(dokument.write_pdf(pdf_variant="pdf/ua-1"), len(dokument.pages))
