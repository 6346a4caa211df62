"""A world in which months are reported by hand: two Jobcenter with a calm past, and a browser filling in the grid."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

from django.test import Client

from kennzahlen.cube import monat_plus, monatsreihe
from kennzahlen.models import Meldung
from kennzahlen.recht import GRUNDGROESSEN, SPALTE, gueltige_groessen
from tests.welt import Welt

JETZT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
MONAT = date(2026, 11, 1)
"""The month that is open; the 24 before it are released."""

ZAHLEN = {
    "LLU": 50_000_000, "LUH": 40_000_001, "ELB": 1000, "ELB_W": 480, "ELB_M": 520, "ELB_AE": 150, "ELB_ZUGANG": 50,
    "ELB_ABGANG": 50, "LZB": 600, "LZB_AKTIVIERT": 60, "LZB_ZUGANG": 20, "LZB_ABGANG": 20, "INT": 25, "INT_W": 10,
    "INT_M": 15, "INT_AE": 3, "INT_LZB": 8, "INT_KONT": 15, "EINTRITT_GB": 10, "EINTRITT_OEB": 4,
}  # fmt: skip
CODES = [groesse.code for groesse in gueltige_groessen(MONAT)]


def gemeldete_welt() -> Welt:
    """Two Jobcenter (05111 and 05124) whose last 24 months are released."""
    welt = Welt.erschaffe()
    for ags in ("05111", "05124"):
        for monat in monatsreihe(monat_plus(MONAT, -24), 24):
            gib_frei(welt, ags, monat)
    return welt


def gib_frei(welt: Welt, ags: str, monat: date, **andere: int) -> Meldung:
    """A released Meldung."""
    return Meldung.objects.create(
        jobcenter=welt.parteien[f"jobcenter-{ags}"],
        monat=monat,
        version=1,
        zustand="freigegeben",
        werte=[(ZAHLEN | andere).get(g.code) for g in GRUNDGROESSEN],
        quelle="Probe",
        erfasst_am=JETZT,
        freigegeben_am=JETZT,
    )


def angemeldet(welt: Welt, name: str) -> Client:
    """A browser of somebody."""
    client = Client()
    client.force_login(welt.personen[name])
    return client


def controlling(welt: Welt, ags: str = "05111") -> Client:
    """A browser of the Jobcenter's Controlling."""
    return angemeldet(welt, f"jobcenter-{ags}.controlling")


def begonnen(client: Client, monat: str = "2026-11") -> str:
    """Begin a month, and return the address of its form."""
    antwort = client.post("/meldungen/neu/", {"monat": monat})
    assert antwort.status_code == 302, antwort.content.decode()
    return str(antwort["Location"])


def entwurf() -> Meldung:
    """The one Meldung in work."""
    return Meldung.objects.in_arbeit().get()


def wert(code: str, meldung: Meldung | None = None) -> int | None:
    """A stored figure of the Meldung in work."""
    return (meldung or entwurf()).werte[SPALTE[code]]


def formular(seite: str) -> dict[str, str]:
    """Everything that the grid form on a page would send."""
    felder = {}
    for marke in re.findall(r"<input[^>]*>", seite):
        art = dict(re.findall(r'([\w-]+)="([^"]*)"', marke))
        name = art.get("name", "")
        ist_haken = art.get("type") == "checkbox"
        if name.startswith(("wert-", "vorher-")) or (ist_haken and " checked" in marke):
            felder[name] = html.unescape(art.get("value", "on"))
    return felder


def tippt(client: Client, adresse: str, htmx: bool = True, **werte: str):  # type: ignore[no-untyped-def]
    """Open the form, type figures (``nichts`` for nothing to report) and let it save itself."""
    daten = formular(client.get(adresse).content.decode())
    return sendet(client, adresse, daten, htmx, **werte)


def sendet(client: Client, adresse: str, daten: dict[str, str], htmx: bool = True, **werte: str):  # type: ignore[no-untyped-def]
    """Send a form that was opened before, with figures typed into it."""
    daten = dict(daten)
    for code, text in werte.items():
        if text == "nichts":
            daten[f"nichts-{code}"], daten[f"wert-{code}"] = "on", ""
        else:
            daten[f"wert-{code}"] = text
    kopf = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{adresse}"} if htmx else {}
    return client.post(adresse, daten, headers=kopf)


def alle(**andere: str) -> dict[str, str]:
    """A whole plausible month as one types it."""
    texte = {code: str(zahl) for code, zahl in ZAHLEN.items() if code in CODES}
    return texte | {"LLU": "500.000,00", "LUH": "400000,01"} | andere


def stand(seite: str, code: str) -> str:
    """The word that says how a field stands."""
    treffer = re.search(rf'id="stand-{code}".*?kern-label">([^<]*)<', seite, re.DOTALL)
    assert treffer, code
    return treffer[1]
