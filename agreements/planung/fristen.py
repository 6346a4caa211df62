"""The calendar of one round: which steps are done, due or late, and the days that the BMAS sets otherwise."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q

from agreements.models import Nachweis, Planungsbrief, Planungsrunde, Planungswert, Terminsetzung, Zielvereinbarung
from agreements.planung.kalender import SCHRITT, Fortschritt, Frist, fristen_von
from agreements.planung.recht import BEANTWORTET, PRAXIS, Wertzustand
from agreements.recht import Ergebnis, Zustand
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang, verlange

NOCH_ZU_SCHLIESSEN = (Zustand.ENTWURF, Zustand.IN_VERHANDLUNG, Zustand.ABGESTIMMT, Zustand.GREMIENVORBEHALT)
"""The states of an agreement that still wait for its conclusion; closed, instructed or failed, the step is over."""


class UnzulaessigerTermin(ValueError):
    """A day that cannot be that of a step, as a German sentence."""


def fristen(runde: Planungsrunde) -> tuple[Frist, ...]:
    """The steps of a round with their days and how far each has come: five queries, whatever its size."""
    gesetzt = {
        schritt: (termin, grund)
        for schritt, termin, grund in Terminsetzung.objects.filter(runde=runde)
        .order_by("pk")
        .values_list("schritt", "termin", "grund")
    }
    return fristen_von(runde.ab, gesetzt, _stand(runde))


def _stand(runde: Planungsrunde) -> dict[str, Fortschritt]:
    """How far the steps are; of the budgets of the Kommunen the system cannot tell."""
    brief = Planungsbrief.objects.geltend().filter(runde=runde).exists()
    werte = Planungswert.objects.filter(runde=runde).aggregate(
        gesamt=Count("pk"),
        beantwortet=Count("pk", filter=Q(zustand__in=[z.value for z in BEANTWORTET])),
        erwidert=Count("pk", filter=Q(zustand__in=[Wertzustand.GEGENANGEBOT, Wertzustand.VEREINBART])),
        vereinbart=Count("pk", filter=Q(zustand=Wertzustand.VEREINBART)),
    )
    geschlossen = {
        nr: Fortschritt(fertig, alle)
        for nr, fertig, alle in Zielvereinbarung.objects.filter(runde=runde, aendert=None)
        .order_by("nr")
        .values_list("nr")
        .annotate(fertig=Count("pk", filter=~Q(zustand__in=NOCH_ZU_SCHLIESSEN)), alle=Count("pk"))
    }
    return {
        "planungsbrief": Fortschritt(int(brief), 1),
        "bundeshaushalt": Fortschritt(int(_bundeshaushalt_beschlossen(runde)), 1),
        "angebotswerte": Fortschritt(werte["beantwortet"], werte["gesamt"]),
        "gegenangebote": Fortschritt(werte["erwidert"], werte["gesamt"]),
        "planungswerte": Fortschritt(werte["vereinbart"], werte["gesamt"]),
        "abschluss_bund": _zusammen(geschlossen, (1, 3)),
        "abschluss_ort": _zusammen(geschlossen, (2, 4)),
    }


def _bundeshaushalt_beschlossen(runde: Planungsrunde) -> bool:
    """Whether the resolution is recorded, on which the gate of § 48b Abs. 2 rests as well."""
    return Nachweis.objects.gueltig().filter(runde=runde, art="bundeshaushalt", ergebnis=Ergebnis.BESCHLOSSEN).exists()


def _zusammen(je_nr: dict[int, Fortschritt], nummern: tuple[int, ...]) -> Fortschritt:
    einzelne = [je_nr[nr] for nr in nummern if nr in je_nr]
    return Fortschritt(sum(f.erledigt for f in einzelne), sum(f.gesamt for f in einzelne))


@transaction.atomic
def setze_termin(
    *, runde: Planungsrunde, schritt: str, termin: date, grund: str, durch: Zugang, am: datetime
) -> Terminsetzung:
    """Set another day for a step of a round; the reason is kept, and so are the days before.

    Raises ``PermissionDenied``, :class:`UnzulaessigerTermin` for an unknown step, a missing reason, or a day more
    than two years before the period or after its end.
    """
    verlange(durch, Befugnis.RUNDE_PLANEN, runde)
    if schritt not in SCHRITT:
        raise UnzulaessigerTermin("Diesen Schritt gibt es in der Runde nicht.")
    if not grund.strip():
        raise UnzulaessigerTermin("Bitte nennen Sie den Grund, aus dem der Termin geändert wird.")
    if not runde.ab.replace(year=runde.ab.year - 2, day=1) <= termin < runde.bis:
        raise UnzulaessigerTermin(
            f"Der Termin liegt nicht in den zwei Jahren vor der Runde oder in ihrem Zeitraum bis {runde.bis.year - 1}."
        )
    gesetzt = Terminsetzung.objects.create(
        runde=runde, schritt=schritt, termin=termin, grund=grund.strip(), am=am, durch=durch.nutzer
    )
    daten = {"schritt": schritt, "termin": termin.isoformat()}
    eintragen(durch=durch, am=am, akt="termin_setzen", norm=PRAXIS, objekt=runde, grund=grund.strip(), daten=daten)
    return gesetzt
