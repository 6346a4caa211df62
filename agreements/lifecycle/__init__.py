"""The life of an agreement, from draft to evaluation: the only writer of ``Zielvereinbarung.zustand``.

``stand`` makes the snapshots that the conditions look at, ``akte``, ``aendern`` and ``vorbehalt`` are the acts,
``fristen`` does what is due by date.
"""

from agreements.lifecycle.aendern import aendern, unterschiede
from agreements.lifecycle.akte import (
    abstimmen,
    alle_akte,
    anweisen,
    aufheben,
    auswertung_abschliessen,
    auswertung_beginnen,
    in_kraft_treten,
    naechste_akte,
    nicht_zustande_kommen,
    schliesse_nach_zeichnung,
    schliessen,
    unter_vorbehalt_schliessen,
    verhandlung_aufnehmen,
    vorbehalt_aufloesen,
    zurueck_in_verhandlung,
)
from agreements.lifecycle.fristen import vollziehe_faellige
from agreements.lifecycle.stand import staende_von, stand_von
from agreements.lifecycle.vorbehalt import VorbehaltUnmoeglich, setze_vorbehalt

AKTE = {
    akt.__name__: akt
    for akt in (
        verhandlung_aufnehmen,
        abstimmen,
        zurueck_in_verhandlung,
        schliessen,
        unter_vorbehalt_schliessen,
        vorbehalt_aufloesen,
        in_kraft_treten,
        auswertung_beginnen,
        auswertung_abschliessen,
        nicht_zustande_kommen,
        anweisen,
        aufheben,
        aendern,
    )
}
"""The act behind each transition that leads away from a state, by its code; ``zeichnen`` takes more than a reason
and has a module of its own."""

__all__ = [
    "AKTE",
    "VorbehaltUnmoeglich",
    "abstimmen",
    "aendern",
    "alle_akte",
    "anweisen",
    "aufheben",
    "auswertung_abschliessen",
    "auswertung_beginnen",
    "in_kraft_treten",
    "naechste_akte",
    "nicht_zustande_kommen",
    "schliesse_nach_zeichnung",
    "schliessen",
    "setze_vorbehalt",
    "staende_von",
    "stand_von",
    "unter_vorbehalt_schliessen",
    "unterschiede",
    "verhandlung_aufnehmen",
    "vollziehe_faellige",
    "vorbehalt_aufloesen",
    "zurueck_in_verhandlung",
]
