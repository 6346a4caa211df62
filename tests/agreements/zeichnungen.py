"""Agreements ready to be signed, and PDFs signed, changed and forged in every way."""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from agreements.models import Zielvereinbarung
from agreements.siegel.schluessel import siegelstelle
from tests.agreements.lebenslaeufe import oeffne_alle, stimme_ab
from tests.agreements.runden import neue_runde, vereinbarung
from tests.welt import Welt

KENNWORT = "ein-langes-Kennwort-7"


def zeichenbar(welt: Welt, nr: int = 3, schluessel: str = "06", *, runde: bool = True) -> Zielvereinbarung:
    """An agreement whose text is fixed and before which every gate is open; everybody has the same password.

    With a round of its own unless ``runde`` says that there is one.
    """
    if runde:
        neue_runde()
    fertig = stimme_ab(vereinbarung(nr, schluessel), welt)
    oeffne_alle(fertig)
    for nutzer in welt.personen.values():
        nutzer.set_password(KENNWORT)
        nutzer.email = f"{nutzer.username}@example.org"
        nutzer.save(update_fields=["password", "email"])
    return fertig


def unterschrieben(pdf: bytes, feld: str = "Unterschrift", *, seite_dazu: bool = False) -> bytes:
    """A PDF with a visible signature appended, as programs for signing do it; ``seite_dazu``: and a page as well."""
    schreiber = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if seite_dazu:
        _fuege_seite_an(schreiber)
    angaben = PdfSignatureMetadata(field_name=feld)
    spec = SigFieldSpec(feld, box=(60, 60, 260, 110))
    return _bytes(PdfSigner(angaben, siegelstelle().unterzeichner, new_field_spec=spec).sign_pdf(schreiber))


def mit_seite(pdf: bytes) -> bytes:
    """A PDF with an empty page appended as an incremental update."""
    schreiber = IncrementalPdfFileWriter(io.BytesIO(pdf))
    _fuege_seite_an(schreiber)
    ausgang = io.BytesIO()
    schreiber.write(ausgang)
    return ausgang.getvalue()


def mit_zusatz(pdf: bytes) -> bytes:
    """A PDF with an incremental update that changes nothing one sees."""
    schreiber = IncrementalPdfFileWriter(io.BytesIO(pdf))
    schreiber.root["/Zusatz"] = generic.pdf_name("/Ja")
    schreiber.update_root()
    ausgang = io.BytesIO()
    schreiber.write(ausgang)
    return ausgang.getvalue()


def mit_anderem_byte(pdf: bytes) -> bytes:
    """A PDF in which one byte of its content is another one."""
    geaendert = bytearray(pdf)
    geaendert[pdf.index(b"endstream") - 20] ^= 1
    return bytes(geaendert)


def _fuege_seite_an(schreiber: IncrementalPdfFileWriter) -> None:
    leer = schreiber.add_object(generic.StreamObject(stream_data=b""))
    schreiber.insert_page(PageObject(contents=leer, media_box=(0, 0, 595, 842)))


def _bytes(strom: Any) -> bytes:
    return bytes(strom.getbuffer())
