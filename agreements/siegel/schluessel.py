"""Key and certificate of the seal: the operator's, or for the demonstration a self-made certification authority.

The operator names files in the environment (see ``docs/signature.md``). Without them the demonstration makes an
authority of its own in the data directory when the first seal is needed; its key is used once and thrown away.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

if TYPE_CHECKING:
    from asn1crypto import x509 as asn1
    from pyhanko.sign.signers import SimpleSigner

_JAHRE = 20
_SCHLUESSEL, _KETTE, _WURZEL = "siegel.key", "siegel.pem", "wurzel.pem"


class KeinSiegelschluessel(RuntimeError):
    """There is no usable key for sealing; the text says in German what the operator has to do."""


@dataclass(frozen=True)
class Siegelstelle:
    """Who seals: key with certificate chain, and the roots that seals are checked against.

    ``selbst_erstellt``: the authority of the demonstration, which nobody outside has a reason to trust.
    """

    unterzeichner: SimpleSigner
    wurzeln: tuple[asn1.Certificate, ...]
    selbst_erstellt: bool

    @property
    def inhaber(self) -> str:
        """Whose seal it is, as the certificate says it."""
        return inhaber_von(self.unterzeichner.signing_cert)


def inhaber_von(zertifikat: asn1.Certificate) -> str:
    """The subject of a certificate in one line: common name, organisation, country."""
    return benennung(zertifikat.subject)


def benennung(name: asn1.Name, felder: tuple[str, ...] = ("common_name", "organization_name", "country_name")) -> str:
    """A name in a certificate as one line, of the parts asked for; all of it where none of them is there."""
    angaben = name.native
    teile = (angaben.get(feld) for feld in felder)
    text = ", ".join(", ".join(teil) if isinstance(teil, list) else str(teil) for teil in teile if teil)
    return text or name.human_friendly


def siegelstelle() -> Siegelstelle:
    """The authority of this installation. Raises :class:`KeinSiegelschluessel`."""
    if settings.SIEGEL_SCHLUESSEL:
        return _aus_dateien(
            Path(settings.SIEGEL_SCHLUESSEL), Path(settings.SIEGEL_ZERTIFIKAT), settings.SIEGEL_WURZELN, False
        )
    if not settings.SIEGEL_SELBST_ERSTELLEN:
        raise KeinSiegelschluessel(
            "Für das elektronische Siegel ist kein Schlüssel hinterlegt. Der Betrieb muss "
            "ZIELSYSTEM_SIEGEL_SCHLUESSEL und ZIELSYSTEM_SIEGEL_ZERTIFIKAT setzen; danach kann die Ausfertigung "
            "wiederholt werden."
        )
    ordner = _eigene_stelle(Path(settings.SIEGEL_ORDNER))
    return _aus_dateien(ordner / _SCHLUESSEL, ordner / _KETTE, str(ordner / _WURZEL), True)


def _aus_dateien(schluessel: Path, kette: Path, wurzeln: str, selbst_erstellt: bool) -> Siegelstelle:
    """Key and chain from PEM or DER files; the first certificate of the chain is that of the seal."""
    from pyhanko.keys import load_private_key_from_pemder
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    kennwort = settings.SIEGEL_KENNWORT.encode() if settings.SIEGEL_KENNWORT and not selbst_erstellt else None
    try:
        zertifikate = _aus_datei(str(kette))
        vertraute = _aus_datei(wurzeln) if wurzeln else zertifikate[-1:]
        privat = load_private_key_from_pemder(str(schluessel), passphrase=kennwort)
    except (OSError, ValueError, TypeError) as fehler:
        raise KeinSiegelschluessel(f"Schlüssel oder Zertifikat des Siegels sind nicht lesbar: {fehler}") from fehler
    if not zertifikate:
        raise KeinSiegelschluessel(f"In {kette} steht kein Zertifikat für das Siegel.")
    register = SimpleCertificateStore.from_certs(zertifikate)  # type: ignore[no-untyped-call]
    return Siegelstelle(SimpleSigner(zertifikate[0], privat, register), tuple(vertraute), selbst_erstellt)


def _aus_datei(pfad: str) -> list[asn1.Certificate]:
    from pyhanko.keys import load_certs_from_pemder

    return list(load_certs_from_pemder([pfad]))  # type: ignore[no-untyped-call]


# -- The authority of the demonstration ------------------------------------------------------------------------


def _eigene_stelle(ordner: Path) -> Path:
    """The folder of the self-made authority, made when it is missing. Two processes at once: one of them wins."""
    if (ordner / _SCHLUESSEL).exists():
        return ordner
    ordner.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ordner.parent) as vorlaeufig:
        neu = Path(vorlaeufig) / "neu"
        neu.mkdir(mode=0o700)
        _lege_stelle_an(neu, datetime.now(UTC))
        try:
            neu.rename(ordner)
        except OSError:
            if not (ordner / _SCHLUESSEL).exists():
                raise
    return ordner


def _lege_stelle_an(ordner: Path, jetzt: datetime) -> None:
    ca_schluessel, schluessel = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name, name = _name("Zielsystem Demonstration, Zertifizierungsstelle"), _name("Zielsystem Demonstration, Siegel")
    ca = _zertifikat(ca_name, ca_name, ca_schluessel.public_key(), jetzt, ist_ca=True).sign(
        ca_schluessel, hashes.SHA256()
    )
    siegel = _zertifikat(name, ca_name, schluessel.public_key(), jetzt, ist_ca=False).sign(
        ca_schluessel, hashes.SHA256()
    )
    (ordner / _WURZEL).write_bytes(_pem(ca))
    (ordner / _KETTE).write_bytes(_pem(siegel) + _pem(ca))
    kennung = os.open(ordner / _SCHLUESSEL, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(kennung, "wb") as datei:
        datei.write(
            schluessel.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )


def _name(text: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Zielsystem (Demonstration, ohne Rechtswirkung)"),
            x509.NameAttribute(NameOID.COMMON_NAME, text),
        ]
    )


def _zertifikat(
    inhaber: x509.Name, aussteller: x509.Name, schluessel: ec.EllipticCurvePublicKey, jetzt: datetime, *, ist_ca: bool
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(inhaber)
        .issuer_name(aussteller)
        .public_key(schluessel)
        .serial_number(x509.random_serial_number())
        .not_valid_before(jetzt - timedelta(days=1))
        .not_valid_after(jetzt + timedelta(days=365 * _JAHRE))
        .add_extension(x509.BasicConstraints(ca=ist_ca, path_length=0 if ist_ca else None), critical=True)
        .add_extension(_verwendung(ist_ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(schluessel), critical=False)
    )


def _verwendung(ist_ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ist_ca,
        content_commitment=not ist_ca,
        key_cert_sign=ist_ca,
        crl_sign=ist_ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(zertifikat: x509.Certificate) -> bytes:
    return zertifikat.public_bytes(serialization.Encoding.PEM)
