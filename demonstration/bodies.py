"""The bodies of the demonstration: who sits in them, what they did for the round of 2027, what they will deal with.

All Kooperationsausschüsse and the Bund-Länder-Ausschuss; in Köln the Trägerversammlung and the Beirat; in
Nordrhein-Westfalen, where the logins are, the Gremium of the Land with its Optionskommunen. They are kept here since
:data:`SEIT`; what they did for earlier rounds is recorded with documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from agreements.beteiligung.bezuege import Bezug, sachbezug
from agreements.models import Planungsrunde
from demonstration.agreements.acting import acting_as, acting_for, agreement, moment
from gremien.abstimmung import Votum
from gremien.mitglieder import geschaeftsfuehrung
from gremien.mitglieder.einrichten import richte_ein
from gremien.mitglieder.mitgliedschaft import Person, entsende
from gremien.mitglieder.vorsitz import Angaben, bestimme, waehle
from gremien.models import Fuehrungsakt, Gremium, Mitgliedschaft, Sitzung, Tagesordnungspunkt, Teilnahme
from gremien.recht import Ausgang, Gremiumart
from gremien.recht.streitfaelle import Streitfallart, Urheber
from gremien.sitzungen import anmelden as melde_an
from gremien.sitzungen import beschluesse, niederschrift, planung, stimmen, umsetzung, verlauf
from gremien.streitfaelle import faelle
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Amt, Partei
from zielsystem.parties.recht import LAENDER
from zielsystem.parties.zugriff import betrieb

SEIT = date(2026, 1, 1)
"""Since this day the bodies are kept in the system."""

NRW, KOELN = "land-05", "jobcenter-05315"
_STADT = "kommune-05315"
_DREI = (Rolle.LEITUNG, Rolle.SACHBEARBEITUNG, Rolle.CONTROLLING)
_BEIRAT = (
    ("Reinhild Amselgrund", "Industrie- und Handelskammer"),
    ("Jost Bachstelzer", "Deutscher Gewerkschaftsbund"),
    ("Ronja Distelfink", "Handwerkskammer"),
    ("Henrik Erlenbusch", "Verband der freien Berufe"),
)
_NR_3 = "Zielvereinbarung 2027 mit dem Bundesministerium für Arbeit und Soziales"


@dataclass(frozen=True)
class Matter:
    """An item of a past session: what it is about, and either how it ended or who voted how (by membership)."""

    gegenstand: str
    titel: str
    antrag: str = ""
    bezug: str = ""
    ausgang: Ausgang | None = None
    stimmen: Mapping[str, Votum] | None = None


# -- Who sits together -------------------------------------------------------------------------------------------


def set_up_bodies() -> None:
    """Every body with the members that the demonstration has people for, and a chair where somebody was elected."""
    for ags in LAENDER:
        ausschuss = _set_up(Gremiumart.KOOPERATIONSAUSSCHUSS, f"land-{ags}")
        _send(ausschuss, "bmas", _DREI)
    ausschuss = _body(Gremiumart.KOOPERATIONSAUSSCHUSS, NRW)
    _elect(ausschuss, _send(ausschuss, NRW, _DREI)[0])
    bla = _set_up(Gremiumart.BUND_LAENDER_AUSSCHUSS, None)
    leitung, _ = _send(bla, "bmas", _DREI[:2])
    for partei in (NRW, "dlt", "ba"):
        _send(bla, partei, _DREI[:1])
    bestimme(gremium=bla, angaben=Angaben(SEIT, leitung), durch=betrieb(SEIT), am=moment(2026, 1, 2, 12))
    traeger = _set_up(Gremiumart.TRAEGERVERSAMMLUNG, KOELN)
    _elect(traeger, _send(traeger, "ba", _DREI)[0])
    _send(traeger, _STADT, _DREI)
    _appoint(traeger)
    beirat = _set_up(Gremiumart.OERTLICHER_BEIRAT, KOELN)
    for name, organisation in _BEIRAT:
        _admit(beirat, KOELN, Person(name, organisation=organisation, bietet_leistungen_an=False))
    land = _set_up(Gremiumart.LANDESGREMIUM, NRW)
    leitung, _ = _send(land, NRW, _DREI[:2])
    _send(land, "jobcenter-05124", _DREI[:1])
    bestimme(gremium=land, angaben=Angaben(SEIT, leitung), durch=betrieb(SEIT), am=moment(2026, 1, 2, 12))


def _set_up(art: Gremiumart, schluessel: str | None) -> Gremium:
    partei = Partei.objects.get(schluessel=schluessel) if schluessel else None
    return richte_ein(art=art, bezugspartei=partei, ab=SEIT, durch=betrieb(SEIT), am=moment(2026, 1, 2))


def _body(art: Gremiumart, schluessel: str | None) -> Gremium:
    return Gremium.objects.get(art=art, bezugspartei__schluessel=schluessel)


def _send(gremium: Gremium, schluessel: str, rollen: Sequence[Rolle]) -> list[Mitgliedschaft]:
    """The people of a party in these roles become members."""
    aemter = Amt.objects.am(SEIT).filter(partei__schluessel=schluessel, rolle__in=rollen).select_related("nutzer")
    je_rolle = {amt.rolle: amt.nutzer for amt in aemter.order_by("-pk")}
    return [_admit(gremium, schluessel, Person(str(je_rolle[rolle]), je_rolle[rolle])) for rolle in rollen]


def _admit(gremium: Gremium, schluessel: str, person: Person) -> Mitgliedschaft:
    partei = Partei.objects.get(schluessel=schluessel)
    return entsende(
        gremium=gremium, partei=partei, person=person, ab=SEIT, durch=betrieb(SEIT), am=moment(2026, 1, 2, 11)
    )


def _elect(gremium: Gremium, mitglied: Mitgliedschaft) -> None:
    waehle(gremium=gremium, angaben=Angaben(SEIT, mitglied), durch=betrieb(SEIT), am=moment(2026, 1, 2, 12))


def _appoint(traeger: Gremium) -> None:
    """The head of the Jobcenter is its Geschäftsführer, appointed for five years."""
    amt = Amt.objects.am(SEIT).select_related("nutzer").get(partei__schluessel=KOELN, rolle=Rolle.LEITUNG)
    angaben = geschaeftsfuehrung.Angaben(
        SEIT, person=str(amt.nutzer), nutzer=amt.nutzer, vermerk="Bestellt durch Beschluss der Trägerversammlung."
    )
    geschaeftsfuehrung.halte_fest(
        versammlung=traeger,
        art=Fuehrungsakt.BESTELLUNG,
        angaben=angaben,
        durch=betrieb(SEIT),
        am=moment(2026, 1, 2, 12),
    )


# -- What they did for the round of 2027 -------------------------------------------------------------------------


def deliberate_bases(runde: Planungsrunde) -> None:
    """The Bund-Länder-Ausschuss deliberates on the uniform bases of the round, on 29 September 2026."""
    bla = _body(Gremiumart.BUND_LAENDER_AUSSCHUSS, None)
    grundlagen = Matter(
        "einheitliche_grundlagen",
        "Gemeinsame Planungsgrundlagen 2027",
        bezug=sachbezug(Bezug(runde)),
        ausgang=Ausgang.BERATEN,
    )
    _hold(bla, "Herbstsitzung", moment(2026, 9, 29), (grundlagen,))


def consult_in_nordrhein_westfalen(runde: Planungsrunde) -> None:
    """On 5 November 2026 its Kooperationsausschuss settles the procedure for Nr. 2 and deliberates on Nr. 3."""
    vereinbarung = agreement(runde, 3, "05")
    land = Partei.objects.get(schluessel=NRW).pk
    ausschuss = _body(Gremiumart.KOOPERATIONSAUSSCHUSS, NRW)
    verfahren = Matter(
        "verfahren_nr2",
        "Verfahren der Vereinbarungen mit den Geschäftsführungen 2027",
        "Das Verfahren wird gebilligt; der Planungskalender des Bundes gilt.",
        sachbezug(Bezug(runde, land_id=land)),
        stimmen={f"{partei}.{rolle}": Votum.JA for partei in (NRW, "bmas") for rolle in _DREI},
    )
    beratung = Matter(
        "zielvereinbarung_nr3",
        _NR_3,
        bezug=sachbezug(Bezug(runde, vereinbarung=vereinbarung)),
        ausgang=Ausgang.BERATEN,
    )
    punkte = _hold(ausschuss, "Herbstsitzung", moment(2026, 11, 5), (verfahren, beratung))
    umsetzung.lege_fest(
        punkt=punkte[0],
        was="Die gemeinsamen Einrichtungen über das Verfahren unterrichten.",
        verantwortlich=Partei.objects.get(schluessel=NRW),
        faellig_am=date(2026, 12, 4),
        durch=acting_as(NRW, moment(2026, 11, 6)),
        am=moment(2026, 11, 6),
    )


def _hold(gremium: Gremium, titel: str, beginn: datetime, punkte: Sequence[Matter]) -> list[Tagesordnungspunkt]:
    """A session from its planning to its approved minutes, everybody present."""
    stelle, vorher, danach = gremium.geschaeftsstelle, beginn - timedelta(days=21), beginn + timedelta(hours=1)
    sitzung = _plan(gremium, titel, beginn, punkte, am=vorher)
    planung.lade_ein(sitzung=sitzung, durch=acting_for(stelle, vorher), am=vorher)
    buero = acting_for(stelle, beginn)
    anwesend = [
        verlauf.Anwesenheitsangabe(pk, Teilnahme.ANWESEND)
        for pk in gremium.mitgliedschaften.am(timezone.localdate(beginn)).values_list("pk", flat=True)
    ]
    verlauf.halte_anwesenheit_fest(sitzung=sitzung, angaben=anwesend, durch=buero, am=beginn)
    verlauf.eroeffne(sitzung=sitzung, durch=buero, am=beginn)
    gefasst = list(sitzung.tagesordnung.order_by("reihenfolge"))
    for punkt, sache in zip(gefasst, punkte, strict=True):
        _deal_with(punkt, sache, am=danach)
    verlauf.schliesse(sitzung=sitzung, durch=buero, am=danach)
    _minute(sitzung, am=beginn + timedelta(days=1))
    return gefasst


def _plan(gremium: Gremium, titel: str, beginn: datetime, punkte: Sequence[Matter], *, am: datetime) -> Sitzung:
    stelle = acting_for(gremium.geschaeftsstelle, am)
    vorhaben = planung.Vorhaben(titel, beginn, timedelta(hours=3), "Sitzungssaal der Geschäftsstelle")
    sitzung = planung.einberufen(gremium=gremium, vorhaben=vorhaben, durch=stelle, am=am)
    for sache in punkte:
        angaben = planung.Punktangaben(sache.gegenstand, sache.titel, sache.antrag, sache.bezug)
        planung.setze_auf(sitzung=sitzung, angaben=angaben, durch=stelle, am=am)
    return sitzung


def _deal_with(punkt: Tagesordnungspunkt, sache: Matter, *, am: datetime) -> None:
    buero = acting_for(punkt.sitzung.gremium.geschaeftsstelle, am)
    if sache.stimmen is None:
        assert sache.ausgang
        beschluesse.halte_ergebnis_fest(punkt=punkt, ausgang=sache.ausgang, durch=buero, am=am)
        return
    abstimmung = stimmen.eroeffne_abstimmung(punkt=punkt, antrag=sache.antrag, durch=buero, am=am)
    mitglieder = _by_party_and_role(punkt.sitzung.gremium)
    vota = [(mitglieder[name], votum) for name, votum in sache.stimmen.items()]
    stimmen.halte_stimmen_fest(abstimmung=abstimmung, vota=vota, durch=buero, am=am)
    stimmen.zaehle_aus(abstimmung=abstimmung, durch=buero, am=am)


def _by_party_and_role(gremium: Gremium) -> dict[str, Mitgliedschaft]:
    """The members who have a login, by "<party>.<role>"."""
    mitglieder = {m.nutzer_id: m for m in gremium.mitgliedschaften.exclude(nutzer=None)}
    aemter = Amt.objects.am(SEIT).filter(nutzer__in=mitglieder).select_related("partei")
    return {f"{amt.partei.schluessel}.{amt.rolle}": mitglieder[amt.nutzer_id] for amt in aemter}


def _minute(sitzung: Sitzung, *, am: datetime) -> None:
    stelle, text = sitzung.gremium.geschaeftsstelle, "Die Sitzung verlief ohne Wortmeldungen zur Niederschrift."
    buero = acting_for(stelle, am)
    niederschrift.schreibe(sitzung=sitzung, text=text, stand=0, durch=buero, am=am)
    niederschrift.lege_vor(sitzung=sitzung, durch=buero, am=am)
    am += timedelta(days=3)
    niederschrift.genehmige(sitzung=sitzung, durch=acting_for(stelle, am, Rolle.LEITUNG), am=am)


# -- What happened in Köln, and what is to come ------------------------------------------------------------------


def meet_in_koeln() -> None:
    """The Trägerversammlung decides with the vote of its chair, and two instructions contradict each other."""
    traeger = _body(Gremiumart.TRAEGERVERSAMMLUNG, KOELN)
    stimmen_ = {f"ba.{rolle}": Votum.JA for rolle in _DREI} | {f"{_STADT}.{rolle}": Votum.NEIN for rolle in _DREI}
    programm = Matter(
        "arbeitsmarktprogramm",
        "Arbeitsmarkt- und Integrationsprogramm 2027",
        "Das Programm wird in der vorliegenden Fassung beschlossen.",
        stimmen=stimmen_,
    )
    _hold(traeger, "Herbstsitzung", moment(2026, 10, 14), (programm,))
    am = moment(2026, 11, 17)
    faelle.stelle_fest(
        feststellung=faelle.Feststellung(
            Streitfallart.WEISUNGEN,
            Partei.objects.get(schluessel=KOELN),
            "Öffnungszeiten der Eingangszone",
            "Die Träger haben der gemeinsamen Einrichtung zu derselben Frage Verschiedenes aufgegeben.",
            (
                faelle.Position(Urheber.BA, date(2026, 11, 9), "Die Eingangszone ist montags bis freitags zu öffnen."),
                faelle.Position(Urheber.KOMMUNE, date(2026, 11, 13), "Mittwochs bleibt die Eingangszone geschlossen."),
            ),
        ),
        durch=acting_as(KOELN, am, Rolle.LEITUNG),
        am=am,
    )


def invite(runde: Planungsrunde) -> None:
    """Sessions to come: that of the Kooperationsausschuss and that of the Beirat; Hessen has registered its Nr. 3."""
    am = moment(2026, 11, 19)
    ausschuss = _body(Gremiumart.KOOPERATIONSAUSSCHUSS, NRW)
    lage = Matter("umsetzung_im_land", "Lage am Arbeitsmarkt und Umsetzung im Land")
    _announce(ausschuss, "Wintersitzung", moment(2026, 12, 17), lage, am=am)
    beirat = _body(Gremiumart.OERTLICHER_BEIRAT, KOELN)
    auswahl = Matter("eingliederungsleistungen", "Eingliederungsleistungen im ersten Halbjahr 2027")
    _announce(beirat, "Jahresabschluss", moment(2026, 12, 10, 14), auswahl, am=am)
    hessen = agreement(runde, 3, "06")
    melde_an(
        gremium=_body(Gremiumart.KOOPERATIONSAUSSCHUSS, "land-06"),
        gegenstand="zielvereinbarung_nr3",
        titel=_NR_3,
        bezug=sachbezug(Bezug(runde, vereinbarung=hessen)),
        durch=acting_as("bmas", am),
        am=am,
    )


def _announce(gremium: Gremium, titel: str, beginn: datetime, sache: Matter, *, am: datetime) -> None:
    sitzung = _plan(gremium, titel, beginn, (sache,), am=am)
    planung.lade_ein(sitzung=sitzung, durch=acting_for(gremium.geschaeftsstelle, am), am=am)
