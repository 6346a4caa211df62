"""The acts on one section as they come in from its page: what was typed goes to the act, or back to the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements.grundraster.klartext import Textfehler, bereinigt
from agreements.models import Kommentar, Zielvereinbarung
from agreements.verhandlung import kommentare, texte
from agreements.verhandlung.ansicht import Abschnittsstand, Verhandlungsstand, kette, verhandlungsstand
from agreements.verhandlung.kommentare import Bemerkung, NichtMoeglich
from agreements.verhandlung.texte import Eingabe, Ueberholt
from agreements.views import verhandlung_zeilen as zeilen
from agreements.views.verhandlung_formulare import (
    Ablehnungsformular,
    Antwortformular,
    Kommentarformular,
    Textformular,
)
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Ausserhalb

NICHT_ZU_TUN = (Gehindert, Ausserhalb, NichtMoeglich)


@dataclass
class Aufruf:
    """One request for the page of a section, and the forms that come back filled in."""

    request: HttpRequest
    vereinbarung: Zielvereinbarung
    code: str
    formulare: dict[str, forms.Form] = field(default_factory=dict)
    konflikt: zeilen.Textvergleich | None = None
    vorschau: zeilen.Textvergleich | None = None

    @property
    def zugang(self) -> Zugang:
        return self.request.zugang  # type: ignore[attr-defined,no-any-return]

    @cached_property
    def stand(self) -> Verhandlungsstand:
        return verhandlungsstand(self.vereinbarung, self.zugang)

    @cached_property
    def abschnitt(self) -> Abschnittsstand:
        gefunden = self.stand.abschnitt(self.code)
        if gefunden is None or (self.stand.eigene is None and not gefunden.text):
            raise Http404("Diesen Abschnitt gibt es nicht.")
        return gefunden

    @property
    def adresse(self) -> str:
        return zeilen.abschnittsadresse(self.vereinbarung.pk, self.code)

    def sieh_neu_nach(self) -> None:
        """Forget what was read: somebody has changed it meanwhile."""
        for gelesen in ("stand", "abschnitt"):
            self.__dict__.pop(gelesen, None)

    def vollziehe(self, akt: Callable[..., Any], **worum: Any) -> None:
        """Do an act on this agreement, for whoever asks, now."""
        akt(vereinbarung=self.vereinbarung, durch=self.zugang, am=timezone.now(), **worum)

    def tue(self, akt: Callable[..., Any], erfolg: str, **worum: Any) -> HttpResponse:
        """Do an act on this section and show the page anew; what hinders it is said on top of it."""
        try:
            self.vollziehe(akt, **worum)
        except (Ueberholt, *NICHT_ZU_TUN) as fehler:
            messages.error(self.request, str(fehler))
        else:
            messages.success(self.request, erfolg)
        return redirect(self.adresse)

    def textformular(self, daten: Any = None, akt: str = "vorschlagen") -> Textformular:
        """The form for a text, filled with the newest one unless something was typed."""
        return Textformular(
            daten,
            auto_id="text_%s",
            vorschau_url=self.adresse,
            wahlweise=self.abschnitt.raster.wahlweise,
            initial={
                "akt": akt,
                "basis": self.abschnitt.nummer,
                "text": self.abschnitt.neuester_text or self.abschnitt.vorlage,
            },
        )


# -- The acts on a section: each gives the answer, or None to show the page with what came back -----------------


def _schreibe(aufruf: Aufruf) -> HttpResponse | None:
    akt = aufruf.request.POST["akt"]
    form = aufruf.textformular(aufruf.request.POST)
    aufruf.formulare["textformular"] = form
    if not form.is_valid():
        return None
    angaben = form.cleaned_data
    eingabe = Eingabe(angaben["text"], angaben["grund"], angaben["basis"] or 0)
    tue = texte.entwirf if akt == "entwerfen" else texte.schlage_vor
    try:
        tue(
            vereinbarung=aufruf.vereinbarung,
            abschnitt=aufruf.code,
            eingabe=eingabe,
            durch=aufruf.zugang,
            am=timezone.now(),
        )
    except Textfehler as fehler:
        form.add_error("text", str(fehler))
    except NICHT_ZU_TUN as fehler:
        form.add_error(None, str(fehler))
    except Ueberholt:
        _zeige_konflikt(aufruf, eingabe)
    else:
        erfolg = "Der Entwurf ist gespeichert." if akt == "entwerfen" else "Ihr Vorschlag liegt den anderen vor."
        messages.success(aufruf.request, erfolg)
        return redirect(aufruf.adresse)
    return None


def _zeige_konflikt(aufruf: Aufruf, eingabe: Eingabe) -> None:
    """Somebody was faster: show what has changed, keep what was written, and let it be sent against the new state."""
    aufruf.sieh_neu_nach()
    fassungen = kette(aufruf.vereinbarung, aufruf.code, aufruf.zugang)
    gelesen = next((f.text for f in fassungen if f.nummer == eingabe.basis), aufruf.abschnitt.vorlage)
    aufruf.konflikt = zeilen.textvergleich("Was sich inzwischen geändert hat", gelesen, aufruf.abschnitt.neuester_text)
    daten = aufruf.request.POST.copy()
    daten["basis"] = str(aufruf.abschnitt.nummer)
    form = aufruf.textformular(daten)
    form.add_error(None, "Der Abschnitt hat sich inzwischen geändert. Ihr Text steht unverändert unten.")
    aufruf.formulare["textformular"] = form


def _zeige_vorschau(aufruf: Aufruf) -> HttpResponse | None:
    """What a text would change, without saving it. The button says so beside the act that the form is for."""
    daten = aufruf.request.POST.copy()
    daten["akt"] = daten.getlist("akt")[0]
    form = aufruf.textformular(daten)
    aufruf.formulare["textformular"] = form
    try:
        neu = bereinigt(aufruf.request.POST.get("text", ""))
    except Textfehler as fehler:
        form.add_error("text", str(fehler))
    else:
        aufruf.vorschau = zeilen.textvergleich("Was Ihr Text ändern würde", aufruf.abschnitt.text, neu)
    if aufruf.request.htmx:  # type: ignore[attr-defined]
        kontext = {"vergleich": aufruf.vorschau, "fehler": form.errors.get("text")}
        return render(aufruf.request, "agreements/verhandlung/vorschau.html", kontext)
    return None


def _nimm_an(aufruf: Aufruf) -> HttpResponse:
    erfolg = f"Sie haben den Abschnitt „{aufruf.abschnitt.raster.titel}“ angenommen."
    return aufruf.tue(texte.nimm_an, erfolg, abschnitt=aufruf.code, nummer=_basis(aufruf))


def _ziehe_zurueck(aufruf: Aufruf) -> HttpResponse:
    erfolg = "Ihr Vorschlag ist zurückgezogen."
    return aufruf.tue(texte.ziehe_zurueck, erfolg, abschnitt=aufruf.code, nummer=_basis(aufruf))


def _lehne_ab(aufruf: Aufruf) -> HttpResponse | None:
    form = Ablehnungsformular(aufruf.request.POST, auto_id="ablehnung_%s")
    aufruf.formulare["ablehnung"] = form
    if not form.is_valid():
        return None
    eingabe = Eingabe("", form.cleaned_data["grund"], form.cleaned_data["basis"] or 0)
    try:
        return aufruf.tue(texte.lehne_ab, "Ihre Ablehnung ist vermerkt.", abschnitt=aufruf.code, eingabe=eingabe)
    except Textfehler as fehler:
        form.add_error("grund", str(fehler))
        return None


def _kommentiere(aufruf: Aufruf) -> HttpResponse | None:
    form = Kommentarformular(aufruf.request.POST, auto_id="kommentar_%s")
    aufruf.formulare["kommentarformular"] = form
    if not form.is_valid():
        return None
    return _bemerke(aufruf, form, Bemerkung(aufruf.code, form.cleaned_data["text"], form.cleaned_data["intern"]))


def _antworte(aufruf: Aufruf) -> HttpResponse | None:
    auf = _kommentar(aufruf)
    form = Antwortformular(aufruf.request.POST, auto_id=f"antwort_{auf.pk}_%s")
    aufruf.formulare["antwort"] = form
    if not form.is_valid():
        return None
    return _bemerke(aufruf, form, Bemerkung(aufruf.code, form.cleaned_data["text"], antwort_auf=auf))


def _bemerke(aufruf: Aufruf, form: forms.Form, bemerkung: Bemerkung) -> HttpResponse | None:
    try:
        kommentare.kommentiere(
            vereinbarung=aufruf.vereinbarung, bemerkung=bemerkung, durch=aufruf.zugang, am=timezone.now()
        )
    except (Textfehler, NichtMoeglich) as fehler:
        form.add_error("text", str(fehler))
        return None
    return redirect(f"{aufruf.adresse}#kommentare")


def _erledige(aufruf: Aufruf) -> HttpResponse:
    erledigt = aufruf.request.POST["akt"] == "erledigen"
    kommentare.erledige(kommentar=_kommentar(aufruf), erledigt=erledigt, durch=aufruf.zugang, am=timezone.now())
    return redirect(f"{aufruf.adresse}#kommentare")


def _kommentar(aufruf: Aufruf) -> Kommentar:
    """The first comment of the thread that is meant; else 404."""
    auf = aufruf.request.POST.get("auf", "")
    sichtbare = Kommentar.objects.visible_to(aufruf.zugang).filter(
        zielvereinbarung=aufruf.vereinbarung, abschnitt=aufruf.code, antwort_auf=None
    )
    gefunden = sichtbare.filter(pk=int(auf)).first() if auf.isascii() and auf.isdigit() and len(auf) < 18 else None
    if gefunden is None:
        raise Http404("Diesen Kommentar gibt es nicht.")
    return gefunden


def _basis(aufruf: Aufruf) -> int:
    """The version that was in front of somebody; what is no number is no version."""
    roh = aufruf.request.POST.get("basis", "")
    return int(roh) if roh.isascii() and roh.isdigit() and len(roh) < 6 else -1


AKTE: dict[str, Callable[[Aufruf], HttpResponse | None]] = {
    "entwerfen": _schreibe,
    "vorschlagen": _schreibe,
    "vorschau": _zeige_vorschau,
    "annehmen": _nimm_an,
    "ablehnen": _lehne_ab,
    "zurueckziehen": _ziehe_zurueck,
    "kommentieren": _kommentiere,
    "antworten": _antworte,
    "erledigen": _erledige,
    "wieder_oeffnen": _erledige,
}
