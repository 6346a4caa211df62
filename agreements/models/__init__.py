"""The records: rounds and agreements, and the documents made of them."""

from agreements.models.dokumente import Dokument, Dokumentenlauf, Entwurfsauftrag
from agreements.models.vereinbarungen import Planungsrunde, Vertragspartei, Zielvereinbarung

__all__ = ["Dokument", "Dokumentenlauf", "Entwurfsauftrag", "Planungsrunde", "Vertragspartei", "Zielvereinbarung"]
