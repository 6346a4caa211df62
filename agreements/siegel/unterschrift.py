"""Whether a PDF is the one that was handed out for signing, plus an intact signature, and nothing else.

Signing appends to a PDF. So the file must begin, byte for byte, with what was handed out, and what was appended may
be signatures only: every revision after ours is compared with it. The certificate is shown, not judged: neither the
trust lists of the EU nor revocation are asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from agreements.siegel.lesen import bewerte, oeffne
from agreements.siegel.schluessel import benennung, inhaber_von

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature


class UnterschriftUngueltig(ValueError):
    """The PDF is not ours plus an intact signature; the text says in German what is wrong and what would be right."""


@dataclass(frozen=True)
class Unterschriftsbefund:
    """The signature that covers the whole file: whose certificate, issued by whom, and when it claims to be made.

    ``name`` is the common name alone, ``inhaber`` says organisation and country as well.
    """

    name: str
    inhaber: str
    aussteller: str
    seriennummer: str
    am: datetime | None


def pruefe_unterschrift(unser: bytes, eingereicht: bytes) -> Unterschriftsbefund:
    """The signature on our document. Raises :class:`UnterschriftUngueltig` and ``NichtLesbar``."""
    leser, unterschriften = oeffne(eingereicht)
    _verlange_unser(unser, eingereicht)
    if not unterschriften:
        raise UnterschriftUngueltig(
            "Das PDF trägt keine elektronische Unterschrift. Bitte unterschreiben Sie es mit Ihrem Zertifikat und "
            "laden Sie die unterschriebene Datei hoch."
        )
    letzte = unterschriften[-1]
    _verlange_intakt(letzte)
    _verlange_nur_unterschriften(leser, unser)
    zertifikat = letzte.signer_cert
    return Unterschriftsbefund(
        benennung(zertifikat.subject, ("common_name",)),
        inhaber_von(zertifikat),
        benennung(zertifikat.issuer),
        f"{zertifikat.serial_number:X}",
        letzte.self_reported_timestamp,
    )


def _verlange_unser(unser: bytes, eingereicht: bytes) -> None:
    if eingereicht == unser:
        raise UnterschriftUngueltig("Das ist die Fassung zur Unterzeichnung, aber ohne Unterschrift.")
    if not eingereicht.startswith(unser):
        raise UnterschriftUngueltig(
            "Das PDF ist nicht die Fassung, die hier zur Unterzeichnung bereitliegt, oder das Programm hat es beim "
            "Unterschreiben neu geschrieben. Bitte laden Sie die Fassung zur Unterzeichnung herunter, unterschreiben "
            "Sie genau diese Datei und speichern Sie sie nicht über „Drucken als PDF“."
        )


def _verlange_intakt(unterschrift: EmbeddedPdfSignature) -> None:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    befund = bewerte(unterschrift, (), None)
    if befund is None or not (befund.intact and befund.valid):
        raise UnterschriftUngueltig("Die elektronische Unterschrift ist beschädigt: Sie passt nicht zum Dokument.")
    if unterschrift.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        raise UnterschriftUngueltig(
            "Das PDF wurde nach der Unterschrift noch verändert. Bitte laden Sie die Datei so hoch, wie sie beim "
            "Unterschreiben entstanden ist."
        )


def _verlange_nur_unterschriften(leser: PdfFileReader, unser: bytes) -> None:
    """Nothing but signatures may have been added in any revision after ours."""
    if _veraendert(leser, oeffne(unser)[0].xrefs.total_revisions - 1):
        raise UnterschriftUngueltig(
            "Mit der Unterschrift wurde auch der Inhalt verändert (etwa eine Seite oder Anmerkung). Bitte laden Sie "
            "die Fassung zur Unterzeichnung neu herunter und unterschreiben Sie nur."
        )


def _veraendert(leser: PdfFileReader, ab_revision: int) -> bool:
    from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification

    try:
        ergebnis = DEFAULT_DIFF_POLICY.review_file(leser, ab_revision)
    except Exception:  # a revision that cannot even be compared is no signature
        return True
    return isinstance(ergebnis, SuspiciousModification) or ergebnis.modification_level > ModificationLevel.FORM_FILLING
