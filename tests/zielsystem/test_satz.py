"""Setting a document: labels of drawings are in it as text, and nothing is left out in silence."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from zielsystem.satz import BESCHRIFTUNG, Unvollstaendig, setze_pdf

KOPF = '<!doctype html><html lang="de"><head><title>Probe</title></head><body>'
BLATT = Path("berichte/druck.css").resolve()


def _seite(zeichnung: str) -> str:
    adresse = base64.b64encode(zeichnung.encode()).decode()
    return f'{KOPF}<img alt="Probe" src="data:image/svg+xml;base64,{adresse}"></body></html>'


@pytest.mark.parametrize("anker", ["start", "middle", "end"])
def test_labels_of_a_drawing_are_text_that_can_be_read_and_searched(anker: str) -> None:
    label = (
        f'<{BESCHRIFTUNG} text-anchor="{anker}" transform="translate(60,20)" font-family="Fira Sans" font-size="13px" '
    )
    label += f'font-weight="500" fill="#0b4f9e">Zahl 22,3 %</{BESCHRIFTUNG}>'
    zeichnung = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><g>{label}</g></svg>'
    gesetzt = setze_pdf(_seite(zeichnung), BLATT)
    assert "Zahl 22,3 %" in PdfReader(io.BytesIO(gesetzt.pdf)).pages[0].extract_text()


def test_a_document_that_would_lack_a_drawing_is_refused() -> None:
    kaputt = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0,0L'
    with pytest.raises(Unvollstaendig):
        setze_pdf(_seite(kaputt), BLATT)
