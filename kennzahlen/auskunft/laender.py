"""The Länder beside each other: one map per Kennzahl, and a table of all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from kennzahlen.auskunft.charts import Laenderkarte
from kennzahlen.auskunft.charts.karte import KARTENBREITE, KARTENHOEHE, karte_alternativtext
from kennzahlen.auskunft.darstellung import definition, wertzelle
from kennzahlen.auskunft.reihen import Reihen, lies
from kennzahlen.models import Einheit, Einheitsart, Veroeffentlichung
from kennzahlen.recht import HAUPTKENNZAHLEN, fassungen
from zielsystem import zahlen
from zielsystem.ui.rows import Spalte, Tabelle, Zelle


def lies_laender(veroeffentlichung: Veroeffentlichung, codes: tuple[str, ...] = HAUPTKENNZAHLEN) -> Reihen:
    """The values of the Länder for the newest month, in the official order: two queries."""
    laender = list(Einheit.objects.filter(art=Einheitsart.LAND).order_by("schluessel"))
    return lies(veroeffentlichung, laender, codes, [veroeffentlichung.bis_monat])


def laenderkarte(veroeffentlichung: Veroeffentlichung, code: str) -> Laenderkarte:
    """The map of a measure."""
    return _karte(lies_laender(veroeffentlichung, (code,)), code)


def _karte(reihen: Reihen, code: str) -> Laenderkarte:
    monat: date = reihen.monate[-1]
    werte: Mapping[str, float | None] = {
        land.schluessel.removeprefix("land:"): reihen.werte(land, code)[-1].wert for land in reihen.einheiten
    }
    titel = f"{definition(code, monat).titel} ({code}) im {zahlen.monat(monat)}"
    return Laenderkarte(titel, werte, fassungen(code)[0].veraenderung)


def kartenbilder(reihen: Reihen) -> list[dict[str, Any]]:
    """The maps of the three Kennzahlen as the page shows them."""
    nummer = urlencode({"veroeffentlichung": reihen.veroeffentlichung.pk})
    return [
        {
            "titel": f"{code} {fassungen(code)[-1].titel}",
            "bild_url": f"{reverse('kennzahlen:karte', kwargs={'code': code})}?{nummer}",
            "alt": karte_alternativtext(_karte(reihen, code)),
            "breite": KARTENBREITE,
            "hoehe": KARTENHOEHE,
        }
        for code in HAUPTKENNZAHLEN
    ]


def laendertabelle(reihen: Reihen) -> Tabelle:
    """The figures of the maps."""
    zeilen: list[list[Zelle | str]] = [
        [
            Zelle(land.titel, url=reverse("kennzahlen:einheit", kwargs={"schluessel": land.schluessel})),
            *(wertzelle(code, reihen.werte(land, code)[-1]) for code in reihen.codes),
        ]
        for land in reihen.einheiten
    ]
    spalten = [Spalte("Land", kopf=True), *(Spalte(code, zahl=True) for code in reihen.codes)]
    return Tabelle("Länder", spalten, zeilen, schluessel="laender")
