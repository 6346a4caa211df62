"""The minutes: written, handed in, objected to by members, given back or approved. Approved, they stay for good."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction

from gremien.fehler import NichtMoeglich
from gremien.models import Einwendung, Mitgliedschaft, Niederschrift, Sitzung
from gremien.recht.sitzungsablauf import NIEDERLEGUNG
from gremien.sitzungen.einladung import melde_niederschrift
from gremien.sitzungen.lage import ablauf_von, mitglieder_von, stand_von
from gremien.sitzungen.urkunde import niederschrift_pdf
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import vollziehe
from zielsystem.parties.zugriff import Zugang, verlange


@transaction.atomic
def schreibe(*, sitzung: Sitzung, text: str, stand: int, durch: Zugang, am: datetime) -> Niederschrift:
    """Put down the minutes; ``stand`` is the stand of them that was read before, 0 when there were none.

    Raises ``PermissionDenied``, :class:`NichtMoeglich` when somebody else was faster, or they are handed in already.
    """
    gesperrt = Sitzung.objects.select_for_update().get(pk=sitzung.pk)
    verlange(durch, Befugnis.GREMIUM_FUEHREN, gesperrt)
    if gesperrt.zustand not in ("eroeffnet", "geschlossen"):
        raise NichtMoeglich("Die Niederschrift wird geschrieben, bis sie zur Genehmigung vorliegt.")
    bisher = Niederschrift.objects.filter(sitzung=gesperrt).first()
    if (bisher.stand if bisher else 0) != stand:
        raise NichtMoeglich("Die Niederschrift wurde inzwischen geändert. Bitte übertragen Sie Ihre Änderungen.")
    niederschrift, _ = Niederschrift.objects.update_or_create(
        sitzung=gesperrt,
        defaults={"text": text.strip(), "stand": stand + 1, "geaendert_am": am, "geaendert_durch": durch.nutzer},
    )
    eintragen(durch=durch, am=am, akt="niederschrift_schreiben", objekt=gesperrt, daten={"stand": stand + 1})
    return niederschrift


def lege_vor(*, sitzung: Sitzung, durch: Zugang, am: datetime) -> Sitzung:
    """Hand the minutes in for approval; the members are told. Raises ``Gehindert`` while they are empty."""
    neu = _vollziehe("niederschrift_vorlegen", sitzung, durch, am)
    transaction.on_commit(lambda: melde_niederschrift(neu))
    return neu


def gib_zurueck(*, sitzung: Sitzung, grund: str, durch: Zugang, am: datetime) -> Sitzung:
    """Give the minutes back to be worked over, with a reason."""
    return _vollziehe("niederschrift_zurueckgeben", sitzung, durch, am, grund)


@transaction.atomic
def wende_ein(*, sitzung: Sitzung, text: str, durch: Zugang, am: datetime) -> Einwendung:
    """Object, as a member of the day, to the minutes as they lie for approval.

    Raises ``PermissionDenied`` for anybody but members who see every item that the minutes tell of,
    :class:`NichtMoeglich` without a text, a second time against the same stand, or when they do not lie for approval.
    """
    gesperrt = Sitzung.objects.select_for_update(of=("self",)).select_related("gremium").get(pk=sitzung.pk)
    verlange(durch, Befugnis.IM_GREMIUM_MITWIRKEN, gesperrt)
    mitglied = eigene_mitgliedschaft(gesperrt, durch)
    niederschrift = Niederschrift.objects.visible_to(durch).filter(sitzung=gesperrt).first()
    if mitglied is None or niederschrift is None:
        raise PermissionDenied("Einwendungen erheben die Mitglieder, denen die Niederschrift vorliegt.")
    if gesperrt.zustand != "entworfen":
        raise NichtMoeglich("Die Niederschrift liegt nicht zur Genehmigung vor.", "text")
    if not text.strip():
        raise NichtMoeglich("Bitte geben Sie an, was anders lauten soll.", "text")
    if gesperrt.einwendungen.filter(mitgliedschaft=mitglied, stand=niederschrift.stand).exists():
        raise NichtMoeglich("Gegen diese Fassung haben Sie schon eine Einwendung erhoben.", "text")
    neue = Einwendung.objects.create(
        sitzung=gesperrt,
        mitgliedschaft=mitglied,
        stand=niederschrift.stand,
        text=text.strip(),
        am=am,
        durch=durch.nutzer,
    )
    eintragen(durch=durch, am=am, akt="einwendung_erheben", norm=NIEDERLEGUNG, objekt=gesperrt, grund=text.strip())
    return neue


def eigene_mitgliedschaft(sitzung: Sitzung, durch: Zugang) -> Mitgliedschaft | None:
    """The membership of the person of an access on the day of a session, if it belongs to its compositions."""
    if durch.nutzer is None:
        return None
    return next((mitglied for mitglied in mitglieder_von(sitzung) if mitglied.nutzer_id == durch.nutzer.pk), None)


@transaction.atomic
def genehmige(*, sitzung: Sitzung, durch: Zugang, am: datetime, grund: str = "") -> Sitzung:
    """Approve the minutes. Decisions are final from now on; the PDF is kept as it reads at this moment.

    Raises ``PermissionDenied``, ``Gehindert``: members object, and it is not said why that is not followed.
    """
    neu = _vollziehe("niederschrift_genehmigen", sitzung, durch, am, grund)
    niederschrift = Niederschrift.objects.select_for_update().get(sitzung=neu)
    niederschrift.genehmigt_am, niederschrift.genehmigt_durch = am, durch.nutzer
    pdf = niederschrift_pdf(neu, niederschrift, grund)
    niederschrift.sha256 = sha256(pdf).hexdigest()
    niederschrift.datei.save(dateiname(neu), ContentFile(pdf), save=False)
    niederschrift.save()
    return neu


def dateiname(sitzung: Sitzung) -> str:
    """What the PDF of the minutes is called."""
    return f"Niederschrift_{sitzung.gremium.schluessel}_{sitzung.beginn:%Y-%m-%d}_{sitzung.nummer}.pdf"


def pdf_von(sitzung: Sitzung) -> bytes:
    """The minutes as PDF: the kept ones once they are approved, before that a draft of what they say now."""
    niederschrift = Niederschrift.objects.filter(sitzung=sitzung).first()
    if niederschrift and niederschrift.genehmigt_am:
        with niederschrift.datei.open("rb") as datei:
            inhalt: bytes = datei.read()
        return inhalt
    return niederschrift_pdf(sitzung, niederschrift)


@transaction.atomic
def _vollziehe(code: str, sitzung: Sitzung, durch: Zugang, am: datetime, grund: str = "") -> Sitzung:
    return vollziehe(ablauf_von(sitzung), code, sitzung, stand=stand_von, durch=durch, am=am, grund=grund)
