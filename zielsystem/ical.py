"""Dates as iCalendar (RFC 5545). Pure: values in, bytes out. The library is loaded by whoever writes a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import UUID

if TYPE_CHECKING:
    from icalendar import Event

INHALTSART = "text/calendar; charset=utf-8"
Methode = Literal["PUBLISH", "REQUEST", "CANCEL"]


@dataclass(frozen=True)
class Termin:
    """A date as a calendar shows it. ``folge`` counts its changes: a higher one replaces what was sent before."""

    kennung: UUID
    folge: int
    titel: str
    beginn: datetime
    dauer: timedelta
    ort: str
    text: str
    url: str
    abgesagt: bool = False


def kalender(
    termine: Iterable[Termin], *, erstellt: datetime, methode: Methode = "PUBLISH", von: str = "", an: str = ""
) -> bytes:
    """A calendar file with these dates; ``erstellt`` is the moment at which it is made.

    ``von``, ``an``: the addresses of who invites and who is invited, which REQUEST and CANCEL want (RFC 5546).
    """
    from icalendar import Calendar

    datei = Calendar()
    datei.add("prodid", "-//Zielsystem//Termine//DE")
    datei.add("version", "2.0")
    datei.add("method", methode)
    for termin in termine:
        ereignis = _ereignis(termin, erstellt)
        for name, adresse in (("organizer", von), ("attendee", an)):
            if adresse:
                ereignis.add(name, f"mailto:{adresse}")
        datei.add_component(ereignis)
    inhalt: bytes = datei.to_ical()
    return inhalt


def _ereignis(termin: Termin, erstellt: datetime) -> Event:
    from icalendar import Event, vText

    ereignis = Event()
    ereignis.add("uid", f"{termin.kennung}@zielsystem")
    ereignis.add("sequence", termin.folge)
    ereignis.add("dtstamp", erstellt.astimezone(UTC))
    ereignis.add("dtstart", termin.beginn.astimezone(UTC))
    ereignis.add("duration", termin.dauer)
    ereignis.add("summary", termin.titel)
    ereignis.add("status", "CANCELLED" if termin.abgesagt else "CONFIRMED")
    for name, wert in (("location", termin.ort), ("description", termin.text), ("url", termin.url)):
        if wert:
            ereignis.add(name, vText(wert) if name != "url" else wert)
    return ereignis
