"""Comparison on the pages: position, bands, decomposition, chosen peers, maps, downloads; and that nothing leaks."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import numpy as np
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from kennzahlen.auskunft.gruppen import gruppenbild, mitglieder
from kennzahlen.models import Einheit, Kennzahlreihe, Veroeffentlichung
from kennzahlen.recht import REIHENNUMMER
from tests.kennzahlen.veroeffentlicht import BIS, MONATE, gemeldete_welt, melde, publiziere
from tests.welt import BEGINN, Welt, partei
from zielsystem.parties.models import Gruppenzugehoerigkeit, Parteistand, Vergleichsgruppe
from zielsystem.parties.recht import Parteiart

WEITERE = {"06412": 60, "06413": 70, "06414": 80, "06431": 0}
"""More Jobcenter of the Vergleichstyp A1, with their Integrationen a month; the last one's are secret."""

ANGRIFF = '=HYPERLINK("http://boese.example/";"Klick")'


@pytest.fixture(autouse=True)
def _leerer_cache() -> None:
    cache.clear()


def gruppe_aus_sechs() -> Welt:
    """Six Jobcenter in A1; at Fulda (06431) one Integration in the newest year, so that K2 is secret there."""
    welt = gemeldete_welt()
    erweitere(welt)
    return welt


def erweitere(welt: Welt) -> None:
    """Four more Jobcenter in A1."""
    gruppe = Vergleichsgruppe.objects.get(schluessel="A1")
    for ags, integrationen in WEITERE.items():
        name = "Jobcenter Fulda" if ags == "06431" else f"Jobcenter Ort {ags}"
        neues = welt.parteien[f"jobcenter-{ags}"] = partei(
            f"jobcenter-{ags}", Parteiart.GE, name, ags=ags, land=welt.parteien["land-06"],
            traeger=welt.parteien["kommune-06411"],
        )  # fmt: skip
        Gruppenzugehoerigkeit.objects.create(partei=neues, gruppe=gruppe, ab=BEGINN)
        for nr, monat in enumerate(MONATE):
            faelle = integrationen + nr if integrationen else int(monat == BIS)
            melde(welt, ags, monat, ELB=1000 + nr, INT=faelle, LZB=500 + nr, LLU=40_000_000)


@pytest.fixture
def welt(db: None) -> Welt:
    welt = gruppe_aus_sechs()
    publiziere()
    return welt


def seite(adresse: str, client: Client | None = None, **parameter: Any) -> str:
    antwort = (client or Client()).get(adresse, parameter)
    assert antwort.status_code == 200, (adresse, antwort.status_code)
    return unescape(antwort.content.decode())


def tabelle(adresse: str, schluessel: str, **parameter: Any) -> list[dict[str, str]]:
    antwort = Client().get(adresse, parameter | {"tabelle": schluessel, "ausgabe": "csv"})
    assert antwort.status_code == 200, adresse
    return list(csv.DictReader(io.StringIO(antwort.content.decode(), newline=""), delimiter=";"))


def werte(code: str) -> dict[str, float | None]:
    """The published values of the newest month by Jobcenter, straight from the table."""
    reihen = Kennzahlreihe.objects.filter(kennzahl=REIHENNUMMER[code], jahr=BIS.year, einheit__art="jobcenter")
    je_einheit = {r.einheit.schluessel: r.wert[BIS.month - 1] for r in reihen.select_related("einheit")}
    return {ags: None if wert != wert else wert for ags, wert in je_einheit.items()}


def anzahl(code: str, land: str = "") -> int:
    """How many Jobcenter of A1, or of a Land, have a published value: those with a secret one have none."""
    gemeint = [ags for ags in werte(code) if ags.startswith(land) and (land or ags != "05124")]
    return sum(werte(code)[ags] is not None for ags in gemeint)


# -- Position and spread ---------------------------------------------------------------------------------------


def test_a_jobcenter_is_placed_in_its_group_without_rank_or_name(welt: Welt) -> None:
    text = seite("/jobcenter/06411/")
    assert "Lage in der Vergleichsgruppe" in text
    assert re.search(
        r"Vergleichstyp A1: 6[01],\d\u202f% liegt in der mittleren Hälfte|liegt im (unteren|oberen) Viertel", text
    )
    assert "6 von 6" in text
    for wort in ("Rang", "Platz", "schlecht"):
        assert wort not in text
    assert "Jobcenter Ort 06412" not in text


def test_the_spread_is_that_of_the_published_values(welt: Welt) -> None:
    (zeile,) = tabelle("/jobcenter/06411/", "K2-streuung")
    bekannt = [wert for ags, wert in werte("K2").items() if ags != "05124" and wert is not None]
    assert zeile["Jobcenter mit Wert"] == str(len(bekannt))
    assert float(zeile["Median"]) == pytest.approx(np.median(bekannt), abs=1e-6)
    assert float(zeile["1. Quartil"]) == pytest.approx(np.percentile(bekannt, 25), abs=1e-6)


def test_a_group_with_too_few_values_has_no_quartiles(db: None) -> None:
    gemeldete_welt()
    publiziere()
    assert "2 Werte sind zu wenige, um eine Lage anzugeben." in seite("/jobcenter/05111/")
    (zeile,) = tabelle("/jobcenter/05111/", "K2-streuung")
    assert (zeile["Median"], zeile["Niedrigster"]) == ("", "")


def test_the_band_follows_the_members_month_by_month(welt: Welt) -> None:
    gruppe = Einheit.objects.get(schluessel="vergleichstyp:A1")
    Gruppenzugehoerigkeit.objects.filter(partei=welt.parteien["jobcenter-06411"]).update(bis=date(2026, 1, 1))
    glieder = mitglieder(gruppe, MONATE)
    darmstadt = [e.schluessel for e in glieder.einheiten].index("06411")
    assert glieder.dabei[darmstadt].tolist() == [monat < date(2026, 1, 1) for monat in MONATE]
    anzahl = gruppenbild(Veroeffentlichung.objects.get(), gruppe, ["K1"], MONATE).verteilungen["K1"].anzahl
    assert anzahl.tolist() == [0] * 12 + [6] * 12 + [5] * 7


@pytest.mark.parametrize(
    ("schluessel", "erwartet"),
    [
        ("bund", {"05111", "05124", "06411", *WEITERE}),
        ("land:06", {"06411", *WEITERE}),
        ("typ:zkT", {"05124"}),
        ("land_typ:05:gE", {"05111"}),
        ("vergleichstyp:A1", {"05111", "06411", *WEITERE}),
    ],
)
def test_every_group_knows_its_members(welt: Welt, schluessel: str, erwartet: set[str]) -> None:
    glieder = mitglieder(Einheit.objects.get(schluessel=schluessel), MONATE)
    assert {einheit.schluessel for einheit in glieder.heutige} == erwartet


def test_a_group_lists_its_members_by_name(welt: Welt) -> None:
    text = seite("/einheiten/land:06/")
    namen = ["Jobcenter Darmstadt", "Jobcenter Fulda", "Jobcenter Ort 06412", "Jobcenter Ort 06413"]
    stellen = [text.index(f">{name}<") for name in namen]
    assert stellen == sorted(stellen)
    assert "Die Werte von 5 von 5 Jobcentern reichen von" in text
    assert f"{anzahl('K2', '06')} von 5 Jobcentern" in text


def test_a_zkt_is_placed_in_its_ring_as_well(welt: Welt) -> None:
    ring = Vergleichsgruppe.objects.create(art="ring", schluessel="1", titel="Vergleichsring 1")
    Gruppenzugehoerigkeit.objects.create(partei=welt.parteien["jobcenter-05124"], gruppe=ring, ab=BEGINN)
    publiziere(am=datetime(2026, 12, 21, 6, tzinfo=UTC))
    text = seite("/jobcenter/05124/")
    assert "/einheiten/ring:1/" in text
    assert "Vergleichsring 1: 1 Werte sind zu wenige" in text


# -- Decomposition ---------------------------------------------------------------------------------------------


def test_a_change_is_taken_apart_and_adds_up(welt: Welt) -> None:
    zaehler, nenner, wert = tabelle("/jobcenter/05111/", "K2-zerlegung")
    beitrag = [float(zeile["Beitrag"]) for zeile in (zaehler, nenner, wert)]
    assert beitrag[0] + beitrag[1] == pytest.approx(beitrag[2], abs=2e-6)
    assert float(wert["Juli 2026"]) - float(wert["Juli 2025"]) == pytest.approx(beitrag[2], abs=2e-6)
    assert (zaehler["Juli 2026"], nenner["Juli 2026"]) == (str(sum(50 + nr % 5 for nr in range(19, 31))), "1024")
    assert re.search(
        r"K2 (stieg|sank) gegenüber Juli 2025 von .* Zähler \(Integrationen, Summe", seite("/jobcenter/05111/")
    )


def test_money_is_shown_in_euros(welt: Welt) -> None:
    assert tabelle("/jobcenter/06412/", "K1-zerlegung")[0]["Juli 2026"] == "400000"
    assert "400.000,00\u202f€" in seite("/jobcenter/06412/")


def test_a_first_year_is_not_taken_apart(db: None) -> None:
    gemeldete_welt()
    publiziere(bis=date(2025, 7, 1))
    text = seite("/jobcenter/05111/")
    assert "lässt sich nicht zerlegen: einer der beiden Werte ist unvollständig." in text
    assert "lässt sich nicht zerlegen: für einen der beiden Monate ist kein Wert veröffentlicht." in text


# -- Secret values ---------------------------------------------------------------------------------------------


def test_a_secret_value_is_nowhere_to_be_found(welt: Welt) -> None:
    assert werte("K2")["06431"] is None
    for adresse in ("/jobcenter/06431/", "/vergleichen/?einheit=06431&einheit=06411"):
        text = seite(adresse)
        assert "nicht veröffentlicht" in text
    assert "lässt sich nicht zerlegen" in seite("/jobcenter/06431/")
    assert Client().get("/jobcenter/06431/?tabelle=K2-zerlegung&ausgabe=csv").status_code == 404
    gruppe = {zeile["Jobcenter"]: zeile for zeile in tabelle("/einheiten/land:06/", "mitglieder")}
    assert gruppe["Jobcenter Fulda"]["K2"] == ""
    streuung = {
        zeile["Einheit"]: list(zeile.values()) for zeile in tabelle("/vergleichen/", "streuung", x="K2", y="K1")
    }
    assert streuung["Jobcenter Fulda"][1] == ""


def test_charts_draw_published_values_only(welt: Welt) -> None:
    def punkte(adresse: str) -> int:
        return len(re.findall(r'aria-roledescription="circle"', seite(adresse)))

    assert punkte("/jobcenter/06411/streuung/K1.svg") == 6
    assert punkte("/jobcenter/06411/streuung/K2.svg") == anzahl("K2") < 6
    assert punkte("/vergleichen/gegeneinander.svg?x=K1&y=K3") == 7
    assert punkte("/vergleichen/gegeneinander.svg?x=K2&y=K3") == sum(w is not None for w in werte("K2").values()) < 7


# -- Chosen peers ----------------------------------------------------------------------------------------------


def test_chosen_units_stand_side_by_side(welt: Welt) -> None:
    text = seite("/vergleichen/", einheit=["05111", "land:06"], kennzahl=["K2", "K2E4"], monat="2026-05")
    assert "Werte für Mai 2026" in text
    assert "Ausgewählt (2 von höchstens 12)" in text
    assert re.search(r"/vergleichen/nebeneinander/K2E4\.svg\?einheit=05111&einheit=land%3A06", text)
    zeilen = tabelle("/vergleichen/", "werte", einheit=["05111", "land:06"], kennzahl=["K2"])
    assert [zeile["Einheit"] for zeile in zeilen] == ["Jobcenter Düsseldorf", "Hessen"]
    assert float(zeilen[0]["K2"]) == pytest.approx(werte("K2")["05111"], abs=1e-6)


def test_the_own_jobcenter_is_chosen_already(welt: Welt) -> None:
    client = Client()
    client.force_login(welt.personen["jobcenter-05124.controlling"])
    assert [e["name"] for e in client.get("/vergleichen/").context["gewaehlte"]] == ["Jobcenter Wuppertal", "Bund"]
    assert client.get("/vergleichen/?einheit=").context["gewaehlte"] == []
    assert Client().get("/vergleichen/").context["gewaehlte"] == []


def test_units_are_found_added_and_taken_away_by_links(welt: Welt) -> None:
    antwort = Client().get("/vergleichen/?einheit=05111&suche=dusseldorf")
    assert antwort.context["treffer"] == []
    antwort = Client().get("/vergleichen/?einheit=05111&suche=darm")
    (treffer,) = antwort.context["treffer"]
    assert treffer["name"] == "Jobcenter Darmstadt"
    danach = Client().get(f"/vergleichen/{treffer['url']}").context["gewaehlte"]
    assert [e["name"] for e in danach] == ["Jobcenter Düsseldorf", "Jobcenter Darmstadt"]
    davor = Client().get(f"/vergleichen/{danach[1]['url']}").context["gewaehlte"]
    assert [e["name"] for e in davor] == ["Jobcenter Düsseldorf"]
    assert [e["name"] for e in Client().get("/vergleichen/?suche=hessen").context["treffer"]] == ["Hessen"]


def test_the_form_asks_for_what_is_shown(welt: Welt) -> None:
    adresse = "/vergleichen/?einheit=05111&einheit=bund&kennzahl=K2E4&monat=2026-05&monate=24&x=K1&stand=2026-11-21"
    for vorher in (adresse, adresse.removesuffix("&stand=2026-11-21"), "/vergleichen/", "/vergleichen/?einheit="):
        antwort = Client().get(vorher)
        daten = {feld.html_name: feld.value() for feld in antwort.context["form"]}
        nachher = Client().get("/vergleichen/", daten | {"suche": "hessen"})
        assert (nachher.status_code, nachher.context["auswahl"]) == (200, antwort.context["auswahl"])
        assert [treffer["name"] for treffer in nachher.context["treffer"]] == ["Hessen"]


def test_a_former_key_finds_the_jobcenter(welt: Welt) -> None:
    Parteistand.objects.filter(partei=welt.parteien["jobcenter-05124"]).update(ab=date(2012, 1, 1))
    Parteistand.objects.create(
        partei=welt.parteien["jobcenter-05124"], ab=BEGINN, bis=date(2012, 1, 1), art=Parteiart.GE, name="ARGE",
        ags="05999", land=welt.parteien["land-05"], traeger=welt.parteien["kommune-05124"],
    )  # fmt: skip
    assert Client().get("/vergleichen/?einheit=05999").context["gewaehlte"][0]["name"] == "Jobcenter Wuppertal"


def test_too_much_is_left_out_and_said(welt: Welt) -> None:
    alle = [f"jobcenter{nr}" for nr in range(3)] + list(Einheit.objects.values_list("schluessel", flat=True))
    text = seite("/vergleichen/", einheit=alle)
    assert "Ausgewählt (12 von höchstens 12)" in text
    assert "Gezeigt werden höchstens 12 Einheiten" in text
    assert "Die Einheit „jobcenter0“ gibt es nicht." in text


@pytest.mark.parametrize(
    "adresse",
    [
        "/vergleichen/?kennzahl=K9",
        "/vergleichen/?x=K9",
        "/vergleichen/?monat=1999-01",
        "/vergleichen/?monate=13",
        "/vergleichen/?stand=1999-01-01",
        "/vergleichen/?tabelle=gibtesnicht&ausgabe=csv",
        "/vergleichen/?tabelle=streuung&ausgabe=pdf",
        "/vergleichen/nebeneinander/K9.svg?einheit=05111",
        "/vergleichen/nebeneinander/K2.svg?einheit=",
        "/vergleichen/gegeneinander.svg?format=quer",
        "/jobcenter/99999/streuung/K2.svg",
        "/einheiten/bund/streuung/K9.svg",
        "/laender/K9.svg",
    ],
)
def test_what_does_not_exist_is_not_found(welt: Welt, adresse: str) -> None:
    assert Client().get(adresse).status_code == 404


def test_without_a_release_there_is_nothing_to_compare(db: None) -> None:
    Welt.erschaffe()
    assert "Noch keine Kennzahlen" in seite("/vergleichen/")


# -- Charts and maps -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "adresse",
    [
        "/jobcenter/05111/diagramm/K2.svg",
        "/jobcenter/05111/streuung/K2.svg?format=schmal",
        "/einheiten/bund/streuung/K3.svg",
        "/laender/K2.svg",
        "/vergleichen/nebeneinander/K2.svg?einheit=05111&einheit=bund",
        "/vergleichen/gegeneinander.svg?einheit=05111&einheit=bund&format=schmal",
    ],
)
def test_every_chart_is_drawn(welt: Welt, adresse: str) -> None:
    antwort = Client().get(adresse)
    assert (antwort.status_code, antwort["Content-Type"]) == (200, "image/svg+xml")


def test_the_laender_stand_on_a_map_and_in_a_table(welt: Welt) -> None:
    for adresse in ("/einheiten/", "/einheiten/bund/"):
        text = seite(adresse)
        assert text.count('src="/laender/') == 3
        assert "Kachelkarte der Länder: Integrationsquote (K2) im Juli 2026; Nordrhein-Westfalen" in text
    assert [zeile["Land"] for zeile in tabelle("/einheiten/bund/", "laender")] == ["Nordrhein-Westfalen", "Hessen"]
    assert "ohne Wert: Schleswig-Holstein" in seite("/einheiten/")


# -- Downloads -------------------------------------------------------------------------------------------------


def test_every_offered_table_can_be_downloaded(welt: Welt) -> None:
    for adresse in ("/jobcenter/05111/", "/einheiten/bund/", "/einheiten/land:06/", "/einheiten/", "/jobcenter/",
                    "/vergleichen/?einheit=05111"):  # fmt: skip
        verweise = re.findall(r'href="(\?[^"]*ausgabe=(?:csv|xlsx)[^"]*)"', seite(adresse))
        assert verweise
        for verweis in verweise:
            antwort = Client().get(adresse.split("?")[0] + verweis)
            assert antwort.status_code == 200, verweis
            assert antwort["Content-Disposition"].startswith("attachment; filename=")


def test_a_hostile_name_is_harmless_in_every_file(db: None) -> None:
    welt = gemeldete_welt()
    Parteistand.objects.filter(partei=welt.parteien["jobcenter-06411"]).update(name=ANGRIFF)
    publiziere()
    for adresse, schluessel in (
        ("/jobcenter/", "jobcenter"),
        ("/einheiten/land:06/", "mitglieder"),
        ("/vergleichen/?einheit=06411", "werte"),
        ("/vergleichen/?einheit=06411", "K2-monate"),
        ("/vergleichen/", "streuung"),
        ("/jobcenter/06411/", "K2-vergleich"),
    ):
        parameter = f"{'&' if '?' in adresse else '?'}tabelle={schluessel}&ausgabe="
        text = Client().get(f"{adresse}{parameter}csv").content.decode()
        felder = [feld for zeile in csv.reader(io.StringIO(text, newline=""), delimiter=";") for feld in zeile]
        assert f"'{ANGRIFF}" in felder
        assert ANGRIFF not in felder
        mappe = load_workbook(io.BytesIO(Client().get(f"{adresse}{parameter}xlsx").content))
        zellen = [zelle for zeile in mappe["Zahlen"] for zelle in zeile]
        assert f"'{ANGRIFF}" in [zelle.value for zelle in zellen]
        assert all(zelle.data_type != "f" for zelle in zellen)


def test_a_download_of_the_list_holds_all_rows_of_the_filter(welt: Welt) -> None:
    assert len(tabelle("/jobcenter/", "jobcenter")) == 7
    assert [zeile["Schlüssel"] for zeile in tabelle("/jobcenter/", "jobcenter", art="zkt")] == ["05124"]


# -- Cost ------------------------------------------------------------------------------------------------------

ABFRAGEN = {
    "/vergleichen/": 5,
    "/vergleichen/?einheit=05111&einheit=bund&einheit=land:06&suche=ort": 11,
    "/einheiten/vergleichstyp:A1/": 15,
    "/einheiten/bund/": 13,
}


@pytest.mark.parametrize("adresse", ABFRAGEN)
def test_a_comparison_takes_the_recorded_number_of_queries_however_many(adresse: str, db: None) -> None:
    welt = gemeldete_welt()
    publiziere()
    vorher = abfragen(adresse)
    erweitere(welt)
    publiziere(am=datetime(2026, 12, 21, 6, tzinfo=UTC))
    assert (vorher, abfragen(adresse)) == (ABFRAGEN[adresse], ABFRAGEN[adresse])


def abfragen(adresse: str) -> int:
    with CaptureQueriesContext(connection) as gezaehlt:
        seite(adresse)
    return len(gezaehlt)
