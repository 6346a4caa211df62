"""The pages under /recht/parameter/: what applies, what was set and why, for everyone; setting, for the BMAS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.planung.recht import PARAMETER as PLANUNGSPARAMETER
from agreements.zeichnungsrecht import PARAMETER as ZEICHNUNGSPARAMETER
from agreements.zieldialog.recht import PARAMETER as DIALOGPARAMETER
from agreements.ziele.katalog import PARAMETER as ZIELPARAMETER
from berichte.jahresbericht.recht import PARAMETER as BERICHTSPARAMETER
from gremien.recht.fristen import PARAMETER as GREMIENPARAMETER
from kennzahlen.recht import PARAMETER as KENNZAHLENPARAMETER
from zielsystem.befugnisse import Befugnis
from zielsystem.parameter.festsetzen import NichtFestgesetzt, darf_festsetzen, nimm_zurueck, setze_fest
from zielsystem.parameter.models import Parameterwert
from zielsystem.parameter.recht import Parameter, parameter_am
from zielsystem.parties.doors import befugt, offen
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Ausserhalb, in_kraft
from zielsystem.ui.rows import Spalte, Tabelle, Zelle
from zielsystem.zahlen import dezimalzahl, tag

TAFELN: tuple[tuple[str, tuple[Parameter, ...]], ...] = (
    ("Kennzahlen und Meldungen", KENNZAHLENPARAMETER),
    ("Planung", PLANUNGSPARAMETER),
    ("Ziele", ZIELPARAMETER),
    ("Zeichnung", ZEICHNUNGSPARAMETER),
    ("Zieldialog", DIALOGPARAMETER),
    ("Gremien", GREMIENPARAMETER),
    ("Berichte", BERICHTSPARAMETER),
)
"""Every table of parameters there is; a test sees to it that none is left out."""

KRUMEN: list[tuple[str, str | None]] = [("Start", "/"), ("Recht und Regeln", "/recht/")]


class Festsetzungsformular(forms.Form):
    """Another value for a parameter, from a day on."""

    wert = forms.DecimalField(
        label="Wert", required=False, localize=True, help_text="Leer: Es gilt wieder der Wert, der mitgeliefert ist."
    )
    ab = forms.DateField(
        label="gilt ab",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Frühestens morgen. Was bis dahin gilt, bleibt unverändert.",
    )
    grund = forms.CharField(label="Grund", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


@offen
@require_safe
def parameter(request: HttpRequest) -> HttpResponse:
    """Every parameter with the value of today, and where it is set."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    kontext = {
        "brotkrumen": [*KRUMEN, ("Parameter", None)],
        "abschnitte": [(titel, _tafel(titel, zeilen, zugang.am)) for titel, zeilen in TAFELN],
        "darf": darf_festsetzen(zugang),
    }
    return render(request, "parameter/parameter.html", kontext)


@offen
@require_safe
def verlauf(request: HttpRequest, code: str) -> HttpResponse:
    """What a parameter is, what was set for it and why."""
    return _seite(request, _parameter(code), Festsetzungsformular())


@befugt(Befugnis.PARAMETER_FESTSETZEN)
@require_http_methods(["GET", "POST"])
def festsetzen(request: HttpRequest, code: str) -> HttpResponse:
    """Set another value from a day on."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    zeile = _parameter(code)
    if request.method != "POST":
        return redirect("parameter_verlauf", code)
    if not darf_festsetzen(zugang):
        raise PermissionDenied("Parameter setzt die Administration des BMAS fest.")
    form = Festsetzungsformular(request.POST)
    if form.is_valid() and _setze(form, zeile, zugang):
        messages.success(request, f"Ab dem {tag(form.cleaned_data['ab'])} gilt der neue Wert.")
        return redirect("parameter_verlauf", code)
    return _seite(request, zeile, form)


@befugt(Befugnis.PARAMETER_FESTSETZEN)
@require_POST
def zuruecknehmen(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a value that does not apply yet."""
    zeile = get_object_or_404(Parameterwert, pk=pk)
    try:
        nimm_zurueck(zeile=zeile, durch=request.zugang, am=timezone.now())  # type: ignore[attr-defined]
        messages.success(request, "Der Wert ist zurückgenommen.")
    except NichtFestgesetzt as fehler:
        messages.error(request, str(fehler))
    return redirect("parameter_verlauf", zeile.code)


def _setze(form: Festsetzungsformular, zeile: Parameter, zugang: Zugang) -> bool:
    try:
        setze_fest(parameter=zeile, **form.cleaned_data, durch=zugang, am=timezone.now())
    except NichtFestgesetzt as fehler:
        form.add_error(fehler.feld, str(fehler))
        return False
    return True


def _parameter(code: str) -> Parameter:
    """The row of a code, the newest where it has several."""
    zeilen = [zeile for zeile in chain.from_iterable(tafel for _, tafel in TAFELN) if zeile.code == code]
    if not zeilen:
        raise Http404(code)
    return zeilen[-1]


def _seite(request: HttpRequest, zeile: Parameter, form: Festsetzungsformular) -> HttpResponse:
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    darf = darf_festsetzen(zugang)
    gespeichert = Parameterwert.objects.filter(code=zeile.code).select_related("gesetzt_durch").order_by("-ab", "-pk")
    kontext = {
        "brotkrumen": [*KRUMEN, ("Parameter", reverse("parameter")), (zeile.titel, None)],
        "parameter": zeile.titel,
        "angaben": _angaben(zeile, zugang.am),
        "festsetzungen": [_Festsetzungszeile.aus(wert, zeile, zugang.am, darf) for wert in gespeichert],
        "form": form if darf else None,
        "ziel_url": reverse("parameter_festsetzen", args=[zeile.code]),
    }
    return render(request, "parameter/verlauf.html", kontext)


def _angaben(zeile: Parameter, am: date) -> list[tuple[str, str]]:
    grenzen = f"{_zahl(zeile.mindestens, zeile)} bis {_zahl(zeile.hoechstens, zeile)}"
    return [
        ("Gilt heute", _heute(zeile, am)),
        ("Mitgelieferter Wert", _zahl(zeile.wert, zeile)),
        ("Möglich", grenzen),
        ("Rechtsgrundlage", str(zeile.norm)),
    ]


@dataclass(frozen=True)
class _Festsetzungszeile:
    """One value that was set, as shown."""

    ab: str
    wert: str
    grund: str
    gesetzt: str
    lage: str
    zuruecknehmen_url: str

    @classmethod
    def aus(cls, wert: Parameterwert, zeile: Parameter, am: date, darf: bool) -> _Festsetzungszeile:
        """Of a stored row."""
        kuenftig = wert.ab > am and not wert.zurueckgenommen_am
        return cls(
            ab=tag(wert.ab),
            wert="wie mitgeliefert" if wert.wert is None else _zahl(wert.wert, zeile),
            grund=wert.grund,
            gesetzt=f"{tag(timezone.localdate(wert.gesetzt_am))}, {wert.gesetzt_durch or 'Betrieb'}",
            lage="zurückgenommen" if wert.zurueckgenommen_am else "künftig" if kuenftig else "in Kraft getreten",
            zuruecknehmen_url=reverse("parameter_zuruecknehmen", args=[wert.pk]) if darf and kuenftig else "",
        )


def _tafel(titel: str, zeilen: Sequence[Parameter], am: date) -> Tabelle:
    spalten = (Spalte("Parameter", kopf=True), Spalte("gilt heute", zahl=True), Spalte("mitgeliefert", zahl=True),
               Spalte("Rechtsgrundlage"))  # fmt: skip
    inhalt = [
        (Zelle(p.titel, reverse("parameter_verlauf", args=[p.code])), _heute(p, am), _zahl(p.wert, p), str(p.norm))
        for p in in_kraft(zeilen, am)
    ]
    return Tabelle(f"Parameter: {titel}", spalten, inhalt)


def _heute(zeile: Parameter, am: date) -> str:
    try:
        return _zahl(parameter_am(zeile.code, am, (zeile,)), zeile)
    except Ausserhalb:
        return "–"


def _zahl(wert: Decimal, zeile: Parameter) -> str:
    return dezimalzahl(wert, zeile.stellen)
