"""The permission model on two screens: what can be allowed, and which role allows what.

A person holds a role *for a party* (an Amt). Which objects of that party the permission reaches is said by the
rule of each model (see ``parties/zugriff.py``); here stands only what a role may do at all. FACHKONZEPT 1 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Befugnis(StrEnum):
    """One kind of thing that somebody may do. The value is the name stored in the journal and in grants."""

    SEHEN = "sehen"
    MELDUNG_ERFASSEN = "meldung_erfassen"
    MELDUNG_FREIGEBEN = "meldung_freigeben"
    AUSNAHME_ZULASSEN = "ausnahme_zulassen"
    KENNZAHLEN_VEROEFFENTLICHEN = "kennzahlen_veroeffentlichen"
    EIGENE_ZAHLEN_FUEHREN = "eigene_zahlen_fuehren"
    RINGZAHLEN_FUEHREN = "ringzahlen_fuehren"
    RINGSATZ_FESTLEGEN = "ringsatz_festlegen"
    RUNDE_PLANEN = "runde_planen"
    WERT_ANBIETEN = "wert_anbieten"
    WERT_BEANTWORTEN = "wert_beantworten"
    VERHANDELN = "verhandeln"
    ZEICHNEN = "zeichnen"
    ANWEISEN = "anweisen"
    NACHWEIS_ERFASSEN = "nachweis_erfassen"
    ENTWURF_ERZEUGEN = "entwurf_erzeugen"
    ZIELDIALOG_FUEHREN = "zieldialog_fuehren"
    GREMIUM_EINRICHTEN = "gremium_einrichten"
    GREMIUM_FUEHREN = "gremium_fuehren"
    NIEDERSCHRIFT_GENEHMIGEN = "niederschrift_genehmigen"
    MITGLIEDER_ENTSENDEN = "mitglieder_entsenden"
    IM_GREMIUM_MITWIRKEN = "im_gremium_mitwirken"
    JAHRESBERICHT_ERSTELLEN = "jahresbericht_erstellen"
    STREITFALL_FUEHREN = "streitfall_fuehren"
    KONTEN_VERWALTEN = "konten_verwalten"
    PARAMETER_FESTSETZEN = "parameter_festsetzen"
    JOURNAL_LESEN = "journal_lesen"


BEFUGNISTITEL: dict[Befugnis, str] = {
    Befugnis.SEHEN: "sehen",
    Befugnis.MELDUNG_ERFASSEN: "Meldungen erfassen",
    Befugnis.MELDUNG_FREIGEBEN: "Meldungen freigeben",
    Befugnis.AUSNAHME_ZULASSEN: "Ausnahmen von Prüfregeln zulassen",
    Befugnis.KENNZAHLEN_VEROEFFENTLICHEN: "Kennzahlen veröffentlichen",
    Befugnis.EIGENE_ZAHLEN_FUEHREN: "interne Zahlen des eigenen Jobcenters führen",
    Befugnis.RINGZAHLEN_FUEHREN: "Zahlen für den Vergleichsring erfassen und freigeben",
    Befugnis.RINGSATZ_FESTLEGEN: "den Kennzahlensatz des Vergleichsrings festlegen",
    Befugnis.RUNDE_PLANEN: "Planungsrunden anlegen",
    Befugnis.WERT_ANBIETEN: "Planungswerte anbieten",
    Befugnis.WERT_BEANTWORTEN: "angebotene Planungswerte beantworten",
    Befugnis.VERHANDELN: "verhandeln",
    Befugnis.ZEICHNEN: "zeichnen",
    Befugnis.ANWEISEN: "Ziele anweisen",
    Befugnis.NACHWEIS_ERFASSEN: "Nachweise erfassen",
    Befugnis.ENTWURF_ERZEUGEN: "PDF-Entwürfe erzeugen",
    Befugnis.ZIELDIALOG_FUEHREN: "Zieldialoge führen",
    Befugnis.GREMIUM_EINRICHTEN: "Gremien einrichten",
    Befugnis.GREMIUM_FUEHREN: "die Geschäftsstelle eines Gremiums führen",
    Befugnis.NIEDERSCHRIFT_GENEHMIGEN: "Niederschriften von Gremien genehmigen",
    Befugnis.MITGLIEDER_ENTSENDEN: "Mitglieder in Gremien entsenden",
    Befugnis.IM_GREMIUM_MITWIRKEN: "in Gremien mitwirken",
    Befugnis.JAHRESBERICHT_ERSTELLEN: "Jahresberichte an die Kooperationsausschüsse erstellen",
    Befugnis.STREITFALL_FUEHREN: "Streitfälle feststellen und den Kooperationsausschuss anrufen",
    Befugnis.KONTEN_VERWALTEN: "Konten verwalten",
    Befugnis.PARAMETER_FESTSETZEN: "Parameter festsetzen",
    Befugnis.JOURNAL_LESEN: "Journal lesen",
}


class Rolle(StrEnum):
    """The roles a person can hold for a party (FACHKONZEPT 1)."""

    LEITUNG = "leitung"
    SACHBEARBEITUNG = "sachbearbeitung"
    CONTROLLING = "controlling"
    LESEND = "lesend"
    ADMINISTRATION = "administration"


@dataclass(frozen=True)
class Rollenprofil:
    """A role in words, and its permissions."""

    titel: str
    beschreibung: str
    befugnisse: frozenset[Befugnis]


_B = Befugnis

ROLLEN: dict[Rolle, Rollenprofil] = {
    Rolle.LEITUNG: Rollenprofil(
        "Leitung",
        "Leitet das Haus, zeichnet Zielvereinbarungen und gibt Zahlen frei.",
        frozenset(
            {
                _B.SEHEN,
                _B.MELDUNG_ERFASSEN,
                _B.MELDUNG_FREIGEBEN,
                _B.AUSNAHME_ZULASSEN,
                _B.KENNZAHLEN_VEROEFFENTLICHEN,
                _B.EIGENE_ZAHLEN_FUEHREN,
                _B.RINGZAHLEN_FUEHREN,
                _B.RINGSATZ_FESTLEGEN,
                _B.RUNDE_PLANEN,
                _B.WERT_ANBIETEN,
                _B.WERT_BEANTWORTEN,
                _B.VERHANDELN,
                _B.ZEICHNEN,
                _B.ANWEISEN,
                _B.NACHWEIS_ERFASSEN,
                _B.ENTWURF_ERZEUGEN,
                _B.ZIELDIALOG_FUEHREN,
                _B.GREMIUM_EINRICHTEN,
                _B.GREMIUM_FUEHREN,
                _B.NIEDERSCHRIFT_GENEHMIGEN,
                _B.MITGLIEDER_ENTSENDEN,
                _B.IM_GREMIUM_MITWIRKEN,
                _B.STREITFALL_FUEHREN,
                _B.JAHRESBERICHT_ERSTELLEN,
                _B.JOURNAL_LESEN,
            }
        ),
    ),
    Rolle.SACHBEARBEITUNG: Rollenprofil(
        "Sachbearbeitung",
        "Verhandelt Zielvereinbarungen und bearbeitet ihre Texte.",
        frozenset(
            {
                _B.SEHEN,
                _B.RUNDE_PLANEN,
                _B.WERT_ANBIETEN,
                _B.WERT_BEANTWORTEN,
                _B.VERHANDELN,
                _B.NACHWEIS_ERFASSEN,
                _B.ENTWURF_ERZEUGEN,
                _B.ZIELDIALOG_FUEHREN,
                _B.GREMIUM_EINRICHTEN,
                _B.GREMIUM_FUEHREN,
                _B.MITGLIEDER_ENTSENDEN,
                _B.IM_GREMIUM_MITWIRKEN,
                _B.STREITFALL_FUEHREN,
                _B.JAHRESBERICHT_ERSTELLEN,
            }
        ),
    ),
    Rolle.CONTROLLING: Rollenprofil(
        "Controlling",
        "Erfasst Zahlen, gibt sie frei, veröffentlicht Kennzahlen und verhandelt Planungswerte.",
        frozenset(
            {
                _B.SEHEN,
                _B.WERT_ANBIETEN,
                _B.WERT_BEANTWORTEN,
                _B.MELDUNG_ERFASSEN,
                _B.MELDUNG_FREIGEBEN,
                _B.AUSNAHME_ZULASSEN,
                _B.KENNZAHLEN_VEROEFFENTLICHEN,
                _B.EIGENE_ZAHLEN_FUEHREN,
                _B.RINGZAHLEN_FUEHREN,
                _B.ZIELDIALOG_FUEHREN,
                _B.IM_GREMIUM_MITWIRKEN,
            }
        ),
    ),
    Rolle.LESEND: Rollenprofil("Lesend", "Sieht, was die eigene Partei sieht.", frozenset({_B.SEHEN})),
    Rolle.ADMINISTRATION: Rollenprofil(
        "Administration",
        "Verwaltet Konten und Ämter, keine Inhalte.",
        frozenset({_B.KONTEN_VERWALTEN, _B.PARAMETER_FESTSETZEN, _B.JOURNAL_LESEN}),
    ),
}


def rollen_mit(befugnis: Befugnis) -> tuple[Rolle, ...]:
    """The roles that carry a permission, in the order of the table."""
    return tuple(rolle for rolle, profil in ROLLEN.items() if befugnis in profil.befugnisse)
