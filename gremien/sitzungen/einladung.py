"""The e-mails around a session: invitation, changed agenda, another date, called off. Each with the calendar entry.

Everybody reads the items of the compositions that they belong to, and no others.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.core.mail import EmailMessage
from django.utils import timezone

from gremien.models import Einladung, Gast, Sitzung, Tagesordnungspunkt
from gremien.recht import FORMTITEL, UEBLICH, Form, Verfahren
from gremien.sitzungen.lage import mitglieder_von, sieht_punkte
from zielsystem import zahlen
from zielsystem.adresse import absolut
from zielsystem.ical import Methode, Termin, kalender


class Anlass(Enum):
    """Why a mail goes out: its subject, its first sentence, what a calendar is to do with the entry."""

    EINGELADEN = ("Einladung", "wir laden Sie ein:", "REQUEST")
    GEAENDERT = ("Geänderte Tagesordnung", "die Tagesordnung hat sich geändert:", "REQUEST")
    VERLEGT = ("Neuer Termin", "der Termin hat sich geändert; eine neue Einladung folgt:", "REQUEST")
    ABGESAGT = ("Abgesagt", "es findet nicht statt:", "CANCEL")

    @property
    def betreff(self) -> str:
        """What the subject begins with."""
        return self.value[0]

    @property
    def satz(self) -> str:
        """The first sentence."""
        return self.value[1]

    @property
    def methode(self) -> Methode:
        """The method of the calendar file (RFC 5546)."""
        methode: Methode = "CANCEL" if self is Anlass.ABGESAGT else "REQUEST"
        return methode


@dataclass(frozen=True)
class Empfaenger:
    """Somebody who is written to, and the items that person sees."""

    email: str
    punkte: tuple[Tagesordnungspunkt, ...]


def adresse_der(sitzung: Sitzung) -> str:
    """The page of a session, as a whole address."""
    return absolut(f"/gremien/sitzungen/{sitzung.pk}/")


def merke_einladungen(sitzung: Sitzung, am: datetime) -> None:
    """Keep who is invited with the present stand of the agenda."""
    Einladung.objects.bulk_create(
        [
            Einladung(sitzung=sitzung, mitgliedschaft=mitglied, am=am, folge=sitzung.kalender_folge)
            for mitglied in mitglieder_von(sitzung)
        ],
        update_conflicts=True,
        unique_fields=["sitzung", "mitgliedschaft"],
        update_fields=["am", "folge"],
    )


def benachrichtige(sitzung: Sitzung, anlass: Anlass, *, am: datetime, grund: str = "") -> int:
    """Write to the members of the day and to the guests; returns how many mails went out."""
    empfaenger = empfaenger_von(sitzung)
    for einer in empfaenger:
        punkte = [punkt.titel for punkt in einer.punkte]
        eintrag = kalender([termin_von(sitzung, punkte)], erstellt=am, methode=anlass.methode)
        brief = EmailMessage(_betreff(sitzung, anlass), _text(sitzung, anlass, einer.punkte, grund), to=[einer.email])
        brief.attach("sitzung.ics", eintrag, f"text/calendar; method={anlass.methode}")
        brief.send()
    return len(empfaenger)


def empfaenger_von(sitzung: Sitzung) -> list[Empfaenger]:
    """Who is written to: every member of the day with an address, every guest; by address."""
    punkte = list(sitzung.tagesordnung.order_by("reihenfolge"))
    sicht = sieht_punkte(sitzung)
    gefunden: dict[str, set[int]] = {}
    for mitglied in mitglieder_von(sitzung):
        adresse = mitglied.email or (mitglied.nutzer.email if mitglied.nutzer else "")
        codes = sicht.get(mitglied.partei_id, frozenset())
        gefunden.setdefault(adresse, set()).update(p.pk for p in punkte if p.zusammensetzung in codes)
    for gast in Gast.objects.filter(punkt__in=punkte).select_related("nutzer"):
        adresse = gast.email or (gast.nutzer.email if gast.nutzer else "")
        gefunden.setdefault(adresse, set()).add(gast.punkt_id)
    return [
        Empfaenger(adresse, tuple(punkt for punkt in punkte if punkt.pk in eigene))
        for adresse, eigene in sorted(gefunden.items())
        if adresse
    ]


def termin_von(sitzung: Sitzung, punkte: Collection[str] = ()) -> Termin:
    """The date as a calendar shows it, with the titles of the items that the reader sees."""
    return Termin(
        kennung=sitzung.kalender_id,
        folge=sitzung.kalender_folge,
        titel=f"{sitzung.gremium.titel}: {sitzung.titel}",
        beginn=sitzung.beginn,
        dauer=sitzung.dauer,
        ort=sitzung.ort,
        text="\n".join(f"{nummer}. {titel}" for nummer, titel in enumerate(punkte, start=1)),
        url=adresse_der(sitzung),
        abgesagt=sitzung.zustand == "abgesagt",
    )


def _betreff(sitzung: Sitzung, anlass: Anlass) -> str:
    tag = zahlen.tag(timezone.localtime(sitzung.beginn))
    return f"{anlass.betreff}: {sitzung.gremium.titel}, {sitzung.titel}, {tag}"


def _text(sitzung: Sitzung, anlass: Anlass, punkte: Collection[Tagesordnungspunkt], grund: str) -> str:
    beginn = zahlen.zeitpunkt(timezone.localtime(sitzung.beginn))
    umlauf = sitzung.verfahren == Verfahren.UMLAUF
    teile = [
        "Guten Tag,",
        anlass.satz,
        "\n".join(
            [
                f"{sitzung.gremium.titel}: {sitzung.titel}",
                f"Stimmabgabe bis: {beginn}" if umlauf else f"Beginn: {beginn}",
                *([] if umlauf else [f"Ort: {sitzung.ort or 'wird noch mitgeteilt'}"]),
            ]
        ),
        f"Grund: {grund.strip()}" if grund.strip() else "",
        f"Zur verkürzten Frist: {sitzung.fristgrund}" if sitzung.fristgrund else "",
        "Tagesordnung:\n" + "\n".join(_zeile(punkt) for punkt in punkte) if anlass is not Anlass.ABGESAGT else "",
        f"Vorlagen und Unterlagen im Zielsystem: {adresse_der(sitzung)}",
    ]
    return "\n\n".join(filter(None, teile)) + "\n"


def _zeile(punkt: Tagesordnungspunkt) -> str:
    zusatz = "" if punkt.zusammensetzung == UEBLICH else ", nur Aufsichtsbehörden und eingeladene Gäste"
    return f"{punkt.reihenfolge}. {punkt.titel} ({FORMTITEL[Form(punkt.form)]}{zusatz})"
