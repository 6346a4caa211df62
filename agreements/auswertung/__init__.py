"""Evaluation at the end of an agreement: Zielkontrolle and Zielwertkontrolle (FACHKONZEPT 3, § 48b Abs. 5 SGB II).

``messen`` lays published figures beside what was agreed, ``akte`` are the acts, ``lage`` the facts for the gates,
``ueberblick`` counts without ranking, ``naechste_runde`` carries over.
"""

from agreements.auswertung.lage import Auswertungslage, auswertungslage

__all__ = ["Auswertungslage", "auswertungslage"]
