"""What an evaluation suggests to the same parties for the next round."""

from __future__ import annotations

from agreements.models import Zielbewertung, Zielvereinbarung
from agreements.recht import Zustand
from agreements.ziele import Dimension
from agreements.ziele.fortschreibung import Ausgang, Fortschreibung, schreibe_fort
from agreements.ziele.vorgabe import aus_paaren
from agreements.zielkatalog import ziele_von


def vorschlag_fuer(vereinbarung: Zielvereinbarung, code: str) -> Fortschreibung | None:
    """The proposal for a Ziel from the last evaluated agreement of the same parties; None where there is none."""
    bewertung = (
        Zielbewertung.objects.im_ganzen()
        .filter(
            ziel=code,
            auswertung__zielvereinbarung__nr=vereinbarung.nr,
            auswertung__zielvereinbarung__schluessel=vereinbarung.schluessel,
            auswertung__zielvereinbarung__jobcenter=vereinbarung.jobcenter_id,
            auswertung__zielvereinbarung__traegerseite=vereinbarung.traegerseite,
            auswertung__zielvereinbarung__zustand=Zustand.AUSGEWERTET,
            auswertung__zielvereinbarung__runde__bis__lte=vereinbarung.runde.ab,
        )
        .select_related("auswertung")
        .order_by("-auswertung__zielvereinbarung__runde__bis", "-auswertung__zielvereinbarung__fassung")
        .first()
    )
    if bewertung is None:
        return None
    pk = bewertung.auswertung.zielvereinbarung_id
    ziel = next((z for z in ziele_von([pk])[pk].ziele if z.code == code), None)
    if ziel is None:
        return None
    dimension = Dimension(ziel.dimension)
    ausgang = Ausgang(
        None if bewertung.wert is None else float(bewertung.wert),
        None if bewertung.gruppenentwicklung is None else float(bewertung.gruppenentwicklung),
        tuple(bewertung.meilensteine),
    )
    return schreibe_fort(
        ziel.kennzahl, dimension, aus_paaren(dimension, ziel.vorgabe), ausgang, vereinbarung.runde.laufzeit
    )
