"""The benchmarking of a ring: its set, what members enter and release, and the comparison."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kennzahlen.eigene.festlegung import Festlegung, Ueberholt, Unzulaessig
from kennzahlen.eigene.formelsprache import Formelfehler, Grund, Umgebung, bezuege, pruefe
from kennzahlen.eigene.masse import Mass
from kennzahlen.eigene.recht import RINGARTEN, Ringart, Ringzustand
from kennzahlen.eigene.vergleichsring.meldung import beginne, gib_frei, nimm_zurueck, trage_ein
from kennzahlen.eigene.vergleichsring.mustersatz import MUSTERSATZ
from kennzahlen.eigene.vergleichsring.satz import Satz, aendere, lege_fest, uebernimm_mustersatz
from kennzahlen.eigene.vergleichsring.vergleich import Ringvergleich
from kennzahlen.eigene.zeitraum import Rhythmus, Zeitraum
from kennzahlen.models import Ringdefinition, Ringmeldung, Ringwert, Ringzahl
from tests.kennzahlen.eigene.eigenes import JETZT, ORTE, WUPPERTAL, controlling, liefere, ring_mit_mitgliedern
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.models import Eintrag
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.models import Gruppenzugehoerigkeit, Vergleichsgruppe
from zielsystem.parties.zugriff import Zugang

pytestmark = pytest.mark.django_db
AB = date(2023, 1, 1)
ESSEN = "jobcenter-05113"


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


@pytest.fixture
def ring(welt: Welt) -> Vergleichsgruppe:
    """A ring with five members and a set of three figures."""
    ring = ring_mit_mitgliedern(welt)
    for code, mass, formel in (
        ("B_ELB", Mass.ANZAHL, ""),
        ("B_INT", Mass.ANZAHL, ""),
        ("Q_INT", Mass.ANTEIL, "B_INT / B_ELB"),
        ("Q_VERAENDERUNG", Mass.ANTEIL, "B_ELB / vorjahr(B_ELB) - 1"),
    ):
        lege(welt, ring, code, Festlegung(code, mass, AB, formel=formel))
    return ring


def leitung(welt: Welt, schluessel: str = WUPPERTAL) -> Zugang:
    return welt.zugang(schluessel, Rolle.LEITUNG)


def lege(
    welt: Welt, ring: Vergleichsgruppe, code: str, festlegung: Festlegung, rhythmus: Rhythmus = Rhythmus.JAHR
) -> Ringzahl:
    return lege_fest(ring=ring, code=code, rhythmus=rhythmus, festlegung=festlegung, durch=leitung(welt), am=JETZT)


def vergleich(welt: Welt, ring: Vergleichsgruppe, schluessel: str = WUPPERTAL) -> Ringvergleich:
    return Ringvergleich.lies(ring, Rhythmus.JAHR, welt.zugang(schluessel, Rolle.LESEND))


def verlasse(welt: Welt, schluessel: str, bis: date) -> None:
    Gruppenzugehoerigkeit.objects.filter(partei=welt.parteien[schluessel]).update(bis=bis)


# -- The set to begin with -------------------------------------------------------------------------------------


def test_the_set_to_begin_with_has_as_many_figures_as_the_rings_agreed_on() -> None:
    gezaehlt = Counter(zahl.art for zahl in MUSTERSATZ)
    assert gezaehlt == {art: beschreibung.anzahl for art, beschreibung in RINGARTEN.items()}
    assert gezaehlt == {Ringart.BASIS: 26, Ringart.STRUKTUR: 6, Ringart.QUALITAET: 12, Ringart.KOSTEN: 6}


def test_every_formula_of_it_holds_and_every_basiszahl_is_used() -> None:
    basis = [zahl.code for zahl in MUSTERSATZ if zahl.art is Ringart.BASIS]
    verwendet = {
        code
        for zahl in MUSTERSATZ
        if zahl.formel
        for code in bezuege(pruefe(zahl.formel, Umgebung(zahl.code, basis, je_jahr=zahl.rhythmus.je_jahr)))
    }
    assert verwendet == set(basis)
    assert len({zahl.code for zahl in MUSTERSATZ}) == len(MUSTERSATZ)


def test_a_ring_takes_it_over_once(welt: Welt) -> None:
    ring = ring_mit_mitgliedern(welt)
    assert uebernimm_mustersatz(ring=ring, ab=date(2024, 1, 1), durch=leitung(welt), am=JETZT) == 50
    assert len(Satz.lies(ring).basis(Zeitraum.aus("2025"))) == 26
    assert Satz.lies(ring).im(Zeitraum.aus("2023")) == []
    with pytest.raises(Unzulaessig, match="schon einen Satz"):
        uebernimm_mustersatz(ring=ring, ab=date(2024, 1, 1), durch=leitung(welt, ESSEN), am=JETZT)


# -- The set is the members' -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wer", "rolle"),
    [
        (WUPPERTAL, Rolle.CONTROLLING),
        (WUPPERTAL, Rolle.SACHBEARBEITUNG),
        ("jobcenter-05111", Rolle.LEITUNG),
        ("land-05", Rolle.LEITUNG),
        ("bmas", Rolle.LEITUNG),
    ],
)
def test_only_the_leitung_of_a_member_lays_down_the_set(
    welt: Welt, ring: Vergleichsgruppe, wer: str, rolle: Rolle
) -> None:
    durch = welt.zugang(wer, rolle)
    with pytest.raises((PermissionDenied, Unzulaessig)):
        lege_fest(
            ring=ring,
            code="B_NEU",
            rhythmus=Rhythmus.JAHR,
            festlegung=Festlegung("Neu", Mass.ANZAHL, AB),
            durch=durch,
            am=JETZT,
        )
    assert not Ringzahl.objects.filter(code="B_NEU").exists()


def test_a_former_member_no_longer_lays_down_anything(welt: Welt, ring: Vergleichsgruppe) -> None:
    verlasse(welt, ESSEN, date(2026, 1, 1))
    zahl = Ringzahl.objects.get(code="Q_INT")
    with pytest.raises(PermissionDenied):
        aendere(zahl=zahl, festlegung=Festlegung("Q", Mass.ANTEIL, AB), durch=leitung(welt, ESSEN), am=JETZT)


def test_what_was_compared_is_not_rewritten(welt: Welt, ring: Vergleichsgruppe) -> None:
    liefere(welt, ring, "05113", "2024", {"B_ELB": 100, "B_INT": 20})
    zahl = Ringzahl.objects.get(code="Q_INT")
    anders = Festlegung("Q", Mass.ANTEIL, date(2024, 1, 1), formel="B_INT / B_ELB / 2")
    with pytest.raises(Unzulaessig, match=r"frühestens ab 01\.01\.2025"):
        aendere(zahl=zahl, festlegung=anders, durch=leitung(welt), am=JETZT)
    spaeter = Festlegung("Q", Mass.ANTEIL, date(2025, 1, 1), formel="B_INT / B_ELB / 2")
    aendere(zahl=zahl, festlegung=spaeter, durch=leitung(welt), am=JETZT)
    anderer_name = Festlegung("Besserer Name", Mass.ANTEIL, date(2024, 1, 1), formel="B_INT / B_ELB")
    aendere(zahl=zahl, festlegung=anderer_name, durch=leitung(welt), am=JETZT)
    assert Ringdefinition.objects.filter(zahl=zahl).count() == 3


def test_a_figure_ends_only_when_nothing_rests_on_it(welt: Welt, ring: Vergleichsgruppe) -> None:
    basis, quote = Ringzahl.objects.get(code="B_INT"), Ringzahl.objects.get(code="Q_INT")
    with pytest.raises(Unzulaessig, match="Q_INT"):
        aendere(zahl=basis, festlegung=Festlegung("B", Mass.ANZAHL, AB), durch=leitung(welt), am=JETZT, entfaellt=True)
    ende = Festlegung("Q", Mass.ANTEIL, date(2025, 1, 1), formel="B_INT / B_ELB")
    aendere(zahl=quote, festlegung=ende, durch=leitung(welt), am=JETZT, entfaellt=True)
    satz = Satz.lies(ring)
    assert "Q_INT" in [zahl.code for zahl, _ in satz.im(Zeitraum.aus("2024"))]
    assert "Q_INT" not in [zahl.code for zahl, _ in satz.im(Zeitraum.aus("2025"))]


def test_a_formula_takes_figures_of_one_rhythm(welt: Welt, ring: Vergleichsgruppe) -> None:
    lege(welt, ring, "B_QUARTAL", Festlegung("Q", Mass.ANZAHL, AB), Rhythmus.QUARTAL)
    with pytest.raises(Formelfehler, match="vierteljährlich gebildet, die Kennzahl jährlich"):
        lege(welt, ring, "Q_GEMISCHT", Festlegung("G", Mass.ZAHL, AB, formel="B_QUARTAL / B_ELB"))
    with pytest.raises(Unzulaessig, match="am Ersten eines Quartals"):
        lege(welt, ring, "B_SCHIEF", Festlegung("S", Mass.ANZAHL, date(2025, 2, 1)), Rhythmus.QUARTAL)


@pytest.mark.parametrize("code", ["ELB", "X_ELB", "B_", "b_ELB", "B_ELB"])
def test_a_code_that_cannot_be_is_refused(welt: Welt, ring: Vergleichsgruppe, code: str) -> None:
    with pytest.raises(Unzulaessig) as mangel:
        lege(welt, ring, code, Festlegung("Neu", Mass.ANZAHL, AB))
    assert mangel.value.feld == "code"


# -- Entering and releasing ------------------------------------------------------------------------------------


def test_a_draft_becomes_the_rings_by_a_release_and_can_be_taken_back(welt: Welt, ring: Vergleichsgruppe) -> None:
    meldung = liefere(welt, ring, "05113", "2025", {"B_ELB": 100, "B_INT": 20})
    assert meldung.zustand == Ringzustand.FREIGEGEBEN
    with pytest.raises(Unzulaessig, match="zuerst zurück"):
        trage_ein(meldung=meldung, werte={"B_ELB": Decimal(1)}, fassung=2, durch=controlling(welt, ESSEN), am=JETZT)
    with pytest.raises(Gehindert, match="Grund"):
        nimm_zurueck(meldung=meldung, durch=controlling(welt, ESSEN), am=JETZT)
    zurueck = nimm_zurueck(meldung=meldung, durch=controlling(welt, ESSEN), am=JETZT, grund="Zahlendreher")
    assert (zurueck.zustand, zurueck.freigegeben_am) == (Ringzustand.ENTWURF, None)
    assert vergleich(welt, ring).zeitraeume == ()


def test_released_figures_stand_fast_in_the_database(welt: Welt, ring: Vergleichsgruppe) -> None:
    liefere(welt, ring, "05113", "2025", {"B_ELB": 100, "B_INT": 20})
    with pytest.raises(IntegrityError, match="ringwert_nur_im_entwurf"), transaction.atomic():
        Ringwert.objects.update(wert=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Ringdefinition.objects.update(formel="B_ELB")


def test_gaps_are_released_with_a_reason_and_nothing_at_all_is_not(welt: Welt, ring: Vergleichsgruppe) -> None:
    zugang, jobcenter = controlling(welt, ESSEN), welt.parteien[ESSEN]
    meldung = beginne(ring=ring, jobcenter=jobcenter, zeitraum=Zeitraum.aus("2025"), durch=zugang, am=JETZT)
    with pytest.raises(Gehindert, match="noch keine Zahl erfasst"):
        gib_frei(meldung=meldung, durch=zugang, am=JETZT, grund="trotzdem")
    trage_ein(meldung=meldung, werte={"B_ELB": Decimal(100)}, fassung=1, durch=zugang, am=JETZT)
    with pytest.raises(Gehindert, match="Nicht alle Basiszahlen"):
        gib_frei(meldung=meldung, durch=zugang, am=JETZT)
    assert gib_frei(meldung=meldung, durch=zugang, am=JETZT, grund="INT folgt").zustand == Ringzustand.FREIGEGEBEN


@pytest.mark.parametrize(
    ("kennung", "warum"),
    [("2026", "noch nicht zu Ende"), ("2011", "nicht während des ganzen Zeitraums"), ("2022", "keine Basiszahlen")],
)
def test_a_period_that_cannot_be_entered_is_refused(
    welt: Welt, ring: Vergleichsgruppe, kennung: str, warum: str
) -> None:
    with pytest.raises(Unzulaessig, match=warum):
        liefere(welt, ring, "05113", kennung, {"B_ELB": 1})
    assert not Ringmeldung.objects.exists()


def test_who_saved_second_is_shown_what_stands_there_now(welt: Welt, ring: Vergleichsgruppe) -> None:
    meldung = liefere(welt, ring, "05113", "2025", {"B_ELB": 100}, frei=False)
    with pytest.raises(Ueberholt) as inzwischen:
        trage_ein(meldung=meldung, werte={"B_ELB": Decimal(7)}, fassung=1, durch=controlling(welt, ESSEN), am=JETZT)
    assert inzwischen.value.stand == {"B_ELB": "100"}
    assert Ringwert.objects.get().wert == 100


def test_nobody_enters_for_another_member(welt: Welt, ring: Vergleichsgruppe) -> None:
    meldung = liefere(welt, ring, "05113", "2025", {"B_ELB": 100}, frei=False)
    for zugang in (controlling(welt), welt.zugang("land-05", Rolle.CONTROLLING), welt.zugang(ESSEN, Rolle.LESEND)):
        with pytest.raises(PermissionDenied):
            trage_ein(meldung=meldung, werte={}, fassung=2, durch=zugang, am=JETZT)
        with pytest.raises(PermissionDenied):
            beginne(ring=ring, jobcenter=welt.parteien[ESSEN], zeitraum=Zeitraum.aus("2024"), durch=zugang, am=JETZT)


def test_the_journal_names_no_value(welt: Welt, ring: Vergleichsgruppe) -> None:
    liefere(welt, ring, "05113", "2025", {"B_ELB": 4711, "B_INT": 815})
    eintraege = str(list(Eintrag.objects.values_list("akt", "daten", "grund")))
    assert "ringzahlen_freigeben" in eintraege
    assert "4711" not in eintraege
    assert "815" not in eintraege


# -- The comparison --------------------------------------------------------------------------------------------

ZAHLEN = {
    "05124": {"B_ELB": 1000, "B_INT": 100},
    "05113": {"B_ELB": 4000, "B_INT": 1000},
    "05554": {"B_ELB": 500, "B_INT": 200},
    "05974": {"B_ELB": 800, "B_INT": 160},
    "05566": {"B_ELB": 200, "B_INT": 60},
}


def test_the_ring_is_a_ratio_of_sums_and_the_spread_one_of_members(welt: Welt, ring: Vergleichsgruppe) -> None:
    for ags, zahlen in ZAHLEN.items():
        liefere(welt, ring, ags, "2025", zahlen)
    gelesen = vergleich(welt, ring)
    namen = [gelesen.mitglieder.namen[nr] for nr in gelesen.mitglieder.jobcenter]
    assert namen == sorted(f"Jobcenter {name}" for name in ORTE.values())
    assert gelesen.ergebnisse["Q_INT"].werte[:, 0].tolist() == pytest.approx([0.4, 0.25, 0.2, 0.3, 0.1])
    assert gelesen.im_ring("Q_INT").werte[0, 0] == pytest.approx(1520 / 6500)
    assert gelesen.im_ring("B_ELB").werte[0, 0] == 6500
    verteilung = gelesen.verteilung("Q_INT")
    quartile = [float(reihe[0]) for reihe in (verteilung.tief, verteilung.q1, verteilung.median, verteilung.q3)]
    assert quartile == pytest.approx([0.1, 0.2, 0.25, 0.3])


def test_who_lacks_a_figure_counts_on_neither_side_of_the_ratio(welt: Welt, ring: Vergleichsgruppe) -> None:
    liefere(welt, ring, "05124", "2025", ZAHLEN["05124"])
    liefere(welt, ring, "05113", "2025", {"B_ELB": 4000})
    gelesen = vergleich(welt, ring)
    assert gelesen.im_ring("Q_INT").werte[0, 0] == pytest.approx(0.1)
    assert Grund(int(gelesen.ergebnisse["Q_INT"].grund[1, 0])) is Grund.FEHLT
    assert np.isnan(gelesen.verteilung("Q_INT").median[0])


def test_two_years_are_compared_over_the_same_members(welt: Welt, ring: Vergleichsgruppe) -> None:
    liefere(welt, ring, "05124", "2024", {"B_ELB": 1000})
    liefere(welt, ring, "05124", "2025", {"B_ELB": 900})
    liefere(welt, ring, "05113", "2025", {"B_ELB": 4000})
    werte = vergleich(welt, ring).im_ring("Q_VERAENDERUNG").werte[0].tolist()
    assert werte == pytest.approx([np.nan, -0.1], nan_ok=True)


def test_a_changed_formula_counts_from_its_period_and_the_break_is_known(welt: Welt, ring: Vergleichsgruppe) -> None:
    neu = Festlegung("Q", Mass.ANTEIL, date(2025, 1, 1), formel="B_INT / B_ELB / 2")
    aendere(zahl=Ringzahl.objects.get(code="Q_INT"), festlegung=neu, durch=leitung(welt), am=JETZT)
    for jahr in ("2024", "2025"):
        liefere(welt, ring, "05124", jahr, ZAHLEN["05124"])
    gelesen = vergleich(welt, ring)
    assert gelesen.im_ring("Q_INT").werte[0].tolist() == pytest.approx([0.1, 0.05])
    assert [zeitraum.kennung for zeitraum in gelesen.brueche("Q_INT")] == ["2025"]


def test_quarters_have_a_year_of_four(welt: Welt, ring: Vergleichsgruppe) -> None:
    lege(welt, ring, "B_FALL", Festlegung("F", Mass.ANZAHL, AB), Rhythmus.QUARTAL)
    lege(welt, ring, "Q_FALL", Festlegung("F", Mass.ZAHL, AB, formel="B_FALL / vorjahr(B_FALL)"), Rhythmus.QUARTAL)
    for kennung, wert in (("2024-Q3", 10), ("2025-Q3", 12)):
        liefere(welt, ring, "05124", kennung, {"B_FALL": wert})
    gelesen = Ringvergleich.lies(ring, Rhythmus.QUARTAL, welt.zugang(WUPPERTAL, Rolle.LESEND))
    assert [z.kennung for z in gelesen.zeitraeume] == ["2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3"]
    assert gelesen.im_ring("Q_FALL").werte[0, -1] == pytest.approx(1.2)


# -- Membership is dated ---------------------------------------------------------------------------------------


def sichtbar(welt: Welt, schluessel: str, rolle: Rolle = Rolle.LESEND) -> set[str]:
    meldungen = Ringmeldung.objects.visible_to(welt.zugang(schluessel, rolle)).select_related("jobcenter")
    return {f"{m.jobcenter.schluessel[-5:]} {m.zeitraum.kennung}" for m in meldungen}


def test_a_member_sees_the_periods_in_which_it_was_one(welt: Welt, ring: Vergleichsgruppe) -> None:
    for jahr in ("2023", "2024", "2025"):
        liefere(welt, ring, "05113", jahr, {"B_ELB": 100})
    borken = Gruppenzugehoerigkeit.objects.filter(partei=welt.parteien["jobcenter-05554"])
    assert sichtbar(welt, "jobcenter-05554") == {"05113 2023", "05113 2024", "05113 2025"}
    borken.update(ab=date(2024, 1, 1))
    assert sichtbar(welt, "jobcenter-05554") == {"05113 2024", "05113 2025"}
    borken.update(ab=date(2024, 7, 1))
    assert sichtbar(welt, "jobcenter-05554") == {"05113 2025"}
    borken.update(ab=date(2012, 1, 1), bis=date(2025, 1, 1))
    assert sichtbar(welt, "jobcenter-05554") == {"05113 2023", "05113 2024"}
    gelesen = vergleich(welt, ring, "jobcenter-05554")
    assert [z.kennung for z in gelesen.zeitraeume] == ["2023", "2024"]


def test_no_figure_of_a_time_before_ones_membership_shines_through(welt: Welt, ring: Vergleichsgruppe) -> None:
    for jahr, elb in (("2024", 100), ("2025", 110)):
        liefere(welt, ring, "05113", jahr, {"B_ELB": elb})
    Gruppenzugehoerigkeit.objects.filter(partei=welt.parteien["jobcenter-05554"]).update(ab=date(2025, 1, 1))
    assert vergleich(welt, ring).im_ring("Q_VERAENDERUNG").werte[0, -1] == pytest.approx(0.1)
    gelesen = vergleich(welt, ring, "jobcenter-05554")
    assert np.isnan(gelesen.im_ring("Q_VERAENDERUNG").werte).all()


def test_drafts_stay_at_home(welt: Welt, ring: Vergleichsgruppe) -> None:
    liefere(welt, ring, "05113", "2025", {"B_ELB": 100}, frei=False)
    assert sichtbar(welt, ESSEN, Rolle.CONTROLLING) == {"05113 2025"}
    assert sichtbar(welt, ESSEN, Rolle.LEITUNG) == {"05113 2025"}
    assert sichtbar(welt, ESSEN, Rolle.LESEND) == set()
    assert sichtbar(welt, WUPPERTAL, Rolle.LEITUNG) == set()


def test_the_comparison_takes_the_same_queries_for_two_figures_and_for_fifty(welt: Welt) -> None:
    ring = ring_mit_mitgliedern(welt)
    uebernimm_mustersatz(ring=ring, ab=date(2024, 1, 1), durch=leitung(welt), am=JETZT)
    anzahlen = []
    zugang = welt.zugang(WUPPERTAL, Rolle.LESEND)
    for ags in list(ORTE)[:2]:
        liefere(welt, ring, ags, "2025", {"B_ELB": 100, "B_INT": 20})
        with CaptureQueriesContext(connection) as gezaehlt:
            Ringvergleich.lies(ring, Rhythmus.JAHR, zugang)
        anzahlen.append(len(gezaehlt))
    assert anzahlen == [6, 6]
