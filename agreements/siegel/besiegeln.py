"""Sealing: one PAdES B-B signature over the whole document that allows no change at all."""

from __future__ import annotations

from io import BytesIO

from agreements.siegel.schluessel import Siegelstelle

FELD = "Siegel"


def besiegle(pdf: bytes, stelle: Siegelstelle, *, anlass: str) -> bytes:
    """The document with the seal; ``anlass`` says in the seal what it stands for. The seal is not visible on paper."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    angaben = PdfSignatureMetadata(
        field_name=FELD,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=anlass,
        name=stelle.inhaber,
    )
    feld = SigFieldSpec(FELD, on_page=0)
    schreiber = IncrementalPdfFileWriter(BytesIO(pdf))
    ausgang = PdfSigner(angaben, stelle.unterzeichner, new_field_spec=feld).sign_pdf(schreiber)
    return bytes(ausgang.getbuffer())
