"""The engine of every table of transitions: one function, the same for a Meldung, an agreement, a session.

It locks the object, finds the row in force, asks for the right, collects *all* Hindernisse, writes the new state
and the journal. What else an act does stands in its own module, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.db import models, transaction
from django.utils import timezone

from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang, may, verlange
from zielsystem.recht import Ablauf, Hindernis, Uebergang


class Gehindert(Exception):
    """An act is not open. Carries every Hindernis; the text is German and names the paragraphs."""

    def __init__(self, uebergang: Uebergang, hindernisse: tuple[Hindernis, ...]) -> None:
        self.uebergang = uebergang
        self.hindernisse = hindernisse
        gruende = "; ".join(f"{h.meldung} ({h.norm})" for h in hindernisse)
        super().__init__(f"{uebergang.titel} ist nicht möglich: {gruende}")


class MitZustand(Protocol):
    """What the engine needs of a model: a state column."""

    pk: Any
    zustand: str

    def save(self, *, update_fields: list[str]) -> None: ...


M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Knopf:
    """An act that leads away from the present state, as a page shows it: open, or why not."""

    uebergang: Uebergang
    hindernisse: tuple[Hindernis, ...]
    befugt: bool

    @property
    def frei(self) -> bool:
        """Whether the act can be done now without giving a reason."""
        return self.befugt and not self.hindernisse


def knoepfe(ablauf: Ablauf, objekt: Any, *, stand: Any, durch: Zugang) -> list[Knopf]:
    """Every act from the present state with what hinders it, from the same rows that the engine uses."""
    return [
        Knopf(zeile, zeile.hindernisse(stand, durch.am), may(durch, Befugnis(zeile.befugnis), objekt))
        for zeile in ablauf.von(objekt.zustand, durch.am)
    ]


@transaction.atomic
def vollziehe(  # noqa: PLR0913 (which act, on what, by whom, when, why: each is needed)
    ablauf: Ablauf,
    code: str,
    objekt: M,
    *,
    stand: Callable[[M], Any],
    durch: Zugang,
    am: datetime,
    grund: str = "",
    mit: Mapping[str, Any] | None = None,
) -> M:
    """Do one act on one object and return it, locked and changed.

    ``stand`` makes the snapshot that the conditions look at. Raises ``Ausserhalb`` when the act does not lead
    away from the state, ``PermissionDenied`` without the right, :class:`Gehindert` with every Hindernis. A soft
    Hindernis is passed with a ``grund``, which goes into the journal. ``mit`` are fields that change together with
    the state, by name.
    """
    gesperrt: Any = type(objekt)._default_manager.select_for_update().get(pk=objekt.pk)
    tag = timezone.localdate(am)
    zeile = ablauf.zeile(code, gesperrt.zustand, tag)
    verlange(durch, Befugnis(zeile.befugnis), gesperrt)
    hindernisse = zeile.hindernisse(stand(gesperrt), tag)
    if zeile.grund_noetig and not grund.strip():
        hindernisse += (Hindernis("grund_fehlt", zeile.norm, "Bitte geben Sie einen Grund an."),)
    offen = tuple(h for h in hindernisse if h.hart or not grund.strip())
    if offen:
        raise Gehindert(zeile, offen)
    felder = {"zustand": zeile.nach, **(mit or {})}
    for name, wert in felder.items():
        setattr(gesperrt, name, wert)
    gesperrt.save(update_fields=list(felder))
    eintragen(
        durch=durch,
        am=am,
        akt=zeile.code,
        norm=zeile.norm,
        objekt=gesperrt,
        grund=grund,
        daten={"uebergangen": [h.code for h in hindernisse]} if hindernisse else None,
    )
    return gesperrt  # type: ignore[no-any-return]
