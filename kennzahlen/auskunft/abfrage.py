"""What a client asks of the published values: from query parameters to units, measures, months and release.

Everything wrong with a query is found before anything is read, and said at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from http import HTTPStatus
from typing import Protocol

from django.db.models import Case, IntegerField, QuerySet, When

from kennzahlen.auskunft.reihen import Reihen, lies, monate_von, zeitraum
from kennzahlen.auskunft.stand import FORMEN, KeinStand, UnklarerStand, neueste, veroeffentlichung_zu
from kennzahlen.models import Einheit, Einheitsart, Veroeffentlichung
from kennzahlen.recht import KENNZAHL_CODES
from zielsystem.api import Anfrageproblem, Parameterfehler, UngueltigeAnfrage
from zielsystem.parties.models import Parteistand

HOECHSTZAHL = 20_000
"""So many values are given out at once."""

PARAMETER = ("kennzahl", "einheit", "von", "bis", "stand", "format")
EINHEITENFORMEN = (
    "<AGS des Jobcenters, 5 Ziffern>",
    "bund",
    "land:<Schlüssel des Landes, 2 Ziffern>",
    "typ:gE",
    "typ:zkT",
    "land_typ:<Schlüssel des Landes>:<gE oder zkT>",
    "vergleichstyp:<Schlüssel>",
    "ring:<Schlüssel>",
)
_AGS = re.compile(r"\d{5}")
_MONAT = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_ARTFOLGE = Case(
    *(When(art=art, then=stelle) for stelle, art in enumerate(Einheitsart.values)), output_field=IntegerField()
)


class NochNichtsVeroeffentlicht(Anfrageproblem):
    """There is no release yet, so there is nothing to ask for: not the fault of the query."""

    status_code = HTTPStatus.NOT_FOUND
    problemtyp = "noch-nichts-veroeffentlicht"
    titel = "Noch nichts veröffentlicht"
    default_detail = "Es ist noch nichts veröffentlicht. Werte gibt es mit der ersten Veröffentlichung."


class Parameterliste(Protocol):
    """Query parameters, each of which may be given more than once (Django's QueryDict)."""

    def getlist(self, key: str) -> list[str]: ...

    def __iter__(self) -> Iterator[str]: ...


@dataclass
class Abfrage:
    """A query being understood: what was asked, and what is wrong with it so far."""

    parameter: Parameterliste
    fehler: list[Parameterfehler] = field(default_factory=list)

    def liste(self, name: str) -> list[str]:
        """All values of a parameter, repeated or separated by commas, each once and in the order asked."""
        teile = (teil.strip() for wert in self.parameter.getlist(name) for teil in wert.split(","))
        return list(dict.fromkeys(teile))

    def einzeln(self, name: str) -> str | None:
        """The one value of a parameter; None where it is not given."""
        werte = self.parameter.getlist(name)
        if len(werte) > 1:
            self.verwirf(name, "Dieser Parameter kann nur einmal angegeben werden.")
        return werte[0].strip() if werte else None

    def verwirf(self, name: str, detail: str, erlaubt: Sequence[str] = (), aehnlich: Sequence[str] = ()) -> None:
        """Note an error."""
        self.fehler.append(Parameterfehler(name, detail, erlaubt, aehnlich))

    def pruefe(self) -> None:
        """Raise :class:`~zielsystem.api.UngueltigeAnfrage` if anything is wrong so far."""
        if self.fehler:
            raise UngueltigeAnfrage(self.fehler)


def lies_abfrage(parameter: Parameterliste) -> Reihen:
    """The values asked for: five queries, however much it is.

    Raises :class:`~zielsystem.api.UngueltigeAnfrage`, and :class:`NochNichtsVeroeffentlicht` before the first release.
    """
    abfrage = Abfrage(parameter)
    pruefe_namen(abfrage, PARAMETER)
    veroeffentlichung = _veroeffentlichung(abfrage)
    codes = _codes(abfrage)
    einheiten = _einheiten(abfrage)
    monate = _monate(abfrage, monate_von(veroeffentlichung) if veroeffentlichung else ())
    abfrage.pruefe()
    assert veroeffentlichung
    _pruefe_umfang(abfrage, len(einheiten), len(codes), len(monate))
    return lies(veroeffentlichung, einheiten, codes, monate)


def pruefe_namen(abfrage: Abfrage, erlaubt: Sequence[str]) -> None:
    """Note every parameter that does not exist: a misspelt one must not be passed over."""
    for name in abfrage.parameter:
        if name not in erlaubt:
            abfrage.verwirf(name, f"Den Parameter „{name}“ gibt es nicht.", erlaubt, get_close_matches(name, erlaubt))


def _veroeffentlichung(abfrage: Abfrage) -> Veroeffentlichung | None:
    """The release that ``stand`` names, else the newest; None where the error is noted."""
    stand = abfrage.einzeln("stand")
    try:
        gefunden = neueste() if stand is None else veroeffentlichung_zu(stand)
    except UnklarerStand as fehler:
        if not Veroeffentlichung.objects.exists():
            raise NochNichtsVeroeffentlicht from None
        abfrage.verwirf("stand", str(fehler), _staende() if isinstance(fehler, KeinStand) else FORMEN)
        return None
    if gefunden is None:
        raise NochNichtsVeroeffentlicht
    return gefunden


def _staende() -> list[str]:
    """The days of the newest releases."""
    staende = Veroeffentlichung.objects.order_by("-pk").values_list("stand", flat=True)[:12]
    return [tag.isoformat() for tag in dict.fromkeys(staende)]


def _codes(abfrage: Abfrage) -> list[str]:
    gefragt = abfrage.liste("kennzahl")
    for code in gefragt:
        if code not in KENNZAHL_CODES:
            aehnlich = [code.upper()] if code.upper() in KENNZAHL_CODES else []
            abfrage.verwirf("kennzahl", f"Die Kennzahl „{code}“ gibt es nicht.", KENNZAHL_CODES, aehnlich)
    return gefragt or list(KENNZAHL_CODES)


# -- Units -----------------------------------------------------------------------------------------------------


def _einheiten(abfrage: Abfrage) -> list[Einheit]:
    gefragt = abfrage.liste("einheit")
    if not gefragt:
        return list(alle_einheiten())
    gefunden = finde_einheiten(gefragt)
    for schluessel in gefragt:
        if schluessel not in gefunden:
            abfrage.verwirf(
                "einheit",
                f"Die Einheit „{schluessel}“ gibt es nicht.",
                EINHEITENFORMEN,
                aehnliche_einheiten(schluessel),
            )
    return list({einheit.pk: einheit for einheit in gefunden.values()}.values())


def alle_einheiten() -> QuerySet[Einheit]:
    """Every unit: the Jobcenter, then the aggregates from the Bund down."""
    return Einheit.objects.order_by(_ARTFOLGE, "schluessel")


def finde_einheiten(gefragt: Sequence[str]) -> dict[str, Einheit]:
    """The units of some keys, in their order; a former AGS finds the Jobcenter that once had it."""
    nach_schluessel = {einheit.schluessel: einheit for einheit in Einheit.objects.filter(schluessel__in=gefragt)}
    fruehere = [ags for ags in gefragt if ags not in nach_schluessel and _AGS.fullmatch(ags)]
    if fruehere:
        nach_schluessel |= _nach_frueherem_ags(fruehere)
    return {schluessel: nach_schluessel[schluessel] for schluessel in gefragt if schluessel in nach_schluessel}


def _nach_frueherem_ags(fruehere: Sequence[str]) -> dict[str, Einheit]:
    staende = Parteistand.objects.jobcenter().filter(ags__in=fruehere).order_by("ab").values_list("ags", "partei_id")
    partei_von = dict(staende)
    einheit_von = {einheit.partei_id: einheit for einheit in Einheit.objects.filter(partei__in=partei_von.values())}
    return {ags: einheit_von[partei] for ags, partei in partei_von.items() if partei in einheit_von}


def aehnliche_einheiten(schluessel: str) -> list[str]:
    """Keys that may have been meant: written almost the same, or those of a name that contains the text."""
    alle: Mapping[str, str] = dict(Einheit.objects.order_by("schluessel").values_list("schluessel", "titel"))
    gesucht = schluessel.casefold()
    gleich = [key for key in alle if key.casefold() == gesucht]
    nach_name = [key for key, titel in alle.items() if len(gesucht) > 2 and gesucht in titel.casefold()]
    return list(dict.fromkeys((*gleich, *nach_name, *get_close_matches(schluessel, alle, n=5))))[:5]


# -- Months ----------------------------------------------------------------------------------------------------


def _monate(abfrage: Abfrage, veroeffentlicht: Sequence[date]) -> tuple[date, ...]:
    von, bis = (_monat(abfrage, name, veroeffentlicht) for name in ("von", "bis"))
    if von and bis and von > bis:
        abfrage.verwirf("bis", "„bis“ liegt vor „von“.", [f"{m:%Y-%m}" for m in veroeffentlicht if m >= von])
    if not veroeffentlicht:
        return ()
    return zeitraum(von or veroeffentlicht[0], bis or veroeffentlicht[-1])


def _monat(abfrage: Abfrage, name: str, veroeffentlicht: Sequence[date]) -> date | None:
    text = abfrage.einzeln(name)
    if text is None:
        return None
    treffer = _MONAT.fullmatch(text)
    monat = date(int(treffer[1]), int(treffer[2]), 1) if treffer and treffer[1] != "0000" else None
    if monat in veroeffentlicht:
        return monat
    if monat is None:
        detail = f"„{text}“ ist kein Monat; anzugeben ist er als JJJJ-MM."
    elif veroeffentlicht:
        detail = f"Veröffentlicht sind die Monate {veroeffentlicht[0]:%Y-%m} bis {veroeffentlicht[-1]:%Y-%m}."
    else:
        detail = "Zu diesem Stand ist nichts veröffentlicht."
    abfrage.verwirf(name, detail, [f"{m:%Y-%m}" for m in veroeffentlicht])
    return None


def _pruefe_umfang(abfrage: Abfrage, einheiten: int, codes: int, monate: int) -> None:
    umfang = einheiten * codes * monate
    if umfang <= HOECHSTZAHL:
        return
    groesste = "einheit" if einheiten * codes > HOECHSTZAHL or einheiten > monate else "von"
    abfrage.verwirf(
        groesste,
        f"Die Abfrage umfasst {umfang} Werte ({einheiten} Einheiten × {codes} Kennzahlen × {monate} Monate); "
        f"auf einmal gibt es höchstens {HOECHSTZAHL}. Bitte grenzen Sie sie ein.",
    )
    abfrage.pruefe()
