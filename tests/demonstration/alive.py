"""What must be true of the agreements that the demonstration takes through their life."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from agreements.aufgaben import aufgaben_von
from agreements.beteiligung.bezuege import Bezug, sachbezug
from agreements.lifecycle import stand_von
from agreements.models import Massnahme, Nachweis, Textfassung, Zieldialog, Zielvereinbarung
from agreements.recht import VEREINBARUNG, Zustand
from agreements.verhandlungsrecht import Fassungszustand
from gremien.ergebnisse import ergebnisse_zu
from gremien.models import Anmeldung, Ergebnis, Gremium, Sitzung, Streitfall
from gremien.recht import Ausgang, Gremiumart
from kennzahlen.meldungen.termine import Terminstand, tafel
from kennzahlen.models import Berechnung, Veroeffentlichung
from zielsystem.journal.models import Eintrag
from zielsystem.parties.models import Nutzer
from zielsystem.parties.recht import LAENDER
from zielsystem.parties.zugriff import zugaenge

STAGES = {
    (2025, 2, "05315"): Zustand.IN_AUSWERTUNG,
    (2025, 3, "05"): Zustand.IN_AUSWERTUNG,
    (2025, 4, "05124"): Zustand.AUSGEWERTET,
    (2027, 2, "05315"): Zustand.ABGESTIMMT,
    (2027, 3, "05"): Zustand.GESCHLOSSEN,
    (2027, 4, "05122"): Zustand.ABGESTIMMT,
    (2027, 4, "05124"): Zustand.IN_VERHANDLUNG,
}
"""Every agreement that is no draft any more: year, Nr., key."""

WAITING = {
    "zkt.sachbearbeitung": {"pruefen"},
    "land-nw.sachbearbeitung": {"pruefen"},
    "land-nw.leitung": {"zeichnen"},
    "kommune.leitung": {"zeichnen", "bewerten"},
    "ge.leitung": {"zeichnen", "bewerten"},
    "bmas.leitung": {"bewerten"},
    "zkt.controlling": {"massnahme"},
}
"""What has to wait for a login, at least, beside the Nachweise."""


def assert_reporting(erste: Veroeffentlichung, zweite: Veroeffentlichung) -> None:
    """Most report on time, some late, some not yet; what was computed and what is to be said of it can be seen."""
    ministerium = zugaenge(Nutzer.objects.get(username="bmas.controlling"), zweite.stand)[0]
    for monat, offene in ((date(2026, 10, 1), 11), (date(2026, 9, 1), 0), (date(2025, 3, 1), 0)):
        eine = tafel(ministerium, monat)
        assert eine.anzahlen[Terminstand.UEBERFAELLIG] == offene
        assert 0.85 < eine.puenktliche / len(eine.zeilen) < 0.97
    berechnungen = Berechnung.objects.order_by("pk")
    assert [b.veroeffentlichung for b in berechnungen] == [erste, zweite]
    assert all(b.angefordert_am < b.beendet_am < b.angefordert_am + timedelta(minutes=1) for b in berechnungen)
    assert sorted(zweite.hinweise.values_list("art", flat=True)) == ["datenproblem", "erlaeuterung"]


def _moved() -> list[Zielvereinbarung]:
    return list(Zielvereinbarung.objects.exclude(zustand=Zustand.ENTWURF).select_related("runde"))


def _entries(vereinbarung: Zielvereinbarung) -> list[Eintrag]:
    """The journal's entries on an agreement that move it."""
    wege = {zeile.code for zeile in VEREINBARUNG.uebergaenge}
    art = ContentType.objects.get_for_model(Zielvereinbarung)
    return list(Eintrag.objects.filter(objektart=art, objekt_id=vereinbarung.pk, akt__in=wege).order_by("pk"))


def assert_stages() -> None:
    """Each stage is reached, and nothing else has moved."""
    assert {(v.runde.ab.year, v.nr, v.schluessel): Zustand(v.zustand) for v in _moved()} == STAGES


def assert_journal(jetzt: datetime) -> None:
    """The journal tells the way of each agreement: act after act, in time, up to the state that it has."""
    for vereinbarung in _moved():
        zustand, entries = Zustand.ENTWURF, _entries(vereinbarung)
        for entry in entries:
            zustand = Zustand(VEREINBARUNG.zeile(entry.akt, zustand, timezone.localdate(entry.am)).nach)
        assert zustand == vereinbarung.zustand
        moments = [entry.am for entry in entries]
        assert moments == sorted(moments)
        assert vereinbarung.runde.angelegt_am < moments[0] <= moments[-1] < jetzt


def assert_gates() -> None:
    """Whatever was signed could be signed: every hard condition held on the day of each signature."""
    for vereinbarung in _moved():
        days = [timezone.localdate(entry.am) for entry in _entries(vereinbarung) if entry.akt == "zeichnen"]
        stand = stand_von(vereinbarung)
        for tag in days:
            zeile = VEREINBARUNG.zeile("zeichnen", Zustand.ABGESTIMMT, tag)
            assert not [hindernis for hindernis in zeile.hindernisse(stand, tag) if hindernis.hart]
    for nachweis in Nachweis.objects.all():
        with nachweis.dokument.open("rb") as datei:
            assert datei.read().endswith(b"%%EOF\n")


def assert_tasks(heute: date) -> None:
    """The logins of every side find something to do, and who has signed is not asked again."""
    for login, wanted in WAITING.items():
        assert wanted <= _tasks(login, heute), login
    assert "zeichnen" not in _tasks("ba.leitung", heute)
    assert not {"zeichnen", "bewerten"} & _tasks("bmas.lesend", heute)
    assert "bewerten" not in _tasks("land-nw.leitung", heute)


def _tasks(login: str, heute: date) -> set[str]:
    zugang = zugaenge(Nutzer.objects.get(username=login), heute)[0]
    return {aufgabe.art.code for aufgabe in aufgaben_von(zugang)}


def assert_talks() -> None:
    """In Wuppertal each side has an open proposal; past dialogues are closed, with one Maßnahme done and one open."""
    offene = Textfassung.objects.filter(zustand=Fassungszustand.VORGESCHLAGEN, zielvereinbarung__schluessel="05124")
    assert set(offene.values_list("abschnitt", "vertragspartei__seite")) == {
        ("grundsaetze", "ausfuehrend"),
        ("beitraege", "steuernd"),
    }
    assert sorted(Zieldialog.objects.values_list("zustand", flat=True)) == ["abgeschlossen"] * 2 + ["geplant"] * 2
    assert sorted(Massnahme.objects.values_list("zustand", flat=True)) == ["erledigt"] * 2 + ["offen"] * 2


def assert_bodies() -> None:
    """What the bodies did opened the gates of 2027; sessions to come, a registered matter and a case are waiting."""
    nr_3 = Zielvereinbarung.objects.get(runde__ab=date(2027, 1, 1), nr=3, schluessel="05")
    bezug = sachbezug(Bezug(nr_3.runde, vereinbarung=nr_3))
    assert [(e.gremium, e.ergebnis) for e in ergebnisse_zu([bezug])[bezug]] == [
        ("Kooperationsausschuss Nordrhein-Westfalen", Ausgang.BERATEN)
    ]
    assert not Nachweis.objects.filter(runde=nr_3.runde, art__contains="ausschuss").exists()
    assert Gremium.objects.filter(art=Gremiumart.KOOPERATIONSAUSSCHUSS).count() == len(LAENDER)
    assert Ergebnis.objects.get(punkt__gegenstand="arbeitsmarktprogramm").ausgang == Ausgang.BESCHLOSSEN
    assert Sitzung.objects.filter(zustand="eingeladen", eingeladen_am__isnull=False).count() == 2
    assert Anmeldung.objects.offen().count() == Streitfall.objects.count() == 1
