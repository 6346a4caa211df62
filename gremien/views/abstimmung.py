"""Votes on an item: putting a motion to the vote, casting and recording votes, counting, dropping a round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from gremien.abstimmung import VOTUMSTITEL, Votum
from gremien.models import Abstimmung, Anwesenheit, Stimme, Tagesordnungspunkt
from gremien.recht import gegenstand
from gremien.sitzungen import stimmen
from gremien.sitzungen.lage import tag_von
from gremien.views.felder import Grundformular, textfeld
from gremien.views.punkte import lade_fuer, praesente, punktseite, zum_punkt
from gremien.views.rahmen import formularseite, vollzogen, zugang_von
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt
from zielsystem.parties.recht import ARTEN, Parteiart
from zielsystem.parties.zugriff import verlange

_FUEHREN = Befugnis.GREMIUM_FUEHREN
_MITWIRKEN = Befugnis.IM_GREMIUM_MITWIRKEN


class Antragsformular(forms.Form):
    """What is put to the vote."""

    antrag = textfeld("Beschlussvorschlag", 4, max_length=20_000)


class Summenformular(Antragsformular):
    """Totals of a vote, where a body does not vote by name."""

    anwesend = forms.IntegerField(label="Anwesende Mitglieder", min_value=0)
    ja = forms.IntegerField(label="Ja", min_value=0)
    nein = forms.IntegerField(label="Nein", min_value=0)
    enthaltung = forms.IntegerField(label="Enthaltungen", min_value=0, initial=0)

    def summen(self) -> tuple[int, int, int]:
        """Yes, no, abstentions. Only after ``is_valid()``."""
        daten = self.cleaned_data
        return daten["ja"], daten["nein"], daten["enthaltung"]


def _vorschlag(eines: Tagesordnungspunkt) -> str:
    """What the motion begins with; in a case that is heard first the office words it, the title decides nothing."""
    strittig = gegenstand(eines.gegenstand, tag_von(eines.sitzung)).anzuhoeren
    return eines.antrag or ("" if strittig else eines.titel)


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def abstimmung_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a motion to the vote; in a body that does not vote by name, record the totals at once."""
    eines = lade_fuer(request, pk)
    if eines.sitzung.gremium.namentlich:
        form: forms.Form = Antragsformular(request.POST or None, initial={"antrag": _vorschlag(eines)})
        seite = punktseite(eines, "Abstimmen lassen", "Abstimmung eröffnen")
        return formularseite(
            request,
            seite,
            form,
            lambda **wer: stimmen.eroeffne_abstimmung(punkt=eines, antrag=form.cleaned_data["antrag"], **wer),
        )
    summen = Summenformular(request.POST or None, initial={"antrag": _vorschlag(eines)})

    def akt(**wer: Any) -> object:
        daten = summen.cleaned_data
        return stimmen.halte_summen_fest(
            punkt=eines, antrag=daten["antrag"], summen=summen.summen(), anwesend=daten["anwesend"], **wer
        )

    return formularseite(request, punktseite(eines, "Abstimmung festhalten"), summen, akt)


def _lade_abstimmung(request: HttpRequest, pk: int) -> Abstimmung:
    sichtbar = Tagesordnungspunkt.objects.visible_to(zugang_von(request)).values("pk")
    alle = Abstimmung.objects.filter(punkt__in=sichtbar).select_related("punkt__sitzung__gremium")
    return get_object_or_404(alle, pk=pk)


class Stimmenformular(forms.Form):
    """The votes of all members who are there, as they were given; votes cast already stay."""

    ohne_optional = True

    def __init__(self, *args: Any, anwesende: list[Anwesenheit], bisher: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.anwesende = {a.mitgliedschaft_id: a.mitgliedschaft for a in anwesende}
        for eine in anwesende:
            if eine.mitgliedschaft_id in bisher:
                continue
            seite = ARTEN[Parteiart(eine.mitgliedschaft.seite)].kurz
            fuer = f", vertreten durch {eine.vertretung.name}" if eine.vertretung else ""
            self.fields[f"m{eine.mitgliedschaft_id}"] = forms.ChoiceField(
                label=f"{eine.mitgliedschaft.name} ({seite}){fuer}",
                choices=[(votum.value, VOTUMSTITEL[votum]) for votum in Votum],
                widget=forms.RadioSelect,
                required=False,
            )

    def abgegebene(self) -> list[tuple[Any, Votum]]:
        """The memberships and votes that were filled in. Only after ``is_valid()``."""
        return [(self.anwesende[int(feld[1:])], Votum(wert)) for feld, wert in self.cleaned_data.items() if wert]


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def stimmen_festhalten(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the votes given in the session, all of them or none."""
    abstimmung = _lade_abstimmung(request, pk)
    eines = abstimmung.punkt
    verlange(zugang_von(request), _FUEHREN, eines.sitzung)
    bisher = dict(abstimmung.stimmen.values_list("mitgliedschaft", "votum"))
    form = Stimmenformular(request.POST or None, anwesende=praesente(eines), bisher=bisher)
    seite = punktseite(eines, "Stimmen festhalten", text=abstimmung.antrag)
    return formularseite(
        request,
        seite,
        form,
        lambda **wer: stimmen.halte_stimmen_fest(abstimmung=abstimmung, vota=form.abgegebene(), **wer),
    )


@befugt(_MITWIRKEN)
@require_POST
def stimme_abgeben(request: HttpRequest, pk: int) -> HttpResponse:
    """Cast one's own vote."""
    abstimmung = _lade_abstimmung(request, pk)
    votum = request.POST.get("votum", "")
    if votum in set(Votum):

        def akt(**wer: Any) -> Stimme:
            return stimmen.stimme_ab(abstimmung=abstimmung, votum=Votum(votum), **wer)

        vollzogen(request, akt, "Ihre Stimme ist abgegeben.")
    return zum_punkt(abstimmung.punkt_id, "#abstimmung")


@befugt(_FUEHREN)
@require_POST
def abstimmung_auszaehlen(request: HttpRequest, pk: int) -> HttpResponse:
    """Count a round; the result follows from the votes."""
    abstimmung = _lade_abstimmung(request, pk)
    vollzogen(request, lambda **wer: stimmen.zaehle_aus(abstimmung=abstimmung, **wer), "Die Stimmen sind ausgezählt.")
    return zum_punkt(abstimmung.punkt_id, "#ergebnis")


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def abstimmung_verwerfen(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a round with a reason."""
    abstimmung = _lade_abstimmung(request, pk)
    verlange(zugang_von(request), _FUEHREN, abstimmung.punkt.sitzung)
    form = Grundformular(request.POST or None)
    return formularseite(
        request,
        punktseite(abstimmung.punkt, "Abstimmung verwerfen", "Verwerfen"),
        form,
        lambda **wer: stimmen.verwirf(abstimmung=abstimmung, grund=form.cleaned_data["grund"], **wer),
    )
