"""Which Ziele there are: those that the law puts into every agreement, and further ones beside them. Pure law.

The three of § 48b Abs. 3 Satz 1 stand in every agreement, soziale Teilhabe (Satz 2) from 1.4.2011 in those of Nr. 2 to
4. Beside them parties may agree on what § 1 names, on target groups, on the communal services of § 16a, and on the
development of an indicator (Hinweise des DLT 2010, Abschnitt 4.2.2). Local Ziele stand beside federal ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.recht import INKRAFTTRETEN, NUMMERN, SOZIALE_TEILHABE_SEIT
from agreements.ziele.dimension import Dimension
from zielsystem.parameter.recht import Parameter, parameter_am
from zielsystem.recht import Geltung, Norm, in_kraft

_SATZ_1 = Norm("§ 48b Abs. 3 Satz 1 SGB II")
_SATZ_2 = Norm("§ 48b Abs. 3 Satz 2 SGB II")
_SEIT_2011 = Geltung(ab=INKRAFTTRETEN)
_VOR_TEILHABE = Geltung(ab=INKRAFTTRETEN, bis=SOZIALE_TEILHABE_SEIT)
_SEIT_TEILHABE = Geltung(ab=SOZIALE_TEILHABE_SEIT)

PARAMETER: tuple[Parameter, ...] = (
    Parameter("K1_OHNE_ZIELWERT", "K1 wird beobachtet, wenn nichts anderes vereinbart ist (1: ja, 0: nein)",
              Decimal(1), _SATZ_1, hoechstens=Decimal(1)),
    Parameter("TEILWEISE_MEILENSTEINE", "Anteil der Meilensteine, ab dem ein Ziel teilweise erreicht ist",
              Decimal("0.50"), _SATZ_1, hoechstens=Decimal(1)),
)  # fmt: skip


@dataclass(frozen=True)
class Zielart:
    """A Ziel that can be agreed: in which kinds of agreement, since when, and in which dimension by default.

    ``kennzahl`` is the code of the measure it is followed by, or "" where the regulation has none.
    """

    code: str
    titel: str
    beschreibung: str
    norm: Norm
    arten: tuple[int, ...]
    dimension: Dimension
    geltung: Geltung
    kennzahl: str = ""


GESETZLICHE_ZIELE: tuple[Zielart, ...] = (
    Zielart(
        "hilfebeduerftigkeit",
        "Verringerung der Hilfebedürftigkeit",
        "Die Summe der Leistungen zum Lebensunterhalt wird im Vergleich zum Vorjahr beobachtet und im Zieldialog "
        "ausgewertet.",
        _SATZ_1,
        NUMMERN,
        Dimension.BEOBACHTUNG,
        _SEIT_2011,
        "K1",
    ),
    Zielart(
        "integration",
        "Verbesserung der Integration in Erwerbstätigkeit",
        "Mehr erwerbsfähige Leistungsberechtigte nehmen eine sozialversicherungspflichtige Beschäftigung, eine "
        "Ausbildung oder eine selbständige Tätigkeit auf. Die Gleichstellung von Frauen und Männern ist dabei "
        "durchgängiges Prinzip.",
        _SATZ_1,
        NUMMERN,
        Dimension.ZIELWERT,
        _SEIT_2011,
        "K2",
    ),
    Zielart(
        "langzeitbezug",
        "Vermeidung von langfristigem Leistungsbezug",
        "Der Bestand an Langzeitleistungsbezieherinnen und Langzeitleistungsbeziehern sinkt; neuer langfristiger "
        "Leistungsbezug wird früh vermieden.",
        _SATZ_1,
        NUMMERN,
        Dimension.ZIELWERT,
        _SEIT_2011,
        "K3",
    ),
    Zielart(
        "soziale_teilhabe",
        "Verbesserung der sozialen Teilhabe",
        "Menschen, die auf absehbare Zeit keine Erwerbstätigkeit aufnehmen können, werden in ihrer sozialen "
        "Teilhabe gestärkt. Das Ziel wird mit Meilensteinen beschrieben, nicht mit einer Kennzahl.",
        _SATZ_2,
        (2, 3, 4),
        Dimension.QUALITATIV,
        _SEIT_TEILHABE,
    ),
)


def _aus_paragraf_1(nummer: int, code: str, titel: str, beschreibung: str, kennzahl: str = "") -> Iterator[Zielart]:
    """A Ziel of the list in § 1: until 31.3.2011 in Absatz 1, since then in Absatz 2 (BGBl. 2011 I S. 453)."""
    dimension = Dimension.TENDENZ if kennzahl else Dimension.QUALITATIV
    for absatz, geltung in ((1, _VOR_TEILHABE), (2, _SEIT_TEILHABE)):
        norm = Norm(f"§ 1 Abs. {absatz} Satz 4 Nr. {nummer} SGB II")
        yield Zielart(code, titel, beschreibung, norm, NUMMERN, dimension, geltung, kennzahl)


WEITERE_ZIELE: tuple[Zielart, ...] = (
    *_aus_paragraf_1(
        1, "dauer_und_umfang", "Hilfebedürftigkeit vermeiden, verkürzen oder mindern",
        "Weniger Menschen kommen neu in den Leistungsbezug, und wer darin ist, braucht ihn kürzer oder in geringerem "
        "Umfang.", "K1E3",
    ),
    *_aus_paragraf_1(
        2, "erwerbsfaehigkeit", "Erwerbsfähigkeit erhalten, verbessern oder wiederherstellen",
        "Gesundheit, Qualifikation und Alltagsstruktur werden so gestärkt, dass Erwerbsarbeit möglich bleibt oder "
        "wieder möglich wird.",
    ),
    *_aus_paragraf_1(
        3, "gleichstellung", "Gleichstellung von Frauen und Männern",
        "Geschlechtsspezifischen Nachteilen wird entgegengewirkt; Frauen nehmen häufiger als bisher eine "
        "Erwerbstätigkeit auf.", "K2_W",
    ),
    *_aus_paragraf_1(
        4, "familien", "Familiäre Lebensverhältnisse berücksichtigen",
        "Wer Kinder erzieht oder Angehörige pflegt, findet Angebote, die zu diesen Aufgaben passen.",
    ),
    *_aus_paragraf_1(
        5, "behinderung", "Nachteile behinderter Menschen überwinden",
        "Menschen mit Behinderungen erhalten die Unterstützung, die sie für die Teilhabe am Arbeitsleben brauchen.",
    ),
    Zielart(
        "stabilisierung", "Soziale Stabilisierung und Teilhabe",
        "Menschen in schwierigen Lebenslagen gewinnen an Stabilität und nehmen am Leben in der Gemeinschaft teil.",
        Norm("§ 1 SGB II"), (1,), Dimension.QUALITATIV, _SEIT_2011,
    ),
    Zielart(
        "alleinerziehende", "Alleinerziehende in Erwerbstätigkeit bringen",
        "Mehr Alleinerziehende nehmen eine Erwerbstätigkeit auf; Betreuung und Arbeitszeit werden gemeinsam bedacht.",
        Norm("§ 48b Abs. 3 SGB II"), NUMMERN, Dimension.TENDENZ, _SEIT_2011, "K2E4",
    ),
    Zielart(
        "junge_menschen", "Junge Menschen unter 25 Jahren in Ausbildung und Arbeit bringen",
        "Junge Menschen erhalten früh ein Angebot; der Übergang von der Schule in den Beruf gelingt.",
        Norm("§ 3 Abs. 2 SGB II"), NUMMERN, Dimension.QUALITATIV, _SEIT_2011,
    ),
    Zielart(
        "aeltere", "Ältere in Erwerbstätigkeit bringen",
        "Die Erfahrung älterer Menschen wird genutzt; Hindernisse bei der Einstellung werden abgebaut.",
        Norm("§ 48b Abs. 3 SGB II"), NUMMERN, Dimension.QUALITATIV, _SEIT_2011,
    ),
    Zielart(
        "kommunale_leistungen", "Kommunale Eingliederungsleistungen",
        "Kinderbetreuung, Schuldnerberatung, psychosoziale Betreuung und Suchtberatung stehen rechtzeitig zur "
        "Verfügung und sind mit der Vermittlung verzahnt.",
        Norm("§ 16a SGB II"), (2, 3, 4), Dimension.QUALITATIV, _SEIT_2011,
    ),
    Zielart(
        "indikator", "Entwicklung eines Indikators",
        "Für ein Ziel, zu dem es keine Kennzahl gibt, wird gemeinsam ein Indikator entwickelt und erprobt.",
        Norm("§ 48b Abs. 3 SGB II"), NUMMERN, Dimension.QUALITATIV, _SEIT_2011,
    ),
    Zielart(
        "oertlich", "Örtliches Ziel", "Ein Ziel, das sich aus den Verhältnissen vor Ort ergibt.",
        Norm("§ 48b Abs. 3 SGB II"), NUMMERN, Dimension.QUALITATIV, _SEIT_2011,
    ),
)  # fmt: skip


def gesetzliche_ziele(nr: int, am: date) -> tuple[Zielart, ...]:
    """The Ziele that an agreement of a kind must cover, as of a day, in the order of the law."""
    return tuple(ziel for ziel in in_kraft(GESETZLICHE_ZIELE, am) if nr in ziel.arten)


def weitere_ziele(nr: int, am: date) -> tuple[Zielart, ...]:
    """The further Ziele that an agreement of a kind may cover, as of a day."""
    return tuple(ziel for ziel in in_kraft(WEITERE_ZIELE, am) if nr in ziel.arten)


def zielart(code: str, nr: int, am: date) -> Zielart | None:
    """The row behind the code of a Ziel, such as "integration" or "oertlich-2"; None where there is none."""
    arten = (*gesetzliche_ziele(nr, am), *weitere_ziele(nr, am))
    return next((art for art in arten if art.code == code.partition("-")[0]), None)


def vorgesehene_dimension(ziel: Zielart, am: date) -> Dimension:
    """The dimension a Ziel has until the parties choose: K1 is watched as long as the parameter says so."""
    if ziel.dimension is not Dimension.BEOBACHTUNG:
        return ziel.dimension
    return Dimension.BEOBACHTUNG if parameter_am("K1_OHNE_ZIELWERT", am, PARAMETER) else Dimension.ZIELWERT
