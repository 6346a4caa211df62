"""The journal: an append-only record of acts (who, for which party, what, on which paragraph, why)."""
