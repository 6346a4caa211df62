"""The seal: made once, broken by any change; key and certificate of the operator, or an authority of one's own."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from agreements.dokument.satz import Satzform, setze
from agreements.siegel.befund import Siegelzustand, pruefe_siegel
from agreements.siegel.besiegeln import besiegle
from agreements.siegel.lesen import NichtLesbar
from agreements.siegel.schluessel import KeinSiegelschluessel, Siegelstelle, siegelstelle
from tests.agreements.zeichnungen import mit_anderem_byte, mit_seite, mit_zusatz, unterschrieben

HTML = '<!DOCTYPE html><html lang="de"><title>Probe</title><body><h1>Probe</h1><p>Ein Text.</p></body></html>'


@pytest.fixture(autouse=True)
def _eigener_ordner(settings: Any, tmp_path: Path) -> None:
    settings.SIEGEL_ORDNER = tmp_path / "siegel"


@pytest.fixture
def stelle() -> Siegelstelle:
    return siegelstelle()


@pytest.fixture
def gesiegelt(stelle: Siegelstelle) -> bytes:
    return besiegle(setze(HTML, Satzform.ENDFASSUNG).pdf, stelle, anlass="Probe")


def test_a_sealed_document_is_intact_and_says_whose_seal_it_is(gesiegelt: bytes, stelle: Siegelstelle) -> None:
    befund = pruefe_siegel(gesiegelt, stelle)
    assert (befund.zustand, befund.eigenes, befund.umfang) == (Siegelzustand.INTAKT, True, len(gesiegelt))
    assert (
        befund.inhaber
        == stelle.inhaber
        == ("Zielsystem Demonstration, Siegel, Zielsystem (Demonstration, ohne Rechtswirkung), DE")
    )
    assert befund.am
    assert b"/ETSI.CAdES.detached" in gesiegelt
    assert b"/DocMDP" in gesiegelt


@pytest.mark.parametrize(
    ("aenderung", "zustand"),
    [
        (mit_anderem_byte, Siegelzustand.GEBROCHEN),
        (lambda pdf: pdf.replace(b"/MediaBox", b"/mediaBox", 1), Siegelzustand.GEBROCHEN),
        (mit_seite, Siegelzustand.ERGAENZT),
        (mit_zusatz, Siegelzustand.ERGAENZT),
        (lambda pdf: pdf + b"\n% angefuegt\n", Siegelzustand.ERGAENZT),
    ],
)
def test_every_change_shows(
    gesiegelt: bytes, stelle: Siegelstelle, aenderung: Callable[[bytes], bytes], zustand: Siegelzustand
) -> None:
    geaendert = aenderung(gesiegelt)
    assert geaendert != gesiegelt
    befund = pruefe_siegel(geaendert, stelle)
    assert befund.zustand is zustand
    if zustand is Siegelzustand.ERGAENZT:
        assert geaendert[: befund.umfang] == gesiegelt


def test_a_document_without_a_seal_has_none(stelle: Siegelstelle) -> None:
    pdf = setze(HTML, Satzform.ZEICHNUNG).pdf
    assert pruefe_siegel(pdf, stelle).zustand is Siegelzustand.KEINES
    assert pruefe_siegel(unterschrieben(pdf), stelle).zustand is Siegelzustand.KEINES


def test_the_seal_of_somebody_else_is_not_ours(gesiegelt: bytes, settings: Any, tmp_path: Path) -> None:
    settings.SIEGEL_ORDNER = tmp_path / "andere"
    befund = pruefe_siegel(gesiegelt, siegelstelle())
    assert (befund.zustand, befund.eigenes) == (Siegelzustand.INTAKT, False)


@pytest.mark.parametrize("unsinn", [b"", b"x", b"%PDF-1.7", b"%PDF-1.7\n" + b"\xff" * 5000, b"PK\x03\x04"])
def test_what_is_no_pdf_is_a_finding_in_german(unsinn: bytes, stelle: Siegelstelle) -> None:
    with pytest.raises(NichtLesbar, match=r"kein PDF|beschädigt"):
        pruefe_siegel(unsinn, stelle)


@pytest.mark.parametrize("stelle_im_text", range(7))
def test_a_truncated_document_is_a_finding_too(gesiegelt: bytes, stelle: Siegelstelle, stelle_im_text: int) -> None:
    laenge = len(gesiegelt) * (stelle_im_text + 1) // 8
    try:
        befund = pruefe_siegel(gesiegelt[:laenge], stelle)
    except NichtLesbar:
        return
    assert befund.zustand is not Siegelzustand.INTAKT


# -- Key and certificate ---------------------------------------------------------------------------------------


def test_the_authority_of_the_demonstration_is_made_once_even_when_asked_for_at_once(settings: Any) -> None:
    start, inhaber = threading.Barrier(4), []

    def hole() -> None:
        start.wait()
        inhaber.append(siegelstelle().unterzeichner.signing_cert.serial_number)

    faeden = [threading.Thread(target=hole) for _ in range(4)]
    for faden in faeden:
        faden.start()
    for faden in faeden:
        faden.join()
    assert len(set(inhaber)) == 1
    assert stat.S_IMODE((settings.SIEGEL_ORDNER / "siegel.key").stat().st_mode) == 0o600
    assert {datei.name for datei in settings.SIEGEL_ORDNER.iterdir()} == {"siegel.key", "siegel.pem", "wurzel.pem"}
    assert list(settings.SIEGEL_ORDNER.parent.iterdir()) == [settings.SIEGEL_ORDNER]


def test_the_operators_key_is_used_with_its_password(settings: Any, stelle: Siegelstelle, tmp_path: Path) -> None:
    ordner = settings.SIEGEL_ORDNER
    schluessel = serialization.load_pem_private_key((ordner / "siegel.key").read_bytes(), None)
    verschluesselt = tmp_path / "betrieb.key"
    verschluesselt.write_bytes(
        schluessel.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"Passwort"),
        )
    )
    settings.SIEGEL_SCHLUESSEL, settings.SIEGEL_ZERTIFIKAT = str(verschluesselt), str(ordner / "siegel.pem")
    settings.SIEGEL_KENNWORT = "Passwort"
    betrieb = siegelstelle()
    assert not betrieb.selbst_erstellt
    gesiegelt = besiegle(setze(HTML, Satzform.ENDFASSUNG).pdf, betrieb, anlass="Probe")
    assert pruefe_siegel(gesiegelt, betrieb).eigenes
    settings.SIEGEL_KENNWORT = "falsch"
    with pytest.raises(KeinSiegelschluessel, match="nicht lesbar"):
        siegelstelle()


@pytest.mark.parametrize(
    ("aenderung", "meldung"),
    [
        ({"SIEGEL_SELBST_ERSTELLEN": False}, "ZIELSYSTEM_SIEGEL_SCHLUESSEL"),
        ({"SIEGEL_SCHLUESSEL": "/nirgends", "SIEGEL_ZERTIFIKAT": "/nirgends"}, "nicht lesbar"),
    ],
)
def test_without_a_usable_key_the_text_says_what_to_do(settings: Any, aenderung: dict[str, Any], meldung: str) -> None:
    for name, wert in aenderung.items():
        setattr(settings, name, wert)
    with pytest.raises(KeinSiegelschluessel, match=meldung):
        siegelstelle()
