"""The directory of units: which Jobcenter there are and were, what became of them, what each is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Q

from kennzahlen.auskunft.charts import Rolle
from kennzahlen.models import Einheit, Einheitsart
from zielsystem import zahlen
from zielsystem.parties.models import Gruppenzugehoerigkeit, Nachfolge, Partei, Parteistand
from zielsystem.parties.recht import ARTEN, LAENDER, Gruppenart, Parteiart

_GRUNDBUCHSTABEN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e"})


def sortierfolge(text: str) -> str:
    """The key by which German names are put in order (DIN 5007-1): umlauts as their base letters, no case."""
    return text.casefold().translate(_GRUNDBUCHSTABEN)


@dataclass(frozen=True)
class Verzeichniszeile:
    """A Jobcenter in the directory, as it is or last was. ``bis``: first day on which it no longer existed."""

    partei_id: int
    ags: str
    name: str
    art: Parteiart
    land: str
    bis: date | None
    suchtext: str

    @property
    def land_titel(self) -> str:
        """The name of its Land."""
        return LAENDER[self.land]


def jobcenterverzeichnis(am: date) -> list[Verzeichniszeile]:
    """Every Jobcenter that exists on a day or did before, in German alphabetical order: one query."""
    staende = Parteistand.objects.jobcenter().filter(ab__lte=am).order_by("partei_id", "ab")
    je_partei: dict[int, list[Parteistand]] = {}
    for stand in staende:
        je_partei.setdefault(stand.partei_id, []).append(stand)
    return sorted((_zeile(eigene, am) for eigene in je_partei.values()), key=lambda zeile: sortierfolge(zeile.name))


def _zeile(staende: Sequence[Parteistand], am: date) -> Verzeichniszeile:
    letzter = staende[-1]
    beendet = letzter.bis if letzter.bis and letzter.bis <= am else None
    namen = {text for stand in staende for text in (stand.name, stand.ags)}
    return Verzeichniszeile(
        partei_id=letzter.partei_id,
        ags=letzter.ags,
        name=letzter.name,
        art=Parteiart(letzter.art),
        land=letzter.ags[:2],
        bis=beendet,
        suchtext=sortierfolge(" ".join(sorted(namen))),
    )


# -- One Jobcenter ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verweis:
    """A Jobcenter that another one came from or went up in."""

    name: str
    ags: str
    am: date


@dataclass(frozen=True)
class Geschichte:
    """A Jobcenter through time: its states, oldest first, and whom it followed or was followed by."""

    staende: tuple[Parteistand, ...]
    vorgaenger: tuple[Verweis, ...] = ()
    nachfolger: tuple[Verweis, ...] = ()

    @property
    def letzter(self) -> Parteistand:
        """What it is, or last was."""
        return self.staende[-1]

    def saetze(self) -> list[str]:
        """What changed, one German sentence each, the newest first."""
        saetze = [satz for frueher, spaeter in pairwise(self.staende) for satz in _wechsel(frueher, spaeter)]
        return list(reversed(saetze))


def _wechsel(frueher: Parteistand, spaeter: Parteistand) -> Iterable[str]:
    seit, bis = zahlen.tag(spaeter.ab), zahlen.tag(spaeter.ab - timedelta(days=1))
    if frueher.art != spaeter.art:
        vorher, nachher = (ARTEN[Parteiart(stand.art)].titel for stand in (frueher, spaeter))
        yield f"{nachher} seit {seit}, bis {bis} {_im_satz(vorher)}."
    if frueher.name != spaeter.name:
        yield (
            f"Heißt so seit {seit}, bis {bis} {frueher.name}."
            if spaeter.bis is None
            else (f"Hieß bis {bis} {frueher.name}, danach {spaeter.name}.")
        )
    if frueher.ags != spaeter.ags:
        yield f"Schlüssel {spaeter.ags} seit {seit}, bis {bis} {frueher.ags}."
    if frueher.land_id != spaeter.land_id:
        yield f"Seit {seit} in einem anderen Land."


def _im_satz(artbezeichnung: str) -> str:
    return artbezeichnung.replace("Gemeinsame", "gemeinsame")


def geschichte(partei_id: int) -> Geschichte:
    """The history of a Jobcenter: three queries. Raises ``Partei.DoesNotExist`` where it never was one."""
    staende = tuple(Parteistand.objects.jobcenter().filter(partei=partei_id).order_by("ab"))
    if not staende:
        raise Partei.DoesNotExist(f"Partei {partei_id} war nie ein Jobcenter.")
    return Geschichte(staende, *_verweise(partei_id))


def _verweise(partei_id: int) -> tuple[tuple[Verweis, ...], tuple[Verweis, ...]]:
    zeilen = list(Nachfolge.objects.filter(vorgaenger=partei_id).union(Nachfolge.objects.filter(nachfolger=partei_id)))
    andere = {z.vorgaenger_id for z in zeilen} | {z.nachfolger_id for z in zeilen}
    namen = {
        stand.partei_id: stand for stand in Parteistand.objects.jobcenter().filter(partei__in=andere).order_by("ab")
    }
    verweise: tuple[list[Verweis], list[Verweis]] = ([], [])
    for zeile in sorted(zeilen, key=lambda z: z.am):
        folgt = zeile.vorgaenger_id == partei_id
        stand = namen.get(zeile.nachfolger_id if folgt else zeile.vorgaenger_id)
        if stand:
            verweise[folgt].append(Verweis(stand.name, stand.ags, zeile.am))
    return tuple(verweise[0]), tuple(verweise[1])


# -- Comparison ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vergleich:
    """A unit and what it is shown beside, in the order of the chart: itself first."""

    rolle: Rolle
    einheit: Einheit
    kurz: str


def vergleiche(einheit: Einheit, stand: Parteistand | None, am: date) -> tuple[Vergleich, ...]:
    """The unit itself, then Land, Bund, Vergleichstyp and Vergleichsring (of a day) and kind, as far as published.

    ``stand`` is that of a Jobcenter. Two queries for a Jobcenter, one for an aggregate.
    """
    rollen = _des_jobcenters(stand, am) if stand else _der_gruppe(einheit)
    gefunden = {e.schluessel: e for e in Einheit.objects.filter(schluessel__in=list(rollen))}
    andere = (
        Vergleich(rolle, gefunden[schluessel], kurzname(gefunden[schluessel]))
        for schluessel, rolle in rollen.items()
        if schluessel in gefunden
    )
    return (Vergleich("eigene", einheit, kurzname(einheit)), *andere)


def kurzname(einheit: Einheit) -> str:
    """How a unit is called beside others."""
    schluessel = einheit.schluessel.rpartition(":")[2]
    match einheit.art:
        case Einheitsart.VERGLEICHSTYP:
            return f"Vergleichstyp {schluessel}"
        case Einheitsart.RING:
            return f"Vergleichsring {schluessel}"
        case Einheitsart.TYP:
            return {"gE": "Gemeinsame Einrichtungen", "zkT": "Optionskommunen"}[schluessel]
        case _:
            return einheit.titel


def zusatz(einheit: Einheit) -> str:
    """What the name of a comparison group stands for; empty where the short name says it all."""
    benannt = einheit.art in (Einheitsart.VERGLEICHSTYP, Einheitsart.RING) and einheit.titel != kurzname(einheit)
    return einheit.titel if benannt else ""


def _des_jobcenters(stand: Parteistand, am: date) -> dict[str, Rolle]:
    zeilen = (
        Gruppenzugehoerigkeit.objects.filter(Q(bis=None) | Q(bis__gt=am), partei=stand.partei_id, ab__lte=am)
        .order_by("-gruppe__art", "ab")
        .values_list("gruppe__art", "gruppe__schluessel")
    )
    rollen: dict[str, Rolle] = {f"land:{stand.ags[:2]}": "land", "bund": "bund"}
    for art, schluessel in zeilen:
        rollen[f"{art}:{schluessel}"] = _GRUPPENROLLE[Gruppenart(art)]
    return rollen | {f"typ:{ARTEN[Parteiart(stand.art)].kurz}": "typ"}


_GRUPPENROLLE: dict[Gruppenart, Rolle] = {Gruppenart.VERGLEICHSTYP: "vergleichstyp", Gruppenart.RING: "ring"}


def _der_gruppe(einheit: Einheit) -> dict[str, Rolle]:
    match einheit.art:
        case Einheitsart.BUND:
            return {}
        case Einheitsart.LAND_TYP:
            _, land, typ = einheit.schluessel.split(":")
            return {f"land:{land}": "land", "bund": "bund", f"typ:{typ}": "typ"}
        case _:
            return {"bund": "bund"}
