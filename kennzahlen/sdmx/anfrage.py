"""What a client asks for data: from key and parameters to units, measures, months and release.

Everything wrong is found before anything is read, and said at once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

from django.utils import timezone

from kennzahlen.auskunft.abfrage import HOECHSTZAHL, NochNichtsVeroeffentlicht, alle_einheiten
from kennzahlen.auskunft.stand import FORMEN, UnklarerStand, neueste, veroeffentlichung_zu
from kennzahlen.cube import monat_plus
from kennzahlen.models import Einheit, Veroeffentlichung
from kennzahlen.recht import ERSTER_BERICHTSMONAT
from kennzahlen.sdmx.aufbau import ALLE_DIMENSIONEN, SCHLUESSEL, ZEIT
from kennzahlen.sdmx.codelisten import MONATLICH, REIHEN, einheitencode
from kennzahlen.sdmx.fluss import BEOBACHTET_NACH, UMFAENGE, Zuschnitt
from zielsystem.api.parameter import Abfrage

PARAMETER = (
    "startPeriod",
    "endPeriod",
    "updatedAfter",
    "firstNObservations",
    "lastNObservations",
    "dimensionAtObservation",
    "detail",
    "includeHistory",
    "asOf",
    "stand",
    "format",
)
_ZEITRAUM = re.compile(
    r"(?P<jahr>[12]\d{3})(?:-(?:(?P<monat>0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?"
    r"|Q(?P<quartal>[1-4])|S(?P<halbjahr>[12])|A1))?",
    re.ASCII,
)
_FORMEN_DES_ZEITRAUMS = ("JJJJ", "JJJJ-MM", "JJJJ-MM-TT", "JJJJ-Q1", "JJJJ-S1")
_MEISTE = 10_000


@dataclass(frozen=True)
class Auswahl:
    """What is to be read: a release (and an earlier one, of which only the changes since are wanted), units with
    their codes of SDMX, our codes of measures, and the months from ``von`` to ``bis``.
    """

    veroeffentlichung: Veroeffentlichung
    frueher: Veroeffentlichung | None
    einheiten: tuple[Einheit, ...]
    codes: tuple[str, ...]
    von: date
    bis: date
    zuschnitt: Zuschnitt


def lies_anfrage(abfrage: Abfrage, schluessel: str) -> Auswahl:
    """What is asked for: three queries, or two.

    Raises :class:`~zielsystem.api.probleme.UngueltigeAnfrage`, and :class:`NochNichtsVeroeffentlicht` before the first
    release.
    """
    abfrage.pruefe_namen(PARAMETER)
    veroeffentlichung = gelesene(abfrage)
    einheiten = list(alle_einheiten())
    codes, gewaehlte = _schluessel(abfrage, schluessel, einheiten)
    von, bis = _zeitraum(abfrage, "startPeriod"), _zeitraum(abfrage, "endPeriod")
    zuschnitt = _zuschnitt(abfrage)
    frueher = _frueher(abfrage)
    if (abfrage.einzeln("includeHistory") or "false") != "false":
        abfrage.verwirf("includeHistory", "Frühere Fassungen gibt es einzeln, mit „asOf“ oder „stand“.", ("false",))
    abfrage.pruefe()
    assert veroeffentlichung
    letzter = min(bis[1], veroeffentlichung.bis_monat) if bis else veroeffentlichung.bis_monat
    auswahl = Auswahl(
        veroeffentlichung, frueher, gewaehlte, codes, von[0] if von else ERSTER_BERICHTSMONAT, letzter, zuschnitt
    )
    _pruefe_umfang(abfrage, auswahl)
    return auswahl


def _pruefe_umfang(abfrage: Abfrage, auswahl: Auswahl) -> None:
    """What cannot pass series by series must not become too much; raises as above."""
    monate = max(0, (auswahl.bis.year - auswahl.von.year) * 12 + auswahl.bis.month - auswahl.von.month + 1)
    umfang = len(auswahl.einheiten) * len(auswahl.codes) * monate
    if umfang > HOECHSTZAHL and not auswahl.zuschnitt.passend_gereiht:
        abfrage.verwirf(
            "dimensionAtObservation",
            f"Bis zu {umfang} Beobachtungen; anders als nach der Zeit geordnet gibt es höchstens {HOECHSTZAHL}. "
            "Bitte grenzen Sie sie ein.",
            (ZEIT, ALLE_DIMENSIONEN),
        )
        abfrage.pruefe()


def gelesene(abfrage: Abfrage) -> Veroeffentlichung | None:
    """The release to be read: the one ``asOf`` or ``stand`` names, else the newest; None where the error is noted."""
    name = "stand" if "stand" in abfrage.parameter else "asOf"
    if name == "stand" and "asOf" in abfrage.parameter:
        abfrage.verwirf("asOf", "„asOf“ und „stand“ bedeuten dasselbe; bitte geben Sie nur eines an.")
    text = abfrage.einzeln(name)
    if text is None:
        gefunden = neueste()
    else:
        try:
            return veroeffentlichung_zu(text)
        except UnklarerStand as fehler:
            abfrage.verwirf(name, str(fehler), FORMEN)
            return None
    if gefunden is None:
        raise NochNichtsVeroeffentlicht
    return gefunden


def _frueher(abfrage: Abfrage) -> Veroeffentlichung | None:
    """The release that was the newest at ``updatedAfter``; None where there was none, and so all is new."""
    text = abfrage.einzeln("updatedAfter")
    if text is None:
        return None
    try:
        um = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        abfrage.verwirf("updatedAfter", f"„{text}“ ist kein Zeitpunkt.", ("JJJJ-MM-TT", "JJJJ-MM-TThh:mm:ss"))
        return None
    return Veroeffentlichung.objects.stand_um(um if timezone.is_aware(um) else timezone.make_aware(um))


# -- The key ---------------------------------------------------------------------------------------------------


def _schluessel(
    abfrage: Abfrage, text: str, einheiten: Sequence[Einheit]
) -> tuple[tuple[str, ...], tuple[Einheit, ...]]:
    """Measures and units of a key such as ``M.K1+K2.05315.`` (nothing between two points: all of them)."""
    teile = [""] * len(SCHLUESSEL) if text in ("", "all") else text.split(".")
    if len(teile) != len(SCHLUESSEL):
        muster = ".".join(SCHLUESSEL)
        detail = f"Der Schlüssel „{text}“ hat {len(teile)} Stellen; er hat {len(SCHLUESSEL)}: {muster}."
        abfrage.verwirf("key", detail, ("all", f"{MONATLICH}.K2.bund._T", "..05315."))
        return (), ()
    nach_code = {einheitencode(einheit.schluessel): einheit for einheit in einheiten}
    kennzahlencodes, geschlechtscodes = zip(*REIHEN.values(), strict=True)
    vorhandene: tuple[Collection[str], ...] = ((MONATLICH,), kennzahlencodes, nach_code, geschlechtscodes)
    _, kennzahlen, einige, geschlechter = (
        _werte(abfrage, name, teil, erlaubt) for name, teil, erlaubt in zip(SCHLUESSEL, teile, vorhandene, strict=True)
    )
    codes = tuple(code for code, (k, g) in REIHEN.items() if k in kennzahlen and g in geschlechter)
    return codes, tuple(einheit for code, einheit in nach_code.items() if code in einige)


def _werte(abfrage: Abfrage, name: str, teil: str, erlaubt: Collection[str]) -> frozenset[str]:
    """The codes of one place of the key; what does not exist is noted, with what may have been meant."""
    if not teil:
        return frozenset(erlaubt)
    gefragt = [einheitencode(code) for code in dict.fromkeys(teil.split("+"))]
    for code in gefragt:
        if code not in erlaubt:
            viele = len(erlaubt) > 40
            detail = f"Im Schlüssel: Den Code „{code}“ gibt es in {name} nicht."
            abfrage.verwirf(
                "key",
                detail,
                (f"codelist CL_{name}",) if viele else [*dict.fromkeys(erlaubt)],
                get_close_matches(code, list(erlaubt)),
            )
    return frozenset(gefragt)


# -- Parameters ------------------------------------------------------------------------------------------------


def _zeitraum(abfrage: Abfrage, name: str) -> tuple[date, date] | None:
    """First and last month of a period: a month, a quarter, half a year, a year; a day stands for its month."""
    text = abfrage.einzeln(name)
    if text is None:
        return None
    treffer = _ZEITRAUM.fullmatch(text)
    if not treffer:
        abfrage.verwirf(name, f"„{text}“ ist kein Zeitraum.", _FORMEN_DES_ZEITRAUMS)
        return None
    jahr = int(treffer["jahr"])
    if treffer["monat"]:
        erster, laenge = int(treffer["monat"]), 1
    elif treffer["quartal"]:
        erster, laenge = 3 * int(treffer["quartal"]) - 2, 3
    elif treffer["halbjahr"]:
        erster, laenge = 6 * int(treffer["halbjahr"]) - 5, 6
    else:
        erster, laenge = 1, 12
    beginn = date(jahr, erster, 1)
    return beginn, monat_plus(beginn, laenge - 1)


def _zuschnitt(abfrage: Abfrage) -> Zuschnitt:
    umfang = abfrage.aus("detail", UMFAENGE)
    nach = abfrage.aus("dimensionAtObservation", BEOBACHTET_NACH)
    return Zuschnitt(
        umfang[0] if umfang else UMFAENGE[0],
        abfrage.ganzzahl("firstNObservations", _MEISTE),
        abfrage.ganzzahl("lastNObservations", _MEISTE),
        nach[0] if nach else ZEIT,
    )
