"""Something has to be done about a Meldung: one e-mail per event, to the Controlling of the Jobcenter.

An import of many months is one event for each Jobcenter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.urls import reverse

from kennzahlen.meldungen.plausibilitaet import Schwere
from kennzahlen.models import Befund, Meldung
from zielsystem import zahlen
from zielsystem.adresse import absolut
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Amt, Parteistand

EIN_TAG = 24 * 60 * 60
HOECHSTENS_GENANNT = 20
"""So many findings of an import stand in the message; the pages have all of them."""
ANLAESSE = {
    "zurueckgegeben": "Die Meldung wurde zurückgegeben und ist zu überarbeiten.",
    "unerklaert": "Die Meldung enthält auffällige Werte, die noch zu erklären sind.",
}


def empfaenger(jobcenter: int, am: date) -> list[str]:
    """The addresses of those who hold the Controlling of a Jobcenter on a day."""
    aemter = Amt.objects.am(am).filter(partei=jobcenter, rolle=Rolle.CONTROLLING)
    return list(
        aemter.exclude(nutzer__email="").values_list("nutzer__email", flat=True).distinct().order_by("nutzer__email")
    )


def sende_handlungsbedarf(*, meldung: Meldung, anlass: str, grund: str, schluessel: str, am: date) -> bool:
    """Send the message for one event once: again with the same ``schluessel`` it does nothing. Whether it went out."""
    an = empfaenger(meldung.jobcenter_id, am)
    if not an or not cache.add(f"kennzahlen.nachricht.{schluessel}", True, EIN_TAG):
        return False
    titel = f"{_name(meldung.jobcenter_id)}, {zahlen.monat(meldung.monat)}"
    EmailMessage(f"Handlungsbedarf: Meldung {titel}", _text(meldung, titel, anlass, grund), to=an).send()
    return True


def sende_auffaelliges(*, meldungen: Sequence[int], schluessel: str, am: date) -> int:
    """Tell each Jobcenter once what striking figures an import left unexplained in its Meldungen (ids).

    Again with the same ``schluessel`` it does nothing. Returns how many messages went out.
    """
    offene: dict[int, list[Befund]] = {}
    for befund in _offene_befunde(meldungen):
        offene.setdefault(befund.meldung.jobcenter_id, []).append(befund)
    gesendet = 0
    for jobcenter, befunde in offene.items():
        an = empfaenger(jobcenter, am)
        if an and cache.add(f"kennzahlen.nachricht.{schluessel}.{jobcenter}", True, EIN_TAG):
            _brief_zum_import(jobcenter, befunde, an).send()
            gesendet += 1
    return gesendet


def _offene_befunde(meldungen: Sequence[int]) -> QuerySet[Befund]:
    offene = Befund.objects.filter(meldung__in=meldungen, schwere=Schwere.WEICH, erklaerung="")
    return offene.select_related("meldung").order_by("meldung__jobcenter", "meldung__monat", "groesse", "code")


def _brief_zum_import(jobcenter: int, befunde: Sequence[Befund], an: list[str]) -> EmailMessage:
    genannte = [f"- {zahlen.monat(befund.meldung.monat)}: {befund.text}" for befund in befunde[:HOECHSTENS_GENANNT]]
    weitere = len(befunde) - len(genannte)
    absaetze = [
        _name(jobcenter),
        "Eine übernommene Datei enthält auffällige Werte, die noch zu erklären sind.",
        *genannte,
        *([f"und {zahlen.ganzzahl(weitere)} weitere"] if weitere else []),
        *_orte(befunde),
    ]
    betreff = f"Handlungsbedarf: auffällige Werte, {_name(jobcenter)}"
    return EmailMessage(betreff, "\n\n".join(absaetze) + "\n", to=an)


def _orte(befunde: Sequence[Befund]) -> list[str]:
    """Where they can be explained: the Meldung, or with several the list of them."""
    meldungen = list(dict.fromkeys(befund.meldung_id for befund in befunde))
    eine = reverse("kennzahlen:meldung", args=meldungen[:1])
    return [f"Im Zielsystem unter: {absolut(eine if len(meldungen) == 1 else reverse('kennzahlen:meldungen'))}"]


def _name(jobcenter: int) -> str:
    stand = Parteistand.objects.jobcenter().filter(partei=jobcenter).order_by("-ab").first()
    return stand.name if stand else "Jobcenter"


def _text(meldung: Meldung, titel: str, anlass: str, grund: str) -> str:
    offene = meldung.befunde.filter(schwere=Schwere.WEICH, erklaerung="").order_by("groesse", "code")
    absaetze = [
        titel,
        ANLAESSE[anlass] + (f" Grund: {grund.strip()}" if grund.strip() else ""),
        *(f"- {text}" for text in offene.values_list("text", flat=True)),
        f"Im Zielsystem unter: {absolut(reverse('kennzahlen:meldung', args=[meldung.pk]))}",
    ]
    return "\n\n".join(absaetze) + "\n"
