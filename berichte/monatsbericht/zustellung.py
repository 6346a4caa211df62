"""What leaves by e-mail: new reports to their subscribers, and that one failed to whom it belongs. Each once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from berichte.models import Abonnement, Bericht, Berichtsauftrag, Zielblatt, Zustellung
from berichte.monatsbericht.abonnement import token_von
from berichte.monatsbericht.berichtsarten import BERICHTSARTEN, Berichtsart
from zielsystem import zahlen
from zielsystem.adresse import absolut
from zielsystem.befugnisse import Befugnis, Rolle, rollen_mit
from zielsystem.parties.models import Amt
from zielsystem.parties.zugriff import Zugang, zugaenge

_log = logging.getLogger(__name__)


def versende(lauf_id: int, *, am: datetime) -> int:
    """Send the finished reports of a run to those who have subscribed them; returns how many e-mails went out.

    What a mail server refuses is tried again with the next call.
    """
    return sum(_versuche(bericht, abonnement, am) for bericht, abonnement in list(_ausstehende(lauf_id)))


def _ausstehende(lauf_id: int) -> Iterator[tuple[int, int]]:
    """Report and subscription, by id: finished, subscribed before it was made, not sent yet."""
    berichte = {
        (art, einheit): (pk, erzeugt)
        for pk, art, einheit, erzeugt in Bericht.objects.filter(auftrag__lauf=lauf_id).values_list(
            "pk", "art", "einheit_id", "erzeugt_am"
        )
    }
    gesendet = set(Zustellung.objects.filter(bericht__auftrag__lauf=lauf_id).values_list("bericht_id", "abonnement_id"))
    laufende = Abonnement.objects.laufende().filter(nutzer__is_active=True).exclude(nutzer__email="").order_by("pk")
    for pk, art, einheit, seit in laufende.values_list("pk", "art", "einheit_id", "abonniert_am"):
        bericht, erzeugt = berichte.get((art, einheit), (None, None))
        if bericht and erzeugt and seit <= erzeugt and (bericht, pk) not in gesendet:
            yield bericht, pk


def _versuche(bericht_id: int, abonnement_id: int, am: datetime) -> bool:
    try:
        return _sende(bericht_id, abonnement_id, am)
    except OSError:  # what mail servers raise, smtplib's own errors included
        _log.exception("Der Bericht %s ging nicht an Abonnement %s.", bericht_id, abonnement_id)
        return False


@transaction.atomic
def _sende(bericht_id: int, abonnement_id: int, am: datetime) -> bool:
    laufende = Abonnement.objects.laufende().select_for_update(skip_locked=True, of=("self",))
    abonnement = laufende.select_related("nutzer").filter(pk=abonnement_id).first()
    zugang = _zugang(abonnement, timezone.localdate(am)) if abonnement else None
    if abonnement is None or zugang is None:
        return False
    bericht = Bericht.objects.select_related("stueck").get(pk=bericht_id)
    _, neu = Zustellung.objects.get_or_create(bericht=bericht, abonnement=abonnement, defaults={"gesendet_am": am})
    if neu:
        _brief(bericht, abonnement, zugang).send()
    return neu


def _zugang(abonnement: Abonnement, am: date) -> Zugang | None:
    """How the subscriber acts for the party today; None who no longer does."""
    eigene = (zugang for zugang in zugaenge(abonnement.nutzer, am) if zugang.partei_id == abonnement.partei_id)
    return next((zugang for zugang in eigene if Befugnis.SEHEN in zugang.befugnisse), None)


def _brief(bericht: Bericht, abonnement: Abonnement, zugang: Zugang) -> EmailMessage:
    """The report as an attachment. The sheet on the Ziele is not sent: it is for the parties, after login."""
    ab = absolut(reverse("berichte:abbestellen", args=[token_von(abonnement)]))
    brief = EmailMessage(bericht.titel, _text(bericht, zugang, ab), to=[abonnement.nutzer.email])
    brief.extra_headers = {"List-Unsubscribe": f"<{ab}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    brief.attach(bericht.dateiname, bytes(bericht.stueck.pdf), "application/pdf")
    return brief


def _text(bericht: Bericht, zugang: Zugang, abbestellen: str) -> str:
    assert zugang.stand
    seite = absolut(reverse("berichte:bericht", args=[bericht.pk]))
    ziele = Zielblatt.objects.visible_to(zugang).filter(bericht=bericht).exists()
    absaetze = [f"{code}: {' '.join(saetze)}" for code, saetze in bericht.inhalt["absaetze"]]
    return "\n\n".join(
        [
            "Guten Tag,",
            f"der Monatsbericht {bericht.inhalt['monat']} für {bericht.inhalt['fuer']} liegt vor (PDF in der Anlage).",
            *absaetze,
            f"Bericht mit allen Zahlen: {seite}",
            *(["Wie Ihre vereinbarten Ziele stehen, sehen Sie dort nach der Anmeldung."] if ziele else []),
            f"Sie erhalten diese Nachricht für: {zugang.stand.name}. Abbestellen: {abbestellen}",
        ]
    )


# -- What failed -----------------------------------------------------------------------------------------------


def teile_misslungene_mit(lauf_id: int, *, am: datetime) -> int:
    """Tell the Leitung and Controlling of whom a failed or empty report belongs to; returns how many were told of."""
    offene = Berichtsauftrag.objects.filter(lauf=lauf_id, erledigt_am__isnull=False, bericht=None, mitgeteilt_am=None)
    return sum(_teile_mit(pk, am) for pk in list(offene.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _teile_mit(auftrag_id: int, am: datetime) -> bool:
    frei = Berichtsauftrag.objects.select_for_update(skip_locked=True, of=("self",)).filter(mitgeteilt_am=None)
    auftrag = frei.select_related("einheit", "lauf__veroeffentlichung").filter(pk=auftrag_id).first()
    if auftrag is None:
        return False
    auftrag.mitgeteilt_am = am
    auftrag.save(update_fields=["mitgeteilt_am"])
    an = _zustaendige(auftrag.partei_id, timezone.localdate(am))
    if an:
        _misslungen(auftrag, an).send()
    return bool(an)


def _zustaendige(partei_id: int, tag: date) -> list[str]:
    """The addresses of those who may have the report made again."""
    rollen = [rolle.value for rolle in rollen_mit(Befugnis.KENNZAHLEN_VEROEFFENTLICHEN) if rolle is not Rolle.LESEND]
    aemter = Amt.objects.am(tag).filter(partei=partei_id, rolle__in=rollen, nutzer__is_active=True)
    adressen = aemter.exclude(nutzer__email="").annotate(adresse=F("nutzer__email"))
    return sorted(set(adressen.values_list("adresse", flat=True)))


def _misslungen(auftrag: Berichtsauftrag, an: list[str]) -> EmailMessage:
    monat = zahlen.monat(auftrag.lauf.veroeffentlichung.bis_monat)
    was = f"Monatsbericht {monat}, {BERICHTSARTEN[Berichtsart(auftrag.art)].titel}: {auftrag.einheit.titel}"
    folge = "Er wird nicht versandt." if auftrag.leer else "Sie können ihn dort noch einmal erzeugen lassen."
    warum = f"Der Bericht wurde nicht erstellt. {auftrag.fehler}\n{folge}"
    wo = absolut(reverse("berichte:auftraege"))
    return EmailMessage(f"Nicht erstellt: {was}", f"{was}\n\n{warum}\n\n{wo}\n", to=an)
