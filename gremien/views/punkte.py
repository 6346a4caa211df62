"""One item of an agenda: papers, who was heard, what was said, votes, the result and its corrections."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gremien.abstimmung import VOTUMSTITEL, Votum
from gremien.models import Abstimmung, Anwesenheit, Tagesordnungspunkt, Umsetzung, Vorlage
from gremien.recht import (
    ANZUHOERENDE_TITEL,
    FORMTITEL,
    MEHRHEITSTITEL,
    VORBEREITUNG,
    Anzuhoerende,
    Form,
    Verfahren,
    gegenstand,
    gremiumregel,
)
from gremien.sitzungen.lage import koerper_von, tag_von
from gremien.sitzungen.stimmen import eigene_stimme
from gremien.sitzungen.verlauf import fehlende_anhoerungen
from gremien.views.rahmen import Seite, krumen, zugang_von
from gremien.views.sitzungen import ergebniszelle, stimmentext
from gremien.views.sitzungszeilen import zustandszelle
from gremien.views.umsetzungen import umsetzungstabelle
from gremien.views.vorsitz import namen_der_mitglieder
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet
from zielsystem.parties.zugriff import Zugang, may, verlange
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

_GEHALTEN = ("eroeffnet", "geschlossen")
_NACH_BEGINN = ("eroeffnet", "geschlossen", "entworfen", "genehmigt")


@angemeldet
@require_safe
def punkt(request: HttpRequest, pk: int) -> HttpResponse:
    """An item, for those who belong to its composition, guests and the office."""
    return render(request, "gremien/punkt.html", punktkontext(request, lade_punkt(request, pk)))


def lade_punkt(request: HttpRequest, pk: int) -> Tagesordnungspunkt:
    """The item with its session and body, if the access may see it; else 404."""
    sichtbar = Tagesordnungspunkt.objects.visible_to(zugang_von(request)).filter(pk=pk).values("pk")
    return get_object_or_404(
        Tagesordnungspunkt.objects.filter(pk__in=sichtbar).select_related("sitzung__gremium", "anmeldung")
    )


def lade_fuer(request: HttpRequest, pk: int, befugnis: Befugnis = Befugnis.GREMIUM_FUEHREN) -> Tagesordnungspunkt:
    """The item for an act; 403 without the right on its session."""
    eines = lade_punkt(request, pk)
    verlange(zugang_von(request), befugnis, eines.sitzung)
    return eines


def punktseite(eines: Tagesordnungspunkt, titel: str, knopf: str = "Festhalten", text: str = "") -> Seite:
    """The page of an act on an item."""
    ziel = reverse("gremien:punkt", args=[eines.pk])
    top = (f"TOP {eines.reihenfolge}", ziel)
    weg = krumen(eines.sitzung.gremium, (eines.sitzung.titel, _sitzung_url(eines)), top, titel)
    return Seite(titel, knopf, ziel, weg, text or eines.titel)


def zum_punkt(punkt_id: int, anker: str = "") -> HttpResponse:
    """Back to the page of an item."""
    return redirect(f"{reverse('gremien:punkt', args=[punkt_id])}{anker}")


def punktkontext(request: HttpRequest, eines: Tagesordnungspunkt) -> dict[str, Any]:
    """What the page shows."""
    zugang = zugang_von(request)
    sitzung = eines.sitzung
    fuehrt = may(zugang, Befugnis.GREMIUM_FUEHREN, sitzung)
    gehalten = fuehrt and sitzung.zustand in _GEHALTEN and sitzung.verfahren == Verfahren.SITZUNG
    vorbereitet = fuehrt and sitzung.zustand in VORBEREITUNG
    ergebnis = eines.ergebnisse.gueltig().first()
    offene = eines.abstimmungen.filter(geschlossen_am=None, verworfen_am=None).first()
    return {
        "brotkrumen": krumen(sitzung.gremium, (sitzung.titel, _sitzung_url(eines)), f"TOP {eines.reihenfolge}"),
        "punkt_id": eines.pk,
        "titel": eines.titel,
        "vorzeile": f"Tagesordnungspunkt {eines.reihenfolge}: {sitzung}",
        "zustand": zustandszelle(sitzung),
        "angaben": _angaben(eines),
        "antrag": [absatz for absatz in eines.antrag.split("\n\n") if absatz.strip()],
        "begruendung": _begruendung(eines),
        "vorlagen": _vorlagen(eines, entfernbar=fuehrt and sitzung.zustand in (*VORBEREITUNG, "eroeffnet")),
        "gaeste": list(eines.gaeste.order_by("name").values_list("name", flat=True)),
        "anhoerungen": _anhoerungen(eines),
        "verlauf": [absatz for absatz in eines.verlauf.split("\n\n") if absatz.strip()],
        "ergebnis": _ergebnis(eines),
        "abstimmung": _abstimmung(offene, zugang) if offene else None,
        "fruehere": _fruehere(eines),
        "umsetzungen": _umsetzungen(eines, zugang),
        "darf": {
            "vorbereiten": vorbereitet,
            "gaeste": vorbereitet and _mit_gaesten(eines),
            "streichen": vorbereitet and sitzung.eingeladen_am is None,
            "vorlegen": fuehrt and sitzung.zustand in (*VORBEREITUNG, "eroeffnet", "laufend"),
            "anhoeren": fuehrt
            and ergebnis is None
            and sitzung.zustand in (*VORBEREITUNG, "eroeffnet")
            and bool(fehlende_anhoerungen(eines)),
            "verlauf": fuehrt and sitzung.zustand in ("eroeffnet", "laufend", "geschlossen"),
            "abstimmen": fuehrt
            and sitzung.zustand == "eroeffnet"
            and eines.form == Form.BESCHLUSS
            and ergebnis is None
            and offene is None,
            "summen": not sitzung.gremium.namentlich,
            "ergebnis": gehalten and offene is None,
            "berichtigen": sitzung.zustand == "genehmigt"
            and ergebnis is not None
            and may(zugang, Befugnis.NIEDERSCHRIFT_GENEHMIGEN, sitzung),
            "umsetzen": fuehrt and sitzung.zustand in _NACH_BEGINN,
        },
    }


def _mit_gaesten(eines: Tagesordnungspunkt) -> bool:
    """Whether guests can be invited to an item."""
    regel = gremiumregel(eines.sitzung.gremium.art, tag_von(eines.sitzung))
    return regel.zusammensetzung(eines.zusammensetzung).gaeste


def _sitzung_url(eines: Tagesordnungspunkt) -> str:
    return reverse("gremien:sitzung", args=[eines.sitzung_id])


def _angaben(eines: Tagesordnungspunkt) -> list[tuple[str, Zelle | str]]:
    tag = tag_von(eines.sitzung)
    zeile = gegenstand(eines.gegenstand, tag)
    form = FORMTITEL[Form(eines.form)]
    if eines.form == Form.BESCHLUSS:
        form = f"{form}; nötig: {MEHRHEITSTITEL[zeile.mehrheit]}"
    if zeile.ohne_stichentscheid:
        form = f"{form}; bei Stimmengleichheit abgelehnt ({zeile.ohne_stichentscheid})"
    angaben: list[tuple[str, Zelle | str]] = [
        ("Gegenstand", zeile.titel),
        ("Form", form),
        ("Rechtsgrundlage", str(zeile.norm)),
        ("Sitzung", Zelle(str(eines.sitzung), url=_sitzung_url(eines))),
    ]
    if eines.anmeldung:
        angaben.append(("Angemeldet am", zahlen.tag(timezone.localtime(eines.anmeldung.angemeldet_am))))
    return angaben


def _begruendung(eines: Tagesordnungspunkt) -> list[str]:
    """Why it was registered, where that is not the motion."""
    text = eines.anmeldung.begruendung if eines.anmeldung else ""
    return [absatz for absatz in text.split("\n\n") if absatz.strip()] if text != eines.antrag else []


def _vorlagen(eines: Tagesordnungspunkt, *, entfernbar: bool) -> list[dict[str, Any]]:
    return [
        {
            "pk": vorlage.pk,
            "titel": vorlage.titel,
            "url": reverse("gremien:vorlage", args=[vorlage.pk]),
            "art": vorlage.dateiname.rpartition(".")[2].upper(),
            "groesse": f"{max(1, vorlage.groesse // 1024)} KB",
            "entfernbar": entfernbar,
        }
        for vorlage in eines.vorlagen.vorhanden().order_by("beigefuegt_am", "pk")
    ]


@angemeldet
@require_safe
def vorlage(request: HttpRequest, pk: int) -> FileResponse:
    """A paper, always as a download."""
    gefunden = get_object_or_404(Vorlage.objects.visible_to(zugang_von(request)).vorhanden().distinct(), pk=pk)
    return FileResponse(gefunden.datei.open("rb"), filename=gefunden.dateiname, as_attachment=True)


def _anhoerungen(eines: Tagesordnungspunkt) -> Tabelle | None:
    """Whom the law wants heard on this matter, and whether that has happened."""
    noetig = gegenstand(eines.gegenstand, tag_von(eines.sitzung)).anzuhoeren
    gehoert = {Anzuhoerende(eine.wer): eine for eine in eines.anhoerungen.all()}
    fehlend = set(fehlende_anhoerungen(eines))
    spalten = [Spalte("Anzuhören", kopf=True), Spalte("Angehört"), Spalte("Stellungnahme")]
    zeilen: list[list[Zelle | str]] = []
    for wer in noetig:
        eine = gehoert.get(wer)
        wann = Zelle(zahlen.tag(eine.am), status="success") if eine else Zelle("früher", status="success")
        zeilen.append(
            [
                ANZUHOERENDE_TITEL[wer],
                Zelle("fehlt", status="warning") if wer in fehlend else wann,
                eine.text if eine else zahlen.FEHLT,
            ]
        )
    return Tabelle("Anhörung vor der Entscheidung", spalten, zeilen) if zeilen else None


# -- Votes and results -----------------------------------------------------------------------------------------


def _abstimmung(abstimmung: Abstimmung, zugang: Zugang) -> dict[str, Any]:
    """The round that is open: the motion, who has voted, and one's own vote."""
    eines = abstimmung.punkt
    stimmen = {stimme.mitgliedschaft_id: stimme for stimme in abstimmung.stimmen.all()}
    eigene = eigene_stimme(eines, zugang) if may(zugang, Befugnis.IM_GREMIUM_MITWIRKEN, eines.sitzung) else None
    namen = namen_der_mitglieder(eines.sitzung.gremium) | _vertretene(eines)
    umlauf = eines.sitzung.verfahren == Verfahren.UMLAUF
    koerper = koerper_von(eines)
    stimmberechtigt = sorted(koerper.seiten if umlauf else koerper.praesent, key=lambda pk: namen[pk])
    fuehrt = may(zugang, Befugnis.GREMIUM_FUEHREN, eines.sitzung)
    return {
        "pk": abstimmung.pk,
        "antrag": abstimmung.antrag,
        "abgegeben": len(stimmen),
        "alle": len(stimmberechtigt),
        "eigene": eigene is not None and eigene not in stimmen,
        "gestimmt": VOTUMSTITEL[Votum(stimmen[eigene].votum)] if eigene in stimmen else "",
        "vota": [(votum.value, VOTUMSTITEL[votum]) for votum in Votum],
        "tabelle": _stimmentabelle(stimmberechtigt, namen, stimmen) if fuehrt or not umlauf else None,
        "fuehrt": fuehrt,
        "fehlen": len(stimmen) < len(stimmberechtigt),
        "zaehlen": fuehrt and not umlauf,
    }


def _vertretene(eines: Tagesordnungspunkt) -> dict[int, str]:
    """The members for whom somebody sits in, with the name of who does."""
    zeilen = eines.sitzung.anwesenheiten.exclude(vertretung=None).select_related("mitgliedschaft", "vertretung")
    return {
        a.mitgliedschaft_id: f"{a.mitgliedschaft.name}, vertreten durch {a.vertretung.name}"
        for a in zeilen
        if a.vertretung
    }


def _stimmentabelle(mitglieder: list[int], namen: dict[int, str], stimmen: dict[int, Any]) -> Tabelle:
    spalten = [Spalte("Mitglied", kopf=True), Spalte("Stimme")]
    zeilen: list[list[Zelle | str]] = [
        [
            namen[mitglied],
            VOTUMSTITEL[Votum(stimmen[mitglied].votum)]
            if mitglied in stimmen
            else Zelle("noch nicht abgegeben", status="neutral"),
        ]
        for mitglied in mitglieder
    ]
    return Tabelle("Stimmen", spalten, zeilen)


def _ergebnis(eines: Tagesordnungspunkt) -> dict[str, Any] | None:
    """The result that counts, with the votes by member, and the versions that it replaced."""
    alle = list(eines.ergebnisse.select_related("abstimmung", "festgestellt_durch").order_by("-fassung"))
    gueltig = next((ergebnis for ergebnis in alle if ergebnis.abgeloest_am is None), None)
    if gueltig is None:
        return None
    namen = namen_der_mitglieder(eines.sitzung.gremium) | _vertretene(eines)
    stimmen = {s.mitgliedschaft_id: s for s in gueltig.abstimmung.stimmen.all()} if gueltig.abstimmung else {}
    return {
        "zelle": ergebniszelle(gueltig),
        "stimmen": stimmentext(gueltig),
        "wortlaut": gueltig.wortlaut,
        "erlaeuterung": gueltig.erlaeuterung,
        "anwesend": gueltig.anwesend,
        "grund": gueltig.grund,
        "tabelle": _stimmentabelle(sorted(stimmen, key=lambda pk: namen[pk]), namen, stimmen) if stimmen else None,
        "frueher": [
            (
                f"Fassung {alte.fassung}, {zahlen.tag(timezone.localtime(alte.festgestellt_am))}",
                f"{alte.get_ausgang_display()} {stimmentext(alte)}".strip(),
                alte.wortlaut,
            )
            for alte in alle
            if alte.abgeloest_am is not None
        ],
    }


def _fruehere(eines: Tagesordnungspunkt) -> list[tuple[str, str]]:
    """Rounds of votes that were dropped, and why."""
    verworfene = eines.abstimmungen.exclude(verworfen_am=None).order_by("nummer")
    return [(f"{abstimmung.nummer}. Abstimmung", abstimmung.verwerfungsgrund) for abstimmung in verworfene]


def _umsetzungen(eines: Tagesordnungspunkt, zugang: Zugang) -> Tabelle | None:
    alle = list(
        Umsetzung.objects.visible_to(zugang)
        .filter(punkt=eines)
        .select_related("punkt__sitzung__gremium")
        .order_by("faellig_am", "pk")
        .distinct()
    )
    return umsetzungstabelle(alle, zugang) if alle else None


def praesente(eines: Tagesordnungspunkt) -> list[Anwesenheit]:
    """Who has a vote on an item and is there or represented, by name."""
    koerper = koerper_von(eines)
    anwesenheiten = eines.sitzung.anwesenheiten.select_related("mitgliedschaft", "vertretung")
    return sorted(
        (a for a in anwesenheiten if a.mitgliedschaft_id in koerper.praesent), key=lambda a: a.mitgliedschaft.name
    )
