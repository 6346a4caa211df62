"""A new Fassung of what is agreed about the Ziele: the one way in which anything there changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, Q

from agreements.models import Vertragspartei, Zielfassung, Zielvereinbarung
from agreements.models.ziele import Fassungszeile
from agreements.recht import TEXT_OFFEN, ZUSTANDSTITEL, Zustand
from agreements.zielkatalog.lesen import Eckdaten
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang, verlange
from zielsystem.recht import Norm

NORM = Norm("§ 48b Abs. 3 SGB II")


class NichtMoeglich(ValueError):
    """What was asked for cannot be agreed; the text is German and says why. ``feld``: the field it concerns, or ""."""

    def __init__(self, text: str, feld: str = "") -> None:
        self.feld = feld
        super().__init__(text)


class InzwischenGeaendert(NichtMoeglich):
    """Somebody else changed the Ziele since the person looked at them."""

    def __init__(self) -> None:
        super().__init__(
            "Die Ziele wurden inzwischen geändert. Ihre Eingaben stehen noch hier; bitte vergleichen Sie sie mit dem "
            "neuen Stand und speichern Sie erneut."
        )


@dataclass(frozen=True)
class Werkstatt:
    """A Fassung in the making, on a locked agreement."""

    vereinbarung: Zielvereinbarung
    eckdaten: Eckdaten
    nummer: int

    def beende(self, zeile: Fassungszeile) -> None:
        """From this Fassung on the row counts no longer."""
        zeile.bis_fassung = self.nummer
        zeile.save(update_fields=["bis_fassung"])

    def beginne(self, model: type[Any], **felder: Any) -> None:
        """A row that counts from this Fassung on."""
        model.objects.create(zielvereinbarung=self.vereinbarung, ab_fassung=self.nummer, **felder)


A = TypeVar("A")


def sperre(vereinbarung: Zielvereinbarung) -> Zielvereinbarung:
    """The agreement, locked until the transaction ends, with its round."""
    return Zielvereinbarung.objects.select_for_update(of=("self",)).select_related("runde").get(pk=vereinbarung.pk)


def neueste(vereinbarung: Zielvereinbarung) -> int:
    """The number of the newest Fassung; 0 where nothing was changed yet."""
    return vereinbarung.zielfassungen.aggregate(nummer=Max("nummer"))["nummer"] or 0


def partei_von(vereinbarung: Zielvereinbarung, durch: Zugang) -> Vertragspartei | None:
    """The party to the agreement that an access acts for, itself or as the Kommune behind it; None for others."""
    eigene = Q(partei=durch.partei_id) | Q(rechtstraeger=durch.partei_id)
    return vereinbarung.vertragsparteien.filter(eigene).first() if durch.partei_id else None


def verlange_offen(vereinbarung: Zielvereinbarung) -> None:
    """Raise :class:`NichtMoeglich` unless what the agreement says can still be changed."""
    zustand = Zustand(vereinbarung.zustand)
    if zustand not in TEXT_OFFEN:
        raise NichtMoeglich(
            f"Die Zielvereinbarung ist {ZUSTANDSTITEL[zustand]}. Geändert werden kann sie nur im Entwurf und in der "
            "Verhandlung; sonst braucht es eine Änderungsvereinbarung."
        )


@transaction.atomic
def neue_fassung(
    akt: str,
    vereinbarung: Zielvereinbarung,
    tue: Callable[[Werkstatt], str],
    *,
    durch: Zugang,
    am: datetime,
    gesehen: int | None = None,
) -> Zielfassung:
    """Do one change as a new Fassung, and put it into the journal. ``tue`` writes the rows and returns the change in
    German words.

    ``gesehen`` is the Fassung that the person had before their eyes: another one in between raises
    :class:`InzwischenGeaendert`. Raises ``PermissionDenied`` and :class:`NichtMoeglich`.
    """
    gesperrt = sperre(vereinbarung)
    verlange(durch, Befugnis.VERHANDELN, gesperrt)
    verlange_offen(gesperrt)
    if gesehen is not None and gesehen != neueste(gesperrt):
        raise InzwischenGeaendert
    fassung = schreibe_fassung(gesperrt, tue, durch=durch, am=am)
    daten = {"fassung": fassung.nummer, "aenderung": fassung.aenderung}
    eintragen(durch=durch, am=am, akt=akt, norm=NORM, objekt=gesperrt, daten=daten)
    return fassung


def schreibe_fassung(
    gesperrt: Zielvereinbarung, tue: Callable[[Werkstatt], str], *, durch: Zugang, am: datetime
) -> Zielfassung:
    """The rows of a new Fassung of a locked agreement, as part of an act that asks and journals by itself."""
    werkstatt = Werkstatt(gesperrt, Eckdaten(gesperrt.nr, gesperrt.runde.laufzeit), neueste(gesperrt) + 1)
    return Zielfassung.objects.create(
        zielvereinbarung=gesperrt,
        nummer=werkstatt.nummer,
        aenderung=tue(werkstatt),
        vertragspartei=partei_von(gesperrt, durch),
        erstellt_am=am,
        erstellt_durch=durch.nutzer,
    )
