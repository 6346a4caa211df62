"""Reading the signatures of a PDF that comes from outside: nothing it contains may end in anything but a finding."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asn1crypto import x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

# What is wrong with a PDF from outside is a finding for whoever uploaded it, not an incident of the system.
for _geschwaetzig in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_geschwaetzig).setLevel(logging.CRITICAL)


class NichtLesbar(ValueError):
    """The bytes are no PDF that can be read; the text says so in German."""


def oeffne(pdf: bytes) -> tuple[PdfFileReader, list[EmbeddedPdfSignature]]:
    """A reader and the signatures in the order in which they were made. Raises :class:`NichtLesbar`."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    if not pdf.startswith(b"%PDF-"):
        raise NichtLesbar("Die Datei ist kein PDF.")
    try:
        leser = PdfFileReader(BytesIO(pdf), strict=False)
        if leser.encrypted:
            raise NichtLesbar("Das PDF ist verschlüsselt; bitte laden Sie es ohne Kennwort hoch.")
        return leser, list(leser.embedded_regular_signatures)
    except NichtLesbar:
        raise
    except Exception as fehler:  # a parser fed with anything whatsoever
        raise NichtLesbar("Das PDF ist beschädigt und lässt sich nicht lesen.") from fehler


def bewerte(
    unterschrift: EmbeddedPdfSignature, wurzeln: Sequence[x509.Certificate], am: datetime | None
) -> PdfSignatureStatus | None:
    """What pyHanko finds about a signature, with certificates judged as of a moment; None when it cannot be judged."""
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    umfeld = ValidationContext(trust_roots=list(wurzeln), allow_fetching=False, revocation_mode="soft-fail", moment=am)
    try:
        return asyncio.run(
            async_validate_pdf_signature(unterschrift, umfeld, key_usage_settings=KeyUsageConstraints(key_usage=set()))
        )
    except Exception:  # a broken signature is a finding, whatever breaks in it
        return None


def ende_der_unterschrift(unterschrift: EmbeddedPdfSignature) -> int:
    """Up to which byte of the file the signature reaches."""
    _, _, beginn, laenge = (int(zahl) for zahl in unterschrift.byte_range)
    return beginn + laenge
