"""Findings for people: every case with what triggered it and what helps, then the totals; and all of it as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from kennzahlen.meldungen.erfassung import Angabe, angabe
from kennzahlen.meldungen.meldungslauf import ERKLAERBAR
from kennzahlen.meldungen.plausibilitaet import REGELN
from kennzahlen.meldungen.pruefung import ausnahmen
from kennzahlen.models import Meldung
from kennzahlen.models.befunde import Ausnahme, Befund
from kennzahlen.recht import GRUNDGROESSEN
from kennzahlen.views.erfassungsfelder import Feldstand, angabetext
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.zugriff import Zugang, may
from zielsystem.ui.rows import Spalte, Statusart, Tabelle, Zelle

REGEL = {regel.code: regel for regel in REGELN}
_NACH_NR = {groesse.nr: groesse for groesse in GRUNDGROESSEN}
FEHLT = "FEHLT"
"""The rule that misses a figure."""


@dataclass(frozen=True)
class Befundkarte:
    """One finding, ready to be shown. ``url`` is where an explanation goes, or empty."""

    pk: int
    regel: str
    code: str
    titel: str
    stand: str
    art: Statusart
    gemeldet: str
    erwartet: str
    text: str
    beteiligte: tuple[tuple[str, str], ...]
    erklaerung: str
    ausnahme: str
    url: str


@dataclass(frozen=True)
class Befundliste:
    """All findings of a Meldung: the cases, what is not there yet, and the totals in words."""

    karten: tuple[Befundkarte, ...]
    fehlende: tuple[str, ...]
    summe: str
    kennung: str


def befundliste(meldung: Meldung, zugang: Zugang) -> Befundliste:
    """The findings of a Meldung for somebody: two queries, and one for the right to explain."""
    gefunden = list(meldung.befunde.order_by("schwere", "groesse", "code"))
    ausgenommen = {ausnahme.code: ausnahme for ausnahme in ausnahmen(meldung)}
    erklaerbar = meldung.zustand in ERKLAERBAR and may(zugang, Befugnis.MELDUNG_ERFASSEN, meldung)
    faelle = [befund for befund in gefunden if befund.code != FEHLT or FEHLT in ausgenommen]
    fehlende = [befund for befund in gefunden if befund.code == FEHLT and FEHLT not in ausgenommen]
    return Befundliste(
        karten=tuple(_karte(befund, meldung, ausgenommen.get(befund.code), erklaerbar) for befund in faelle),
        fehlende=tuple(_NACH_NR[befund.groesse].code for befund in fehlende),
        summe=_summe(faelle, len(fehlende), ausgenommen),
        kennung=kennung(gefunden, ausgenommen),
    )


def kennung(befunde: Sequence[Befund], ausgenommen: dict[str, Ausnahme]) -> str:
    """What tells one list of findings from another, for a page that shows an older one."""
    teile = [f"{b.pk}.{b.gemeldet}.{bool(b.erklaerung):d}.{b.code in ausgenommen:d}" for b in befunde]
    return ",".join(sorted(teile))


def _karte(befund: Befund, meldung: Meldung, ausnahme: Ausnahme | None, erklaerbar: bool) -> Befundkarte:
    groesse, regel = _NACH_NR[befund.groesse], REGEL.get(befund.code)
    stand = stand_von_befund(befund, ausnahme)
    argumente = {"pk": meldung.pk, "befund": befund.pk}
    beteiligte = [_NACH_NR[nr].code for nr in befund.beteiligte or [befund.groesse]]
    gemeldet = angabetext(groesse.code, Angabe(befund.gemeldet, angabe(meldung, groesse.code).nichts))
    return Befundkarte(
        pk=befund.pk,
        regel=f"{regel.titel if regel else befund.code} ({befund.code})",
        code=groesse.code,
        titel=groesse.titel,
        stand=stand.text,
        art=stand.art,
        gemeldet=gemeldet,
        erwartet=befund.erwartet or zahlen.FEHLT,
        text=befund.text,
        beteiligte=tuple((code, angabetext(code, angabe(meldung, code))) for code in beteiligte),
        erklaerung=befund.erklaerung,
        ausnahme=_ausnahmetext(ausnahme) if ausnahme and befund.schwere == "hart" else "",
        url=reverse("kennzahlen:befund_erklaeren", kwargs=argumente)
        if erklaerbar and befund.schwere == "weich"
        else "",
    )


def stand_von_befund(befund: Befund, ausnahme: Ausnahme | None) -> Feldstand:
    """How a finding stands: an error, waived, striking, or explained."""
    if befund.schwere == "hart":
        return Feldstand("Ausnahme", "info") if ausnahme else Feldstand("Fehler", "danger")
    return Feldstand("erklärt", "info") if befund.erklaerung else Feldstand("auffällig", "warning")


def _ausnahmetext(ausnahme: Ausnahme) -> str:
    return f"Vom BMAS zugelassen am {zahlen.tag(localtime(ausnahme.zugelassen_am))}: {ausnahme.grund}"


def _summe(faelle: Sequence[Befund], fehlende: int, ausgenommen: dict[str, Ausnahme]) -> str:
    staende = [stand_von_befund(befund, ausgenommen.get(befund.code)).text for befund in faelle]
    teile = [
        (fehlende, "fehlende Angabe", "fehlende Angaben"),
        (staende.count("Fehler"), "Fehler", "Fehler"),
        (staende.count("Ausnahme"), "zugelassene Ausnahme", "zugelassene Ausnahmen"),
        (staende.count("auffällig"), "unerklärter auffälliger Wert", "unerklärte auffällige Werte"),
        (staende.count("erklärt"), "erklärter Wert", "erklärte Werte"),
    ]
    worte = [f"{zahl} {eine if zahl == 1 else viele}" for zahl, eine, viele in teile if zahl]
    return ", ".join(worte) + "." if worte else "Die Prüfung hat nichts gefunden."


def feldstaende(meldung: Meldung) -> dict[str, Feldstand]:
    """How the fields with findings stand, by code: the worst counts, all of them say something."""
    ausgenommen = {ausnahme.code: ausnahme for ausnahme in ausnahmen(meldung)}
    je_code: dict[str, list[Befund]] = {}
    for befund in meldung.befunde.order_by("schwere", "code"):
        if befund.code != FEHLT:
            je_code.setdefault(_NACH_NR[befund.groesse].code, []).append(befund)
    return {code: _schlimmster(befunde, ausgenommen) for code, befunde in je_code.items()}


_RANG: dict[str, tuple[int, str]] = {
    "Fehler": (0, "ungültig"),
    "auffällig": (1, "auffällig"),
    "erklärt": (2, "erklärt"),
    "Ausnahme": (3, "Ausnahme"),
}


def _schlimmster(befunde: Sequence[Befund], ausgenommen: dict[str, Ausnahme]) -> Feldstand:
    staende = [stand_von_befund(befund, ausgenommen.get(befund.code)) for befund in befunde]
    erster = min(staende, key=lambda stand: _RANG[stand.text])
    saetze = tuple(
        dict.fromkeys(
            f"{REGEL[befund.code].titel if befund.code in REGEL else befund.code}: erwartet {befund.erwartet}."
            for befund in befunde
        )
    )
    return Feldstand(_RANG[erster.text][1], erster.art, saetze)


# -- As a file -------------------------------------------------------------------------------------------------


def befundtabelle(meldung: Meldung, wer: str) -> Tabelle:
    """All findings of a Meldung as rows for a colleague who has no account."""
    ausgenommen = {ausnahme.code: ausnahme for ausnahme in ausnahmen(meldung)}
    titel = ("Jobcenter", "Monat", "Version", "Regel", "Prüfregel", "Schwere", "Stand", "Grundgröße", "Bezeichnung")
    spalten = [Spalte(name) for name in (*titel, "Gemeldet", "Erwartet", "Beteiligte Zahlen", "Befund", "Erklärung")]
    befunde = meldung.befunde.order_by("schwere", "groesse", "code")
    zeilen = [_dateizeile(befund, meldung, wer, ausgenommen.get(befund.code)) for befund in befunde]
    return Tabelle(f"Befunde {wer}, {zahlen.monat(meldung.monat)}", spalten, zeilen)


def _dateizeile(befund: Befund, meldung: Meldung, wer: str, ausnahme: Ausnahme | None) -> list[Zelle | str]:
    karte: Any = _karte(befund, meldung, ausnahme, erklaerbar=False)
    regel = REGEL.get(befund.code)
    return [
        wer,
        f"{meldung.monat:%Y-%m}",
        str(meldung.version),
        befund.code,
        regel.titel if regel else "",
        befund.schwere,
        karte.stand,
        karte.code,
        karte.titel,
        karte.gemeldet,
        karte.erwartet,
        "; ".join(f"{code}: {wert}" for code, wert in karte.beteiligte),
        befund.text,
        karte.ausnahme or befund.erklaerung,
    ]
