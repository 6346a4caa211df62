"""The PDF draft: really set, read back, and true to the agreement and to the published figures."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from weasyprint.urls import FatalURLFetchingError

from agreements.dokument.entwurf import Entwurf, NichtDarstellbar, setze_entwurf
from agreements.dokument.satz import setze
from agreements.lifecycle import verhandlung_aufnehmen
from agreements.models import Zielvereinbarung
from agreements.recht import Form
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.kennzahlen.veroeffentlicht import gemeldete_welt, publiziere, veroeffentlichte_welt
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Installation
from zielsystem.satz import Unvollstaendig

HEUTE = date(2026, 11, 21)


@pytest.fixture
def welt(db: None) -> Welt:
    return veroeffentlichte_welt()


def entwurf(vereinbarung: Zielvereinbarung) -> tuple[Entwurf, PdfReader, str]:
    """A draft, and its text with line breaks and soft hyphenation taken out."""
    fertig = setze_entwurf(vereinbarung, HEUTE)
    pdf = PdfReader(io.BytesIO(fertig.gesetzt.pdf))
    text = " ".join(seite.extract_text() for seite in pdf.pages).replace("\u2010\n", "").replace("\u00a0", " ")
    return fertig, pdf, " ".join(text.split())


@pytest.mark.parametrize(
    ("nr", "schluessel", "parteien", "norm"),
    [
        (1, "", ["BMAS", "BA"], "§ 48b Abs. 1 Satz 1 Nr. 1 SGB II"),
        (
            2,
            "05111",
            ["BA", "Stadt Düsseldorf", "gemeinsamen Einrichtung Jobcenter Düsseldorf"],
            "§ 48b Abs. 1 Satz 1 Nr. 2 SGB II",
        ),
        (3, "06", ["BMAS", "Hessen"], "§ 48b Abs. 1 Satz 1 Nr. 3 SGB II"),
        (
            4,
            "05124",
            ["Nordrhein-Westfalen", "Stadt Wuppertal als zugelassener kommunaler Träger"],
            "§ 48b Abs. 1 Satz 1 Nr. 4 SGB II",
        ),
    ],
)
def test_a_draft_names_its_parties_and_says_that_it_is_a_draft(
    welt: Welt, nr: int, schluessel: str, parteien: list[str], norm: str
) -> None:
    neue_runde()
    fertig, pdf, text = entwurf(vereinbarung(nr, schluessel))
    assert len(pdf.pages) == fertig.gesetzt.seiten
    assert 5 <= len(pdf.pages) <= 8
    for erwartet in (*parteien, norm, "Entwurf, Stand 21.11.2026", f"Seite 1 von {len(pdf.pages)}", "Unterschriften"):
        assert erwartet in text, erwartet
    assert "01.01.2027 bis 31.12.2027" in text
    assert "weder Sanktionen noch Prämien" in text
    for seite in pdf.pages[1:]:
        assert "Entwurf" in seite.extract_text()


def test_a_draft_is_tagged_titled_and_german(welt: Welt, caplog: pytest.LogCaptureFixture) -> None:
    neue_runde()
    _, pdf, _ = entwurf(vereinbarung(3, "05"))
    wurzel = pdf.trailer["/Root"]
    assert isinstance(wurzel, DictionaryObject)
    assert wurzel["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert wurzel["/Lang"] == "de"
    assert pdf.metadata
    assert pdf.metadata.title == "Zielvereinbarung 2027, Nr. 3: Nordrhein-Westfalen, Entwurf"
    assert pdf.xmp_metadata
    assert b"pdfuaid" in pdf.xmp_metadata.stream.get_data()
    assert [satz.getMessage() for satz in caplog.records if satz.name.startswith("weasyprint")] == []


def test_a_draft_shows_the_newest_published_figures(welt: Welt) -> None:
    neue_runde()
    fertig, _, text = entwurf(vereinbarung(2, "05111"))
    assert fertig.zahlenstand
    assert fertig.zahlenstand.bis_monat == date(2026, 7, 1)
    assert "Ausgangslage im Juli 2026" in text
    assert "Große Städte" in text
    assert "K2 Integrationsquote" in text
    assert "Der Zielwert ist noch nicht vereinbart." in text
    assert "Demonstration" not in text


@pytest.mark.django_db
def test_without_a_complete_start_no_zielwert_is_offered() -> None:
    gemeldete_welt()
    publiziere(bis=date(2024, 7, 1))
    neue_runde()
    _, _, text = entwurf(vereinbarung(2, "05111"))
    assert "Der Zielwert ist noch nicht vereinbart." not in text
    assert text.count("Ein Zielwert kann noch nicht vereinbart werden") == 2


def test_synthetic_figures_are_named_on_every_page(welt: Welt) -> None:
    neue_runde()
    Installation.objects.update_or_create(pk=1, defaults={"synthetisch": True})
    _, pdf, _ = entwurf(vereinbarung(4, "05124"))
    for seite in pdf.pages:
        assert "alle Zahlen sind synthetisch" in seite.extract_text()


def test_a_draft_without_figures_says_so(db: None) -> None:
    Welt.erschaffe()
    neue_runde()
    fertig, _, text = entwurf(vereinbarung(1))
    assert fertig.zahlenstand is None
    assert "noch keine Kennzahlen veröffentlicht" in text
    assert "Ausgangslage in Zahlen" not in text


def test_the_state_of_the_agreement_is_on_the_title_page(welt: Welt) -> None:
    neue_runde()
    verhandlung_aufnehmen(vereinbarung=vereinbarung(3, "06"), durch=welt.zugang("bmas", Rolle.LEITUNG), am=JETZT)
    assert "Die Vereinbarung ist in Verhandlung." in entwurf(vereinbarung(3, "06"))[2]


def test_a_bilateral_draft_is_with_one_traeger(welt: Welt) -> None:
    neue_runde(form=Form.BILATERAL)
    ba = Zielvereinbarung.objects.get(nr=2, schluessel="05111", traegerseite="ba")
    text = entwurf(ba)[2]
    assert "vereinbart seine Ziele gesondert" in text
    assert "Stadt Düsseldorf" not in text


def test_an_agreement_without_parties_cannot_be_set(welt: Welt) -> None:
    neue_runde()
    kaputt = vereinbarung(4, "05124")
    kaputt.vertragsparteien.all().delete()
    with pytest.raises(NichtDarstellbar, match="fehlen die Vertragsparteien"):
        setze_entwurf(kaputt, HEUTE)


@pytest.mark.parametrize(
    ("quelle", "fehler", "meldung"),
    [
        ("https://example.org/a.png", FatalURLFetchingError, "laden nichts nach"),
        ("file:///etc/passwd", FatalURLFetchingError, "laden nichts nach"),
        ("/etc/passwd", Unvollstaendig, "unvollständig"),
        ("schrift:../x.woff2", Unvollstaendig, "unvollständig"),
    ],
)
def test_a_document_fetches_nothing(quelle: str, fehler: type[Exception], meldung: str) -> None:
    html = f'<!DOCTYPE html><html lang="de"><title>x</title><body><img src="{quelle}" alt="x"></body></html>'
    with pytest.raises(fehler, match=meldung):
        setze(html)
