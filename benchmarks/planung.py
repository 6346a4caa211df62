"""Sums of a planned round at every change, breakdown, the page of a value, the table in and out: 411 Jobcenter.

    .venv/bin/python -m benchmarks.planung [--laeufe 20] [--ohne-prognosen]

Rests on the demonstration with 60 months of figures. One process. Prints medians; the sums beside the same sums made
of the rows in Python, which is what one would write first.
"""

from __future__ import annotations

import argparse
import io
from datetime import date
from typing import Any

from benchmarks.surroundings import JETZT, LETZTER, datenbank, lade_zahlen, miss

AB, BIS = date(2027, 1, 1), date(2028, 1, 1)


def main() -> None:
    """Set up, measure, print, tear down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--laeufe", type=int, default=20)
    parser.add_argument("--ohne-prognosen", action="store_true", help="they take a minute or two")
    optionen = parser.parse_args()
    laeufe = optionen.laeufe
    with datenbank():
        runde = lade_runde()
        miss_aufteilung(runde)
        miss_summen(runde, laeufe)
        miss_seiten(runde, laeufe)
        miss_tabelle(runde)
        if not optionen.ohne_prognosen:
            miss_prognose()


def lade_runde() -> Any:
    """Structure, logins, figures, a release, a round with a published Planungsbrief and some offers."""
    from agreements.planungsrunde import lege_runde_an
    from agreements.recht import Form, Formwahl
    from demonstration.logins import load_logins
    from demonstration.planning import load_planung
    from kennzahlen.veroeffentlichungen.veroeffentlichung import veroeffentliche
    from zielsystem.parties.zugriff import betrieb

    lade_zahlen(60)
    load_logins()
    durch = betrieb(JETZT.date())
    veroeffentliche(bis=LETZTER, durch=durch, am=JETZT)
    runde = lege_runde_an(titel="2027", ab=AB, bis=BIS, form=Formwahl(Form.TRILATERAL), durch=durch, am=JETZT)
    dauer = miss(lambda: load_planung(runde, durch=durch, am=JETZT), 1)
    print(f"{dauer * 1000:8.1f} ms  Planungsbrief veröffentlichen, aufteilen und rund 50 Züge")
    return runde


def miss_aufteilung(runde: Any) -> None:
    """The rule alone, and the whole act of saving a draft with two values."""
    from fractions import Fraction

    from agreements.planung.aufteilung import Regel, teile_auf
    from agreements.planung.ausgangslage import basis, basismonat_von, messungen, neueste_veroeffentlichung, orte
    from agreements.planung.recht import GROESSE

    release = neueste_veroeffentlichung()
    monat = basismonat_von(release)
    gemessen = messungen(release, "K2", monat)
    basen = [basis(ort, gemessen.get(ort.partei), GROESSE["K2"], monat) for ort in orte(runde.ab, monat)]
    regel = Regel(GROESSE["K2"].besser, Fraction(1, 5))
    dauer = miss(lambda: teile_auf(basen, 870_018, regel), 20)
    print(f"{dauer * 1000:8.1f} ms  Aufteilung auf {len(basen)} Jobcenter (nur rechnen, exakt)")


def miss_summen(runde: Any, laeufe: int) -> None:
    """The sums of all levels for the BMAS, and the same in Python over the rows."""
    from agreements.models import Planungswert
    from agreements.planung.werte import summentafel
    from zielsystem.parties.models import Nutzer
    from zielsystem.parties.zugriff import zugaenge

    bmas = zugaenge(Nutzer.objects.get(username="bmas.leitung"), JETZT.date())[0]
    dauer = miss(lambda: summentafel(runde, bmas), laeufe)
    print(f"{dauer * 1000:8.1f} ms  Summen von Bund, BA-Strang und Ländern über {Planungswert.objects.count()} Werte")

    def in_python() -> dict[tuple[Any, ...], int]:
        summen: dict[tuple[Any, ...], int] = {}
        for wert in Planungswert.objects.filter(runde=runde):
            for ebene in ("bund", wert.art, (wert.art, wert.land_id)):
                stelle = (ebene, wert.kennzahl, wert.jahr)
                summen[stelle] = summen.get(stelle, 0) + (wert.erwartet if wert.wert is None else wert.wert)
        return summen

    print(f"{miss(in_python, laeufe) * 1000:8.1f} ms  zum Vergleich: dieselben Personen, Zeile für Zeile in Python")


def miss_seiten(runde: Any, laeufe: int) -> None:
    """The pages, and an offer by htmx with the sums in the answer, through every middleware."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client

    from agreements.models import Planungswert

    call_command("collectstatic", interactive=False, verbosity=0)
    bmas = Client(headers={"host": "localhost"})
    bmas.force_login(get_user_model().objects.get(username="bmas.leitung"))
    jobcenter = Client(headers={"host": "localhost", "HX-Request": "true"})
    jobcenter.force_login(get_user_model().objects.get(username="ge.leitung"))
    wert = Planungswert.objects.get(schluessel="05315", kennzahl="K2")
    for name, client, adresse in (
        ("Planung der Runde (BMAS)", bmas, f"/zielvereinbarungen/{runde.pk}/planung/"),
        ("ein Wert (Jobcenter)", jobcenter, f"/zielvereinbarungen/planungswerte/{wert.pk}/"),
    ):
        if client.get(adresse).status_code != 200:
            raise SystemExit(f"{adresse} antwortet nicht")
        print(f"{miss(lambda c=client, a=adresse: c.get(a), laeufe) * 1000:8.1f} ms  Seite: {name}")  # type: ignore[misc]

    def biete() -> None:
        wert.refresh_from_db()
        daten = {"akt": "anbieten", "anbieten-gesehen": wert.zuege, "anbieten-wert": wert.erwartet + wert.zuege}
        texte = {"anbieten-begruendung": "Lage", "anbieten-quelle": "Statistik"}
        antwort = jobcenter.post(f"/zielvereinbarungen/planungswerte/{wert.pk}/", daten | texte)
        if b"hx-swap-oob" not in antwort.content:
            raise SystemExit("Das Angebot kam nicht an")

    print(f"{miss(biete, laeufe) * 1000:8.1f} ms  Angebot speichern, Verhandlung und alle Summen neu in der Antwort")


def miss_tabelle(runde: Any) -> None:
    """The whole table of the BA: out, checked, and taken over."""
    from openpyxl import load_workbook

    from agreements.planung.einlesen import nimm_auf, pruefe, uebernimm
    from agreements.views.planung_tabelle import arbeitsmappe
    from zielsystem.parties.models import Nutzer
    from zielsystem.parties.zugriff import zugaenge

    zkt = zugaenge(Nutzer.objects.get(username="land-nw.leitung"), JETZT.date())[0]
    print(f"{miss(lambda: arbeitsmappe(runde, zkt), 3) * 1000:8.1f} ms  Tabelle eines Landes ausgeben")
    mappe = load_workbook(io.BytesIO(arbeitsmappe(runde, zkt)))
    blatt = mappe.active
    spalten = {zelle.value: zelle.column for zelle in blatt[1]}
    antworten = 0
    for zeile in range(2, blatt.max_row + 1):
        if blatt.cell(zeile, spalten["Stand"]).value != "vereinbart":
            blatt.cell(zeile, spalten["Neuer Wert"]).value = 100 + zeile
            blatt.cell(zeile, spalten["Begründung"]).value = "Vergleichsgruppe"
            antworten += 1
    datei = io.BytesIO()
    mappe.save(datei)
    inhalt = datei.getvalue()
    dauer = miss(lambda: pruefe(runde=runde, inhalt=inhalt, durch=zkt, am=JETZT), 3)
    print(f"{dauer * 1000:8.1f} ms  Tabelle mit {antworten} Antworten prüfen")
    aufgenommen = nimm_auf(runde=runde, dateiname="x.xlsx", inhalt=inhalt, durch=zkt, am=JETZT)
    dauer = miss(lambda: uebernimm(datei=aufgenommen, durch=zkt, am=JETZT), 1)
    print(f"{dauer * 1000:8.1f} ms  und übernehmen")


def miss_prognose() -> None:
    """Forecasts of all Jobcenter, as the worker makes them."""
    from agreements.planung.vorausberechnung import berechne
    from kennzahlen.models import Veroeffentlichung

    release = Veroeffentlichung.objects.get().pk
    anzahl: list[int] = []
    dauer = miss(lambda: anzahl.append(berechne(release)), 1)
    print(f"{dauer:8.1f} s   {anzahl[0]} Prognosen (ein Prozess, einmal je Veröffentlichung)")


if __name__ == "__main__":
    main()
