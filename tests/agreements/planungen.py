"""A planned round in the small world of tests: a Planungsbrief with its values, and moves about them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from agreements.models import Planungsbrief, Planungsrunde, Planungswert
from agreements.planung.brief import Brieftext, Setzung, lege_brief_an, schreibe_brief, veroeffentliche_brief
from agreements.planung.recht import OhneBasis
from agreements.planung.verhandlung import AKTE, Angabe
from tests.agreements.runden import JETZT
from tests.welt import HEUTE
from zielsystem.parties.zugriff import Zugang, betrieb

ERWARTET = {"K2": Decimal("0.62"), "K3": Decimal("-0.02")}
BETRIEB = betrieb(HEUTE)


def text_fuer(brief: Planungsbrief, **anders: Any) -> Brieftext:
    """What a draft says when everything is set."""
    werte = {(e.kennzahl, e.jahr): Setzung(ERWARTET[e.kennzahl], Decimal("0.2")) for e in brief.erwartungen.all()}
    return Brieftext(
        anders.get("texte", {}), werte | anders.get("werte", {}), anders.get("ohne_basis", OhneBasis.GRUPPE)
    )


def neuer_brief(runde: Planungsrunde, durch: Zugang = BETRIEB, **anders: Any) -> Planungsbrief:
    """A draft with everything set."""
    brief = lege_brief_an(runde=runde, durch=durch, am=JETZT)
    return schreibe_brief(brief=brief, text=text_fuer(brief, **anders), fassung=brief.fassung, durch=durch, am=JETZT)


def geplante_runde(runde: Planungsrunde) -> Planungsrunde:
    """The round with a published Planungsbrief."""
    veroeffentliche_brief(brief=neuer_brief(runde), durch=BETRIEB, am=JETZT)
    return runde


def wert_von(schluessel: str, kennzahl: str = "K2", jahr: int = 2027) -> Planungswert:
    """The value of a Jobcenter."""
    return Planungswert.objects.select_related("runde").get(schluessel=schluessel, kennzahl=kennzahl, jahr=jahr)


def ziehe(wert: Planungswert, akt: str, zahl: int = 0, *, durch: Zugang = BETRIEB, **angaben: Any) -> Planungswert:
    """A move about a value, with reasons unless others are given, on what there is now."""
    angabe = {"gesehen": wert.zuege, "wert": zahl, "begruendung": "Lage vor Ort", "quelle": "Statistik"} | angaben
    return AKTE[akt](planungswert=wert, angabe=Angabe(**angabe), durch=durch, am=JETZT)
