"""Publishing: from the valid Meldungen to a release, all of it or only what a correction changes.

``recht`` (the states of a computation) and ``geheimhaltung`` (what must not be shown) are pure; ``veroeffentlichung``
is the act, ``berechnung`` the recorded run of it.
"""
