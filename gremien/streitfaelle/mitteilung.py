"""Telling those whom a case concerns: by e-mail at every step, and what was decided as a document with it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

import gremien
from gremien.mitglieder.vorsitz import vorsitz_des
from gremien.models import Mitgliedschaft, Streitfall
from gremien.models.streitfaelle import mitteilungsablage
from gremien.recht import ANZUHOERENDE_TITEL, Anzuhoerende
from gremien.recht.streitfaelle import URHEBERTITEL, Streitfallart, Streitfallregel, Urheber, streitfallregel
from gremien.streitfaelle.lage import anhoerungen_zu, ergebnis_zu
from zielsystem import zahlen
from zielsystem.adresse import absolut
from zielsystem.befugnisse import Befugnis, rollen_mit
from zielsystem.parties.models import Amt, Installation, Parteistand
from zielsystem.parties.recht import Parteiart
from zielsystem.satz import setze_pdf

BLATT = Path(gremien.__path__[0]) / "dokument.css"
DATEINAME = "Mitteilung.pdf"


class Anlass(Enum):
    """Why a mail goes out: its subject, and its first sentence."""

    FESTGESTELLT = (
        "Festgestellt",
        "dieser Fall ist festgestellt. Bitte prüfen Sie, ob Sie ihn selbst beilegen können:",
    )
    ANGERUFEN = ("Kooperationsausschuss angerufen", "in diesem Fall ist der Kooperationsausschuss angerufen:")
    ENTSCHIEDEN = ("Entscheidung", "der Kooperationsausschuss hat in diesem Fall entschieden; siehe die Anlage:")
    GESCHEITERT = ("Keine Einigung", "in diesem Fall gibt es keine Einigung; die Träger bestimmen nun abwechselnd:")


@dataclass(frozen=True)
class Mitteilung:
    """A finished notice and where it lies."""

    pdf: bytes
    sha256: str
    pfad: str


# -- The document ----------------------------------------------------------------------------------------------


def setze(fall: Streitfall, am: datetime) -> Mitteilung:
    """The notice of what was decided in a case, as a PDF; nothing is stored."""
    pdf = setze_pdf(render_to_string("gremien/dokument/mitteilung.html", _kontext(fall, am)), BLATT).pdf
    fall.sha256 = hashlib.sha256(pdf).hexdigest()
    return Mitteilung(pdf, fall.sha256, mitteilungsablage(fall, DATEINAME))


def lege_ab(mitteilung: Mitteilung) -> None:
    """Store the file of a notice."""
    default_storage.save(mitteilung.pfad, ContentFile(mitteilung.pdf))


def _kontext(fall: Streitfall, am: datetime) -> dict[str, object]:
    tag = timezone.localdate(am)
    regel = streitfallregel(fall.art, tag)
    ergebnis = ergebnis_zu(fall)
    um_person = fall.art == Streitfallart.GESCHAEFTSFUEHRUNG
    return {
        "ueberschrift": "Vorschlag des Kooperationsausschusses" if um_person else "Mitteilung einer Entscheidung",
        "vermerk": "Demonstration" if Installation.objects.filter(synthetisch=True).exists() else "",
        "gremium": fall.gremium.titel,
        "am": zahlen.tag(tag),
        "empfaengerliste": [stand.name for stand in empfaenger(fall, tag)],
        "titel": fall.titel,
        "einleitung": (
            f"{regel.titel}. Der Kooperationsausschuss hat in seiner Sitzung vom "
            f"{zahlen.tag(ergebnis.am if ergebnis else tag)} beschlossen:"
        ),
        "entscheidung": fall.entscheidung,
        "kernsatz": kernsatz(fall),
        "wirkung": regel.wirkung,
        "wirkungsnorm": regel.wirkungsnorm,
        "position": regel.position,
        "positionen": [
            (URHEBERTITEL[Urheber(p.urheber)], zahlen.tag(p.am), p.inhalt) for p in fall.positionen.order_by("am", "pk")
        ],
        "anhoerungsnorm": _anhoerungsnorm(regel),
        "anhoerungen": [
            (ANZUHOERENDE_TITEL[Anzuhoerende(eine.wer)], zahlen.tag(eine.am)) for eine in anhoerungen_zu(fall)
        ],
        "vorsitz": _vorsitz(fall, tag),
    }


def kernsatz(fall: Streitfall) -> str:
    """The decision in one sentence: who is competent, or whom the committee proposes."""
    if fall.vorgeschlagen:
        return f"Vorgeschlagen für die Geschäftsführung: {fall.vorgeschlagen}"
    return f"Zuständig: {URHEBERTITEL[Urheber(fall.zustaendig)]}" if fall.zustaendig else ""


def _anhoerungsnorm(regel: Streitfallregel) -> str:
    return str(regel.norm) if regel.art is Streitfallart.GESCHAEFTSFUEHRUNG else "§ 44e Abs. 2 Satz 1 SGB II"


def _vorsitz(fall: Streitfall, tag: date) -> str:
    """Who chairs the committee, by name, as far as there is somebody."""
    mitglied = vorsitz_des(fall.gremium, tag).mitglied or 0
    name = Mitgliedschaft.objects.filter(pk=mitglied).values_list("name", flat=True).first()
    return f"{name}, Vorsitz" if name else "Die Geschäftsstelle"


# -- The e-mails -----------------------------------------------------------------------------------------------


def empfaenger(fall: Streitfall, tag: date) -> list[Parteistand]:
    """Whom a case concerns: the gemeinsame Einrichtung (with Trägerversammlung and Geschäftsführer) and its Träger."""
    einrichtung = Parteistand.objects.am(tag).filter(partei=fall.einrichtung_id).first()
    alle = Parteistand.objects.am(tag)
    eine = [einrichtung] if einrichtung else []
    traeger = alle.filter(partei=einrichtung.traeger_id) if einrichtung else alle.none()
    return [*eine, *alle.filter(art=Parteiart.BA), *traeger]


def benachrichtige(fall: Streitfall, anlass: Anlass, *, am: datetime) -> int:
    """Write to the people of every party concerned; returns how many mails went out."""
    tag = timezone.localdate(am)
    parteien = {stand.partei_id for stand in empfaenger(fall, tag)} | {fall.gremium.geschaeftsstelle_id}
    adressen = _adressen(parteien, tag)
    anhang = fall.datei.read() if anlass is Anlass.ENTSCHIEDEN and fall.datei else None
    for an in adressen.values():
        brief = EmailMessage(f"{anlass.value[0]}: {fall.titel}", _text(fall, anlass, tag), to=an)
        if anhang:
            brief.attach(DATEINAME, anhang, "application/pdf")
        brief.send()
    return len(adressen)


def _adressen(parteien: set[int], tag: date) -> dict[int, list[str]]:
    aemter = (
        Amt.objects.am(tag)
        .filter(partei__in=parteien, rolle__in=rollen_mit(Befugnis.STREITFALL_FUEHREN), nutzer__is_active=True)
        .exclude(nutzer__email="")
        .order_by("nutzer__email")
        .values_list("partei", "nutzer__email")
        .distinct()
    )
    adressen: dict[int, list[str]] = defaultdict(list)
    for partei, adresse in aemter:
        adressen[partei].append(adresse)
    return adressen


def _text(fall: Streitfall, anlass: Anlass, tag: date) -> str:
    regel = streitfallregel(fall.art, tag)
    entschieden = f"{kernsatz(fall)}\n\n{regel.wirkung} ({regel.wirkungsnorm})" if anlass is Anlass.ENTSCHIEDEN else ""
    zeilen = [
        "Guten Tag,",
        anlass.value[1],
        f"{regel.titel}\n{fall.titel}",
        entschieden,
        f"Im Zielsystem: {absolut(reverse('gremien:streitfall', args=[fall.pk]))}",
    ]
    return "\n\n".join(filter(None, zeilen)) + "\n"
