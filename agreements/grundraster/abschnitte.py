"""The sections in order, and how they become the text of one agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from agreements.grundraster import leitfragen, wortlaut
from agreements.grundraster.absatz import Absatz
from agreements.recht import Traegerseite, vereinbarungsart
from zielsystem.recht import Geltung, in_kraft
from zielsystem.zahlen import MONATE

_GRUNDRASTER = "Grundraster einer Zielvereinbarung (DLT 2010)"


@dataclass(frozen=True)
class Abschnitt:
    """A section: ``hinweis`` is guidance for those who negotiate, ``quelle`` where it comes from, ``leitfragen`` what
    should be settled before it is accepted.

    A ``wahlweise`` section is agreed only where the parties want it.
    """

    code: str
    titel: str
    hinweis: str
    quelle: str
    absaetze: tuple[Absatz, ...]
    leitfragen: tuple[str, ...]
    wahlweise: bool = False


ABSCHNITTE: tuple[Abschnitt, ...] = (
    Abschnitt(
        "erklaerung",
        "Gemeinsame Erklärung",
        "Die Vertragsparteien halten fest, was sie gemeinsam wollen: die Ziele der Grundsicherung zum Wohl der "
        "Leistungsberechtigten erreichen.",
        f"{_GRUNDRASTER}; Hinweise, Abschnitt 4.2.1",
        wortlaut.ERKLAERUNG,
        leitfragen.ERKLAERUNG,
    ),
    Abschnitt(
        "praeambel",
        "Präambel",
        "Gemeinsame Grundpositionen und Ausrichtung an den gesetzlichen Zielen: arbeitsmarktpolitisch, "
        "sozialpolitisch, gesellschaftlich. Hier gehört auch die Ausgangslage hin.",
        f"{_GRUNDRASTER}; § 1 SGB II",
        wortlaut.PRAEAMBEL,
        leitfragen.PRAEAMBEL,
    ),
    Abschnitt(
        "charakter",
        "Charakter und Wirkung der Vereinbarung",
        "Einordnung in den vorhandenen Aufsichtsweg und Grenzen fachaufsichtlicher Eingriffe. Die Zielvereinbarung "
        "steuert über Ergebnisse, nicht über einzelne Verfahren.",
        f"{_GRUNDRASTER}; Hinweise, Abschnitt 2.4",
        wortlaut.CHARAKTER,
        leitfragen.CHARAKTER,
    ),
    Abschnitt(
        "grundsaetze",
        "Grundsätze, Begriffe, Laufzeit",
        "Verständigung über Grundsätze, besondere Rahmenbedingungen und Begriffe. Eine Laufzeit von zwei Jahren "
        "gibt Maßnahmen mehr Zeit zu wirken als ein Jahr.",
        f"{_GRUNDRASTER}; Hinweise, Abschnitt 4.2.1; § 48b Abs. 2 und 5 SGB II",
        wortlaut.GRUNDSAETZE,
        leitfragen.GRUNDSAETZE,
    ),
    Abschnitt(
        "ziele",
        "Ziele",
        "Die gesetzlichen Ziele stehen in jeder Vereinbarung. Daneben können örtliche Ziele treten, etwa für "
        "Alleinerziehende, junge Menschen oder Ältere.",
        f"{_GRUNDRASTER}; Hinweise, Abschnitt 4.2.2; § 48b Abs. 3 SGB II",
        wortlaut.ZIELE,
        leitfragen.ZIELE,
    ),
    Abschnitt(
        "zieldimension",
        "Zieldimension",
        "Für jedes Ziel ist zu entscheiden, woran sein Erreichen erkannt wird: Zielwert, Zielkorridor, Tendenz, "
        "Vergleich mit einer Vergleichsgruppe oder eine Beschreibung mit Meilensteinen.",
        f"{_GRUNDRASTER}; Hinweise, Abschnitte 4.2.4 und 5",
        wortlaut.ZIELDIMENSION,
        leitfragen.ZIELDIMENSION,
    ),
    Abschnitt(
        "beitraege",
        "Beiträge und Verpflichtungen der Vertragsparteien",
        "Jede Seite trägt bei, auch die steuernde. Eine Vereinbarung, in der nur eine Seite Beiträge leistet, ist "
        "nicht ausgewogen.",
        f"{_GRUNDRASTER}; Hinweise, Abschnitt 4.2.3",
        wortlaut.BEITRAEGE,
        leitfragen.BEITRAEGE,
    ),
    Abschnitt(
        "zieldialog",
        "Zieldialog",
        "Rhythmus, Grundlagen und Wirkung der Gespräche. Dichtere Folgen als vierteljährlich widersprechen der "
        "Steuerung über Ergebnisse. Sanktionen sind ausgeschlossen.",
        f"{_GRUNDRASTER}; Hinweise, Abschnitt 6",
        wortlaut.ZIELDIALOG,
        leitfragen.ZIELDIALOG,
    ),
    Abschnitt(
        "zielerreichung",
        "Definition der Zielerreichung",
        "Gemeinsame Regel, wann ein Ziel erreicht, teilweise erreicht oder nicht bewertbar ist.",
        "Hinweise, Abschnitt 4.2.1",
        wortlaut.ZIELERREICHUNG,
        leitfragen.ZIELERREICHUNG,
        wahlweise=True,
    ),
    Abschnitt(
        "finanzen",
        "Finanzielle Rahmenbedingungen",
        "Ausstattung mit Eingliederungs- und Verwaltungsmitteln zur Kenntnis, ohne Verknüpfung mit Ergebnissen.",
        "Hinweise, Abschnitte 4.2.1 und 6.2",
        wortlaut.FINANZEN,
        leitfragen.FINANZEN,
        wahlweise=True,
    ),
    Abschnitt(
        "indikatorentwicklung",
        "Indikatorentwicklung",
        "Wo eine Kennzahl fehlt, kann es selbst ein Ziel sein, einen Indikator zu entwickeln.",
        "Hinweise, Abschnitt 4.2.2",
        wortlaut.INDIKATORENTWICKLUNG,
        leitfragen.INDIKATORENTWICKLUNG,
        wahlweise=True,
    ),
)


@dataclass(frozen=True)
class Angaben:
    """What the wording of an agreement depends on. The first day of ``laufzeit`` decides which law applies."""

    nr: int
    laufzeit: Geltung
    traegerseite: Traegerseite = Traegerseite.BEIDE

    @property
    def stichtag(self) -> date:
        """The first day of the period. ``ValueError`` for a period that is open at either end."""
        if self.laufzeit.ab is None or self.laufzeit.bis is None:
            raise ValueError("Eine Zielvereinbarung hat einen ersten und einen letzten Tag.")
        return self.laufzeit.ab


@dataclass(frozen=True)
class Absatztext:
    """A paragraph as it stands in the document."""

    text: str
    punkte: tuple[str, ...] = ()


@dataclass(frozen=True)
class Abschnittstext:
    """A section as it stands in the document; ``ziffer`` is its number, or its letter where it is ``wahlweise``."""

    code: str
    ziffer: str
    titel: str
    hinweis: str
    quelle: str
    absaetze: tuple[Absatztext, ...]
    leitfragen: tuple[str, ...]
    wahlweise: bool


def gliederung(angaben: Angaben) -> tuple[Abschnittstext, ...]:
    """Every section of an agreement with its suggested wording, the optional ones at the end.

    Raises ``Ausserhalb`` for a period that begins before § 48b took effect.
    """
    werte = _platzhalter(angaben)
    fest = [abschnitt for abschnitt in ABSCHNITTE if not abschnitt.wahlweise]
    wahl = [abschnitt for abschnitt in ABSCHNITTE if abschnitt.wahlweise]
    return tuple(
        _text(abschnitt, ziffer, angaben, werte)
        for ziffer, abschnitt in (*_zip("123456789", fest), *_zip("ABCDEF", wahl))
    )


def _zip(ziffern: str, abschnitte: list[Abschnitt]) -> list[tuple[str, Abschnitt]]:
    return list(zip(ziffern, abschnitte, strict=False))


def _text(abschnitt: Abschnitt, ziffer: str, angaben: Angaben, werte: dict[str, str]) -> Abschnittstext:
    absaetze = tuple(
        Absatztext(absatz.text.format(**werte), tuple(punkt.format(**werte) for punkt in absatz.punkte))
        for absatz in in_kraft(abschnitt.absaetze, angaben.stichtag)
        if angaben.nr in absatz.arten and angaben.traegerseite in absatz.seiten
    )
    return Abschnittstext(
        abschnitt.code,
        ziffer,
        abschnitt.titel,
        abschnitt.hinweis,
        abschnitt.quelle,
        absaetze,
        abschnitt.leitfragen,
        abschnitt.wahlweise,
    )


def _platzhalter(angaben: Angaben) -> dict[str, str]:
    ab, bis = angaben.stichtag, angaben.laufzeit.bis
    assert bis is not None
    letzter = bis - timedelta(days=1)
    return {
        "norm": str(vereinbarungsart(angaben.nr, ab).norm),
        "ab": _langer_tag(ab),
        "bis": _langer_tag(letzter),
        "jahre": " und ".join(str(jahr) for jahr in range(ab.year, letzter.year + 1)),
    }


def _langer_tag(tag: date) -> str:
    return f"{tag.day}. {MONATE[tag.month - 1]} {tag.year}"
