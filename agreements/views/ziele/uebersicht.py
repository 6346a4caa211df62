"""The tab "Ziele und Beiträge": everything that is agreed, who accepts it, and what changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.models import Vertragspartei, Zielannahme, Zielfassung, Zielvereinbarung
from agreements.recht import SEITENTITEL, TEXT_OFFEN, Seite
from agreements.views.rahmen import lade, lade_eigene, rahmen
from agreements.views.ziele import zeilen
from agreements.zielkatalog import Ziellage, ziele_von, ziellage
from agreements.zielkatalog.annehmen import nimm_ziele_an
from agreements.zielkatalog.ausgangslage import ausgangslagen_von
from agreements.zielkatalog.fassungen import NichtMoeglich
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.zugriff import Zugang, may
from zielsystem.ui.rows import Tabelle

REITERCODE = "ziele"


def darf_aendern(zugang: Zugang, vereinbarung: Zielvereinbarung) -> bool:
    """Whether the access may change what the agreement says, now."""
    return vereinbarung.zustand in TEXT_OFFEN and may(zugang, Befugnis.VERHANDELN, vereinbarung)


@angemeldet
@require_safe
def ziele(request: HttpRequest, pk: int) -> HttpResponse:
    """The Ziele, Beiträge and funds of an agreement."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    vereinbarung = lade(request, pk)
    inhalte = ziele_von([pk])[pk]
    lagen = ausgangslagen_von(vereinbarung, [ziel.kennzahl for ziel in inhalte.ziele])
    aenderbar = darf_aendern(zugang, vereinbarung)
    kontext = {
        **rahmen(request, vereinbarung, REITERCODE),
        "ziele": zeilen.zielkarten(vereinbarung, inhalte.ziele, lagen, aenderbar),
        "beitraege": zeilen.beitragstabelle(vereinbarung, inhalte, aenderbar),
        "mittel": zeilen.mitteltabelle(vereinbarung, inhalte, aenderbar),
        "aenderbar": aenderbar,
        **_verhandlung(vereinbarung, zugang, aenderbar),
    }
    return render(request, "agreements/ziele/uebersicht.html", kontext)


def _verhandlung(vereinbarung: Zielvereinbarung, zugang: Zugang, aenderbar: bool) -> dict[str, Any]:
    """Acceptance, balance and Fassungen: for the parties alone."""
    if not Zielvereinbarung.objects.eigene(zugang).filter(pk=vereinbarung.pk).exists():
        return {}
    lage = ziellage([vereinbarung.pk])[vereinbarung.pk]
    parteien = list(vereinbarung.vertragsparteien.order_by("reihenfolge"))
    annahmen = list(Zielannahme.objects.filter(zielvereinbarung=vereinbarung).order_by("fassung"))
    fassungen = Zielfassung.objects.filter(zielvereinbarung=vereinbarung).select_related("vertragspartei")
    eigene = next((p for p in parteien if zugang.partei_id in (p.partei_id, p.rechtstraeger_id)), None)
    return {
        "fassung": lage.fassung,
        "annahmen": zeilen.annahmetabelle(parteien, annahmen, lage.fassung),
        "fassungen": zeilen.fassungstabelle(list(fassungen.order_by("-nummer"))),
        "unausgewogen": _unausgewogen(lage) if vereinbarung.zustand in TEXT_OFFEN else "",
        "eigene_partei": eigene.bezeichnung if eigene else "",
        "offene_ziele": lage.ohne_vorgabe,
        "darf_annehmen": bool(eigene and aenderbar and not lage.ohne_vorgabe and _steht_aus(eigene, annahmen, lage)),
        "aenderungen": _aenderungen(vereinbarung, eigene, annahmen, lage),
    }


def _unausgewogen(lage: Ziellage) -> str:
    seiten = " und ".join(SEITENTITEL[seite] for seite in Seite if seite in lage.ohne_beitrag)
    return f"Noch ohne Beitrag: {seiten}." if seiten else ""


def _steht_aus(partei: Vertragspartei, annahmen: list[Zielannahme], lage: Ziellage) -> bool:
    return (partei.pk, lage.fassung) not in {(a.vertragspartei_id, a.fassung) for a in annahmen}


def _aenderungen(
    vereinbarung: Zielvereinbarung, partei: Vertragspartei | None, annahmen: list[Zielannahme], lage: Ziellage
) -> Tabelle | None:
    """What changed since one's own party accepted last; nothing to show for who never did."""
    eigene = [annahme.fassung for annahme in annahmen if partei and annahme.vertragspartei_id == partei.pk]
    if not eigene or eigene[-1] == lage.fassung:
        return None
    pk = vereinbarung.pk
    return zeilen.aenderungstabelle(ziele_von([pk], {pk: eigene[-1]})[pk], ziele_von([pk])[pk])


@befugt(Befugnis.VERHANDELN)
@require_POST
def annehmen(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the Ziele as a whole for one's own party, in the Fassung that was shown."""
    vereinbarung = lade_eigene(request, pk)
    fassung = request.POST.get("gesehen", "")
    try:
        nimm_ziele_an(
            vereinbarung=vereinbarung,
            fassung=int(fassung) if fassung.isdecimal() else -1,
            durch=request.zugang,  # type: ignore[attr-defined]
            am=timezone.now(),
        )
    except NichtMoeglich as fehler:
        messages.error(request, str(fehler))
    else:
        messages.success(request, "Ihre Partei hat die Ziele, Beiträge und finanziellen Angaben angenommen.")
    return redirect(f"{reverse('agreements:vereinbarung_ziele', args=[pk])}#annahme")
