"""Who is there: the table on the page of a session, and recording it for all members at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from gremien.mitglieder.lesen import vertretungen_fuer
from gremien.models import Mitgliedschaft, Sitzung, Teilnahme, Vertretung
from gremien.recht import Verfahren
from gremien.sitzungen.lage import mitglieder_von, stand_von, tag_von
from gremien.sitzungen.verlauf import Anwesenheitsangabe, halte_anwesenheit_fest, leitung_von
from gremien.views.rahmen import Seite, formularseite, krumen, zugang_von
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt
from zielsystem.parties.recht import ARTEN, Parteiart
from zielsystem.parties.zugriff import verlange
from zielsystem.ui.rows import Spalte, Statusart, Tabelle, Zelle

_FUEHREN = Befugnis.GREMIUM_FUEHREN
_STATUS: dict[str, Statusart] = {"anwesend": "success", "vertreten": "info", "abwesend": "neutral"}


def anwesenheitslage(sitzung: Sitzung, *, fuehrt: bool) -> dict[str, Any] | None:
    """Who was there, whether the body can decide and who presides; None while nobody is invited, or in writing."""
    if sitzung.verfahren == Verfahren.UMLAUF or sitzung.zustand in ("geplant", "abgesagt"):
        return None
    stand = stand_von(sitzung)
    erfasst = {a.mitgliedschaft_id: a for a in sitzung.anwesenheiten.select_related("vertretung")}
    zeilen: list[list[Zelle | str]] = []
    for mitglied in mitglieder_von(sitzung):
        zeile = erfasst.get(mitglied.pk)
        wer = zeile.vertretung.name if zeile and zeile.vertretung else ""
        da = (
            Zelle(zeile.get_teilnahme_display(), status=_STATUS[zeile.teilnahme], hinweis=wer)
            if zeile
            else Zelle("offen")
        )
        zeilen.append([mitglied.name, ARTEN[Parteiart(mitglied.seite)].kurz, da])
    spalten = [Spalte("Mitglied", kopf=True), Spalte("Seite"), Spalte("Anwesenheit")]
    return {
        "tabelle": Tabelle("Anwesenheit", spalten, zeilen) if erfasst else None,
        "beschlussfaehig": getattr(stand, "beschlussfaehig", False),
        "vollstaendig": getattr(stand, "ohne_anwesenheit", 1) == 0,
        "leitung": leitung_von(sitzung).hinweis,
        "darf": fuehrt and sitzung.zustand in ("eingeladen", "eroeffnet"),
    }


class Anwesenheitsformular(forms.Form):
    """For each member: there, absent, or represented by one of those who may sit in; whom a member sent is chosen."""

    def __init__(
        self,
        *args: Any,
        mitglieder: list[Mitgliedschaft],
        vertretungen: dict[int, list[Vertretung]],
        bisher: dict[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.mitglieder = mitglieder
        for mitglied in mitglieder:
            benannte = vertretungen.get(mitglied.pk, [])
            vertreter = [(f"v{eine.pk}", f"vertreten durch {eine.name}") for eine in benannte]
            entsandt = next((f"v{eine.pk}" for eine in benannte if eine.sitzung_id), "anwesend")
            self.fields[f"m{mitglied.pk}"] = forms.ChoiceField(
                label=f"{mitglied.name} ({ARTEN[Parteiart(mitglied.seite)].kurz})",
                choices=[("anwesend", "anwesend"), *vertreter, ("abwesend", "abwesend")],
                widget=forms.RadioSelect,
                initial=bisher.get(mitglied.pk, entsandt),
            )

    def angaben(self) -> list[Anwesenheitsangabe]:
        """What is recorded. Only after ``is_valid()``."""
        return [self._angabe(mitglied.pk, self.cleaned_data[f"m{mitglied.pk}"]) for mitglied in self.mitglieder]

    def _angabe(self, mitglied: int, wahl: str) -> Anwesenheitsangabe:
        if wahl.startswith("v"):
            return Anwesenheitsangabe(mitglied, Teilnahme.VERTRETEN, int(wahl[1:]))
        return Anwesenheitsangabe(mitglied, Teilnahme(wahl))


@befugt(_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def anwesenheit(request: HttpRequest, pk: int) -> HttpResponse:
    """Record who is there, for all members at once."""
    zugang = zugang_von(request)
    sitzung = get_object_or_404(Sitzung.objects.visible_to(zugang).select_related("gremium"), pk=pk)
    verlange(zugang, _FUEHREN, sitzung)
    mitglieder = mitglieder_von(sitzung)
    bisher = {
        a.mitgliedschaft_id: f"v{a.vertretung_id}" if a.vertretung_id else a.teilnahme
        for a in sitzung.anwesenheiten.all()
    }
    form = Anwesenheitsformular(
        request.POST or None,
        mitglieder=mitglieder,
        vertretungen=vertretungen_fuer(sitzung.pk, tag_von(sitzung), mitglieder),
        bisher=bisher,
    )
    ziel = f"/gremien/sitzungen/{sitzung.pk}/#anwesenheit"
    weg = krumen(sitzung.gremium, (sitzung.titel, ziel), "Anwesenheit")
    text = "Vertreten kann, wer für das Mitglied als Vertretung benannt ist."
    seite = Seite("Anwesenheit", "Festhalten", ziel, weg, text, "Die Anwesenheit ist festgehalten.")
    return formularseite(
        request, seite, form, lambda **wer: halte_anwesenheit_fest(sitzung=sitzung, angaben=form.angaben(), **wer)
    )
