"""The ways on from the list of Meldungen, by whom one acts for."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from kennzahlen.meldungen.termine import darf_tafel_sehen
from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import Zugang

register = template.Library()


@register.inclusion_tag("kennzahlen/termine_wege.html")
def meldewege(zugang: Zugang | None, erfassen: bool = False) -> dict[str, Any]:
    """Links to the own calendar and the upload, or to the board; rows of title and address, without a query.

    With ``erfassen`` the way to begin a month goes first.
    """
    wege = []
    if zugang and zugang.art in JOBCENTER and zugang.rolle is not Rolle.ADMINISTRATION:
        wege.append(("Meine Meldungen: fällig und überfällig", "termine"))
        if Befugnis.MELDUNG_ERFASSEN in zugang.befugnisse:
            wege.append(("Monatsdatei hochladen", "hochladen"))
    if zugang and darf_tafel_sehen(zugang):
        wege.append(("Meldestand: wer hat gemeldet?", "meldestand"))
    return {
        "wege": [(titel, reverse(f"kennzahlen:{name}")) for titel, name in wege],
        "erfassen": reverse("kennzahlen:meldung_neu") if erfassen else "",
    }
