"""The set of figures of a ring: taken over as a whole, then changed by its members.

The benchmarking is the members' own and nobody is set above them, so the Leitung of every present member may change
the set; every change names its member and is seen by all. What has been compared is not rewritten: a formula or a unit
changes only from a period on for which nobody has released figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db import transaction
from django.db.models import Prefetch

from kennzahlen.eigene.festlegung import Festlegung, Unzulaessig, alle_bezuege, in_kraft, neueste
from kennzahlen.eigene.formelsprache import Formelfehler, Umgebung, bezuege, pruefe
from kennzahlen.eigene.masse import Mass
from kennzahlen.eigene.recht import RINGARTEN, RINGCODE, RINGVEREINBARUNG, Ringart
from kennzahlen.eigene.vergleichsring.mustersatz import MUSTERSATZ
from kennzahlen.eigene.zeitraum import Rhythmus, Zeitraum
from kennzahlen.models.ringe import Ringdefinition, Ringmeldung, Ringzahl
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Gruppenzugehoerigkeit, Vergleichsgruppe, gilt_am
from zielsystem.parties.zugriff import Zugang, verlange

HOECHSTENS = 200
"""Figures in the set of one ring."""


@dataclass(frozen=True, eq=False)
class Satz:
    """A ring's set with all its definitions."""

    zahlen: tuple[Ringzahl, ...]

    @classmethod
    def lies(cls, ring: Vergleichsgruppe, nur: Ringart | None = None) -> Satz:
        """The whole set, or the figures of one kind; two queries."""
        zahlen = Ringzahl.objects.filter(ring=ring, **({"art": nur} if nur else {}))
        definitionen = Prefetch("definitionen", Ringdefinition.objects.select_related("eingetragen_durch"))
        return cls(tuple(zahlen.prefetch_related(definitionen).order_by("folge", "code")))

    @cached_property
    def nach_code(self) -> dict[str, Ringzahl]:
        """The figures by code."""
        return {zahl.code: zahl for zahl in self.zahlen}

    def geltende(self, zahl: Ringzahl, tag: date) -> Ringdefinition | None:
        """The definition of a figure on a day; None where there is none, or where the figure has ended."""
        definition = in_kraft(zahl.definitionen.all(), tag)
        return None if definition is None or definition.entfaellt else definition

    def im(self, zeitraum: Zeitraum) -> list[tuple[Ringzahl, Ringdefinition]]:
        """What the set consists of in a period: all figures of its rhythm, with their definitions."""
        paare = [(zahl, self.geltende(zahl, zeitraum.ab)) for zahl in self.zahlen]
        return [(zahl, d) for zahl, d in paare if d and zahl.rhythmus == zeitraum.rhythmus]

    def basis(self, zeitraum: Zeitraum) -> list[tuple[Ringzahl, Ringdefinition]]:
        """The Basiszahlen that members enter for a period."""
        return [(zahl, d) for zahl, d in self.im(zeitraum) if zahl.art == Ringart.BASIS]

    @cached_property
    def rhythmen(self) -> list[Rhythmus]:
        """How often there is something to enter: the rhythms of the Basiszahlen."""
        vorhandene = {zahl.rhythmus for zahl in self.zahlen if zahl.art == Ringart.BASIS}
        return [rhythmus for rhythmus in reversed(Rhythmus) if rhythmus in vorhandene]

    @cached_property
    def formeln(self) -> dict[str, Sequence[Ringdefinition]]:
        """The definitions of all Kennzahlen, by code."""
        return {z.code: tuple(z.definitionen.all()) for z in self.zahlen if z.art != Ringart.BASIS}


# -- The acts --------------------------------------------------------------------------------------------------


@transaction.atomic
def uebernimm_mustersatz(*, ring: Vergleichsgruppe, ab: date, durch: Zugang, am: datetime) -> int:
    """Give a ring that has no set yet the one to begin with, from a year on; returns the number of figures."""
    _verlange(durch, ring)
    _sperre(ring)
    if Ringzahl.objects.filter(ring=ring).exists():
        raise Unzulaessig("", "Der Ring hat schon einen Satz. Er lässt sich Zahl für Zahl ändern.")
    _beginn(ab, Rhythmus.JAHR)
    zahlen = Ringzahl.objects.bulk_create(
        Ringzahl(ring=ring, code=m.code, art=m.art, rhythmus=m.rhythmus, folge=nr)
        for nr, m in enumerate(MUSTERSATZ, start=1)
    )
    Ringdefinition.objects.bulk_create(
        _definition(zahl, 1, Festlegung(m.titel, m.mass, ab, m.beschreibung, m.je, m.formel), durch, am)
        for zahl, m in zip(zahlen, MUSTERSATZ, strict=True)
    )
    _trage_ein(ring, "ringsatz_uebernehmen", durch, am, {"zahlen": len(zahlen), "ab": ab.isoformat()})
    return len(zahlen)


@transaction.atomic
def lege_fest(  # (whose set, which figure, what, who, when: each is needed)
    *, ring: Vergleichsgruppe, code: str, rhythmus: Rhythmus, festlegung: Festlegung, durch: Zugang, am: datetime
) -> Ringzahl:
    """Add a figure to the set; the first letter of its code says of which kind it is.

    Raises :class:`Unzulaessig` or :class:`~kennzahlen.eigene.formelsprache.Formelfehler` in German,
    ``PermissionDenied`` for anybody but the Leitung of a present member.
    """
    _verlange(durch, ring)
    _sperre(ring)
    satz = Satz.lies(ring)
    art = _art(code, satz)
    _pruefe(code, art, rhythmus, festlegung, satz)
    folge = max((zahl.folge for zahl in satz.zahlen), default=0) + 1
    zahl = Ringzahl.objects.create(ring=ring, code=code, art=art, rhythmus=rhythmus, folge=folge)
    _definition(zahl, 1, festlegung, durch, am).save()
    _trage_ein(ring, "ringzahl_festlegen", durch, am, {"code": code})
    return zahl


@transaction.atomic
def aendere(
    *, zahl: Ringzahl, festlegung: Festlegung, durch: Zugang, am: datetime, entfaellt: bool = False
) -> Ringdefinition:
    """Define a figure anew from a period on, or end it there; raises as :func:`lege_fest`."""
    verlange(durch, Befugnis.RINGSATZ_FESTLEGEN, zahl)
    _sperre(zahl.ring)
    satz = Satz.lies(zahl.ring)
    zahl = satz.nach_code[zahl.code]
    rhythmus = Rhythmus(zahl.rhythmus)
    _pruefe(zahl.code, Ringart(zahl.art), rhythmus, festlegung, satz)
    _pruefe_rueckwirkung(zahl, festlegung, entfaellt)
    if entfaellt:
        _pruefe_abhaengige(zahl, festlegung.ab, satz)
    nr = max(definition.nr for definition in zahl.definitionen.all()) + 1
    definition = _definition(zahl, nr, festlegung, durch, am, entfaellt=entfaellt)
    definition.save()
    akt = "ringzahl_beenden" if entfaellt else "ringzahl_aendern"
    _trage_ein(zahl.ring, akt, durch, am, {"code": zahl.code, "ab": festlegung.ab.isoformat()})
    return definition


def darf_festlegen(durch: Zugang, ring: Vergleichsgruppe) -> bool:
    """Whether the access may change the set: the Leitung of a Jobcenter that is a member today."""
    if durch.betrieb:
        return True
    heutige = Gruppenzugehoerigkeit.objects.filter(gilt_am(durch.am), partei=durch.partei_id, gruppe=ring)
    return Befugnis.RINGSATZ_FESTLEGEN in durch.befugnisse and heutige.exists()


# -- Inside ----------------------------------------------------------------------------------------------------


def _verlange(durch: Zugang, ring: Vergleichsgruppe) -> None:
    verlange(durch, Befugnis.RINGSATZ_FESTLEGEN)
    if not darf_festlegen(durch, ring):
        raise Unzulaessig("", "Den Satz ändert die Leitung eines Jobcenters, das dem Ring heute angehört.")


def _sperre(ring: Vergleichsgruppe) -> None:
    """Nobody else changes the set of this ring, or releases figures to it, until the end of this transaction."""
    Vergleichsgruppe.objects.select_for_update(no_key=True).get(pk=ring.pk)


def _art(code: str, satz: Satz) -> Ringart:
    if not RINGCODE.fullmatch(code):
        buchstaben = ", ".join(f"{b.buchstabe}_ ({b.titel})" for b in RINGARTEN.values())
        raise Unzulaessig("code", f"Ein Code beginnt mit {buchstaben}, danach Großbuchstaben ohne Umlaute und Ziffern.")
    if code in satz.nach_code:
        raise Unzulaessig("code", f"Den Code {code} gibt es in diesem Ring schon; bitte wählen Sie einen anderen.")
    if len(satz.zahlen) >= HOECHSTENS:
        raise Unzulaessig("code", f"Mehr als {HOECHSTENS} Zahlen lassen sich in einem Ring nicht führen.")
    return next(art for art, beschreibung in RINGARTEN.items() if code.startswith(f"{beschreibung.buchstabe}_"))


def _beginn(ab: date, rhythmus: Rhythmus) -> Zeitraum:
    try:
        return Zeitraum(ab, rhythmus)
    except ValueError:
        anfang = {"jahr": "am 1. Januar", "quartal": "am Ersten eines Quartals", "monat": "am Ersten eines Monats"}
        raise Unzulaessig("ab", f"Eine Zahl, die {rhythmus.titel} gebildet wird, beginnt {anfang[rhythmus]}.") from None


def _pruefe(code: str, art: Ringart, rhythmus: Rhythmus, festlegung: Festlegung, satz: Satz) -> None:
    _beginn(festlegung.ab, rhythmus)
    if art is Ringart.BASIS:
        if festlegung.formel:
            raise Unzulaessig("formel", "Eine Basiszahl wird erfasst und hat keine Formel.")
        return
    bekannt = [zahl.code for zahl in satz.zahlen if satz.geltende(zahl, festlegung.ab)]
    formeln = {anderer: alle_bezuege(definitionen) for anderer, definitionen in satz.formeln.items()}
    umgebung = Umgebung(code, bekannt, formeln, rhythmus.je_jahr, wo="Zahlen dieses Rings")
    for name, stelle in bezuege(pruefe(festlegung.formel, umgebung)).items():
        anderer_rhythmus = Rhythmus(satz.nach_code[name].rhythmus)
        if anderer_rhythmus is not rhythmus:
            was = f"diese Zahl wird {anderer_rhythmus.titel} gebildet, die Kennzahl {rhythmus.titel}"
            raise Formelfehler(stelle, name, was, "nur Zahlen desselben Rhythmus")


def _pruefe_rueckwirkung(zahl: Ringzahl, festlegung: Festlegung, entfaellt: bool) -> None:
    """What members compared already keeps its meaning."""
    bisher = in_kraft(zahl.definitionen.all(), festlegung.ab) or neueste(zahl.definitionen.all())
    gleich = (bisher.formel, bisher.mass, bisher.je, bisher.entfaellt) == (
        festlegung.formel.strip(),
        festlegung.mass,
        festlegung.je.strip(),
        entfaellt,
    )
    freigegeben = Ringmeldung.objects.freigegeben().filter(
        ring=zahl.ring_id, rhythmus=zahl.rhythmus, bis__gt=festlegung.ab
    )
    if not gleich and (letzte := freigegeben.order_by("-ab").first()):
        naechster = letzte.zeitraum.plus(1).ab
        raise Unzulaessig(
            "ab",
            f"Für {letzte.zeitraum.titel} sind dem Ring schon Zahlen freigegeben; Formel und Einheit lassen sich "
            f"frühestens ab {naechster:%d.%m.%Y} ändern.",
        )


def _pruefe_abhaengige(zahl: Ringzahl, ab: date, satz: Satz) -> None:
    abhaengige = [
        andere.code
        for andere in satz.zahlen
        if (definition := satz.geltende(andere, ab)) and zahl.code in alle_bezuege([definition])
    ]
    if abhaengige:
        raise Unzulaessig("", f"Auf dieser Zahl beruhen noch: {', '.join(abhaengige)}. Beenden Sie zuerst diese.")


def _definition(
    zahl: Ringzahl, nr: int, festlegung: Festlegung, durch: Zugang, am: datetime, *, entfaellt: bool = False
) -> Ringdefinition:
    return Ringdefinition(
        zahl=zahl,
        nr=nr,
        ab=festlegung.ab,
        titel=festlegung.titel.strip(),
        beschreibung=festlegung.beschreibung.strip(),
        mass=festlegung.mass,
        je=festlegung.je.strip(),
        formel=festlegung.formel.strip(),
        entfaellt=entfaellt,
        eingetragen_am=am,
        eingetragen_durch=durch.nutzer,
        eingetragen_fuer_id=durch.partei_id,
    )


def _trage_ein(ring: Vergleichsgruppe, akt: str, durch: Zugang, am: datetime, daten: Mapping[str, object]) -> None:
    eintragen(durch=durch, am=am, akt=akt, norm=RINGVEREINBARUNG, objekt=ring, daten=daten)


def festlegung_von(definition: Ringdefinition, ab: date) -> Festlegung:
    """A stored definition, to be kept anew from a day on."""
    d = definition
    return Festlegung(d.titel, Mass(d.mass), ab, d.beschreibung, d.je, d.formel)
