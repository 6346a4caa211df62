"""The code lists, from the tables of law and the units; and all descriptions together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kennzahlen.formeln import GRUND_TEXT, Grund
from kennzahlen.recht import KENNZAHL_CODES, Kennzahl, fassungen, formel_text
from kennzahlen.sdmx.aufbau import AGENTUR, BESTANDTEILE, FLUSS, SDMX, VERSION, Art, Beschreibung, Eintrag

MONATLICH = "M"
_GESCHLECHT = {"": "_T", "W": "F", "M": "M"}
_VERAENDERUNG, _ANTEIL = "VERAENDERUNG", "ANTEIL"


def schluessel_von(code: str) -> tuple[str, str]:
    """Measure and sex of one of our codes: ``K2_W`` is (``K2``, ``F``)."""
    kennzahl = fassungen(code)[-1]
    endung = f"_{kennzahl.geschlecht}" if kennzahl.geschlecht else ""
    return code.removesuffix(endung), _GESCHLECHT[kennzahl.geschlecht]


REIHEN: Mapping[str, tuple[str, str]] = {code: schluessel_von(code) for code in KENNZAHL_CODES}
"""Our codes with their measure and sex."""


def masseinheit(code: str) -> str:
    """Whether a measure is a share or a change."""
    return _VERAENDERUNG if fassungen(code)[-1].veraenderung else _ANTEIL


def einheitencode(schluessel: str) -> str:
    """The key of a unit as SDMX allows it in codes: ``land:05`` is ``land-05``. Different keys stay different."""
    return schluessel.replace(":", "-")


@dataclass(frozen=True)
class Einheitsangabe:
    """A unit as its code list needs it: key and name."""

    schluessel: str
    titel: str


def grundcode(grund: Grund) -> str:
    """The code of a reason."""
    return grund.name


def _einheiten(einheiten: Iterable[Einheitsangabe]) -> Beschreibung:
    """Those above come before those below, as readers of the list expect it."""
    alle = list(einheiten)
    bekannt = {einheit.schluessel for einheit in alle}

    def tiefe(schluessel: str) -> int:
        oben = _ueber(schluessel, bekannt)
        return 1 + tiefe(oben) if oben else 0

    eintraege = (
        Eintrag(einheitencode(e.schluessel), e.titel, ueber=einheitencode(_ueber(e.schluessel, bekannt)))
        for e in sorted(alle, key=lambda e: tiefe(e.schluessel))
    )
    return _liste(AGENTUR, "CL_EINHEIT", VERSION, "Jobcenter und Gruppen von Jobcentern", tuple(eintraege))


def _ueber(schluessel: str, bekannt: set[str]) -> str:
    """The unit above: of a Jobcenter its Land, of Länder and kinds the Bund; empty where there is none."""
    if schluessel.isdigit():
        oben = f"land:{schluessel[:2]}"
    elif schluessel.startswith("land_typ:"):
        oben = f"land:{schluessel.split(':')[1]}"
    else:
        oben = "bund" if schluessel.startswith(("land:", "typ:")) else ""
    return oben if oben in bekannt else ""


def _kennzahlen() -> Beschreibung:
    eintraege = (_kennzahl(fassungen(code)) for code, (_, geschlecht) in REIHEN.items() if geschlecht == "_T")
    return _liste(AGENTUR, "CL_KENNZAHL", VERSION, "Kennzahlen und Ergänzungsgrößen", tuple(eintraege))


def _kennzahl(zeilen: tuple[Kennzahl, ...]) -> Eintrag:
    texte = (f"{zeile.titel} ({zeile.norm.text}): {formel_text(zeile)}; {zeile.geltung}" for zeile in zeilen)
    return Eintrag(zeilen[-1].code, zeilen[-1].titel, " | ".join(texte), ueber=zeilen[-1].ergaenzt or "")


def _liste(
    agentur: str, kennung: str, version: str, titel: str, eintraege: tuple[Eintrag, ...], auszug: bool = False
) -> Beschreibung:
    return Beschreibung(Art.CODELISTE, agentur, kennung, version, titel, eintraege, auszug=auszug)


_FESTE: tuple[Beschreibung, ...] = (
    _liste(SDMX, "CL_FREQ", "2.1", "Häufigkeit", (Eintrag(MONATLICH, "Monatlich"),), True),
    _kennzahlen(),
    _liste(SDMX, "CL_SEX", "2.1", "Geschlecht",
           (Eintrag("_T", "Insgesamt"), Eintrag("F", "Frauen"), Eintrag("M", "Männer")), True),
    _liste(SDMX, "CL_OBS_STATUS", "2.2", "Status der Beobachtung", (
        Eintrag("A", "Wert ohne Besonderheit"),
        Eintrag("B", "Bruch in der Zeitreihe", "Erster Monat nach einer neuen Definition; mit früheren nicht "
                "vergleichbar."),
        Eintrag("D", "Abweichende Abgrenzung", "Unvollständig: Monate des Zeitraums oder Jobcenter der Gruppe fehlen."),
        Eintrag("M", "Kein Wert: es kann keinen geben", "Der Nenner ist null."),
        Eintrag("O", "Kein Wert", "Es fehlen Zahlen; GRUND sagt, welche."),
        Eintrag("P", "Vorläufiger Wert", "Die Wartezeit des Monats war bei der Veröffentlichung nicht abgelaufen."),
        Eintrag("Q", "Kein Wert: zurückgehalten", "Aus dem Wert ließe sich auf einzelne Personen schließen."),
    ), True),
    _liste(SDMX, "CL_CONF_STATUS", "1.3", "Geheimhaltung",
           (Eintrag("C", "Vertraulich, nicht veröffentlicht"), Eintrag("F", "Frei")), True),
    _liste(AGENTUR, "CL_GRUND", VERSION, "Warum es keinen Wert gibt",
           tuple(Eintrag(grundcode(grund), GRUND_TEXT[grund]) for grund in Grund if grund)),
    _liste(AGENTUR, "CL_MASSEINHEIT", VERSION, "Art des Verhältnisses", (
        Eintrag(_ANTEIL, "Anteil oder Quote als Bruch", "0.25 sind 25 %."),
        Eintrag(_VERAENDERUNG, "Veränderung gegenüber dem Vorjahresmonat als Bruch", "−0.02 sind −2 %."),
    )),
)  # fmt: skip

_STELLEN = Beschreibung(
    Art.STELLEN,
    SDMX,
    "AGENCIES",
    VERSION,
    "Pflegende Stellen",
    (Eintrag(AGENTUR, "Bundesministerium für Arbeit und Soziales"),),
)


def beschreibungen(einheiten: Iterable[Einheitsangabe]) -> tuple[Beschreibung, ...]:
    """Everything that can be asked for, with the units of now."""
    listen = (*_FESTE, _einheiten(einheiten))
    begriffe = Beschreibung(
        Art.BEGRIFFE,
        AGENTUR,
        "BEGRIFFE",
        VERSION,
        "Begriffe der Kennzahlen",
        tuple(Eintrag(teil.kennung, teil.titel) for teil in BESTANDTEILE),
        listen,
    )
    struktur = Beschreibung(
        Art.STRUKTUR, AGENTUR, FLUSS, VERSION, "Kennzahlen nach § 48a SGB II", kinder=(begriffe, *listen)
    )
    fluss = Beschreibung(
        Art.FLUSS, AGENTUR, FLUSS, VERSION, "Kennzahlen und Ergänzungsgrößen nach § 48a SGB II", kinder=(struktur,)
    )
    return (_STELLEN, *listen, begriffe, struktur, fluss)
