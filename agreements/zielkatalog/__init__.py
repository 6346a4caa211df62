"""The Ziele of agreements as records: reading them as values, and the acts that change them.

``lesen`` reads many agreements at once, ``ausgangslage`` says where a Kennzahl stands and which dimension is open,
``aendern`` and ``annehmen`` are the acts.
"""

from agreements.zielkatalog.aendern import kopiere_ziele
from agreements.zielkatalog.lesen import ZielInhalte, Ziellage, ziele_von, ziellage

__all__ = ["ZielInhalte", "Ziellage", "kopiere_ziele", "ziele_von", "ziellage"]
