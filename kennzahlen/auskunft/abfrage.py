"""What a client asks of the published values: from query parameters to units, measures, months and release.

Everything wrong with a query is found before anything is read, and said at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache
from http import HTTPStatus

from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, When

from kennzahlen.auskunft.reihen import Reihen, lies, monate_von, zeitraum
from kennzahlen.auskunft.stand import FORMEN, KeinStand, UnklarerStand, neueste, veroeffentlichung_zu
from kennzahlen.models import Einheit, Einheitsart, Veroeffentlichung
from kennzahlen.recht import KENNZAHL_CODES
from zielsystem.api.parameter import Abfrage, Parameterliste, lies_monat
from zielsystem.api.probleme import Anfrageproblem
from zielsystem.api.seiten import lies_cursor
from zielsystem.parties.models import Parteistand

HOECHSTZAHL = 100_000
"""So many values are given out at once."""

PARAMETER = ("kennzahl", "einheit", "von", "bis", "monat", "stand", "geaendert_seit", "anzahl", "cursor")
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
Einheitensuche = Callable[[Sequence[str]], Mapping[str, Einheit]]
_AGS = re.compile(r"\d{5}")
_ARTFOLGE = Case(
    *(When(art=art, then=stelle) for stelle, art in enumerate(Einheitsart.values)), output_field=IntegerField()
)


class NochNichtsVeroeffentlicht(Anfrageproblem):
    """There is no release yet, so there is nothing to ask for: not the fault of the query."""

    status_code = HTTPStatus.NOT_FOUND
    problemtyp = "noch-nichts-veroeffentlicht"
    titel = "Noch nichts veröffentlicht"
    default_detail = "Es ist noch nichts veröffentlicht. Werte gibt es mit der ersten Veröffentlichung."


@dataclass(frozen=True)
class Stelle:
    """A single value: what a cursor names."""

    einheit: str
    code: str
    monat: date


@dataclass(frozen=True)
class Auswahl:
    """What was asked for, understood: a release, and the axes of its values.

    ``monate`` are consecutive; ``nur_monate`` are those of them that were asked for singly, or None for all.
    ``aenderungen``: only values that differ from those of the earlier release ``seit`` (None: from nothing at all).
    ``anzahl`` values are wanted at a time, after the one that ``nach`` names.
    """

    veroeffentlichung: Veroeffentlichung
    einheiten: Sequence[Einheit]
    codes: Sequence[str]
    monate: tuple[date, ...]
    nur_monate: frozenset[date] | None = None
    aenderungen: bool = False
    seit: Veroeffentlichung | None = None
    anzahl: int | None = None
    nach: Stelle | None = None


def lies_abfrage(parameter: Parameterliste) -> Reihen:
    """The values asked for, all at once, whatever is asked about pages and changes.

    Raises :class:`~zielsystem.api.probleme.UngueltigeAnfrage`, and :class:`NochNichtsVeroeffentlicht` before the
    first release.
    """
    abfrage = Abfrage(parameter)
    abfrage.pruefe_namen((*PARAMETER, "format"))
    auswahl = lies_auswahl(abfrage)
    return lies(auswahl.veroeffentlichung, auswahl.einheiten, auswahl.codes, auswahl.monate)


def lies_auswahl(
    abfrage: Abfrage, letzte: Veroeffentlichung | None = None, finde: Einheitensuche | None = None
) -> Auswahl:
    """What a query asks for; ``letzte`` is the newest release where the caller knows it. Raises as above.

    ``finde`` is how units are found by their keys: :func:`finde_einheiten` unless something quicker is named.
    """
    anzahl = abfrage.ganzzahl("anzahl", HOECHSTZAHL)
    cursor = lies_cursor(abfrage, 4)
    veroeffentlichung = _veroeffentlichung(abfrage, cursor[0] if cursor else None, letzte)
    aenderungen, seit = _seit(abfrage)
    codes = _codes(abfrage)
    einheiten = _einheiten(abfrage, finde or finde_einheiten)
    monate, nur = _monate(abfrage, veroeffentlichung)
    nach = _stelle(abfrage, cursor, einheiten, codes) if cursor else None
    abfrage.pruefe()
    assert veroeffentlichung
    if anzahl is None and not aenderungen:
        pruefe_umfang(abfrage, len(einheiten), len(codes), len(nur) if nur is not None else len(monate))
    return Auswahl(veroeffentlichung, einheiten, codes, monate, nur, aenderungen, seit, anzahl, nach)


# -- Which release ---------------------------------------------------------------------------------------------


def _veroeffentlichung(
    abfrage: Abfrage, aus_cursor: int | str | None, letzte: Veroeffentlichung | None
) -> Veroeffentlichung | None:
    """The release that the cursor or ``stand`` names, else the letzte; None where the error is noted."""
    stand = abfrage.einzeln("stand") if aus_cursor is None else str(aus_cursor)
    try:
        gefunden = (letzte or neueste()) if stand is None else veroeffentlichung_zu(stand)
    except UnklarerStand as fehler:
        if not Veroeffentlichung.objects.exists():
            raise NochNichtsVeroeffentlicht from None
        if aus_cursor is None:
            abfrage.verwirf("stand", str(fehler), _staende() if isinstance(fehler, KeinStand) else FORMEN)
        else:
            abfrage.verwirf("cursor", "Dieser Cursor ist unbrauchbar.")
        return None
    if gefunden is None:
        raise NochNichtsVeroeffentlicht
    return gefunden


def _staende() -> list[str]:
    """The days of the letzte releases."""
    staende = Veroeffentlichung.objects.order_by("-pk").values_list("stand", flat=True)[:12]
    return [tag.isoformat() for tag in dict.fromkeys(staende)]


def _seit(abfrage: Abfrage) -> tuple[bool, Veroeffentlichung | None]:
    """Whether only changes are asked for, and the release since which; None: there was none yet."""
    text = abfrage.einzeln("geaendert_seit")
    if text is None:
        return False, None
    try:
        return True, veroeffentlichung_zu(text)
    except KeinStand:
        return True, None
    except UnklarerStand as fehler:
        abfrage.verwirf("geaendert_seit", str(fehler), FORMEN)
        return True, None


def _codes(abfrage: Abfrage) -> list[str]:
    gefragt = abfrage.liste("kennzahl")
    for code in gefragt:
        if code not in KENNZAHL_CODES:
            aehnlich = [code.upper()] if code.upper() in KENNZAHL_CODES else []
            abfrage.verwirf("kennzahl", f"Die Kennzahl „{code}“ gibt es nicht.", KENNZAHL_CODES, aehnlich)
    return gefragt or list(KENNZAHL_CODES)


# -- Units -----------------------------------------------------------------------------------------------------


def _einheiten(abfrage: Abfrage, finde: Einheitensuche) -> list[Einheit]:
    gefragt = abfrage.liste("einheit")
    if not gefragt:
        return list(alle_einheiten())
    gefunden = finde(gefragt)
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
    nach_schluessel = {einheit.schluessel: einheit for einheit in _mit_schluesseln(gefragt)}
    fruehere = [ags for ags in gefragt if ags not in nach_schluessel and _AGS.fullmatch(ags)]
    if fruehere:
        nach_schluessel |= _nach_frueherem_ags(fruehere)
    return {schluessel: nach_schluessel[schluessel] for schluessel in gefragt if schluessel in nach_schluessel}


_EINHEITSFELDER = [feld.attname for feld in Einheit._meta.concrete_fields]
_MIT_SCHLUESSELN = f"SELECT {', '.join(_EINHEITSFELDER)} FROM {Einheit._meta.db_table} WHERE schluessel = ANY(%s)"


def _mit_schluesseln(gefragt: Sequence[str]) -> list[Einheit]:
    """In SQL: for one unit, putting the query together takes the ORM longer than the database to answer it."""
    if not gefragt:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_MIT_SCHLUESSELN, [list(gefragt)])
        return [Einheit.from_db("default", _EINHEITSFELDER, zeile) for zeile in cursor.fetchall()]


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


@dataclass(frozen=True)
class Monate:
    """The months that a release has, as days and as they are written."""

    tage: tuple[date, ...]
    texte: tuple[str, ...]
    menge: frozenset[date]


def veroeffentlichte_monate(veroeffentlichung: Veroeffentlichung) -> Monate:
    """The months of a release; it is immutable, so they are read once."""
    return _gemerkte_monate(veroeffentlichung.pk, veroeffentlichung.veroeffentlicht_am, veroeffentlichung)


@lru_cache(maxsize=64)
def _gemerkte_monate(nummer: int, zeit: datetime, veroeffentlichung: Veroeffentlichung) -> Monate:
    tage = monate_von(veroeffentlichung)
    return Monate(tage, tuple(f"{tag:%Y-%m}" for tag in tage), frozenset(tage))


def _monate(
    abfrage: Abfrage, veroeffentlichung: Veroeffentlichung | None
) -> tuple[tuple[date, ...], frozenset[date] | None]:
    """The months asked for: a run of them, and those of the run that were named singly.

    Where ``stand`` is wrong already, only what is wrong with the months in themselves is said.
    """
    bekannte = veroeffentlichte_monate(veroeffentlichung) if veroeffentlichung else Monate((), (), frozenset())
    von, bis = (abfrage.monat(name, bekannte.texte) for name in ("von", "bis"))
    einzelne = abfrage.monate("monat", bekannte.texte)
    if (von or bis) and einzelne:
        abfrage.verwirf("monat", "Entweder einzelne Monate („monat“) oder ein Zeitraum („von“, „bis“).")
    if von and bis and von > bis:
        erlaubt = [text for tag, text in zip(bekannte.tage, bekannte.texte, strict=True) if tag >= von]
        abfrage.verwirf("bis", "„von“ liegt nach „bis“.", erlaubt)
        return (), None
    if veroeffentlichung is None:
        return (), None
    for name, monate in (("von", [von]), ("bis", [bis]), ("monat", einzelne)):
        _pruefe_veroeffentlicht(abfrage, name, [monat for monat in monate if monat], bekannte)
    if einzelne:
        return zeitraum(min(einzelne), max(einzelne)), frozenset(einzelne)
    return (zeitraum(von or bekannte.tage[0], bis or bekannte.tage[-1]) if bekannte.tage else ()), None


def _pruefe_veroeffentlicht(abfrage: Abfrage, name: str, monate: Sequence[date], bekannte: Monate) -> None:
    if all(monat in bekannte.menge for monat in monate):
        return
    if bekannte.texte:
        detail = f"Veröffentlicht sind die Monate {bekannte.texte[0]} bis {bekannte.texte[-1]}."
    else:
        detail = "Zu diesem Stand ist nichts veröffentlicht."
    abfrage.verwirf(name, detail, bekannte.texte)


# -- How much, and from where on -------------------------------------------------------------------------------


def pruefe_umfang(abfrage: Abfrage, einheiten: int, codes: int, monate: int) -> None:
    """Refuse what is more than :data:`HOECHSTZAHL` at once, and say how to get it nevertheless."""
    umfang = einheiten * codes * monate
    if umfang <= HOECHSTZAHL:
        return
    groesste = "einheit" if einheiten * codes > HOECHSTZAHL or einheiten > monate else "von"
    abfrage.verwirf(
        groesste,
        f"Die Abfrage umfasst {umfang} Werte ({einheiten} Einheiten × {codes} Kennzahlen × {monate} Monate); "
        f"auf einmal gibt es höchstens {HOECHSTZAHL}. Bitte grenzen Sie sie ein, lesen Sie mit „anzahl“ seitenweise, "
        "oder laden Sie die ganze Veröffentlichung als Datei (/api/v1/veroeffentlichungen/).",
    )
    abfrage.pruefe()


def _stelle(
    abfrage: Abfrage, cursor: Sequence[int | str], einheiten: Sequence[Einheit], codes: Sequence[str]
) -> Stelle | None:
    """The value that a cursor names, if it is one of those asked for."""
    _, einheit, code, text = (str(teil) for teil in cursor)
    monat = lies_monat(text)
    if monat is None or code not in codes or einheit not in {eine.schluessel for eine in einheiten}:
        abfrage.verwirf("cursor", "Dieser Cursor gehört zu einer anderen Abfrage.")
        return None
    return Stelle(einheit, code, monat)
