"""The text of an agreement: how the negotiation stands, and one section at a time to read, compare and decide on.

One address per section: GET shows it, POST does one of its acts, named by ``akt``. What cannot be done comes back as
the same page with everything that was typed. Every act works without JavaScript; with it the comparison follows what
is typed, and the page says when somebody else has moved on.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agreements.models import Zielvereinbarung
from agreements.recht import TEXT_OFFEN, Zustand
from agreements.verhandlung import texte
from agreements.verhandlung.ansicht import (
    Abschnittsstand,
    Position,
    Verhandlungsstand,
    faeden,
    kette,
    moegliche_akte,
    verhandlungsstand,
)
from agreements.verhandlung.texte import Ueberholt
from agreements.views import verhandlung_zeilen as zeilen
from agreements.views.rahmen import lade, rahmen
from agreements.views.verhandlung_akte import AKTE, NICHT_ZU_TUN, Aufruf
from agreements.views.verhandlung_formulare import (
    Ablehnungsformular,
    Antwortformular,
    Kommentarformular,
    Sammelannahme,
)
from agreements.views.verhandlung_wortlaut import ausschnitt
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang


def verhandelt(zugang: Zugang, stand: Verhandlungsstand) -> bool:
    """Whether somebody acts for a party to the agreement in a role that negotiates."""
    return stand.eigene is not None and Befugnis.VERHANDELN in zugang.befugnisse


def seitenkontext(
    request: HttpRequest, vereinbarung: Zielvereinbarung, stand: Verhandlungsstand, offen: str
) -> dict[str, Any]:
    """What every page of the negotiation has: the frame, and the list beside the text; ``offen`` is the open one."""
    return rahmen(request, vereinbarung, "text") | {
        "wegweiser": zeilen.wegweiser(stand, vereinbarung.pk, offen),
        "offen": offen,
        "beteiligt": stand.eigene is not None,
        "rueckfrage_offen": stand.eigene is not None and vereinbarung.rueckfragerunden.offen().exists(),
    }


# -- All sections ----------------------------------------------------------------------------------------------


@angemeldet
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """How the negotiation stands, section by section and party by party; several sections can be accepted at once."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    vereinbarung = lade(request, pk)
    stand = verhandlungsstand(vereinbarung, zugang)
    form = Sammelannahme(request.POST or None, wahl=_annehmbar(stand, vereinbarung))
    if request.method == "POST" and form.is_valid():
        try:
            anzahl = texte.nimm_alle_an(
                vereinbarung=vereinbarung, nummern=form.nummern(), durch=zugang, am=timezone.now()
            )
        except (Ueberholt, *NICHT_ZU_TUN) as fehler:
            form.add_error(None, str(fehler))
        else:
            messages.success(request, f"Sie haben {anzahl} {'Abschnitt' if anzahl == 1 else 'Abschnitte'} angenommen.")
            return redirect("agreements:vereinbarung_text", pk=pk)
    kontext = seitenkontext(request, vereinbarung, stand, "") | {
        "uebersicht": zeilen.uebersicht(stand, pk),
        "sammelannahme": form if verhandelt(zugang, stand) and _annehmbar(stand, vereinbarung) else None,
        "hinweis": _hinweis(vereinbarung, stand),
        "wortlaut": [
            (f"{a.raster.ziffer}. {a.raster.titel}", zeilen.lesetext(a.text)) for a in stand.abschnitte if a.text
        ],
    }
    return render(request, "agreements/verhandlung/uebersicht.html", kontext)


def _annehmbar(stand: Verhandlungsstand, vereinbarung: Zielvereinbarung) -> list[tuple[str, str]]:
    heute = timezone.localdate()
    return [
        (f"{a.raster.code}:{a.nummer}", f"{a.raster.ziffer}. {a.raster.titel}")
        for a in stand.abschnitte
        if a.vorschlag is None and a.text and "annehmen" in moegliche_akte(stand, a, vereinbarung, heute)
    ]


_HINWEISE = {
    Zustand.ENTWURF: "Die steuernde Seite schreibt den ersten Entwurf. Vorschlagen, annehmen und ablehnen können alle "
    "Vertragsparteien, sobald die Verhandlung aufgenommen ist.",
    Zustand.IN_VERHANDLUNG: "Der Text ändert sich nur durch Vorschläge, die jede Vertragspartei annimmt. Ein neuer "
    "Vorschlag hebt die Annahmen dieses Abschnitts auf.",
}


def _hinweis(vereinbarung: Zielvereinbarung, stand: Verhandlungsstand) -> str:
    if stand.eigene is None:
        return "Der geltende Text. Die Verhandlung sehen nur die Vertragsparteien."
    return _HINWEISE.get(Zustand(vereinbarung.zustand), "Der Text steht fest; die Verhandlung bleibt nachlesbar.")


# -- One section -----------------------------------------------------------------------------------------------


@angemeldet
@require_http_methods(["GET", "HEAD", "POST"])
def abschnitt(request: HttpRequest, pk: int, abschnitt: str) -> HttpResponse:
    """A section: its text, what has changed, what each party says, comments, versions; and the acts on it."""
    aufruf = Aufruf(request, lade(request, pk), abschnitt)
    if request.method == "POST":
        akt = AKTE.get(request.POST.get("akt", ""))
        if akt is None or not aufruf.abschnitt:
            raise Http404("Diesen Schritt gibt es nicht.")
        antwort = akt(aufruf)
        if antwort is not None:
            return antwort
    return render(request, "agreements/verhandlung/abschnitt.html", _abschnittskontext(aufruf))


@angemeldet
@require_safe
def neuigkeit(request: HttpRequest, pk: int, abschnitt: str) -> HttpResponse:
    """Whether a section has moved on since the page was loaded: asked by the page itself, empty as long as not."""
    aufruf = Aufruf(request, lade(request, pk), abschnitt)
    if kennung(aufruf.stand, aufruf.abschnitt) == request.GET.get("kennung"):
        return HttpResponse(status=204)
    return render(request, "agreements/verhandlung/neuigkeit.html", {"url": aufruf.adresse})


def kennung(stand: Verhandlungsstand, abschnitt: Abschnittsstand) -> str:
    """What tells one state of a section from the next, for a page that shows an older one."""
    positionen = ".".join(position.position.value for position in abschnitt.positionen)
    zustand = abschnitt.neueste.zustand if abschnitt.neueste else ""
    return f"{abschnitt.nummer}.{zustand}.{positionen}.{abschnitt.offene_kommentare}"


def _abschnittskontext(aufruf: Aufruf) -> dict[str, Any]:
    stand, abschnitt_, zugang = aufruf.stand, aufruf.abschnitt, aufruf.zugang
    darf = verhandelt(zugang, stand)
    akte = moegliche_akte(stand, abschnitt_, aufruf.vereinbarung, timezone.localdate()) if darf else frozenset()
    kommentiert = darf and Zustand(aufruf.vereinbarung.zustand) in TEXT_OFFEN
    fassungen = kette(aufruf.vereinbarung, aufruf.code, zugang)
    kontext = seitenkontext(aufruf.request, aufruf.vereinbarung, stand, aufruf.code)
    wortlaut = ausschnitt(abschnitt_, fassungen, aufruf.request.GET)
    return kontext | {
        "fenstertitel": f"{abschnitt_.raster.titel}: {kontext['titel']}",
        "abschnitt": abschnitt_.raster,
        "kurzstand": zeilen.kurzstand(abschnitt_, stand.eigene),
        "positionen": [(p.partei.bezeichnung, zeilen.positionszelle(p)) for p in abschnitt_.positionen],
        "fassung": abschnitt_.neueste,
        "basis": abschnitt_.nummer,
        "vereinbart": abschnitt_.vereinbart,
        "wortlaut": wortlaut,
        "auszufuellen": zeilen.stellenhinweis(abschnitt_),
        "vorlage": zeilen.lesetext(abschnitt_.vorlage),
        "akte": akte,
        "schreibakt": next((a for a in ("entwerfen", "vorschlagen") if a in akte), ""),
        "konflikt": aufruf.konflikt,
        "vorschau": aufruf.vorschau,
        "faeden": _faeden(aufruf, kommentiert) if stand.eigene else [],
        "fassungstabelle": zeilen.fassungstabelle(fassungen, aufruf.adresse) if fassungen and stand.eigene else None,
        "neuigkeit_url": _neuigkeit_url(aufruf),
        "naechster": _naechster(aufruf),
        "kommentiert": kommentiert,
        **_formulare(aufruf, akte, kommentiert),
    }


def _formulare(aufruf: Aufruf, akte: frozenset[str], kommentiert: bool) -> dict[str, forms.Form | None]:
    """The forms somebody can use now: filled in as they came back, else fresh."""
    schreibakt = next((akt for akt in ("entwerfen", "vorschlagen") if akt in akte), "")
    frisch: dict[str, forms.Form | None] = {
        "textformular": aufruf.textformular(akt=schreibakt) if schreibakt else None,
        "ablehnung": Ablehnungsformular(
            auto_id="ablehnung_%s", initial={"akt": "ablehnen", "basis": aufruf.abschnitt.nummer}
        )
        if "ablehnen" in akte
        else None,
        "kommentarformular": Kommentarformular(auto_id="kommentar_%s", initial={"akt": "kommentieren"})
        if kommentiert
        else None,
    }
    return frisch | {name: form for name, form in aufruf.formulare.items() if name in frisch}


def _faeden(aufruf: Aufruf, kommentiert: bool) -> list[tuple[zeilen.Faden, forms.Form | None]]:
    """The threads of comments, each with the form for an answer."""
    alle = zeilen.faeden_zeilen(faeden(aufruf.vereinbarung, aufruf.code, aufruf.zugang))
    zurueck = aufruf.formulare.get("antwort")
    return [(faden, _antwortformular(faden.erster.pk, zurueck) if kommentiert else None) for faden in alle]


def _antwortformular(auf: int, zurueck: forms.Form | None) -> forms.Form:
    if zurueck is not None and zurueck["auf"].value() == str(auf):
        return zurueck
    return Antwortformular(auto_id=f"antwort_{auf}_%s", initial={"akt": "antworten", "auf": auf})


def _neuigkeit_url(aufruf: Aufruf) -> str:
    if aufruf.stand.eigene is None or Zustand(aufruf.vereinbarung.zustand) not in TEXT_OFFEN:
        return ""
    adresse = reverse("agreements:vereinbarung_neuigkeit", args=[aufruf.vereinbarung.pk, aufruf.code])
    return f"{adresse}?kennung={kennung(aufruf.stand, aufruf.abschnitt)}"


def _naechster(aufruf: Aufruf) -> tuple[str, str] | None:
    """The next section on which one's own party has not decided, after the present one and then from the front."""
    eigene, alle = aufruf.stand.eigene, aufruf.stand.abschnitte
    stelle = next(i for i, a in enumerate(alle) if a.raster.code == aufruf.code)
    for folgender in (*alle[stelle + 1 :], *alle[:stelle]):
        if eigene and folgender.vereinbart and folgender.position_von(eigene) is Position.OFFEN:
            adresse = zeilen.abschnittsadresse(aufruf.vereinbarung.pk, folgender.raster.code)
            return f"{folgender.raster.ziffer}. {folgender.raster.titel}", adresse
    return None
