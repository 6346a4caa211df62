"""What the tests of own figures build on: a Jobcenter with figures, a ring with members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from kennzahlen.cube import monatsreihe
from kennzahlen.eigene.controlling.definitionen import lege_an
from kennzahlen.eigene.controlling.werte import Eingabe
from kennzahlen.eigene.controlling.werte import trage_ein as trage_eigene_ein
from kennzahlen.eigene.festlegung import Festlegung
from kennzahlen.eigene.masse import Mass
from kennzahlen.eigene.recht import Eigenart
from kennzahlen.eigene.vergleichsring.meldung import beginne, gib_frei, trage_ein
from kennzahlen.eigene.zeitraum import Zeitraum
from kennzahlen.meldungen.recht import Meldungszustand
from kennzahlen.models import EigeneZahl, Meldung, Ringmeldung
from kennzahlen.recht import GRUNDGROESSEN, SPALTE
from tests.welt import Welt, partei, person
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Gruppenzugehoerigkeit, Partei, Vergleichsgruppe
from zielsystem.parties.recht import Gruppenart, Parteiart
from zielsystem.parties.zugriff import Zugang

JETZT = datetime(2026, 11, 21, 9, tzinfo=UTC)
SEIT = date(2024, 1, 1)
WUPPERTAL = "jobcenter-05124"
ORTE = {"05124": "Wuppertal", "05113": "Essen", "05554": "Borken", "05974": "Soest", "05566": "Steinfurt"}
"""The members of ring 1; that of Wuppertal is there already."""


def controlling(welt: Welt, schluessel: str = WUPPERTAL) -> Zugang:
    return welt.zugang(schluessel, Rolle.CONTROLLING)


def grundgroesse(welt: Welt, code: str = "E_GESPRAECHE", mass: Mass = Mass.ANZAHL, **rest: object) -> EigeneZahl:
    festlegung = Festlegung(**{"titel": "Gespräche", "mass": mass, "ab": SEIT} | rest)  # type: ignore[arg-type]
    return _lege_an(welt, code, Eigenart.GRUNDGROESSE, festlegung)


def kennzahl(welt: Welt, code: str, formel: str, mass: Mass = Mass.ZAHL, **rest: object) -> EigeneZahl:
    festlegung = Festlegung(**{"titel": f"Kennzahl {code}", "mass": mass, "ab": SEIT, "formel": formel} | rest)  # type: ignore[arg-type]
    return _lege_an(welt, code, Eigenart.KENNZAHL, festlegung)


def _lege_an(welt: Welt, code: str, art: Eigenart, festlegung: Festlegung) -> EigeneZahl:
    jobcenter = welt.parteien[WUPPERTAL]
    return lege_an(jobcenter=jobcenter, code=code, art=art, festlegung=festlegung, durch=controlling(welt), am=JETZT)


def werte(welt: Welt, code: str, reihe: Mapping[date, object]) -> int:
    """Enter values where there are none yet."""
    eingaben = [Eingabe(code, monat, None, Decimal(str(wert))) for monat, wert in reihe.items()]
    return trage_eigene_ein(jobcenter=welt.parteien[WUPPERTAL], eingaben=eingaben, durch=controlling(welt), am=JETZT)


def melde(jobcenter: Partei, ab: date, zahlen: Sequence[Mapping[str, int]]) -> None:
    """Released Meldungen of consecutive months; what is not named is not reported."""
    for monat, angaben in zip(monatsreihe(ab, len(zahlen)), zahlen, strict=True):
        alle: list[int | None] = [None] * len(GRUNDGROESSEN)
        for code, wert in angaben.items():
            alle[SPALTE[code]] = wert
        Meldung.objects.create(
            jobcenter=jobcenter,
            monat=monat,
            version=1,
            zustand=Meldungszustand.FREIGEGEBEN,
            werte=alle,
            quelle="Probe",
            erfasst_am=JETZT,
            freigegeben_am=JETZT,
        )


# -- The ring --------------------------------------------------------------------------------------------------


def ring_mit_mitgliedern(welt: Welt) -> Vergleichsgruppe:
    """Ring 1: Wuppertal and four others since 2012."""
    ring = Vergleichsgruppe.objects.create(art=Gruppenart.RING, schluessel="1", titel="Vergleichsring 1")
    for ags, name in ORTE.items():
        schluessel = f"jobcenter-{ags}"
        if schluessel not in welt.parteien:
            land = welt.parteien["land-05"]
            kommune = partei(f"kommune-{ags}", Parteiart.KOMMUNE, f"Kreis {name}", ags=ags, land=land)
            welt.parteien[schluessel] = partei(
                schluessel, Parteiart.ZKT, f"Jobcenter {name}", ags=ags, land=land, traeger=kommune
            )
            if "personen" in vars(welt):
                welt.personen.update({f"{schluessel}.{r}": person(welt.parteien[schluessel], r) for r in Rolle})
        Gruppenzugehoerigkeit.objects.create(partei=welt.parteien[schluessel], gruppe=ring, ab=date(2012, 1, 1))
    return ring


def liefere(
    welt: Welt, ring: Vergleichsgruppe, ags: str, kennung: str, zahlen: Mapping[str, object], frei: bool = True
) -> Ringmeldung:
    """A member enters some Basiszahlen for a period and releases them."""
    durch, jobcenter = controlling(welt, f"jobcenter-{ags}"), welt.parteien[f"jobcenter-{ags}"]
    meldung = beginne(ring=ring, jobcenter=jobcenter, zeitraum=Zeitraum.aus(kennung), durch=durch, am=JETZT)
    neu = {code: Decimal(str(wert)) for code, wert in zahlen.items()}
    meldung = trage_ein(meldung=meldung, werte=neu, fassung=meldung.fassung, durch=durch, am=JETZT)
    return gib_frei(meldung=meldung, durch=durch, am=JETZT, grund="Probe") if frei else meldung
