"""What approved minutes tell of stays as it is: triggers that refuse a change, also to whoever has the database."""

from __future__ import annotations

import pgtrigger

_UEBER_PUNKT = "JOIN gremien_tagesordnungspunkt p ON p.sitzung_id = s.id WHERE p.id"
_UEBER_ABSTIMMUNG = (
    "JOIN gremien_tagesordnungspunkt p ON p.sitzung_id = s.id JOIN gremien_abstimmung a ON a.punkt_id = p.id WHERE a.id"
)
WEGE = {"sitzung_id": "WHERE s.id", "punkt_id": _UEBER_PUNKT, "abstimmung_id": _UEBER_ABSTIMMUNG}
"""From a column of a table to the session that it belongs to."""


def bleibt_nach_genehmigung(name: str, spalte: str) -> pgtrigger.Trigger:
    """No row is added, changed or deleted once the minutes of its session are approved; ``spalte`` leads to it."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT 1 FROM gremien_sitzung s {WEGE[spalte]} = COALESCE(NEW.{spalte}, OLD.{spalte})
                AND s.zustand = 'genehmigt'
            ) THEN
                RAISE EXCEPTION 'Die Niederschrift ist genehmigt; wovon sie berichtet, bleibt, wie es ist.';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
