"""Month files through the browser: checked first, then taken over once; only one's own, and nothing by accident."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kennzahlen.cube import monat_plus
from kennzahlen.meldungen.hochladen import (
    HOECHSTENS_BYTES,
    Weg,
    finde,
    nimm_auf,
    raeume_auf,
    uebernimm_hochladung,
    verweis,
)
from kennzahlen.meldungen.lieferung import FehlerhafteDatei, Zeile, schreibe_csv, schreibe_xlsx
from kennzahlen.meldungen.vorlage import vorlage
from kennzahlen.models import Befund, Meldung
from kennzahlen.models.meldewege import Hochladung
from kennzahlen.recht import SPALTE
from kennzahlen.tasks import delete_old_uploads
from tests.kennzahlen.test_import import JULI, ZAHLEN, eine, gespeichert, gueltig, liefere, zeilen, zustaende
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.models import Parteistand
from zielsystem.parties.zugriff import Zugang

pytestmark = pytest.mark.django_db
JETZT = datetime(2026, 11, 21, 9, tzinfo=UTC)
SEITE = "/meldungen/hochladen/"


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


@pytest.fixture
def client(welt: Welt) -> Client:
    """The Controlling of Düsseldorf in the browser."""
    return angemeldet(welt, "jobcenter-05111.controlling")


def angemeldet(welt: Welt, name: str) -> Client:
    client = Client()
    client.force_login(welt.personen[name])
    return client


def lade(client: Client, inhalt: bytes | list[Zeile], name: str = "juli.csv") -> HttpResponse:
    """Choose a file on the page and have it checked."""
    roh = inhalt if isinstance(inhalt, bytes) else schreibe_csv(inhalt)
    return client.post(SEITE, {"datei": SimpleUploadedFile(name, roh)})


def geprueft(client: Client, inhalt: bytes | list[Zeile], name: str = "juli.csv") -> str:
    """The address of the second step."""
    antwort = lade(client, inhalt, name)
    assert antwort.status_code == 302, text(antwort)
    return str(antwort["Location"])


def text(antwort: HttpResponse) -> str:
    return unescape(antwort.content.decode())


def zellen(antwort: Any, name: str) -> list[list[str]]:
    """The rows of a table that the view handed to the page."""
    return [[getattr(zelle, "text", zelle) for zelle in zeile] for zeile in antwort.context[name].zeilen]


def controlling(welt: Welt) -> Zugang:
    return welt.zugang("jobcenter-05111", Rolle.CONTROLLING)


# -- Step 1: the check -----------------------------------------------------------------------------------------


def test_a_good_file_is_checked_and_nothing_is_written(client: Client) -> None:
    ziel = geprueft(client, zeilen())
    seite = client.get(ziel)
    assert gespeichert() == ([], [], [])
    assert "Nur geprüft: Es wurde noch nichts gespeichert." in text(seite)
    assert zellen(seite, "wirkung") == [
        ["Einreichen", "1", "0", "0", "20", "0"],
        ["Einreichen und freigeben", "1", "0", "0", "20", "0"],
    ]
    assert zellen(seite, "monate") == [["Juli 2026", "noch nicht gemeldet", "20"]]


def test_what_would_change_is_shown_figure_by_figure(client: Client) -> None:
    liefere(zeilen())
    seite = client.get(geprueft(client, zeilen(INT_AE=4, LLU=1_00)))
    assert zellen(seite, "monate") == [["Juli 2026", "freigegeben", "2"]]
    assert zellen(seite, "zahlen") == [
        ["Juli 2026", "LLU", "500.000,00\u202f€", "1,00\u202f€"],
        ["Juli 2026", "INT_AE", "3", "4"],
    ]


def test_a_wrong_file_is_refused_with_every_error_and_kept_nowhere(client: Client) -> None:
    roh = b"traeger;monat;groesse;wert\n05111;Juli;ELB;1.234\n05111;2026-07;ELBE;5\n"
    antwort = lade(client, roh, "kaputt.csv")
    assert antwort.status_code == 200
    assert "Prüfung von kaputt.csv" in text(antwort)
    assert [zeile[:3] for zeile in mangelzellen(antwort)] == [
        ["2", "monat", "Juli"],
        ["2", "wert", "1.234"],
        ["3", "groesse", "ELBE"],
    ]
    assert "1234, falls Tausender gemeint sind" in text(antwort)
    assert "Die Zahlen selbst werden geprüft, sobald jede Zeile lesbar ist." in text(antwort)
    assert not Hochladung.objects.exists()


def mangelzellen(antwort: Any) -> list[list[str]]:
    return [[getattr(zelle, "text", zelle) for zelle in zeile] for zeile in antwort.context["mangel"]["tabelle"].zeilen]


def test_figures_that_cannot_be_right_are_told_with_row_and_what_was_expected(client: Client) -> None:
    seite = client.get(geprueft(client, zeilen(LZB=1001)))
    ((zeile, monat, groesse, gemeldet, schwere, befund, _),) = zellen(seite, "befunde")
    assert (zeile, monat, groesse, gemeldet, schwere) == ("10", "Juli 2026", "LZB", "1.001", "Fehler")
    assert "LZB" in befund
    assert "1 Fehler: So kann nicht eingereicht werden. Es wurde noch nichts gespeichert." in text(seite)
    assert gespeichert() == ([], [], [])


def test_a_row_of_another_jobcenter_is_an_error_that_names_the_row(client: Client) -> None:
    antwort = lade(client, zeilen() + eine("ELB", 7, ags="05124"))
    (fehler,) = mangelzellen(antwort)
    assert fehler == ["22", "traeger", "05124", "dies ist nicht Ihr Jobcenter", "nur Zeilen mit dem AGS 05111"]


def test_the_own_rows_are_those_of_every_key_the_jobcenter_had(welt: Welt, client: Client) -> None:
    alt = Parteistand.objects.get(partei=welt.parteien["jobcenter-05111"])
    Parteistand.objects.filter(pk=alt.pk).update(bis=JULI)
    Parteistand.objects.create(
        partei=alt.partei, ab=JULI, art=alt.art, name=alt.name, ags="05999", land=alt.land, traeger=alt.traeger
    )
    geprueft(client, zeilen(monat=date(2026, 6, 1)) + zeilen("05999"))


@pytest.mark.parametrize(
    ("inhalt", "was"),
    [
        (b"", "die Datei ist leer"),
        (b"%PDF-1.7", "eine PDF-Datei"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "eine Excel-Datei im alten Format (XLS) oder mit Kennwort"),
        (b"PK\x03\x04kaputt", "die Arbeitsmappe ist beschädigt oder in einer anderen Fassung"),
        (b"a;b\n1;2\n", "keine Kopfzeile"),
        (b"traeger;monat;groesse;wert\n05111;2026-07;ELB;\n", "in keiner Zeile steht ein Wert"),
    ],
)
def test_what_is_no_month_file_is_refused_in_german(client: Client, inhalt: bytes, was: str) -> None:
    antwort = lade(client, inhalt, "datei.csv")
    assert antwort.status_code == 200
    assert was in text(antwort)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    antwort = lade(client, b"x" * (HOECHSTENS_BYTES + 1))
    assert antwort.status_code == 200
    assert "höchstens 5 MB werden angenommen" in text(antwort)


def test_the_act_refuses_too_large_a_file_as_well(welt: Welt) -> None:
    with pytest.raises(FehlerhafteDatei, match="zu groß"):
        nimm_auf(dateiname="x.csv", inhalt=b"x" * (HOECHSTENS_BYTES + 1), durch=controlling(welt), am=JETZT)


def test_without_a_file_the_form_says_so(client: Client) -> None:
    antwort = client.post(SEITE)
    assert antwort.status_code == 200
    assert "Monatsdatei: Dieses Feld ist zwingend erforderlich." in text(antwort)


# -- Step 2: the take-over -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("weg", "zustand"), [("einreichen", "eingereicht"), ("freigeben", "freigegeben")])
def test_the_checked_bytes_are_taken_over_as_chosen(client: Client, weg: str, zustand: str) -> None:
    ziel = geprueft(client, zeilen())
    antwort = client.post(ziel, {"weg": weg}, follow=True)
    assert f"Übernommen: {zustand}" in text(antwort)
    assert zustaende() == [(1, zustand)]
    hochladung, eintrag = Hochladung.objects.get(), Eintrag.objects.get()
    assert (hochladung.inhalt, eintrag.daten["pruefsumme"]) == (None, hochladung.pruefsumme)


def test_a_double_submit_has_exactly_one_effect(client: Client) -> None:
    ziel = geprueft(client, zeilen())
    erste, zweite = (client.post(ziel, {"weg": weg}, follow=True) for weg in ("einreichen", "freigeben"))
    assert text(erste).count("Übernommen: eingereicht") == text(zweite).count("Übernommen: eingereicht") == 1
    assert zustaende() == [(1, "eingereicht")]
    assert Eintrag.objects.count() == 1


def test_the_same_file_again_is_unchanged(client: Client) -> None:
    client.post(geprueft(client, zeilen()), {"weg": "freigeben"})
    seite = client.get(geprueft(client, zeilen()))
    assert "Alle Zahlen der Datei liegen schon so vor." in text(seite)
    antwort = client.post(geprueft(client, zeilen()), {"weg": "freigeben"}, follow=True)
    assert "Unverändert" in text(antwort)
    assert zustaende() == [(1, "freigegeben")]


def verlauf() -> list[Zeile]:
    return [zeile for abstand in range(24, 0, -1) for zeile in zeilen(monat=monat_plus(JULI, -abstand))]


def test_what_is_striking_can_be_submitted_but_not_released_unexplained(welt: Welt, client: Client) -> None:
    liefere(verlauf())
    ziel = geprueft(client, zeilen(EINTRITT_GB=90))
    seite = client.get(ziel)
    assert [zeile[2:5] for zeile in zellen(seite, "befunde")] == [["EINTRITT_GB", "90", "auffällig"]] * 2
    assert "Freigeben ist mit dieser Datei nicht möglich" in text(seite)
    assert 'value="freigeben"' not in text(seite)
    antwort = client.post(ziel, {"weg": "freigeben"})
    assert antwort.status_code == 200
    assert "Auffällige Werte sind noch nicht erklärt." in text(antwort)
    assert not Meldung.objects.filter(monat=JULI).exists()
    client.post(ziel, {"weg": "einreichen"})
    assert Befund.objects.filter(meldung__monat=JULI, meldung__zustand="eingereicht").count() == 2


def test_errors_do_not_hide_what_is_striking(client: Client) -> None:
    liefere(verlauf())
    seite = client.get(geprueft(client, zeilen(LZB=1001, EINTRITT_GB=90)))
    schwere_von = [(zeile[2], zeile[4]) for zeile in zellen(seite, "befunde")]
    assert schwere_von[0] == ("LZB", "Fehler")
    assert ("EINTRITT_GB", "auffällig") in schwere_von


def test_the_act_does_not_release_the_unexplained_either(welt: Welt) -> None:
    liefere(verlauf())
    durch = controlling(welt)
    inhalt = schreibe_csv(zeilen(EINTRITT_GB=90))
    hochladung = nimm_auf(dateiname="juli.csv", inhalt=inhalt, durch=durch, am=JETZT)
    with pytest.raises(Gehindert):
        uebernimm_hochladung(hochladung=hochladung, durch=durch, am=JETZT, weg=Weg.FREIGEBEN)
    hochladung.refresh_from_db()
    assert bytes(hochladung.inhalt or b"") == inhalt


def test_what_became_wrong_since_the_check_is_not_taken_over(welt: Welt, client: Client) -> None:
    liefere(zeilen())
    ziel = geprueft(client, eine("LZB", 900))
    liefere(zeilen(ELB=800, ELB_W=400, ELB_M=400, LZB=100, LZB_AKTIVIERT=60))
    antwort = client.post(ziel, {"weg": "einreichen", "grund": "Nachgezählt."})
    assert antwort.status_code == 200
    assert "Seit der ersten Prüfung hat sich etwas geändert" in text(antwort)
    assert gueltig("LZB") == 100


def test_bytes_that_are_not_the_checked_ones_are_not_taken_over(welt: Welt) -> None:
    durch = controlling(welt)
    hochladung = nimm_auf(dateiname="juli.csv", inhalt=schreibe_csv(zeilen()), durch=durch, am=JETZT)
    Hochladung.objects.update(inhalt=schreibe_csv(zeilen(INT_AE=9)))
    with pytest.raises(ValueError, match="nicht der geprüfte"):
        uebernimm_hochladung(hochladung=hochladung, durch=durch, am=JETZT, weg=Weg.FREIGEBEN)


def test_a_choice_that_is_none_is_refused(client: Client) -> None:
    assert client.post(geprueft(client, zeilen()), {"weg": "loeschen"}).status_code == 200
    assert not Meldung.objects.exists()


# -- Drafts ----------------------------------------------------------------------------------------------------


def ohne(*codes: str, monat: date = JULI) -> list[Zeile]:
    return [zeile for zeile in zeilen(monat=monat) if zeile.groesse not in codes]


def entwurf() -> Meldung:
    return Meldung.objects.get(zustand="entwurf")


def test_a_file_with_gaps_says_which_and_becomes_a_draft_to_go_on_with(client: Client) -> None:
    ziel = geprueft(client, ohne("ELB", "INT_AE") + ohne("LUH", monat=date(2026, 6, 1)))
    seite = client.get(ziel)
    assert zellen(seite, "fehlende") == [["Juni 2026", "1", "LUH"], ["Juli 2026", "2", "ELB, INT_AE"]]
    assert seite.context["befunde"] is None
    assert re.findall(r'name="weg" value="(\w+)"', text(seite)) == ["entwurf"]
    antwort = client.post(ziel, {"weg": "entwurf"}, follow=True)
    assert "Übernommen: Entwurf" in text(antwort)
    assert zellen(antwort, "entwuerfe") == [
        ["Juni 2026", "1", "0", "0", "Entwurf"],
        ["Juli 2026", "2", "0", "0", "Entwurf"],
    ]
    weiter = antwort.context["entwuerfe"].zeilen[1][0].url
    assert "Noch ohne Angabe: ELB, INT_AE." in text(client.get(weiter))
    juli = Meldung.objects.get(monat=JULI)
    assert (juli.zustand, juli.quelle, juli.werte[SPALTE["ELB"]], juli.werte[SPALTE["LZB"]]) == (
        "entwurf", "juli.csv", None, ZAHLEN["LZB"],
    )  # fmt: skip
    assert client.post(ziel, {"weg": "entwurf"}, follow=True).context["entwuerfe"].zeilen
    assert Meldung.objects.count() == 2


def test_what_cannot_be_right_is_taken_over_as_a_draft_only(client: Client) -> None:
    ziel = geprueft(client, zeilen(LZB=1001))
    antwort = client.post(ziel, {"weg": "einreichen"})
    assert "Seit der ersten Prüfung hat sich etwas geändert" in text(antwort)
    assert not Meldung.objects.exists()
    client.post(ziel, {"weg": "entwurf"})
    assert list(entwurf().befunde.values_list("code", "schwere")) == [("TEIL_GROESSER_GANZES", "hart")]


def test_a_draft_from_a_file_corrects_what_is_valid_and_goes_on_with_what_was_begun(client: Client) -> None:
    liefere(zeilen())
    ziel = geprueft(client, zeilen(INT_AE=4))
    antwort = client.post(ziel, {"weg": "entwurf"})
    assert "Die Datei berichtigt freigegebene Monate. Bitte geben Sie an, warum." in text(antwort)
    assert not Meldung.objects.in_arbeit().exists()
    client.post(ziel, {"weg": "entwurf", "grund": "Ein Fall war vergessen."})
    assert (entwurf().version, entwurf().grund) == (2, "Ein Fall war vergessen.")
    client.post(geprueft(client, zeilen(INT_AE=5)), {"weg": "entwurf"})
    assert (entwurf().version, entwurf().werte[SPALTE["INT_AE"]]) == (2, 5)
    assert gueltig("INT_AE") == ZAHLEN["INT_AE"]


def test_a_submitted_month_can_have_no_draft_and_says_so(client: Client) -> None:
    client.post(geprueft(client, zeilen()), {"weg": "einreichen"})
    antwort = client.post(geprueft(client, zeilen(INT_AE=4)), {"weg": "entwurf"})
    assert "Die Meldung für Juli 2026 ist eingereicht. Sie muss zuerst zurückgegeben werden" in text(antwort)
    assert zustaende() == [(1, "eingereicht")]


def test_a_file_that_corrects_what_is_released_says_why(client: Client) -> None:
    liefere(zeilen())
    ziel = geprueft(client, zeilen(INT_AE=4))
    assert "Grund der Korrektur" in text(client.get(ziel))
    client.post(ziel, {"weg": "freigeben"})
    assert zustaende() == [(1, "freigegeben")]
    client.post(ziel, {"weg": "freigeben", "grund": "Ein Fall war vergessen."})
    assert zustaende() == [(1, "abgeloest"), (2, "freigegeben")]
    assert Meldung.objects.gueltig().get(monat=JULI).grund == "Ein Fall war vergessen."


# -- The reference ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["jobcenter-05111.leitung", "jobcenter-05124.controlling", "land-05.controlling"])
def test_a_reference_leads_nobody_else_to_the_file(welt: Welt, client: Client, name: str) -> None:
    ziel = geprueft(client, zeilen())
    anderer = angemeldet(welt, name)
    assert anderer.get(ziel).status_code == 404
    assert anderer.post(ziel, {"weg": "einreichen"}).status_code == 404
    assert not Meldung.objects.exists()


def test_the_act_refuses_another_persons_file(welt: Welt) -> None:
    hochladung = nimm_auf(dateiname="j.csv", inhalt=schreibe_csv(zeilen()), durch=controlling(welt), am=JETZT)
    with pytest.raises(PermissionDenied):
        uebernimm_hochladung(
            hochladung=hochladung, durch=welt.zugang("jobcenter-05111", Rolle.LEITUNG), am=JETZT, weg=Weg.EINREICHEN
        )


def test_a_reference_can_neither_be_altered_nor_made(welt: Welt, client: Client) -> None:
    ziel = geprueft(client, zeilen())
    hochladung = Hochladung.objects.get()
    gefaelscht = signing.dumps([hochladung.pk, hochladung.nutzer_id], salt="anderes")
    for adresse in (f"{ziel[:-4]}abc/", f"{SEITE}{gefaelscht}/", f"{SEITE}{hochladung.pk}/"):
        assert client.get(adresse).status_code == 404


def test_after_a_day_the_file_is_gone_and_the_page_says_so(
    welt: Welt, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ziel = geprueft(client, zeilen())
    morgen = timezone.now() + timedelta(days=1, seconds=1)
    monkeypatch.setattr(signing.time, "time", morgen.timestamp)
    antwort = client.get(ziel, follow=True)
    assert "wird nur einen Tag aufbewahrt" in text(antwort)
    assert raeume_auf(am=morgen - timedelta(hours=2)) == 0
    assert (raeume_auf(am=morgen), raeume_auf(am=morgen)) == (1, 0)


def test_the_sweep_may_be_repeated_and_leaves_the_young(welt: Welt) -> None:
    nimm_auf(dateiname="j.csv", inhalt=schreibe_csv(zeilen()), durch=controlling(welt), am=timezone.now())
    assert (delete_old_uploads(), Hochladung.objects.count()) == (0, 1)
    Hochladung.objects.update(hochgeladen_am=JETZT - timedelta(days=400))
    assert (delete_old_uploads(), delete_old_uploads()) == (1, 0)


def test_a_reference_finds_its_upload(welt: Welt) -> None:
    hochladung = nimm_auf(dateiname="j.csv", inhalt=schreibe_csv(zeilen()), durch=controlling(welt), am=JETZT)
    assert finde(verweis(hochladung), controlling(welt)) == hochladung


def test_the_database_knows_no_half_taken_over_file(welt: Welt) -> None:
    hochladung = nimm_auf(dateiname="j.csv", inhalt=schreibe_csv(zeilen()), durch=controlling(welt), am=JETZT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hochladung.objects.filter(pk=hochladung.pk).update(uebernommen_am=JETZT)


# -- Who may ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rolle", Rolle)
@pytest.mark.parametrize("partei", ["jobcenter-05111", "jobcenter-05124", "land-05", "bmas", "ba", "kommune-05111"])
def test_controlling_and_leitung_of_a_jobcenter_upload_and_nobody_else(welt: Welt, partei: str, rolle: Rolle) -> None:
    client = angemeldet(welt, f"{partei}.{rolle}")
    befugt = rolle in (Rolle.CONTROLLING, Rolle.LEITUNG)
    erwartet = (200 if partei.startswith("jobcenter") else 404) if befugt else 403
    assert client.get(SEITE).status_code == erwartet
    assert client.get("/meldungen/vorlage/?von=2026-07&bis=2026-07&art=csv").status_code == erwartet
    ags = partei.rpartition("-")[2]
    if len(ags) == 5:
        assert lade(client, zeilen(ags)).status_code == (302 if erwartet == 200 else erwartet)


# -- The template ----------------------------------------------------------------------------------------------


def lade_vorlage(client: Client, art: str, von: str = "2026-05", bis: str = "2026-08") -> bytes:
    antwort = client.get("/meldungen/vorlage/", {"von": von, "bis": bis, "art": art})
    assert antwort.status_code == 200
    assert antwort["Content-Disposition"] == f'attachment; filename="meldung-05111-{von}-bis-{bis}.{art}"'
    return antwort.content


def test_the_template_holds_what_is_reported_and_blanks_for_the_rest(welt: Welt, client: Client) -> None:
    liefere(zeilen())
    zeilen_csv = lade_vorlage(client, "csv", "2026-07", "2026-08").decode().splitlines()
    assert len(zeilen_csv) == 1 + 2 * 20
    assert zeilen_csv[:4] == [
        "traeger;monat;groesse;wert", "05111;2026-07;LLU;500000,00", "05111;2026-07;LUH;400000,01",
        "05111;2026-07;ELB;1000",
    ]  # fmt: skip
    assert zeilen_csv[21] == "05111;2026-08;LLU;"


@pytest.mark.parametrize("art", ["csv", "xlsx"])
@pytest.mark.parametrize("freigeben", [True, False])
def test_the_untouched_template_changes_nothing(welt: Welt, client: Client, art: str, freigeben: bool) -> None:
    liefere(zeilen() + zeilen(monat=date(2026, 6, 1)), freigeben=freigeben)
    ziel = geprueft(client, lade_vorlage(client, art), f"vorlage.{art}")
    vorher = gespeichert()
    seite = client.get(ziel)
    assert "40 Zeilen ohne Wert bleiben außer Betracht." in text(seite)
    assert zellen(seite, "monate") == [
        [monat, "freigegeben" if freigeben else "eingereicht", "0"] for monat in ("Juni 2026", "Juli 2026")
    ]
    antwort = client.post(ziel, {"weg": "freigeben" if freigeben else "einreichen"}, follow=True)
    assert "Unverändert" in text(antwort)
    assert gespeichert() == vorher


def test_a_template_filled_in_reports_the_missing_month(welt: Welt, client: Client) -> None:
    liefere(zeilen())
    roh = lade_vorlage(client, "csv", "2026-07", "2026-08").decode().splitlines()
    gefuellt = [f"{zeile}{ZAHLEN[zeile.split(';')[2]]}" if zeile.endswith(";") else zeile for zeile in roh]
    client.post(geprueft(client, "\r\n".join(gefuellt).encode()), {"weg": "einreichen"})
    assert zustaende() == [(1, "freigegeben"), (1, "eingereicht")]


def test_a_draft_stands_in_the_template_before_the_valid_version(welt: Welt) -> None:
    liefere(zeilen())
    alte = Meldung.objects.get()
    Meldung.objects.create(
        jobcenter=alte.jobcenter, monat=JULI, version=2, zustand="entwurf", werte=[7] * 17 + [None] + [7] * 3,
        quelle="Formular", erfasst_am=JETZT,
    )  # fmt: skip
    assert {zeile.wert for zeile in vorlage(controlling(welt), JULI, JULI)} == {7}


def test_the_template_uses_the_key_of_each_month(welt: Welt) -> None:
    alt = Parteistand.objects.get(partei=welt.parteien["jobcenter-05111"])
    Parteistand.objects.filter(pk=alt.pk).update(bis=JULI)
    Parteistand.objects.create(
        partei=alt.partei, ab=JULI, art=alt.art, name=alt.name, ags="05999", land=alt.land, traeger=alt.traeger
    )
    zeilen_ = vorlage(controlling(welt), date(2026, 6, 1), JULI)
    assert {(zeile.traeger, zeile.monat.month) for zeile in zeilen_} == {("05111", 6), ("05999", 7)}


@pytest.mark.parametrize(
    ("von", "bis", "satz"),
    [
        ("2026-08", "2026-07", "Der letzte Monat liegt vor dem ersten."),
        ("2008-12", "2026-07", "Zahlen gibt es hier ab Januar 2009."),
        ("2026-07", "2099-01", "Zahlen gibt es hier bis"),
        ("", "2026-07", "Erster Monat: Dieses Feld ist zwingend erforderlich."),
        ("Mai", "2026-07", "„Mai“ ist kein Monat. Richtig wäre zum Beispiel 10/2026"),
    ],
)
def test_months_that_make_no_template_are_refused_in_words(client: Client, von: str, bis: str, satz: str) -> None:
    antwort = client.get("/meldungen/vorlage/", {"von": von, "bis": bis, "art": "csv"})
    assert antwort.status_code == 200
    assert satz in text(antwort)


# -- Cost ------------------------------------------------------------------------------------------------------


def test_pages_take_as_many_queries_for_one_month_as_for_many(welt: Welt, client: Client) -> None:
    liefere(zeilen())
    lang = [zeile for nr in range(12) for zeile in zeilen(monat=monat_plus(JULI, -nr))]
    anzahlen = [abfragen(client, geprueft(client, datei)) for datei in (zeilen(INT_AE=4), lang)]
    assert anzahlen[0] == anzahlen[1]
    assert abfragen(client, SEITE) == 5
    assert abfragen(client, "/meldungen/vorlage/?von=2026-07&bis=2026-07&art=csv") == abfragen(
        client, "/meldungen/vorlage/?von=2020-07&bis=2026-07&art=csv"
    )


def abfragen(client: Client, adresse: str) -> int:
    with CaptureQueriesContext(connection) as gezaehlt:
        assert client.get(adresse).status_code == 200
    return len(gezaehlt)


def test_the_act_knows_the_day_of_the_world(welt: Welt) -> None:
    assert controlling(welt).am == HEUTE
    assert schreibe_xlsx(vorlage(controlling(welt), JULI, JULI)).startswith(b"PK")
