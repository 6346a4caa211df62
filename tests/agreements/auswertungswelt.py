"""A world in which agreements for 2025 can be evaluated: final figures of 2025, and a Vergleichstyp of six."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from agreements.auswertung.akte import Feststellung, berechne_zielerreichung, bestaetige_auswertung, stelle_fest
from agreements.models import Zielbewertung, Zielvereinbarung
from agreements.recht import Zustand
from agreements.ziele import Dimension
from agreements.ziele.dimension import Richtung
from agreements.ziele.vorgabe import Jahreswert, Meilenstein, Qualitativ, Tendenz, Vorgabe, Zielwert
from agreements.zielkatalog.aendern import Zielangabe, setze_ziel
from kennzahlen.models import Meldung
from tests.agreements.lebenslaeufe import versetze
from tests.agreements.runden import JETZT, neue_runde
from tests.kennzahlen.veroeffentlicht import MONATE, gemeldete_welt, melde, publiziere
from tests.welt import BEGINN, HEUTE, Welt, partei
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Gruppenzugehoerigkeit, Vergleichsgruppe
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, betrieb

ZUWACHS = {"05111": 0, "05124": 1, "06411": 2, "05901": 3, "05902": 4, "05903": 5}
"""The members of the Vergleichstyp; so many Integrationen more in every month of 2025 than in 2024."""

ELB = 1000


def auswertungswelt() -> Welt:
    """The six Jobcenter have a thousand eLb in every month and fifty Integrationen in every month of 2024."""
    welt = gemeldete_welt()
    gruppe = Vergleichsgruppe.objects.create(art="vergleichstyp", schluessel="B1", titel="Vergleichbare")
    Gruppenzugehoerigkeit.objects.all().delete()
    for ags, zuwachs in ZUWACHS.items():
        schluessel = f"jobcenter-{ags}"
        if schluessel not in welt.parteien:
            land = welt.parteien["land-05"]
            kommune = partei(f"kommune-{ags}", Parteiart.KOMMUNE, f"Kreis {ags}", ags=ags, land=land)
            welt.parteien[schluessel] = partei(
                schluessel, Parteiart.GE, f"Jobcenter {ags}", ags=ags, land=land, traeger=kommune
            )
        Gruppenzugehoerigkeit.objects.create(partei=welt.parteien[schluessel], gruppe=gruppe, ab=BEGINN)
        _melde_neu(welt, ags, zuwachs)
    publiziere()
    return welt


def _melde_neu(welt: Welt, ags: str, zuwachs: int) -> None:
    Meldung.objects.filter(jobcenter=welt.parteien[f"jobcenter-{ags}"]).update(
        zustand="abgeloest", abgeloest_am=JETZT.replace(month=11, day=1)
    )
    for monat in MONATE:
        mehr = zuwachs if monat.year >= 2025 else 0
        melde(welt, ags, monat, version=2, ELB=ELB, INT=50 + mehr, LZB=500 - mehr, LLU=ELB * 40_000)


def runde_2025(jahre: int = 1) -> None:
    """A round for 2025, or for 2025 and the years after."""
    neue_runde(ab=date(2025, 1, 1), bis=date(2025 + jahre, 1, 1))


def vereinbarung_2025(schluessel: str = "05124") -> Zielvereinbarung:
    """The agreement of a Jobcenter, of a Land ("05") or of the BA ("")."""
    return Zielvereinbarung.objects.select_related("runde").get(runde__ab=date(2025, 1, 1), schluessel=schluessel)


def vereinbare(
    vereinbarung: Zielvereinbarung, code: str, kennzahl: str, dimension: Dimension, vorgabe: Vorgabe
) -> None:
    """Agree on a Ziel, as the operator."""
    angabe = Zielangabe(code, code.capitalize(), "", dimension, kennzahl, vorgabe)
    setze_ziel(vereinbarung=vereinbarung, angabe=angabe, durch=betrieb(HEUTE), am=JETZT)


def in_auswertung(vereinbarung: Zielvereinbarung) -> Zielvereinbarung:
    """Straight into the evaluation."""
    return versetze(vereinbarung, Zustand.IN_AUSWERTUNG)


# -- By real acts ----------------------------------------------------------------------------------------------

STEINE = Qualitativ((Meilenstein("Coaching", date(2025, 6, 30)), Meilenstein("Lotsen", date(2025, 12, 31))))


def vereinbare_drei(vereinbarung: Zielvereinbarung) -> None:
    """K2 with a Zielwert that is just missed, K3 with a direction, Teilhabe with two milestones."""
    zielwert = Zielwert((Jahreswert(2025, Decimal("0.613"), Decimal("0.61")),))
    vereinbare(vereinbarung, "integration", "K2", Dimension.ZIELWERT, zielwert)
    vereinbare(vereinbarung, "langzeitbezug", "K3", Dimension.TENDENZ, Tendenz(Richtung.SENKEN))
    vereinbare(vereinbarung, "soziale_teilhabe", "", Dimension.QUALITATIV, STEINE)


def land(welt: Welt, rolle: Rolle = Rolle.SACHBEARBEITUNG) -> Zugang:
    return welt.zugang("land-05", rolle)


def optionskommune(welt: Welt) -> Zugang:
    return welt.zugang("jobcenter-05124", Rolle.SACHBEARBEITUNG)


def berechne(welt: Welt, vereinbarung: Zielvereinbarung) -> dict[str, Zielbewertung]:
    auswertung = berechne_zielerreichung(vereinbarung=vereinbarung, durch=land(welt), am=JETZT)
    return {zeile.ziel: zeile for zeile in auswertung.bewertungen.im_ganzen()}


GRUND = Feststellung(gruende=("personal",), erlaeuterung="Zwei Stellen waren lange unbesetzt.")
ERREICHT = Feststellung(meilensteine=(True, True))


def erklaere(welt: Welt, vereinbarung: Zielvereinbarung) -> int:
    """Compute, name the Gründe, decide the milestones; returns the Fassung that can be confirmed."""
    berechne(welt, vereinbarung)
    for fassung, (ziel, feststellung) in enumerate([("integration", GRUND), ("soziale_teilhabe", ERREICHT)], start=1):
        stelle_fest(
            vereinbarung=vereinbarung, ziel=ziel, feststellung=feststellung, gesehen=fassung, durch=land(welt), am=JETZT
        )
    return 3


def bestaetige(welt: Welt, vereinbarung: Zielvereinbarung, fassung: int = 3) -> None:
    for zugang in (land(welt), optionskommune(welt)):
        bestaetige_auswertung(vereinbarung=vereinbarung, fassung=fassung, durch=zugang, am=JETZT)
