"""Month files through the front door: from the file to stored Meldungen, or to a refusal that leaves all as it was."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from celery import current_app
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from kennzahlen.cube import Cube, monat_plus, monatsreihe
from kennzahlen.meldungen import meldung as meldeakte
from kennzahlen.meldungen.auftrag import Ergebnis, Unplausibel
from kennzahlen.meldungen.lieferung import FehlerhafteDatei, Zeile, schreibe_csv, schreibe_xlsx
from kennzahlen.meldungen.meldung import einlesen, jobcenterschluessel, uebernimm
from kennzahlen.models import Befund, Meldung
from kennzahlen.recht import GRUNDGROESSEN, SPALTE, gueltige_groessen
from kennzahlen.tasks import import_meldungen, send_import_findings
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.parties.models import Nutzer, Parteistand
from zielsystem.parties.zugriff import betrieb
from zielsystem.recht import Geltung

pytestmark = pytest.mark.django_db
JETZT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
JULI, AUGUST = date(2026, 7, 1), date(2026, 8, 1)
ZAHLEN = {
    "LLU": 50_000_000, "LUH": 40_000_001, "ELB": 1000, "ELB_W": 480, "ELB_M": 520, "ELB_AE": 150, "ELB_ZUGANG": 50,
    "ELB_ABGANG": 50, "LZB": 600, "LZB_AKTIVIERT": 60, "LZB_ZUGANG": 20, "LZB_ABGANG": 20, "INT": 25, "INT_W": 10,
    "INT_M": 15, "INT_AE": 3, "INT_LZB": 8, "INT_NACHHALTIG": 11, "INT_KONT": 15, "EINTRITT_GB": 10, "EINTRITT_OEB": 4,
}  # fmt: skip


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


def zeilen(ags: str = "05111", monat: date = JULI, **andere: int) -> list[Zeile]:
    """A whole Meldung as rows of a file."""
    return [Zeile(ags, monat, g.code, (ZAHLEN | andere)[g.code]) for g in gueltige_groessen(monat)]


def eine(code: str, wert: int, ags: str = "05111", monat: date = JULI) -> list[Zeile]:
    return [Zeile(ags, monat, code, wert)]


def liefere(zeilen: list[Zeile], freigeben: bool = True, **rest: object) -> Ergebnis:
    werte = {"inhalt": schreibe_csv(zeilen), "dateiname": "juli.csv", "durch": betrieb(HEUTE), "am": JETZT} | rest
    return einlesen(**werte, freigeben=freigeben)


def zustaende(ags: str = "05111") -> list[tuple[int, str]]:
    """Version and state of all Meldungen of a Jobcenter, oldest first."""
    meldungen = Meldung.objects.filter(jobcenter__schluessel=f"jobcenter-{ags}").order_by("monat", "version")
    return list(meldungen.values_list("version", "zustand"))


def gespeichert() -> tuple[object, ...]:
    """Everything that an import could have touched."""
    return tuple(list(modell.objects.order_by("pk").values_list()) for modell in (Meldung, Befund, Eintrag))


def gueltig(code: str, ags: str = "05111", monat: date = JULI) -> int | None:
    meldung = Meldung.objects.gueltig().get(jobcenter__schluessel=f"jobcenter-{ags}", monat=monat)
    return meldung.werte[SPALTE[code]]


# -- The act ---------------------------------------------------------------------------------------------------


def test_a_file_becomes_released_meldungen(welt: Welt) -> None:
    ergebnis = liefere(zeilen() + zeilen("05124", monat=AUGUST, ELB_AE=7))
    assert (ergebnis.neue, ergebnis.berichtigte, ergebnis.unveraenderte, ergebnis.werte) == (2, 0, 0, 40)
    meldung = Meldung.objects.get(jobcenter=welt.parteien["jobcenter-05111"])
    assert meldung.werte == [None if g.code == "INT_NACHHALTIG" else ZAHLEN[g.code] for g in GRUNDGROESSEN]
    assert (meldung.monat, meldung.version, meldung.zustand) == (JULI, 1, "freigegeben")
    assert (meldung.quelle, meldung.grund, meldung.erfasst_am, meldung.freigegeben_am) == ("juli.csv", "", JETZT, JETZT)
    assert gueltig("ELB_AE", "05124", AUGUST) == 7


def test_without_release_the_meldungen_are_submitted(welt: Welt) -> None:
    ergebnis = liefere(zeilen(), freigeben=False)
    assert ergebnis.zustand == "eingereicht"
    assert zustaende() == [(1, "eingereicht")]
    assert Meldung.objects.get().freigegeben_am is None


@pytest.mark.parametrize("freigeben", [True, False])
def test_the_same_file_again_changes_nothing(welt: Welt, freigeben: bool) -> None:
    liefere(zeilen(), freigeben)
    vorher = gespeichert()
    ergebnis = liefere(zeilen(), freigeben)
    assert (ergebnis.geaendert, ergebnis.unveraenderte, ergebnis.werte) == (False, 1, 0)
    assert gespeichert() == vorher


def test_a_correction_is_a_new_version_with_a_reason(welt: Welt) -> None:
    liefere(zeilen() + zeilen("05124"))
    ergebnis = liefere(zeilen(INT_AE=4) + zeilen("05124"))
    assert (ergebnis.neue, ergebnis.berichtigte, ergebnis.unveraenderte, ergebnis.werte) == (0, 1, 1, 1)
    assert zustaende() == [(1, "abgeloest"), (2, "freigegeben")]
    assert zustaende("05124") == [(1, "freigegeben")]
    alte, neue = Meldung.objects.filter(jobcenter=welt.parteien["jobcenter-05111"]).order_by("version")
    assert (alte.abgeloest_am, alte.werte[SPALTE["INT_AE"]]) == (JETZT, 3)
    assert (neue.grund, neue.werte[SPALTE["INT_AE"]]) == ("Import juli.csv", 4)


def test_a_partial_file_corrects_single_figures(welt: Welt) -> None:
    liefere(zeilen())
    assert liefere(eine("EINTRITT_GB", 12)).werte == 1
    assert (gueltig("EINTRITT_GB"), gueltig("LUH")) == (12, 40_000_001)


def test_the_first_meldung_of_a_month_has_to_be_whole(welt: Welt) -> None:
    with pytest.raises(Unplausibel) as mangel:
        liefere(eine("ELB", 1000))
    assert mangel.value.anzahl == len(gueltige_groessen(JULI)) - 1
    assert {fund.befund.code for fund in mangel.value.funde} == {"FEHLT"}
    assert not Meldung.objects.exists()


def test_figures_that_cannot_be_right_refuse_the_whole_file_and_name_their_rows(welt: Welt) -> None:
    with pytest.raises(Unplausibel) as mangel:
        liefere(zeilen("05124") + zeilen(LZB=1001, INT_LZB=-1))
    funde = mangel.value.funde
    assert [(fund.befund.code, fund.zeile) for fund in funde] == [("NEGATIV", 38), ("TEIL_GROESSER_GANZES", 30)]
    assert str(mangel.value).startswith(
        "juli.csv: 2 Fehler in den Zahlen:\nZeile 38, 05111 Jobcenter Düsseldorf: INT_LZB für Juli 2026 ist −1."
    )
    assert gespeichert() == ([], [], [])


def test_what_is_striking_is_kept_with_the_meldung_as_unexplained(welt: Welt) -> None:
    verlauf = [zeilen(monat=monat_plus(JULI, -abstand)) for abstand in range(24, 0, -1)]
    liefere([zeile for monat in verlauf for zeile in monat])
    ergebnis = liefere(zeilen(EINTRITT_GB=90))
    assert [fund.zeile for fund in ergebnis.auffaellige] == [20, 20]
    befunde = Befund.objects.filter(meldung__monat=JULI, meldung__zustand="freigegeben")
    assert {(b.code, b.schwere, b.groesse, b.gemeldet, b.erklaerung) for b in befunde} == {
        ("SPRUNG_VORMONAT", "weich", 20, 90, ""),
        ("SPRUNG_VORJAHR", "weich", 20, 90, ""),
    }


def test_one_import_is_one_entry_of_the_journal(welt: Welt) -> None:
    liefere(zeilen() + zeilen("05124"))
    eintrag = Eintrag.objects.get()
    assert (eintrag.akt, eintrag.norm, eintrag.grund) == ("einlesen", "§ 51b SGB II", "Import juli.csv")
    assert (eintrag.daten["neue"], eintrag.daten["format"], eintrag.daten["zeilen"]) == (2, "csv", 40)
    assert len(eintrag.daten["pruefsumme"]) == 64


def test_a_key_belongs_to_its_jobcenter_in_its_time_only(welt: Welt) -> None:
    jobcenter = welt.parteien["jobcenter-05111"]
    Parteistand.objects.filter(partei=jobcenter).update(bis=JULI)
    alt = Parteistand.objects.get(partei=jobcenter)
    Parteistand.objects.create(
        partei=jobcenter, ab=JULI, art=alt.art, name=alt.name, ags="05999", land=alt.land, traeger=alt.traeger
    )
    assert jobcenterschluessel()["05999"] == (jobcenter.pk, (Geltung(JULI),))
    liefere(zeilen(monat=date(2026, 6, 1)) + zeilen("05999"))
    assert Meldung.objects.filter(jobcenter=jobcenter).count() == 2
    with pytest.raises(FehlerhafteDatei, match="nicht der AGS eines Jobcenters"):
        liefere(zeilen())


def test_the_current_month_is_the_last_that_can_be_reported(welt: Welt) -> None:
    liefere(zeilen(monat=date(2026, 11, 1)))
    with pytest.raises(FehlerhafteDatei, match="noch nicht gemeldet"):
        liefere(zeilen(monat=date(2026, 12, 1)))


# -- Meldungen in work -----------------------------------------------------------------------------------------


def entwurf(welt: Welt, version: int, **andere: int) -> Meldung:
    werte: list[int | None] = [(ZAHLEN | andere)[g.code] for g in GRUNDGROESSEN]
    werte[SPALTE["INT_NACHHALTIG"]] = None
    return Meldung.objects.create(
        jobcenter=welt.parteien["jobcenter-05111"],
        monat=JULI,
        version=version,
        zustand="entwurf",
        werte=werte,
        quelle="Formular",
        erfasst_am=JETZT,
    )


def test_a_submitted_meldung_is_released_by_the_same_file(welt: Welt) -> None:
    liefere(zeilen(), freigeben=False)
    assert liefere(zeilen()).neue == 1
    assert zustaende() == [(1, "freigegeben")]


def test_a_submitted_meldung_is_carried_on_by_later_files(welt: Welt) -> None:
    liefere(zeilen(), freigeben=False)
    liefere(eine("INT_AE", 4), freigeben=False)
    assert zustaende() == [(1, "eingereicht")]
    liefere(eine("INT_LZB", 9))
    assert zustaende() == [(1, "freigegeben")]
    assert (gueltig("INT_AE"), gueltig("INT_LZB")) == (4, 9)


def test_the_released_version_stands_until_a_correction_is_released(welt: Welt) -> None:
    liefere(zeilen())
    liefere(eine("INT_AE", 4), freigeben=False)
    assert zustaende() == [(1, "freigegeben"), (2, "eingereicht")]
    liefere(eine("INT_AE", 4))
    assert zustaende() == [(1, "abgeloest"), (2, "freigegeben")]


def test_a_draft_is_carried_on_by_a_submission(welt: Welt) -> None:
    entwurf(welt, version=1, INT_AE=5)
    liefere(eine("INT_LZB", 9), freigeben=False)
    meldung = Meldung.objects.get()
    assert (meldung.zustand, meldung.quelle) == ("eingereicht", "juli.csv")
    assert (meldung.werte[SPALTE["INT_AE"]], meldung.werte[SPALTE["INT_LZB"]]) == (5, 9)


def test_a_draft_stays_on_its_desk_when_something_is_released_past_it(welt: Welt) -> None:
    liefere(zeilen())
    entwurf(welt, version=2, INT_AE=5)
    liefere(eine("INT_LZB", 9))
    assert zustaende() == [(1, "abgeloest"), (2, "entwurf"), (3, "freigegeben")]
    assert (gueltig("INT_AE"), gueltig("INT_LZB")) == (3, 9)


def test_findings_of_a_submitted_meldung_are_judged_anew(welt: Welt) -> None:
    liefere(zeilen(), freigeben=False)
    meldung = Meldung.objects.get()
    Befund.objects.create(meldung=meldung, code="SPRUNG_VORMONAT", schwere="weich", groesse=20, text="alt")
    liefere(eine("INT_AE", 4), freigeben=False)
    assert not Befund.objects.exists()


# -- Who may ---------------------------------------------------------------------------------------------------


def test_the_controlling_of_a_jobcenter_reports_its_own_figures(welt: Welt) -> None:
    liefere(zeilen(), durch=welt.zugang("jobcenter-05111", Rolle.CONTROLLING))
    meldung, eintrag = Meldung.objects.get(), Eintrag.objects.get()
    person = welt.personen["jobcenter-05111.controlling"]
    assert (meldung.erfasst_durch, meldung.freigegeben_durch) == (person, person)
    assert (eintrag.nutzer, eintrag.partei) == (person, welt.parteien["jobcenter-05111"])


@pytest.mark.parametrize(
    ("partei", "rolle"),
    [
        ("jobcenter-05124", Rolle.CONTROLLING),
        ("jobcenter-05111", Rolle.LESEND),
        ("jobcenter-05111", Rolle.SACHBEARBEITUNG),
        ("land-05", Rolle.CONTROLLING),
        ("bmas", Rolle.LEITUNG),
    ],
)
def test_nobody_else_reports_them(welt: Welt, partei: str, rolle: Rolle) -> None:
    with pytest.raises(PermissionDenied):
        liefere(zeilen(), durch=welt.zugang(partei, rolle))
    assert not Meldung.objects.exists()


# -- The command and the task ----------------------------------------------------------------------------------


@pytest.fixture
def ordner(tmp_path: Path, welt: Welt) -> Path:
    monate = [zeilen(monat=monat_plus(JULI, -abstand)) for abstand in range(24, -1, -1)]
    (tmp_path / "gut.csv").write_bytes(schreibe_csv([zeile for monat in monate for zeile in monat]))
    (tmp_path / "gut.xlsx").write_bytes(schreibe_xlsx(zeilen("06411")))
    (tmp_path / "kaputt.csv").write_text("traeger;monat;groesse;wert\n5111;2026-07;ELB;1.234\n", encoding="utf-8")
    (tmp_path / "sprung.csv").write_bytes(schreibe_csv(zeilen(EINTRITT_GB=90)))
    (tmp_path / "negativ.csv").write_bytes(schreibe_csv(zeilen(INT_AE=-1)))
    return tmp_path


def befehl(datei: Path, *optionen: str) -> str:
    ausgabe = StringIO()
    call_command("import_meldungen", str(datei), *optionen, stdout=ausgabe)
    return ausgabe.getvalue()


def test_the_command_says_what_it_did(ordner: Path) -> None:
    assert befehl(ordner / "gut.csv", "--freigeben") == (
        "gut.csv: 25 Meldungen neu; 500 Zahlen geändert. Zustand: freigegeben.\n"
    )
    assert befehl(ordner / "gut.xlsx") == ("gut.xlsx: 1 Meldung neu; 20 Zahlen geändert. Zustand: eingereicht.\n")
    assert befehl(ordner / "gut.csv", "--freigeben") == (
        "gut.csv: unverändert, 25 Meldungen mit denselben Zahlen liegen schon vor.\n"
    )


def test_the_command_lists_what_is_striking(ordner: Path) -> None:
    befehl(ordner / "gut.csv", "--freigeben")
    ausgabe = befehl(ordner / "sprung.csv", "--freigeben").splitlines()
    assert ausgabe[:2] == [
        "sprung.csv: 1 Meldung berichtigt; 1 Zahl geändert. Zustand: freigegeben.",
        "Auffällig und noch nicht erklärt (2):",
    ]
    assert ausgabe[2].startswith("Zeile 20, 05111 Jobcenter Düsseldorf: EINTRITT_GB für Juli 2026 ist 90, nach 10 im")


# -- What is told to the Jobcenter -------------------------------------------------------------------------------


@pytest.fixture
def briefe(
    welt: Welt, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> Callable[..., list[mail.EmailMessage]]:
    """Does something; the messages that go out when it is kept, by the task as a worker would run it."""
    for ags in ("05111", "06411"):
        person = welt.personen[f"jobcenter-{ags}.controlling"]
        Nutzer.objects.filter(pk=person.pk).update(email=f"controlling-{ags}@beispiel.invalid")

    def arbeite(name: str, args: list[Any]) -> None:
        current_app.tasks[name].apply(args=args, throw=True)

    monkeypatch.setattr(meldeakte.current_app, "send_task", arbeite)

    def tue(was: Callable[[], object]) -> list[mail.EmailMessage]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            was()
        return list(mail.outbox)

    return tue


def vorjahre() -> list[Zeile]:
    monate = [monat_plus(JULI, -abstand) for abstand in range(24, -1, -1)]
    return [zeile for ags in ("05111", "06411") for monat in monate for zeile in zeilen(ags, monat)]


def test_an_import_tells_every_jobcenter_once_what_is_to_be_explained(briefe: Callable[..., Any]) -> None:
    assert briefe(lambda: liefere(vorjahre())) == []
    juni = monat_plus(JULI, -1)
    sprung = zeilen(EINTRITT_GB=90) + zeilen(monat=juni, EINTRITT_OEB=40) + zeilen("06411", EINTRITT_GB=80)
    erster, zweiter = briefe(lambda: liefere(sprung))
    assert (erster.to, zweiter.to) == (["controlling-05111@beispiel.invalid"], ["controlling-06411@beispiel.invalid"])
    assert "Handlungsbedarf: auffällige Werte, Jobcenter Düsseldorf" in erster.subject
    assert "- Juli 2026: EINTRITT_GB für Juli 2026 ist 90" in erster.body
    assert "- Juni 2026: EINTRITT_OEB" in erster.body
    assert "ist 80" not in erster.body
    assert erster.body.endswith(f"Im Zielsystem unter: {settings.ZIELSYSTEM_URL}/meldungen/\n")
    einzige = Meldung.objects.gueltig().get(jobcenter__schluessel="jobcenter-06411", monat=JULI)
    assert f"{settings.ZIELSYSTEM_URL}/meldungen/{einzige.pk}/" in zweiter.body
    assert briefe(lambda: liefere(sprung)) == []


def test_what_is_only_checked_is_told_nobody(briefe: Callable[..., Any]) -> None:
    briefe(lambda: liefere(vorjahre()))
    assert briefe(lambda: liefere(zeilen(EINTRITT_GB=90), pruefen=True)) == []


def test_one_import_is_one_message_however_often_the_task_runs(briefe: Callable[..., Any]) -> None:
    briefe(lambda: liefere(vorjahre()))
    briefe(lambda: liefere(zeilen(EINTRITT_GB=90)))
    (betroffene,) = set(Befund.objects.values_list("meldung", flat=True))
    angaben = ([betroffene], "derselbe-import", HEUTE.isoformat())
    assert [send_import_findings(*angaben) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize(
    ("datei", "zeile"),
    [
        ("kaputt.csv", "Zeile 2, Spalte traeger, „5111“: die führende Null fehlt; richtig wäre: 05111 als Text"),
        ("negativ.csv", "Zeile 17, 05111 Jobcenter Düsseldorf: INT_AE für Juli 2026 ist −1."),
        ("fehlt.csv", "gibt es nicht."),
        (".", "ist ein Ordner, keine Monatsdatei."),
    ],
)
@pytest.mark.parametrize("optionen", [("--freigeben",), (), ("--pruefen",)])
def test_the_command_refuses_with_status_one_and_touches_nothing(
    ordner: Path, datei: str, zeile: str, optionen: tuple[str, ...]
) -> None:
    befehl(ordner / "gut.xlsx", "--freigeben")
    vorher = gespeichert()
    with pytest.raises(CommandError) as mangel:
        befehl(ordner / datei, *optionen)
    assert mangel.value.returncode == 1
    assert zeile in str(mangel.value)
    assert gespeichert() == vorher


def test_a_dry_run_tells_the_same_and_keeps_nothing(ordner: Path) -> None:
    befehl(ordner / "gut.csv", "--freigeben")
    vorher = gespeichert()
    probe = befehl(ordner / "sprung.csv", "--freigeben", "--pruefen")
    assert gespeichert() == vorher
    assert probe == befehl(ordner / "sprung.csv", "--freigeben") + "Nur geprüft: Es wurde nichts gespeichert.\n"


def test_the_task_does_the_same_and_may_be_repeated(welt: Welt) -> None:
    inhalt = b64encode(schreibe_csv(zeilen())).decode()
    erstes, zweites = (import_meldungen("juli.csv", inhalt, JETZT.isoformat(), True) for _ in range(2))
    assert (erstes["neue"], zweites["neue"], zweites["unveraenderte"]) == (1, 0, 1)
    assert zustaende() == [(1, "freigegeben")]


# -- Figures that are in a cube already ------------------------------------------------------------------------


def cube(welt: Welt, *schluessel: str, monate: int = 12) -> Cube:
    werte = np.array([float(ZAHLEN[g.code]) for g in GRUNDGROESSEN])
    werte[SPALTE["INT_NACHHALTIG"]] = np.nan
    einheiten = tuple(welt.parteien[f"jobcenter-{s}"].pk for s in schluessel)
    return Cube(einheiten, monatsreihe(date(2025, 8, 1), monate), np.tile(werte, (len(einheiten), monate, 1)))


def test_a_cube_is_taken_over_by_the_same_checks_and_writes(welt: Welt) -> None:
    zahlen = cube(welt, "05111", "06411")
    zahlen.werte[1, :6] = np.nan
    auftrag = {"quelle": "Demonstration", "durch": betrieb(HEUTE), "am": JETZT, "freigeben": True}
    assert uebernimm(cube=zahlen, **auftrag).neue == 18
    assert uebernimm(cube=zahlen, **auftrag).unveraenderte == 18
    assert gueltig("LUH", "06411") == 40_000_001
    zahlen.werte[0, 3, SPALTE["ELB"]] = -1
    with pytest.raises(Unplausibel):
        uebernimm(cube=zahlen, **auftrag)


@pytest.mark.parametrize("stoerung", ["halbe Person", "fremde Partei"])
def test_a_cube_that_makes_no_sense_is_a_programming_error(welt: Welt, stoerung: str) -> None:
    zahlen = cube(welt, "05111")
    if stoerung == "halbe Person":
        zahlen.werte[0, 0, SPALTE["ELB"]] = 0.5
    else:
        zahlen = Cube((welt.parteien["bmas"].pk,), zahlen.monate, zahlen.werte)
    with pytest.raises(ValueError, match=r"ganze Zahlen|zu keinem Jobcenter"):
        uebernimm(cube=zahlen, quelle="x", durch=betrieb(HEUTE), am=JETZT, freigeben=True)


# -- At the same time ------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_the_same_time_follow_one_another() -> None:
    Welt.erschaffe()
    start, fehler = threading.Barrier(4), []

    def importiere(wert: int) -> None:
        try:
            start.wait(10)
            liefere(zeilen(INT_AE=wert))
        except Exception as mangel:
            fehler.append(mangel)
        finally:
            connection.close()

    faeden = [threading.Thread(target=importiere, args=(wert,)) for wert in range(4)]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join(30)
    assert fehler == []
    assert zustaende() == [(1, "abgeloest"), (2, "abgeloest"), (3, "abgeloest"), (4, "freigegeben")]
