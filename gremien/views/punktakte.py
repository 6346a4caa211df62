"""The acts on one item in a session and after it: hearings, what was said, results, corrections, what is to be done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from gremien.abstimmung import VOTUMSTITEL, Votum
from gremien.models import Tagesordnungspunkt
from gremien.recht import ANZUHOERENDE_TITEL, AUSGANGSTITEL, MOEGLICH, Anzuhoerende, Ausgang, Form, gegenstand
from gremien.sitzungen import beschluesse, umsetzung, verlauf
from gremien.sitzungen.lage import tag_von
from gremien.views.felder import tagesfeld, textfeld
from gremien.views.punkte import lade_fuer, punktseite
from gremien.views.rahmen import formularseite, zugang_von
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt
from zielsystem.parties.models import Partei, Parteistand

_FUEHREN = Befugnis.GREMIUM_FUEHREN
_GENEHMIGEN = Befugnis.NIEDERSCHRIFT_GENEHMIGEN
_NUR_DURCH_STIMMEN = (Ausgang.BESCHLOSSEN, Ausgang.ABGELEHNT)


class Anhoerungsformular(forms.Form):
    """Who was heard, when, and what was said."""

    wer = forms.ChoiceField(label="Angehört")
    gehoert_am = tagesfeld("Am", initial=date.today)
    text = textfeld("Stellungnahme", 4, max_length=20_000, help_text="Oder dass keine abgegeben wurde.")

    def __init__(self, *args: Any, punkt: Tagesordnungspunkt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        noetig = gegenstand(punkt.gegenstand, tag_von(punkt.sitzung)).anzuhoeren
        self.fields["wer"].choices = [(wer.value, ANZUHOERENDE_TITEL[wer]) for wer in noetig]  # type: ignore[attr-defined]


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def anhoerung_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that somebody was heard before the decision."""
    eines = lade_fuer(request, pk)
    form = Anhoerungsformular(request.POST or None, punkt=eines)

    def akt(**wer: Any) -> object:
        daten = form.cleaned_data
        return verlauf.hoere_an(
            punkt=eines, wer=Anzuhoerende(daten["wer"]), gehoert_am=daten["gehoert_am"], text=daten["text"], **wer
        )

    return formularseite(request, punktseite(eines, "Anhörung festhalten"), form, akt)


class Verlaufsformular(forms.Form):
    """What the minutes say about an item."""

    text = textfeld("Verlauf", 8, max_length=20_000, required=False)


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def verlauf_schreiben(request: HttpRequest, pk: int) -> HttpResponse:
    """Put down what the minutes say about an item."""
    eines = lade_fuer(request, pk)
    form = Verlaufsformular(request.POST or None, initial={"text": eines.verlauf})
    return formularseite(
        request,
        punktseite(eines, "Verlauf", "Speichern"),
        form,
        lambda **wer: verlauf.schreibe_verlauf(punkt=eines, text=form.cleaned_data["text"], **wer),
    )


class Ergebnisformular(forms.Form):
    """What came out of an item without a vote."""

    ausgang = forms.ChoiceField(label="Ergebnis", widget=forms.RadioSelect)
    wortlaut = textfeld("Wortlaut", 4, max_length=20_000, required=False)
    grund = textfeld("Grund, wenn es ein früheres Ergebnis ersetzt", 2, max_length=2_000, required=False)

    def __init__(self, *args: Any, punkt: Tagesordnungspunkt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moegliche = [(a.value, AUSGANGSTITEL[a]) for a in MOEGLICH[Form(punkt.form)] if a not in _NUR_DURCH_STIMMEN]
        self.fields["ausgang"].choices = moegliche  # type: ignore[attr-defined]
        if not punkt.ergebnisse.exists():
            del self.fields["grund"]


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def ergebnis_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that an item was deliberated, discussed or adjourned."""
    eines = lade_fuer(request, pk)
    form = Ergebnisformular(request.POST or None, punkt=eines)

    def akt(**wer: Any) -> object:
        daten = form.cleaned_data | {"ausgang": Ausgang(form.cleaned_data["ausgang"])}
        return beschluesse.halte_ergebnis_fest(punkt=eines, **daten, **wer)

    return formularseite(request, punktseite(eines, "Ergebnis festhalten"), form, akt)


class Berichtigungsformular(forms.Form):
    """How the approved result should have read, and why it was wrong."""

    ausgang = forms.ChoiceField(label="Ergebnis", widget=forms.RadioSelect)
    wortlaut = textfeld("Wortlaut", 4, max_length=20_000, required=False)
    ja = forms.IntegerField(label="Ja", min_value=0, required=False)
    nein = forms.IntegerField(label="Nein", min_value=0, required=False)
    enthaltung = forms.IntegerField(label="Enthaltungen", min_value=0, required=False)
    vorsitz = forms.ChoiceField(
        label="Stimme des Vorsitzes bei Gleichheit",
        required=False,
        choices=[("", "unverändert"), *((v.value, VOTUMSTITEL[v]) for v in Votum)],
    )
    grund = textfeld("Grund der Berichtigung", 3, max_length=2_000)

    def __init__(self, *args: Any, punkt: Tagesordnungspunkt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moegliche = [(a.value, AUSGANGSTITEL[a]) for a in MOEGLICH[Form(punkt.form)]]
        self.fields["ausgang"].choices = moegliche  # type: ignore[attr-defined]
        if punkt.form != Form.BESCHLUSS:
            for feld in ("ja", "nein", "enthaltung", "vorsitz"):
                del self.fields[feld]

    def berichtigung(self) -> beschluesse.Berichtigung:
        """The corrected result. Only after ``is_valid()``."""
        daten = self.cleaned_data
        zahlen = tuple(daten.get(feld) for feld in ("ja", "nein", "enthaltung"))
        summen = tuple(zahl or 0 for zahl in zahlen) if any(zahl is not None for zahl in zahlen) else None
        vorsitz = Votum(daten["vorsitz"]) if daten.get("vorsitz") else None
        return beschluesse.Berichtigung(Ausgang(daten["ausgang"]), daten["wortlaut"], summen, vorsitz)  # type: ignore[arg-type]


@befugt(_GENEHMIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def ergebnis_berichtigen(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a result of approved minutes; the version before stays readable, gates follow the new one."""
    eines = lade_fuer(request, pk, _GENEHMIGEN)
    bisher = eines.ergebnisse.gueltig().first()
    vorher = (
        {feld: getattr(bisher, feld) for feld in ("ausgang", "wortlaut", "ja", "nein", "enthaltung")} if bisher else {}
    )
    form = Berichtigungsformular(request.POST or None, punkt=eines, initial=vorher)
    text = "Die bisherige Fassung bleibt lesbar. Was auf dem Ergebnis beruht, folgt der neuen Fassung."
    return formularseite(
        request,
        punktseite(eines, "Ergebnis berichtigen", "Berichtigen", text),
        form,
        lambda **wer: beschluesse.berichtige(
            punkt=eines, berichtigung=form.berichtigung(), grund=form.cleaned_data["grund"], **wer
        ),
    )


class Umsetzungsformular(forms.Form):
    """What is to be done, by whom, until when."""

    was = forms.CharField(label="Was zu tun ist", max_length=300)
    verantwortlich = forms.TypedChoiceField(label="Wer", coerce=int)
    faellig_am = tagesfeld("Bis")

    def __init__(self, *args: Any, parteien: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verantwortlich"].choices = parteien  # type: ignore[attr-defined]


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def umsetzung_neu(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix what is to be done after an item."""
    eines = lade_fuer(request, pk)
    gremium = eines.sitzung.gremium
    am = zugang_von(request).am
    beteiligte = {*gremium.entsenderechte.am(am).values_list("partei", flat=True), gremium.geschaeftsstelle_id}
    staende = Parteistand.objects.am(am).filter(partei__in=beteiligte).order_by("art", "name")
    form = Umsetzungsformular(request.POST or None, parteien=[(stand.partei_id, stand.name) for stand in staende])

    def akt(**wer: Any) -> object:
        daten = form.cleaned_data
        partei = Partei.objects.get(pk=daten["verantwortlich"])
        return umsetzung.lege_fest(
            punkt=eines, was=daten["was"], verantwortlich=partei, faellig_am=daten["faellig_am"], **wer
        )

    return formularseite(request, punktseite(eines, "Umsetzung festlegen", "Festlegen"), form, akt)
