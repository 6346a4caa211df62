"""Bodies with members for tests: a Kooperationsausschuss of Land 05, and the steps of its sessions.

Members are people of the small world (:mod:`tests.welt`) by their role: for the Land and the BMAS each Leitung,
Sachbearbeitung and Controlling.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from gremien.abstimmung import Votum
from gremien.mitglieder.einrichten import richte_ein
from gremien.mitglieder.mitgliedschaft import Person, entsende
from gremien.mitglieder.vorsitz import Angaben, waehle
from gremien.models import Ergebnis, Gremium, Mitgliedschaft, Sitzung, Tagesordnungspunkt, Teilnahme
from gremien.recht import Gremiumart
from gremien.sitzungen import niederschrift, planung, stimmen, verlauf
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Partei
from zielsystem.parties.zugriff import Zugang, betrieb

ROLLEN = (Rolle.LEITUNG, Rolle.SACHBEARBEITUNG, Rolle.CONTROLLING)
SEIT = date(2026, 1, 1)
SITZUNGSTAG = HEUTE + timedelta(days=20)


def am(tag: date, stunde: int = 9) -> datetime:
    """A moment on a day."""
    return timezone.make_aware(datetime(tag.year, tag.month, tag.day, stunde))


JETZT = am(HEUTE)


@dataclass
class Ausschuss:
    """A body and its members by "<party>.<role>"."""

    welt: Welt
    gremium: Gremium
    mitglieder: dict[str, Mitgliedschaft] = field(default_factory=dict)

    def stelle(self, rolle: Rolle = Rolle.SACHBEARBEITUNG, tag: date = HEUTE) -> Zugang:
        """How somebody acts for the office."""
        return self.welt.zugang(self.gremium.geschaeftsstelle.schluessel, rolle, tag)

    def person(self, name: str, tag: date = SITZUNGSTAG) -> Zugang:
        """How a member acts, by "<party>.<role>"."""
        partei, rolle = name.rsplit(".", 1)
        return self.welt.zugang(partei, Rolle(rolle), tag)

    # -- a session, step by step --

    def plane(self, tag: date = SITZUNGSTAG, **angaben: object) -> Sitzung:
        """A session of a day, planned."""
        vorhaben = planung.Vorhaben("Herbstsitzung", am(tag, 10), ort="Raum 1")
        return planung.einberufen(
            gremium=self.gremium,
            vorhaben=vorhaben,
            durch=self.stelle(),
            am=JETZT,
            **angaben,  # type: ignore[arg-type]
        )

    def setze_auf(self, sitzung: Sitzung, gegenstand: str = "verfahren_nr2", **angaben: str) -> Tagesordnungspunkt:
        """An item on its agenda."""
        vorgabe = {"titel": "Verfahren 2027", "antrag": "Das Verfahren wird gebilligt."} | angaben
        punkt = planung.Punktangaben(gegenstand, **vorgabe)
        return planung.setze_auf(sitzung=sitzung, angaben=punkt, durch=self.stelle(), am=JETZT)

    def lade_ein(self, sitzung: Sitzung, grund: str = "") -> Sitzung:
        """Everybody invited."""
        return planung.lade_ein(sitzung=sitzung, durch=self.stelle(), am=JETZT, grund=grund)

    def halte_fest(self, sitzung: Sitzung, *abwesend: str, **vertreten: int) -> Sitzung:
        """Attendance of all members: those named are absent, the others there."""
        angaben = [
            verlauf.Anwesenheitsangabe(mitglied.pk, Teilnahme.ABWESEND if name in abwesend else Teilnahme.ANWESEND)
            for name, mitglied in self.mitglieder.items()
        ]
        zur_zeit = am(timezone.localdate(sitzung.beginn), 10)
        return verlauf.halte_anwesenheit_fest(
            sitzung=sitzung, angaben=angaben, durch=self.stelle(tag=zur_zeit.date()), am=zur_zeit
        )

    def eroeffne(self, sitzung: Sitzung, *abwesend: str, grund: str = "") -> Sitzung:
        """Attendance recorded, and opened."""
        self.halte_fest(sitzung, *abwesend)
        zur_zeit = am(timezone.localdate(sitzung.beginn), 10)
        stelle = self.stelle(tag=zur_zeit.date())
        return verlauf.eroeffne(sitzung=sitzung, durch=stelle, am=zur_zeit, grund=grund)

    def stimme_ab(self, punkt: Tagesordnungspunkt, stimmen_: Mapping[str, Votum]) -> Ergebnis:
        """A motion put to the vote, the votes of members by name, counted."""
        punkt.refresh_from_db()
        tag = timezone.localdate(punkt.sitzung.beginn)
        wer, wann = self.stelle(tag=tag), am(tag, 11)
        abstimmung = stimmen.eroeffne_abstimmung(punkt=punkt, antrag="", durch=wer, am=wann)
        for name, votum in stimmen_.items():
            stimmen.stimme_ab(abstimmung=abstimmung, votum=votum, durch=self.person(name, tag), am=wann)
        return stimmen.zaehle_aus(abstimmung=abstimmung, durch=wer, am=wann)

    def genehmige(self, sitzung: Sitzung) -> Sitzung:
        """Closed, minuted and approved, one after the other."""
        tag = timezone.localdate(sitzung.beginn)
        wer, wann = self.stelle(tag=tag), am(tag, 13)
        verlauf.schliesse(sitzung=sitzung, durch=wer, am=wann)
        niederschrift.schreibe(sitzung=sitzung, text="Die Sitzung verlief ruhig.", stand=0, durch=wer, am=wann)
        niederschrift.lege_vor(sitzung=sitzung, durch=wer, am=wann)
        leitung = self.stelle(Rolle.LEITUNG, tag)
        return niederschrift.genehmige(sitzung=sitzung, durch=leitung, am=am(tag, 14))


def gremium(welt: Welt, art: Gremiumart, bezug: str | None, ab: date = SEIT) -> Gremium:
    """A body that the law provides, set up by the installation."""
    partei = welt.parteien[bezug] if bezug else None
    return richte_ein(art=art, bezugspartei=partei, ab=ab, durch=betrieb(ab), am=am(ab))


def mitglied(welt: Welt, gremium: Gremium, name: str, ab: date = SEIT, bis: date | None = None) -> Mitgliedschaft:
    """The person "<party>.<role>" as a member, sent by that party."""
    partei: Partei = welt.parteien[name.rsplit(".", 1)[0]]
    nutzer = welt.personen[name]
    nutzer.email = f"{name}@example.org"
    nutzer.save(update_fields=["email"])
    return entsende(
        gremium=gremium, partei=partei, person=Person(name, nutzer), ab=ab, bis=bis, durch=betrieb(ab), am=am(ab)
    )


def ausschuss(welt: Welt, art: Gremiumart, bezug: str | None, *parteien: str, vorsitz: str = "") -> Ausschuss:
    """A body in which Leitung, Sachbearbeitung and Controlling of the parties are members; one of them chairs."""
    neues = Ausschuss(welt, gremium(welt, art, bezug))
    for partei in parteien:
        for rolle in ROLLEN:
            neues.mitglieder[f"{partei}.{rolle}"] = mitglied(welt, neues.gremium, f"{partei}.{rolle}")
    if vorsitz:
        angaben = Angaben(ab=SEIT, mitglied=neues.mitglieder[vorsitz])
        waehle(gremium=neues.gremium, angaben=angaben, durch=betrieb(SEIT), am=am(SEIT))
    return neues


def kooperationsausschuss(welt: Welt) -> Ausschuss:
    """That of Land 05, chaired by the Leitung of the Land."""
    return ausschuss(welt, Gremiumart.KOOPERATIONSAUSSCHUSS, "land-05", "land-05", "bmas", vorsitz="land-05.leitung")
