"""The Gremienvorbehalt: an agreement is signed, and takes effect with the resolution of a body such as the Kreistag.

The body belongs to one of the parties. It sets the Vorbehalt, and nobody else takes it back or records the resolution.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from agreements.models import Zielvereinbarung
from agreements.recht import TEXT_OFFEN, ZIELVEREINBARUNG, ZUSTANDSTITEL, Zustand
from agreements.verhandlung.beteiligte import eigene_partei
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang, verlange

GREMIUM_HOECHSTENS = 200


class VorbehaltUnmoeglich(ValueError):
    """The Vorbehalt cannot be set; the text says why, in German."""


@transaction.atomic
def setze_vorbehalt(*, vereinbarung: Zielvereinbarung, gremium: str, durch: Zugang, am: datetime) -> Zielvereinbarung:
    """Name the own body whose resolution is reserved, or none with an empty name. It becomes a part of the text.

    Raises ``PermissionDenied``, and :class:`VorbehaltUnmoeglich` once the text is fixed, for a name too long, or where
    the body of another party is reserved.
    """
    gesperrt = Zielvereinbarung.objects.select_for_update().get(pk=vereinbarung.pk)
    verlange(durch, Befugnis.VERHANDELN, gesperrt)
    zustand = Zustand(gesperrt.zustand)
    if zustand not in TEXT_OFFEN:
        raise VorbehaltUnmoeglich(
            f"Die Zielvereinbarung ist {ZUSTANDSTITEL[zustand]}; der Vorbehalt ist ein Teil des festgestellten Textes."
        )
    partei = eigene_partei(gesperrt, durch)
    if gesperrt.vorbehalt_von not in (None, partei):
        raise VorbehaltUnmoeglich(
            f"Vorbehalten ist schon der Beschluss „{gesperrt.vorbehalt}“; das ändert nur {gesperrt.vorbehalt_von}."
        )
    name = " ".join(gremium.split())
    if len(name) > GREMIUM_HOECHSTENS:
        raise VorbehaltUnmoeglich(f"Der Name des Gremiums darf höchstens {GREMIUM_HOECHSTENS} Zeichen haben.")
    if name != gesperrt.vorbehalt:
        gesperrt.vorbehalt, gesperrt.vorbehalt_von = name, partei if name else None
        gesperrt.save(update_fields=["vorbehalt", "vorbehalt_von"])
        daten = {"vorbehalt": name, "vertragspartei": partei.pk}
        eintragen(durch=durch, am=am, akt="vorbehalt_setzen", norm=ZIELVEREINBARUNG, objekt=gesperrt, daten=daten)
    return gesperrt
