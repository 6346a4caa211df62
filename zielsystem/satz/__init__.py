"""Setting a document: from HTML and style sheets to a tagged PDF. Knows nothing of what is set.

A document is PDF/UA-1; what is signed or kept is PDF/A-3a and PDF/UA-1 in one. Nothing is fetched from anywhere: fonts
come with the program ("schrift:…"), pictures are in the text or lie beside the style sheet.

WeasyPrint takes more than a second to load, and most processes never set a document: :func:`setze_pdf` imports it.
"""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import zielsystem.ui

if TYPE_CHECKING:
    import pydyf
    import weasyprint

BESCHRIFTUNG = "beschriftung"
"""What drawings may call their labels in place of ``text``: see :mod:`zielsystem.satz.beschriftung`."""
SCHRIFTEN = Path(zielsystem.ui.__path__[0]) / "static" / "ui" / "vendor" / "fira-sans"

for _geschwaetzig in ("weasyprint.progress", "fontTools"):
    logging.getLogger(_geschwaetzig).setLevel(logging.WARNING)


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


class Unvollstaendig(RuntimeError):
    """Something of the document could not be set: a picture, a drawing, a font. It must not be kept as it is."""


def setze_pdf(
    html: str,
    *blaetter: Path,
    archiv: bool = False,
    unterschreibbar: bool = False,
    beigaben: Iterable[Beigabe] = (),
) -> Gesetzt:
    """The PDF of an HTML text with style sheets; ``FatalURLFetchingError`` when it refers to anything outside.

    Raises :class:`Unvollstaendig` where a part of it would be missing.
    ``archiv``: also PDF/A, which may carry ``beigaben``. ``unterschreibbar``: signatures can be added to it.
    """
    import weasyprint

    from zielsystem.satz.kennung import kennzeichne_barrierefrei
    from zielsystem.satz.quellen import blatt, schriftwerk

    _richte_ein()
    holen, schriften = schriftwerk()
    art = "pdf/a-3a" if archiv else "pdf/ua-1"
    with _vollstaendig():
        dokument = weasyprint.HTML(string=html, url_fetcher=holen).render(
            stylesheets=[blatt(datei) for datei in blaetter], font_config=schriften, pdf_variant=art
        )
        if archiv:
            kennzeichne_barrierefrei(dokument.metadata)
        dokument.metadata.attachments = [
            weasyprint.Attachment(
                string=b.inhalt, name=b.name, description=b.beschreibung, relationship="Data", url_fetcher=holen
            )
            for b in beigaben
        ]
        abschluss = _leeres_formular if unterschreibbar else None
        return Gesetzt(dokument.write_pdf(pdf_variant=art, finisher=abschluss), len(dokument.pages))


@cache
def _richte_ein() -> None:
    """Once in a process: labels for drawings; and the collector of garbage is spared what has been loaded.

    Setting makes so many objects that the collector runs all the time: a tenth of the time was looking at modules.
    """
    from zielsystem.satz.beschriftung import anmelden
    from zielsystem.satz.quellen import schriftwerk

    anmelden()
    schriftwerk()
    gc.collect()
    gc.freeze()


@contextmanager
def _vollstaendig() -> Iterator[None]:
    """Raise at the end if anything was left out: WeasyPrint writes that into its log and goes on."""
    sammler = _Fehlersammler(logging.ERROR)
    protokoll = logging.getLogger("weasyprint")
    protokoll.addHandler(sammler)
    try:
        yield
    finally:
        protokoll.removeHandler(sammler)
    if sammler.fehler:
        raise Unvollstaendig(f"Das Dokument ist unvollständig: {sammler.fehler[0][:200]}")


class _Fehlersammler(logging.Handler):
    """Keeps what was complained of in this thread: others may be setting other documents."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.fehler: list[str] = []
        self.faden = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.faden:
            self.fehler.append(record.getMessage())


def _leeres_formular(dokument: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """An empty form: signatures can be added to it, and it can be told that nothing else was."""
    import pydyf

    formular = pydyf.Dictionary({"Fields": pydyf.Array([]), "SigFlags": 3})
    pdf.add_object(formular)
    pdf.catalog["AcroForm"] = formular.reference
