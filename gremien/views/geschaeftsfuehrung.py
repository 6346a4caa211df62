"""Who manages a gemeinsame Einrichtung: today, the history, and recording what happens."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gremien.mitglieder import geschaeftsfuehrung as fuehrung
from gremien.mitglieder.geschaeftsfuehrung import fuehrungsverlauf
from gremien.models import Fuehrungsakt, Fuehrungsvorgang, Gremium
from gremien.recht import Gremiumart
from gremien.recht.geschaeftsfuehrung import Fuehrungsart, Fuehrungszeit
from gremien.views.felder import Grundformular, tagesfeld
from gremien.views.rahmen import formularseite, lade, rahmen, zugang_von
from gremien.views.zeilen import aktseite, wer_wann, zeitraum
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.recht import ARTEN, Parteiart
from zielsystem.parties.zugriff import may, verlange
from zielsystem.ui.rows import Spalte, Statusart, Tabelle, Zelle

_FUEHREN = Befugnis.GREMIUM_FUEHREN
_REITER = ("Geschäftsführung", "geschaeftsfuehrung")
FUEHRUNGSTITEL = {
    Fuehrungsart.BESTELLT: "bestellt",
    Fuehrungsart.BESTIMMT: "bestimmt",
    Fuehrungsart.KOMMISSARISCH: "kommissarisch",
    Fuehrungsart.UNBESETZT: "noch niemand bestellt",
}
_STATUS: dict[str, Statusart] = {"unbesetzt": "warning", "kommissarisch": "info"}


@angemeldet
@require_safe
def geschaeftsfuehrung(request: HttpRequest, pk: int) -> HttpResponse:
    """Who manages the gemeinsame Einrichtung today, and who did before."""
    zugang = zugang_von(request)
    gremium = _traegerversammlung(request, pk)
    folge = fuehrungsverlauf(gremium, max(zugang.am, gremium.ab))
    darf = may(zugang, _FUEHREN, gremium)
    kontext = {
        **rahmen(gremium, "geschaeftsfuehrung"),
        "heute": _fuehrungsangaben(folge[-1]),
        "verlauf": _fuehrungstabelle(folge),
        "akte": _fuehrungsakte(gremium, folge[-1]) if darf else [],
        "vorgaenge": _fuehrungsvorgaenge(gremium, darf=darf),
        "streitfall_url": reverse("gremien:streitfall_neu") if Befugnis.STREITFALL_FUEHREN in zugang.befugnisse else "",
    }
    return render(request, "gremien/geschaeftsfuehrung.html", kontext)


def _traegerversammlung(request: HttpRequest, pk: int) -> Gremium:
    gremium = lade(request, pk)
    if gremium.art != Gremiumart.TRAEGERVERSAMMLUNG:
        raise Http404("Eine Geschäftsführung hat nur eine gemeinsame Einrichtung.")
    return gremium


def _fuehrungsangaben(zeit: Fuehrungszeit) -> list[tuple[str, Zelle | str]]:
    return [
        ("Geschäftsführung", zeit.person or Zelle("unbesetzt", status="warning")),
        ("Wie", _fuehrung_wie(zeit)),
        ("Zeit", zeitraum(zeit.ab, zeit.bis)),
        ("Rechtsgrundlage", str(zeit.norm)),
    ]


def fuehrungszelle(zeit: Fuehrungszeit, gremium_id: int) -> Zelle:
    """Who manages, with the way to the history."""
    url = reverse("gremien:geschaeftsfuehrung", args=[gremium_id])
    return Zelle(zeit.person or "unbesetzt", url=url, hinweis=_fuehrung_wie(zeit))


def _fuehrung_wie(zeit: Fuehrungszeit) -> str:
    art = FUEHRUNGSTITEL[zeit.art]
    if zeit.seite is None:
        return art
    seite = ARTEN[zeit.seite].kurz
    return f"{art} von: {seite}" if zeit.art is Fuehrungsart.BESTIMMT else f"{art}, zu bestimmen von: {seite}"


def _fuehrungstabelle(folge: Sequence[Fuehrungszeit]) -> Tabelle:
    spalten = [Spalte("Geschäftsführung", kopf=True), Spalte("Wie"), Spalte("Zeit"), Spalte("Rechtsgrundlage")]
    zeilen: list[list[Zelle | str]] = [
        [
            zeit.person or zahlen.FEHLT,
            Zelle(_fuehrung_wie(zeit), status=_STATUS.get(zeit.art.value)),
            zeitraum(zeit.ab, zeit.bis),
            str(zeit.norm),
        ]
        for zeit in reversed(folge)
    ]
    return Tabelle("Verlauf der Geschäftsführung", spalten, zeilen)


_FUEHRUNGSSEITEN: dict[Fuehrungsakt, tuple[str, str]] = {
    Fuehrungsakt.BESTELLUNG: ("Bestellung festhalten", "Die Trägerversammlung hat jemanden für fünf Jahre bestellt."),
    Fuehrungsakt.BESTIMMUNG: ("Bestimmung festhalten", "Der Träger, der an der Reihe ist, hat jemanden bestimmt."),
    Fuehrungsakt.ABBERUFUNG: (
        "Abberufung festhalten",
        "Bis jemand neu bestellt ist, führt die bisherige Person die Geschäfte kommissarisch weiter.",
    ),
    Fuehrungsakt.FORTGANG: ("Ausscheiden festhalten", "Die Person steht auch kommissarisch nicht mehr zur Verfügung."),
}


def _fuehrungsakte(gremium: Gremium, jetzt: Fuehrungszeit) -> list[tuple[str, str]]:
    im_amt = jetzt.art in (Fuehrungsart.BESTELLT, Fuehrungsart.BESTIMMT)
    moeglich = {
        Fuehrungsakt.BESTELLUNG: True,
        Fuehrungsakt.BESTIMMUNG: bool(jetzt.zug),
        Fuehrungsakt.ABBERUFUNG: im_amt,
        Fuehrungsakt.FORTGANG: bool(jetzt.person),
    }
    return [
        (_FUEHRUNGSSEITEN[art][0], reverse("gremien:fuehrungsakt", args=[gremium.pk, art.value]))
        for art, offen in moeglich.items()
        if offen
    ]


def _fuehrungsvorgaenge(gremium: Gremium, *, darf: bool) -> Tabelle | None:
    spalten = [Spalte("Vorgang", kopf=True), Spalte("Wirkt ab"), Spalte("Vermerk"), Spalte("Festgehalten")]
    zeilen: list[list[Zelle | str]] = []
    for eintrag in gremium.fuehrungsvorgaenge.gueltig().select_related("festgehalten_durch").order_by("-ab", "-pk"):
        zuruecknehmbar = darf and eintrag.art != Fuehrungsakt.WECHSEL
        url = reverse("gremien:fuehrung_zurueck", args=[eintrag.pk]) if zuruecknehmbar else ""
        person = f": {eintrag.person}" if eintrag.person else ""
        zeilen.append(
            [
                f"{eintrag.get_art_display()}{person}",
                zahlen.tag(eintrag.ab),
                eintrag.vermerk or zahlen.FEHLT,
                Zelle(wer_wann(eintrag), url=url, hinweis="Versehen zurücknehmen" if url else ""),
            ]
        )
    return Tabelle("Festgehaltene Vorgänge", spalten, zeilen) if zeilen else None


class Fuehrungsformular(forms.Form):
    """Who manages, from when on; fields that an act does not need are left out."""

    person = forms.CharField(label="Name", max_length=150)
    seite = forms.ChoiceField(
        label="Bestimmt von", choices=[(a.value, ARTEN[a].titel) for a in (Parteiart.BA, Parteiart.KOMMUNE)]
    )
    ab = tagesfeld("Wirkt ab", help_text="Der erste Tag, an dem es gilt.")
    bis = tagesfeld("Amtszeit bis vor", required=False, help_text="Der erste Tag danach; leer: fünf Jahre.")
    vermerk = forms.CharField(
        label="Vermerk", max_length=300, required=False, help_text="Etwa der Beschluss, auf dem es beruht."
    )

    def __init__(self, *args: object, art: Fuehrungsakt, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        noetig = {Fuehrungsakt.BESTELLUNG: {"person", "bis"}, Fuehrungsakt.BESTIMMUNG: {"person", "seite"}}
        for feld in {"person", "seite", "bis"} - noetig.get(art, set()):
            del self.fields[feld]

    def angaben(self) -> fuehrung.Angaben:
        """What is recorded. Only after ``is_valid()``."""
        daten = dict(self.cleaned_data)
        if "seite" in daten:
            daten["seite"] = Parteiart(daten["seite"])
        return fuehrung.Angaben(**daten)


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def fuehrungsakt(request: HttpRequest, pk: int, art: str) -> HttpResponse:
    """Record an appointment, a determination in turn, a dismissal, or that somebody left for good."""
    gremium = _traegerversammlung(request, pk)
    verlange(zugang_von(request), _FUEHREN, gremium)
    if art not in {akt.value for akt in _FUEHRUNGSSEITEN}:
        raise Http404("Diesen Vorgang gibt es nicht.")
    akt = Fuehrungsakt(art)
    form = Fuehrungsformular(request.POST or None, art=akt)
    seite = aktseite(gremium, *_FUEHRUNGSSEITEN[akt], _REITER)
    return formularseite(
        request,
        seite,
        form,
        lambda **wer: fuehrung.halte_fest(versammlung=gremium, art=akt, angaben=form.angaben(), **wer),
    )


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def fuehrung_zurueck(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was recorded about a Geschäftsführer by mistake."""
    sichtbar = Fuehrungsvorgang.objects.visible_to(zugang_von(request)).gueltig().select_related("gremium")
    vorgang = get_object_or_404(sichtbar, pk=pk)
    verlange(zugang_von(request), _FUEHREN, vorgang.gremium)
    form = Grundformular(request.POST or None)
    seite = aktseite(vorgang.gremium, "Vorgang zurücknehmen", str(vorgang), _REITER)
    return formularseite(
        request,
        seite,
        form,
        lambda **wer: fuehrung.nimm_zurueck(vorgang=vorgang, grund=form.cleaned_data["grund"], **wer),
    )
