"""The acts on parameters: setting a value from a day on, and withdrawing one that does not apply yet."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parameter import gedaechtnis
from zielsystem.parameter.models import Parameterwert
from zielsystem.parameter.recht import Parameter
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, verlange


class NichtFestgesetzt(ValueError):
    """What was asked for is not possible; ``feld`` is the one to look at, the text says what would be."""

    def __init__(self, feld: str, text: str) -> None:
        super().__init__(text)
        self.feld = feld


@transaction.atomic
def setze_fest(
    *, parameter: Parameter, wert: Decimal | None, ab: date, grund: str, durch: Zugang, am: datetime
) -> Parameterwert:
    """Let a value (None: the one shipped) apply from a day on, until another was set; a past day is never touched.

    Raises ``PermissionDenied``, and :class:`NichtFestgesetzt` for a value out of its bounds, a day before tomorrow
    (what applied until today has been relied on), a day for which a value is set already, and a missing reason.
    """
    _pruefe_befugnis(durch)
    _pruefe(parameter, wert, ab, grund, timezone.localdate(am))
    try:
        with transaction.atomic():
            zeile = Parameterwert.objects.create(
                code=parameter.code, ab=ab, wert=wert, grund=grund.strip(), gesetzt_am=am, gesetzt_durch=durch.nutzer
            )
    except IntegrityError as fehler:
        raise NichtFestgesetzt(
            "ab", f"Ab dem {zahlen.tag(ab)} ist schon ein Wert festgesetzt. Nehmen Sie ihn zuerst zurück."
        ) from fehler
    eintragen(
        durch=durch,
        am=am,
        akt="parameter_festsetzen",
        norm=parameter.norm,
        objekt=zeile,
        grund=zeile.grund,
        daten={"parameter": parameter.code, "ab": ab.isoformat(), "wert": None if wert is None else str(wert)},
    )
    transaction.on_commit(gedaechtnis.melde_aenderung)
    return zeile


@transaction.atomic
def nimm_zurueck(*, zeile: Parameterwert, durch: Zugang, am: datetime) -> Parameterwert:
    """Withdraw a value before its first day. Raises ``PermissionDenied`` and :class:`NichtFestgesetzt`."""
    gesperrt = Parameterwert.objects.select_for_update().get(pk=zeile.pk)
    verlange(durch, Befugnis.PARAMETER_FESTSETZEN, gesperrt)
    if gesperrt.zurueckgenommen_am:
        return gesperrt
    if gesperrt.ab <= timezone.localdate(am):
        raise NichtFestgesetzt("ab", "Der Wert gilt schon. Setzen Sie ab einem späteren Tag einen anderen fest.")
    gesperrt.zurueckgenommen_am = am
    gesperrt.save(update_fields=["zurueckgenommen_am"])
    daten = {"parameter": gesperrt.code, "ab": gesperrt.ab.isoformat()}
    eintragen(durch=durch, am=am, akt="parameter_zuruecknehmen", objekt=gesperrt, daten=daten)
    transaction.on_commit(gedaechtnis.melde_aenderung)
    return gesperrt


def darf_festsetzen(zugang: Zugang) -> bool:
    """Whether this access sets parameters: the administration of the BMAS does, for all."""
    vom_bund = zugang.art is Parteiart.BMAS or zugang.betrieb
    return vom_bund and Befugnis.PARAMETER_FESTSETZEN in zugang.befugnisse


def _pruefe_befugnis(durch: Zugang) -> None:
    verlange(durch, Befugnis.PARAMETER_FESTSETZEN)
    if not darf_festsetzen(durch):
        raise PermissionDenied("Parameter setzt die Administration des BMAS fest.")


def _pruefe(parameter: Parameter, wert: Decimal | None, ab: date, grund: str, heute: date) -> None:
    if wert is not None and not parameter.mindestens <= wert <= parameter.hoechstens:
        von, bis = (zahlen.dezimalzahl(w, parameter.stellen) for w in (parameter.mindestens, parameter.hoechstens))
        raise NichtFestgesetzt("wert", f"Der Wert liegt außerhalb des Möglichen: von {von} bis {bis}.")
    if wert is not None and wert != round(wert, parameter.stellen):
        stellen = "eine ganze Zahl" if not parameter.stellen else f"höchstens {parameter.stellen} Nachkommastellen"
        raise NichtFestgesetzt("wert", f"Der Wert ist zu genau: möglich ist {stellen}.")
    if ab <= heute:
        raise NichtFestgesetzt(
            "ab", "Der erste Tag liegt nicht in der Zukunft. Was schon galt, bleibt; möglich ist ein Tag ab morgen."
        )
    if not grund.strip():
        raise NichtFestgesetzt("grund", "Es fehlt der Grund. Er steht neben dem Wert, für alle lesbar.")
