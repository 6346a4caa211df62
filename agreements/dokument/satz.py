"""The look of the documents of this room, and what each kind of document is set as."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from zielsystem.satz import Beigabe, Gesetzt, setze_pdf

_BLATT, _ENTWURFSBLATT = (Path(__file__).parent / name for name in ("dokument.css", "entwurf.css"))


class Satzform(StrEnum):
    """What a document is set as: a draft with its watermark, the copy that is signed, the final one."""

    ENTWURF = "entwurf"
    ZEICHNUNG = "zeichnung"
    ENDFASSUNG = "endfassung"


def setze(html: str, form: Satzform = Satzform.ENTWURF, beigaben: Iterable[Beigabe] = ()) -> Gesetzt:
    """The PDF of an HTML text: a draft is PDF/UA-1, everything else PDF/A-3a as well."""
    if form is Satzform.ENTWURF:
        return setze_pdf(html, _BLATT, _ENTWURFSBLATT)
    return setze_pdf(html, _BLATT, archiv=True, unterschreibbar=form is Satzform.ZEICHNUNG, beigaben=beigaben)
