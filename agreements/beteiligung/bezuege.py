"""What a result is about, and under which keys forms and bodies know it."""

from __future__ import annotations

from dataclasses import dataclass

from agreements.models import Planungsrunde, Vertragspartei, Zielvereinbarung
from agreements.recht import Ebene


@dataclass(frozen=True)
class Bezug:
    """What a result is about: the round, and by the Ebene of its row a Land, a Kommune or one agreement.

    ``vertragspartei``: the party to this agreement whose result it is, where each declares for itself.
    """

    runde: Planungsrunde
    land_id: int | None = None
    partei_id: int | None = None
    vereinbarung: Zielvereinbarung | None = None
    vertragspartei: Vertragspartei | None = None


def schluessel_von(bezug: Bezug) -> str:
    """The key of a Bezug within its round, as a form sends it."""
    if bezug.vertragspartei:
        return f"vertragspartei-{bezug.vertragspartei.pk}"
    if bezug.vereinbarung:
        return f"vereinbarung-{bezug.vereinbarung.pk}"
    if bezug.land_id:
        return f"land-{bezug.land_id}"
    return f"partei-{bezug.partei_id}" if bezug.partei_id else "runde"


def sachbezug(bezug: Bezug) -> str:
    """The key under which bodies know a matter: of the round, of a Land in it, or of one Fassung of an agreement."""
    if bezug.vereinbarung:
        return sachbezug_der(bezug.vereinbarung, Ebene.VEREINBARUNG)
    return _der_runde(bezug.runde.pk, bezug.land_id)


def sachbezug_der(vereinbarung: Zielvereinbarung, ebene: Ebene) -> str:
    """The same for what an agreement waits for on a level."""
    v = vereinbarung
    if ebene is Ebene.VEREINBARUNG:
        return f"zielvereinbarung:{v.runde_id}:{v.nr}:{v.schluessel}:{v.traegerseite}:{v.fassung}"
    return _der_runde(v.runde_id, v.land_id if ebene is Ebene.LAND else None)


def _der_runde(runde: int, land: int | None) -> str:
    return f"planungsrunde:{runde}:land:{land}" if land else f"planungsrunde:{runde}"
