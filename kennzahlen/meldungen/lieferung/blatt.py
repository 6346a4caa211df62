"""The rows of a sheet's XML: plain ones by a pattern, whatever is not plain by a parser.

What Excel, LibreOffice and openpyxl write of numbers and texts is so regular that a pattern reads it in a fraction of
the time. The first row that is not (a formula, a text in several formats, an entity, a prefix) and all that follow go
to the parser, which knows everything. Both deliver the same cells; a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element, XMLPullParser

Zelle = tuple[str, str, str, str, str]
"""Letters of the column (blank: the next one), number of the style, text, type, stored value.

A cell says its text, or else its stored value as type and style have it, or nothing.
"""
Zeile = tuple[int | None, list[Zelle]]
"""The number a row bears (None: the next one), and its cells."""

_STUECK = 1 << 20
_LAENGSTE_ZEILE = 1 << 22
_HOECHSTENS_ELEMENTE = 1_000_000
_DATEN = b"<sheetData>"
_ZEILENENDE = b"</row>"
_ZEICHEN = r"[^<>&\x00-\x1f\ufffe\uffff]*+"
_NICHT_UTF8 = re.compile(rb"encoding\s*=\s*.(?!utf-8)", re.IGNORECASE)


def _schlichte_zelle(auf: str) -> str:
    """The pattern of a plain cell; ``auf`` opens its five parts: with ``(`` they are taken, with ``(?:`` only seen."""
    text = rf' t="inlineStr"><is><t(?: xml:space="preserve")?>{auf}{_ZEICHEN})</t></is></c>'
    wert = rf'(?: t="{auf}s|n|b|e|str)")?(?:/>|></c>|><v>{auf}{_ZEICHEN})</v></c>)'
    return rf'<c r="{auf}[A-Z]{{1,3}})[0-9]{{1,7}}"(?: s="{auf}[0-9]{{1,6}})")?(?:{text}|{wert})'


_ZELLE = re.compile(_schlichte_zelle("("))
_ZEILE = re.compile(
    r'\s*<row r="([0-9]{1,7})"(?: [a-zA-Z0-9:]+="[^"<&\x00-\x1f]*+")*+>'
    rf"((?:{_schlichte_zelle('(?:')})*+)</row>"
)


def zeilen(strom: IO[bytes]) -> Iterator[Zeile]:
    """All rows of a sheet; raises ``ParseError`` and ``ValueError`` where it is no sheet."""
    anfang = strom.read(_STUECK)
    bis = anfang.find(_DATEN) + len(_DATEN)
    kopf, rest = anfang[:bis], anfang[bis:]
    if kopf.endswith(_DATEN) and b"<!" not in kopf and not _NICHT_UTF8.search(kopf):
        rest = yield from _schlichte(rest, strom)
    for element in jedes("}row", strom, kopf + rest):
        nummer = element.get("r")
        yield int(nummer) if nummer else None, [_zelle(zelle) for zelle in element]


def jedes(endung: str, strom: IO[bytes], anfang: bytes = b"") -> Iterator[Element]:
    """Each element of a kind in a large part that begins with ``anfang``, one by one; its content is not kept."""
    parser: XMLPullParser[Any] = XMLPullParser(("end",))
    seit = 0
    stueck = anfang or strom.read(_STUECK)
    while stueck:
        parser.feed(stueck)
        ereignisse: Any = parser.read_events()
        for _, element in ereignisse:
            seit += 1
            if element.tag.endswith(endung):
                yield element
                element.clear()
                seit = 0
            elif seit > _HOECHSTENS_ELEMENTE:
                raise ValueError("too many elements in a row")
        stueck = strom.read(_STUECK)
    parser.close()


def zeichen(element: Element) -> str:
    """The text of a string, in one piece or in runs of one format each."""
    if len(element) == 1 and not len(element[0]):
        return element[0].text or ""
    return "".join([teil.text or "" for teil in element.iter() if teil.tag.endswith("}t")])


def _schlichte(rest: bytes, strom: IO[bytes]) -> Generator[Zeile, None, bytes]:
    """The rows as long as they are plain; returns what was read and is none of them."""
    while True:
        bis = rest.rfind(_ZEILENENDE) + len(_ZEILENENDE)
        stueck, rest = (rest[:bis], rest[bis:]) if bis >= len(_ZEILENENDE) else (b"", rest)
        gelesen = yield from _aus_stueck(stueck)
        if gelesen < len(stueck):
            return stueck[gelesen:] + rest
        weiteres = strom.read(_STUECK) if len(rest) < _LAENGSTE_ZEILE else b""
        if not weiteres:
            return rest
        rest += weiteres


def _aus_stueck(stueck: bytes) -> Generator[Zeile, None, int]:
    """The plain rows at the beginning of some XML; returns how many bytes they are."""
    try:
        text = stueck.decode()
    except UnicodeDecodeError:
        return 0
    stelle = 0
    for zeile in _ZEILE.finditer(text):
        if zeile.start() != stelle:
            break
        stelle = zeile.end()
        yield int(zeile[1]), _ZELLE.findall(zeile[2])
    return len(stueck) if stelle == len(text) else len(text[:stelle].encode())


def _zelle(element: Element) -> Zelle:
    """A cell as the parser has it; a formula without a result says the formula."""
    stelle, stil, art = element.get("r", "").rstrip("0123456789"), element.get("s", ""), element.get("t", "")
    if art == "inlineStr":
        return stelle, stil, zeichen(element[0]) if len(element) else "", "", ""
    wert = formel = None
    for teil in element:
        if teil.tag.endswith("}v"):
            wert = teil.text
        elif teil.tag.endswith("}f"):
            formel = teil.text or ""
    if not wert and formel is not None and art != "str":
        return stelle, stil, f"={formel}", "", ""
    return stelle, stil, "", art, wert or ""
