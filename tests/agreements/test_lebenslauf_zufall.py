"""Whatever is done in whatever order: no agreement is concluded with a hard gate unmet.

A machine does real acts on three agreements that are negotiated to the end, over weeks. What must be true at each
conclusion it works out for itself, from its own notes of what was recorded and signed. Once it is led through every
result that the last gate can have, and says which of them conclude; then it does whatever it likes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from agreements.beteiligung import NichtErfassbar, nachweise_von, widerrufe_nachweis
from agreements.inhalt import fingerabdruck
from agreements.lifecycle import AKTE
from agreements.models import Nachweis, Vertragspartei, Zielvereinbarung
from agreements.recht import BETEILIGUNGEN, FORMEN, Ergebnis, Zustand
from agreements.verhandlung import inhalt_von
from agreements.zeichnung.fehler import NichtZeichenbar
from agreements.zeichnung.zeichnen import zeichne_einfach
from tests.agreements.lebenslaeufe import parteien_von, verhandle, weise_nach, zugang_von
from tests.agreements.runden import JETZT, neue_runde, vereinbarung
from tests.agreements.zeichnungen import KENNWORT
from tests.welt import Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.zugriff import betrieb
from zielsystem.recht import Ausserhalb

VERLANGT: dict[int, dict[str, set[str]]] = {
    1: {
        "bundeshaushalt": {"beschlossen"},
        "bund_laender_ausschuss": {"beraten"},
        "einvernehmen_bmf": {"zugestimmt"},
    },
    3: {
        "bundeshaushalt": {"beschlossen"},
        "bund_laender_ausschuss": {"beraten"},
        "beratung_kooperationsausschuss": {"beraten"},
    },
    4: {
        "bundeshaushalt": {"beschlossen"},
        "bund_laender_ausschuss": {"beraten"},
        "benehmen_land": {"zugestimmt", "bedenken", "frist_verstrichen"},
    },
}
"""Written down once more, apart from the table of law: what must have come out of what before conclusion."""

RUNDENWEIT = {"bundeshaushalt", "bund_laender_ausschuss"}
VORBEHALTENE = {Zustand.GREMIENVORBEHALT, Zustand.GESCHLOSSEN}
UNMOEGLICH = (Gehindert, Ausserhalb, PermissionDenied, NichtErfassbar, NichtZeichenbar)
ENDEN = ("aendern", "nicht_zustande_kommen", "aufheben")
"""Acts after which there is nothing left to conclude."""
CODES = sorted({zeile.code for zeile in BETEILIGUNGEN})


def _wendungen(nr: int) -> Iterator[tuple[str, Ergebnis | None]]:
    """Whatever can become of what an agreement of a kind waits for: each possible result, or none at all."""
    for code in sorted(VERLANGT[nr]):
        form = next(zeile.form for zeile in BETEILIGUNGEN if zeile.code == code)
        yield from ((code, ergebnis) for ergebnis in (None, *FORMEN[form].moeglich))


WENDUNGEN = {nr: tuple(_wendungen(nr)) for nr in VERLANGT}


class Lebenslaeufe(RuleBasedStateMachine):
    """Agreements Nr. 1, 3 and 4 of one round, and everybody who has to do with them."""

    welt: ClassVar[Welt]
    schluessel: ClassVar[list[int]]

    def __init__(self) -> None:
        super().__init__()
        self.klammer = transaction.atomic()
        self.klammer.__enter__()
        self.jetzt = JETZT
        self.ergebnisse: dict[tuple[str, int], tuple[str, date]] = {}
        self.gezeichnet: dict[int, set[tuple[int, str]]] = {pk: set() for pk in self.schluessel}
        self.vorher = {pk: self.hole(pk).zustand for pk in self.schluessel}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.klammer.__exit__(None, None, None)

    def hole(self, pk: int) -> Zielvereinbarung:
        return Zielvereinbarung.objects.select_related("runde").get(pk=pk)

    def versuche(self, tue: Callable[[], Any]) -> bool:
        try:
            with transaction.atomic():
                tue()
        except UNMOEGLICH:
            return False
        return True

    def bezug(self, code: str, pk: int) -> tuple[str, int]:
        return code, 0 if code in RUNDENWEIT else pk

    # -- What can happen ------------------------------------------------------------------------------------------

    @initialize(abgestimmte=st.sets(st.integers(0, 2)), hergestellte=st.sets(st.integers(0, 2)))
    def anfang(self, abgestimmte: set[int], hergestellte: set[int]) -> None:
        for stelle in sorted(abgestimmte):
            self.tue("abstimmen", stelle)
        for stelle in sorted(hergestellte):
            self.stelle_her(stelle)

    @rule(stelle=st.integers(0, 2))
    def abstimmen(self, stelle: int) -> None:
        self.tue("abstimmen", stelle)

    @rule(tage=st.integers(1, 10))
    def zeit_vergeht(self, tage: int) -> None:
        self.jetzt += timedelta(days=tage)

    @rule(stelle=st.integers(0, 2), code=st.sampled_from(CODES), daten=st.data())
    def ergebnis_erfassen(self, stelle: int, code: str, daten: st.DataObject) -> None:
        eine = self.hole(self.schluessel[stelle])
        form = next(zeile.form for zeile in BETEILIGUNGEN if zeile.code == code)
        ergebnis = daten.draw(st.sampled_from(FORMEN[form].moeglich))
        self.erfasse(code, eine, ergebnis)

    @rule(stelle=st.integers(0, 2))
    def alles_hergestellt(self, stelle: int) -> None:
        self.stelle_her(stelle)

    def stelle_her(self, stelle: int) -> None:
        eine = self.hole(self.schluessel[stelle])
        for code, ergebnisse in VERLANGT[eine.nr].items():
            self.erfasse(code, eine, Ergebnis(sorted(ergebnisse)[-1]))

    def erfasse(self, code: str, eine: Zielvereinbarung, ergebnis: Ergebnis) -> None:
        if self.versuche(lambda: weise_nach(code, eine, ergebnis, self.jetzt)):
            self.ergebnisse[self.bezug(code, eine.pk)] = (ergebnis.value, self.jetzt.date())

    @rule(welcher=st.integers(0, 9))
    def widerrufen(self, welcher: int) -> None:
        gueltige = list(Nachweis.objects.gueltig().select_related("runde").order_by("pk"))
        if gueltige:
            self.widerrufe(gueltige[welcher % len(gueltige)])

    @rule(stelle=st.integers(0, 2), daten=st.data())
    def im_letzten_augenblick(self, stelle: int, daten: st.DataObject) -> None:
        code, ergebnis = daten.draw(st.sampled_from(list(WENDUNGEN[self.hole(self.schluessel[stelle]).nr])))
        self.fuehre_zum_schluss(stelle, code, ergebnis)

    def fuehre_zum_schluss(self, stelle: int, code: str, ergebnis: Ergebnis | None) -> None:
        """Everything is there; then one result turns out otherwise, or (None) is taken back; then all sign."""
        self.tue("abstimmen", stelle)
        self.stelle_her(stelle)
        eine = self.hole(self.schluessel[stelle])
        if ergebnis:
            self.erfasse(code, eine, ergebnis)
        elif nachweis := next((g.nachweis for g in nachweise_von([eine])[eine.pk] if g.zeile.code == code), None):
            self.widerrufe(nachweis)
        self.alle_unterschreiben(stelle)

    def widerrufe(self, nachweis: Nachweis) -> None:
        durch = betrieb(self.jetzt.date())
        if self.versuche(lambda: widerrufe_nachweis(nachweis=nachweis, grund="Irrtum", durch=durch, am=self.jetzt)):
            # What is about a Land or a Kommune none of these agreements waits for, so nobody counts on it.
            self.ergebnisse.pop(self.bezug(nachweis.art, nachweis.zielvereinbarung_id or 0), None)

    @rule(
        stelle=st.integers(0, 2),
        code=st.sampled_from([code for code in AKTE if code not in ENDEN]),
        wer=st.integers(0, 1),
        grund=st.sampled_from(["", "Es muss sein."]),
    )
    def schritt(self, stelle: int, code: str, wer: int, grund: str) -> None:
        self.tue(code, stelle, wer, grund)

    def tue(self, code: str, stelle: int, wer: int = 0, grund: str = "") -> None:
        eine = self.hole(self.schluessel[stelle])
        durch = zugang_von(self.welt, parteien_von(eine)[wer], am=self.jetzt.date())
        self.versuche(lambda: AKTE[code](vereinbarung=eine, durch=durch, am=self.jetzt, grund=grund))

    @rule(
        stelle=st.integers(0, 2),
        wer=st.integers(0, 1),
        rolle=st.sampled_from([Rolle.LEITUNG, Rolle.LEITUNG, Rolle.SACHBEARBEITUNG]),
        grund=st.sampled_from(["", "Der Haushalt folgt."]),
    )
    def zeichnen(self, stelle: int, wer: int, rolle: Rolle, grund: str) -> None:
        eine = self.hole(self.schluessel[stelle])
        self.zeichne(eine, parteien_von(eine)[wer], rolle, grund)

    @rule(stelle=st.integers(0, 2))
    def alle_zeichnen(self, stelle: int) -> None:
        self.alle_unterschreiben(stelle)

    def alle_unterschreiben(self, stelle: int) -> None:
        eine = self.hole(self.schluessel[stelle])
        for partei in parteien_von(eine):
            self.zeichne(eine, partei, Rolle.LEITUNG, "Wir übernehmen die Verantwortung.")

    def zeichne(self, eine: Zielvereinbarung, partei: Vertragspartei, rolle: Rolle, grund: str) -> None:
        durch = zugang_von(self.welt, partei, rolle, self.jetzt.date())
        text = fingerabdruck(inhalt_von(eine))

        def tue() -> None:
            zeichne_einfach(vereinbarung=eine, kennwort=KENNWORT, durch=durch, am=self.jetzt, grund=grund)

        if self.versuche(tue):
            self.gezeichnet[eine.pk].add((partei.pk, text))

    # -- What must be true ----------------------------------------------------------------------------------------

    @invariant()
    def nichts_ist_geschlossen_was_nicht_durfte(self) -> None:
        for pk in self.schluessel:
            eine = self.hole(pk)
            if eine.zustand in VORBEHALTENE and self.vorher[pk] not in VORBEHALTENE:
                self.pruefe(eine)
            if eine.zustand == Zustand.IN_VERHANDLUNG and self.vorher[pk] == Zustand.ABGESTIMMT:
                self.gezeichnet[pk].clear()
            self.vorher[pk] = eine.zustand

    def pruefe(self, eine: Zielvereinbarung) -> None:
        for code, genuegt in VERLANGT[eine.nr].items():
            ergebnis, am = self.ergebnisse.get(self.bezug(code, eine.pk), ("", date.max))
            assert ergebnis in genuegt, f"{eine} geschlossen ohne {code}"
            assert am <= self.jetzt.date()
        text = fingerabdruck(inhalt_von(eine))
        assert eine.festtexte.offen().get().sha256 == text
        assert {partei for partei, gezeichnet in self.gezeichnet[eine.pk] if gezeichnet == text} == {
            partei.pk for partei in parteien_von(eine)
        }


@pytest.fixture
def verhandelte(db: None, settings: Any, tmp_path: Path) -> None:
    """Three agreements negotiated to the end, on which the machine works."""
    settings.MEDIA_ROOT = tmp_path
    welt = Welt.erschaffe()
    neue_runde()
    for nutzer in welt.personen.values():
        nutzer.set_password(KENNWORT)
        nutzer.save(update_fields=["password"])
    Lebenslaeufe.welt = welt
    Lebenslaeufe.schluessel = [
        verhandle(vereinbarung(nr, schluessel), welt).pk for nr, schluessel in ((1, ""), (3, "05"), (4, "05124"))
    ]


def test_of_every_turn_at_the_last_moment_exactly_those_that_suffice_conclude(verhandelte: None) -> None:
    geschlossen: dict[tuple[int, str, Ergebnis | None], bool] = {}
    for stelle, nr in enumerate(VERLANGT):
        for code, ergebnis in WENDUNGEN[nr]:
            maschine = Lebenslaeufe()
            maschine.fuehre_zum_schluss(stelle, code, ergebnis)
            maschine.nichts_ist_geschlossen_was_nicht_durfte()
            zustand = maschine.hole(maschine.schluessel[stelle]).zustand
            geschlossen[nr, code, ergebnis] = zustand == Zustand.GESCHLOSSEN
            maschine.teardown()

    assert geschlossen == {
        (nr, code, ergebnis): ergebnis in VERLANGT[nr][code] for nr in VERLANGT for code, ergebnis in WENDUNGEN[nr]
    }


def test_no_sequence_of_acts_concludes_with_a_hard_gate_unmet(verhandelte: None) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Lebenslaeufe,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            phases=[Phase.generate],
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
