"""The published figures that an agreement starts from: the three Kennzahlen of its unit and of those beside it.

Published values only, from one release; nothing of a Jobcenter's internal controlling comes in here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from agreements.models import Zielvereinbarung
from kennzahlen.auskunft.charts import Linie, Rolle, Zeitreihe
from kennzahlen.auskunft.reihen import Reihen, Wert, brueche, lies, zeitraum
from kennzahlen.cube import monat_plus
from kennzahlen.models import Einheit, Veroeffentlichung
from kennzahlen.recht import HAUPTKENNZAHLEN, kennzahl_am
from zielsystem import zahlen
from zielsystem.parties.models import Gruppenzugehoerigkeit, gilt_am
from zielsystem.parties.recht import Gruppenart

MONATE_IM_BILD = 36


@dataclass(frozen=True)
class Kennzahlwert:
    """The newest value of a unit, in words: "–" where there is none, with the reason in ``hinweis``.

    ``marke`` is the number of the footnote with that text, 0 where there is nothing to say.
    """

    einheit: str
    text: str
    hinweis: str
    marke: int = 0


@dataclass(frozen=True)
class Kennzahllage:
    """One Kennzahl: its newest values, and its course as a chart would show it."""

    code: str
    titel: str
    norm: str
    werte: tuple[Kennzahlwert, ...]
    verlauf: Zeitreihe


@dataclass(frozen=True)
class Zahlenlage:
    """What a release says about the units of an agreement; the agreement's own unit comes first."""

    veroeffentlichung: Veroeffentlichung
    monat: date
    einheiten: tuple[str, ...]
    kennzahlen: tuple[Kennzahllage, ...]

    @property
    def fussnoten(self) -> tuple[str, ...]:
        """What is to be said about the values, each text once, in the order of their marks."""
        return _fussnoten(self.kennzahlen)


def zahlenlage(
    vereinbarung: Zielvereinbarung,
    codes: Sequence[str] = HAUPTKENNZAHLEN,
    veroeffentlichung: Veroeffentlichung | None = None,
) -> Zahlenlage | None:
    """The figures of a release, the newest unless one is given, for some measures (none: the three Kennzahlen).

    None where nothing is published that concerns the agreement.
    """
    veroeffentlichung = veroeffentlichung or Veroeffentlichung.objects.order_by("-pk").first()
    codes = codes or HAUPTKENNZAHLEN
    if veroeffentlichung is None:
        return None
    rollen = _einheiten(vereinbarung, veroeffentlichung.bis_monat)
    if not rollen:
        return None
    monate = zeitraum(monat_plus(veroeffentlichung.bis_monat, 1 - MONATE_IM_BILD), veroeffentlichung.bis_monat)
    reihen = lies(veroeffentlichung, [einheit for einheit, _ in rollen], codes, monate)
    return Zahlenlage(
        veroeffentlichung,
        veroeffentlichung.bis_monat,
        tuple(einheit.titel for einheit, _ in rollen),
        _mit_marken([_kennzahllage(code, reihen, rollen) for code in codes]),
    )


def _fussnoten(kennzahlen: Sequence[Kennzahllage]) -> tuple[str, ...]:
    texte = (wert.hinweis for kennzahl in kennzahlen for wert in kennzahl.werte if wert.hinweis)
    return tuple(dict.fromkeys(texte))


def _mit_marken(kennzahlen: Sequence[Kennzahllage]) -> tuple[Kennzahllage, ...]:
    marke = {"": 0} | {text: nummer for nummer, text in enumerate(_fussnoten(kennzahlen), start=1)}
    return tuple(
        replace(kennzahl, werte=tuple(replace(wert, marke=marke[wert.hinweis]) for wert in kennzahl.werte))
        for kennzahl in kennzahlen
    )


def _einheiten(vereinbarung: Zielvereinbarung, monat: date) -> list[tuple[Einheit, Rolle]]:
    """The units an agreement is about, its own first: two queries."""
    rolle_von: dict[str, Rolle] = {"bund": "bund"}
    if vereinbarung.nr == 1:
        rolle_von["typ:gE"] = "eigene"
    elif vereinbarung.jobcenter_id is None:
        rolle_von[f"land:{vereinbarung.schluessel}"] = "eigene"
    else:
        rolle_von[f"land:{vereinbarung.schluessel[:2]}"] = "land"
        rolle_von |= _vergleichstyp(vereinbarung.jobcenter_id, monat)
    gesucht = Q(schluessel__in=rolle_von) | Q(partei=vereinbarung.jobcenter_id, partei__isnull=False)
    gefunden = [(e, rolle_von.get(e.schluessel, "eigene")) for e in Einheit.objects.filter(gesucht)]
    reihenfolge: Sequence[Rolle] = ("eigene", "vergleichstyp", "land", "bund")
    return sorted(gefunden, key=lambda paar: reihenfolge.index(paar[1]))


def _vergleichstyp(jobcenter: int, monat: date) -> dict[str, Rolle]:
    zugehoerigkeit = (
        Gruppenzugehoerigkeit.objects.filter(gilt_am(monat), partei=jobcenter, gruppe__art=Gruppenart.VERGLEICHSTYP)
        .values_list("gruppe__schluessel", flat=True)
        .first()
    )
    return {f"vergleichstyp:{zugehoerigkeit}": "vergleichstyp"} if zugehoerigkeit else {}


def _kennzahllage(code: str, reihen: Reihen, rollen: Sequence[tuple[Einheit, Rolle]]) -> Kennzahllage:
    kennzahl = kennzahl_am(code, reihen.monate[-1])
    verlauf = [(einheit, rolle, reihen.werte(einheit, code)) for einheit, rolle in rollen]
    return Kennzahllage(
        code,
        kennzahl.titel,
        str(kennzahl.norm),
        tuple(_wert(einheit, werte[-1], kennzahl.veraenderung) for einheit, _, werte in verlauf),
        Zeitreihe(
            f"{code} {kennzahl.titel}",
            reihen.monate,
            [_linie(einheit, rolle, werte) for einheit, rolle, werte in verlauf],
            brueche(code),
            kennzahl.veraenderung,
        ),
    )


def _wert(einheit: Einheit, wert: Wert, veraenderung: bool) -> Kennzahlwert:
    text = zahlen.veraenderung(wert.wert) if veraenderung else zahlen.prozent(wert.wert)
    unvollstaendig = f"unvollständig: {wert.monate_vorhanden} von {wert.fenster} Monaten"
    vorlaeufig = "vorläufig: die Wartezeit war bei der Veröffentlichung noch nicht abgelaufen"
    hinweis = wert.grund_text or (unvollstaendig if not wert.vollstaendig else vorlaeufig if wert.vorlaeufig else "")
    return Kennzahlwert(einheit.titel, text, hinweis)


def _linie(einheit: Einheit, rolle: Rolle, werte: Sequence[Wert]) -> Linie:
    return Linie(einheit.titel, rolle, [w.wert for w in werte], [w.vollstaendig for w in werte])
