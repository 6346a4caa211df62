"""Sessions of bodies and Umlaufbeschlüsse, from what is registered to approved minutes.

The only writer of ``Sitzung.zustand`` and of results: ``anmeldung`` takes in matters, ``planung`` agenda, papers and
invitation, ``verlauf`` attendance and hearings, ``stimmen`` votes, ``beschluesse`` results and corrections,
``niederschrift`` the minutes, ``umsetzung`` what is to be done afterwards. ``lage`` reads where a session stands.
"""

from gremien.sitzungen.anmeldung import anmelden, lehne_ab

__all__ = ["anmelden", "lehne_ab"]
