"""The members of a body: who they are and for how long, sending them, and who sits in for them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gremien.mitglieder.mitgliedschaft import (
    Person,
    beende,
    benenne_vertretung,
    entsende,
    nimm_vertretung_zurueck,
)
from gremien.models import Gremium, Mitgliedschaft, Sitzung, Vertretung
from gremien.recht import UEBLICH, Verfahren, gremiumregel
from gremien.sitzungen.vertretung import vertrete_in_sitzung
from gremien.views.felder import Grundformular, parteien_fuer, person_mit, personen_von, tagesfeld
from gremien.views.rahmen import Seite, formularseite, gremium_url, krumen, lade, rahmen, vollzogen, zugang_von
from gremien.views.zeilen import zeitraum
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.models import Partei, Parteistand
from zielsystem.parties.zugriff import Zugang, may, verlange
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

_ENTSENDEN = Befugnis.MITGLIEDER_ENTSENDEN
_MITWIRKEN = Befugnis.IM_GREMIUM_MITWIRKEN


# -- Who they are ----------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def mitglieder(request: HttpRequest, pk: int) -> HttpResponse:
    """The members of today and those before, seats that are free, and the substitutes: six queries."""
    zugang = zugang_von(request)
    gremium = lade(request, pk)
    tag = max(zugang.am, gremium.ab)
    alle = list(gremium.mitgliedschaften.order_by("seite", "name", "ab"))
    namen = _parteinamen(gremium, tag)
    darf = may(zugang, _ENTSENDEN, gremium)
    heutige = [eine for eine in alle if _am(eine, tag)]
    fruehere = [eine for eine in alle if not _am(eine, tag)]
    kontext = {
        **rahmen(gremium, "mitglieder"),
        "mitglieder": _mitgliedertabelle("Mitglieder", heutige, namen, _vertretungen(heutige, tag)),
        "fruehere": _mitgliedertabelle("Frühere und künftige Mitglieder", fruehere, namen, {}) if fruehere else None,
        "sitze": _sitztabelle(gremium, tag, heutige, namen),
        "darf_entsenden": darf and bool(parteien_fuer(gremium, zugang)),
        "darf_sitze": may(zugang, Befugnis.GREMIUM_FUEHREN, gremium) and not gremiumregel(gremium.art, tag).sitze_fest,
    }
    return render(request, "gremien/mitglieder.html", kontext)


def _am(eine: Mitgliedschaft, tag: date) -> bool:
    return eine.ab <= tag and (eine.bis is None or tag < eine.bis)


def _parteinamen(gremium: Gremium, tag: date) -> dict[int, str]:
    parteien = gremium.entsenderechte.values("partei")
    return dict(Parteistand.objects.am(tag).filter(partei__in=parteien).values_list("partei", "name"))


def _vertretungen(mitglieder: list[Mitgliedschaft], tag: date) -> dict[int, list[str]]:
    namen: dict[int, list[str]] = defaultdict(list)
    gefunden = Vertretung.objects.am(tag).filter(mitgliedschaft__in=mitglieder).select_related("sitzung")
    for eine in gefunden.order_by("pk"):
        fuer = f" (am {zahlen.tag(timezone.localtime(eine.sitzung.beginn))})" if eine.sitzung else ""
        namen[eine.mitgliedschaft_id].append(f"{eine.name}{fuer}")
    return namen


def _mitgliedertabelle(
    titel: str, mitglieder: list[Mitgliedschaft], parteien: dict[int, str], vertretungen: dict[int, list[str]]
) -> Tabelle:
    spalten = [Spalte("Mitglied", kopf=True), Spalte("Entsandt von"), Spalte("Vertretung"), Spalte("Amtszeit")]
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(
                eine.name,
                url=reverse("gremien:mitgliedschaft", args=[eine.pk]),
                hinweis=eine.organisation or eine.funktion,
            ),
            parteien.get(eine.partei_id, zahlen.FEHLT),
            ", ".join(vertretungen.get(eine.pk, [])) or zahlen.FEHLT,
            zeitraum(eine.ab, eine.bis),
        ]
        for eine in mitglieder
    ]
    return Tabelle(titel, spalten, zeilen)


def _sitztabelle(gremium: Gremium, tag: date, heutige: list[Mitgliedschaft], namen: dict[int, str]) -> Tabelle:
    besetzt: dict[int, int] = defaultdict(int)
    for eine in heutige:
        besetzt[eine.partei_id] += 1
    rechte = gremium.entsenderechte.am(tag).filter(zusammensetzung=UEBLICH).order_by("seite", "pk")
    spalten = [Spalte("Entsendet", kopf=True), Spalte("Sitze", zahl=True), Spalte("frei", zahl=True)]
    zeilen: list[list[Zelle | str]] = [
        [namen.get(r.partei_id, zahlen.FEHLT), str(r.sitze), str(r.sitze - besetzt[r.partei_id])] for r in rechte
    ]
    return Tabelle("Sitze", spalten, zeilen)


# -- Sending them ----------------------------------------------------------------------------------------------


class Personenformular(forms.Form):
    """Somebody with a login, or a name and an address."""

    nutzer = forms.TypedChoiceField(
        label="Person mit Konto", coerce=int, required=False, empty_value=None, help_text="Oder unten einen Namen."
    )
    name = forms.CharField(label="Name", max_length=150, required=False, help_text="Nötig für Personen ohne Konto.")
    email = forms.EmailField(label="E-Mail", required=False, help_text="Für Einladungen; leer: die des Kontos.")

    def __init__(self, *args: Any, parteien: list[Parteistand], zugang: Zugang, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        personen = personen_von(parteien, zugang)
        self.fields["nutzer"].choices = [("", "ohne Konto"), *personen]  # type: ignore[attr-defined]

    def person(self) -> Person:
        """Who is meant. Only after ``is_valid()``."""
        nutzer = person_mit(self.cleaned_data["nutzer"])
        name = self.cleaned_data["name"] or (str(nutzer) if nutzer else "")
        weitere = {feld: self.cleaned_data[feld] for feld in ("funktion", "organisation") if feld in self.cleaned_data}
        bietet_nicht = self.cleaned_data.get("bietet_keine_leistungen_an")
        return Person(
            name=name,
            nutzer=nutzer,
            email=self.cleaned_data["email"],
            bietet_leistungen_an=False if bietet_nicht else None,
            **weitere,
        )


class Entsendeformular(Personenformular):
    """A new member: who, sent by whom, from when to when."""

    partei = forms.TypedChoiceField(label="Entsandt von", coerce=int)
    funktion = forms.CharField(label="Funktion", max_length=150, required=False)
    organisation = forms.CharField(label="Organisation", max_length=200)
    bietet_keine_leistungen_an = forms.BooleanField(
        label="Die Organisation bietet keine Eingliederungsleistungen an (erklärt)",
        required=False,
        help_text="Wer Eingliederungsleistungen anbietet, kann nicht Mitglied sein (§ 18d SGB II).",
    )
    ab = tagesfeld("Mitglied ab", initial=date.today)
    bis = tagesfeld("Mitglied bis einschließlich", required=False, help_text="Leer: auf Weiteres.")

    field_order = ("partei", "nutzer", "name", "funktion", "organisation", "bietet_keine_leistungen_an", "email", "ab")

    def __init__(
        self, *args: Any, parteien: list[Parteistand], zugang: Zugang, ohne_anbieter: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, parteien=parteien, zugang=zugang, **kwargs)
        self.fields["partei"].choices = [(s.partei_id, s.name) for s in parteien]  # type: ignore[attr-defined]
        if not ohne_anbieter:
            del self.fields["organisation"], self.fields["bietet_keine_leistungen_an"]


@befugt(_ENTSENDEN)
@require_http_methods(["GET", "HEAD", "POST"])
def mitglied_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Send somebody into a body."""
    zugang = zugang_von(request)
    gremium = lade(request, pk)
    verlange(zugang, _ENTSENDEN, gremium)
    regel = gremiumregel(gremium.art, max(zugang.am, gremium.ab))
    form = Entsendeformular(
        request.POST or None,
        parteien=parteien_fuer(gremium, zugang),
        zugang=zugang,
        ohne_anbieter=regel.ohne_anbieter,
    )

    def akt(**wer: Any) -> Mitgliedschaft:
        daten = form.cleaned_data
        partei = Partei.objects.get(pk=daten["partei"])
        bis = daten["bis"] + timedelta(days=1) if daten["bis"] else None
        return entsende(gremium=gremium, partei=partei, person=form.person(), ab=daten["ab"], bis=bis, **wer)

    ziel = gremium_url(gremium, "mitglieder")
    weg = krumen(gremium, ("Mitglieder", ziel), "Mitglied entsenden")
    seite = Seite("Mitglied entsenden", "Entsenden", ziel, weg, gremium.titel, "Das Mitglied ist entsandt.")
    return formularseite(request, seite, form, akt)


# -- One membership --------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def mitgliedschaft(request: HttpRequest, pk: int) -> HttpResponse:
    """A membership: who sits in for the member, and, for those who may, naming somebody for a session."""
    zugang = zugang_von(request)
    eine = _lade(request, pk)
    tag = max(zugang.am, eine.ab)
    darf = may(zugang, _MITWIRKEN, eine)
    vertretungen = list(eine.vertretungen.am(tag).select_related("sitzung").order_by("pk"))
    kontext = {
        "brotkrumen": krumen(eine.gremium, ("Mitglieder", gremium_url(eine.gremium, "mitglieder")), eine.name),
        "titel": eine.name,
        "vorzeile": f"Mitglied: {eine.gremium.titel}",
        "angaben": _angaben(eine, tag),
        "vertretungen": [(v.pk, v.name, _wofuer(v)) for v in vertretungen],
        "mitgliedschaft_id": eine.pk,
        "darf_vertreten": darf and (eine.bis is None or eine.bis > zugang.am),
        "darf_beenden": may(zugang, _ENTSENDEN, eine) and (eine.bis is None or eine.bis > zugang.am),
    }
    return render(request, "gremien/mitgliedschaft.html", kontext)


def _lade(request: HttpRequest, pk: int) -> Mitgliedschaft:
    sichtbar = Mitgliedschaft.objects.visible_to(zugang_von(request)).select_related("gremium", "nutzer")
    return get_object_or_404(sichtbar, pk=pk)


def _angaben(eine: Mitgliedschaft, tag: date) -> list[tuple[str, Zelle | str]]:
    stand = Parteistand.objects.am(tag).filter(partei=eine.partei_id).first()
    angaben: list[tuple[str, Zelle | str]] = [
        ("Entsandt von", stand.name if stand else zahlen.FEHLT),
        ("Amtszeit", zeitraum(eine.ab, eine.bis)),
    ]
    weitere = (("Funktion", eine.funktion), ("Organisation", eine.organisation), ("E-Mail", eine.email))
    angaben += [(begriff, wert) for begriff, wert in weitere if wert]
    if eine.ohne_angebot_erklaert_am:
        angaben.append(("Erklärung nach § 18d SGB II", zahlen.tag(eine.ohne_angebot_erklaert_am)))
    return angaben


def _wofuer(vertretung: Vertretung) -> str:
    if vertretung.sitzung:
        return f"in der Sitzung am {zahlen.tag(timezone.localtime(vertretung.sitzung.beginn))}"
    return zeitraum(vertretung.ab, vertretung.bis)


class Vertretungsformular(Personenformular):
    """Who sits in: in one session, or for a time. Members have a vote of their own and are not offered."""

    sitzung = forms.ModelChoiceField(
        Sitzung.objects.none(), label="Für", required=False, empty_label="alle Sitzungen, bis auf Weiteres"
    )

    field_order = ("sitzung", "nutzer", "name", "email")

    def __init__(self, *args: Any, gremium: Gremium, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kommende = gremium.sitzungen.filter(
            verfahren=Verfahren.SITZUNG, zustand__in=["geplant", "eingeladen", "eroeffnet"]
        )
        self.fields["sitzung"].queryset = kommende.order_by("beginn")  # type: ignore[attr-defined]
        selbst = set(gremium.mitgliedschaften.am(kwargs["zugang"].am).values_list("nutzer", flat=True))
        andere = [wahl for wahl in self.fields["nutzer"].choices if wahl[0] not in selbst]  # type: ignore[attr-defined]
        self.fields["nutzer"].choices = andere  # type: ignore[attr-defined]


@befugt(_MITWIRKEN)
@require_http_methods(["GET", "HEAD", "POST"])
def vertretung_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who sits in for a member: by the member in person, or by whoever sends the member."""
    zugang = zugang_von(request)
    eine = _lade(request, pk)
    verlange(zugang, _MITWIRKEN, eine)
    eigene = list(Parteistand.objects.am(zugang.am).filter(partei=eine.partei_id))
    form = Vertretungsformular(
        request.POST or None,
        gremium=eine.gremium,
        parteien=eigene,
        zugang=zugang,
        initial={"sitzung": request.GET.get("sitzung")},
    )

    def akt(**wer: Any) -> Vertretung:
        sitzung = form.cleaned_data["sitzung"]
        if sitzung is not None:
            return vertrete_in_sitzung(mitgliedschaft=eine, sitzung=sitzung, person=form.person(), **wer)
        return benenne_vertretung(mitgliedschaft=eine, person=form.person(), ab=max(zugang.am, eine.ab), **wer)

    ziel = reverse("gremien:mitgliedschaft", args=[eine.pk])
    titel = f"Vertretung für {eine.name}"
    seite = Seite(titel, "Benennen", ziel, krumen(eine.gremium, (eine.name, ziel), "Vertretung"), eine.gremium.titel)
    return formularseite(request, seite, form, akt)


@befugt(_MITWIRKEN)
@require_POST
def vertretung_zurueck(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a substitute back."""
    sichtbar = Mitgliedschaft.objects.visible_to(zugang_von(request))
    eine = get_object_or_404(Vertretung.objects.filter(mitgliedschaft__in=sichtbar), pk=pk)
    vollzogen(request, lambda **wer: nimm_vertretung_zurueck(vertretung=eine, **wer), "Die Vertretung ist beendet.")
    return redirect("gremien:mitgliedschaft", pk=eine.mitgliedschaft_id)


class Endformular(Grundformular):
    """When a membership ends, and why."""

    bis = tagesfeld("Letzter Tag der Mitgliedschaft", initial=date.today)

    field_order = ("bis", "grund")


@befugt(_ENTSENDEN)
@require_http_methods(["GET", "HEAD", "POST"])
def mitglied_beenden(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership."""
    eine = _lade(request, pk)
    verlange(zugang_von(request), _ENTSENDEN, eine)
    form = Endformular(request.POST or None)

    def akt(**wer: Any) -> Mitgliedschaft:
        bis = form.cleaned_data["bis"] + timedelta(days=1)
        return beende(mitgliedschaft=eine, bis=bis, grund=form.cleaned_data["grund"], **wer)

    ziel = gremium_url(eine.gremium, "mitglieder")
    weg = krumen(eine.gremium, ("Mitglieder", ziel), "Mitgliedschaft beenden")
    seite = Seite(f"Mitgliedschaft von {eine.name} beenden", "Beenden", ziel, weg, eine.gremium.titel)
    return formularseite(request, seite, form, akt)
