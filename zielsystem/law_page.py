"""The page /recht/: every table of law that the system decides by, rendered from the rows themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.planung.kalender import SCHRITTE
from agreements.planung.recht import PLANUNGSBRIEF, PLANUNGSWERT
from agreements.recht import (
    BETEILIGUNGEN,
    ERGEBNISTITEL,
    FORMEN,
    VEREINBARUNG,
    VEREINBARUNGSARTEN,
    Beteiligung,
    Ergebnis,
    Erklaerende,
)
from agreements.verhandlungsrecht import RUECKFRAGERUNDE, TEXTFASSUNG
from agreements.zeichnungsrecht import NIVEAUS
from agreements.zieldialog.recht import MASSNAHME, ZIELDIALOG
from agreements.ziele import GESETZLICHE_ZIELE, WEITERE_ZIELE, Zielart
from agreements.ziele.gruende import GRUENDE
from berichte.jahresbericht.recht import JAHRESBERICHT
from gremien.recht import (
    AUSSCHLUESSE,
    FORMTITEL,
    GEGENSTAENDE,
    GREMIEN,
    MEHRHEITSTITEL,
    SITZUNG,
    STREITFALL,
    UMLAUF,
    UMSETZUNG,
    Gegenstand,
    Gremiumregel,
    gremiumtitel,
)
from gremien.recht.vorsitz import VORSITZREGELN, Vorsitzregel
from kennzahlen.eigene.recht import RINGMELDUNG
from kennzahlen.meldungen.plausibilitaet import REGELN, Schwere
from kennzahlen.meldungen.recht import MELDUNG
from kennzahlen.recht import GRUNDGROESSEN, Groessenart
from kennzahlen.veroeffentlichungen.recht import BERECHNUNG
from zielsystem.befugnisse import BEFUGNISTITEL, ROLLEN, Befugnis
from zielsystem.parties.doors import offen
from zielsystem.parties.recht import ARTEN
from zielsystem.recht import Ablauf, Bedingung, Uebergang, in_kraft
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

ABLAEUFE: tuple[Ablauf, ...] = (
    MELDUNG,
    BERECHNUNG,
    RINGMELDUNG,
    PLANUNGSBRIEF,
    PLANUNGSWERT,
    VEREINBARUNG,
    TEXTFASSUNG,
    RUECKFRAGERUNDE,
    ZIELDIALOG,
    MASSNAHME,
    SITZUNG,
    UMLAUF,
    UMSETZUNG,
    STREITFALL,
    JAHRESBERICHT,
)
"""Every table of transitions there is; a test sees to it that none is left out."""


@offen
@require_safe
def recht(request: HttpRequest) -> HttpResponse:
    """Parties, roles and the tables of transitions, each row with its paragraph and validity."""
    kontext = {
        "brotkrumen": [("Start", "/"), ("Recht und Regeln", None)],
        "abschnitte": [
            ("Parteien", _arten()),
            ("Rollen und Befugnisse", _rollen()),
            ("Arten von Zielvereinbarungen", _vereinbarungsarten()),
            (
                "Ziele, die jede Zielvereinbarung enthält",
                _ziele("Ziele, die jede Zielvereinbarung enthält", GESETZLICHE_ZIELE),
            ),
            ("Weitere Ziele", _ziele("Ziele, die daneben vereinbart werden können", WEITERE_ZIELE)),
            ("Gründe der Auswertung", _gruende()),
            ("Beteiligungen vor dem Abschluss", _beteiligungen()),
            ("Formen der Beteiligung", _formen()),
            ("Schritte einer Planungsrunde", _schritte()),
            ("Gremien", _gremien()),
            ("Vorsitz der Gremien", _vorsitz()),
            ("Womit sich Gremien befassen", _gegenstaende()),
            ("Womit sich Gremien nicht befassen", _ausschluesse()),
            *((f"Übergänge: {ablauf.titel}", _uebergaenge(ablauf)) for ablauf in ABLAEUFE),
            ("Grundgrößen", _grundgroessen()),
            ("Prüfregeln für Meldungen", _pruefregeln()),
            ("Arten der Unterschrift", _niveaus()),
        ],
    }
    return render(request, "recht.html", kontext)


def _arten() -> Tabelle:
    spalten = (Spalte("Art", kopf=True), Spalte("Kurzform"), Spalte("Rechtsgrundlage"))
    return Tabelle("Parteien", spalten, [(art.titel, art.kurz, str(art.norm)) for art in ARTEN.values()])


def _rollen() -> Tabelle:
    spalten = (Spalte("Rolle", kopf=True), Spalte("Aufgabe"), Spalte("Befugnisse"))
    zeilen = [
        (profil.titel, profil.beschreibung, ", ".join(BEFUGNISTITEL[b] for b in Befugnis if b in profil.befugnisse))
        for profil in ROLLEN.values()
    ]
    return Tabelle("Rollen und Befugnisse", spalten, zeilen)


def _vereinbarungsarten() -> Tabelle:
    spalten = (Spalte("Nr.", kopf=True), Spalte("zwischen"), Spalte("Rechtsgrundlage"), Spalte("Geltung"))
    zeilen = [(str(art.nr), art.titel, str(art.norm), str(art.geltung)) for art in VEREINBARUNGSARTEN]
    return Tabelle("Arten von Zielvereinbarungen", spalten, zeilen)


def _ziele(titel: str, ziele: Sequence[Zielart]) -> Tabelle:
    spalten = (
        Spalte("Ziel", kopf=True),
        Spalte("Nr."),
        Spalte("Kennzahl"),
        Spalte("Rechtsgrundlage"),
        Spalte("Geltung"),
    )
    zeilen = [(z.titel, ", ".join(map(str, z.arten)), z.kennzahl or "–", str(z.norm), str(z.geltung)) for z in ziele]
    return Tabelle(titel, spalten, zeilen)


def _gruende() -> Tabelle:
    spalten = (Spalte("Grund", kopf=True), Spalte("Erläuterung"), Spalte("Geltung"))
    zeilen = [(g.titel, "nötig" if g.worte_noetig else "freiwillig", str(g.geltung)) for g in GRUENDE]
    return Tabelle("Gründe, warum ein Ziel nicht oder nur teilweise erreicht ist", spalten, zeilen)


def _beteiligungen() -> Tabelle:
    spalten = (
        Spalte("Beteiligung", kopf=True),
        Spalte("Stelle"),
        Spalte("Form"),
        Spalte("Nr."),
        Spalte("Wirkung"),
        Spalte("erfasst durch"),
        Spalte("Rechtsgrundlage"),
        Spalte("Geltung"),
    )
    zeilen = [
        (
            zeile.titel,
            zeile.stelle,
            FORMEN[zeile.form].titel,
            ", ".join(map(str, zeile.arten)),
            "hart: hält auf" if zeile.hart else "soll: mit Begründung übergehbar",
            _erfassende(zeile),
            str(zeile.norm),
            str(zeile.geltung),
        )
        for zeile in BETEILIGUNGEN
    ]
    return Tabelle("Beteiligungen vor dem Abschluss", spalten, zeilen)


_ERKLAERENDE = {
    Erklaerende.STELLE: "",
    Erklaerende.VORBEHALTENE: "die Vertragspartei, deren Gremium es ist",
    Erklaerende.JEDE: "jede Vertragspartei für sich",
}


def _erfassende(zeile: Beteiligung) -> str:
    """Who records the result; where a body of the system deals with it, its approved minutes do."""
    arten = ", ".join(ARTEN[art].kurz for art in (*zeile.fuer_alle, *zeile.erfassende))
    wer = _ERKLAERENDE[zeile.erklaerende] or arten
    return f"{wer}; wird das Gremium hier geführt: dessen genehmigte Niederschrift" if zeile.gegenstand else wer


def _formen() -> Tabelle:
    spalten = (Spalte("Form", kopf=True), Spalte("erfüllt, wenn"), Spalte("Ergebnisse"), Spalte("davon genügend"))
    zeilen = [
        (form.titel, form.verlangt, _ergebnisse(form.moeglich), _ergebnisse(form.erfuellend))
        for form in FORMEN.values()
    ]
    return Tabelle("Formen der Beteiligung", spalten, zeilen)


def _ergebnisse(ergebnisse: Sequence[Ergebnis]) -> str:
    return ", ".join(ERGEBNISTITEL[ergebnis] for ergebnis in ergebnisse)


GROESSENART = {
    Groessenart.GELD: "Geld des Monats",
    Groessenart.BESTAND: "Bestand",
    Groessenart.STROM: "Ereignisse des Monats",
}


def _grundgroessen() -> Tabelle:
    spalten = (
        Spalte("Code", kopf=True),
        Spalte("Bezeichnung"),
        Spalte("Art"),
        Spalte("Rechtsgrundlage"),
        Spalte("Geltung"),
    )
    zeilen = [(g.code, g.titel, GROESSENART[g.art], str(g.norm), str(g.geltung)) for g in GRUNDGROESSEN]
    return Tabelle("Grundgrößen", spalten, zeilen)


def _pruefregeln() -> Tabelle:
    spalten = (Spalte("Regel", kopf=True), Spalte("Schwere"), Spalte("Rechtsgrundlage"), Spalte("Geltung"))
    wirkung = {Schwere.HART: "hart: hält die Meldung auf", Schwere.WEICH: "weich: verlangt eine Erklärung"}
    zeilen = [(r.titel, wirkung[r.schwere], str(r.norm), str(r.geltung)) for r in REGELN]
    return Tabelle("Prüfregeln für Meldungen", spalten, zeilen)


def _schritte() -> Tabelle:
    spalten = (Spalte("Schritt", kopf=True), Spalte("wer"), Spalte("fällig"), Spalte("Rechtsgrundlage"))
    beispiel = date(2027, 1, 1)
    zeilen = [
        (s.titel, ", ".join(ARTEN[art].kurz for art in s.wer), f"{s.vorgabe(beispiel):%d.%m.%Y}", str(s.norm))
        for s in in_kraft(SCHRITTE, beispiel)
    ]
    hinweis = "Vorgaben für eine Runde ab 1. Januar 2027; für andere Runden rechnen sie vom ersten Tag des Zeitraums."
    return Tabelle("Schritte einer Planungsrunde", spalten, zeilen, hinweis=hinweis)


def _gremien() -> Tabelle:
    spalten = (Spalte("Gremium", kopf=True), Spalte("Sitze"), Spalte("Wirkung"), Spalte("Rechtsgrundlage"))
    zeilen = [
        (
            regel.titel,
            "; ".join(_sitze(regel)),
            "beschließt" if regel.beschliesst else "berät",
            str(regel.norm),
        )
        for regel in GREMIEN
    ]
    return Tabelle("Gremien", spalten, zeilen)


def _sitze(regel: Gremiumregel) -> list[str]:
    return [
        ", ".join(f"{ARTEN[anteil.seite].kurz} {anteil.sitze}" for anteil in eine.anteile) or eine.titel
        for eine in regel.zusammensetzungen
    ]


def _vorsitz() -> Tabelle:
    spalten = (Spalte("Gremium", kopf=True), Spalte("Vorsitz"), Spalte("bei Gleichheit"), Spalte("Rechtsgrundlage"))
    zeilen = [
        (
            gremiumtitel(regel.gremiumart),
            _vorsitzfolge(regel),
            "Stimme des Vorsitzes" if regel.stichentscheid else "abgelehnt",
            str(regel.norm),
        )
        for regel in VORSITZREGELN
    ]
    return Tabelle("Vorsitz der Gremien", spalten, zeilen)


def _vorsitzfolge(regel: Vorsitzregel) -> str:
    heute = timezone.localdate()
    seiten = ", ".join(ARTEN[regel.am_zug(zug, heute)].kurz for zug in range(1, len(regel.wechsel) + 1))
    if monate := regel.zugdauer(heute):
        return f"gewählt; ohne Einigung abwechselnd für {monate} Monate: {seiten}"
    return seiten or "gewählt"


def _gegenstaende() -> Tabelle:
    spalten = (
        Spalte("Gegenstand", kopf=True),
        Spalte("Gremium"),
        Spalte("Form"),
        Spalte("Mehrheit"),
        Spalte("Rechtsgrundlage"),
        Spalte("Geltung"),
    )
    zeilen = [
        (
            zeile.titel,
            ", ".join(gremiumtitel(art) for art in zeile.gremien),
            FORMTITEL[zeile.form],
            _mehrheit(zeile),
            str(zeile.norm),
            str(zeile.geltung),
        )
        for zeile in GEGENSTAENDE
    ]
    return Tabelle("Womit sich Gremien befassen", spalten, zeilen)


def _mehrheit(zeile: Gegenstand) -> str:
    if zeile.form != "beschluss":
        return "–"
    gleichheit = zeile.ohne_stichentscheid and f"; bei Gleichheit abgelehnt ({zeile.ohne_stichentscheid})"
    return f"{MEHRHEITSTITEL[zeile.mehrheit]}{gleichheit or ''}"


def _ausschluesse() -> Tabelle:
    spalten = (Spalte("Gremium", kopf=True), Spalte("Ausschluss"), Spalte("Rechtsgrundlage"))
    zeilen = [(gremiumtitel(zeile.gremium), zeile.meldung, str(zeile.norm)) for zeile in AUSSCHLUESSE]
    return Tabelle("Womit sich Gremien nicht befassen", spalten, zeilen)


def _niveaus() -> Tabelle:
    spalten = (Spalte("Unterschrift", kopf=True), Spalte("geprüft"), Spalte("nicht geprüft"), Spalte("Rechtsgrundlage"))
    zeilen = [(n.titel, n.geprueft, n.ungeprueft, str(n.norm)) for n in NIVEAUS.values()]
    return Tabelle("Arten der Unterschrift", spalten, zeilen)


def _uebergaenge(ablauf: Ablauf) -> Tabelle:
    spalten = (
        Spalte("Akt", kopf=True),
        Spalte("von"),
        Spalte("nach"),
        Spalte("wer"),
        Spalte("Bedingungen"),
        Spalte("Rechtsgrundlage"),
        Spalte("Geltung"),
    )
    return Tabelle(ablauf.titel, spalten, [_zeile(ablauf, uebergang) for uebergang in ablauf.uebergaenge])


def _zeile(ablauf: Ablauf, uebergang: Uebergang) -> tuple[Zelle | str, ...]:
    return (
        Zelle(uebergang.titel, hinweis="mit Grund" if uebergang.grund_noetig else ""),
        ", ".join(map(ablauf.titel_von, uebergang.von)) or "neu",
        ablauf.titel_von(uebergang.nach),
        ", ".join(p.titel for p in ROLLEN.values() if uebergang.befugnis in p.befugnisse),
        "; ".join(map(_bedingung, uebergang.bedingungen)) or "keine",
        str(uebergang.norm),
        str(uebergang.geltung),
    )


def _bedingung(bedingung: Bedingung) -> str:
    art = "hart" if bedingung.hart else "soll"
    return f"{bedingung.meldung} ({art}, {bedingung.norm})"
