"""What the title page of an amendment says about what it takes the place of."""

from __future__ import annotations

from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from agreements.inhalt import Inhalt, aenderungen, aus_json, bezeichnung
from agreements.models import Festtext, Zielvereinbarung
from zielsystem import zahlen


def aenderungsvermerke(vereinbarung: Zielvereinbarung, inhalt: Inhalt) -> tuple[tuple[str, str], ...]:
    """A word and what follows it in the box on the title page; none for an agreement that amends no other."""
    if vereinbarung.aendert_id is None:
        return ()
    geschlossene = Festtext.objects.offen().filter(zielvereinbarung=vereinbarung.aendert_id)
    zuletzt = geschlossene.annotate(am=Coalesce(Max("zeichnungen__gezeichnet_am"), F("festgestellt_am")))
    alt, am = zuletzt.values_list("inhalt", "am").get()
    teile = list(dict.fromkeys(map(bezeichnung, aenderungen(aus_json(alt), inhalt))))
    was = f"Geändert: {'; '.join(teile)}." if teile else "Der Wortlaut ist noch derselbe."
    return (("Änderung.", f"Tritt an die Stelle der Vereinbarung vom {zahlen.tag(timezone.localtime(am))}. {was}"),)
