"""Reports of the newest release: those of the parties with a login, and a yearly report in the making.

They are ordered here and made by the worker after loading. The ministry can have all the others made as well.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from berichte.jahresbericht.akte import fordere_an
from berichte.monatsbericht.berichtsarten import Berichtsart
from berichte.monatsbericht.lauf import beauftrage_berichte
from kennzahlen.models import Veroeffentlichung
from zielsystem.parties.models import Partei
from zielsystem.parties.zugriff import betrieb

BERICHTE = (
    (Berichtsart.JOBCENTER, "05315"),
    (Berichtsart.JOBCENTER, "05124"),
    (Berichtsart.LAND, "land:05"),
    (Berichtsart.KOOPERATIONSAUSSCHUSS, "land:05"),
    (Berichtsart.BUND, "bund"),
)
JAHRESBERICHT = "land-05", 2025


def order_reports(*, am: datetime) -> None:
    """Order the monthly reports of the newest release for those who can log in, and the draft of a yearly one."""
    durch = betrieb(timezone.localdate(am))
    release = Veroeffentlichung.objects.latest("pk")
    beauftrage_berichte(veroeffentlichung=release, durch=durch, am=am, nur=BERICHTE)
    land, jahr = JAHRESBERICHT
    fordere_an(land=Partei.objects.get(schluessel=land), jahr=jahr, durch=durch, am=am)
