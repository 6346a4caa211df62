"""Files that people hand in: which kinds there are, how they are told, how they may be called. Pure.

The first bytes decide what a file is, never its name; whatever can carry a macro or a script is refused.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

BYTE_HOECHSTENS = 10 * 1024 * 1024
_NAME_HOECHSTENS = 150


@dataclass(frozen=True)
class Dateiart:
    """A kind of file that may be attached: ending, name for people, media type, and how its content is told."""

    endung: str
    titel: str
    medientyp: str
    erkennt: Callable[[bytes], bool]


def _beginnt(*anfaenge: bytes) -> Callable[[bytes], bool]:
    return lambda inhalt: inhalt.startswith(anfaenge)


def _ist_archiv_mit(eintrag: str) -> Callable[[bytes], bool]:
    """A document that is a ZIP: it has the entry that makes it one, and neither macros nor embedded programs."""

    def erkennt(inhalt: bytes) -> bool:
        try:
            with ZipFile(io.BytesIO(inhalt)) as archiv:
                namen = [name.lower() for name in archiv.namelist()]
        except (BadZipFile, ValueError, NotImplementedError):
            return False
        verdaechtig = ("vbaproject", "activex", "oleobject", "basic/", "scripts/")
        return eintrag in namen and not any(teil in name for name in namen for teil in verdaechtig)

    return erkennt


_OFFICE = "application/vnd.openxmlformats-officedocument"
DATEIARTEN: tuple[Dateiart, ...] = (
    Dateiart("pdf", "PDF", "application/pdf", _beginnt(b"%PDF-")),
    Dateiart("docx", "Word", f"{_OFFICE}.wordprocessingml.document", _ist_archiv_mit("word/document.xml")),
    Dateiart("xlsx", "Excel", f"{_OFFICE}.spreadsheetml.sheet", _ist_archiv_mit("xl/workbook.xml")),
    Dateiart("odt", "OpenDocument-Text", "application/vnd.oasis.opendocument.text", _ist_archiv_mit("content.xml")),
    Dateiart("png", "PNG", "image/png", _beginnt(b"\x89PNG\r\n\x1a\n")),
    Dateiart("jpg", "JPEG", "image/jpeg", _beginnt(b"\xff\xd8\xff")),
)
DATEIARTEN_TEXT = ", ".join(art.titel for art in DATEIARTEN)


def dateiart_von(inhalt: bytes) -> Dateiart | None:
    """What a file is by its content; None for everything that may not be attached."""
    return next((art for art in DATEIARTEN if art.erkennt(inhalt)), None)


def sauberer_name(roh: str) -> str:
    """The stem of a file name: no path, no control or direction characters, of bearable length."""
    name = PurePosixPath(unicodedata.normalize("NFC", roh).replace("\\", "/")).name
    sichtbar = "".join(zeichen for zeichen in name if unicodedata.category(zeichen)[0] != "C")
    stamm = sichtbar.rpartition(".")[0] if "." in sichtbar else sichtbar
    return stamm.strip(" .")[:_NAME_HOECHSTENS] or "Anlage"
