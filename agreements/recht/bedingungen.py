"""The conditions of an agreement's acts: each a paragraph, a sentence, and a pure predicate over the snapshot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from agreements.recht.arten import INKRAFTTRETEN, SOZIALE_TEILHABE_SEIT, ZIELVEREINBARUNG, Traegerseite
from agreements.recht.beteiligung import BETEILIGUNGEN, Beteiligung, Erklaerende
from agreements.recht.formen import FORMEN, Nachweisstand
from agreements.recht.stand import Vereinbarungsstand
from zielsystem.recht import Bedingung, Geltung, Norm

GESETZLICHE_ZIELCODES = frozenset({"hilfebeduerftigkeit", "integration", "langzeitbezug"})
"""The Ziele of § 48b Abs. 3 Satz 1, by their codes in ``agreements.ziele``."""

TEILHABECODE = "soziale_teilhabe"
"""The Ziel of § 48b Abs. 3 Satz 2."""

_ABS_2 = Norm("§ 48b Abs. 2 SGB II")
_ABS_5 = Norm("§ 48b Abs. 5 SGB II")
_GRUNDRASTER = Norm("§ 48b Abs. 1 SGB II, Grundraster")

Praedikat = Callable[[Vereinbarungsstand, date], bool]


# -- Participation: one condition per row and act ---------------------------------------------------------------


def beteiligt(zeile: Beteiligung) -> Praedikat:
    """The predicate of a row: an agreement it concerns has a result, up to the day, that fulfils its form.

    Where each Vertragspartei declares for itself, there is such a result of every one of them.
    """

    def praedikat(stand: Vereinbarungsstand, am: date) -> bool:
        if not zeile.betrifft(stand.nr, stand.traegerseite):
            return True
        erfuellende = [nachweis for nachweis in stand.nachweise if nachweis.am <= am and _erfuellt(nachweis, zeile)]
        if zeile.erklaerende is Erklaerende.JEDE:
            return len({nachweis.partei for nachweis in erfuellende}) >= stand.parteien
        return bool(erfuellende)

    return praedikat


def _erfuellt(nachweis: Nachweisstand, zeile: Beteiligung) -> bool:
    return nachweis.beteiligung == zeile.code and FORMEN[zeile.form].erfuellt(nachweis)


_BETEILIGT = {
    zeile: Bedingung(zeile.code, zeile.norm, zeile.meldung, beteiligt(zeile), zeile.hart, zeile.geltung)
    for zeile in BETEILIGUNGEN
}


def beteiligungen_vor(akt: str) -> tuple[Bedingung, ...]:
    """The participations that an act waits for, in the order of the table."""
    return tuple(bedingung for zeile, bedingung in _BETEILIGT.items() if akt in zeile.akte)


def einmal_begruendet(*bedingungen: Bedingung) -> tuple[Bedingung, ...]:
    """The conditions with one relief: the reason for which one party passed a soft one counts for the others too."""
    return tuple(bedingung if bedingung.hart else _oder_begruendet(bedingung) for bedingung in bedingungen)


def _oder_begruendet(bedingung: Bedingung) -> Bedingung:
    def praedikat(stand: Vereinbarungsstand, am: date) -> bool:
        return bedingung.code in stand.begruendet or bedingung.erfuellt(stand, am)

    return replace(bedingung, erfuellt=praedikat)


# -- Negotiation ------------------------------------------------------------------------------------------------

LAUFZEIT_OFFEN = Bedingung(
    "laufzeit_offen",
    _ABS_2,
    "Der Zeitraum, für den vereinbart werden soll, ist abgelaufen; festgehalten werden kann nur nachträglich.",
    lambda stand, am: stand.laufzeit.bis is None or am < stand.laufzeit.bis,
    hart=False,
)

GESETZLICHE_ZIELE_DA = Bedingung(
    "gesetzliche_ziele",
    Norm("§ 48b Abs. 3 Satz 1 SGB II"),
    "Ein gesetzliches Ziel fehlt oder ist unvollständig: Verringerung der Hilfebedürftigkeit, Verbesserung der "
    "Integration in Erwerbstätigkeit und Vermeidung von langfristigem Leistungsbezug gehören in jede Vereinbarung.",
    lambda stand, am: stand.ziele >= GESETZLICHE_ZIELCODES,
    geltung=Geltung(ab=INKRAFTTRETEN),
)
SOZIALE_TEILHABE_DA = Bedingung(
    "soziale_teilhabe",
    Norm("§ 48b Abs. 3 Satz 2 SGB II"),
    "Das Ziel „Verbesserung der sozialen Teilhabe“ fehlt oder ist unvollständig.",
    lambda stand, am: stand.nr == 1 or TEILHABECODE in stand.ziele,
    geltung=Geltung(ab=SOZIALE_TEILHABE_SEIT),
)
ZIELE_VOLLSTAENDIG = Bedingung(
    "ziele_vollstaendig",
    Norm("§ 48b Abs. 3 SGB II"),
    "Zu einem vereinbarten Ziel fehlt noch, woran erkannt wird, dass es erreicht ist.",
    lambda stand, am: stand.offene_ziele == 0,
)
BEITRAEGE_AUSGEWOGEN = Bedingung(
    "beitraege_ausgewogen",
    _GRUNDRASTER,
    "Eine Seite trägt nichts bei: Die Vereinbarung ist unausgewogen.",
    lambda stand, am: not stand.ohne_beitrag,
    hart=False,
)
KEINE_OFFENE_FRAGE = Bedingung(
    "keine_offene_frage",
    ZIELVEREINBARUNG,
    "Eine Frage an eine Vertragspartei ist noch nicht beantwortet.",
    lambda stand, am: stand.offene_fragen == 0,
)
KEIN_OFFENER_VORSCHLAG = Bedingung(
    "kein_offener_vorschlag",
    ZIELVEREINBARUNG,
    "Über einen Vorschlag zum Text ist noch nicht entschieden.",
    lambda stand, am: stand.offene_vorschlaege == 0,
)
ALLES_ANGENOMMEN = Bedingung(
    "alles_angenommen",
    ZIELVEREINBARUNG,
    "Noch nicht jede Vertragspartei hat jeden Abschnitt angenommen.",
    lambda stand, am: stand.nicht_angenommen == 0,
)
KEINE_OFFENE_STELLE = Bedingung(
    "keine_offene_stelle",
    _GRUNDRASTER,
    "Im Text sind noch Stellen offen, die die Vertragsparteien ausfüllen müssen (in eckigen Klammern).",
    lambda stand, am: stand.offene_stellen == 0,
)


# -- Conclusion -------------------------------------------------------------------------------------------------

TEXT_FESTGESTELLT = Bedingung(
    "text_festgestellt",
    ZIELVEREINBARUNG,
    "Es gibt keinen festgestellten Text, den die Vertragsparteien zeichnen könnten.",
    lambda stand, am: stand.festtext,
)
NR_1_GESCHLOSSEN = Bedingung(
    "nr_1_geschlossen",
    Norm("§ 48b Abs. 1 Satz 1 Nr. 2 SGB II"),
    "Die Vereinbarung nach Nr. 1 zwischen Bundesministerium und Bundesagentur ist noch nicht geschlossen.",
    lambda stand, am: stand.nr != 2 or stand.vorlage_geschlossen,
    hart=False,
)
NR_3_GESCHLOSSEN = Bedingung(
    "nr_3_geschlossen",
    Norm("§ 48b Abs. 4 SGB II"),
    "Die Vereinbarung des Landes nach Nr. 3, an der sich diese orientieren soll, ist noch nicht geschlossen.",
    lambda stand, am: stand.nr != 4 or stand.vorlage_geschlossen,
    hart=False,
)
ZEICHNUNGSFRIST_OFFEN = Bedingung(
    "zeichnungsfrist_offen",
    ZIELVEREINBARUNG,
    "Die Frist zum Zeichnen ist abgelaufen. Gezeichnet werden kann wieder, sobald eine Vertragspartei sie verlängert.",
    lambda stand, am: stand.zeichnungsfrist is None or am <= stand.zeichnungsfrist,
)
ALLE_GEZEICHNET = Bedingung(
    "alle_gezeichnet",
    ZIELVEREINBARUNG,
    "Noch nicht alle Vertragsparteien haben den festgestellten Text gezeichnet.",
    lambda stand, am: stand.parteien >= 2 and stand.gezeichnet >= stand.parteien,
)
OHNE_VORBEHALT = Bedingung(
    "ohne_vorbehalt",
    ZIELVEREINBARUNG,
    "Der Text steht unter dem Vorbehalt eines Gremiums.",
    lambda stand, am: not stand.vorbehalt,
)
MIT_VORBEHALT = Bedingung(
    "mit_vorbehalt",
    ZIELVEREINBARUNG,
    "Der Text nennt kein Gremium, unter dessen Vorbehalt er steht.",
    lambda stand, am: bool(stand.vorbehalt),
)


# -- In force and after -----------------------------------------------------------------------------------------

LAUFZEIT_BEGONNEN = Bedingung(
    "laufzeit_begonnen",
    _ABS_2,
    "Der Zeitraum der Vereinbarung hat noch nicht begonnen.",
    lambda stand, am: stand.laufzeit.ab is None or stand.laufzeit.ab <= am,
)
LAUFZEIT_BEENDET = Bedingung(
    "laufzeit_beendet",
    _ABS_5,
    "Der Zeitraum der Vereinbarung ist noch nicht beendet.",
    lambda stand, am: stand.laufzeit.bis is not None and stand.laufzeit.bis <= am,
)
NICHT_ABGELOEST = Bedingung(
    "nicht_abgeloest",
    _ABS_5,
    "Eine Änderungsvereinbarung ist an die Stelle dieser Fassung getreten; ausgewertet wird die Änderung.",
    lambda stand, am: not stand.abgeloest,
)
KEINE_OFFENE_AENDERUNG = Bedingung(
    "keine_offene_aenderung",
    ZIELVEREINBARUNG,
    "Zu dieser Vereinbarung gibt es schon eine Änderungsvereinbarung.",
    lambda stand, am: not stand.offene_aenderung and not stand.abgeloest,
)
KEINE_AENDERUNG_IM_GANG = Bedingung(
    "keine_aenderung_im_gang",
    ZIELVEREINBARUNG,
    "Über eine Änderung dieser Vereinbarung wird noch verhandelt; erst wird sie geschlossen oder aufgegeben.",
    lambda stand, am: not stand.offene_aenderung,
)
ALLES_BEWERTET = Bedingung(
    "alles_bewertet",
    _ABS_5,
    "Noch nicht zu jedem Ziel ist die Zielerreichung von beiden Seiten bestätigt.",
    lambda stand, am: stand.unbewertet == 0,
)
BA_STRANG = Bedingung(
    "ba_strang",
    Norm("§ 44b Abs. 3 SGB II"),
    "Anweisen kann nur die Bundesagentur für Arbeit, und nur, wo sie nach Nr. 2 selbst Vertragspartei ist.",
    lambda stand, am: stand.nr == 2 and stand.traegerseite is not Traegerseite.KOMMUNE,
)
