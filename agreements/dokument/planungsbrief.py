"""The Planungsbrief on paper: text, what the Bund expects, what that comes to by Vergleichstyp, and the rule.

A published version is set once (:func:`fertige_brief`) and kept; everyone who may read the version gets the same
file. So it names no Jobcenter, and no type so small that a value could be told from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Sum
from django.template.loader import render_to_string
from django.utils import timezone

from agreements.dokument.entwurf import fusszeile
from agreements.dokument.satz import Satzform, setze
from agreements.dokument.schrift import fest
from agreements.grundraster.klartext import absaetze_von
from agreements.models import Briefdokument, Bundeserwartung, Jobcentererwartung, Planungsbrief
from agreements.planung.recht import BRIEFABSCHNITTE, GROESSE, Briefzustand, parameter
from agreements.planung.regelwortlaut import regel_in_worten
from kennzahlen.auskunft.darstellung import wert_text
from zielsystem import zahlen
from zielsystem.satz import Gesetzt

UEBRIGE = "Übrige"


@dataclass(frozen=True)
class Gruppenwert:
    """What is expected of a Vergleichstyp for a Kennzahl and year: how many Jobcenter, persons over their quantity."""

    jobcenter: int
    personen: int
    menge: int


NIEMAND = Gruppenwert(0, 0, 0)

Gruppenwerte = Mapping[tuple[int, str], Gruppenwert]
"""By key of the Bundeserwartung and name of the Vergleichstyp."""


# -- Acts ------------------------------------------------------------------------------------------------------


@transaction.atomic
def fertige_brief(brief_id: int, *, am: datetime) -> Briefdokument:
    """The PDF of a published version, made if it is not there yet; twice at once makes one.

    Raises ``ValueError`` for a draft: what can still change is not kept.
    """
    gesperrte = Planungsbrief.objects.select_for_update(of=("self",)).select_related("runde", "zahlenstand")
    brief = gesperrte.get(pk=brief_id)
    if brief.zustand == Briefzustand.ENTWURF:
        raise ValueError(f"{brief} ist noch nicht veröffentlicht.")
    vorhanden = Briefdokument.objects.filter(brief=brief).first()
    if vorhanden:
        return vorhanden
    gesetzt = setze_brief(brief)
    pdf = gesetzt.pdf
    pruefsumme = hashlib.sha256(pdf).hexdigest()
    dokument = Briefdokument(brief=brief, sha256=pruefsumme, groesse=len(pdf), seiten=gesetzt.seiten, erzeugt_am=am)
    dokument.datei.save(dateiname(brief), ContentFile(pdf), save=False)
    dokument.save(force_insert=True)
    return dokument


def dateiname(brief: Planungsbrief) -> str:
    """What the file is called where it is saved."""
    return f"Planungsbrief-{brief.runde.zeitraum.replace('/', '-')}-Version-{brief.version}.pdf"


def setze_brief(brief: Planungsbrief) -> Gesetzt:
    """The PDF of a version as it is: a draft with its watermark, a published one as PDF/A."""
    form = Satzform.ENTWURF if brief.zustand == Briefzustand.ENTWURF else Satzform.ENDFASSUNG
    return setze(render_to_string("agreements/dokument/planungsbrief.html", kontext(brief)), form)


# -- What is on it ---------------------------------------------------------------------------------------------


def kontext(brief: Planungsbrief) -> dict[str, Any]:
    """The context of ``agreements/dokument/planungsbrief.html``: three queries, whatever the number of Jobcenter."""
    am = brief.veroeffentlicht_am
    erwartungen = list(brief.erwartungen.order_by("kennzahl", "jahr"))
    stand = f"veröffentlicht am {zahlen.tag(timezone.localtime(am))}" if am else "noch nicht veröffentlicht"
    return {
        "brief": brief,
        "vermerk": "" if am else "Entwurf",
        "stand": stand,
        "fuss": fusszeile(f"Planungsbrief {brief.runde.zeitraum}, Version {brief.version}, {stand}"),
        "grundlage": _grundlage(brief),
        "abschnitte": [(a.titel, _absaetze(brief.texte.get(a.code, ""))) for a in BRIEFABSCHNITTE],
        "erwartungen": [_bundeszeile(erwartung) for erwartung in erwartungen],
        "reihen": [f"{erwartung.kennzahl} {erwartung.jahr}" for erwartung in erwartungen],
        "gruppen": _gruppenzeilen(brief, erwartungen),
        "mindestens": _mindestens(brief),
        "regel": [fest(satz) for satz in regel_in_worten(brief, erwartungen)] if brief.basismonat else [],
    }


def _absaetze(text: str) -> list[Any]:
    return list(absaetze_von(fest(text)))


def _grundlage(brief: Planungsbrief) -> str:
    if not brief.zahlenstand or not brief.basismonat:
        return ""
    stand, monat = zahlen.tag(brief.zahlenstand.stand), zahlen.monat(brief.basismonat)
    return f"Zahlengrundlage: Veröffentlichung vom {stand}, letzter endgültiger Monat {monat}."


def _bundeszeile(erwartung: Bundeserwartung) -> dict[str, str]:
    groesse = GROESSE[erwartung.kennzahl]
    return {
        "titel": f"{erwartung.kennzahl} {erwartung.jahr}",
        "wert": wert_text(erwartung.kennzahl, None if erwartung.wert is None else float(erwartung.wert)),
        "personen": zahlen.ganzzahl(erwartung.personen),
        "was": groesse.personen,
        "anteil": zahlen.prozent(erwartung.aufholanteil, 0),
    }


def _mindestens(brief: Planungsbrief) -> int:
    return int(parameter("GRUPPE_MINDESTENS", brief.runde.ab))


def _gruppenzeilen(brief: Planungsbrief, erwartungen: Sequence[Bundeserwartung]) -> list[dict[str, Any]]:
    """A row per Vergleichstyp in alphabetical order; types too small to be shown are one row at the end."""
    werte = _gruppenwerte(brief)
    namen = sorted({name for _, name in werte})
    anzahl = {name: [werte.get((e.pk, name), NIEMAND).jobcenter for e in erwartungen] for name in namen}
    zusammen = zusammengelegt(anzahl, _mindestens(brief))
    zeilen = [(name, [name]) for name in namen if name not in zusammen]
    zeilen += [(UEBRIGE, sorted(zusammen))] if zusammen else []
    return [
        {
            "titel": titel,
            "jobcenter": sum(max(anzahl[name]) for name in teile),
            "werte": [_summe(e, [werte.get((e.pk, name), NIEMAND) for name in teile]) for e in erwartungen],
        }
        for titel, teile in zeilen
    ]


def _gruppenwerte(brief: Planungsbrief) -> Gruppenwerte:
    anteile = Jobcentererwartung.objects.filter(erwartung__brief=brief).exclude(wert=None)
    je_gruppe = anteile.values("erwartung_id", "gruppe").annotate(
        jobcenter=Count("pk"), personen=Sum("wert"), bezug=Sum("menge")
    )
    return {
        (z["erwartung_id"], z["gruppe"] or UEBRIGE): Gruppenwert(z["jobcenter"], z["personen"], z["bezug"])
        for z in je_gruppe
    }


def zusammengelegt(anzahl: Mapping[str, Sequence[int]], mindestens: int) -> frozenset[str]:
    """Which groups are shown as one; ``anzahl`` has their members per Erwartungswert.

    Those with fewer members than ``mindestens``, and the next smallest while these together are still fewer: the sum
    for the Bund less what is shown would give a single value away.
    """
    zusammen: list[str] = []
    for name in sorted(anzahl, key=lambda name: (name != UEBRIGE, sum(anzahl[name]), name)):
        summen = map(sum, zip(*(anzahl[einer] for einer in zusammen), strict=True))
        if name == UEBRIGE or any(0 < n < mindestens for n in (*anzahl[name], *summen)):
            zusammen.append(name)
    return frozenset(zusammen)


def _summe(erwartung: Bundeserwartung, teile: Sequence[Gruppenwert]) -> tuple[str, str]:
    """The value of the Kennzahl, and the persons it stands for."""
    personen = sum(teil.personen for teil in teile)
    wert = GROESSE[erwartung.kennzahl].wert(personen, sum(teil.menge for teil in teile))
    if wert is None:
        return zahlen.FEHLT, zahlen.FEHLT
    return wert_text(erwartung.kennzahl, float(wert)), zahlen.ganzzahl(personen)
