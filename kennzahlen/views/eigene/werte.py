"""Entering own figures: a grid of a year, which shows what others entered meanwhile and loses nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kennzahlen.cube import monatsreihe
from kennzahlen.eigene.controlling.werte import Eingabe, Stelle, feldname, trage_ein, werte_von
from kennzahlen.eigene.eingabe import Unlesbar, lies_wert
from kennzahlen.eigene.festlegung import Ueberholt, Unzulaessig, neueste
from kennzahlen.eigene.masse import eingabetext
from kennzahlen.eigene.masse import titel as masstitel
from kennzahlen.eigene.recht import Eigenart
from kennzahlen.models.eigene import EigeneDefinition, EigeneZahl
from kennzahlen.recht import ERSTER_MELDEMONAT
from kennzahlen.views.eigene.zahlen import LISTE, intern, jobcenter_oder_404, partei_von
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt
from zielsystem.parties.zugriff import Zugang


@dataclass(frozen=True)
class Spaltenkopf:
    """A figure of the grid."""

    code: str
    titel: str
    einheit: str
    mass: str


@dataclass(frozen=True)
class Feld:
    """A field of the grid: what stands in it, what stood there when it was shown, what is wrong, what others did."""

    name: str
    beschriftung: str
    text: str
    vorher: str
    fehler: str = ""
    fremd: str = ""


def erfassbare_zahlen(zugang: Zugang) -> list[tuple[EigeneZahl, EigeneDefinition]]:
    """The Grundgrößen for which something can be entered, with their newest definitions."""
    gefuehrte = EigeneZahl.objects.visible_to(zugang).gefuehrt().filter(art=Eigenart.GRUNDGROESSE)
    eigene = gefuehrte.filter(jobcenter=zugang.partei_id).prefetch_related("definitionen").order_by("code")
    return [(zahl, neueste(zahl.definitionen.all())) for zahl in eigene]


# -- The grid --------------------------------------------------------------------------------------------------


@befugt(Befugnis.EIGENE_ZAHLEN_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def erfassen(request: HttpRequest) -> HttpResponse:
    """A year's months of all own Grundgrößen, to be filled in."""
    zugang = jobcenter_oder_404(request)
    jahr = _jahr(request, zugang)
    erfassbare = erfassbare_zahlen(zugang)
    monate = [m for m in monatsreihe(date(jahr, 1, 1), 12) if m <= zugang.am]
    stand = werte_von([zahl for zahl, _ in erfassbare], monate)
    koepfe = [Spaltenkopf(z.code, d.titel, masstitel(d.mass, d.je), d.mass) for z, d in erfassbare]
    if request.method != "POST":
        return _rasterseite(request, zugang, jahr, koepfe, _felder(koepfe, monate, stand))
    eingaben, fehler = _gelesen(request.POST, koepfe, monate)
    fremd: dict[str, str] = {}
    if not fehler:
        try:
            anzahl = trage_ein(jobcenter=partei_von(zugang), eingaben=eingaben, durch=zugang, am=timezone.now())
        except Ueberholt as inzwischen:
            fremd = inzwischen.stand
        except Unzulaessig as mangel:
            messages.error(request, mangel.text)
        else:
            messages.success(request, gespeichert(anzahl))
            return redirect(f"{reverse('kennzahlen:eigene_werte')}?jahr={jahr}")
    felder = [
        [_eingegeben(feld, request.POST, fehler, fremd) for feld in zeile] for zeile in _felder(koepfe, monate, stand)
    ]
    return _rasterseite(request, zugang, jahr, koepfe, felder, fehler=len(fehler), ueberholt=bool(fremd))


def gespeichert(anzahl: int) -> str:
    """How many figures were kept, as a sentence."""
    if not anzahl:
        return "Es war nichts zu ändern."
    return "Ein Wert ist gespeichert." if anzahl == 1 else f"{zahlen.ganzzahl(anzahl)} Werte sind gespeichert."


def _jahr(request: HttpRequest, zugang: Zugang) -> int:
    text = request.GET.get("jahr", str(zugang.am.year))
    if not re.fullmatch("[0-9]{4}", text) or not ERSTER_MELDEMONAT.year <= int(text) <= zugang.am.year:
        raise Http404("Dieses Jahr lässt sich nicht erfassen.")
    return int(text)


def _felder(koepfe: Sequence[Spaltenkopf], monate: Sequence[date], stand: Mapping[Stelle, Decimal]) -> list[list[Feld]]:
    return [
        [
            Feld(feldname(k.code, monat), f"{k.code} {zahlen.monat(monat)}", text, text)
            for k in koepfe
            for text in [eingabetext(stand.get((k.code, monat)))]
        ]
        for monat in monate
    ]


def _gelesen(
    post: QueryDict, koepfe: Sequence[Spaltenkopf], monate: Sequence[date]
) -> tuple[list[Eingabe], dict[str, str]]:
    """What was entered, and what of it cannot be read, by field."""
    eingaben, fehler = [], {}
    for kopf in koepfe:
        for monat in monate:
            name = feldname(kopf.code, monat)
            if name not in post:
                continue
            try:
                vorher = lies_wert(str(post.get(f"vorher-{name}", "")), kopf.mass)
                eingaben.append(Eingabe(kopf.code, monat, vorher, lies_wert(str(post[name]), kopf.mass)))
            except Unlesbar as mangel:
                fehler[name] = f"{mangel.was}; richtig wäre: {mangel.richtig}"
    return eingaben, fehler


def _eingegeben(feld: Feld, post: QueryDict, fehler: Mapping[str, str], fremd: Mapping[str, str]) -> Feld:
    """A field as it was sent, so that nothing entered is lost; what others entered stands beside it."""
    hinweis = f"inzwischen eingetragen: {fremd[feld.name] or 'leer'}" if feld.name in fremd else ""
    vorher = feld.vorher if feld.name in fremd else post.get(f"vorher-{feld.name}", feld.vorher)
    text = post.get(feld.name, feld.text)
    return Feld(feld.name, feld.beschriftung, text, vorher, fehler.get(feld.name, ""), hinweis)


def _rasterseite(  # noqa: PLR0913
    request: HttpRequest,
    zugang: Zugang,
    jahr: int,
    koepfe: Sequence[Spaltenkopf],
    felder: Sequence[Sequence[Feld]],
    *,
    fehler: int = 0,
    ueberholt: bool = False,
) -> HttpResponse:
    kontext = {
        "brotkrumen": [LISTE, ("Werte erfassen", None)],
        "jahr": jahr,
        "jahre": [(str(wahl), f"?jahr={wahl}", wahl == jahr) for wahl in range(zugang.am.year, zugang.am.year - 8, -1)],
        "koepfe": koepfe,
        "zeilen": [(zahlen.monat(date(jahr, nr, 1)), zeile) for nr, zeile in enumerate(felder, start=1)],
        "fehler": fehler,
        "ueberholt": ueberholt,
    }
    return intern(render(request, "kennzahlen/eigene/erfassen.html", kontext))
