"""The same drafts set by typst: the peer of benchmarks.agreements, for its time alone.

Same text, table and charts, the same fonts, tagged PDF (UA-1); layout and marks are plainer than WeasyPrint's.
"""

from __future__ import annotations

import base64
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import typst

_SONDERZEICHEN = re.compile(r"([\\#$*_`<>@\[\]~=/+\-])")
_MARKEN = re.compile(r"<[^>]+>")


def setze(kontext: Mapping[str, Any], schriften: Path) -> bytes:
    """The PDF of one draft; ``kontext`` is that of ``agreements.dokument.urkunde``."""
    with tempfile.TemporaryDirectory() as ordner:
        quelle = Path(ordner) / "entwurf.typ"
        quelle.write_text("\n".join(_zeilen(kontext, Path(ordner))), encoding="utf-8")
        pdf = typst.compile(str(quelle), font_paths=[str(schriften)], pdf_standards=["ua-1"])
        assert isinstance(pdf, bytes)
        return pdf


def _zeilen(kontext: Mapping[str, Any], ordner: Path) -> Iterator[str]:
    inhalt = kontext["inhalt"]
    yield f'#set document(title: "{inhalt.titel}")'
    yield '#set text(lang: "de", font: "Fira Sans", size: 10.5pt)\n#set page(paper: "a4", numbering: "1 / 1")'
    yield "= Zielvereinbarung"
    yield from (f"{_text(partner.bezeichnung)}\n" for partner in inhalt.partner)
    yield "#pagebreak()"
    for abschnitt in kontext["abschnitte"]:
        yield f"== {abschnitt.ziffer}. {_text(abschnitt.titel)}"
        for absatz in abschnitt.absaetze:
            yield f"{_text(absatz.text)}\n"
            yield from (f"- {_text(punkt)}" for punkt in absatz.punkte)
    yield from _tabelle(kontext["zielzeilen"])
    for nummer, bild in enumerate(kontext["bilder"]):
        name = f"bild{nummer}.svg"
        (ordner / name).write_bytes(_svg(bild.quelle))
        alt = bild.alt.replace('"', "'")
        yield f'#figure(image("{name}", alt: "{alt}"), caption: [{_text(bild.titel)}])'


def _tabelle(zeilen: Any) -> Iterator[str]:
    yield "#table(columns: 3, table.header([Ziel], [Ausgangswert], [Vereinbart]),"
    for zeile in zeilen:
        yield f"  [{_text(zeile.titel)}], [{_text(zeile.ausgangswert)}], [{_text(zeile.wortlaut)}],"
    yield ")"


def _text(text: str) -> str:
    return _SONDERZEICHEN.sub(r"\\\1", _MARKEN.sub("", str(text)))


def _svg(quelle: str) -> bytes:
    """The drawing behind a data URI."""
    kopf, _, daten = quelle.partition(",")
    return base64.b64decode(daten) if kopf.endswith("base64") else unquote(daten).encode()
