"""The sections of a unit's page, one per Kennzahl: development, position, what moved it, comparison, explanation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from kennzahlen.auskunft import charts
from kennzahlen.auskunft.charts.streifen import bildhoehe
from kennzahlen.auskunft.darstellung import Jahresvergleich, definition, zeitreihe, zeitreihentabelle
from kennzahlen.auskunft.gruppen import Gruppenbild
from kennzahlen.auskunft.lagebild import Kennwerte, lagesatz, lagetabelle, streuungssatz
from kennzahlen.auskunft.reihen import Reihen, Wert, zeitraum
from kennzahlen.auskunft.verzeichnis import kurzname
from kennzahlen.auskunft.zerlegung import Bestandteile, lies_bestandteile, zerlege_veraenderung
from kennzahlen.cube import monat_plus
from kennzahlen.recht import HAUPTKENNZAHLEN, KENNZAHL_CODES, fassungen, vergleichbar
from kennzahlen.views.ausschnitt import Ausschnitt
from zielsystem import zahlen
from zielsystem.ui.rows import Tabelle


@dataclass(frozen=True, eq=False)
class Kennzahlseite:
    """Everything that the sections are made of, read once."""

    ausschnitt: Ausschnitt
    reihen: Reihen
    vergleich: Jahresvergleich
    gruppenbilder: list[Gruppenbild]
    bestandteile: Bestandteile

    @classmethod
    def lies(cls, ausschnitt: Ausschnitt) -> Kennzahlseite:
        """For a unit that has months. Its number of queries does not depend on how many."""
        jahr = zeitraum(monat_plus(ausschnitt.ende, -12), ausschnitt.ende)
        return cls(
            ausschnitt,
            ausschnitt.reihen(HAUPTKENNZAHLEN, ausschnitt.monate),
            Jahresvergleich(ausschnitt.reihen(KENNZAHL_CODES, jahr), ausschnitt.vergleiche),
            ausschnitt.gruppenbilder(HAUPTKENNZAHLEN),
            lies_bestandteile(ausschnitt.veroeffentlichung, ausschnitt.einheit, HAUPTKENNZAHLEN, (jahr[0], jahr[-1])),
        )

    def abschnitt(self, code: str) -> dict[str, Any]:
        """One Kennzahl; ``tabellen`` are those that can be downloaded."""
        verlauf, streuung, zerlegung = self._verlauf(code), self._streuung(code), self._zerlegung(code)
        vergleich, ergaenzungen = self.vergleich.vergleichstabelle(code), self.vergleich.ergaenzungstabelle(code)
        mit_tabelle = [teil for teil in (verlauf, streuung, zerlegung) if teil and "tabelle" in teil]
        tabellen: list[Tabelle] = [*(teil["tabelle"] for teil in mit_tabelle), vergleich, ergaenzungen]
        return {
            "code": code,
            "titel": fassungen(code)[-1].titel,
            "norm": fassungen(code)[-1].norm.text,
            "verlauf": verlauf,
            "streuung": streuung,
            "zerlegung": zerlegung,
            "vergleich": vergleich,
            "ergaenzungen": ergaenzungen,
            "herkunft": _herkunft(self.ausschnitt, code),
            "tabellen": tabellen,
        }

    def _bild(self, name: str, code: str, **mehr: str) -> dict[str, str]:
        """The addresses of a chart, wide and narrow."""
        fest = mehr | {"veroeffentlichung": str(self.ausschnitt.veroeffentlichung.pk)}
        bild = self.ausschnitt.adresse(name, code=code)
        return {
            "bild_url": f"{bild}?{urlencode(fest)}",
            "bild_url_schmal": f"{bild}?{urlencode(fest | {'format': 'schmal'})}",
        }

    def _verlauf(self, code: str) -> dict[str, Any]:
        band, monate = self.ausschnitt.bandgruppe(self.gruppenbilder), self.reihen.monate
        verlaeufe = zeitreihe(self.reihen, self.ausschnitt.vergleiche, code, band)
        return self._bild("diagramm", code, monate=self.ausschnitt.wahl) | {
            "titel": f"Entwicklung von {zahlen.monat(monate[0])} bis {zahlen.monat(monate[-1])}",
            "alt": charts.alternativtext(verlaeufe),
            "hinweis": _hinweise(verlaeufe, self.reihen.vorlaeufig_ab),
            "tabelle": zeitreihentabelle(self.reihen, self.ausschnitt.vergleiche, code, band),
        }

    def _streuung(self, code: str) -> dict[str, Any] | None:
        """Where the unit lies in its groups, or how the members of the group are spread."""
        if not self.gruppenbilder:
            return None
        wert, eigene = self.vergleich.paar(self.vergleich.vergleiche[0], code)[0], self.ausschnitt.vergleiche[0]
        ist_gruppe = self.ausschnitt.geschichte is None
        streuung = [streuungssatz(code, bild) for bild in self.gruppenbilder]
        saetze = streuung if ist_gruppe else [lagesatz(code, wert, bild) for bild in self.gruppenbilder]
        gruppen = " und ".join(kurzname(bild.gruppe) for bild in self.gruppenbilder)
        eigener_titel = "Insgesamt" if ist_gruppe else eigene.kurz
        return self._bild("streuung", code) | {
            "ueberschrift": "Streuung der Jobcenter" if ist_gruppe else "Lage in der Vergleichsgruppe",
            "saetze": saetze,
            "titel": f"Alle Jobcenter, {gruppen}, {zahlen.monat(wert.monat)}",
            "alt": f"Punktstreifen, jeder Punkt ein Jobcenter. {' '.join(streuung)}",
            "hoehe": bildhoehe([Kennwerte.aus(bild, code).anzahl for bild in self.gruppenbilder]),
            "hinweis": _LEGENDE,
            "tabelle": lagetabelle(code, wert, self.gruppenbilder, eigener_titel),
        }

    def _zerlegung(self, code: str) -> dict[str, Any]:
        jetzt, frueher = self.vergleich.paar(self.vergleich.vergleiche[0], code)
        veraenderung = zerlege_veraenderung(code, jetzt, frueher, self.bestandteile)
        if veraenderung is None:
            return {"satz": _warum_nicht(code, jetzt, frueher)}
        return {"satz": veraenderung.satz(), "tabelle": veraenderung.tabelle()}


_LEGENDE = "Grün hinterlegt: die mittlere Hälfte, darin als Linie der Median. Blau: der Wert dieser Einheit."


def _warum_nicht(code: str, jetzt: Wert, frueher: Wert) -> str:
    if jetzt.wert is None or frueher.wert is None:
        grund = "für einen der beiden Monate ist kein Wert veröffentlicht"
    elif not vergleichbar(code, jetzt.monat, frueher.monat):
        ab = definition(code, jetzt.monat).geltung.ab
        grund = f"seit {zahlen.tag(ab)} gilt eine neue Definition"
    else:
        grund = "einer der beiden Werte ist unvollständig"
    return f"Die Veränderung gegenüber dem Vorjahr lässt sich nicht zerlegen: {grund}."


def _herkunft(ausschnitt: Ausschnitt, code: str) -> str:
    adresse = reverse("kennzahlen:herkunft", kwargs={"schluessel": ausschnitt.einheit.schluessel, "code": code})
    stand = str(ausschnitt.veroeffentlichung.pk)
    return f"{adresse}?{urlencode({'monat': f'{ausschnitt.ende:%Y-%m}', 'stand': stand})}"


def _hinweise(verlaeufe: charts.Zeitreihe, vorlaeufig_ab: date | None) -> str:
    punkte = (punkt for linie in verlaeufe.linien for punkt in linie.punkte(verlaeufe.monate))
    hinweise = []
    if not verlaeufe.veraenderung:
        hinweise.append("Die senkrechte Achse beginnt nicht bei null.")
    if any(wert is not None and not vollstaendig for _, wert, vollstaendig in punkte):
        offene = "unvollständige oder vorläufige" if vorlaeufig_ab else "unvollständige"
        hinweise.append(f"Offene Kreise: {offene} Werte.")
    if vorlaeufig_ab:
        hinweise.append(f"Ab {zahlen.monat(vorlaeufig_ab)} vorläufig.")
    return " ".join(hinweise)
