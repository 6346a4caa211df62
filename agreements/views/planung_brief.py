"""The Planungsbrief of a round: reading, writing, publishing it, and the breakdown with its rule in words."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.dokument.planungsbrief import dateiname, fertige_brief, setze_brief
from agreements.models import Bundeserwartung, Jobcentererwartung, Kennzahlprognose, Planungsbrief
from agreements.planung.brief import SchonInArbeit, briefknoepfe, lege_brief_an, schreibe_brief, veroeffentliche_brief
from agreements.planung.recht import (
    BRIEFABSCHNITTE,
    BRIEFZUSTANDSTITEL,
    GROESSE,
    Briefzustand,
)
from agreements.planung.regelwortlaut import regel_in_worten
from agreements.views.planung import krumen, runde_oder_404
from agreements.views.planung_zeilen import anteil_text, personen_zelle
from agreements.views.planungsformulare import Briefformular
from kennzahlen.auskunft.darstellung import wert_text
from kennzahlen.auskunft.reihen import lies
from kennzahlen.models import Einheit, Einheitsart, Veroeffentlichung
from kennzahlen.views.seiten import seite_von
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.models import Parteistand
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, may
from zielsystem.recht import Ausserhalb
from zielsystem.ui.rows import Handlung, Spalte, Tabelle, Zelle


def _brief_oder_404(request: HttpRequest, pk: int, version: int) -> Planungsbrief:
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    sichtbare = Planungsbrief.objects.visible_to(zugang).select_related("runde", "zahlenstand")
    return get_object_or_404(sichtbare, runde=pk, version=version)


def _adresse(name: str, brief: Planungsbrief) -> str:
    return reverse(f"agreements:{name}", args=[brief.runde_id, brief.version])


# -- Reading ---------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def planungsbrief(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """A version of the Planungsbrief; to who plans also the way to write and to publish it."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    brief = _brief_oder_404(request, pk, version)
    ziel = _adresse("brief_veroeffentlichen", brief)
    kontext = {
        "brotkrumen": krumen(brief.runde, (f"Planungsbrief, Version {version}", None)),
        "brief": brief,
        "runde": brief.runde,
        "angaben": _angaben(brief),
        "abschnitte": [(a.titel, brief.texte.get(a.code, "")) for a in BRIEFABSCHNITTE],
        "erwartungen": _erwartungstabelle(brief),
        "handlungen": [Handlung.aus(k.uebergang, k.hindernisse, ziel) for k in briefknoepfe(brief, zugang)],
        "darf_schreiben": _darf_schreiben(brief, zugang),
    }
    return render(request, "agreements/planung/brief.html", kontext)


@angemeldet
@require_safe
def brief_pdf(request: HttpRequest, pk: int, version: int) -> HttpResponseBase:
    """A version as PDF: of a published one the file that is kept, of a draft as it stands."""
    brief = _brief_oder_404(request, pk, version)
    if brief.zustand == Briefzustand.ENTWURF:
        return HttpResponse(setze_brief(brief).pdf, content_type="application/pdf")
    dokument = fertige_brief(brief.pk, am=timezone.now())
    return FileResponse(dokument.datei.open("rb"), filename=dateiname(brief), content_type="application/pdf")


def _darf_schreiben(brief: Planungsbrief, zugang: Zugang) -> bool:
    return brief.zustand == Briefzustand.ENTWURF and may(zugang, Befugnis.RUNDE_PLANEN, brief)


def _angaben(brief: Planungsbrief) -> list[tuple[str, str | Zelle]]:
    am = brief.veroeffentlicht_am
    grundlage = zahlen.FEHLT
    if brief.zahlenstand and brief.basismonat:
        grundlage = (
            f"Veröffentlichung vom {zahlen.tag(brief.zahlenstand.stand)}, "
            f"letzter endgültiger Monat {zahlen.monat(brief.basismonat)}"
        )
    return [
        ("Stand", BRIEFZUSTANDSTITEL[Briefzustand(brief.zustand)]),
        ("Veröffentlicht", zahlen.zeitpunkt(timezone.localtime(am)) if am else "noch nicht"),
        ("Zahlengrundlage", grundlage),
    ]


def _erwartungstabelle(brief: Planungsbrief) -> Tabelle:
    spalten = [Spalte("Kennzahl und Jahr", kopf=True), Spalte("Erwartungswert", zahl=True)]
    spalten += [Spalte("Aufgeteilte Personen", zahl=True), Spalte("Aufholanteil", zahl=True), Spalte("Was es sind")]
    zeilen: list[list[Zelle | str]] = [
        [
            f"{e.kennzahl} {e.jahr}",
            anteil_text(e.kennzahl, e.wert),
            personen_zelle(e.kennzahl, e.personen, e.menge or 0),
            zahlen.prozent(e.aufholanteil, 0),
            GROESSE[e.kennzahl].personen,
        ]
        for e in brief.erwartungen.order_by("kennzahl", "jahr")
    ]
    hinweis = "K1 wird ohne Erwartungswert beobachtet. Die Personen sind die Summe über alle aufgeteilten Jobcenter."
    return Tabelle("Erwartungswerte für den Bund", spalten, zeilen, hinweis=hinweis)


# -- Writing ---------------------------------------------------------------------------------------------------


@befugt(Befugnis.RUNDE_PLANEN)
@require_POST
def brief_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a version, or go on with the draft there is. Only the BMAS does."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    runde = runde_oder_404(request, pk)
    if not may(zugang, Befugnis.RUNDE_PLANEN, runde):
        raise Http404
    try:
        brief = lege_brief_an(runde=runde, durch=zugang, am=timezone.now())
    except SchonInArbeit:
        brief = Planungsbrief.objects.get(runde=runde, zustand=Briefzustand.ENTWURF)
    return redirect(_adresse("brief_bearbeiten", brief))


@befugt(Befugnis.RUNDE_PLANEN)
@require_http_methods(["GET", "HEAD", "POST"])
def brief_bearbeiten(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Write a draft: text and values. Saving breaks the values down anew."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    brief = _brief_oder_404(request, pk, version)
    if not may(zugang, Befugnis.RUNDE_PLANEN, brief):
        raise Http404
    if brief.zustand != Briefzustand.ENTWURF:
        return redirect(_adresse("planungsbrief", brief))
    form = Briefformular(
        request.POST if request.method == "POST" else None,
        brief=brief,
        erwartungen=brief.erwartungen.order_by("kennzahl", "jahr"),
        hilfen=_hilfen(brief),
    )
    if request.method == "POST" and form.is_valid() and _schreibe(brief, form, zugang):
        messages.success(request, "Der Entwurf ist gespeichert und auf die Jobcenter aufgeteilt.")
        return redirect(_adresse("planungsbrief", brief))
    kontext = {
        "brotkrumen": krumen(brief.runde, (f"Planungsbrief, Version {version}", None)),
        "brief": brief,
        "form": form,
    }
    return render(request, "agreements/planung/brief_bearbeiten.html", kontext)


def _schreibe(brief: Planungsbrief, form: Briefformular, zugang: Zugang) -> bool:
    try:
        schreibe_brief(
            brief=brief, text=form.text(), fassung=form.cleaned_data["fassung"], durch=zugang, am=timezone.now()
        )
    except (SchonInArbeit, Ausserhalb) as fehler:
        form.add_error(None, str(fehler))
        return False
    return True


def _hilfen(brief: Planungsbrief) -> dict[str, str]:
    """For each Kennzahl where the Bund stands and where it is forecast to go, as help for setting a value."""
    veroeffentlichung = brief.zahlenstand or Veroeffentlichung.objects.order_by("-pk").first()
    bund = Einheit.objects.filter(art=Einheitsart.BUND).first()
    if veroeffentlichung is None or bund is None:
        return {}
    monat = brief.basismonat or veroeffentlichung.bis_monat
    reihen = lies(veroeffentlichung, [bund], list(GROESSE), [monat])
    prognosen = Kennzahlprognose.objects.filter(veroeffentlichung=veroeffentlichung, einheit=bund)
    je_kennzahl = {p.kennzahl: p for p in prognosen}
    return {
        kennzahl: _hilfe(kennzahl, reihen.werte(bund, kennzahl)[0].wert, monat, je_kennzahl.get(kennzahl))
        for kennzahl in GROESSE
    }


def _hilfe(kennzahl: str, wert: float | None, monat: date, vorhersage: Kennzahlprognose | None) -> str:
    text = f"Bund im {zahlen.monat(monat)}: {wert_text(kennzahl, wert)}."
    if vorhersage and vorhersage.wert:
        folgen = (vorhersage.wert, vorhersage.unten, vorhersage.oben)
        mitte, unten, oben = (wert_text(kennzahl, folge[-1]) for folge in folgen)
        text += f" Prognose am Ende: {mitte} ({unten} bis {oben})."
    return f"{text} Das Vorzeichen zählt." if GROESSE[kennzahl].veraenderung else text


@befugt(Befugnis.RUNDE_PLANEN)
@require_POST
def brief_veroeffentlichen(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Publish a draft to all parties."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    brief = _brief_oder_404(request, pk, version)
    if not may(zugang, Befugnis.RUNDE_PLANEN, brief):
        raise Http404
    try:
        veroeffentliche_brief(brief=brief, durch=zugang, am=timezone.now())
    except Gehindert as gehindert:
        messages.error(request, str(gehindert))
    except Ausserhalb:
        messages.info(request, "Diese Version ist schon veröffentlicht.")
    else:
        messages.success(request, "Der Planungsbrief ist veröffentlicht. Alle Parteien sehen ihn ab jetzt.")
    return redirect(_adresse("planungsbrief", brief))


# -- Breakdown -------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def aufteilung(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """The rule in words with its parameters, what it came to, and who is left out."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    brief = _brief_oder_404(request, pk, version)
    erwartungen = list(brief.erwartungen.order_by("kennzahl", "jahr"))
    gewaehlt = _gewaehlte(request, erwartungen)
    zeilen = _anteile(gewaehlt, brief, zugang) if gewaehlt else None
    seite = seite_von(request, zeilen) if zeilen is not None else None
    kontext = {
        "brotkrumen": krumen(
            brief.runde, (f"Planungsbrief, Version {version}", _adresse("planungsbrief", brief)), ("Aufteilung", None)
        ),
        "brief": brief,
        "regel": regel_in_worten(brief, erwartungen),
        "wahl": [(f"{e.kennzahl} {e.jahr}", f"?reihe={e.kennzahl}-{e.jahr}", e == gewaehlt) for e in erwartungen],
        "seite": seite,
        "tabelle": _anteilstabelle(gewaehlt, brief, list(seite)) if seite and gewaehlt else None,
    }
    return render(request, "agreements/planung/aufteilung.html", kontext)


def _gewaehlte(request: HttpRequest, erwartungen: list[Bundeserwartung]) -> Bundeserwartung | None:
    reihe = request.GET.get("reihe", "")
    return next((e for e in erwartungen if f"{e.kennzahl}-{e.jahr}" == reihe), next(iter(erwartungen), None))


def _anteile(erwartung: Bundeserwartung, brief: Planungsbrief, zugang: Zugang) -> QuerySet[Jobcentererwartung]:
    """The outcome for the Jobcenter that may be seen: the BMAS all, others those they negotiate about."""
    staende = Parteistand.objects.am(brief.runde.ab).jobcenter()
    match zugang.art:
        case Parteiart.BMAS:
            eigene = staende
        case Parteiart.BA:
            eigene = staende.filter(art=Parteiart.GE)
        case Parteiart.LAND:
            eigene = staende.filter(art=Parteiart.ZKT, land=zugang.partei_id)
        case Parteiart.KOMMUNE:
            eigene = staende.filter(traeger=zugang.partei_id)
        case _:
            eigene = staende.filter(partei=zugang.partei_id)
    return Jobcentererwartung.objects.filter(erwartung=erwartung, jobcenter__in=eigene.values("partei")).order_by("pk")


def _anteilstabelle(erwartung: Bundeserwartung, brief: Planungsbrief, zeilen: list[Jobcentererwartung]) -> Tabelle:
    namen = dict(
        Parteistand.objects.am(brief.runde.ab)
        .filter(partei__in=[z.jobcenter_id for z in zeilen])
        .values_list("partei_id", "name")
    )
    spalten = [Spalte("Jobcenter", kopf=True), Spalte("Vergleichstyp")]
    spalten += [Spalte(t, zahl=True) for t in ("Ausgangswert", "Median", "Vor dem Faktor", "Erwartungswert")]
    spalten.append(Spalte("Anmerkung"))
    titel = f"{erwartung.kennzahl} {erwartung.jahr} nach Jobcentern"
    return Tabelle(titel, spalten, [_anteilszeile(erwartung, zeile, namen) for zeile in zeilen])


def _anteilszeile(erwartung: Bundeserwartung, zeile: Jobcentererwartung, namen: dict[int, str]) -> list[Zelle | str]:
    eins = int(GROESSE[erwartung.kennzahl].veraenderung)
    quoten = (None if q is None else q - eins for q in (zeile.quote, zeile.median, zeile.ziel))
    return [
        namen.get(zeile.jobcenter_id, ""),
        zeile.gruppe or zahlen.FEHLT,
        *(anteil_text(erwartung.kennzahl, q) for q in quoten),
        personen_zelle(erwartung.kennzahl, zeile.wert, zeile.menge or 0),
        zeile.grund or zahlen.FEHLT,
    ]
