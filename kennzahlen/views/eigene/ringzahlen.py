"""Entering the Basiszahlen of a period and handing them to the ring. For the member's Controlling and Leitung."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennzahlen.eigene.eingabe import Unlesbar, lies_wert
from kennzahlen.eigene.festlegung import Ueberholt, Unzulaessig
from kennzahlen.eigene.masse import eingabetext, schreibe
from kennzahlen.eigene.masse import titel as masstitel
from kennzahlen.eigene.recht import RINGZUSTAENDE, Ringzustand
from kennzahlen.eigene.vergleichsring.meldung import AKTE, beginne, naechste_akte, trage_ein, werte_von
from kennzahlen.eigene.vergleichsring.mitglieder import mitglieder
from kennzahlen.eigene.vergleichsring.satz import Satz
from kennzahlen.eigene.zeitraum import Rhythmus, Zeitraum
from kennzahlen.models.ringe import Ringdefinition, Ringmeldung, Ringzahl
from kennzahlen.views.eigene.ring import reiter, ring_oder_404
from kennzahlen.views.eigene.zahlen import intern, partei_von
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.doors import befugt
from zielsystem.parties.models import Vergleichsgruppe
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Ausserhalb
from zielsystem.ui.rows import Handlung, Spalte, Tabelle, Zelle

ZEITRAEUME = {Rhythmus.JAHR: 6, Rhythmus.QUARTAL: 8, Rhythmus.MONAT: 12}
"""So many of the periods that are over are listed."""


# -- List ------------------------------------------------------------------------------------------------------


@befugt(Befugnis.RINGZAHLEN_FUEHREN)
@require_safe
def liste(request: HttpRequest, ring: str) -> HttpResponse:
    """The periods for which there is something to enter, and where each stands."""
    zugang, gruppe = ring_oder_404(request, ring)
    satz = Satz.lies(gruppe)
    alle = Ringmeldung.objects.visible_to(zugang).filter(ring=gruppe, jobcenter=zugang.partei_id)
    stand = {(meldung.rhythmus, meldung.ab): meldung for meldung in alle}
    zeilen = [
        _zeile(gruppe, zeitraum, stand.get((zeitraum.rhythmus, zeitraum.ab)), len(satz.basis(zeitraum)))
        for zeitraum in _offene(zugang, gruppe, satz)
    ]
    spalten = [Spalte("Zeitraum", kopf=True), Spalte("Stand"), Spalte("Basiszahlen", zahl=True), Spalte("Freigegeben")]
    kontext = {
        "brotkrumen": _brotkrumen(gruppe, ("Zahlen erfassen", None)),
        "ring": gruppe,
        "reiter": reiter(zugang, gruppe, "ring_zahlen"),
        "tabelle": Tabelle("Zeiträume", spalten, zeilen),
    }
    return intern(render(request, "kennzahlen/eigene/ring_zahlen.html", kontext))


def _offene(zugang: Zugang, gruppe: Vergleichsgruppe, satz: Satz) -> list[Zeitraum]:
    """The newest periods that are over, for which the set has Basiszahlen and the Jobcenter was a member."""
    alle = mitglieder(gruppe)
    zeitraeume = [
        Zeitraum.mit(zugang.am, rhythmus).plus(-abstand)
        for rhythmus in satz.rhythmen
        for abstand in range(1, ZEITRAEUME[rhythmus] + 1)
    ]
    return [z for z in zeitraeume if satz.basis(z) and alle.war_dabei(zugang.partei_id or 0, z)]


def _zeile(gruppe: Vergleichsgruppe, zeitraum: Zeitraum, meldung: Ringmeldung | None, anzahl: int) -> list[Zelle | str]:
    url = reverse("kennzahlen:ring_zahlen_zeitraum", args=[gruppe.schluessel, zeitraum.kennung])
    stand = Zelle("noch nicht begonnen", status="neutral")
    if meldung:
        frei = meldung.zustand == Ringzustand.FREIGEGEBEN
        stand = Zelle(RINGZUSTAENDE[Ringzustand(meldung.zustand)], status="success" if frei else "info")
    am = zahlen.tag(meldung.freigegeben_am) if meldung else zahlen.FEHLT
    return [Zelle(zeitraum.titel, url=url), stand, zahlen.ganzzahl(anzahl), am]


def _brotkrumen(gruppe: Vergleichsgruppe, *weitere: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(gruppe.titel, reverse("kennzahlen:ring", args=[gruppe.schluessel])), *weitere]


# -- One period ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ringfeld:
    """A Basiszahl to be filled in: what it is, what stands there, the year before, what is wrong."""

    code: str
    titel: str
    hinweis: str
    text: str
    vorperiode: str
    fehler: str = ""
    fremd: str = ""


@befugt(Befugnis.RINGZAHLEN_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def zeitraum(request: HttpRequest, ring: str, zeitraum: str) -> HttpResponse:
    """The Basiszahlen of a period, to be filled in while they are a draft."""
    zugang, gruppe = ring_oder_404(request, ring)
    gewaehlt = _zeitraum_oder_404(zeitraum)
    try:
        meldung = _meldung(request, zugang, gruppe, gewaehlt)
    except Unzulaessig as mangel:
        raise Http404(mangel.text) from None
    basis = Satz.lies(gruppe).basis(gewaehlt)
    if not basis or not mitglieder(gruppe).war_dabei(zugang.partei_id or 0, gewaehlt):
        raise Http404("Für diesen Zeitraum gibt es nichts zu erfassen.")
    if request.method != "POST" or meldung is None:
        return _formularseite(
            request, zugang, gruppe, gewaehlt, meldung, _felder(zugang, gruppe, gewaehlt, basis, meldung)
        )
    werte, fehler = _gelesen(request, basis)
    fremd: dict[str, str] = {}
    if not fehler:
        try:
            fassung = int(request.POST.get("fassung", "0") or 0)
            trage_ein(meldung=meldung, werte=werte, fassung=fassung, durch=zugang, am=timezone.now())
        except Ueberholt as inzwischen:
            fremd = inzwischen.stand
        except (Unzulaessig, ValueError) as mangel:
            messages.error(request, str(mangel))
        else:
            messages.success(request, "Die Zahlen sind als Entwurf gespeichert. Der Ring sieht sie noch nicht.")
            return redirect("kennzahlen:ring_zahlen_zeitraum", ring=ring, zeitraum=zeitraum)
        meldung.refresh_from_db()
    felder = [
        Ringfeld(f.code, f.titel, f.hinweis, request.POST.get(f.code, ""), f.vorperiode, fehler.get(f.code, ""),
                 f"inzwischen gespeichert: {fremd[f.code] or 'leer'}" if f.code in fremd else "")
        for f in _felder(zugang, gruppe, gewaehlt, basis, meldung)
    ]  # fmt: skip
    return _formularseite(request, zugang, gruppe, gewaehlt, meldung, felder, ueberholt=bool(fremd), fehler=len(fehler))


def _zeitraum_oder_404(kennung: str) -> Zeitraum:
    try:
        return Zeitraum.aus(kennung)
    except ValueError as mangel:
        raise Http404(str(mangel)) from None


def _meldung(request: HttpRequest, zugang: Zugang, gruppe: Vergleichsgruppe, zeitraum: Zeitraum) -> Ringmeldung | None:
    """The own Meldung of the period; the first save begins it."""
    if request.method == "POST":
        return beginne(ring=gruppe, jobcenter=partei_von(zugang), zeitraum=zeitraum, durch=zugang, am=timezone.now())
    eigene = Ringmeldung.objects.visible_to(zugang).filter(ring=gruppe, jobcenter=zugang.partei_id)
    return eigene.filter(rhythmus=zeitraum.rhythmus, ab=zeitraum.ab).first()


def _gelesen(
    request: HttpRequest, basis: Sequence[tuple[Ringzahl, Ringdefinition]]
) -> tuple[dict[str, Decimal | None], dict[str, str]]:
    werte, fehler = {}, {}
    for zahl, definition in basis:
        if zahl.code not in request.POST:
            continue
        try:
            werte[zahl.code] = lies_wert(request.POST[zahl.code], definition.mass)
        except Unlesbar as mangel:
            fehler[zahl.code] = f"{mangel.was}; richtig wäre: {mangel.richtig}"
    return werte, fehler


def _felder(
    zugang: Zugang,
    gruppe: Vergleichsgruppe,
    zeitraum: Zeitraum,
    basis: Sequence[tuple[Ringzahl, Ringdefinition]],
    meldung: Ringmeldung | None,
) -> list[Ringfeld]:
    stand = werte_von(meldung) if meldung else {}
    frueher = _frueher(zugang, gruppe, zeitraum)
    return [
        Ringfeld(
            zahl.code,
            d.titel,
            " ".join(filter(None, (f"{masstitel(d.mass, d.je)}.", d.beschreibung))),
            eingabetext(stand.get(zahl.code)),
            schreibe(frueher.get(zahl.code), d.mass),
        )
        for zahl, d in basis
    ]


def _frueher(zugang: Zugang, gruppe: Vergleichsgruppe, zeitraum: Zeitraum) -> Mapping[str, Decimal]:
    """The own figures of the same period of the year before."""
    vorjahr = zeitraum.plus(-zeitraum.rhythmus.je_jahr)
    eigene = Ringmeldung.objects.visible_to(zugang).filter(ring=gruppe, jobcenter=zugang.partei_id)
    meldung = eigene.filter(rhythmus=vorjahr.rhythmus, ab=vorjahr.ab).first()
    return werte_von(meldung) if meldung else {}


def _formularseite(  # noqa: PLR0913
    request: HttpRequest,
    zugang: Zugang,
    gruppe: Vergleichsgruppe,
    zeitraum: Zeitraum,
    meldung: Ringmeldung | None,
    felder: Sequence[Ringfeld],
    *,
    ueberholt: bool = False,
    fehler: int = 0,
) -> HttpResponse:
    liste = reverse("kennzahlen:ring_zahlen", args=[gruppe.schluessel])
    ziel = reverse("kennzahlen:ring_uebergang", args=[gruppe.schluessel, zeitraum.kennung])
    frei = meldung is not None and meldung.zustand == Ringzustand.FREIGEGEBEN
    kontext: dict[str, Any] = {
        "brotkrumen": _brotkrumen(gruppe, ("Zahlen erfassen", liste), (zeitraum.titel, None)),
        "zeitraum": zeitraum,
        "ring": gruppe,
        "felder": felder,
        "fassung": meldung.fassung if meldung else 1,
        "frei": frei,
        "freigegeben_am": meldung.freigegeben_am if meldung else None,
        "handlungen": [
            Handlung.aus(k.uebergang, k.hindernisse, ziel) for k in (naechste_akte(meldung, zugang) if meldung else [])
        ],
        "ueberholt": ueberholt,
        "fehler": fehler,
        "liste": liste,
    }
    return intern(render(request, "kennzahlen/eigene/ring_zeitraum.html", kontext))


@befugt(Befugnis.RINGZAHLEN_FUEHREN)
@require_POST
def uebergang(request: HttpRequest, ring: str, zeitraum: str) -> HttpResponse:
    """Hand the figures to the ring, or take them back."""
    zugang, gruppe = ring_oder_404(request, ring)
    gewaehlt = _zeitraum_oder_404(zeitraum)
    eigene = Ringmeldung.objects.visible_to(zugang).filter(ring=gruppe, jobcenter=zugang.partei_id)
    meldung = eigene.filter(rhythmus=gewaehlt.rhythmus, ab=gewaehlt.ab).first()
    akt = AKTE.get(request.POST.get("uebergang", ""))
    if meldung is None or akt is None:
        raise Http404("Diesen Schritt gibt es nicht.")
    try:
        neue = akt(meldung=meldung, durch=zugang, am=timezone.now(), grund=request.POST.get("grund", ""))
    except (Gehindert, Ausserhalb) as hindernis:
        messages.error(request, str(hindernis))
    else:
        messages.success(request, f"Die Zahlen sind jetzt: {RINGZUSTAENDE[Ringzustand(neue.zustand)]}.")
    return redirect("kennzahlen:ring_zahlen_zeitraum", ring=ring, zeitraum=zeitraum)
