"""For which party somebody acts here, and which text is to be signed: read under the lock of the agreement."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from agreements.models import Festtext, Unterzeichner, Vertragspartei, Zielvereinbarung
from agreements.zeichnung.fehler import NichtZeichenbar
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.zugriff import Zugang, verlange


@dataclass(frozen=True)
class Vorgang:
    """An agreement, locked; its text that is to be signed; the party acted for, and its named signatory."""

    vereinbarung: Zielvereinbarung
    festtext: Festtext
    partei: Vertragspartei
    unterzeichner: Unterzeichner | None


def beginne(vereinbarung: Zielvereinbarung, durch: Zugang, befugnis: Befugnis) -> Vorgang:
    """Lock the agreement, ask for the right, find text and party. Only inside a transaction.

    Raises ``PermissionDenied`` and :class:`NichtZeichenbar`.
    """
    gesperrt = sperre(vereinbarung)
    verlange(durch, befugnis, gesperrt)
    festtext = gesperrt.festtexte.offen().first()
    if festtext is None:
        raise NichtZeichenbar("Es gibt keinen festgestellten Text, der gezeichnet werden könnte.")
    partei = eigene_partei(gesperrt, durch)
    if partei is None:
        raise NichtZeichenbar("Sie handeln für keine Vertragspartei dieser Zielvereinbarung.")
    return Vorgang(gesperrt, festtext, partei, partei.unterzeichner.benannt().first())


def sperre(vereinbarung: Zielvereinbarung) -> Zielvereinbarung:
    """The agreement as it is now, locked until the end of the transaction: one act on it after the other."""
    return Zielvereinbarung.objects.select_for_update(of=("self",)).select_related("runde").get(pk=vereinbarung.pk)


def eigene_partei(vereinbarung: Zielvereinbarung, durch: Zugang) -> Vertragspartei | None:
    """The party that somebody acts for: itself, or the Kommune behind it (§ 6a SGB II)."""
    if durch.partei_id is None:
        return None
    eigene = Q(partei=durch.partei_id) | Q(rechtstraeger=durch.partei_id)
    return vereinbarung.vertragsparteien.filter(eigene).order_by("reihenfolge").first()
