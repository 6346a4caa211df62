"""How agreements are named and shown in rows."""

from __future__ import annotations

from agreements.models import Zielvereinbarung
from agreements.recht import ZUSTANDSTITEL, Traegerseite, Zustand
from zielsystem.ui.rows import Statusart, Zelle

_STATUSART: dict[Zustand, Statusart] = {
    Zustand.ENTWURF: "neutral",
    Zustand.IN_VERHANDLUNG: "info",
    Zustand.ABGESTIMMT: "info",
    Zustand.GREMIENVORBEHALT: "warning",
    Zustand.GESCHLOSSEN: "success",
    Zustand.IN_KRAFT: "success",
    Zustand.IN_AUSWERTUNG: "info",
    Zustand.AUSGEWERTET: "neutral",
    Zustand.NICHT_ZUSTANDE_GEKOMMEN: "danger",
    Zustand.ANGEWIESEN: "warning",
    Zustand.AUFGEHOBEN: "neutral",
}
_TRAEGER = {
    Traegerseite.BEIDE: "",
    Traegerseite.BA: "mit der Bundesagentur für Arbeit",
    Traegerseite.KOMMUNE: "mit dem kommunalen Träger",
}


def seitenname(vereinbarung: Zielvereinbarung) -> str:
    """What an agreement is about: "BMAS – Bundesagentur für Arbeit", "BMAS – Hessen", "Jobcenter Kassel"."""
    return f"BMAS – {vereinbarung.titel}" if vereinbarung.nr in (1, 3) else vereinbarung.titel


def traeger(vereinbarung: Zielvereinbarung) -> str:
    """With which Träger a bilateral Nr. 2 is concluded, and which Fassung an amendment is; "" for all others."""
    fassung = f"Änderungsvereinbarung, Fassung {vereinbarung.fassung}" if vereinbarung.fassung > 1 else ""
    return ", ".join(filter(None, (_TRAEGER[Traegerseite(vereinbarung.traegerseite)], fassung)))


def zustandszelle(vereinbarung: Zielvereinbarung) -> Zelle:
    """The state as a badge."""
    zustand = Zustand(vereinbarung.zustand)
    return Zelle(ZUSTANDSTITEL[zustand], status=_STATUSART[zustand])
