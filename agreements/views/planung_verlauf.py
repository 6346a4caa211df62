"""What a planned value is seen against: the own history, the group, and the stored forecast with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from agreements.models import Kennzahlprognose, Planungswert
from agreements.planung.recht import GROESSE
from agreements.views.planung_zeilen import anteil_text
from kennzahlen.auskunft.charts import Band, Linie, Zeitreihe, alternativtext
from kennzahlen.auskunft.darstellung import wert_text
from kennzahlen.auskunft.gruppen import Gruppenbild, gruppenbild
from kennzahlen.auskunft.reihen import lies, monate_von, zeitraum
from kennzahlen.cube import monat_plus
from kennzahlen.models import Einheit, Einheitsart, Veroeffentlichung
from kennzahlen.recht import kennzahl_am
from zielsystem import zahlen
from zielsystem.parties.models import Gruppenzugehoerigkeit, gilt_am
from zielsystem.parties.recht import Gruppenart
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

RUECKBLICK = 48
"""Months of history beside a forecast."""


@dataclass(frozen=True)
class Wertverlauf:
    """The history of a value. ``reihe`` is None where nothing was published for the Jobcenter.

    ``ohne_prognose`` says why there is no forecast; "" where there is one.
    """

    veroeffentlichung: Veroeffentlichung
    reihe: Zeitreihe | None
    alt: str
    hinweis: str
    ohne_prognose: str
    tabelle: Tabelle | None
    gruppe: Tabelle | None
    gruppenbild_url: str
    gruppenbild_alt: str
    mit_prognose: bool
    bild_url: str


def verlauf_von(wert: Planungswert) -> Wertverlauf:
    """Everything that a value is seen against, as of the release its Planungsbrief rests on: six queries."""
    brief = wert.erwartung.erwartung.brief
    assert brief.zahlenstand
    assert brief.basismonat
    einheit = Einheit.objects.filter(partei=wert.jobcenter_id).first()
    monate = _monate(brief.zahlenstand, brief.basismonat)
    vorhersage = _prognose(brief.zahlenstand, einheit, wert.kennzahl)
    reihe = _zeitreihe(wert, einheit, brief.zahlenstand, monate, vorhersage) if einheit and monate else None
    return Wertverlauf(
        veroeffentlichung=brief.zahlenstand,
        reihe=reihe,
        alt=alternativtext(reihe) if reihe else "",
        hinweis=_hinweis(vorhersage, brief.zahlenstand, brief.basismonat),
        ohne_prognose=_warum_keine(vorhersage),
        tabelle=_tabelle(reihe, wert.kennzahl) if reihe else None,
        gruppe=_gruppentabelle(wert, brief.zahlenstand, brief.basismonat),
        gruppenbild_url=_gruppenbild_url(wert, brief.zahlenstand),
        gruppenbild_alt=(
            f"Liniendiagramm: {wert.kennzahl} von {wert.name} über fünf Jahre, dahinter die mittlere Hälfte des "
            "Vergleichstyps. Die Zahlen stehen auf der Seite des Jobcenters."
        ),
        mit_prognose=bool(vorhersage and vorhersage.wert),
        bild_url=reverse("agreements:prognosebild", args=[wert.pk]),
    )


def _monate(veroeffentlichung: Veroeffentlichung, bis: date) -> tuple[date, ...]:
    veroeffentlicht = monate_von(veroeffentlichung)
    return zeitraum(max(veroeffentlicht[0], monat_plus(bis, 1 - RUECKBLICK)), bis) if veroeffentlicht else ()


def _prognose(veroeffentlichung: Veroeffentlichung, einheit: Einheit | None, kennzahl: str) -> Kennzahlprognose | None:
    return Kennzahlprognose.objects.filter(
        veroeffentlichung=veroeffentlichung, einheit=einheit, kennzahl=kennzahl
    ).first()


def _warum_keine(vorhersage: Kennzahlprognose | None) -> str:
    if vorhersage is None:
        return "Die Prognose ist noch nicht berechnet; das geschieht einmal je Veröffentlichung im Hintergrund."
    return vorhersage.grund


def _hinweis(vorhersage: Kennzahlprognose | None, veroeffentlichung: Veroeffentlichung, bis: date) -> str:
    quelle = f"Endgültige Werte bis {zahlen.monat(bis)}, Veröffentlichung vom {zahlen.tag(veroeffentlichung.stand)}."
    if vorhersage is None or not vorhersage.wert:
        return quelle
    return (
        f"{quelle} Prognose mit {vorhersage.verfahren}: Sie schreibt die Reihe fort und kennt weder Recht noch "
        "Haushalt noch Arbeitsmarkt. Im Bereich soll der Wert in "
        f"{zahlen.prozent(vorhersage.sicherheit, 0)} der Fälle liegen."
    )


# -- Chart -----------------------------------------------------------------------------------------------------


def _zeitreihe(
    wert: Planungswert, einheit: Einheit, veroeffentlichung: Veroeffentlichung, monate: Sequence[date],
    vorhersage: Kennzahlprognose | None,
) -> Zeitreihe:  # fmt: skip
    """History, forecast and the Erwartungswert of the year on one axis of months."""
    gelesen = lies(veroeffentlichung, [einheit], [wert.kennzahl], monate).werte(einheit, wert.kennzahl)
    werte = [w.wert if w.vollstaendig else None for w in gelesen]
    alle = zeitraum(monate[0], max(date(wert.jahr, 12, 1), monate[-1]))
    danach = len(alle) - len(monate)
    linien = [Linie(wert.name.removeprefix("Jobcenter "), "eigene", [*werte, *[None] * danach])]
    band = None
    if vorhersage and vorhersage.wert and danach:
        vorher = [*[None] * (len(monate) - 1), werte[-1]]
        folgen = (vorhersage.wert, vorhersage.unten, vorhersage.oben)
        mitte, unten, oben = ([*vorher, *_gekuerzt(folge, danach)] for folge in folgen)
        linien.append(Linie("Prognose", "vergleichstyp", mitte))
        band = Band("Bereich der Prognose", unten, oben)
    erwartet = GROESSE[wert.kennzahl].wert(wert.erwartet, wert.menge)
    im_jahr = [float(erwartet) if erwartet is not None and monat.year == wert.jahr else None for monat in alle]
    linien.append(Linie(f"Erwartungswert {wert.jahr}", "bund", im_jahr))
    definition = kennzahl_am(wert.kennzahl, monate[-1])
    return Zeitreihe(
        f"{definition.titel} ({wert.kennzahl})", alle, linien, veraenderung=definition.veraenderung, band=band
    )


def _gekuerzt(folge: Sequence[float], laenge: int) -> list[float | None]:
    return [*folge[:laenge], *[None] * (laenge - len(folge))]


def _tabelle(reihe: Zeitreihe, kennzahl: str) -> Tabelle:
    """The figures of the chart, the newest month first."""
    spalten = [Spalte("Monat", kopf=True), *(Spalte(linie.name, zahl=True) for linie in reihe.linien)]
    folgen: list[Sequence[float | None]] = [linie.werte for linie in reihe.linien]
    if reihe.band:
        spalten += [Spalte("Bereich von", zahl=True), Spalte("bis", zahl=True)]
        folgen += [reihe.band.unten, reihe.band.oben]
    zeilen = [
        [Zelle(zahlen.monat(monat), roh=monat), *(_zelle(kennzahl, wert) for wert in werte)]
        for monat, *werte in zip(reihe.monate, *folgen, strict=True)
    ]
    return Tabelle(f"{kennzahl}: Verlauf, Prognose, Erwartungswert", spalten, zeilen[::-1])


def _zelle(kennzahl: str, wert: float | None) -> Zelle:
    return Zelle(wert_text(kennzahl, wert), roh=wert)


# -- Group -----------------------------------------------------------------------------------------------------


def _gruppenbild_url(wert: Planungswert, veroeffentlichung: Veroeffentlichung) -> str:
    """The chart of the Jobcenter with the band of its Vergleichstyp, as everybody sees it on the page of figures."""
    adresse = reverse("kennzahlen:diagramm", kwargs={"ags": wert.schluessel, "code": wert.kennzahl})
    return f"{adresse}?{urlencode({'veroeffentlichung': str(veroeffentlichung.pk), 'monate': '60'})}"


def _gruppentabelle(wert: Planungswert, veroeffentlichung: Veroeffentlichung, monat: date) -> Tabelle | None:
    """Where the base value lies in the Vergleichstyp: quartiles and median, never a rank."""
    gruppe = _vergleichstyp(wert, monat)
    if gruppe is None:
        return None
    bild = gruppenbild(veroeffentlichung, gruppe, [wert.kennzahl], [monat])
    return Tabelle(
        f"Vergleichstyp {gruppe.titel}, {zahlen.monat(monat)}",
        [Spalte("Jobcenter der Gruppe", zahl=True), *(Spalte(t, zahl=True) for t in _VERTEILUNG)],
        [_verteilungszeile(wert, bild)],
        hinweis="Zwischen den Quartilen liegt die mittlere Hälfte der Gruppe. Eine Rangfolge gibt es nicht.",
    )


_VERTEILUNG = ("1. Quartil", "Median", "3. Quartil", "Dieses Jobcenter")


def _vergleichstyp(wert: Planungswert, monat: date) -> Einheit | None:
    schluessel = (
        Gruppenzugehoerigkeit.objects.filter(
            gilt_am(monat), partei=wert.jobcenter_id, gruppe__art=Gruppenart.VERGLEICHSTYP
        )
        .values_list("gruppe__schluessel", flat=True)
        .first()
    )
    return Einheit.objects.filter(
        art=Einheitsart.VERGLEICHSTYP, schluessel=f"{Gruppenart.VERGLEICHSTYP}:{schluessel}"
    ).first()


def _verteilungszeile(wert: Planungswert, bild: Gruppenbild) -> list[Zelle | str]:
    v = bild.verteilungen[wert.kennzahl]
    quote = wert.erwartung.quote
    eigener = None if quote is None else quote - int(GROESSE[wert.kennzahl].veraenderung)
    quartile = (float(folge[-1]) for folge in (v.q1, v.median, v.q3))
    return [
        zahlen.ganzzahl(bild.anzahl),
        *(_zelle(wert.kennzahl, None if q != q else q) for q in quartile),
        anteil_text(wert.kennzahl, eigener),
    ]
