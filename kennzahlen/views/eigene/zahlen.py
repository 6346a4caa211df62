"""A Jobcenter's own figures: list, page of one, definition, archive. For its Controlling and Leitung alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennzahlen.auskunft import charts
from kennzahlen.eigene.controlling import definitionen as akte
from kennzahlen.eigene.controlling.darstellung import Verlauf, kacheln, verzeichnis
from kennzahlen.eigene.controlling.rechnung import rechne
from kennzahlen.eigene.festlegung import Unzulaessig, neueste
from kennzahlen.eigene.formelsprache import FENSTER
from kennzahlen.eigene.masse import titel as masstitel
from kennzahlen.eigene.recht import EIGENARTEN, Eigenart
from kennzahlen.models.eigene import EigeneZahl
from kennzahlen.recht import GRUNDGROESSEN, Groessenart
from kennzahlen.views import herunterladen
from kennzahlen.views.diagramme import FORMATE
from kennzahlen.views.eigene.formulare import Definitionsformular, gelingt
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt
from zielsystem.parties.models import Installation, Partei
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

LISTE = ("Eigene Zahlen", "/eigene-zahlen/")
QUELLE = "Zielsystem, eigene Zahlen des Jobcenters: nur für den internen Gebrauch"


def jobcenter_oder_404(request: HttpRequest) -> Zugang:
    """The access, if it acts for a Jobcenter; for everyone else these pages do not exist."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    if zugang.art not in JOBCENTER:
        raise Http404
    return zugang


def intern(antwort: HttpResponse) -> HttpResponse:
    """An answer that no cache keeps."""
    antwort["Cache-Control"] = "private, no-store"
    return antwort


def adresse(code: str) -> str:
    """The page of an own figure."""
    return reverse("kennzahlen:eigene_zahl", args=[code])


def partei_von(zugang: Zugang) -> Partei:
    """The Jobcenter acted for."""
    return Partei.objects.get(pk=zugang.partei_id or 0)


# -- List ------------------------------------------------------------------------------------------------------


@befugt(Befugnis.EIGENE_ZAHLEN_FUEHREN)
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """All own figures with their newest values, the archived ones below."""
    rechnung = rechne(jobcenter_oder_404(request))
    tabellen = [
        verzeichnis(rechnung, art, adresse, archiv=archiv)
        for archiv in (False, True)
        for art in (Eigenart.KENNZAHL, Eigenart.GRUNDGROESSE)
    ]
    if herunterladen.gewuenscht(request):
        return intern(herunterladen.datei(request, tabellen, None, quelle=QUELLE))
    kontext = {
        "brotkrumen": [("Eigene Zahlen", None)],
        "gefuehrte": [tabelle for tabelle in tabellen[:2] if tabelle.zeilen],
        "archiv": [tabelle for tabelle in tabellen[2:] if tabelle.zeilen],
        "erfassbar": bool(tabellen[1].zeilen),
    }
    return intern(render(request, "kennzahlen/eigene/liste.html", kontext))


def kasten(zugang: Zugang, partei_id: int) -> list[dict[str, Any]]:
    """The own Kennzahlen as tiles beside the published ones: on the own page, for those who keep them."""
    if zugang.partei_id != partei_id or Befugnis.EIGENE_ZAHLEN_FUEHREN not in zugang.befugnisse:
        return []
    return kacheln(rechne(zugang), adresse)


# -- One figure ------------------------------------------------------------------------------------------------


def _verlauf_oder_404(request: HttpRequest, code: str) -> Verlauf:
    rechnung = rechne(jobcenter_oder_404(request))
    if code not in rechnung.nach_code:
        raise Http404("Diese Zahl gibt es nicht.")
    return Verlauf(rechnung, rechnung.nach_code[code])


@befugt(Befugnis.EIGENE_ZAHLEN_FUEHREN)
@require_safe
def zahl(request: HttpRequest, code: str) -> HttpResponse:
    """One own figure: course, definitions, and what can be done with it."""
    verlauf = _verlauf_oder_404(request, code)
    tabelle = verlauf.tabelle()
    if herunterladen.gewuenscht(request):
        return intern(herunterladen.datei(request, [tabelle], None, quelle=QUELLE))
    definition, bild = verlauf.definition, reverse("kennzahlen:eigene_zahl_verlauf", args=[code])
    kontext = {
        "brotkrumen": [LISTE, (definition.titel, None)],
        "zahl": verlauf.zahl,
        "art": EIGENARTEN[Eigenart(verlauf.zahl.art)],
        "definition": definition,
        "angaben": [
            ("Code", code),
            ("Einheit", masstitel(definition.mass, definition.je)),
            ("Formel", definition.formel or "wird erfasst"),
        ],
        "tabelle": tabelle,
        "bild_url": bild,
        "bild_url_schmal": f"{bild}?format=schmal",
        "alt": charts.alternativtext(verlauf.zeitreihe()),
        "fassungen": verlauf.fassungen(),
    }
    return intern(render(request, "kennzahlen/eigene/zahl.html", kontext))


@befugt(Befugnis.EIGENE_ZAHLEN_FUEHREN)
@require_safe
def verlauf(request: HttpRequest, code: str) -> HttpResponse:
    """The chart of one own figure."""
    zeitreihe = _verlauf_oder_404(request, code).zeitreihe()
    return zeichnung(request, lambda masse, fuss: charts.zeitreihe_spec(zeitreihe, *masse, fussnote=fuss))


def zeichnung(request: HttpRequest, spec: Callable[[tuple[int, int], str], dict[str, Any]]) -> HttpResponse:
    """A chart that is drawn anew each time and kept nowhere."""
    masse = FORMATE.get(request.GET.get("format", "breit"))
    if masse is None:
        raise Http404("Dieses Format gibt es nicht.")
    fuss = "Synthetische Demonstrationsdaten" if Installation.objects.filter(synthetisch=True).exists() else ""
    bild = charts.mit_schrift(charts.svg(spec(masse, fuss)))
    return intern(HttpResponse(bild, content_type="image/svg+xml"))


# -- Definition ------------------------------------------------------------------------------------------------


@befugt(Befugnis.EIGENE_ZAHLEN_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def neu(request: HttpRequest, art: str) -> HttpResponse:
    """Lay down a new figure, entered or computed."""
    zugang = jobcenter_oder_404(request)
    if art not in tuple(Eigenart):
        raise Http404
    eigenart = Eigenart(art)
    formular = _formular(request, eigenart, {"ab": f"{zugang.am.year}-01", "code": "E_"})

    def lege_an() -> None:
        akte.lege_an(
            jobcenter=partei_von(zugang),
            code=formular.cleaned_data["code"].strip(),
            art=eigenart,
            festlegung=formular.festlegung(),
            durch=zugang,
            am=timezone.now(),
        )

    if request.method == "POST" and gelingt(formular, lege_an):
        messages.success(request, "Die Zahl ist angelegt.")
        return redirect("kennzahlen:eigene_zahl", code=formular.cleaned_data["code"].strip())
    kontext = {"brotkrumen": [LISTE, (f"Neue {EIGENARTEN[eigenart]}", None)], "titel": f"Neue {EIGENARTEN[eigenart]}"}
    return _definitionsseite(request, zugang, formular, eigenart, kontext)


@befugt(Befugnis.EIGENE_ZAHLEN_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def aendern(request: HttpRequest, code: str) -> HttpResponse:
    """Define a figure anew from a month on."""
    zugang = jobcenter_oder_404(request)
    zahl = get_object_or_404(_sichtbare(zugang), code=code)
    art, bisher = Eigenart(zahl.art), neueste(zahl.definitionen.all())
    anfang = {name: getattr(bisher, name) for name in ("titel", "beschreibung", "mass", "je", "formel")}
    formular = _formular(request, art, {**anfang, "ab": f"{zugang.am:%Y-%m}"}, "code")

    def aendere() -> None:
        akte.aendere(zahl=zahl, festlegung=formular.festlegung(), durch=zugang, am=timezone.now())

    if request.method == "POST" and gelingt(formular, aendere):
        messages.success(request, "Die neue Definition ist gespeichert; die früheren gelten für ihre Zeit weiter.")
        return redirect("kennzahlen:eigene_zahl", code=code)
    kontext = {
        "brotkrumen": [LISTE, (bisher.titel, adresse(code)), ("Neue Definition", None)],
        "titel": f"Neue Definition: {bisher.titel}",
        "text": "Was für frühere Monate galt, bleibt; die neue Definition gilt ab dem Monat, den Sie angeben.",
    }
    return _definitionsseite(request, zugang, formular, art, kontext)


def _sichtbare(zugang: Zugang) -> Any:
    eigene = EigeneZahl.objects.visible_to(zugang).filter(jobcenter=zugang.partei_id)
    return eigene.prefetch_related("definitionen")


def _formular(request: HttpRequest, art: Eigenart, anfang: dict[str, Any], *ohne: str) -> Definitionsformular:
    ohne = ("rhythmus", *ohne, *(("formel",) if art is Eigenart.GRUNDGROESSE else ()))
    hilfe = "E_ und dann Großbuchstaben, Ziffern, Unterstriche: E_BERATUNGEN. Lässt sich später nicht ändern."
    daten = request.POST if request.method == "POST" else None
    return Definitionsformular(daten, initial=anfang, ohne=ohne, codehilfe=hilfe)


def _definitionsseite(
    request: HttpRequest, zugang: Zugang, formular: Definitionsformular, art: Eigenart, kontext: dict[str, Any]
) -> HttpResponse:
    kontext = {"form": formular, "abbrechen_url": LISTE[1], **kontext}
    if art is Eigenart.KENNZAHL:
        kontext |= {"codes": _codes(zugang), "fenster": fenstertabelle()}
    return intern(render(request, "kennzahlen/eigene/definition.html", kontext))


def _codes(zugang: Zugang) -> Tabelle:
    """What a formula can refer to."""
    eigene = [(zahl.code, neueste(zahl.definitionen.all())) for zahl in _sichtbare(zugang).gefuehrt().order_by("code")]
    zeilen: list[list[Zelle | str]] = [[code, d.titel, masstitel(d.mass, d.je)] for code, d in eigene]
    zeilen += [[g.code, g.titel, "Euro" if g.art is Groessenart.GELD else "Anzahl"] for g in GRUNDGROESSEN]
    return Tabelle("Codes", [Spalte("Code", kopf=True), Spalte("Bezeichnung"), Spalte("Einheit")], zeilen)


def fenstertabelle() -> Tabelle:
    """The windows in time that a formula can use."""
    spalten = [Spalte("Schreibweise", kopf=True), Spalte("Bedeutung")]
    return Tabelle("Zeitfenster", spalten, [[f"{art.value}(…)", text] for art, text in FENSTER.items()])


# -- Archive ---------------------------------------------------------------------------------------------------

_AKTE = {
    "archivieren": (akte.archiviere, "Die Zahl ist im Archiv."),
    "zurueckholen": (akte.hole_zurueck, "Die Zahl wird wieder geführt."),
    "loeschen": (akte.loesche, "Die Zahl ist gelöscht."),
}


@befugt(Befugnis.EIGENE_ZAHLEN_FUEHREN)
@require_POST
def archiv(request: HttpRequest, code: str) -> HttpResponse:
    """Put a figure away, take it back, or delete one that was never used."""
    zugang = jobcenter_oder_404(request)
    zahl = get_object_or_404(_sichtbare(zugang), code=code)
    if request.POST.get("akt") not in _AKTE:
        raise Http404("Diesen Schritt gibt es nicht.")
    akt, erfolg = _AKTE[request.POST["akt"]]
    try:
        akt(zahl=zahl, durch=zugang, am=timezone.now())
    except Unzulaessig as mangel:
        messages.error(request, mangel.text)
        return redirect("kennzahlen:eigene_zahl", code=code)
    messages.success(request, erfolg)
    return redirect("kennzahlen:eigene_zahlen")
