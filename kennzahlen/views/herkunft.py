"""The page "Woher kommt diese Zahl?" of a published value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from kennzahlen.auskunft.darstellung import wert_text
from kennzahlen.auskunft.herkunft import Beleg, Fensterzeile, Frage, Herkunft, herkunft
from kennzahlen.formeln import GRUND_TEXT, Grund
from kennzahlen.kalender import vorlaeufig
from kennzahlen.models import Einheit, Veroeffentlichung
from kennzahlen.recht import GROESSE, KENNZAHL_CODES, Ausdruck, Groessenart, formel_text
from kennzahlen.veroeffentlichungen.hinweise import hinweise_zu
from kennzahlen.views import herunterladen
from kennzahlen.views.ausschnitt import veroeffentlichung_am
from kennzahlen.views.veroeffentlichungsformulare import monat_aus
from zielsystem import zahlen
from zielsystem.parties.doors import offen
from zielsystem.recht import Ausserhalb
from zielsystem.ui.rows import Spalte, Tabelle, Zelle


@offen
@require_safe
def woher(request: HttpRequest, schluessel: str, code: str) -> HttpResponse:
    """Numerator, denominator and Meldungen of a value; ``monat`` (JJJJ-MM) and ``stand`` choose which."""
    einheit = get_object_or_404(Einheit, schluessel=schluessel)
    veroeffentlichung = veroeffentlichung_am(request)
    if code not in KENNZAHL_CODES or veroeffentlichung is None:
        raise Http404("Diese Kennzahl gibt es nicht.")
    try:
        monat = monat_aus(request.GET["monat"]) if "monat" in request.GET else veroeffentlichung.bis_monat
        gefunden = herkunft(Frage(veroeffentlichung, einheit, code, monat), request.zugang)  # type: ignore[attr-defined]
    except (ValueError, Ausserhalb):
        raise Http404("Für diesen Monat gibt es die Kennzahl nicht.") from None
    if gefunden is None:
        raise Http404("Für diesen Monat ist kein Wert veröffentlicht.")
    if herunterladen.gewuenscht(request):
        tabellen = [_tabelle(gefunden)] if gefunden.fenster else []
        return herunterladen.datei(request, tabellen, veroeffentlichung)
    return render(request, "kennzahlen/herkunft.html", _kontext(einheit, veroeffentlichung, gefunden))


def _kontext(einheit: Einheit, veroeffentlichung: Veroeffentlichung, h: Herkunft) -> dict[str, Any]:
    name = "jobcenter" if einheit.partei_id else "einheit"
    seite = reverse(f"kennzahlen:{name}", args=[einheit.schluessel])
    return {
        "brotkrumen": [
            (einheit.titel, f"{seite}?{urlencode({'stand': veroeffentlichung.pk})}"),
            (f"Woher kommt {h.definition.code}?", None),
        ],
        "titel": f"{h.definition.code} {h.definition.titel}, {zahlen.monat(h.monat)}",
        "einheit": einheit,
        "angaben": _angaben(veroeffentlichung, h),
        "grund": GRUND_TEXT[h.grund],
        "geheim": h.grund is Grund.GEHEIM,
        "gruppe": einheit.partei_id is None,
        "fenster": _tabelle(h) if h.fenster else None,
        "hinweise": hinweise_zu(veroeffentlichung, einheit),
        "stand": veroeffentlichung.stand,
    }


def _angaben(veroeffentlichung: Veroeffentlichung, h: Herkunft) -> list[tuple[str, str | Zelle]]:
    d = h.definition
    stand = Zelle(
        zahlen.tag(veroeffentlichung.stand), url=reverse("kennzahlen:veroeffentlichung", args=[veroeffentlichung.pk])
    )
    angaben: list[tuple[str, str | Zelle]] = [
        ("Formel", formel_text(d)),
        ("Rechtsgrundlage", d.norm.text),
        ("Veröffentlichung", stand),
        ("Meldungen", f"wie sie am {zahlen.zeitpunkt(localtime(veroeffentlichung.eingaben_stand))} galten"),
    ]
    if h.grund is Grund.GEHEIM:
        return angaben
    vorbehalt = "vorläufig" if vorlaeufig(h.monat, veroeffentlichung.stand) else "endgültig"
    vollstaendig = f"{h.monate_vorhanden} von {d.fenster} Monaten"
    if h.einheiten_fehlend:
        vollstaendig += f", ohne {h.einheiten_fehlend} Jobcenter"
    return [
        ("Wert", Zelle(wert_text(d.code, h.wert), hinweis=vorbehalt)),
        ("Zähler", _summe(d.zaehler, h.zaehler, d.fenster)),
        ("Nenner", _summe(d.nenner, h.nenner, d.fenster)),
        ("Vollständigkeit", vollstaendig),
        *angaben,
    ]


def _summe(ausdruck: Ausdruck, summe: int | None, fenster: int) -> Zelle:
    groesse = GROESSE[ausdruck.groesse]
    art = "" if fenster == 1 else f"Summe über {fenster} Monate"
    if ausdruck.mittel:
        art += "; durch die Zahl der Monate geteilt ergibt sich das Mittel"
    return Zelle(_zahl(ausdruck.groesse, summe), hinweis=": ".join(filter(None, (groesse.titel, art))))


def _zahl(groesse: str, wert: int | None) -> str:
    return zahlen.euro_aus_cent(wert) if GROESSE[groesse].art is Groessenart.GELD else zahlen.ganzzahl(wert)


def _tabelle(h: Herkunft) -> Tabelle:
    d = h.definition
    spalten = [
        Spalte("Monat", kopf=True),
        Spalte(f"Zähler: {d.zaehler.groesse}", zahl=True),
        Spalte("Meldung zum Zähler"),
        Spalte("Monat im Nenner"),
        Spalte(f"Nenner: {d.nenner.groesse}", zahl=True),
        Spalte("Meldung zum Nenner"),
    ]
    zeilen = [_zeile(d.zaehler, d.nenner, zeile) for zeile in h.fenster]
    return Tabelle("Monate des Zeitraums", spalten, zeilen, schluessel="monate")


def _zeile(zaehler: Ausdruck, nenner: Ausdruck, zeile: Fensterzeile) -> list[Zelle | str]:
    return [
        zahlen.monat(zeile.monat_zaehler),
        _werte(zaehler, zeile.zaehler),
        _meldungen(zeile.zaehler),
        zahlen.monat(zeile.monat_nenner),
        _werte(nenner, zeile.nenner),
        _meldungen(zeile.nenner),
    ]


def _werte(ausdruck: Ausdruck, belege: tuple[Beleg, ...]) -> Zelle | str:
    """The figures of the Meldungen, where the visitor may see them."""
    texte = [_zahl(ausdruck.groesse, b.zahl(ausdruck.groesse)) if b.pk else "nicht einsehbar" for b in belege]
    if len(belege) == 1 and belege[0].pk:
        return Zelle(texte[0], roh=_roh(ausdruck.groesse, belege[0].zahl(ausdruck.groesse)))
    return " + ".join(dict.fromkeys(texte)) if "nicht einsehbar" in texte else " + ".join(texte) or zahlen.FEHLT


def _roh(groesse: str, wert: int | None) -> int | Decimal | None:
    """A figure as a file gives it: money in euros."""
    return Decimal(wert) / 100 if wert is not None and GROESSE[groesse].art is Groessenart.GELD else wert


def _meldungen(belege: tuple[Beleg, ...]) -> Zelle | str:
    if not belege:
        return "keine gültige Meldung"
    texte = [f"Version {b.version}, freigegeben {zahlen.tag(localtime(b.freigegeben_am))}" for b in belege]
    erste = belege[0]
    url = reverse("kennzahlen:meldung", args=[erste.pk]) if erste.pk else ""
    return Zelle(texte[0], url=url, hinweis="; ".join(texte[1:]))
