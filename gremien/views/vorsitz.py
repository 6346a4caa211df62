"""Who chairs a body: today, the history, and recording what happens."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gremien.mitglieder import vorsitz as vorsitzakte
from gremien.mitglieder.vorsitz import AKTE, regel_von, vorsitzverlauf
from gremien.models import Gremium, Mitgliedschaft, Vorsitzakt, Vorsitzvorgang
from gremien.recht.vorsitz import Amtszeit, Vorsitzart
from gremien.views.felder import Grundformular, mitgliedfeld, tagesfeld
from gremien.views.rahmen import formularseite, lade, rahmen, zugang_von
from gremien.views.zeilen import aktseite, wer_wann, zeitraum
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.recht import ARTEN
from zielsystem.parties.zugriff import may, verlange
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

_FUEHREN = Befugnis.GREMIUM_FUEHREN


@angemeldet
@require_safe
def vorsitz(request: HttpRequest, pk: int) -> HttpResponse:
    """Who chairs today, since when, how it came about, and what happened before."""
    zugang = zugang_von(request)
    gremium = lade(request, pk)
    folge = vorsitzverlauf(gremium, max(zugang.am, gremium.ab))
    namen = namen_der_mitglieder(gremium)
    kontext = {
        **rahmen(gremium, "vorsitz"),
        "heute": vorsitzangaben(folge[-1], namen),
        "stellvertretung": ", ".join(namen[m] for m in vorsitzakte.stellvertretung_des(gremium, zugang.am)),
        "verlauf": _vorsitztabelle(folge, namen),
        "norm": str(regel_von(gremium, max(zugang.am, gremium.ab)).norm),
        "akte": _vorsitzakte(gremium, folge[-1]) if may(zugang, _FUEHREN, gremium) else [],
        "vorgaenge": _vorsitzvorgaenge(gremium, namen, darf=may(zugang, _FUEHREN, gremium)),
    }
    return render(request, "gremien/vorsitz.html", kontext)


def namen_der_mitglieder(gremium: Gremium) -> dict[int, str]:
    """Every member there ever was, by key."""
    return dict(gremium.mitgliedschaften.values_list("pk", "name"))


def vorsitzangaben(zeit: Amtszeit, namen: dict[int, str]) -> list[tuple[str, Zelle | str]]:
    """A stretch of the history as terms and what they are."""
    wer = namen[zeit.mitglied] if zeit.mitglied else "niemand"
    return [
        ("Vorsitz", wer if zeit.mitglied else Zelle("unbesetzt", status="warning")),
        ("Wie", _wie(zeit)),
        ("Zeit", zeitraum(zeit.ab, zeit.bis)),
    ]


def vorsitzzelle(zeit: Amtszeit, namen: dict[int, str], gremium_id: int) -> Zelle:
    """Who chairs, with the way to the history."""
    url = reverse("gremien:vorsitz", args=[gremium_id])
    return Zelle(namen[zeit.mitglied] if zeit.mitglied else "unbesetzt", url=url, hinweis=_wie(zeit))


def _wie(zeit: Amtszeit) -> str:
    if zeit.art is Vorsitzart.GEWAEHLT:
        return "von den Mitgliedern gewählt"
    if zeit.seite is None:
        return "eine Wahl steht aus"
    seite = ARTEN[zeit.seite].kurz
    return f"bestimmt von: {seite}" if zeit.mitglied else f"zu bestimmen von: {seite}"


def _vorsitztabelle(folge: Sequence[Amtszeit], namen: dict[int, str]) -> Tabelle:
    spalten = [Spalte("Vorsitz", kopf=True), Spalte("Wie"), Spalte("Zeit")]
    zeilen: list[list[Zelle | str]] = [
        [
            namen[zeit.mitglied] if zeit.mitglied else Zelle("unbesetzt", status="warning"),
            _wie(zeit),
            zeitraum(zeit.ab, zeit.bis),
        ]
        for zeit in reversed(folge)
    ]
    return Tabelle("Verlauf des Vorsitzes", spalten, zeilen)


def _vorsitzakte(gremium: Gremium, jetzt: Amtszeit) -> list[tuple[str, str]]:
    """What the office can record now: title and address."""
    regel = regel_von(gremium, jetzt.ab)
    moeglich = {
        Vorsitzakt.WAHL: ("Wahl festhalten", regel.wahl),
        Vorsitzakt.KEINE_EINIGUNG: ("Keine Einigung festhalten", bool(regel.wahl and regel.wechsel and not jetzt.zug)),
        Vorsitzakt.BESTIMMUNG: ("Bestimmung festhalten", bool(jetzt.zug)),
        Vorsitzakt.AUSSCHEIDEN: ("Ausscheiden festhalten", jetzt.mitglied is not None),
    }
    akte = [
        (titel, reverse("gremien:vorsitzakt", args=[gremium.pk, art.value]))
        for art, (titel, offen) in moeglich.items()
        if offen
    ]
    return [*akte, ("Stellvertretung festhalten", reverse("gremien:vorsitzvertretung", args=[gremium.pk]))]


def _vorsitzvorgaenge(gremium: Gremium, namen: dict[int, str], *, darf: bool) -> Tabelle | None:
    spalten = [Spalte("Vorgang", kopf=True), Spalte("Wirkt ab"), Spalte("Vermerk"), Spalte("Festgehalten")]
    zeilen: list[list[Zelle | str]] = []
    for eintrag in gremium.vorsitzvorgaenge.gueltig().select_related("festgehalten_durch").order_by("-ab", "-pk"):
        wer = f": {namen[eintrag.mitglied_id]}" if eintrag.mitglied_id else ""
        url = reverse("gremien:vorsitz_zurueck", args=[eintrag.pk]) if darf else ""
        zeilen.append(
            [
                f"{eintrag.get_art_display()}{wer}",
                zahlen.tag(eintrag.ab),
                eintrag.vermerk or zahlen.FEHLT,
                Zelle(wer_wann(eintrag), url=url, hinweis="Versehen zurücknehmen" if darf else ""),
            ]
        )
    return Tabelle("Festgehaltene Vorgänge", spalten, zeilen) if zeilen else None


class Vorsitzformular(forms.Form):
    """Who chairs, from when on; fields that an act does not need are left out."""

    ab = tagesfeld("Wirkt ab", help_text="Der erste Tag, an dem es gilt.")
    bis = tagesfeld("Amtszeit bis vor", required=False, help_text="Der erste Tag danach; leer: so lange wie möglich.")
    vermerk = forms.CharField(label="Vermerk", max_length=300, required=False)

    def __init__(self, *args: object, gremium: Gremium, mit_person: bool, mit_ende: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if mit_person:
            felder = {"mitglied": mitgliedfeld(Mitgliedschaft.objects.filter(gremium=gremium))}
            self.fields = felder | self.fields
        if not mit_ende:
            del self.fields["bis"]

    def angaben(self) -> vorsitzakte.Angaben:
        """What is recorded. Only after ``is_valid()``."""
        return vorsitzakte.Angaben(**self.cleaned_data)


_VORSITZSEITEN: dict[Vorsitzakt, tuple[str, str]] = {
    Vorsitzakt.WAHL: ("Wahl des Vorsitzes", "Die Mitglieder haben sich auf eine Person geeinigt."),
    Vorsitzakt.KEINE_EINIGUNG: (
        "Keine Einigung über den Vorsitz",
        "Ab diesem Tag bestimmen die Seiten den Vorsitz abwechselnd, in der Reihenfolge und für die Zeit, die das "
        "Gesetz nennt.",
    ),
    Vorsitzakt.BESTIMMUNG: ("Bestimmung des Vorsitzes", "Die Seite, die an der Reihe ist, hat jemanden bestimmt."),
    Vorsitzakt.AUSSCHEIDEN: ("Ausscheiden aus dem Vorsitz", "Der Vorsitz wird vor dem Ende der Amtszeit frei."),
}


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def vorsitzakt(request: HttpRequest, pk: int, art: str) -> HttpResponse:
    """Record an election, that there is no agreement, a determination, or that a chair leaves."""
    gremium = _eigenes(request, pk)
    if art not in Vorsitzakt.values:
        raise Http404("Diesen Vorgang gibt es nicht.")
    akt = Vorsitzakt(art)
    titel, text = _VORSITZSEITEN[akt]
    form = Vorsitzformular(
        request.POST or None,
        gremium=gremium,
        mit_person=akt is not Vorsitzakt.KEINE_EINIGUNG,
        mit_ende=akt is Vorsitzakt.WAHL,
    )
    seite = aktseite(gremium, titel, text, ("Vorsitz", "vorsitz"))
    return formularseite(request, seite, form, lambda **wer: AKTE[akt](gremium=gremium, angaben=form.angaben(), **wer))


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def vorsitzvertretung(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a deputy chair."""
    gremium = _eigenes(request, pk)
    form = Vorsitzformular(request.POST or None, gremium=gremium, mit_person=True, mit_ende=True)
    text = "Wer in Vertretung des Vorsitzes leitet, dessen Stimme gibt bei Stimmengleichheit den Ausschlag."
    seite = aktseite(gremium, "Stellvertretender Vorsitz", text, ("Vorsitz", "vorsitz"))
    return formularseite(
        request,
        seite,
        form,
        lambda **wer: vorsitzakte.bestimme_stellvertretung(gremium=gremium, angaben=form.angaben(), **wer),
    )


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def vorsitz_zurueck(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was recorded about a chair by mistake."""
    sichtbar = Vorsitzvorgang.objects.visible_to(zugang_von(request)).gueltig().select_related("gremium", "mitglied")
    vorgang = get_object_or_404(sichtbar, pk=pk)
    verlange(zugang_von(request), _FUEHREN, vorgang.gremium)
    form = Grundformular(request.POST or None)
    seite = aktseite(vorgang.gremium, "Vorgang zurücknehmen", str(vorgang), ("Vorsitz", "vorsitz"))
    return formularseite(
        request,
        seite,
        form,
        lambda **wer: vorsitzakte.nimm_zurueck(vorgang=vorgang, grund=form.cleaned_data["grund"], **wer),
    )


def _eigenes(request: HttpRequest, pk: int) -> Gremium:
    gremium = lade(request, pk)
    verlange(zugang_von(request), _FUEHREN, gremium)
    return gremium
