"""Sessions as rows: date, title, where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from gremien.models import Sitzung
from gremien.recht import Verfahren
from zielsystem import zahlen
from zielsystem.ui.rows import Spalte, Statusart, Tabelle, Zelle

STATUS: dict[str, Statusart] = {
    "geplant": "neutral",
    "eingeladen": "info",
    "laufend": "info",
    "eroeffnet": "info",
    "geschlossen": "warning",
    "entworfen": "warning",
    "genehmigt": "success",
    "abgesagt": "danger",
}


def zustandszelle(sitzung: Sitzung) -> Zelle:
    """Where a session stands, as a badge."""
    return Zelle(sitzung.zustandstitel, status=STATUS[sitzung.zustand])


def sitzungstabelle(titel: str, sitzungen: Sequence[Sitzung], *, mit_gremium: bool = False) -> Tabelle:
    """Sessions in the order given; needs ``gremium`` selected where it is shown."""
    spalten = [Spalte("Sitzung", kopf=True), Spalte("Beginn"), Spalte("Ort"), Spalte("Stand")]
    if mit_gremium:
        spalten.insert(1, Spalte("Gremium"))
    return Tabelle(titel, spalten, [_zeile(sitzung, mit_gremium) for sitzung in sitzungen])


def _zeile(sitzung: Sitzung, mit_gremium: bool) -> list[Zelle | str]:
    umlauf = sitzung.verfahren == Verfahren.UMLAUF
    zeitpunkt = zahlen.zeitpunkt(timezone.localtime(sitzung.beginn))
    zeile: list[Zelle | str] = [
        Zelle(sitzung.titel, url=reverse("gremien:sitzung", args=[sitzung.pk])),
        f"Stimmen bis {zeitpunkt}" if umlauf else zeitpunkt,
        "im Umlauf" if umlauf else sitzung.ort or zahlen.FEHLT,
        zustandszelle(sitzung),
    ]
    if mit_gremium:
        eigenes = Zelle(sitzung.gremium.titel, url=reverse("gremien:gremium", args=[sitzung.gremium_id]))
        zeile.insert(1, eigenes)
    return zeile
