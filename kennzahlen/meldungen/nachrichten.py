"""Something has to be done about a Meldung: one e-mail per event, to the Controlling of the Jobcenter."""

from __future__ import annotations

from datetime import date

from django.core.cache import cache
from django.core.mail import EmailMessage
from django.urls import reverse

from kennzahlen.meldungen.plausibilitaet import Schwere
from kennzahlen.models import Meldung
from zielsystem import zahlen
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Amt, Parteistand

EIN_TAG = 24 * 60 * 60
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
    stand = Parteistand.objects.jobcenter().filter(partei=meldung.jobcenter_id).order_by("-ab").first()
    titel = f"{stand.name if stand else 'Jobcenter'}, {zahlen.monat(meldung.monat)}"
    EmailMessage(f"Handlungsbedarf: Meldung {titel}", _text(meldung, titel, anlass, grund), to=an).send()
    return True


def _text(meldung: Meldung, titel: str, anlass: str, grund: str) -> str:
    offene = meldung.befunde.filter(schwere=Schwere.WEICH, erklaerung="").order_by("groesse", "code")
    absaetze = [
        titel,
        ANLAESSE[anlass] + (f" Grund: {grund.strip()}" if grund.strip() else ""),
        *(f"- {text}" for text in offene.values_list("text", flat=True)),
        f"Im Zielsystem unter: {reverse('kennzahlen:meldung', args=[meldung.pk])}",
    ]
    return "\n\n".join(absaetze) + "\n"
