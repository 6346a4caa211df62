"""Documents of a fixed text: the copy that is signed, and after conclusion the final one with its seal.

Ordering is a row, made once per text and kind; a Celery task works it off under a lock, so that however often it is
delivered the document is made, sealed and stored once. What fails says why and can be ordered again.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import date, datetime, timedelta

from celery import current_app
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from agreements.dokument.aenderung import aenderungsvermerke
from agreements.dokument.entwurf import VORLAGE, fusszeile, kennzahlen_von
from agreements.dokument.satz import Satzform, setze
from agreements.dokument.urkunde import Auftritt, Unterschrift, Vermerk, kontext
from agreements.dokument.zahlenlage import zahlenlage
from agreements.inhalt import Inhalt, aus_json
from agreements.models import Ausfertigung, Ausfertigungsart, Festtext, Zeichnung
from agreements.recht import Zustand
from agreements.siegel.besiegeln import besiegle
from agreements.siegel.schluessel import KeinSiegelschluessel, siegelstelle
from agreements.zeichnungsrecht import NIVEAUS, Niveau
from kennzahlen.models import Veroeffentlichung
from zielsystem import zahlen
from zielsystem.adresse import absolut
from zielsystem.satz import Beigabe, Gesetzt

PRUEFSEITE = "/pruefung/"
WARTEN = timedelta(minutes=10)
"""So long a task may take to get to an order."""

_SIEGEL = (
    "Diese Ausfertigung trägt ein elektronisches Siegel über das ganze Dokument. Ob eine Datei unverändert ist, lässt "
    "sich ohne Anmeldung prüfen:"
)

_log = logging.getLogger(__name__)


@transaction.atomic
def beauftrage_ausfertigung(*, festtext: Festtext, art: Ausfertigungsart, am: datetime) -> Ausfertigung:
    """Order a document of a text; what is there or under way stays as it is, what failed is taken up again."""
    auftrag, _ = Ausfertigung.objects.select_for_update().get_or_create(
        festtext=festtext, art=art, defaults={"beauftragt_am": am}
    )
    if auftrag.fehler:
        auftrag.beauftragt_am, auftrag.erledigt_am, auftrag.fehler = am, None, ""
        auftrag.save(update_fields=["beauftragt_am", "erledigt_am", "fehler"])
    if auftrag.erledigt_am is None:
        transaction.on_commit(lambda: current_app.send_task("agreements.fertige_aus", args=[festtext.pk, str(art)]))
    return auftrag


def fertige_aus(festtext_id: int, art: Ausfertigungsart, *, am: datetime) -> bool:
    """Make the document of a text; False when it is made already, or somebody else is at it."""
    festtext = Festtext.objects.get(pk=festtext_id)
    Ausfertigung.objects.get_or_create(festtext=festtext, art=art, defaults={"beauftragt_am": am})
    return _erledige(festtext, art, am)


def hole_nach(*, am: datetime) -> int:
    """Make what was ordered some time ago and never made, and signing copies that nobody ordered; returns how many.

    For when a task was lost: the broker was away, a machine went down.
    """
    seit = am - WARTEN
    offene = Ausfertigung.objects.offen().filter(beauftragt_am__lt=seit).values_list("festtext_id", "art")
    ohne = Festtext.objects.offen().filter(
        ausfertigungen=None, festgestellt_am__lt=seit, zielvereinbarung__zustand=Zustand.ABGESTIMMT
    )
    fehlende = [(pk, Ausfertigungsart.ZEICHNUNG) for pk in ohne.values_list("pk", flat=True)]
    return sum(fertige_aus(pk, Ausfertigungsart(art), am=am) for pk, art in [*offene, *fehlende])


@transaction.atomic
def _erledige(festtext: Festtext, art: Ausfertigungsart, am: datetime) -> bool:
    offene = Ausfertigung.objects.offen().filter(festtext=festtext, art=art)
    auftrag = offene.select_for_update(skip_locked=True, of=("self",)).first()
    if auftrag is None:
        return False
    auftrag.festtext = festtext
    auftrag.erledigt_am = am
    try:
        with transaction.atomic():
            _stelle_her(auftrag, am)
    except KeinSiegelschluessel as fehler:
        auftrag.fehler = str(fehler)[:400]
    except Exception as fehler:
        _log.exception("Die Ausfertigung %s zu Text %s ist misslungen", art, festtext.pk)
        auftrag.fehler = f"Das Dokument ließ sich nicht herstellen ({type(fehler).__name__}); Näheres im Protokoll."
    if auftrag.fehler:
        auftrag.datei, auftrag.sha256 = "", ""
    auftrag.save()
    return True


def _stelle_her(auftrag: Ausfertigung, am: datetime) -> None:
    endfassung = auftrag.art == Ausfertigungsart.ENDFASSUNG
    auftrag.zahlenstand = _zahlenstand(auftrag.festtext)
    gesetzt = setze_festtext(auftrag.festtext, endfassung, auftrag.zahlenstand, timezone.localdate(am))
    pdf = gesetzt.pdf
    if endfassung:
        stelle = siegelstelle()
        pdf = besiegle(pdf, stelle, anlass=f"Ausfertigung der Zielvereinbarung, Text {auftrag.festtext.sha256[:16]}")
        auftrag.siegel_von = stelle.inhaber[:300]
    auftrag.sha256, auftrag.groesse, auftrag.seiten = hashlib.sha256(pdf).hexdigest(), len(pdf), gesetzt.seiten
    auftrag.datei.save(auftrag.festtext.zielvereinbarung.dateiname, ContentFile(pdf), save=False)


def _zahlenstand(festtext: Festtext) -> Veroeffentlichung | None:
    """The release of the copy that was signed; else the newest."""
    gezeigt = Ausfertigung.objects.filter(festtext=festtext, zahlenstand__isnull=False).select_related("zahlenstand")
    erste = gezeigt.order_by("pk").first()
    return erste.zahlenstand if erste else Veroeffentlichung.objects.order_by("-pk").first()


def setze_festtext(festtext: Festtext, endfassung: bool, zahlenstand: Veroeffentlichung | None, am: date) -> Gesetzt:
    """The document of a fixed text: to be signed, or with the signatures. The text lies in it for programs too."""
    inhalt = aus_json(festtext.inhalt)
    lage = zahlenlage(festtext.zielvereinbarung, kennzahlen_von(inhalt), zahlenstand) if zahlenstand else None
    auftritt = _endfassung(festtext, inhalt, am) if endfassung else _zur_zeichnung(festtext, inhalt, am)
    html = render_to_string(VORLAGE, kontext(inhalt, lage, auftritt))
    form = Satzform.ENDFASSUNG if endfassung else Satzform.ZEICHNUNG
    beschreibung = "Der vereinbarte Text in maschinenlesbarer Form; seine SHA-256 ist die Prüfsumme auf dem Titelblatt"
    return setze(html, form, [Beigabe("inhalt.json", beschreibung, festtext.inhalt)])


def _zur_zeichnung(festtext: Festtext, inhalt: Inhalt, am: date) -> Auftritt:
    tag = zahlen.tag(timezone.localtime(festtext.festgestellt_am))
    return Auftritt(
        kopf="Zur Unterzeichnung",
        fuss=fusszeile(f"Fassung zur Unterzeichnung, Text festgestellt am {tag}"),
        vermerke=(
            ("Zur Unterzeichnung.", f"Der Text ist am {tag} festgestellt worden und wird nicht mehr geändert."),
            *aenderungsvermerke(festtext.zielvereinbarung, inhalt),
        ),
        erzeugt_am=am,
        unterschriften=tuple(Unterschrift(partner.bezeichnung) for partner in inhalt.partner),
        pruefsumme=festtext.sha256,
    )


def _endfassung(festtext: Festtext, inhalt: Inhalt, am: date) -> Auftritt:
    zeichnungen = list(
        Zeichnung.objects.filter(festtext=festtext)
        .select_related("vertragspartei")
        .order_by("vertragspartei__reihenfolge")
    )
    tag = zahlen.tag(timezone.localtime(max(zeichnung.gezeichnet_am for zeichnung in zeichnungen)))
    vorbehalt = f" Sie steht unter dem Vorbehalt der Zustimmung: {inhalt.vorbehalt}." if inhalt.vorbehalt else ""
    return Auftritt(
        kopf="",
        fuss=fusszeile(f"Ausfertigung, gezeichnet am {tag}"),
        vermerke=(
            ("Ausfertigung.", f"Alle Vertragsparteien haben gezeichnet, zuletzt am {tag}.{vorbehalt}"),
            *aenderungsvermerke(festtext.zielvereinbarung, inhalt),
            ("Siegel.", f"{_SIEGEL} {absolut(PRUEFSEITE)}"),
        ),
        erzeugt_am=am,
        unterschriften=tuple(map(_unterschrift, zeichnungen)),
        pruefsumme=festtext.sha256,
    )


def _unterschrift(zeichnung: Zeichnung) -> Unterschrift:
    return Unterschrift(
        zeichnung.vertragspartei.bezeichnung,
        f"{zeichnung.name}, {zeichnung.funktion}" if zeichnung.funktion else zeichnung.name,
        NIVEAUS[Niveau(zeichnung.niveau)].weise,
        zahlen.zeitpunkt(timezone.localtime(zeichnung.gezeichnet_am)),
        tuple(_vermerke(zeichnung)),
    )


def _vermerke(zeichnung: Zeichnung) -> list[Vermerk]:
    vermerke = []
    if zeichnung.niveau == Niveau.PAPIER:
        vermerke.append(Vermerk("Abbild der unterschriebenen Seite, SHA-256", zeichnung.sha256))
    if zertifikat := zeichnung.zertifikat:
        vermerke.append(Vermerk(f"Zertifikat: {zertifikat['inhaber']}; ausgestellt von {zertifikat['aussteller']}"))
        vermerke.append(Vermerk("Unterschriebene Datei, SHA-256", zeichnung.sha256))
    return vermerke
