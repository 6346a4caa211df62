"""The e-mails around a session: invitation, changed agenda, another date, called off. Each with the calendar entry.

Everybody reads the items of the compositions that they belong to, and no others.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from enum import Enum

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from gremien.mitglieder.lesen import vertretungen_fuer
from gremien.models import Einladung, Gast, Mitgliedschaft, Sitzung, Tagesordnungspunkt, Vertretung
from gremien.recht import FORMTITEL, UEBLICH, Form, Verfahren
from gremien.sitzungen.lage import mitglieder_von, sieht_punkte, tag_von, zusammensetzungen_von
from zielsystem import zahlen
from zielsystem.adresse import absolut
from zielsystem.ical import Methode, Termin, kalender

_FUER = "Sie vertreten in dieser Sitzung:"


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
        _schreibe(sitzung, anlass, einer, am, f"Grund: {grund.strip()}" if grund.strip() else "")
    return len(empfaenger)


def _schreibe(sitzung: Sitzung, anlass: Anlass, einer: Empfaenger, am: datetime, zusatz: str) -> None:
    punkte = [punkt.titel for punkt in einer.punkte]
    eintrag = kalender(
        [termin_von(sitzung, punkte)],
        erstellt=am,
        methode=anlass.methode,
        von=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        an=einer.email,
    )
    brief = EmailMessage(_betreff(sitzung, anlass), _text(sitzung, anlass, einer.punkte, zusatz), to=[einer.email])
    brief.attach("sitzung.ics", eintrag, f"text/calendar; method={anlass.methode}")
    brief.send()


def benachrichtige_vertretung(vertretung: Vertretung, *, am: datetime) -> None:
    """Write to somebody who was sent into a session to which the members are invited: the same that the member got."""
    sitzung = vertretung.sitzung
    if sitzung is None or sitzung.eingeladen_am is None or not (adresse := _adresse(vertretung)):
        return
    codes = sieht_punkte(sitzung).get(vertretung.mitgliedschaft.partei_id, frozenset())
    punkte = [p for p in sitzung.tagesordnung.order_by("reihenfolge") if p.zusammensetzung in codes]
    _schreibe(
        sitzung, Anlass.EINGELADEN, Empfaenger(adresse, tuple(punkte)), am, f"{_FUER} {vertretung.mitgliedschaft.name}"
    )


def melde_niederschrift(sitzung: Sitzung) -> None:
    """Tell the members who belong to all items that the minutes lie for approval, and that they can object."""
    text = (
        f"Guten Tag,\n\ndie Niederschrift liegt zur Genehmigung vor:\n\n{sitzung.gremium.titel}: {sitzung.titel}\n\n"
        f"Bis zur Genehmigung können Sie Einwendungen erheben: {adresse_der(sitzung)}#niederschrift\n"
    )
    noetig, sicht = set(zusammensetzungen_von(sitzung)), sieht_punkte(sitzung)
    for mitglied in mitglieder_von(sitzung):
        adresse = _adresse(mitglied)
        if adresse and noetig <= sicht.get(mitglied.partei_id, frozenset()):
            EmailMessage(f"Niederschrift: {sitzung.gremium.titel}, {sitzung.titel}", text, to=[adresse]).send()


def _adresse(person: Mitgliedschaft | Vertretung | Gast) -> str:
    return person.email or (person.nutzer.email if person.nutzer else "")


def empfaenger_von(sitzung: Sitzung) -> list[Empfaenger]:
    """Who is written to: every member of the day with an address, who sits in, every guest; by address."""
    punkte = list(sitzung.tagesordnung.order_by("reihenfolge"))
    sicht = sieht_punkte(sitzung)
    gefunden: dict[str, set[int]] = {}
    mitglieder = mitglieder_von(sitzung)
    vertretungen = vertretungen_fuer(sitzung.pk, tag_von(sitzung), mitglieder)
    for mitglied in mitglieder:
        codes = sicht.get(mitglied.partei_id, frozenset())
        eigene = {punkt.pk for punkt in punkte if punkt.zusammensetzung in codes}
        personen: list[Mitgliedschaft | Vertretung] = [mitglied, *vertretungen.get(mitglied.pk, [])]
        for person in personen:
            gefunden.setdefault(_adresse(person), set()).update(eigene)
    for gast in Gast.objects.filter(punkt__in=punkte).select_related("nutzer"):
        gefunden.setdefault(_adresse(gast), set()).add(gast.punkt_id)
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


def _text(sitzung: Sitzung, anlass: Anlass, punkte: Collection[Tagesordnungspunkt], zusatz: str) -> str:
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
        zusatz,
        f"Zur verkürzten Frist: {sitzung.fristgrund}" if sitzung.fristgrund else "",
        "Tagesordnung:\n" + "\n".join(_zeile(punkt) for punkt in punkte) if anlass is not Anlass.ABGESAGT else "",
        f"Vorlagen und Unterlagen im Zielsystem: {adresse_der(sitzung)}",
    ]
    return "\n\n".join(filter(None, teile)) + "\n"


def _zeile(punkt: Tagesordnungspunkt) -> str:
    zusatz = "" if punkt.zusammensetzung == UEBLICH else ", nur Aufsichtsbehörden und eingeladene Gäste"
    return f"{punkt.reihenfolge}. {punkt.titel} ({FORMTITEL[Form(punkt.form)]}{zusatz})"
