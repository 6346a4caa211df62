"""The sentences of a drafted yearly report: what the data say, and where somebody has to say the rest. Pure.

What the system cannot know stands in square brackets; the report cannot be settled while there is one left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from berichte.jahresbericht.recht import mindestens_ausgewertete
from zielsystem import zahlen


@dataclass(frozen=True)
class Zielergebnis:
    """How often each result came out for a Ziel, by its title."""

    titel: str
    ergebnisse: Mapping[str, int]

    @property
    def anzahl(self) -> int:
        """How many results there are."""
        return sum(self.ergebnisse.values())


@dataclass(frozen=True)
class Jahresdaten:
    """What a yearly report rests on.

    ``gemeldet`` of ``zu_melden`` Meldungen of the year are released, ``berichtigt`` of them were corrected.
    ``kennzahlsaetze`` are the finished sentences on K1 to K3 of the Land, ``streuung`` those on its Jobcenter;
    ``ziele_des_landes`` the results of the agreement of the Bund with the Land, ``ziele_der_jobcenter`` those of the
    others in the Land, of which ``jobcenter_ausgewertet`` are evaluated.
    """

    land: str
    jahr: int
    monat: date
    stand: date
    gemeinsame_einrichtungen: int
    optionskommunen: int
    zu_melden: int
    gemeldet: int
    berichtigt: int
    kennzahlsaetze: Sequence[tuple[str, Sequence[str]]]
    streuung: Sequence[tuple[str, str]]
    vereinbarungen: int
    ausgewertet: int
    ziele_des_landes: Sequence[Zielergebnis]
    jobcenter_ausgewertet: int
    ziele_der_jobcenter: Sequence[Zielergebnis]


def entwurf(daten: Jahresdaten) -> dict[str, str]:
    """The text of every section, by its code."""
    return {
        "grundlage": _grundlage(daten),
        "rechtmaessigkeit": _rechtmaessigkeit(daten),
        "zweckmaessigkeit": _zweckmaessigkeit(daten),
        "zielerreichung": _zielerreichung(daten),
        "ausblick": "[Folgerungen des Bundes für das kommende Jahr und was mit dem Land verabredet werden soll]",
    }


def _grundlage(daten: Jahresdaten) -> str:
    jobcenter = _anzahl(daten.gemeinsame_einrichtungen, "gemeinsame Einrichtung", "gemeinsame Einrichtungen")
    option = _anzahl(daten.optionskommunen, "zugelassener kommunaler Träger", "zugelassene kommunale Träger")
    return (
        f"Der Bund berichtet dem Kooperationsausschuss {daten.land} über das Jahr {daten.jahr}: ob die Leistungen "
        f"rechtmäßig und zweckmäßig erbracht wurden und wie weit die vereinbarten Ziele erreicht sind. Im Land "
        f"arbeiteten {jobcenter} und {option}.\n\n"
        f"Grundlage sind die Kennzahlen nach § 48a SGB II bis {zahlen.monat(daten.monat)} (Veröffentlichung vom "
        f"{zahlen.tag(daten.stand)}) und die Auswertungen der Zielvereinbarungen nach § 48b SGB II. Interne Zahlen "
        "einzelner Jobcenter sind nicht eingeflossen."
    )


def _rechtmaessigkeit(daten: Jahresdaten) -> str:
    if daten.gemeldet >= daten.zu_melden:
        stand = "Die Jobcenter des Landes haben ihre Daten nach § 51b SGB II für alle Monate des Jahres übermittelt"
    else:
        fehlend = _anzahl(daten.zu_melden - daten.gemeldet, "Monatsmeldung", "Monatsmeldungen")
        stand = f"Von {zahlen.ganzzahl(daten.zu_melden)} Monatsmeldungen nach § 51b SGB II fehlt noch: {fehlend}"
    if daten.berichtigt:
        stand += f"; {_anzahl(daten.berichtigt, 'Meldung wurde', 'Meldungen wurden')} nachträglich berichtigt"
    return (
        f"{stand}.\n\n[Erkenntnisse aus der Aufsicht, aus Prüfungen des Bundesrechnungshofs und aus "
        "Informationsbesuchen; ohne besondere Erkenntnisse: dies ausdrücklich feststellen]"
    )


def _zweckmaessigkeit(daten: Jahresdaten) -> str:
    absaetze = [f"{code}: {' '.join(saetze)}" for code, saetze in daten.kennzahlsaetze]
    streuung = [f"Jobcenter im Land, {code}: {satz}" for code, satz in daten.streuung]
    return "\n\n".join([*absaetze, *streuung, "[Einordnung durch den Bund: Arbeitsmarkt, Mittel, besondere Umstände]"])


def _zielerreichung(daten: Jahresdaten) -> str:
    if not daten.vereinbarungen:
        return f"Für {daten.jahr} ist im System keine Zielvereinbarung im Land geschlossen, die auszuwerten wäre."
    vereinbarungen = _anzahl(daten.vereinbarungen, "geschlossenen Zielvereinbarung", "geschlossenen Zielvereinbarungen")
    verb = "ist" if daten.ausgewertet == 1 else "sind"
    anfang = f"Von {vereinbarungen} im Land {verb} {zahlen.ganzzahl(daten.ausgewertet)} ausgewertet."
    des_landes = [f"Vereinbarung des Bundes mit dem Land, {_satz(ziel)}" for ziel in daten.ziele_des_landes]
    schluss = "An die Zielerreichung knüpfen sich keine finanziellen Folgen; der Bericht enthält keine Rangfolge."
    return "\n\n".join([anfang, *des_landes, *_der_jobcenter(daten), schluss])


def _der_jobcenter(daten: Jahresdaten) -> list[str]:
    """The results of the Jobcenter as a whole; of a few they would be those of single ones."""
    if not daten.jobcenter_ausgewertet:
        return []
    if daten.jobcenter_ausgewertet < mindestens_ausgewertete(daten.stand):
        return ["Vereinbarungen der Jobcenter: Es sind zu wenige ausgewertet, um Ergebnisse zusammenzufassen."]
    return [f"Vereinbarungen der Jobcenter, {_satz(ziel)}" for ziel in daten.ziele_der_jobcenter]


def _satz(ziel: Zielergebnis) -> str:
    return f"{ziel.titel}: {_ergebnisse(ziel)}."


def _ergebnisse(ziel: Zielergebnis) -> str:
    teile = [f"{zahlen.ganzzahl(anzahl)} × {ergebnis}" for ergebnis, anzahl in ziel.ergebnisse.items() if anzahl]
    return f"{', '.join(teile)} (von {zahlen.ganzzahl(ziel.anzahl)})"


def _anzahl(anzahl: int, eines: str, mehrere: str) -> str:
    return f"{zahlen.ganzzahl(anzahl)} {eines if anzahl == 1 else mehrere}"
