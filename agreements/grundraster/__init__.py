"""The Grundraster of an agreement: its sections in order, with guidance and suggested wording. Pure.

The sections are those of the Grundraster that the Deutscher Landkreistag proposed for agreements between a Land
and an Optionskommune (Hinweise zu Zielvereinbarungen nach § 48b SGB II, 2010), carried over to all four kinds. What
is law is cited; what is suggestion may be negotiated. The words themselves stand in :mod:`.wortlaut`.
"""

from agreements.grundraster.abschnitte import (
    ABSCHNITTE,
    Absatztext,
    Abschnitt,
    Abschnittstext,
    Angaben,
    gliederung,
)

__all__ = ["ABSCHNITTE", "Absatztext", "Abschnitt", "Abschnittstext", "Angaben", "gliederung"]
