"""In which ways an agreement can be signed, what each of them proves, and how long there is time. Pure law.

§ 48b SGB II asks for no form. The levels of an electronic signature are those of the eIDAS regulation (EU)
No 910/2014; what the system checks of each is said here, and what it does not check as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from zielsystem.parameter.recht import Parameter, parameter_am
from zielsystem.recht import Norm


class Niveau(StrEnum):
    """The level of a signature."""

    PAPIER = "papier"
    EINFACH = "einfach"
    FORTGESCHRITTEN = "fortgeschritten"
    QUALIFIZIERT = "qualifiziert"


@dataclass(frozen=True)
class Niveaubeschreibung:
    """A level in words. ``geprueft`` and ``ungeprueft`` are shown to whoever signs and to whoever relies on it."""

    titel: str
    norm: Norm
    anleitung: str
    geprueft: str
    ungeprueft: str

    @property
    def weise(self) -> str:
        """How it was signed, as it stands on the page of signatures."""
        return f"gezeichnet: {self.titel}"


_EIDAS = "Verordnung (EU) Nr. 910/2014 (eIDAS)"
_HERUNTERLADEN = (
    "Laden Sie die Fassung zur Unterzeichnung herunter, unterschreiben Sie diese Datei mit Ihrem Zertifikat und laden "
    "Sie sie wieder hoch."
)
_UNVERSEHRT = (
    "Die Datei ist genau die Fassung zur Unterzeichnung, um nichts als Unterschriften ergänzt; die letzte Unterschrift "
    "umfasst die ganze Datei und ist unversehrt."
)

NIVEAUS: dict[Niveau, Niveaubeschreibung] = {
    Niveau.PAPIER: Niveaubeschreibung(
        "eigenhändig auf Papier",
        Norm("§ 126 Abs. 1 BGB"),
        "Drucken Sie die Fassung zur Unterzeichnung, lassen Sie sie unterschreiben und laden Sie die eingescannte "
        "Unterschriftenseite als PDF hoch. Das Original bleibt in Ihren Akten.",
        "Die Datei ist ein lesbares PDF; sie wird mit ihrer Prüfsumme aufbewahrt.",
        "Ob die Unterschrift auf dem Bild echt ist, prüft das System nicht.",
    ),
    Niveau.EINFACH: Niveaubeschreibung(
        "einfache elektronische Signatur",
        Norm(f"Art. 3 Nr. 10 {_EIDAS}"),
        "Sie zeichnen mit Ihrem Konto und bestätigen mit Ihrem Kennwort.",
        "Wer angemeldet ist, hat das eigene Kennwort noch einmal eingegeben und das Amt zum Zeichnen.",
        "Ein persönliches Zertifikat ist nicht beteiligt.",
    ),
    Niveau.FORTGESCHRITTEN: Niveaubeschreibung(
        "fortgeschrittene elektronische Signatur",
        Norm(f"Art. 3 Nr. 11 und Art. 26 {_EIDAS}"),
        _HERUNTERLADEN,
        _UNVERSEHRT,
        "Wem das Zertifikat gehört und ob es gesperrt ist, wird nicht geprüft: Das System ruft keine Vertrauens- oder "
        "Sperrlisten ab. Inhaber und Aussteller werden angezeigt.",
    ),
    Niveau.QUALIFIZIERT: Niveaubeschreibung(
        "qualifizierte elektronische Signatur",
        Norm(f"Art. 3 Nr. 12 und Art. 25 Abs. 2 {_EIDAS}"),
        f"{_HERUNTERLADEN} Sie erklären dabei, dass Ihr Zertifikat qualifiziert ist.",
        _UNVERSEHRT,
        "Dass das Zertifikat qualifiziert und nicht gesperrt ist, beruht auf der Erklärung der zeichnenden Person: Das "
        "System ruft keine Vertrauens- oder Sperrlisten ab. Inhaber und Aussteller werden angezeigt.",
    ),
}

MIT_ZERTIFIKAT = frozenset({Niveau.FORTGESCHRITTEN, Niveau.QUALIFIZIERT})
"""Levels at which the signatory uploads the document signed with a certificate."""

MIT_DATEI = MIT_ZERTIFIKAT | {Niveau.PAPIER}
"""Levels that leave a file as proof."""

PARAMETER: tuple[Parameter, ...] = (
    Parameter(
        "ZEICHNUNGSFRIST_TAGE",
        "Tage nach Feststellung des Textes, in denen gezeichnet werden kann",
        Decimal(28),
        Norm("§ 48b Abs. 1 SGB II"),
        mindestens=Decimal(1),
        hoechstens=Decimal(365),
    ),
    Parameter(
        "ZEICHNUNGSERINNERUNG_TAGE",
        "Tage vor Ablauf der Zeichnungsfrist, an denen erinnert wird",
        Decimal(7),
        Norm("§ 48b Abs. 1 SGB II"),
        hoechstens=Decimal(365),
    ),
)
"""Values that an administrator may change for a period (P)."""


def zeichnungsfrist(festgestellt: date, verlaengert_bis: Sequence[date] = ()) -> date:
    """The last day on which a text can be signed; the last extension counts."""
    tage = int(parameter_am("ZEICHNUNGSFRIST_TAGE", festgestellt, PARAMETER))
    return verlaengert_bis[-1] if verlaengert_bis else festgestellt + timedelta(days=tage)


def erinnert_wird_ab(frist: date) -> date:
    """The first day on which those who have not signed are reminded of the deadline."""
    return frist - timedelta(days=int(parameter_am("ZEICHNUNGSERINNERUNG_TAGE", frist, PARAMETER)))
