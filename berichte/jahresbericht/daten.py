"""What a yearly report of a Land rests on: published Kennzahlen, the state of reporting, evaluated agreements."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from agreements.models import Zielbewertung, Zielvereinbarung
from agreements.recht import WIRKSAME, Zustand
from agreements.ziele.zielerreichung import ERGEBNISTITEL, Ergebnis
from berichte.jahresbericht.wortlaut import Jahresdaten, Zielergebnis
from berichte.monatsbericht.berichtsarten import Berichtsart
from berichte.monatsbericht.festgehalten import tabelle_als_werte
from berichte.monatsbericht.inhalt import Leer, stelle_zusammen
from berichte.monatsbericht.stoff import lies_stoff
from kennzahlen.models import Meldung, Veroeffentlichung
from zielsystem.parties.models import Parteistand
from zielsystem.parties.recht import LAENDER, Parteiart


class OhneGrundlage(ValueError):
    """Nothing is published that the report could rest on; the text is German."""


def lies_jahresdaten(land: str, jahr: int) -> tuple[Jahresdaten, dict[str, Any], Veroeffentlichung]:
    """The data of a Land (two digits) and year with their tables as they are kept, and the release used.

    Figures of December, or of the newest month of a year that is not over. Raises :class:`OhneGrundlage`.
    """
    release = Veroeffentlichung.objects.order_by("-pk").first()
    if release is None:
        raise OhneGrundlage("Es ist noch nichts veröffentlicht, worüber berichtet werden könnte.")
    stoff = lies_stoff(release, min(date(jahr, 12, 1), release.bis_monat))
    einheit = stoff.einheiten.get(f"land:{land}")
    if einheit is None:
        raise OhneGrundlage(f"Für {LAENDER.get(land, land)} ist nichts veröffentlicht.")
    try:
        inhalt = stelle_zusammen(stoff, Berichtsart.KOOPERATIONSAUSSCHUSS, einheit)
    except Leer as grund:
        raise OhneGrundlage(str(grund)) from None
    des_landes, anzahl = _zielergebnisse(land, jahr, arten=(3,))
    der_jobcenter, weitere = _zielergebnisse(land, jahr, arten=(2, 4))
    daten = Jahresdaten(
        land=LAENDER[land],
        jahr=jahr,
        monat=stoff.monat,
        stand=release.stand,
        **_meldelage(land, jahr),
        kennzahlsaetze=inhalt.absaetze,
        streuung=tuple((abschnitt.code, abschnitt.lagesatz) for abschnitt in inhalt.abschnitte),
        vereinbarungen=(anzahl + weitere).total(),
        ausgewertet=(anzahl + weitere)[Zustand.AUSGEWERTET],
        ziele_des_landes=des_landes,
        jobcenter_ausgewertet=weitere[Zustand.AUSGEWERTET],
        ziele_der_jobcenter=der_jobcenter,
    )
    tabellen = {
        "uebersicht": tabelle_als_werte(inhalt.uebersicht),
        "ergaenzungen": [tabelle_als_werte(abschnitt.ergaenzungen) for abschnitt in inhalt.abschnitte],
        "hinweise": list(inhalt.hinweise),
    }
    return daten, tabellen, release


def _meldelage(land: str, jahr: int) -> dict[str, int]:
    """How many Jobcenter of each kind there are at the end of the year, and how complete their Meldungen are."""
    tag = date(jahr, 12, 31)
    staende = Parteistand.objects.jobcenter().am(tag).filter(ags__startswith=land)
    arten = Counter(staende.values_list("art", flat=True))
    meldungen = Meldung.objects.filter(monat__year=jahr, jobcenter__in=staende.values("partei"))
    gueltige = meldungen.filter(freigegeben_am__isnull=False, abgeloest_am=None)
    return {
        "gemeinsame_einrichtungen": arten[Parteiart.GE],
        "optionskommunen": arten[Parteiart.ZKT],
        "zu_melden": 12 * arten.total(),
        "gemeldet": gueltige.values("jobcenter", "monat").distinct().count(),
        "berichtigt": gueltige.filter(version__gt=1).count(),
    }


def _zielergebnisse(land: str, jahr: int, arten: tuple[int, ...]) -> tuple[tuple[Zielergebnis, ...], Counter[str]]:
    """The results per Ziel of the agreements of some kinds in the Land, for the year, and how many stand where."""
    im_land = Zielvereinbarung.objects.filter(
        nr__in=arten,
        schluessel__startswith=land,
        zustand__in=WIRKSAME,
        runde__ab__lte=date(jahr, 12, 31),
        runde__bis__gt=date(jahr, 1, 1),
    )
    zeilen = Zielbewertung.objects.im_ganzen().filter(
        auswertung__zielvereinbarung__in=im_land.filter(zustand=Zustand.AUSGEWERTET)
    )
    je: dict[str, Counter[str]] = {}
    for titel, ergebnis in zeilen.order_by("stelle", "titel").values_list("titel", "ergebnis"):
        je.setdefault(titel, Counter())[ERGEBNISTITEL[Ergebnis(ergebnis)]] += 1
    ziele = tuple(Zielergebnis(titel, dict(anzahl)) for titel, anzahl in je.items())
    return ziele, Counter(im_land.values_list("zustand", flat=True))
