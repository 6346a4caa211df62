"""The figures of a Vergleichsring: all of a period, and one over time. For the ring's members alone."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kennzahlen.auskunft import charts
from kennzahlen.auskunft.charts.streifen import streifen_alternativtext
from kennzahlen.eigene.masse import titel as masstitel
from kennzahlen.eigene.vergleichsring.darstellung import Zahlvergleich, beteiligung, uebersicht
from kennzahlen.eigene.vergleichsring.mitglieder import ringe_von
from kennzahlen.eigene.vergleichsring.satz import Satz
from kennzahlen.eigene.vergleichsring.vergleich import Ringvergleich
from kennzahlen.eigene.zeitraum import Rhythmus, Zeitraum
from kennzahlen.models.ringe import Ringmeldung
from kennzahlen.views import herunterladen
from kennzahlen.views.eigene.zahlen import intern, zeichnung
from zielsystem.befugnisse import Befugnis, Rolle
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.models import Vergleichsgruppe
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Tabelle

LISTE = ("Vergleichsring", "/vergleichsring/")
QUELLE = "Zielsystem, Benchmarking des Vergleichsrings: nur für seine Mitglieder"
ZEITRAEUME_ZUR_WAHL = 8


def ring_oder_404(request: HttpRequest, schluessel: str) -> tuple[Zugang, Vergleichsgruppe]:
    """The access and the ring, if the Jobcenter acted for is or was a member; for everyone else there is none."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    if zugang.rolle is Rolle.ADMINISTRATION:
        raise Http404
    for ring in ringe_von(zugang):
        if ring.schluessel == schluessel:
            return zugang, ring
    raise Http404("Diesen Vergleichsring gibt es nicht.")


def reiter(zugang: Zugang, ring: Vergleichsgruppe, aktiv: str) -> list[tuple[str, str, bool]]:
    """The pages about a ring, as far as the role opens them."""
    seiten = [("Vergleich", "ring"), ("Satz der Kennzahlen", "ring_satz")]
    if Befugnis.RINGZAHLEN_FUEHREN in zugang.befugnisse:
        seiten.insert(1, ("Zahlen erfassen", "ring_zahlen"))
    return [(titel, reverse(f"kennzahlen:{name}", args=[ring.schluessel]), name == aktiv) for titel, name in seiten]


@angemeldet
@require_safe
def ringe(request: HttpRequest) -> HttpResponse:
    """To the own ring; a Jobcenter without one is told so."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    eigene = [] if zugang.rolle is Rolle.ADMINISTRATION else ringe_von(zugang)
    if eigene:
        return redirect("kennzahlen:ring", ring=eigene[0].schluessel)
    return render(request, "kennzahlen/eigene/kein_ring.html", {"brotkrumen": [("Vergleichsring", None)]})


# -- All figures of a period -----------------------------------------------------------------------------------


@angemeldet
@require_safe
def ring(request: HttpRequest, ring: str) -> HttpResponse:
    """The figures of a period: the own beside the ring, and who takes part."""
    zugang, gruppe = ring_oder_404(request, ring)
    vergleich = Ringvergleich.lies(gruppe, _rhythmus(request, gruppe), zugang)
    kontext: dict[str, Any] = {
        "brotkrumen": [(gruppe.titel, None)],
        "ring": gruppe,
        "reiter": reiter(zugang, gruppe, "ring"),
        "andere": [
            (g.titel, reverse("kennzahlen:ring", args=[g.schluessel])) for g in ringe_von(zugang) if g != gruppe
        ],
        "hat_satz": bool(vergleich.satz.zahlen),
    }
    if vergleich.zeitraeume:
        kontext |= _zahlen(request, vergleich, gruppe, zugang)
    if herunterladen.gewuenscht(request):
        return intern(herunterladen.datei(request, kontext.get("tabellen", ()), None, quelle=QUELLE))
    return intern(render(request, "kennzahlen/eigene/ring.html", kontext))


def _zahlen(request: HttpRequest, vergleich: Ringvergleich, gruppe: Vergleichsgruppe, zugang: Zugang) -> dict[str, Any]:
    stelle = _stelle(request, vergleich)
    zeitraum = vergleich.zeitraeume[stelle]
    sichtbare = Ringmeldung.objects.visible_to(zugang).freigegeben()
    meldungen = list(sichtbare.filter(ring=gruppe, rhythmus=vergleich.rhythmus, ab=zeitraum.ab))

    def adresse(code: str) -> str:
        return f"{reverse('kennzahlen:ring_zahl', args=[gruppe.schluessel, code])}?zeitraum={zeitraum.kennung}"

    return {
        "zeitraum": zeitraum,
        "zeitraeume": _wahl(vergleich, zeitraum),
        "rhythmen": [(r.titel, f"?rhythmus={r}", r is vergleich.rhythmus) for r in vergleich.satz.rhythmen],
        "tabellen": list(uebersicht(vergleich, stelle, zugang.partei_id or 0, adresse)),
        "beteiligung": beteiligung(vergleich, zeitraum, meldungen),
    }


def _rhythmus(request: HttpRequest, gruppe: Vergleichsgruppe) -> Rhythmus:
    if "zeitraum" in request.GET:
        return _zeitraum(request).rhythmus
    text = request.GET.get("rhythmus", "")
    if text and text not in tuple(Rhythmus):
        raise Http404("Diesen Rhythmus gibt es nicht.")
    return Rhythmus(text) if text else next(iter(Satz.lies(gruppe).rhythmen), Rhythmus.JAHR)


def _zeitraum(request: HttpRequest) -> Zeitraum:
    try:
        return Zeitraum.aus(request.GET["zeitraum"])
    except ValueError as mangel:
        raise Http404(str(mangel)) from None


def _stelle(request: HttpRequest, vergleich: Ringvergleich) -> int:
    """The position of the chosen period, or of the newest one."""
    if "zeitraum" not in request.GET:
        return len(vergleich.zeitraeume) - 1
    zeitraum = _zeitraum(request)
    if zeitraum not in vergleich.zeitraeume:
        raise Http404("Für diesen Zeitraum sind Ihrem Jobcenter keine Zahlen freigegeben.")
    return vergleich.zeitraeume.index(zeitraum)


def _wahl(vergleich: Ringvergleich, gewaehlt: Zeitraum) -> list[tuple[str, str, bool]]:
    neueste = vergleich.zeitraeume[-ZEITRAEUME_ZUR_WAHL:]
    return [(z.titel, f"?zeitraum={z.kennung}", z == gewaehlt) for z in reversed(neueste)]


# -- One figure ------------------------------------------------------------------------------------------------


def _vergleich_oder_404(request: HttpRequest, ring: str, code: str) -> tuple[Vergleichsgruppe, Zahlvergleich, int]:
    zugang, gruppe = ring_oder_404(request, ring)
    zahl = Satz.lies(gruppe).nach_code.get(code)
    if zahl is None:
        raise Http404("Diese Zahl gehört nicht zum Satz des Rings.")
    vergleich = Ringvergleich.lies(gruppe, Rhythmus(zahl.rhythmus), zugang)
    stelle = _stelle(request, vergleich) if vergleich.zeitraeume else -1
    return gruppe, Zahlvergleich(vergleich, code, zugang.partei_id or 0), stelle


@angemeldet
@require_safe
def zahl(request: HttpRequest, ring: str, code: str) -> HttpResponse:
    """One figure: where the own value lies, the members by name, and the course over time."""
    gruppe, eine, stelle = _vergleich_oder_404(request, ring, code)
    tabellen: list[Tabelle] = []
    kontext: dict[str, Any] = {
        "brotkrumen": [(gruppe.titel, reverse("kennzahlen:ring", args=[ring])), (eine.definition.titel, None)],
        "ring": gruppe,
        "definition": eine.definition,
        "angaben": [
            ("Code", code),
            ("Einheit", masstitel(eine.definition.mass, eine.definition.je)),
            ("Formel", eine.definition.formel or "Basiszahl, wird erfasst"),
        ],
    }
    if stelle >= 0:
        tabellen = [eine.mitgliedertabelle(stelle), eine.zeitreihentabelle()]
        kontext |= _bilder(gruppe, eine, stelle) | {"mitglieder": tabellen[0], "verlauf": tabellen[1]}
    if herunterladen.gewuenscht(request):
        return intern(herunterladen.datei(request, tabellen, None, quelle=QUELLE))
    return intern(render(request, "kennzahlen/eigene/ring_zahl.html", kontext))


def _bilder(gruppe: Vergleichsgruppe, eine: Zahlvergleich, stelle: int) -> dict[str, Any]:
    zeitraum = eine.vergleich.zeitraeume[stelle]
    streuung, verlauf = (
        reverse(f"kennzahlen:{name}", args=[gruppe.schluessel, eine.code]) for name in ("ring_streuung", "ring_verlauf")
    )
    bild = eine.streifenbild(stelle, gruppe.titel)
    return {
        "zeitraum": zeitraum,
        "zeitraeume": _wahl(eine.vergleich, zeitraum),
        "lage": eine.lagesatz(stelle),
        "streuung_url": f"{streuung}?zeitraum={zeitraum.kennung}",
        "streuung_alt": streifen_alternativtext(bild),
        "streuung_hoehe": bild.hoehe,
        "verlauf_url": verlauf,
        "verlauf_alt": charts.alternativtext(eine.zeitreihe()),
    }


@angemeldet
@require_safe
def streuung(request: HttpRequest, ring: str, code: str) -> HttpResponse:
    """The spread of a period as a drawing."""
    gruppe, eine, stelle = _vergleich_oder_404(request, ring, code)
    if stelle < 0:
        raise Http404("Es sind noch keine Zahlen freigegeben.")
    bild = eine.streifenbild(stelle, gruppe.titel)
    return zeichnung(request, lambda masse, fuss: charts.streifen_spec(bild, masse[0], fussnote=fuss))


@angemeldet
@require_safe
def verlauf(request: HttpRequest, ring: str, code: str) -> HttpResponse:
    """The course over time as a drawing."""
    _, eine, stelle = _vergleich_oder_404(request, ring, code)
    if stelle < 0:
        raise Http404("Es sind noch keine Zahlen freigegeben.")
    zeitreihe = eine.zeitreihe()
    return zeichnung(request, lambda masse, fuss: charts.zeitreihe_spec(zeitreihe, *masse, fussnote=fuss))
