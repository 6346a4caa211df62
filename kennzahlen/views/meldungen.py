"""Meldungen for those who may see them: the list, one with its findings and next steps, and its versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from kennzahlen.auskunft.verzeichnis import Verzeichniszeile, jobcenterverzeichnis
from kennzahlen.cube import monat_plus
from kennzahlen.meldungen.erfassung import angabe
from kennzahlen.meldungen.meldungslauf import AKTE, Ueberholt, erklaere, naechste_akte
from kennzahlen.meldungen.recht import BEARBEITBAR, MELDUNG, ZUSTANDSTITEL, Meldungszustand
from kennzahlen.models import Befund, Meldung, MeldungQuerySet
from kennzahlen.recht import GRUNDGROESSEN, SPALTE, Grundgroesse
from kennzahlen.views.befunde import befundliste
from kennzahlen.views.erfassungsfelder import angabetext, zahltext
from kennzahlen.views.formulare import Meldungsfilter
from kennzahlen.views.seiten import seite_von
from kennzahlen.views.verzeichnisse import enthaelt
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.models import Parteistand
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import Zugang, may
from zielsystem.recht import Ausserhalb
from zielsystem.ui.rows import Handlung, Spalte, Statusart, Tabelle, Zelle

STATUSART: dict[Meldungszustand, Statusart] = {
    Meldungszustand.ENTWURF: "neutral",
    Meldungszustand.EINGEREICHT: "info",
    Meldungszustand.ZURUECKGEGEBEN: "warning",
    Meldungszustand.FREIGEGEBEN: "success",
    Meldungszustand.ABGELOEST: "neutral",
}


RUECKGABE = {"zurueckgeben": "Zurückgegeben", "zuruecknehmen": "Zurückgenommen"}
"""The acts that lead back, and how it is told afterwards."""


def _sichtbare(request: HttpRequest) -> MeldungQuerySet:
    return Meldung.objects.visible_to(request.zugang)  # type: ignore[attr-defined]


# -- List ------------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def meldungen(request: HttpRequest) -> HttpResponse:
    """The Meldungen that the access may see, the newest month first."""
    eigene = request.zugang.art in JOBCENTER  # type: ignore[attr-defined]
    filter_ = Meldungsfilter(request.GET)
    if eigene:
        del filter_.fields["suche"]
    verzeichnis = {zeile.partei_id: zeile for zeile in jobcenterverzeichnis(request.zugang.am)}  # type: ignore[attr-defined]
    auswahl = _ausgewaehlte(_sichtbare(request), filter_, verzeichnis)
    seite = seite_von(request, auswahl.order_by("-monat", "jobcenter__schluessel", "-version"))
    kontext = {
        "brotkrumen": [("Meldungen", None)],
        "form": filter_,
        "seite": seite,
        "tabelle": _liste(list(seite), verzeichnis, eigene=eigene),
        "darf_erfassen": _darf_erfassen(request.zugang),  # type: ignore[attr-defined]
    }
    return render(request, "kennzahlen/meldungen.html", kontext)


def _darf_erfassen(zugang: Zugang) -> bool:
    return zugang.art in JOBCENTER and Befugnis.MELDUNG_ERFASSEN in zugang.befugnisse


def _ausgewaehlte(
    alle: MeldungQuerySet, filter_: Meldungsfilter, verzeichnis: dict[int, Verzeichniszeile]
) -> MeldungQuerySet:
    auswahl = filter_.cleaned_data if filter_.is_valid() else {}
    if auswahl.get("monat"):
        alle = alle.filter(monat=auswahl["monat"])
    if auswahl.get("suche"):
        gesucht = [partei for partei, zeile in verzeichnis.items() if enthaelt(zeile, auswahl["suche"])]
        alle = alle.filter(jobcenter__in=gesucht)
    return alle


def _liste(meldungen: Sequence[Meldung], verzeichnis: dict[int, Verzeichniszeile], *, eigene: bool) -> Tabelle:
    """Of the own Meldungen the month leads to each, of others' the Jobcenter."""
    offen = _offene_befunde(meldungen)
    spalten = [
        Spalte("Monat", kopf=eigene),
        *([] if eigene else [Spalte("Jobcenter", kopf=True)]),
        Spalte("Zustand"),
        Spalte("Version", zahl=True),
        Spalte("Fehler", zahl=True),
        Spalte("Unerklärtes", zahl=True),
        Spalte("Erfasst"),
    ]
    return Tabelle(
        "Meldungen",
        spalten,
        [
            [
                Zelle(zahlen.monat(meldung.monat), url=_url(meldung) if eigene else ""),
                *([] if eigene else [Zelle(_name(meldung, verzeichnis), url=_url(meldung))]),
                _zustand(meldung),
                str(meldung.version),
                *offen.get(meldung.pk, ("0", "0")),
                zahlen.tag(localtime(meldung.erfasst_am)),
            ]
            for meldung in meldungen
        ],
    )


def _url(meldung: Meldung) -> str:
    return reverse("kennzahlen:meldung", kwargs={"pk": meldung.pk})


def _offene_befunde(meldungen: Sequence[Meldung]) -> dict[int, tuple[str, str]]:
    """Hard findings and soft ones without an explanation, by Meldung: one query."""
    zeilen = (
        Befund.objects.filter(meldung__in=[meldung.pk for meldung in meldungen])
        .values("meldung")
        .annotate(harte=Count("pk", filter=Q(schwere="hart")), offene=Count("pk", filter=_UNERKLAERT))
        .values_list("meldung", "harte", "offene")
    )
    return {pk: (str(harte), str(offene)) for pk, harte, offene in zeilen}


_UNERKLAERT = Q(schwere="weich", erklaerung="")


def _name(meldung: Meldung, verzeichnis: dict[int, Verzeichniszeile]) -> str:
    zeile = verzeichnis.get(meldung.jobcenter_id)
    return zeile.name if zeile else f"Partei {meldung.jobcenter_id}"


def _zustand(meldung: Meldung) -> Zelle:
    zustand = Meldungszustand(meldung.zustand)
    return Zelle(ZUSTANDSTITEL[zustand], status=STATUSART[zustand])


# -- One Meldung -----------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def meldung(request: HttpRequest, pk: int) -> HttpResponse:
    """One Meldung: where it stands, what was found, what can be done, its figures. Invisible is not there."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    sichtbare = _sichtbare(request)
    gefunden = get_object_or_404(sichtbare.select_related("erfasst_durch", "freigegeben_durch"), pk=pk)
    titel = f"{name_von(gefunden, zugang)}, {zahlen.monat(gefunden.monat)}"
    kontext = {
        "brotkrumen": [("Meldungen", reverse("kennzahlen:meldungen")), (titel, None)],
        "titel": titel,
        "meldung_id": pk,
        "angaben": [*_jobcenterangabe(gefunden, zugang), *_angaben(gefunden)],
        "rueckgabe": rueckgabe(gefunden),
        "befunde": befundliste(gefunden, zugang),
        "handlungen": handlungen(gefunden, zugang),
        "bearbeitbar": gefunden.zustand in BEARBEITBAR and may(zugang, Befugnis.MELDUNG_ERFASSEN, gefunden),
        "zahlen": _zahlen(gefunden, _fruehere(sichtbare, gefunden)),
    }
    return render(request, "kennzahlen/meldung.html", kontext)


@befugt(Befugnis.MELDUNG_ERFASSEN)
@require_POST
def uebergang(request: HttpRequest, pk: int) -> HttpResponse:
    """Do one act of the table of transitions; what hinders it is said in full."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = get_object_or_404(_sichtbare(request), pk=pk)
    akt = AKTE.get(request.POST.get("uebergang", ""))
    if akt is None:
        raise Http404("Diesen Schritt gibt es nicht.")
    try:
        neue = akt(meldung=gefunden, durch=zugang, am=timezone.now(), grund=request.POST.get("grund", ""))
    except (Gehindert, Ausserhalb) as fehler:
        messages.error(request, str(fehler))
        return redirect("kennzahlen:meldung", pk=pk)
    if neue.pk != pk:
        messages.success(request, "Die Korrektur ist begonnen. Bis zu ihrer Freigabe gilt die bisherige Version.")
    else:
        messages.success(request, f"Die Meldung ist jetzt: {MELDUNG.titel_von(neue.zustand)}.")
    ziel = "kennzahlen:meldung_erfassung" if neue.pk != pk else "kennzahlen:meldung"
    return redirect(ziel, pk=neue.pk)


@befugt(Befugnis.MELDUNG_ERFASSEN)
@require_POST
def befund_erklaeren(request: HttpRequest, pk: int, befund: int) -> HttpResponse:
    """Keep an explanation with a striking figure."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = get_object_or_404(_sichtbare(request), pk=pk)
    eintrag = get_object_or_404(gefunden.befunde, pk=befund)
    text, vorher = request.POST.get("erklaerung", ""), request.POST.get("vorher", "")
    weitere = gefunden.befunde.filter(_UNERKLAERT, groesse=eintrag.groesse).exclude(pk=befund).exists()
    try:
        erklaere(befund=eintrag, text=text, vorher=vorher, durch=zugang, am=timezone.now())
    except (Ueberholt, Ausserhalb) as fehler:
        messages.error(request, str(fehler))
    else:
        dazu = " Sie gilt auch für das andere, was an dieser Zahl auffällt." if weitere else ""
        messages.success(request, f"Die Erklärung ist gespeichert.{dazu}")
    ziel = "kennzahlen:meldung_erfassung" if gefunden.zustand in BEARBEITBAR else "kennzahlen:meldung"
    return redirect(f"{reverse(ziel, args=[pk])}#befund-{befund}")


def handlungen(meldung: Meldung, zugang: Zugang) -> list[Handlung]:
    """The buttons below a Meldung: what leads on comes first, what leads back last."""
    url = reverse("kennzahlen:meldung_uebergang", args=[meldung.pk])
    akte = sorted(naechste_akte(meldung, zugang), key=lambda knopf: knopf.uebergang.code in RUECKGABE)
    return [Handlung.aus(knopf.uebergang, knopf.hindernisse, url) for knopf in akte]


def rueckgabe(meldung: Meldung) -> dict[str, str] | None:
    """Who gave a Meldung back, or took it back, and why, while it is to be worked over; None in other states."""
    if meldung.zustand != Meldungszustand.ZURUECKGEGEBEN:
        return None
    eintrag = (
        Eintrag.objects.filter(
            objektart=ContentType.objects.get_for_model(Meldung), objekt_id=meldung.pk, akt__in=RUECKGABE
        )
        .select_related("nutzer")
        .order_by("-pk")
        .first()
    )
    if eintrag is None:
        return None
    return {"titel": f"{RUECKGABE[eintrag.akt]} am {_vorgang(eintrag.am, eintrag.nutzer)}.", "text": eintrag.grund}


def name_von(meldung: Meldung, zugang: Zugang) -> str:
    """The name of the Jobcenter as it is or last was on the day."""
    staende = Parteistand.objects.jobcenter().filter(partei=meldung.jobcenter_id, ab__lte=zugang.am)
    name = staende.order_by("-ab").values_list("name", flat=True).first()
    return name or f"Partei {meldung.jobcenter_id}"


def _jobcenterangabe(meldung: Meldung, zugang: Zugang) -> list[tuple[str, Any]]:
    staende = Parteistand.objects.jobcenter().filter(partei=meldung.jobcenter_id, ab__lte=zugang.am)
    stand = staende.order_by("-ab").first()
    if stand is None:
        return []
    url = reverse("kennzahlen:jobcenter", kwargs={"ags": stand.ags})
    return [("Jobcenter", Zelle(f"{stand.name} ({stand.ags})", url=url))]


def _angaben(meldung: Meldung) -> list[tuple[str, Any]]:
    angaben: list[tuple[str, Any]] = [("Zustand", _zustand(meldung)), ("Version", str(meldung.version))]
    angaben.append(("Quelle", meldung.quelle))
    angaben.append(("Erfasst", _vorgang(meldung.erfasst_am, meldung.erfasst_durch)))
    if meldung.freigegeben_am:
        angaben.append(("Freigegeben", _vorgang(meldung.freigegeben_am, meldung.freigegeben_durch)))
    if meldung.abgeloest_am:
        angaben.append(("Abgelöst", _vorgang(meldung.abgeloest_am, None)))
    if meldung.grund:
        angaben.append(("Grund der Korrektur", meldung.grund))
    return angaben


def _vorgang(am: Any, durch: Any) -> str:
    zeitpunkt = zahlen.zeitpunkt(localtime(am))
    return f"{zeitpunkt}, {durch}" if durch else zeitpunkt


def _fruehere(sichtbare: MeldungQuerySet, meldung: Meldung) -> dict[Any, Sequence[int | None]]:
    """The valid figures of the month before and of the same month of the year before, by month: one query."""
    monate = [monat_plus(meldung.monat, abstand) for abstand in (-1, -12)]
    zeilen = sichtbare.gueltig().filter(jobcenter=meldung.jobcenter_id, monat__in=monate)
    return dict(zeilen.values_list("monat", "werte"))


def _zahlen(meldung: Meldung, fruehere: dict[Any, Sequence[int | None]]) -> Tabelle:
    monate = [meldung.monat, monat_plus(meldung.monat, -1), monat_plus(meldung.monat, -12)]
    spalten = [fruehere.get(monat, ()) for monat in monate[1:]]
    return Tabelle(
        "Gemeldete Zahlen",
        [Spalte("Grundgröße", kopf=True), *(Spalte(zahlen.monat(monat), zahl=True) for monat in monate)],
        [
            [
                Zelle(g.code, hinweis=g.titel),
                angabetext(g.code, angabe(meldung, g.code)),
                *(zahltext(g, werte) for werte in spalten),
            ]
            for g in gezeigte_groessen(meldung)
        ],
    )


def gezeigte_groessen(*versionen: Meldung) -> list[Grundgroesse]:
    """What is collected in the month, and what is reported all the same."""
    return [
        g for g in GRUNDGROESSEN if any(v.monat in g.geltung or v.werte[SPALTE[g.code]] is not None for v in versionen)
    ]


# -- Versions --------------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def versionen(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions of a month that the access may see, the newest first, each with what it changed."""
    zugang: Zugang = request.zugang  # type: ignore[attr-defined]
    gefunden = get_object_or_404(_sichtbare(request), pk=pk)
    alle = _sichtbare(request).filter(jobcenter=gefunden.jobcenter_id, monat=gefunden.monat)
    reihe = list(alle.select_related("erfasst_durch", "freigegeben_durch").order_by("-version"))
    titel = f"{name_von(gefunden, zugang)}, {zahlen.monat(gefunden.monat)}"
    kontext = {
        "brotkrumen": [
            ("Meldungen", reverse("kennzahlen:meldungen")),
            (titel, reverse("kennzahlen:meldung", args=[pk])),
            ("Versionen", None),
        ],
        "titel": titel,
        "versionen": [
            {
                "titel": f"Version {eine.version}",
                "url": reverse("kennzahlen:meldung", args=[eine.pk]),
                "angaben": _angaben(eine),
                "unterschied": _unterschied(vorige, eine) if vorige else None,
            }
            for eine, vorige in zip(reihe, [*reihe[1:], None], strict=True)
        ],
    }
    return render(request, "kennzahlen/meldung_versionen.html", kontext)


def _unterschied(vorige: Meldung, neue: Meldung) -> Tabelle:
    """Every figure that differs, before and after."""
    spalten = [Spalte("Grundgröße", kopf=True), Spalte("bisher", zahl=True), Spalte("neu", zahl=True)]
    zeilen: list[list[Zelle | str]] = [
        [Zelle(g.code, hinweis=g.titel), angabetext(g.code, vorher), angabetext(g.code, nachher)]
        for g in gezeigte_groessen(vorige, neue)
        for vorher, nachher in [(angabe(vorige, g.code), angabe(neue, g.code))]
        if vorher != nachher
    ]
    titel = f"Version {neue.version} gegenüber Version {vorige.version}"
    return Tabelle(titel, spalten, zeilen, "" if zeilen else "Die Zahlen sind dieselben.")
