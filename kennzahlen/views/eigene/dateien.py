"""Own figures in files, in two steps: see what a file would change, then take over exactly what was checked.

Nothing is kept between the steps: what was checked travels with the page, signed for this person and this Jobcenter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kennzahlen.cube import monat_plus, monatsreihe
from kennzahlen.eigene.controlling.datei import lies_datei, vorlage
from kennzahlen.eigene.controlling.werte import Eingabe, trage_ein, werte_von
from kennzahlen.eigene.festlegung import Ueberholt, Unzulaessig
from kennzahlen.eigene.masse import schreibe
from kennzahlen.meldungen.lieferung import FehlerhafteDatei, Format
from kennzahlen.views.dateien import Dateiseite, Vorlagenformular, fehlertabelle, mangel
from kennzahlen.views.eigene.werte import erfassbare_zahlen, gespeichert
from kennzahlen.views.eigene.zahlen import LISTE, intern, jobcenter_oder_404, partei_von
from kennzahlen.views.herunterladen import CSV, XLSX
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import befugt
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle

GUELTIG = 24 * 3600
"""Seconds for which a checked file can be taken over."""

HOECHSTENS_ZEILEN = 200
"""So many single changes are shown; the rest is counted."""

_SALZ = "kennzahlen.eigene.werte"


SEITE = Dateiseite(
    titel="Eigene Zahlen hochladen",
    brotkrumen=(LISTE, ("Datei hochladen", None)),
    label="Datei",
    hilfe="den Spalten groesse, monat und wert",
    vorlagentext="Die Vorlage enthält Ihre eigenen Grundgrößen mit den Werten, die schon erfasst sind. Zeilen ohne "
    "Wert ändern beim Hochladen nichts; gezählte null Fälle sind eine 0.",
    ziel="kennzahlen:eigene_hochladen",
    zurueck="kennzahlen:eigene_zahlen",
    vorlage="kennzahlen:eigene_vorlage",
)


@befugt(Befugnis.EIGENE_ZAHLEN_FUEHREN)
@require_http_methods(["GET", "HEAD", "POST"])
def hochladen(request: HttpRequest) -> HttpResponse:
    """Choose a file and see what it would change; nothing is written here."""
    zugang = jobcenter_oder_404(request)
    formular = SEITE.formular(request)
    if not formular.is_valid():
        return intern(SEITE.antwort(request, formular, _vorlagen(zugang)))
    datei, erfassbare = formular.cleaned_data["datei"], erfassbare_zahlen(zugang)
    masse = {zahl.code: definition.mass for zahl, definition in erfassbare}
    try:
        gelesen = lies_datei(dateiname=datei.name, inhalt=datei.read(), masse=masse, bis=zugang.am.replace(day=1))
    except FehlerhafteDatei as fehler:
        warum = mangel(fehler.anzahl, len(fehler.fehler), fehlertabelle(fehler.fehler))
        return intern(SEITE.antwort(request, formular, _vorlagen(zugang), mangel=warum, dateiname=datei.name))
    stand = werte_von([zahl for zahl, _ in erfassbare], [eingabe.monat for eingabe in gelesen])
    eingaben = [Eingabe(e.code, e.monat, stand.get((e.code, e.monat)), e.neu) for e in gelesen]
    geaenderte = [eingabe for eingabe in eingaben if eingabe.vorher != eingabe.neu]
    kontext = {
        "brotkrumen": [LISTE, ("Datei hochladen", reverse("kennzahlen:eigene_hochladen")), (datei.name, None)],
        "dateiname": datei.name,
        "anzahl": len(eingaben),
        "aenderungen": _aenderungen(geaenderte, masse),
        "paket": _packe(geaenderte, zugang),
    }
    return intern(render(request, "kennzahlen/eigene/hochladung.html", kontext))


def _vorlagen(zugang: Zugang) -> Vorlagenformular:
    bis = zugang.am.replace(day=1)
    anfang = {"von": f"{monat_plus(bis, -11):%Y-%m}", "bis": f"{bis:%Y-%m}", "art": Format.XLSX.value}
    return Vorlagenformular(heute=zugang.am, initial=anfang)


def _aenderungen(geaenderte: Sequence[Eingabe], masse: Mapping[str, str]) -> Tabelle | None:
    if not geaenderte:
        return None
    zeilen = [
        [zahlen.monat(e.monat), e.code, schreibe(e.vorher, masse[e.code]), schreibe(e.neu, masse[e.code])]
        for e in geaenderte[:HOECHSTENS_ZEILEN]
    ]
    rest = len(geaenderte) - len(zeilen)
    return Tabelle(
        "Werte, die sich ändern",
        [Spalte("Monat"), Spalte("Zahl", kopf=True), Spalte("Bisher", zahl=True), Spalte("Neu", zahl=True)],
        zeilen,
        hinweis=f"Dazu {zahlen.ganzzahl(rest)} weitere." if rest else "",
    )


def _packe(eingaben: Sequence[Eingabe], zugang: Zugang) -> str:
    """What was checked, signed: it can be taken over by this person for this Jobcenter, and not altered."""
    assert zugang.nutzer
    inhalt = [[e.code, f"{e.monat:%Y-%m-%d}", _text(e.vorher), _text(e.neu)] for e in eingaben]
    return signing.dumps([zugang.nutzer.pk, zugang.partei_id, inhalt], salt=_SALZ, compress=True)


def _text(wert: Decimal | None) -> str | None:
    return None if wert is None else str(wert)


def _entpacke(paket: str, zugang: Zugang) -> Iterator[Eingabe]:
    nutzer, partei, inhalt = signing.loads(paket, salt=_SALZ, max_age=GUELTIG)
    if zugang.nutzer is None or (nutzer, partei) != (zugang.nutzer.pk, zugang.partei_id):
        raise signing.BadSignature("Diese Prüfung gehört jemand anderem.")
    for code, monat, vorher, neu in inhalt:
        yield Eingabe(code, date.fromisoformat(monat), *(None if w is None else Decimal(w) for w in (vorher, neu)))


@befugt(Befugnis.EIGENE_ZAHLEN_FUEHREN)
@require_POST
def uebernehmen(request: HttpRequest) -> HttpResponse:
    """Take over what was checked; whatever somebody else entered meanwhile stops it."""
    zugang = jobcenter_oder_404(request)
    try:
        eingaben = list(_entpacke(request.POST.get("paket", ""), zugang))
        anzahl = trage_ein(jobcenter=partei_von(zugang), eingaben=eingaben, durch=zugang, am=timezone.now())
    except signing.BadSignature:
        messages.error(request, "Die Prüfung ist abgelaufen oder gehört nicht zu Ihnen. Bitte laden Sie die Datei neu.")
    except Ueberholt:
        messages.error(request, "Seit der Prüfung hat jemand Werte geändert. Bitte prüfen Sie die Datei noch einmal.")
    except Unzulaessig as hindernis:
        messages.error(request, hindernis.text)
    else:
        messages.success(request, gespeichert(anzahl))
        return redirect("kennzahlen:eigene_zahlen")
    return redirect("kennzahlen:eigene_hochladen")


@befugt(Befugnis.EIGENE_ZAHLEN_FUEHREN)
@require_safe
def vorlage_herunterladen(request: HttpRequest) -> HttpResponse:
    """A file with the own figures of some months, to be filled in."""
    zugang = jobcenter_oder_404(request)
    formular = Vorlagenformular(request.GET, heute=zugang.am)
    if not formular.is_valid():
        return intern(SEITE.antwort(request, SEITE.formular(request), formular))
    von, bis, art = (formular.cleaned_data[name] for name in ("von", "bis", "art"))
    zahlen_ = [zahl for zahl, _ in erfassbare_zahlen(zugang)]
    monate = monatsreihe(von, (bis.year - von.year) * 12 + bis.month - von.month + 1)
    inhalt = vorlage([z.code for z in zahlen_], werte_von(zahlen_, monate), monate, Format(art))
    antwort = HttpResponse(inhalt, content_type=XLSX if art == Format.XLSX else CSV)
    antwort["Content-Disposition"] = f'attachment; filename="eigene-zahlen-{von:%Y-%m}-bis-{bis:%Y-%m}.{art}"'
    return intern(antwort)
