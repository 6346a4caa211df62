"""The page on which everybody can have a PDF checked, without a login: is it the signed agreement, unchanged?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements.siegel.befund import Siegelbefund, Siegelzustand
from agreements.siegel.lesen import NichtLesbar
from agreements.views.zeichnungsformulare import Pruefformular
from agreements.zeichnung.pruefung import Pruefergebnis, Urteil, pruefe
from zielsystem import zahlen
from zielsystem.parties.doors import offen
from zielsystem.ui.rows import Zelle

URTEILE: dict[Urteil, tuple[str, str, str]] = {
    Urteil.AUSFERTIGUNG: (
        "success",
        "Das ist die gezeichnete Ausfertigung, unverändert",
        "Die Datei stimmt Byte für Byte mit der Ausfertigung überein, die hier verzeichnet ist.",
    ),
    Urteil.ERGAENZT: (
        "danger",
        "Nach dem Siegeln verändert",
        "Die Datei beginnt mit einer gezeichneten Ausfertigung, danach wurde etwas angefügt. Was Sie sehen, muss nicht "
        "das sein, was gezeichnet wurde. Verlangen Sie die unveränderte Datei.",
    ),
    Urteil.GEBROCHEN: (
        "danger",
        "Das Siegel ist gebrochen",
        "Der Inhalt passt nicht zum Siegel: Die Datei wurde verändert oder beschädigt. "
        "Verlassen Sie sich nicht auf sie.",
    ),
    Urteil.UNTERZEICHNET: (
        "warning",
        "Von einer Vertragspartei unterschriebene Fassung",
        "Das ist der Beleg für die Unterschrift einer Vertragspartei, nicht die Ausfertigung mit allen Unterschriften.",
    ),
    Urteil.FASSUNG: (
        "warning",
        "Fassung zur Unterzeichnung",
        "Die Datei stammt unverändert von hier, trägt aber keine Unterschriften. Sie belegt keine Vereinbarung.",
    ),
    Urteil.ENTWURF: (
        "warning",
        "Entwurf",
        "Die Datei stammt unverändert von hier, ist aber ein Entwurf. Sie belegt keine Vereinbarung.",
    ),
    Urteil.NICHT_VERZEICHNET: (
        "warning",
        "Siegel unversehrt, Datei nicht verzeichnet",
        "Die Datei trägt ein unversehrtes Siegel dieser Stelle, ist hier aber nicht als Ausfertigung verzeichnet.",
    ),
    Urteil.FREMDES_SIEGEL: (
        "warning",
        "Siegel einer anderen Stelle",
        "Die Datei trägt ein Siegel, das nicht von hier stammt. Über ihren Inhalt ist hier nichts bekannt.",
    ),
    Urteil.UNBEKANNT: (
        "warning",
        "Unbekannt",
        "Diese Datei ist hier nicht verzeichnet und trägt kein Siegel dieser Stelle. Schon das Speichern in einem "
        "anderen Programm ändert eine Datei: Prüfen Sie das Original, nicht einen Ausdruck oder ein neues PDF davon.",
    ),
}
"""How a verdict is said: kind of alert, title, text."""

_SIEGEL = {
    Siegelzustand.INTAKT: "unversehrt",
    Siegelzustand.ERGAENZT: "für den gesiegelten Teil unversehrt",
    Siegelzustand.GEBROCHEN: "gebrochen",
}


@offen
@require_http_methods(["GET", "HEAD", "POST"])
def pruefung(request: HttpRequest) -> HttpResponse:
    """The form, and after it the verdict. The file is not kept."""
    form = Pruefformular(request.POST, request.FILES) if request.method == "POST" else Pruefformular()
    kontext: dict[str, Any] = {"brotkrumen": [("Start", "/"), ("Dokument prüfen", None)], "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            ergebnis = pruefe(form.cleaned_data["datei"], request.zugang)  # type: ignore[attr-defined]
        except NichtLesbar as fehler:
            form.add_error("datei", str(fehler))
        else:
            kontext |= _ergebnis(ergebnis)
    return render(request, "agreements/pruefung.html", kontext)


def _ergebnis(ergebnis: Pruefergebnis) -> dict[str, Any]:
    art, titel, text = URTEILE[ergebnis.urteil]
    return {"urteil": {"art": art, "titel": titel, "text": text}, "angaben": _angaben(ergebnis)}


def _angaben(ergebnis: Pruefergebnis) -> list[tuple[str, Zelle | str]]:
    angaben: list[tuple[str, Zelle | str]] = []
    if ergebnis.nr:
        angaben.append(("Art", f"Zielvereinbarung nach § 48b Abs. 1 Satz 1 Nr.\u00a0{ergebnis.nr} SGB II"))
    if ergebnis.geschlossen_am:
        angaben.append(("Zuletzt gezeichnet", zahlen.tag(timezone.localtime(ergebnis.geschlossen_am))))
    angaben += [("Gültigkeit", zelle) for zelle in _gueltigkeit(ergebnis)]
    if vereinbarung := ergebnis.vereinbarung:
        adresse = reverse("agreements:zeichnung", args=[vereinbarung.pk])
        angaben.append(("Zielvereinbarung", Zelle(f"{vereinbarung}, {vereinbarung.runde.zeitraum}", url=adresse)))
        angaben.append(("Zustand", vereinbarung.get_zustand_display()))
    return [*angaben, *_siegel(ergebnis.siegel), ("Prüfsumme der Datei (SHA-256)", ergebnis.sha256)]


def _gueltigkeit(ergebnis: Pruefergebnis) -> Iterator[Zelle]:
    """Why a genuine document may no longer be what counts."""
    if ergebnis.aufgehoben:
        text = "Der Text wurde nach der Zeichnung aufgehoben; die Unterschriften gelten nicht mehr."
        yield Zelle("Text aufgehoben", status="danger", hinweis=text)
    if ergebnis.beendet:
        text = "Die Vertragsparteien haben die Zielvereinbarung einvernehmlich aufgehoben; sie gilt nicht mehr."
        yield Zelle("Vereinbarung aufgehoben", status="danger", hinweis=text)
    if ergebnis.geaendert:
        text = "Zu dieser Zielvereinbarung ist eine Änderungsvereinbarung geschlossen; es gilt, was dort steht."
        yield Zelle("geändert", status="warning", hinweis=text)


def _siegel(siegel: Siegelbefund | None) -> list[tuple[str, Zelle | str]]:
    if siegel is None or siegel.zustand not in _SIEGEL:
        return []
    zeilen: list[tuple[str, Zelle | str]] = [("Siegel", _SIEGEL[siegel.zustand])]
    if siegel.zustand is not Siegelzustand.GEBROCHEN and siegel.am:
        herkunft = "Zertifikat dieser Stelle" if siegel.eigenes else "Zertifikat einer anderen Stelle"
        zeilen += [
            ("Siegel von", f"{siegel.inhaber} ({herkunft})"),
            ("Gesiegelt nach eigener Angabe", zahlen.zeitpunkt(timezone.localtime(siegel.am))),
        ]
    return zeilen
