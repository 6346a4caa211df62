"""The peer of the publishing benchmark: the same values as most Django code would make them.

A query per Jobcenter, a loop over months and measures, aggregates added up in dictionaries, ``bulk_create`` at the
end. Written straightforwardly and without tricks against it; mergers, which only two units have, are left out.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from math import nan

from kennzahlen.cube import monat_plus
from kennzahlen.einheiten import einheitenachse, gespeicherte_einheiten
from kennzahlen.models import Kennzahlreihe, Meldung, Veroeffentlichung
from kennzahlen.recht import KENNZAHL_CODES, REIHENNUMMER, SPALTE, Kennzahl, kennzahl_am

Zahlen = dict[date, list[int | None]]
Paar = tuple[int, int, int]
"""Numerator, denominator, months."""


def publish(bis: date, am: datetime) -> None:
    """Compute and store everything up to a month."""
    erster = Meldung.objects.order_by("monat").values_list("monat", flat=True)[0]
    monate = [erster]
    while monate[-1] < bis:
        monate.append(monat_plus(monate[-1], 1))
    achse = einheitenachse(monate)
    einheiten = gespeicherte_einheiten(achse)
    veroeffentlichung = Veroeffentlichung.objects.create(
        bis_monat=bis, stand=am.date(), veroeffentlicht_am=am, eingaben_stand=am, anzahl_meldungen=0, anzahl_werte=0
    )
    summen: dict[tuple[int, str, date], list[int]] = defaultdict(lambda: [0, 0, 0])
    reihen: list[Kennzahlreihe] = []
    for stelle, jobcenter in enumerate(achse.jobcenter):
        zahlen = {m.monat: m.werte for m in Meldung.objects.gueltig().filter(jobcenter_id=jobcenter)}
        werte = {}
        for code in KENNZAHL_CODES:
            for nr, monat in enumerate(monate):
                paar = _paar(zahlen, kennzahl_am(code, monat), monat)
                if paar is None:
                    continue
                werte[code, monat] = paar
                versatz = len(achse.jobcenter)
                for gruppierung in achse.gruppierungen:
                    gruppe = gruppierung.zuordnung[stelle, nr]
                    if gruppe >= 0:
                        summe = summen[einheiten[versatz + gruppe], code, monat]
                        summe[0] += paar[0]
                        summe[1] += paar[1]
                        summe[2] = max(summe[2], paar[2])
                    versatz += gruppierung.anzahl
        reihen += _jahre(veroeffentlichung, einheiten[stelle], werte)
    for einheit in einheiten[len(achse.jobcenter) :]:
        werte = {
            (c, m): tuple(summen[einheit, c, m]) for c in KENNZAHL_CODES for m in monate if (einheit, c, m) in summen
        }
        reihen += _jahre(veroeffentlichung, einheit, werte)
    Kennzahlreihe.objects.bulk_create(reihen, batch_size=1000)


def _paar(zahlen: Zahlen, kennzahl: Kennzahl, monat: date) -> Paar | None:
    zaehler = nenner = monate = 0
    for stelle in range(kennzahl.fenster):
        oben = zahlen.get(monat_plus(monat, kennzahl.zaehler.von + stelle))
        unten = zahlen.get(monat_plus(monat, kennzahl.nenner.von + stelle))
        if oben is None or unten is None:
            continue
        a, b = oben[SPALTE[kennzahl.zaehler.groesse]], unten[SPALTE[kennzahl.nenner.groesse]]
        if a is None or b is None:
            continue
        zaehler, nenner, monate = zaehler + a, nenner + b, monate + 1
    return (zaehler, nenner, monate) if monate and nenner else None


def _jahre(
    veroeffentlichung: Veroeffentlichung, einheit: int, werte: dict[tuple[str, date], Paar]
) -> list[Kennzahlreihe]:
    reihen: dict[tuple[str, int], Kennzahlreihe] = {}
    for (code, monat), (zaehler, nenner, monate) in werte.items():
        reihe = reihen.get((code, monat.year))
        if reihe is None:
            reihe = reihen[code, monat.year] = Kennzahlreihe(
                veroeffentlichung=veroeffentlichung,
                einheit_id=einheit,
                kennzahl=REIHENNUMMER[code],
                jahr=monat.year,
                wert=[nan] * 12,
                zaehler=[0] * 12,
                nenner=[0] * 12,
                monate=[0] * 12,
                fehlend=[0] * 12,
                grund=[1] * 12,
            )
        kennzahl, stelle = kennzahl_am(code, monat), monat.month - 1
        wert = zaehler / (nenner / monate if kennzahl.nenner.mittel else nenner)
        reihe.wert[stelle] = wert - 1 if kennzahl.veraenderung else wert
        reihe.zaehler[stelle], reihe.nenner[stelle], reihe.monate[stelle] = zaehler, nenner, monate
        reihe.grund[stelle] = 0
    return list(reihen.values())
