"""The overview of an agreement: where it stands, what comes next and who must act, on which results it rests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.beteiligung import nachweise_von
from agreements.formwahl import darf_waehlen, form_von
from agreements.lifecycle import AKTE, VorbehaltUnmoeglich, setze_vorbehalt
from agreements.lifecycle.vorbehalt import GREMIUM_HOECHSTENS
from agreements.models import Vertragspartei, Zielvereinbarung
from agreements.recht import FORMTITEL, SEITENTITEL, TEXT_OFFEN, VEREINBARUNG, Seite, Zustand, vereinbarungsart
from agreements.verhandlung.beteiligte import eigene_von
from agreements.views.beteiligungszeilen import Beteiligungsseite
from agreements.views.rahmen import lade, rahmen
from agreements.views.schritte import aussichten
from agreements.views.verlauf import schritte
from agreements.views.zeilen import seitenname
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.recht import LAENDER
from zielsystem.parties.zugriff import Zugang, may
from zielsystem.recht import Ausserhalb
from zielsystem.ui.rows import Spalte, Tabelle, Zelle


class Vorbehaltsformular(forms.Form):
    """The own body whose resolution is reserved."""

    gremium = forms.CharField(
        label="Gremium Ihrer Partei, dessen Beschluss vorbehalten ist",
        required=False,
        max_length=GREMIUM_HOECHSTENS,
        help_text="Etwa „Kreistag des Kreises …“. Gezeichnet wird dann unter Vorbehalt; wirksam wird die "
        "Vereinbarung mit dem Beschluss, den nur Ihre Partei festhält. Leer: kein Vorbehalt.",
    )


@angemeldet
@require_safe
def vereinbarung(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of an agreement; invisible is not there."""
    return _seite(request, lade(request, pk))


@befugt(Befugnis.SEHEN)
@require_POST
def uebergang(request: HttpRequest, pk: int) -> HttpResponse:
    """Do one act of the table of transitions; what hinders it is said in full, and a reason typed is not lost."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = lade(request, pk)
    code, grund = request.POST.get("uebergang", ""), request.POST.get("grund", "")
    akt = AKTE.get(code)
    if akt is None:
        raise Http404("Diesen Schritt gibt es nicht.")
    try:
        neu = akt(vereinbarung=gefunden, durch=zugang, am=timezone.now(), grund=grund)
    except (Gehindert, Ausserhalb) as fehler:
        messages.error(request, str(fehler))
        if grund and isinstance(fehler, Ausserhalb):
            messages.info(request, f"Ihre Begründung ist nicht gespeichert: „{grund}“")
        return _seite(request, lade(request, pk), eingaben={code: grund}, status=409)
    if neu.pk == gefunden.pk:
        messages.success(request, f"Die Zielvereinbarung ist jetzt: {VEREINBARUNG.titel_von(neu.zustand)}.")
    else:
        messages.success(request, f"Die Änderungsvereinbarung (Fassung {neu.fassung}) ist als Entwurf angelegt.")
    return redirect("agreements:vereinbarung", pk=neu.pk)


@befugt(Befugnis.VERHANDELN)
@require_POST
def vorbehalt(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the body whose resolution is reserved, while the text is open."""
    gefunden = lade(request, pk)
    formular = Vorbehaltsformular(request.POST)
    if formular.is_valid():
        zugang: Zugang = request.zugang  # type: ignore[attr-defined]
        gremium = formular.cleaned_data["gremium"]
        try:
            setze_vorbehalt(vereinbarung=gefunden, gremium=gremium, durch=zugang, am=timezone.now())
        except VorbehaltUnmoeglich as fehler:
            formular.add_error("gremium", str(fehler))
        else:
            text = f"Vorbehalten ist der Beschluss: {gremium}." if gremium else "Die Vereinbarung ist ohne Vorbehalt."
            messages.success(request, text)
            return redirect("agreements:vereinbarung", pk=pk)
    return _seite(request, gefunden, formular=formular, status=409)


def _seite(
    request: HttpRequest,
    vereinbarung: Zielvereinbarung,
    *,
    eingaben: Mapping[str, str] | None = None,
    formular: Vorbehaltsformular | None = None,
    status: int = 200,
) -> HttpResponse:
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    parteien = list(vereinbarung.vertragsparteien.order_by("reihenfolge"))
    nachweise = nachweise_von([vereinbarung])
    naechste = aussichten(vereinbarung, parteien, zugang, nachweise, eingaben)
    beteiligung = Beteiligungsseite(vereinbarung, parteien, zugang, nachweise[vereinbarung.pk])
    kontext = {
        **rahmen(request, vereinbarung, "ueberblick"),
        "angaben": _angaben(vereinbarung, parteien),
        "schritte": schritte(vereinbarung, parteien),
        "naechste": [aussicht for aussicht in naechste if not aussicht.nebenweg],
        "nebenwege": [aussicht for aussicht in naechste if aussicht.nebenweg],
        "nebenwege_offen": bool(eingaben),
        "nachweise": beteiligung.tabelle(),
        "aufhebung": beteiligung.aufhebung(),
        "nachweise_url": reverse("agreements:nachweise", args=[vereinbarung.runde_id]),
        "parteien": _parteien(parteien),
        "form_url": reverse("agreements:form_waehlen", args=[vereinbarung.pk])
        if darf_waehlen(zugang, vereinbarung)
        else "",
        "formular": formular or _vorbehaltsformular(vereinbarung, parteien, zugang),
    }
    return render(request, "agreements/vereinbarung/ueberblick.html", kontext, status=status)


def _vorbehaltsformular(
    vereinbarung: Zielvereinbarung, parteien: list[Vertragspartei], zugang: Zugang
) -> Vorbehaltsformular | None:
    if Zustand(vereinbarung.zustand) not in TEXT_OFFEN or not may(zugang, Befugnis.VERHANDELN, vereinbarung):
        return None
    eigene = eigene_von(parteien, zugang)
    if eigene is None or vereinbarung.vorbehalt_von_id not in (None, eigene.pk):
        return None
    return Vorbehaltsformular(initial={"gremium": vereinbarung.vorbehalt})


def _angaben(vereinbarung: Zielvereinbarung, parteien: list[Vertragspartei]) -> list[tuple[str, Zelle | str]]:
    runde = vereinbarung.runde
    angaben: list[tuple[str, Zelle | str]] = [
        ("Rechtsgrundlage", str(vereinbarungsart(vereinbarung.nr, runde.ab).norm)),
        ("Zeitraum", f"{zahlen.tag(runde.ab)} bis {zahlen.tag(runde.bis - timedelta(days=1))}"),
    ]
    if vereinbarung.nr != 1:
        angaben.append(("Land", LAENDER[vereinbarung.schluessel[:2]]))
    if vereinbarung.jobcenter_id:
        seite = reverse("kennzahlen:jobcenter", args=[vereinbarung.schluessel])
        angaben.append(("Jobcenter", Zelle(f"{vereinbarung.titel} ({vereinbarung.schluessel})", url=seite)))
    if vereinbarung.nr == 2:
        angaben.append(("Form", FORMTITEL[form_von(vereinbarung)]))
    if vereinbarung.vorbehalt:
        wessen = next((str(p) for p in parteien if p.pk == vereinbarung.vorbehalt_von_id), "")
        angaben.append(("Gremienvorbehalt", Zelle(vereinbarung.vorbehalt, hinweis=f"Gremium von: {wessen}")))
    return [*angaben, *_fassungen(vereinbarung)]


def _fassungen(vereinbarung: Zielvereinbarung) -> list[tuple[str, Zelle | str]]:
    """The other Fassungen of an agreement: what it amends, what amends it."""
    angaben: list[tuple[str, Zelle | str]] = []
    if vereinbarung.aendert_id:
        original = reverse("agreements:vereinbarung", args=[vereinbarung.aendert_id])
        angaben.append(("Ändert", Zelle(f"{seitenname(vereinbarung)}, frühere Fassung", url=original)))
        vergleich = reverse("agreements:aenderung", args=[vereinbarung.pk])
        angaben.append(("Unterschiede", Zelle("Alte und neue Fassung vergleichen", url=vergleich)))
    for aenderung in vereinbarung.aenderungen.order_by("fassung"):
        seite = reverse("agreements:vereinbarung", args=[aenderung.pk])
        text = f"Fassung {aenderung.fassung} ({VEREINBARUNG.titel_von(aenderung.zustand)})"
        angaben.append(("Änderungsvereinbarung", Zelle(text, url=seite)))
    return angaben


def _parteien(parteien: list[Vertragspartei]) -> Tabelle:
    spalten = [Spalte("Vertragspartei", kopf=True), Spalte("vertreten durch"), Spalte("Seite")]
    zeilen = [
        [partei.bezeichnung, partei.vertreten_durch or zahlen.FEHLT, SEITENTITEL[Seite(partei.seite)]]
        for partei in parteien
    ]
    return Tabelle("Vertragsparteien", spalten, zeilen)
