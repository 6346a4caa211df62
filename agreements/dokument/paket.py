"""All drafts of a run that somebody may see, as one ZIP, written while it is read.

No more than one draft is in memory at a time, and nothing is stored: the same run gives everybody a ZIP of exactly
the drafts that are theirs, with the same names and bytes every time.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from agreements.models import Dokument, Dokumentenlauf
from zielsystem.parties.zugriff import Zugang


def fertige(lauf: Dokumentenlauf, zugang: Zugang) -> list[Dokument]:
    """The finished drafts of a run that the access may see, in the order of their names."""
    dokumente = Dokument.objects.visible_to(zugang).filter(auftrag__lauf=lauf).select_related("zielvereinbarung")
    return sorted(dokumente, key=lambda dokument: dokument.zielvereinbarung.dateiname)


def paket(dokumente: list[Dokument]) -> Iterator[bytes]:
    """The bytes of a ZIP with these documents, piece by piece."""
    ausgang = _Durchlauf()
    with ZipFile(ausgang, "w", ZIP_STORED) as archiv:
        for dokument in dokumente:
            angaben = ZipInfo(dokument.zielvereinbarung.dateiname, _zeit(dokument))
            angaben.external_attr = 0o644 << 16
            with dokument.datei.open("rb") as datei:
                archiv.writestr(angaben, datei.read())
            yield ausgang.hole()
    yield ausgang.hole()


def _zeit(dokument: Dokument) -> tuple[int, int, int, int, int, int]:
    am = timezone.localtime(dokument.erzeugt_am)
    return am.year, am.month, am.day, am.hour, am.minute, am.second


class _Durchlauf(io.RawIOBase):
    """A file that only grows: what was written can be taken away at any time."""

    def __init__(self) -> None:
        self._teile: list[bytes] = []

    def writable(self) -> bool:
        """It can be written, not read and not wound back."""
        return True

    def write(self, daten: bytes) -> int:  # type: ignore[override]
        """Keep the bytes until they are taken."""
        self._teile.append(bytes(daten))
        return len(daten)

    def hole(self) -> bytes:
        """What has been written since the last time."""
        teile, self._teile = self._teile, []
        return b"".join(teile)
