"""The rule of the breakdown in words, as pages and the printed Planungsbrief say it; the rule is ``aufteilung``."""

from __future__ import annotations

from collections.abc import Sequence

from agreements.models import Bundeserwartung, Planungsbrief
from agreements.planung.recht import GROESSE, OHNE_BASIS_TITEL, OhneBasis, Richtung, parameter
from zielsystem import zahlen


def regel_in_worten(brief: Planungsbrief, erwartungen: Sequence[Bundeserwartung]) -> list[str]:
    """The steps of the rule with the parameters of a version, which must have a base (``basismonat``)."""
    monat = zahlen.monat(brief.basismonat)
    mindestens = int(parameter("GRUPPE_MINDESTENS", brief.runde.ab))
    anteile = ", ".join(f"{e.kennzahl} {e.jahr}: {zahlen.prozent(e.aufholanteil, 0)}" for e in erwartungen)
    besser = ", ".join(
        f"{g.kennzahl} {'höher' if g.besser is Richtung.HOEHER else 'niedriger'}" for g in GROESSE.values()
    )
    return [
        f"Jedes Jobcenter beginnt mit seinem eigenen veröffentlichten Wert; letzter endgültiger Monat ist {monat}.",
        f"Der Wert wird mit dem Median des Vergleichstyps verglichen; hat der Typ weniger als {mindestens} "
        f"vollständige Werte, mit dem aller Jobcenter. Besser ist: {besser}.",
        f"Wer schlechter liegt als der Median, soll einen Teil des Abstands aufholen ({anteile}). Alle anderen "
        "behalten ihren Wert.",
        "Dieser Wert mal Bezugsgröße des Jobcenters ergibt vorläufige Personen. Für K2 ist die Bezugsgröße der "
        "mittlere Bestand an eLb, für K3 der Bestand an LZB; in späteren Jahren der erwartete Bestand des Vorjahres.",
        "Alle vorläufigen Werte werden mit demselben Faktor malgenommen, damit sie zusammen den Erwartungswert des "
        "Bundes ergeben.",
        "Gerundet wird auf ganze Personen: Jedes Jobcenter erhält den ganzen Teil; was übrig bleibt, geht an die "
        "größten Reste (Verfahren nach Hare und Niemeyer), bei Gleichstand nach der Reihenfolge der Schlüssel.",
        f"Jobcenter ohne vollständigen Ausgangswert: {OHNE_BASIS_TITEL[OhneBasis(brief.ohne_basis)]}. "
        "Ist auch die Bezugsgröße nicht bekannt, bleibt das Jobcenter ohne Erwartungswert und ist in der "
        "Aufteilung mit dem Grund genannt.",
    ]
