"""Setting up a body: the statutory ones from their rule, further ones as a party wants them; seats; dissolution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify

from gremien.fehler import NichtMoeglich
from gremien.models import Entsenderecht, Gremium, Sitzung
from gremien.recht import GREMIEN, UEBLICH, Ebene, Gremiumart, Gremiumregel, Zusammensetzung, gremiumregel
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.models import Partei, Parteistand
from zielsystem.parties.recht import ARTEN, LAENDER, Parteiart
from zielsystem.parties.zugriff import Zugang, verlange

_OFFENE_SITZUNGEN = ("geplant", "eingeladen", "eroeffnet", "laufend")


@dataclass(frozen=True)
class Einrichtung:
    """A body as a party sets it up itself. ``sitze``: seats by the key of the party that sends the members.

    ``namentlich`` False: only totals of votes are recorded, as in a Kreistag. ``ladungsfrist`` in days, None: usual.
    """

    titel: str
    ab: date
    sitze: Mapping[int, int] = field(default_factory=dict)
    namentlich: bool = True
    ladungsfrist: int | None = None


@transaction.atomic
def richte_ein(*, art: Gremiumart, bezugspartei: Partei | None, ab: date, durch: Zugang, am: datetime) -> Gremium:
    """Set up a body that the law provides for a Land, a gemeinsame Einrichtung or (None) the Bund, with its seats.

    Raises ``PermissionDenied`` for anybody but the party that keeps the office, :class:`NichtMoeglich` when there is
    one already, or the party is not of the kind that has such a body.
    """
    regel = gremiumregel(art, ab)
    if regel.ebene is Ebene.FREI:
        raise NichtMoeglich("Weitere Gremien richtet eine Partei mit eigenen Angaben ein.", "art")
    stand = _bezugsstand(regel, bezugspartei, ab)
    stelle = _geschaeftsstelle(regel, stand, ab)
    _verlange_einrichten(durch, stelle)
    if Gremium.objects.filter(art=art, bezugspartei=bezugspartei, bis=None).exists():
        raise NichtMoeglich(f"„{_titel(regel, stand)}“ ist schon eingerichtet.")
    gremium = _lege_an(art, bezugspartei, stelle, Einrichtung(_titel(regel, stand), ab), durch, am)
    for zusammensetzung in regel.zusammensetzungen:
        _vergib_sitze(gremium, zusammensetzung, stand, ab)
    eintragen(durch=durch, am=am, akt="gremium_einrichten", norm=regel.norm, objekt=gremium)
    return gremium


@transaction.atomic
def richte_eigenes_ein(*, angaben: Einrichtung, durch: Zugang, am: datetime) -> Gremium:
    """Set up a further body, such as a Kreistag or a Koordinationsgremium; the party acted for keeps its office.

    Raises ``PermissionDenied``, :class:`NichtMoeglich` without a title or seats.
    """
    verlange(durch, Befugnis.GREMIUM_EINRICHTEN)
    if durch.partei_id is None:
        raise PermissionDenied("Ein Gremium richtet ein, wer für eine Partei handelt.")
    if not angaben.titel.strip():
        raise NichtMoeglich("Bitte geben Sie dem Gremium einen Namen.", "titel")
    sitze = dict(angaben.sitze) or {durch.partei_id: 1}
    partei = Partei.objects.get(pk=durch.partei_id)
    gremium = _lege_an(Gremiumart.WEITERES, partei, partei, angaben, durch, am)
    _trage_sitze_ein(gremium, UEBLICH, sitze, angaben.ab)
    regel = gremiumregel(Gremiumart.WEITERES, angaben.ab)
    eintragen(durch=durch, am=am, akt="gremium_einrichten", norm=regel.norm, objekt=gremium)
    return gremium


@transaction.atomic
def lege_sitze_fest(
    *,
    gremium: Gremium,
    sitze: Mapping[int, int],
    ab: date,
    durch: Zugang,
    am: datetime,
    zusammensetzung: str = UEBLICH,
) -> Gremium:
    """Give a body other numbers of seats from a day on, by the key of the party; who is not named has none.

    Raises ``PermissionDenied``, :class:`NichtMoeglich` where the law gives the numbers, for unequal sides where it
    wants equal ones, or fewer seats than members who hold them.
    """
    gesperrt = Gremium.objects.select_for_update().get(pk=gremium.pk)
    verlange(durch, Befugnis.GREMIUM_FUEHREN, gesperrt)
    regel = gremiumregel(gesperrt.art, ab)
    if regel.sitze_fest:
        norm = regel.zusammensetzung(zusammensetzung).norm
        raise NichtMoeglich(f"Wie viele Sitze jede Seite hat, bestimmt das Gesetz ({norm}).", "sitze")
    bisherige = gesperrt.entsenderechte.filter(zusammensetzung=zusammensetzung)
    if bisherige.filter(ab__gte=ab).exists():
        raise NichtMoeglich("Ab diesem oder einem späteren Tag sind die Sitze schon neu festgelegt.", "ab")
    bisherige.am(ab).update(bis=ab)
    _trage_sitze_ein(gesperrt, zusammensetzung, {p: zahl for p, zahl in sitze.items() if zahl}, ab)
    _pruefe_paritaet(gesperrt, zusammensetzung, ab)
    _pruefe_besetzung(gesperrt, ab)
    eintragen(durch=durch, am=am, akt="sitze_festlegen", norm=regel.norm, objekt=gesperrt, daten={"ab": ab.isoformat()})
    return gesperrt


@transaction.atomic
def loese_auf(*, gremium: Gremium, zum: date, grund: str, durch: Zugang, am: datetime) -> Gremium:
    """End a body; ``zum`` is the first day without it. Its seats and memberships end with it.

    Raises ``PermissionDenied``, :class:`NichtMoeglich` without a reason or while sessions are open.
    """
    gesperrt = Gremium.objects.select_for_update().get(pk=gremium.pk)
    verlange(durch, Befugnis.GREMIUM_EINRICHTEN)
    verlange(durch, Befugnis.GREMIUM_FUEHREN, gesperrt)
    if not grund.strip():
        raise NichtMoeglich("Bitte geben Sie an, warum das Gremium endet.", "grund")
    if zum <= gesperrt.ab:
        raise NichtMoeglich("Das Gremium endet, bevor es beginnt. Bitte prüfen Sie den Tag.", "zum")
    if Sitzung.objects.filter(gremium=gesperrt, zustand__in=_OFFENE_SITZUNGEN).exists():
        raise NichtMoeglich("Es sind noch Sitzungen oder Umlaufbeschlüsse offen. Bitte beenden Sie sie zuerst.")
    gesperrt.bis = zum
    gesperrt.save(update_fields=["bis"])
    gesperrt.entsenderechte.am(zum).update(bis=zum)
    gesperrt.mitgliedschaften.am(zum).filter(ab__lt=zum).update(bis=zum)
    eintragen(durch=durch, am=am, akt="gremium_aufloesen", objekt=gesperrt, grund=grund.strip())
    return gesperrt


def einrichtbar_von(zugang: Zugang) -> tuple[Gremiumregel, ...]:
    """The kinds of bodies whose office the party acted for would keep, and that anybody sets up."""
    if Befugnis.GREMIUM_EINRICHTEN not in zugang.befugnisse:
        return ()
    return tuple(r for r in GREMIEN if zugang.am in r.geltung and r.geschaeftsstelle in (zugang.art, None))


# -- From the rule to seats ------------------------------------------------------------------------------------


def _bezugsstand(regel: Gremiumregel, partei: Partei | None, ab: date) -> Parteistand | None:
    """What the party is for which the body exists; :class:`NichtMoeglich` for the wrong kind."""
    verlangt = {Ebene.LAND: Parteiart.LAND, Ebene.GE: Parteiart.GE}.get(regel.ebene)
    if verlangt is None:
        if partei is not None:
            raise NichtMoeglich(f"Ein {regel.titel} besteht für den Bund.", "bezugspartei")
        return None
    stand = Parteistand.objects.am(ab).filter(partei=partei, art=verlangt).first() if partei else None
    if stand is None:
        raise NichtMoeglich(f"Für „{regel.titel}“ ist anzugeben: {ARTEN[verlangt].titel}.", "bezugspartei")
    return stand


def _geschaeftsstelle(regel: Gremiumregel, stand: Parteistand | None, ab: date) -> Partei:
    if stand is not None:
        return stand.partei
    return Parteistand.objects.am(ab).select_related("partei").get(art=regel.geschaeftsstelle).partei


def _verlange_einrichten(durch: Zugang, stelle: Partei) -> None:
    verlange(durch, Befugnis.GREMIUM_EINRICHTEN)
    if not durch.betrieb and durch.partei_id != stelle.pk:
        raise PermissionDenied("Dieses Gremium richtet die Stelle ein, die seine Geschäftsstelle führt.")


def _titel(regel: Gremiumregel, stand: Parteistand | None) -> str:
    if stand is None:
        return regel.titel
    return f"{regel.titel} {LAENDER[stand.ags] if stand.art == Parteiart.LAND else stand.name}"


def _lege_an(
    art: Gremiumart,
    bezugspartei: Partei | None,
    stelle: Partei,
    angaben: Einrichtung,
    durch: Zugang,
    am: datetime,
) -> Gremium:
    titel = angaben.titel.strip()
    return Gremium.objects.create(
        schluessel=_schluessel(art, titel, bezugspartei),
        art=art,
        titel=titel,
        bezugspartei=bezugspartei,
        geschaeftsstelle=stelle,
        ab=angaben.ab,
        ladungsfrist=angaben.ladungsfrist,
        namentlich=angaben.namentlich,
        eingerichtet_am=am,
        eingerichtet_durch=durch.nutzer,
    )


def _schluessel(art: Gremiumart, titel: str, bezugspartei: Partei | None) -> str:
    """A key that is free: the kind and the party, or for further bodies their name; a number behind it when taken."""
    teile = [slugify(titel) if art is Gremiumart.WEITERES else art.value.replace("_", "-")]
    stamm = "-".join([*teile, *([bezugspartei.schluessel] if bezugspartei else [])])[:50]
    vergeben = set(Gremium.objects.filter(schluessel__startswith=stamm).values_list("schluessel", flat=True))
    nummer = next(n for n in range(1, len(vergeben) + 2) if _mit_nummer(stamm, n) not in vergeben)
    return _mit_nummer(stamm, nummer)


def _mit_nummer(stamm: str, nummer: int) -> str:
    return stamm if nummer == 1 else f"{stamm}-{nummer}"


def _vergib_sitze(gremium: Gremium, zusammensetzung: Zusammensetzung, stand: Parteistand | None, ab: date) -> None:
    sitze = {
        partei: anteil.sitze for anteil in zusammensetzung.anteile for partei in _parteien(anteil.seite, stand, ab)
    }
    _trage_sitze_ein(gremium, zusammensetzung.code, sitze, ab)


def _parteien(seite: Parteiart, stand: Parteistand | None, ab: date) -> list[int]:
    """Who sends members for a side: the party itself, its Träger, the zkT of the Land, or all of the kind."""
    if stand is not None and stand.art == seite:
        return [stand.partei_id]
    if stand is not None and seite is Parteiart.KOMMUNE:
        return [stand.traeger_id] if stand.traeger_id else []
    alle = Parteistand.objects.am(ab).filter(art=seite)
    if seite is Parteiart.ZKT and stand is not None:
        alle = alle.filter(land=stand.partei_id)
    return list(alle.order_by("partei").values_list("partei", flat=True))


def _trage_sitze_ein(gremium: Gremium, zusammensetzung: str, sitze: Mapping[int, int], ab: date) -> None:
    arten = dict(Parteistand.objects.am(ab).filter(partei__in=sitze).values_list("partei", "art"))
    if fehlende := set(sitze) - set(arten):
        raise NichtMoeglich(f"{len(fehlende)} der Parteien gibt es am {ab:%d.%m.%Y} nicht.", "sitze")
    if min(sitze.values(), default=1) < 1:
        raise NichtMoeglich("Eine Zahl von Sitzen ist mindestens 1.", "sitze")
    Entsenderecht.objects.bulk_create(
        Entsenderecht(
            gremium=gremium,
            zusammensetzung=zusammensetzung,
            partei_id=partei,
            seite=arten[partei],
            sitze=zahl,
            ab=ab,
            bis=gremium.bis,
        )
        for partei, zahl in sitze.items()
    )


def _pruefe_paritaet(gremium: Gremium, zusammensetzung: str, ab: date) -> None:
    regel = gremiumregel(gremium.art, ab)
    if not regel.paritaetisch:
        return
    je_seite: dict[str, int] = defaultdict(int)
    for recht in gremium.entsenderechte.filter(zusammensetzung=zusammensetzung).am(ab):
        je_seite[recht.seite] += recht.sitze
    verlangt = {anteil.seite.value for anteil in regel.zusammensetzung(zusammensetzung).anteile}
    if set(je_seite) != verlangt or len(set(je_seite.values())) != 1:
        namen = " und ".join(ARTEN[Parteiart(seite)].kurz for seite in sorted(verlangt))
        raise NichtMoeglich(f"{namen} haben gleich viele Sitze ({regel.norm}).", "sitze")


def _pruefe_besetzung(gremium: Gremium, ab: date) -> None:
    """That nobody who is a member from a day on is without a seat."""
    sitze = dict(gremium.entsenderechte.filter(zusammensetzung=UEBLICH).am(ab).values_list("partei", "sitze"))
    besetzt: dict[int, int] = defaultdict(int)
    for partei in gremium.mitgliedschaften.am(ab).values_list("partei", flat=True):
        besetzt[partei] += 1
    if any(zahl > sitze.get(partei, 0) for partei, zahl in besetzt.items()):
        raise NichtMoeglich("Es gibt mehr Mitglieder als Sitze. Bitte beenden Sie zuerst Mitgliedschaften.", "sitze")
