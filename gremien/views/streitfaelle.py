"""Cases before a Kooperationsausschuss: the list, putting one on record, its page with what can be done now."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gremien.models import Streitfall, Tagesordnungspunkt
from gremien.recht import ANZUHOERENDE_TITEL, Anzuhoerende, Gremiumart
from gremien.recht.streitfaelle import (
    STREITFALL,
    URHEBERTITEL,
    Streitfallart,
    Streitfallregel,
    Streitzustand,
    Urheber,
    fehlende_anhoerungen,
    feststellbar_durch,
    streitfallregel,
)
from gremien.streitfaelle.faelle import (
    AKTE,
    BEFUGNIS,
    Feststellung,
    Position,
    einrichtungen_von,
    entscheide,
    stelle_fest,
)
from gremien.streitfaelle.lage import anhoerungen_zu, ergebnis_zu, naechste_akte, stand_von
from gremien.streitfaelle.mitteilung import DATEINAME, kernsatz
from gremien.views.felder import tagesfeld, textfeld
from gremien.views.rahmen import Seite, formularseite, gremium_url, krumen, lade, rahmen, vollzogen, zugang_von
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.models import Partei, Parteistand
from zielsystem.parties.zugriff import Zugang, may
from zielsystem.ui.rows import Handlung, Schritt, Spalte, Statusart, Tabelle, Zelle

_STATUS: dict[str, Statusart] = {
    "festgestellt": "info",
    "angerufen": "warning",
    "entschieden": "warning",
    "mitgeteilt": "success",
    "beigelegt": "success",
    "gescheitert": "neutral",
}
_WEG = (Streitzustand.FESTGESTELLT, Streitzustand.ANGERUFEN, Streitzustand.ENTSCHIEDEN, Streitzustand.MITGETEILT)


# -- All of them -----------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def streitfaelle(request: HttpRequest) -> HttpResponse:
    """The cases that the access sees, the open ones first."""
    zugang = zugang_von(request)
    alle = list(Streitfall.objects.visible_to(zugang).select_related("gremium").order_by("-festgestellt_am"))
    kontext = {
        "brotkrumen": [("Gremien", reverse("gremien:gremien")), ("Streitfälle", None)],
        "tabelle": _tabelle(alle, zugang) if alle else None,
        "darf": bool(_feststellbar(zugang)),
    }
    return render(request, "gremien/streitfaelle/liste.html", kontext)


@angemeldet
@require_safe
def streitfaelle_des(request: HttpRequest, pk: int) -> HttpResponse:
    """The cases before one Kooperationsausschuss."""
    gremium = lade(request, pk)
    if gremium.art != Gremiumart.KOOPERATIONSAUSSCHUSS:
        raise Http404("Streitfälle entscheidet nur ein Kooperationsausschuss.")
    zugang = zugang_von(request)
    faelle = Streitfall.objects.visible_to(zugang).filter(gremium=gremium).select_related("gremium")
    alle = list(faelle.order_by("-festgestellt_am"))
    kontext = {**rahmen(gremium, "streitfaelle"), "tabelle": _tabelle(alle, zugang) if alle else None}
    return render(request, "gremien/streitfaelle/des_gremiums.html", kontext)


def _tabelle(alle: list[Streitfall], zugang: Zugang) -> Tabelle:
    einrichtungen = {fall.einrichtung_id for fall in alle}
    namen = dict(Parteistand.objects.am(zugang.am).filter(partei__in=einrichtungen).values_list("partei", "name"))
    spalten = [Spalte("Streitfall", kopf=True), Spalte("Einrichtung"), Spalte("Festgestellt"), Spalte("Stand")]
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(fall.titel, url=reverse("gremien:streitfall", args=[fall.pk]), hinweis=fall.get_art_display()),
            namen.get(fall.einrichtung_id, zahlen.FEHLT),
            zahlen.tag(timezone.localtime(fall.festgestellt_am)),
            zustandszelle(fall),
        ]
        for fall in alle
    ]
    return Tabelle("Streitfälle", spalten, zeilen)


def zustandszelle(fall: Streitfall) -> Zelle:
    """Where a case stands, as a badge."""
    return Zelle(STREITFALL.titel_von(fall.zustand), status=_STATUS[fall.zustand])


# -- Putting one on record -------------------------------------------------------------------------------------


def _feststellbar(zugang: Zugang) -> tuple[Streitfallregel, ...]:
    return feststellbar_durch(zugang.art, zugang.am) if BEFUGNIS in zugang.befugnisse else ()


class Feststellungsformular(forms.Form):
    """What does not fit together: of which kind, about which gemeinsame Einrichtung, and up to two positions."""

    art = forms.ChoiceField(label="Art")
    einrichtung = forms.ModelChoiceField(Partei.objects.none(), label="Gemeinsame Einrichtung", empty_label=None)
    titel = forms.CharField(label="Worum es geht", max_length=160)
    sachverhalt = textfeld("Sachverhalt", 6, max_length=20_000)
    von_1 = forms.ChoiceField(label="Weisung, Auffassung oder Bewerbung von", required=False)
    am_1 = tagesfeld("vom", required=False)
    inhalt_1 = textfeld("Inhalt", 3, max_length=10_000, required=False)
    von_2 = forms.ChoiceField(label="Dagegen steht, von", required=False)
    am_2 = tagesfeld("vom", required=False)
    inhalt_2 = textfeld("Inhalt", 3, max_length=10_000, required=False)

    def __init__(self, *args: Any, zugang: Zugang, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regeln = _feststellbar(zugang)
        einrichtungen = einrichtungen_von(zugang)
        urheber = [("", "Bitte wählen"), *_urheber(regeln)]
        self.fields["art"].choices = [(r.art.value, r.titel) for r in regeln]  # type: ignore[attr-defined]
        feld: Any = self.fields["einrichtung"]
        feld.queryset = Partei.objects.filter(pk__in=[stand.partei_id for stand in einrichtungen])
        namen = {stand.partei_id: stand.name for stand in einrichtungen}
        feld.label_from_instance = lambda partei: namen[partei.pk]
        for name in ("von_1", "von_2"):
            self.fields[name].choices = urheber  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A position is complete or not there at all."""
        daten = super().clean() or {}
        for nummer in (1, 2):
            teile = [daten.get(f"{feld}_{nummer}") for feld in ("von", "am", "inhalt")]
            if any(teile) and not all(teile):
                self.add_error(f"inhalt_{nummer}", "Bitte geben Sie an, von wem, von wann und mit welchem Inhalt.")
        return daten

    def feststellung(self) -> Feststellung:
        """What is put on record. Only after ``is_valid()``."""
        daten = self.cleaned_data
        positionen = (
            Position(Urheber(daten[f"von_{n}"]), daten[f"am_{n}"], daten[f"inhalt_{n}"])
            for n in (1, 2)
            if daten[f"von_{n}"]
        )
        return Feststellung(
            art=Streitfallart(daten["art"]),
            einrichtung=daten["einrichtung"],
            titel=daten["titel"],
            sachverhalt=daten["sachverhalt"],
            positionen=tuple({position.urheber: position for position in positionen}.values()),
        )


def _urheber(regeln: tuple[Streitfallregel, ...]) -> list[tuple[str, str]]:
    alle = dict.fromkeys(einer for regel in regeln for einer in regel.urheber)
    return [(einer.value, URHEBERTITEL[einer]) for einer in alle]


@befugt(BEFUGNIS)
@require_http_methods(["GET", "HEAD", "POST"])
def streitfall_neu(request: HttpRequest) -> HttpResponse:
    """Put a case on record; everyone concerned is told and can put it right first."""
    zugang = zugang_von(request)
    if not _feststellbar(zugang) or not einrichtungen_von(zugang):
        raise Http404("Für Ihre Partei gibt es keine Streitfälle, die sie feststellt.")
    form = Feststellungsformular(request.POST or None, zugang=zugang)
    ziel = reverse("gremien:streitfaelle")
    weg: Any = [("Gremien", reverse("gremien:gremien")), ("Streitfälle", ziel), ("Feststellen", None)]
    text = (
        "Alle Beteiligten erfahren davon und können den Fall zuerst selbst beilegen. Danach kann der "
        "Kooperationsausschuss angerufen werden (§ 44e SGB II)."
    )
    seite = Seite("Streitfall feststellen", "Feststellen", ziel, weg, text, "Der Streitfall ist festgestellt.")
    return formularseite(request, seite, form, lambda **wer: stelle_fest(feststellung=form.feststellung(), **wer))


# -- One of them -----------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def streitfall(request: HttpRequest, pk: int) -> HttpResponse:
    """A case: positions, who was heard, what was decided, and what can be done now."""
    fall = _lade(request, pk)
    zugang = zugang_von(request)
    regel = streitfallregel(fall.art, zugang.am)
    ziel = reverse("gremien:streitfall_uebergang", args=[fall.pk])
    knoepfe = naechste_akte(fall, zugang)
    einrichtung = Parteistand.objects.am(zugang.am).filter(partei=fall.einrichtung_id).first()
    kontext = {
        "brotkrumen": [
            ("Gremien", reverse("gremien:gremien")),
            ("Streitfälle", reverse("gremien:streitfaelle")),
            (fall.titel, None),
        ],
        "titel": fall.titel,
        "vorzeile": regel.titel,
        "zustand": zustandszelle(fall),
        "angaben": [
            ("Gemeinsame Einrichtung", einrichtung.name if einrichtung else zahlen.FEHLT),
            ("Kooperationsausschuss", _ausschuss(fall, zugang)),
            ("Festgestellt", zahlen.tag(timezone.localtime(fall.festgestellt_am))),
            ("Rechtsgrundlage", str(regel.norm)),
        ],
        "absaetze": fall.sachverhalt.split("\n\n"),
        "schritte": _schritte(fall),
        "positionen": _positionen(fall, regel),
        "anhoerungen": _anhoerungen(fall, zugang),
        "punkte": _punkte(fall, zugang),
        "entscheidung": _entscheidung(fall, regel),
        "handlungen": [
            Handlung.aus(knopf.uebergang, knopf.hindernisse, ziel) for knopf in knoepfe if knopf.uebergang.code in AKTE
        ],
        "entscheiden": _entscheiden(fall, knoepfe),
    }
    return render(request, "gremien/streitfaelle/streitfall.html", kontext)


def _lade(request: HttpRequest, pk: int) -> Streitfall:
    return get_object_or_404(Streitfall.objects.visible_to(zugang_von(request)).select_related("gremium"), pk=pk)


def _ausschuss(fall: Streitfall, zugang: Zugang) -> Zelle | str:
    if may(zugang, Befugnis.SEHEN, fall.gremium):
        return Zelle(fall.gremium.titel, url=gremium_url(fall.gremium))
    return fall.gremium.titel


def _schritte(fall: Streitfall) -> list[Schritt]:
    if fall.zustand in (Streitzustand.BEIGELEGT, Streitzustand.GESCHEITERT):
        ende = Schritt(STREITFALL.titel_von(fall.zustand), "beendet")
        return [Schritt("festgestellt", "erledigt", _tag(fall.festgestellt_am)), ende]
    stelle = _WEG.index(Streitzustand(fall.zustand))
    wann = (fall.festgestellt_am, None, fall.entschieden_am, fall.mitgeteilt_am)
    titel = ("festgestellt", "beim Kooperationsausschuss", "entschieden", "mitgeteilt")
    letzter = stelle == len(_WEG) - 1
    return [
        Schritt(
            titel[nr],
            "erledigt" if nr < stelle or letzter else "aktuell" if nr == stelle else "offen",
            _tag(wann[nr]),
        )
        for nr in range(len(_WEG))
    ]


def _tag(moment: Any) -> str:
    return zahlen.tag(timezone.localtime(moment)) if moment else ""


def _positionen(fall: Streitfall, regel: Streitfallregel) -> Tabelle | None:
    spalten = [Spalte("Von", kopf=True), Spalte("Vom"), Spalte("Inhalt")]
    zeilen = [
        (URHEBERTITEL[Urheber(eine.urheber)], zahlen.tag(eine.am), eine.inhalt)
        for eine in fall.positionen.order_by("am", "pk")
    ]
    return Tabelle(f"Was sich gegenübersteht ({regel.position})", spalten, zeilen) if zeilen else None


def _anhoerungen(fall: Streitfall, zugang: Zugang) -> Tabelle:
    """Everybody who is to be heard, with the day on which it happened or that it is still to come."""
    gehoert = {Anzuhoerende(eine.wer): eine for eine in anhoerungen_zu(fall)}
    regel = streitfallregel(fall.art, zugang.am)
    spalten = [Spalte("Wer", kopf=True), Spalte("Angehört"), Spalte("Stellungnahme")]
    zeilen: list[list[Zelle | str]] = [
        [
            ANZUHOERENDE_TITEL[wer],
            Zelle(zahlen.tag(gehoert[wer].am), status="success")
            if wer in gehoert
            else Zelle("fehlt", status="warning"),
            gehoert[wer].text if wer in gehoert else zahlen.FEHLT,
        ]
        for wer in regel.anzuhoeren
    ]
    return Tabelle("Anhörung", spalten, zeilen)


def _punkte(fall: Streitfall, zugang: Zugang) -> list[tuple[str, str]]:
    """The sessions whose agenda has the case, for those who see them."""
    punkte = Tagesordnungspunkt.objects.visible_to(zugang).filter(bezug=fall.bezug).select_related("sitzung")
    return [
        (str(punkt.sitzung), reverse("gremien:sitzung", args=[punkt.sitzung_id])) for punkt in punkte.order_by("pk")
    ]


def _entscheidung(fall: Streitfall, regel: Streitfallregel) -> dict[str, str] | None:
    if fall.entschieden_am is None:
        return None
    return {
        "text": fall.entscheidung,
        "kernsatz": kernsatz(fall),
        "wirkung": regel.wirkung,
        "norm": str(regel.wirkungsnorm),
        "pdf": reverse("gremien:streitfall_mitteilung", args=[fall.pk]) if fall.datei else "",
    }


def _entscheiden(fall: Streitfall, knoepfe: list[Any]) -> dict[str, Any] | None:
    """The act of taking over a decision: the form, or what still hinders it."""
    knopf = next((k for k in knoepfe if k.uebergang.code == "entscheiden"), None)
    if knopf is None:
        return None
    return {
        "url": reverse("gremien:streitfall_entscheiden", args=[fall.pk]),
        "hindernisse": [(h.meldung, str(h.norm)) for h in knopf.hindernisse],
    }


# -- Acts ------------------------------------------------------------------------------------------------------


@angemeldet
@require_POST
def streitfall_uebergang(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the committee, settle, tell the decision, go over to turns: a row of the table of transitions."""
    fall = _lade(request, pk)
    akt = AKTE.get(request.POST.get("uebergang", ""))
    if akt is None:
        raise Http404("Diesen Schritt gibt es nicht.")
    grund = request.POST.get("grund", "")[:5_000]
    vollzogen(request, lambda **wer: akt(fall=fall, grund=grund, **wer), "Der Stand des Streitfalls ist geändert.")
    return redirect("gremien:streitfall", pk=pk)


class Entscheidungsformular(forms.Form):
    """Who is competent after the decision, or whom the committee proposes."""

    zustaendig = forms.ChoiceField(label="Zuständig ist nach der Entscheidung")
    vorgeschlagen = forms.CharField(label="Vorgeschlagen für die Geschäftsführung", max_length=150)

    def __init__(self, *args: Any, regel: Streitfallregel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zustaendig"].choices = _urheber((regel,))  # type: ignore[attr-defined]
        del self.fields["zustaendig" if regel.art is Streitfallart.GESCHAEFTSFUEHRUNG else "vorgeschlagen"]

    def angaben(self) -> dict[str, Any]:
        """What is taken over. Only after ``is_valid()``."""
        if "zustaendig" in self.cleaned_data:
            return {"zustaendig": Urheber(self.cleaned_data["zustaendig"])}
        return {"vorgeschlagen": self.cleaned_data["vorgeschlagen"]}


@befugt(Befugnis.GREMIUM_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def streitfall_entscheiden(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what the committee decided."""
    fall = _lade(request, pk)
    zugang = zugang_von(request)
    regel = streitfallregel(fall.art, zugang.am)
    form = Entscheidungsformular(request.POST or None, regel=regel)
    ergebnis = ergebnis_zu(fall)
    fehlend = fehlende_anhoerungen(stand_von(fall), zugang.am)
    text = ergebnis.wortlaut if ergebnis else "Es gibt noch keinen Beschluss in einer genehmigten Niederschrift."
    if fehlend:
        text += " Noch anzuhören: " + ", ".join(ANZUHOERENDE_TITEL[wer] for wer in fehlend) + "."
    ziel = reverse("gremien:streitfall", args=[fall.pk])
    seite = Seite(
        "Entscheidung festhalten", "Festhalten", ziel, krumen(fall.gremium, (fall.titel, ziel), "Entscheidung"), text
    )
    return formularseite(request, seite, form, lambda **wer: entscheide(fall=fall, **form.angaben(), **wer))


@angemeldet
@require_safe
def streitfall_mitteilung(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice as it was sent, as a PDF."""
    fall = _lade(request, pk)
    if not fall.datei:
        raise Http404("Zu diesem Streitfall ist noch keine Entscheidung mitgeteilt.")
    with fall.datei.open("rb") as datei:
        antwort = HttpResponse(datei.read(), "application/pdf")
    antwort["Content-Disposition"] = f'inline; filename="{DATEINAME}"'
    return antwort
