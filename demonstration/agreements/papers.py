"""The documents of the demonstration: one page each, which says that it is invented."""

from __future__ import annotations

from itertools import accumulate

_KOPF = b"%PDF-1.7\n"
_SCHRIFT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
_SEITE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
)


def paper(titel: str, *zeilen: str) -> bytes:
    """A PDF of one page: a title, lines of text, and below them that all of it is invented.

    Characters outside Windows-1252 become question marks.
    """
    inhalt = _strom((titel, "", *zeilen, "", "Demonstration: Dieses Dokument ist erfunden."))
    objekte = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (de) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _SEITE,
        _SCHRIFT,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(inhalt), inhalt),
    ]
    return _datei([b"%d 0 obj\n%s\nendobj\n" % (nummer, objekt) for nummer, objekt in enumerate(objekte, start=1)])


def _strom(zeilen: tuple[str, ...]) -> bytes:
    text = b" T* ".join(b"(%s) Tj" % _sicher(zeile) for zeile in zeilen)
    return b"BT /F1 12 Tf 18 TL 72 760 Td %s ET" % text


def _sicher(zeile: str) -> bytes:
    roh = zeile.encode("cp1252", "replace")
    return roh.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _datei(teile: list[bytes]) -> bytes:
    """The objects with the table of where each begins."""
    stellen = list(accumulate((len(teil) for teil in teile), initial=len(_KOPF)))
    eintraege = b"".join(b"%010d 00000 n \n" % stelle for stelle in stellen[:-1])
    tabelle = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(teile) + 1, eintraege)
    schluss = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(teile) + 1, stellen[-1])
    return _KOPF + b"".join(teile) + tabelle + schluss
