"""When a Kooperationsausschuss settles what others cannot agree on: §§ 44d Abs. 2, 44e SGB II. Pure law.

Three kinds of cases take the same way: something is found not to fit together, whoever is concerned gets the chance
to put it right, the Kooperationsausschuss is called, it hears, decides, and tells those whom it binds. What is
particular about a kind stands in :data:`STREITFALLARTEN`, the way in the table :data:`STREITFALL`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gremien.recht.formen import Anzuhoerende, Ausgang
from gremien.recht.geschaeftsfuehrung import WECHSEL
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.recht import Parteiart
from zielsystem.recht import IMMER, Ablauf, Bedingung, Geltung, Norm, Uebergang, eine_in_kraft


class Streitfallart(StrEnum):
    """What cannot be agreed on."""

    WEISUNGEN = "weisungen"
    AUFSICHT = "aufsicht"
    GESCHAEFTSFUEHRUNG = "geschaeftsfuehrung"


class Urheber(StrEnum):
    """Whose instruction, view or candidate stands against another's."""

    BA = "ba"
    KOMMUNE = "kommune"
    TRAEGERVERSAMMLUNG = "traegerversammlung"
    BMAS = "bmas"
    LAND = "land"


URHEBERTITEL = {
    Urheber.BA: "Bundesagentur für Arbeit",
    Urheber.KOMMUNE: "kommunaler Träger",
    Urheber.TRAEGERVERSAMMLUNG: "Trägerversammlung",
    Urheber.BMAS: "BMAS",
    Urheber.LAND: "zuständige oberste Landesbehörde",
}


@dataclass(frozen=True)
class Streitfallregel:
    """A kind of case.

    ``feststellende``: kinds of parties that put it on record and call the committee. ``urheber``: whose positions can
    stand against each other, ``position`` is what such a one is called. ``anzuhoeren``: who is heard before the
    decision. ``gegenstand``: the matter as the Kooperationsausschuss takes it up. ``pruefungstage``: for so many days
    those concerned can put it right before the committee is called (P). ``wirkung``: what the decision does.
    """

    art: Streitfallart
    titel: str
    position: str
    norm: Norm
    feststellende: tuple[Parteiart, ...]
    urheber: tuple[Urheber, ...]
    anzuhoeren: tuple[Anzuhoerende, ...]
    gegenstand: str
    wirkung: str
    wirkungsnorm: Norm
    pruefungstage: int = 14
    geltung: Geltung = IMMER


_SEIT_2011 = Geltung(ab=date(2011, 1, 1))
_ANHOERUNG = Norm("§ 44e Abs. 2 Satz 1 SGB II")
_ANRUFUNG = Norm("§ 44e Abs. 1 SGB II")
_BINDUNG = Norm("§ 44e Abs. 3 Satz 1 SGB II")
_MITTEILUNG = Norm("§ 44e Abs. 2 Satz 4 SGB II")
_VORSCHLAG = Norm("§ 44d Abs. 2 Satz 3 und 4 SGB II")
_UNTERRICHTUNG = Norm("§ 44d Abs. 2 Satz 3 SGB II")
_NACH_VORSCHLAG = Norm("§ 44d Abs. 2 Satz 4 SGB II")

STREITFALLARTEN: tuple[Streitfallregel, ...] = (
    Streitfallregel(
        Streitfallart.WEISUNGEN,
        "Widersprechende Weisungen",
        "Weisung",
        _ANRUFUNG,
        (Parteiart.GE, Parteiart.BA, Parteiart.KOMMUNE),
        (Urheber.BA, Urheber.KOMMUNE, Urheber.TRAEGERVERSAMMLUNG),
        tuple(Anzuhoerende),
        "weisungszustaendigkeit",
        "Die Entscheidung bindet die Träger.",
        _BINDUNG,
        geltung=_SEIT_2011,
    ),
    Streitfallregel(
        Streitfallart.AUFSICHT,
        "Meinungsverschiedenheit über die Aufsichtszuständigkeit",
        "Auffassung",
        _ANRUFUNG,
        (Parteiart.BMAS, Parteiart.LAND),
        (Urheber.BMAS, Urheber.LAND),
        tuple(Anzuhoerende),
        "aufsichtszustaendigkeit",
        "Die Entscheidung bindet die Träger.",
        _BINDUNG,
        geltung=_SEIT_2011,
    ),
    Streitfallregel(
        Streitfallart.GESCHAEFTSFUEHRUNG,
        "Keine Einigung über die Geschäftsführung",
        "Bewerbung",
        _UNTERRICHTUNG,
        (Parteiart.GE, Parteiart.BA, Parteiart.KOMMUNE),
        (Urheber.BA, Urheber.KOMMUNE),
        (Anzuhoerende.BA, Anzuhoerende.KOMMUNE),
        "geschaeftsfuehrer_vorschlag",
        "Der Kooperationsausschuss schlägt vor; die Trägerversammlung bestellt. Einigt sie sich auch dann nicht, "
        "bestimmen die Träger abwechselnd für jeweils zweieinhalb Jahre.",
        WECHSEL,
        pruefungstage=0,
        geltung=_SEIT_2011,
    ),
)


def streitfallregel(art: Streitfallart | str, am: date) -> Streitfallregel:
    """The row for a kind of case on a day; :class:`Ausserhalb` when there is none."""
    return eine_in_kraft((zeile for zeile in STREITFALLARTEN if zeile.art == art), am)


def feststellbar_durch(art: Parteiart | None, am: date) -> tuple[Streitfallregel, ...]:
    """The kinds of cases that a kind of party can put on record on a day."""
    return tuple(zeile for zeile in STREITFALLARTEN if am in zeile.geltung and art in zeile.feststellende)


# -- The way of a case -----------------------------------------------------------------------------------------


class Streitzustand(StrEnum):
    """Where a case stands."""

    FESTGESTELLT = "festgestellt"
    ANGERUFEN = "angerufen"
    ENTSCHIEDEN = "entschieden"
    MITGETEILT = "mitgeteilt"
    BEIGELEGT = "beigelegt"
    GESCHEITERT = "gescheitert"


STREITZUSTANDSTITEL = {
    Streitzustand.FESTGESTELLT: "festgestellt, Gelegenheit zur Überprüfung",
    Streitzustand.ANGERUFEN: "beim Kooperationsausschuss",
    Streitzustand.ENTSCHIEDEN: "entschieden, noch nicht mitgeteilt",
    Streitzustand.MITGETEILT: "entschieden und mitgeteilt",
    Streitzustand.BEIGELEGT: "beigelegt",
    Streitzustand.GESCHEITERT: "ohne Einigung, die Träger bestimmen abwechselnd",
}

HOERBAR = frozenset({Streitzustand.FESTGESTELLT, Streitzustand.ANGERUFEN})
"""Hearings can be put on record."""


@dataclass(frozen=True)
class Streitstand:
    """What the conditions look at.

    ``urheber``: whose positions are on record. ``angehoert``: who has been heard. ``ergebnis``: what came out of the
    committee's item, once its minutes are approved. ``bestellt``: the Trägerversammlung appointed somebody since.
    ``mitgeteilt``: those concerned have been told the decision.
    """

    art: Streitfallart
    festgestellt_am: date
    urheber: frozenset[Urheber] = frozenset()
    angehoert: frozenset[Anzuhoerende] = frozenset()
    ergebnis: Ausgang | None = None
    bestellt: bool = False
    mitgeteilt: bool = False

    def regel(self, am: date) -> Streitfallregel:
        """The row for its kind."""
        return streitfallregel(self.art, am)

    @property
    def um_geschaeftsfuehrung(self) -> bool:
        """Whether it is about a Geschäftsführer."""
        return self.art is Streitfallart.GESCHAEFTSFUEHRUNG


def fehlende_anhoerungen(stand: Streitstand, am: date) -> tuple[Anzuhoerende, ...]:
    """Who has still to be heard, in the order of the law."""
    return tuple(wer for wer in stand.regel(am).anzuhoeren if wer not in stand.angehoert)


def _ueberpruefbar(stand: Streitstand, am: date) -> bool:
    return am >= stand.festgestellt_am + timedelta(days=stand.regel(am).pruefungstage)


_WIDERSPRUCH = Bedingung(
    "widerspruch",
    _ANRUFUNG,
    "Ein Widerspruch braucht mindestens zwei Weisungen oder Auffassungen von verschiedenen Stellen.",
    lambda stand, am: stand.um_geschaeftsfuehrung or len(stand.urheber) > 1,
)
_UEBERPRUEFUNG = Bedingung(
    "ueberpruefung",
    Norm("§ 44e Abs. 1 Satz 2 und 3 SGB II"),
    "Die Beteiligten sollen zuerst Gelegenheit haben, ihre Zuständigkeit zu überprüfen; die Frist läuft noch.",
    _ueberpruefbar,
    hart=False,
)
_ANGEHOERT = Bedingung(
    "anhoerung",
    _ANHOERUNG,
    "Der Kooperationsausschuss entscheidet erst, wenn beide Träger und die Geschäftsführung angehört sind.",
    lambda stand, am: stand.um_geschaeftsfuehrung or not fehlende_anhoerungen(stand, am),
)
_TRAEGER_ANGEHOERT = Bedingung(
    "anhoerung_traeger",
    _UNTERRICHTUNG,
    "Der Kooperationsausschuss hört die Träger an, bevor er einen Vorschlag macht.",
    lambda stand, am: not stand.um_geschaeftsfuehrung or not fehlende_anhoerungen(stand, am),
)
_BESCHLUSS = Bedingung(
    "beschluss",
    Norm("§ 44e Abs. 2 Satz 1 bis 3 SGB II"),
    "Es gibt noch keinen Beschluss des Kooperationsausschusses in einer genehmigten Niederschrift.",
    lambda stand, am: stand.ergebnis is Ausgang.BESCHLOSSEN,
)
_NUR_GESCHAEFTSFUEHRUNG = Bedingung(
    "nur_geschaeftsfuehrung",
    WECHSEL,
    "Abwechselnd bestimmen die Träger nur die Geschäftsführung.",
    lambda stand, am: stand.um_geschaeftsfuehrung,
)
_KEIN_VORSCHLAG = Bedingung(
    "kein_vorschlag",
    _NACH_VORSCHLAG,
    "Erst wenn der Kooperationsausschuss sich auf keinen Vorschlag verständigt hat, bestimmen die Träger abwechselnd; "
    "seine Ablehnung ist noch nicht in einer genehmigten Niederschrift festgehalten.",
    lambda stand, am: stand.ergebnis is Ausgang.ABGELEHNT,
)
_BESTELLT = Bedingung(
    "bestellt",
    Norm("§ 44d Abs. 2 Satz 1 SGB II"),
    "Die Trägerversammlung hat seit der Feststellung noch niemanden bestellt.",
    lambda stand, am: not stand.um_geschaeftsfuehrung or stand.bestellt,
)
_NOCH_NICHT_VERBINDLICH = Bedingung(
    "verbindlich",
    _BINDUNG,
    "Die Entscheidung ist mitgeteilt und bindet die Träger; beilegen lässt sich der Streit nicht mehr.",
    lambda stand, am: stand.um_geschaeftsfuehrung or not stand.mitgeteilt,
)
_NICHT_BESTELLT = Bedingung(
    "nicht_bestellt",
    WECHSEL,
    "Die Trägerversammlung hat inzwischen jemanden bestellt; der Streitfall ist beigelegt.",
    lambda stand, am: not stand.bestellt,
)

_Z = Streitzustand
_SACHE = Befugnis.STREITFALL_FUEHREN
_STELLE = Befugnis.GREMIUM_FUEHREN

STREITFALL = Ablauf(
    titel="Streitfall",
    zustaende=Streitzustand,
    norm=_ANRUFUNG,
    zustandstitel=STREITZUSTANDSTITEL,
    uebergaenge=(
        Uebergang("feststellen", "Feststellen", (), _Z.FESTGESTELLT, _SACHE, _ANRUFUNG, (_WIDERSPRUCH,)),
        Uebergang(
            "anrufen",
            "Den Kooperationsausschuss anrufen",
            (_Z.FESTGESTELLT,),
            _Z.ANGERUFEN,
            _SACHE,
            _ANRUFUNG,
            (_WIDERSPRUCH, _UEBERPRUEFUNG),
        ),
        Uebergang(
            "beilegen",
            "Als beigelegt festhalten",
            (_Z.FESTGESTELLT, _Z.ANGERUFEN, _Z.MITGETEILT),
            _Z.BEIGELEGT,
            _SACHE,
            _ANRUFUNG,
            (_BESTELLT, _NOCH_NICHT_VERBINDLICH),
            grund_noetig=True,
        ),
        Uebergang(
            "entscheiden",
            "Entscheidung festhalten",
            (_Z.ANGERUFEN,),
            _Z.ENTSCHIEDEN,
            _STELLE,
            Norm("§ 44e Abs. 2 Satz 1, § 44d Abs. 2 Satz 3 SGB II"),
            (_ANGEHOERT, _TRAEGER_ANGEHOERT, _BESCHLUSS),
        ),
        Uebergang("mitteilen", "Den Beteiligten mitteilen", (_Z.ENTSCHIEDEN,), _Z.MITGETEILT, _STELLE, _MITTEILUNG),
        Uebergang(
            "scheitern",
            "Keine Einigung über einen Vorschlag festhalten",
            (_Z.ANGERUFEN,),
            _Z.GESCHEITERT,
            _STELLE,
            _NACH_VORSCHLAG,
            (_NUR_GESCHAEFTSFUEHRUNG, _TRAEGER_ANGEHOERT, _KEIN_VORSCHLAG, _NICHT_BESTELLT),
        ),
        Uebergang(
            "wechseln",
            "Keine Einigung trotz Vorschlags festhalten",
            (_Z.MITGETEILT,),
            _Z.GESCHEITERT,
            _SACHE,
            WECHSEL,
            (_NUR_GESCHAEFTSFUEHRUNG, _NICHT_BESTELLT),
            grund_noetig=True,
        ),
    ),
)
