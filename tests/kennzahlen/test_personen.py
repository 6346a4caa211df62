"""Person records become Grundgrößen by the rules, or are refused with every error and without naming anybody."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kennzahlen.cube import Cube, monat_plus, monatsreihe
from kennzahlen.meldungen.lieferung import lies
from kennzahlen.meldungen.plausibilitaet import Schwere, pruefe
from kennzahlen.personen import FehlerhaftePersonendaten, spalten, zaehlung
from kennzahlen.personen.quelle import Unbrauchbar
from kennzahlen.personen.spalten import NAMEN
from kennzahlen.recht import GRUNDGROESSEN, PARAMETER, SPALTE
from tests.kennzahlen.faelle import ORDNER, monatserster
from tests.kennzahlen.personendaten import (
    Satz,
    gezaehlt,
    nachgezaehlt,
    schreibe_csv,
    schreibe_parquet,
    zahlen,
)
from zielsystem.parameter import gedaechtnis
from zielsystem.recht import IMMER

FAELLE = yaml.load((ORDNER / "personen.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
ORTE = {"A": "01001", "B": "01002"}
PSEUDONYM = "geheim-4711"


def verlauf(text: str) -> Iterator[str]:
    """ "2*A ." is A, A, "."."""
    for teil in text.split():
        anzahl, _, zeichen = teil.rpartition("*")
        yield from zeichen * int(anzahl or 1)


def saetze_des_falls(fall: dict[str, Any]) -> list[Satz]:
    ab, laengen = monatserster(fall["ab"]), []
    saetze: dict[tuple[str, date], Satz] = {}
    for person, text in fall["verlauf"].items():
        zeichen = list(verlauf(text))
        laengen.append(len(zeichen))
        for abstand, z in enumerate(zeichen):
            if z != ".":
                monat = monat_plus(ab, abstand)
                geboren = monatserster(fall.get("geburtsmonat", "1980-01"))
                saetze[person, monat] = Satz(person, monat, ORTE[z.upper()], z.isupper(), geboren)
    for person, monat, felder in fall.get("gesetzt", []):
        ort = person, monatserster(monat)
        saetze[ort] = replace(saetze[ort], **yaml.safe_load(yaml.safe_dump(felder).replace("'", "")))
    return [*saetze.values(), *rahmen(monatsreihe(ab, max(laengen)))]


def rahmen(monate: tuple[date, ...]) -> list[Satz]:
    """Somebody without entitlement at both Jobcenter in every month, so that no delivery is missing."""
    return [Satz(f"rahmen-{ort}", monat, ort, elb=False) for monat in monate for ort in ORTE.values()]


@pytest.mark.parametrize("fall", FAELLE, ids=[fall["name"] for fall in FAELLE])
def test_a_worked_case(fall: dict[str, Any], tmp_path: Path) -> None:
    saetze = saetze_des_falls(fall)
    ergebnis = zahlen(gezaehlt(schreibe_csv(tmp_path / "p.csv", saetze), luecken=True))
    referenz = nachgezaehlt(saetze)
    for traeger, monat, erwartet in fall["erwartet"]:
        orte = {code: (traeger, monatserster(monat), code) for code in erwartet}
        soll = {code: None if wert == "-" else int(wert) for code, wert in erwartet.items()}
        assert {code: ergebnis.get(ort) for code, ort in orte.items()} == soll, monat
        assert {code: referenz.get(ort) for code, ort in orte.items()} == soll, f"{monat}, nachgezählt"


# -- Any records: the same as counted by hand ------------------------------------------------------------------


@st.composite
def laeufe(draw: st.DrawFn) -> list[Satz]:
    """Some persons over 20 to 80 months around the series break, mostly in long stretches."""
    ab = draw(st.sampled_from([date(2013, 11, 1), date(2017, 2, 1), date(2020, 1, 1)]))
    monate = monatsreihe(ab, draw(st.integers(20, 80)))
    saetze = rahmen(monate)
    for nummer in range(draw(st.integers(1, 4))):
        stuecke = draw(st.lists(st.tuples(st.sampled_from("AAABab."), st.integers(1, 30)), max_size=8))
        zeichen = "".join(z * anzahl for z, anzahl in stuecke)
        geboren = monat_plus(ab, -draw(st.integers(150, 260)))
        for monat, z in zip(monate, zeichen, strict=False):
            if z != ".":
                saetze.append(Satz(f"p{nummer}", monat, ORTE[z.upper()], z.isupper(), geboren))
    ereignisse = draw(st.lists(st.integers(0, len(saetze) - 1), max_size=40))
    for stelle in ereignisse:
        saetze[stelle] = replace(
            saetze[stelle],
            geschlecht=draw(st.sampled_from("WMDX")),
            alleinerziehend=draw(st.booleans()),
            integration=draw(st.integers(0, 2)),
            massnahme=draw(st.booleans()),
            beschaeftigt_nach_12=draw(st.sampled_from([True, True, False, None])),
            eintritt_gb=draw(st.integers(0, 3)),
            eintritt_oeb=draw(st.integers(0, 1)),
        )
    return draw(st.permutations(saetze))


@given(laeufe())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_records_give_what_counting_by_hand_gives(saetze: list[Satz]) -> None:
    with tempfile.TemporaryDirectory() as ordner:
        haelfte = len(saetze) // 2
        csv = schreibe_csv(Path(ordner, "1.csv"), saetze[:haelfte])
        parquet = schreibe_parquet(Path(ordner, "2.parquet"), saetze[haelfte:])
        ergebnis = zahlen(gezaehlt(csv, parquet, luecken=True))
        assert ergebnis == nachgezaehlt(saetze)
        vollstaendige = zahlen(gezaehlt(csv, parquet))
    assert vollstaendige.items() <= ergebnis.items()
    assert all(monat >= monat_plus(min(s.monat for s in saetze), 24) for _, monat, _ in vollstaendige)


# -- A country in small ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def land() -> list[Satz]:
    """Three hundred persons over 40 months, with moves, interruptions and Integrationen."""
    zufall = np.random.default_rng(48)
    monate = monatsreihe(date(2019, 1, 1), 40)
    saetze = rahmen(monate)
    for nummer in range(300):
        ab, bis, luecke, umzug = zufall.integers(0, [20, 60, 40, 80])
        for stelle, monat in enumerate(monate):
            if ab <= stelle < max(bis, ab + 3) and stelle // 2 != luecke // 2:
                saetze.append(
                    Satz(
                        f"p{nummer}",
                        monat,
                        "01001" if (stelle < umzug) == (nummer % 3 > 0) else "01002",
                        geburtsmonat=monat_plus(date(2005, 1, 1), -(nummer % 400)),
                        geschlecht="WMD"[min(nummer % 20, 2) if nummer % 20 == 2 else nummer % 2],
                        alleinerziehend=nummer % 7 == 0,
                        integration=int(zufall.random() < 0.05),
                        massnahme=bool(zufall.random() < 0.1),
                        beschaeftigt_nach_12=bool(zufall.random() < 0.6),
                        eintritt_gb=int(zufall.random() < 0.02),
                        eintritt_oeb=int(zufall.random() < 0.02),
                    )
                )
    return saetze


def test_csv_and_parquet_give_the_same_file(land: list[Satz], tmp_path: Path) -> None:
    dateien = {
        "semikolon": schreibe_csv(tmp_path / "a.csv", land),
        "komma": schreibe_csv(tmp_path / "b.csv", land, ","),
        "parquet": schreibe_parquet(tmp_path / "c.parquet", land),
    }
    ausgaben = set()
    for name, datei in dateien.items():
        call_command("grundgroessen", datei, "-o", tmp_path / f"{name}.out", "--kerne", "2")
        ausgaben.add((tmp_path / f"{name}.out").read_bytes())
    assert len(ausgaben) == 1
    assert sorted(datei.name for datei in tmp_path.iterdir() if datei.name.startswith(".")) == []


def ohne_datenbank() -> None:
    raise OperationalError


def test_the_month_file_is_read_and_has_no_hard_finding_but_the_money(
    land: list[Satz], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where there is no database to be asked: records are counted where they lie."""
    ausgabe = tmp_path / "monate.csv"
    monkeypatch.setattr(gedaechtnis, "_gemerkt", gedaechtnis._Gemerkt())
    monkeypatch.setattr(gedaechtnis, "_gueltige", ohne_datenbank)
    call_command("grundgroessen", schreibe_parquet(tmp_path / "p.parquet", land), "-o", ausgabe)
    assert "Es gelten die Parameter, die das Programm mitbringt." in capsys.readouterr().err
    traeger = {ags: (nummer, (IMMER,)) for nummer, ags in enumerate(ORTE.values())}
    lieferung = lies(ausgabe.name, ausgabe.read_bytes(), traeger=traeger, bis=date(2022, 4, 1))
    monate = monatsreihe(date(2021, 1, 1), 16)
    werte = np.full((2, 16, len(GRUNDGROESSEN)), np.nan)
    stellen = (lieferung.monate - np.datetime64("2021-01")).astype(int)
    werte[lieferung.einheiten, stellen, lieferung.groessen] = lieferung.werte
    befunde = pruefe(Cube((0, 1), monate, werte), np.ones((2, 16), dtype=bool), monate[-1])
    harte = {(befund.code, befund.groesse) for befund in befunde if befund.schwere is Schwere.HART}
    assert harte == {("FEHLT", "LLU"), ("FEHLT", "LUH")}
    elb, zugang, abgang = (werte[:, :, SPALTE[code]] for code in ("ELB", "ELB_ZUGANG", "ELB_ABGANG"))
    assert (elb[:, 1:] == elb[:, :-1] + zugang[:, 1:] - abgang[:, 1:]).all()
    assert zugang.sum() > 20
    lzb, dazu, davon = (werte[:, :, SPALTE[code]].sum(axis=0) for code in ("LZB", "LZB_ZUGANG", "LZB_ABGANG"))
    assert (lzb[1:] == lzb[:-1] + dazu[1:] - davon[1:]).all()  # over all Jobcenter: a move is no exit
    assert lzb.sum() > 100


def test_jobcenter_and_months_can_be_chosen(land: list[Satz], tmp_path: Path) -> None:
    datei = schreibe_parquet(tmp_path / "p.parquet", land)
    alle = zahlen(gezaehlt(datei))
    einige = zahlen(gezaehlt(datei, traeger=frozenset({"01002"}), ab=date(2021, 6, 1), bis=date(2021, 8, 1)))
    assert einige == {
        ort: wert for ort, wert in alle.items() if ort[0] == "01002" and date(2021, 6, 1) <= ort[1] <= date(2021, 8, 1)
    }
    assert len({monat for _, monat, _ in einige}) == 3


def test_the_thresholds_are_parameters(land: list[Satz], tmp_path: Path) -> None:
    neue = {"LZB_MONATE": 7, "LZB_ZEITRAUM_MONATE": 9, "LZB_MINDESTALTER": 30}
    parameter = [replace(zeile, wert=neue.get(zeile.code, zeile.wert)) for zeile in PARAMETER]
    ergebnis = zahlen(gezaehlt(schreibe_csv(tmp_path / "p.csv", land), luecken=True, parameter=parameter))
    assert ergebnis == nachgezaehlt(land, 7, 9, 30)


def test_records_counted_in_parts_give_the_same(
    land: list[Satz], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    datei = schreibe_parquet(tmp_path / "p.parquet", land)
    ganz = gezaehlt(datei)
    monkeypatch.setattr(zaehlung, "SAETZE_JE_TEIL", 100)
    assert gezaehlt(datei) == ganz


# -- Refused ---------------------------------------------------------------------------------------------------

GUT = [Satz(PSEUDONYM, monat) for monat in monatsreihe(date(2020, 1, 1), 26)]


def mit_feld(datei: Path, name: str, wert: str) -> Path:
    """A file in which one field of the third record (row 4) is something else."""
    zeilen = [list(NAMEN), *(satz.felder() for satz in GUT)]
    zeilen[3][NAMEN.index(name)] = wert
    datei.write_text("".join(f"{';'.join(zeile)}\n" for zeile in zeilen), encoding="utf-8")
    return datei


@pytest.mark.parametrize(
    ("name", "wert"),
    [
        ("person", ""),
        ("monat", "2020-13"),
        ("monat", "03.2020"),
        ("monat", ""),
        ("traeger", "1001"),
        ("traeger", "17001"),
        ("traeger", "+1001"),
        ("traeger", "0100a"),
        ("elb", "vielleicht"),
        ("elb", ""),
        ("geburtsmonat", "1980-01-17"),
        ("geburtsmonat", "2020-04"),
        ("geschlecht", "F"),
        ("geschlecht", "w"),
        ("alleinerziehend", "2"),
        ("integration", "-1"),
        ("integration", "100"),
        ("massnahme", "x"),
        ("beschaeftigt_nach_12", "unbekannt"),
        ("eintritt_gb", "1,5"),
        ("eintritt_oeb", ""),
    ],
)
def test_a_wrong_field_is_named_by_file_row_and_column_alone(name: str, wert: str, tmp_path: Path) -> None:
    with pytest.raises(FehlerhaftePersonendaten) as mangel:
        gezaehlt(mit_feld(tmp_path / "juli.csv", name, wert))
    assert mangel.value.anzahl == 1
    assert f"juli.csv: Zeile 4, Spalte {name}: " in str(mangel.value)
    assert "richtig wäre: " in str(mangel.value)
    assert PSEUDONYM not in str(mangel.value)


@pytest.mark.parametrize("zweiter", ["01001", "01002"])
def test_a_person_with_two_records_in_a_month_is_refused(zweiter: str, tmp_path: Path) -> None:
    eins = schreibe_csv(tmp_path / "eins.csv", GUT)
    zwei = schreibe_csv(tmp_path / "zwei.csv", [replace(GUT[4], traeger=zweiter)])
    with pytest.raises(FehlerhaftePersonendaten) as mangel:
        gezaehlt(eins, zwei)
    text = str(mangel.value)
    assert mangel.value.anzahl == 1
    assert "zwei.csv: Zeile 2, Spalte person: dieselbe Person steht für 2020-05" in text
    assert "Zeile 6 von eins.csv" in text
    assert f"Träger {zweiter}" in text
    assert PSEUDONYM not in text


def test_of_many_errors_the_first_thousand_are_told_and_all_are_counted(tmp_path: Path) -> None:
    viele = [Satz(f"{PSEUDONYM}{n}", date(2020, 1, 1), ort) for n in range(1500) for ort in ORTE.values()]
    with pytest.raises(FehlerhaftePersonendaten) as doppelt:
        gezaehlt(schreibe_parquet(tmp_path / "p.parquet", viele))
    assert (len(doppelt.value.stellen), doppelt.value.anzahl) == (1000, 1500)
    with pytest.raises(FehlerhaftePersonendaten) as unlesbar:
        gezaehlt(schreibe_csv(tmp_path / "p.csv", [replace(satz, geschlecht="F") for satz in viele]))
    assert (len(unlesbar.value.stellen), unlesbar.value.anzahl) == (1000, 3000)
    assert PSEUDONYM not in str(doppelt.value) + str(unlesbar.value)


def test_a_month_that_was_not_delivered_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FehlerhaftePersonendaten, match="Träger 01001 hat für 2020-06 keinen Datensatz"):
        gezaehlt(schreibe_csv(tmp_path / "p.csv", [satz for satz in GUT if satz.monat != date(2020, 6, 1)]))


def test_broken_lines_are_told_without_what_stands_in_them(tmp_path: Path) -> None:
    datei = schreibe_csv(tmp_path / "p.csv", GUT)
    zeilen = datei.read_text().splitlines()
    zeilen[2] += ";zuviel"
    zeilen[5] = f"{PSEUDONYM};2020-05"
    datei.write_text("\n".join(zeilen))
    with pytest.raises(FehlerhaftePersonendaten) as mangel:
        gezaehlt(datei)
    assert [(stelle.fehler.zeile, stelle.fehler.was) for stelle in mangel.value.stellen] == [
        (3, "zu viele Felder"),
        (6, "zu wenige Felder"),
    ]
    assert PSEUDONYM not in str(mangel.value)


@pytest.mark.parametrize(
    ("inhalt", "meldung"),
    [
        (b"", "keine Kopfzeile"),
        (f"{PSEUDONYM};2020-01;01001\n".encode(), "keine Kopfzeile"),
        (";".join(NAMEN[:-1]).encode(), "die Spalte fehlt: eintritt_oeb"),
        (";".join([*NAMEN, "elb"]).encode(), "doppelte Spalte: elb"),
        (";".join(NAMEN).encode(), "keine Datensätze"),
        (b"PAR1 zerbrochen", "eine beschädigte Parquet-Datei"),
        (b"PK\x03\x04", "gepackte Datei oder Arbeitsmappe"),
        (b"\xff\xfe;", "kein UTF-8"),
    ],
)
def test_a_file_of_another_kind_is_refused(inhalt: bytes, meldung: str, tmp_path: Path) -> None:
    datei = tmp_path / "p.csv"
    datei.write_bytes(inhalt)
    with pytest.raises(Unbrauchbar, match=meldung) as mangel:
        gezaehlt(datei)
    assert PSEUDONYM not in str(mangel.value)


def test_a_key_that_came_as_a_number_is_refused(tmp_path: Path) -> None:
    datei = tmp_path / "p.parquet"
    quelle = schreibe_parquet(tmp_path / "q.parquet", GUT)
    with duckdb.connect() as db:
        db.execute(f"COPY (SELECT * REPLACE (traeger::INTEGER AS traeger) FROM '{quelle}') TO '{datei}'")
    with pytest.raises(Unbrauchbar, match="die Spalte traeger hat den Typ INTEGER; richtig wäre: der AGS"):
        gezaehlt(datei)


def test_the_command_writes_nothing_when_it_refuses(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Spalte elb"):
        call_command("grundgroessen", mit_feld(tmp_path / "p.csv", "elb", "?"), "-o", tmp_path / "aus.csv")
    with pytest.raises(CommandError, match="Für keinen Monat"):
        call_command("grundgroessen", schreibe_csv(tmp_path / "q.csv", GUT[:20]), "-o", tmp_path / "aus.csv")
    assert not (tmp_path / "aus.csv").exists()


# -- Nothing stays ---------------------------------------------------------------------------------------------


def test_nothing_of_the_records_stays(land: list[Satz], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vorlaeufig = tmp_path / "vorlaeufig"
    vorlaeufig.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(vorlaeufig))
    gezaehlt(schreibe_csv(tmp_path / "p.csv", land))
    with pytest.raises(FehlerhaftePersonendaten):
        gezaehlt(mit_feld(tmp_path / "q.csv", "elb", "?"))
    assert list(vorlaeufig.iterdir()) == []


def test_counting_needs_neither_django_nor_a_database() -> None:
    befehl = (
        "import sys, kennzahlen.personen; sys.exit(any(n.split('.')[0] in ('django', 'psycopg') for n in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", befehl], check=False).returncode == 0


def test_the_quick_month_of_a_day_is_the_exact_one_for_nine_hundred_years() -> None:
    monat = spalten.SPALTE["monat"]
    falsche = duckdb.sql(
        f"SELECT count(*), count(*) FILTER ({monat.gelesen('DATE')} <> {monat.schnell_gelesen('DATE')}) "
        "FROM (SELECT CAST(unnest(range(DATE '1600-01-01', DATE '2500-01-01', INTERVAL 1 MONTH)) AS DATE) AS monat)"
    ).fetchall()
    assert falsche == [(900 * 12, 0)]
