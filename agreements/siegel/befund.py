"""What the seal of a PDF says: whose it is, and whether anything was changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from agreements.siegel.besiegeln import FELD
from agreements.siegel.lesen import bewerte, ende_der_unterschrift, oeffne
from agreements.siegel.schluessel import Siegelstelle, inhaber_von

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus


class Siegelzustand(StrEnum):
    """What became of the seal."""

    KEINES = "keines"
    INTAKT = "intakt"
    ERGAENZT = "ergaenzt"
    GEBROCHEN = "gebrochen"


@dataclass(frozen=True)
class Siegelbefund:
    """The seal of a PDF.

    ``eigenes``: its certificate leads to a root of this installation, judged as of the moment the seal claims.
    ``umfang`` is the number of bytes that were sealed: what follows them was appended later.
    """

    zustand: Siegelzustand
    eigenes: bool = False
    inhaber: str = ""
    am: datetime | None = None
    umfang: int = 0


def pruefe_siegel(pdf: bytes, stelle: Siegelstelle) -> Siegelbefund:
    """What the seal of a PDF says. Raises ``NichtLesbar`` for bytes that are no PDF."""
    _, unterschriften = oeffne(pdf)
    siegel = next((u for u in unterschriften if u.field_name == FELD), None)
    if siegel is None:
        return Siegelbefund(Siegelzustand.KEINES)
    try:
        am, inhaber = siegel.self_reported_timestamp, inhaber_von(siegel.signer_cert)
        umfang = ende_der_unterschrift(siegel)
    except Exception:  # a seal so damaged that not even its certificate can be read
        return Siegelbefund(Siegelzustand.GEBROCHEN)
    status = bewerte(siegel, stelle.wurzeln, am)
    return Siegelbefund(_zustand(siegel, status), bool(status and status.trusted), inhaber, am, umfang)


def _zustand(siegel: EmbeddedPdfSignature, status: PdfSignatureStatus | None) -> Siegelzustand:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if status is None or not (status.intact and status.valid):
        return Siegelzustand.GEBROCHEN
    if siegel.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        return Siegelzustand.ERGAENZT
    return Siegelzustand.INTAKT
