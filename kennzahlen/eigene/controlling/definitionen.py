"""The acts by which a Jobcenter lays down figures of its own: a change is a new dated row, and nothing used is lost."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kennzahlen.eigene.festlegung import Festlegung, Unzulaessig, alle_bezuege
from kennzahlen.eigene.formelsprache import Umgebung, pruefe
from kennzahlen.eigene.recht import EIGENARTEN, EIGENER_CODE, SELBST, Eigenart
from kennzahlen.models.eigene import EigeneDefinition, EigeneZahl
from kennzahlen.recht import ERSTER_MELDEMONAT, GROESSE
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Partei
from zielsystem.parties.recht import JOBCENTER
from zielsystem.parties.zugriff import Zugang, verlange

HOECHSTENS = 200
"""Own figures of one Jobcenter."""


@transaction.atomic
def lege_an(
    *, jobcenter: Partei, code: str, art: Eigenart, festlegung: Festlegung, durch: Zugang, am: datetime
) -> EigeneZahl:
    """Keep a new figure with its first definition.

    Raises :class:`Unzulaessig` or :class:`~kennzahlen.eigene.formelsprache.Formelfehler` in German,
    ``PermissionDenied`` for anybody but the own Controlling and Leitung.
    """
    verlange_eigenes(durch, jobcenter)
    bestand = _sperre(jobcenter)
    _pruefe_code(code, bestand)
    _pruefe_festlegung(code, art, festlegung, bestand)
    zahl = EigeneZahl.objects.create(
        jobcenter=jobcenter, code=code, art=art, angelegt_am=am, angelegt_durch=durch.nutzer
    )
    _schreibe(zahl, 1, festlegung, durch, am)
    eintragen(durch=durch, am=am, akt="eigene_zahl_anlegen", norm=SELBST, objekt=zahl, daten={"code": code})
    return zahl


@transaction.atomic
def aendere(*, zahl: EigeneZahl, festlegung: Festlegung, durch: Zugang, am: datetime) -> EigeneDefinition:
    """Keep a new definition of a figure, from a month on; the earlier ones stay and go on counting for their time.

    Raises as :func:`lege_an`, and for an archived figure.
    """
    verlange(durch, Befugnis.EIGENE_ZAHLEN_FUEHREN, zahl)
    bestand = _sperre(zahl.jobcenter)
    gesperrt = bestand[zahl.code]
    if gesperrt.archiviert_am:
        raise Unzulaessig("", "Diese Zahl ist archiviert. Holen Sie sie zurück, bevor Sie sie ändern.")
    _pruefe_festlegung(zahl.code, Eigenart(zahl.art), festlegung, bestand)
    nr = max(definition.nr for definition in gesperrt.definitionen.all()) + 1
    definition = _schreibe(gesperrt, nr, festlegung, durch, am)
    daten = {"code": zahl.code, "ab": f"{festlegung.ab:%Y-%m}"}
    eintragen(durch=durch, am=am, akt="eigene_zahl_aendern", norm=SELBST, objekt=zahl, daten=daten)
    return definition


@transaction.atomic
def archiviere(*, zahl: EigeneZahl, durch: Zugang, am: datetime) -> None:
    """Put a figure away: it keeps its values and is no longer offered. One that others rest on stays."""
    verlange(durch, Befugnis.EIGENE_ZAHLEN_FUEHREN, zahl)
    bestand = _sperre(zahl.jobcenter)
    if abhaengige := [code for code in _abhaengige(zahl.code, bestand) if not bestand[code].archiviert_am]:
        raise Unzulaessig("", f"Auf dieser Zahl beruhen noch: {', '.join(abhaengige)}. Archivieren Sie zuerst diese.")
    _setze_archiv(bestand[zahl.code], am, durch)
    eintragen(durch=durch, am=am, akt="eigene_zahl_archivieren", norm=SELBST, objekt=zahl, daten={"code": zahl.code})


@transaction.atomic
def hole_zurueck(*, zahl: EigeneZahl, durch: Zugang, am: datetime) -> None:
    """Take a figure out of the archive, with those that it rests on."""
    verlange(durch, Befugnis.EIGENE_ZAHLEN_FUEHREN, zahl)
    bestand = _sperre(zahl.jobcenter)
    offen = [zahl.code]
    for code in offen:
        offen += [c for c in alle_bezuege(bestand[code].definitionen.all()) if c in bestand and c not in offen]
    for code in offen:
        _setze_archiv(bestand[code], None, durch)
    eintragen(durch=durch, am=am, akt="eigene_zahl_zurueckholen", norm=SELBST, objekt=zahl, daten={"code": zahl.code})


@transaction.atomic
def loesche(*, zahl: EigeneZahl, durch: Zugang, am: datetime) -> None:
    """Delete a figure that was never used: no value was entered, and no formula ever named it."""
    verlange(durch, Befugnis.EIGENE_ZAHLEN_FUEHREN, zahl)
    bestand = _sperre(zahl.jobcenter)
    if abhaengige := _abhaengige(zahl.code, bestand):
        raise Unzulaessig(
            "", f"Diese Zahl steht in der Formel von {', '.join(abhaengige)}; sie lässt sich archivieren."
        )
    if zahl.werte.exists():
        raise Unzulaessig("", "Für diese Zahl sind Werte erfasst; sie lässt sich archivieren, nicht löschen.")
    eintragen(durch=durch, am=am, akt="eigene_zahl_loeschen", norm=SELBST, objekt=zahl, daten={"code": zahl.code})
    zahl.delete()


def verlange_eigenes(durch: Zugang, jobcenter: Partei) -> None:
    """Raise ``PermissionDenied`` unless the access keeps the figures of this very Jobcenter."""
    verlange(durch, Befugnis.EIGENE_ZAHLEN_FUEHREN)
    if not durch.betrieb and (durch.art not in JOBCENTER or durch.partei_id != jobcenter.pk):
        raise PermissionDenied("Eigene Zahlen führt nur das Jobcenter selbst.")


# -- Inside ----------------------------------------------------------------------------------------------------


def _sperre(jobcenter: Partei) -> dict[str, EigeneZahl]:
    """All own figures with their definitions, while nobody else changes them: formulas are checked against all."""
    Partei.objects.select_for_update(no_key=True).get(pk=jobcenter.pk)
    zahlen = EigeneZahl.objects.filter(jobcenter=jobcenter).prefetch_related("definitionen")
    return {zahl.code: zahl for zahl in zahlen}


def _pruefe_code(code: str, bestand: dict[str, EigeneZahl]) -> None:
    if not EIGENER_CODE.fullmatch(code):
        richtig = "E_, dann Großbuchstaben ohne Umlaute, Ziffern oder Unterstriche, zum Beispiel E_BERATUNGEN"
        raise Unzulaessig("code", f"So kann ein Code nicht lauten; richtig wäre: {richtig}.")
    if code in bestand:
        archiv = " (im Archiv)" if bestand[code].archiviert_am else ""
        raise Unzulaessig("code", f"Den Code {code} gibt es schon{archiv}; bitte wählen Sie einen anderen.")
    if len(bestand) >= HOECHSTENS:
        raise Unzulaessig("code", f"Mehr als {HOECHSTENS} eigene Zahlen lassen sich nicht führen.")


def _pruefe_festlegung(code: str, art: Eigenart, festlegung: Festlegung, bestand: dict[str, EigeneZahl]) -> None:
    if festlegung.ab < ERSTER_MELDEMONAT:
        raise Unzulaessig(
            "ab", f"Zahlen gibt es hier ab {ERSTER_MELDEMONAT:%m/%Y}; bitte wählen Sie einen Monat ab da."
        )
    if art is Eigenart.GRUNDGROESSE and festlegung.formel:
        raise Unzulaessig("formel", f"Eine {EIGENARTEN[art]} wird erfasst und hat keine Formel.")
    if art is Eigenart.KENNZAHL:
        pruefe(festlegung.formel, umgebung(code, bestand))


def umgebung(code: str, bestand: dict[str, EigeneZahl]) -> Umgebung:
    """Where a formula of a Jobcenter lives: all Grundgrößen, and its own figures that are not archived."""
    eigene = [zahl.code for zahl in bestand.values() if not zahl.archiviert_am]
    formeln = {zahl.code: alle_bezuege(zahl.definitionen.all()) for zahl in bestand.values()}
    return Umgebung(code, (*GROESSE, *eigene), formeln)


def _abhaengige(code: str, bestand: dict[str, EigeneZahl]) -> list[str]:
    """The figures with a formula, present or past, in which a code stands."""
    return sorted(zahl.code for zahl in bestand.values() if code in alle_bezuege(zahl.definitionen.all()))


def _schreibe(zahl: EigeneZahl, nr: int, festlegung: Festlegung, durch: Zugang, am: datetime) -> EigeneDefinition:
    return EigeneDefinition.objects.create(
        zahl=zahl,
        nr=nr,
        ab=festlegung.ab,
        titel=festlegung.titel.strip(),
        beschreibung=festlegung.beschreibung.strip(),
        mass=festlegung.mass,
        je=festlegung.je.strip(),
        formel=festlegung.formel.strip(),
        eingetragen_am=am,
        eingetragen_durch=durch.nutzer,
    )


def _setze_archiv(zahl: EigeneZahl, am: datetime | None, durch: Zugang) -> None:
    zahl.archiviert_am = am
    zahl.archiviert_durch = durch.nutzer if am else None
    zahl.save(update_fields=["archiviert_am", "archiviert_durch"])
