"""The acts that move an agreement from state to state: with ``aendern`` and ``fristen`` the only writers of it.

Every act is a row of ``agreements.recht.VEREINBARUNG``; the engine looks it up, asks for the right and for what
hinders it, and writes state and journal. Each raises ``PermissionDenied``, ``Gehindert`` with every Hindernis, or
``Ausserhalb`` where the act does not lead away from the present state.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import Max

from agreements.inhalt import als_json, fingerabdruck
from agreements.lifecycle.stand import Nachweise, stand_von
from agreements.models import Festtext, Zielvereinbarung
from agreements.recht import VEREINBARUNG
from agreements.verhandlung import inhalt_von
from zielsystem.journal.vollzug import Knopf, knoepfe, vollziehe
from zielsystem.parties.zugriff import Zugang


def _vollziehe(code: str, vereinbarung: Zielvereinbarung, **womit: Any) -> Zielvereinbarung:
    return vollziehe(VEREINBARUNG, code, vereinbarung, stand=stand_von, **womit)


# -- Negotiation and the fixed text ------------------------------------------------------------------------------


def verhandlung_aufnehmen(
    *, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = ""
) -> Zielvereinbarung:
    """Begin to negotiate a draft; each of its parties may (§ 48b Abs. 1 SGB II)."""
    return _vollziehe("verhandlung_aufnehmen", vereinbarung, durch=durch, am=am, grund=grund)


@transaction.atomic
def abstimmen(*, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = "") -> Zielvereinbarung:
    """Fix the text on which the parties agree: from now on it can be signed and no longer changed."""
    neu = _vollziehe("abstimmen", vereinbarung, durch=durch, am=am, grund=grund)
    inhalt = inhalt_von(neu)
    letzter = neu.festtexte.aggregate(nummer=Max("nummer"))["nummer"] or 0
    festtext = Festtext.objects.create(
        zielvereinbarung=neu,
        nummer=letzter + 1,
        inhalt=als_json(inhalt),
        sha256=fingerabdruck(inhalt),
        festgestellt_am=am,
        festgestellt_durch=durch.nutzer,
    )
    transaction.on_commit(lambda: current_app.send_task("agreements.fertige_aus", args=[festtext.pk, "zeichnung"]))
    return neu


@transaction.atomic
def zurueck_in_verhandlung(
    *, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = ""
) -> Zielvereinbarung:
    """Open the text again, with a reason; every signature on it is void."""
    neu = _vollziehe("zurueck_in_verhandlung", vereinbarung, durch=durch, am=am, grund=grund)
    _hebe_text_auf(neu, am)
    return neu


def _hebe_text_auf(vereinbarung: Zielvereinbarung, am: datetime) -> None:
    vereinbarung.festtexte.offen().update(aufgehoben_am=am)


# -- Conclusion --------------------------------------------------------------------------------------------------


def schliessen(*, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = "") -> Zielvereinbarung:
    """Conclude an agreement that every party has signed (§ 48b Abs. 2 SGB II)."""
    return _vollziehe("schliessen", vereinbarung, durch=durch, am=am, grund=grund)


def unter_vorbehalt_schliessen(
    *, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = ""
) -> Zielvereinbarung:
    """Conclude an agreement that every party has signed and that takes effect with a body's resolution."""
    return _vollziehe("unter_vorbehalt_schliessen", vereinbarung, durch=durch, am=am, grund=grund)


def schliesse_nach_zeichnung(*, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime) -> Zielvereinbarung | None:
    """Conclude with the last signature, in its transaction; None while a party has not signed."""
    stand = stand_von(vereinbarung)
    if stand.gezeichnet < stand.parteien:
        return None
    schritt = unter_vorbehalt_schliessen if stand.vorbehalt else schliessen
    return schritt(vereinbarung=vereinbarung, durch=durch, am=am)


def vorbehalt_aufloesen(
    *, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = ""
) -> Zielvereinbarung:
    """The body whose resolution was reserved has resolved: the agreement is concluded."""
    return _vollziehe("vorbehalt_aufloesen", vereinbarung, durch=durch, am=am, grund=grund)


@transaction.atomic
def nicht_zustande_kommen(
    *, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = ""
) -> Zielvereinbarung:
    """Record, with reasons, that no agreement came about."""
    neu = _vollziehe("nicht_zustande_kommen", vereinbarung, durch=durch, am=am, grund=grund)
    _hebe_text_auf(neu, am)
    return neu


def anweisen(*, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = "") -> Zielvereinbarung:
    """Record that the BA instructs where no agreement came about: in its strand, and never as an agreement."""
    return _vollziehe("anweisen", vereinbarung, durch=durch, am=am, grund=grund)


# -- In force and after ------------------------------------------------------------------------------------------


def in_kraft_treten(
    *, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = ""
) -> Zielvereinbarung:
    """The period of a concluded agreement has begun; the daily task does it by date."""
    return _vollziehe("in_kraft_treten", vereinbarung, durch=durch, am=am, grund=grund)


def auswertung_beginnen(
    *, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = ""
) -> Zielvereinbarung:
    """The period is over: what was reached is evaluated (§ 48b Abs. 5 SGB II); the daily task does it by date."""
    return _vollziehe("auswertung_beginnen", vereinbarung, durch=durch, am=am, grund=grund)


def auswertung_abschliessen(
    *, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = ""
) -> Zielvereinbarung:
    """Both sides have confirmed what was reached."""
    return _vollziehe("auswertung_abschliessen", vereinbarung, durch=durch, am=am, grund=grund)


def aufheben(*, vereinbarung: Zielvereinbarung, durch: Zugang, am: datetime, grund: str = "") -> Zielvereinbarung:
    """Repeal a concluded agreement once every party to it has declared in writing that it agrees."""
    return _vollziehe("aufheben", vereinbarung, durch=durch, am=am, grund=grund)


# -- What is open to somebody ------------------------------------------------------------------------------------


def naechste_akte(vereinbarung: Zielvereinbarung, durch: Zugang) -> list[Knopf]:
    """The acts open or closed to somebody now, each with what stands in its way."""
    return [knopf for knopf in alle_akte(vereinbarung, durch) if knopf.befugt]


def alle_akte(vereinbarung: Zielvereinbarung, durch: Zugang, nachweise: Nachweise | None = None) -> list[Knopf]:
    """Every act from the present state, whoever may do it, with what stands in its way today."""
    return knoepfe(VEREINBARUNG, vereinbarung, stand=stand_von(vereinbarung, nachweise), durch=durch)
