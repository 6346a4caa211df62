"""Setting a document: from HTML to a tagged PDF. Knows nothing of agreements.

A draft is PDF/UA-1; what is signed and kept is PDF/A-3a and PDF/UA-1 in one. Nothing is fetched from anywhere: fonts
come with the program, pictures are in the text.

WeasyPrint takes more than a second to load, and most processes never set a document: :func:`setze` imports it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import zielsystem.ui

if TYPE_CHECKING:
    import pydyf
    import weasyprint

SCHRIFTEN = Path(zielsystem.ui.__path__[0]) / "static" / "ui" / "vendor" / "fira-sans"


class Satzform(StrEnum):
    """What a document is set as: a draft with its watermark, the copy that is signed, the final one."""

    ENTWURF = "entwurf"
    ZEICHNUNG = "zeichnung"
    ENDFASSUNG = "endfassung"


@dataclass(frozen=True)
class Gesetzt:
    """A finished PDF and its number of pages."""

    pdf: bytes
    seiten: int


@dataclass(frozen=True)
class Beigabe:
    """A file inside the PDF (PDF/A-3), such as the text in a form that programs read."""

    name: str
    beschreibung: str
    inhalt: str


for _geschwaetzig in ("weasyprint.progress", "fontTools"):
    logging.getLogger(_geschwaetzig).setLevel(logging.WARNING)

_BLAETTER = {
    Satzform.ENTWURF: ("dokument.css", "entwurf.css"),
    Satzform.ZEICHNUNG: ("dokument.css",),
    Satzform.ENDFASSUNG: ("dokument.css",),
}


def setze(html: str, form: Satzform = Satzform.ENTWURF, beigaben: Iterable[Beigabe] = ()) -> Gesetzt:
    """The PDF of an HTML text; ``FatalURLFetchingError`` when the text refers to anything outside itself."""
    import weasyprint

    from agreements.dokument.kennung import kennzeichne_barrierefrei
    from agreements.dokument.quellen import blatt, schriftwerk

    holen, schriften = schriftwerk()
    art = "pdf/ua-1" if form is Satzform.ENTWURF else "pdf/a-3a"
    dokument = weasyprint.HTML(string=html, url_fetcher=holen).render(
        stylesheets=[blatt(name) for name in _BLAETTER[form]], font_config=schriften, pdf_variant=art
    )
    if form is not Satzform.ENTWURF:
        kennzeichne_barrierefrei(dokument.metadata)
    dokument.metadata.attachments = [
        weasyprint.Attachment(
            string=b.inhalt, name=b.name, description=b.beschreibung, relationship="Data", url_fetcher=holen
        )
        for b in beigaben
    ]
    abschluss = _unterschreibbar if form is Satzform.ZEICHNUNG else None
    return Gesetzt(dokument.write_pdf(pdf_variant=art, finisher=abschluss), len(dokument.pages))


def _unterschreibbar(dokument: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """An empty form: signatures can be added to it, and it can be told that nothing else was."""
    import pydyf

    formular = pydyf.Dictionary({"Fields": pydyf.Array([]), "SigFlags": 3})
    pdf.add_object(formular)
    pdf.catalog["AcroForm"] = formular.reference
