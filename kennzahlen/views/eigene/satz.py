"""The set of a Vergleichsring: seen by its members, taken over and changed by their Leitung."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennzahlen.eigene.festlegung import Unzulaessig, neueste
from kennzahlen.eigene.masse import titel as masstitel
from kennzahlen.eigene.recht import RINGARTEN, Ringart
from kennzahlen.eigene.vergleichsring import satz as akte
from kennzahlen.eigene.vergleichsring.darstellung import aenderungen, satztabellen
from kennzahlen.eigene.vergleichsring.mitglieder import mitglieder
from kennzahlen.eigene.vergleichsring.satz import Satz
from kennzahlen.eigene.zeitraum import Rhythmus
from kennzahlen.models.ringe import Ringzahl
from kennzahlen.views import herunterladen
from kennzahlen.views.eigene.formulare import Definitionsformular, Satzbeginn, gelingt
from kennzahlen.views.eigene.ring import QUELLE, reiter, ring_oder_404
from kennzahlen.views.eigene.zahlen import fenstertabelle, intern
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.models import Vergleichsgruppe
from zielsystem.ui.rows import Spalte, Tabelle


@angemeldet
@require_safe
def satz(request: HttpRequest, ring: str) -> HttpResponse:
    """What the ring compares, and who changed it last."""
    zugang, gruppe = ring_oder_404(request, ring)
    gelesen, darf = Satz.lies(gruppe), akte.darf_festlegen(zugang, gruppe)

    def adresse(code: str) -> str:
        return reverse("kennzahlen:ring_zahl_aendern", args=[ring, code])

    tabellen = list(satztabellen(gelesen, adresse if darf else None))
    if herunterladen.gewuenscht(request):
        return intern(herunterladen.datei(request, tabellen, None, quelle=QUELLE))
    kontext = {
        "brotkrumen": [(gruppe.titel, reverse("kennzahlen:ring", args=[ring])), ("Satz der Kennzahlen", None)],
        "ring": gruppe,
        "reiter": reiter(zugang, gruppe, "ring_satz"),
        "tabellen": tabellen,
        "aenderungen": aenderungen(gelesen, mitglieder(gruppe).namen),
        "darf": darf,
        "beginn": Satzbeginn(heute=zugang.am, initial={"jahr": str(zugang.am.year - 1)}),
    }
    return intern(render(request, "kennzahlen/eigene/ring_satz.html", kontext))


@befugt(Befugnis.RINGSATZ_FESTLEGEN)
@require_POST
def uebernehmen(request: HttpRequest, ring: str) -> HttpResponse:
    """Take over the set to begin with."""
    zugang, gruppe = ring_oder_404(request, ring)
    formular = Satzbeginn(request.POST, heute=zugang.am)
    if not formular.is_valid():
        messages.error(request, "Bitte wählen Sie ein Jahr aus der Liste.")
        return redirect("kennzahlen:ring_satz", ring=ring)
    ab = date(int(formular.cleaned_data["jahr"]), 1, 1)
    try:
        anzahl = akte.uebernimm_mustersatz(ring=gruppe, ab=ab, durch=zugang, am=timezone.now())
    except Unzulaessig as mangel:
        messages.error(request, mangel.text)
    else:
        messages.success(
            request, f"Der Satz mit {anzahl} Zahlen gilt ab {ab.year}. Er lässt sich Zahl für Zahl ändern."
        )
    return redirect("kennzahlen:ring_satz", ring=ring)


@befugt(Befugnis.RINGSATZ_FESTLEGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def neu(request: HttpRequest, ring: str) -> HttpResponse:
    """Add a figure to the set."""
    zugang, gruppe = ring_oder_404(request, ring)
    hilfe = ", ".join(f"{b.buchstabe}_ für {b.mehrzahl}" for b in RINGARTEN.values())
    anfang = {"ab": f"{zugang.am.year}-01", "rhythmus": Rhythmus.JAHR.value}
    formular = Definitionsformular(_gesendet(request), initial=anfang, codehilfe=f"Beginnt mit {hilfe}.")
    formular.fields["formel"].required = False

    def lege_fest() -> None:
        akte.lege_fest(
            ring=gruppe,
            code=formular.cleaned_data["code"].strip(),
            rhythmus=Rhythmus(formular.cleaned_data["rhythmus"]),
            festlegung=formular.festlegung(),
            durch=zugang,
            am=timezone.now(),
        )

    if request.method == "POST" and gelingt(formular, lege_fest):
        messages.success(request, "Die Zahl gehört jetzt zum Satz.")
        return redirect("kennzahlen:ring_satz", ring=ring)
    kontext = {"titel": "Neue Zahl des Rings", "text": "Für eine Basiszahl (B_) bleibt die Formel leer."}
    return _seite(request, gruppe, formular, kontext)


@befugt(Befugnis.RINGSATZ_FESTLEGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def aendern(request: HttpRequest, ring: str, code: str) -> HttpResponse:
    """Define a figure of the set anew from a period on, or end it."""
    zugang, gruppe = ring_oder_404(request, ring)
    zahl = Satz.lies(gruppe).nach_code.get(code)
    if zahl is None:
        raise Http404("Diese Zahl gehört nicht zum Satz des Rings.")
    bisher = neueste(zahl.definitionen.all())
    anfang = {name: getattr(bisher, name) for name in ("titel", "beschreibung", "mass", "je", "formel")}
    ohne = ("code", "rhythmus", *(("formel",) if zahl.art == Ringart.BASIS else ()))
    formular = Definitionsformular(_gesendet(request), initial={**anfang, "ab": f"{zugang.am.year + 1}-01"}, ohne=ohne)
    entfaellt = request.POST.get("akt") == "beenden"

    def aendere() -> None:
        festlegung = formular.festlegung()
        akte.aendere(zahl=zahl, festlegung=festlegung, durch=zugang, am=timezone.now(), entfaellt=entfaellt)

    if request.method == "POST" and gelingt(formular, aendere):
        messages.success(request, "Die Zahl ist beendet." if entfaellt else "Die neue Definition ist gespeichert.")
        return redirect("kennzahlen:ring_satz", ring=ring)
    kontext = {
        "titel": f"{code}: {bisher.titel}",
        "text": f"Wird {Rhythmus(zahl.rhythmus).titel} gebildet. Was schon verglichen ist, behält seine Bedeutung.",
        "beendbar": True,
    }
    return _seite(request, gruppe, formular, kontext)


def _gesendet(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _seite(
    request: HttpRequest, gruppe: Vergleichsgruppe, formular: Definitionsformular, kontext: dict[str, Any]
) -> HttpResponse:
    zurueck = reverse("kennzahlen:ring_satz", args=[gruppe.schluessel])
    brotkrumen = [
        (gruppe.titel, reverse("kennzahlen:ring", args=[gruppe.schluessel])),
        ("Satz der Kennzahlen", zurueck),
    ]
    alle = {
        "brotkrumen": [*brotkrumen, (kontext["titel"], None)],
        "form": formular,
        "abbrechen_url": zurueck,
        "fenster": fenstertabelle(),
        "codes": _codes(Satz.lies(gruppe).zahlen),
    }
    return intern(render(request, "kennzahlen/eigene/ring_definition.html", alle | kontext))


def _codes(zahlen: tuple[Ringzahl, ...]) -> Tabelle:
    """What a formula can refer to."""
    zeilen = [(zahl, neueste(zahl.definitionen.all())) for zahl in zahlen]
    return Tabelle(
        "Codes",
        [Spalte("Code", kopf=True), Spalte("Bezeichnung"), Spalte("Einheit"), Spalte("Rhythmus")],
        [
            [zahl.code, d.titel, masstitel(d.mass, d.je), Rhythmus(zahl.rhythmus).titel]
            for zahl, d in zeilen
            if not d.entfaellt
        ],
    )
