"""Signing: each party's Leitung signs the fixed text, at one of four levels; the last signature concludes.

``zeichnen`` are the acts of signing, ``benennen`` says who is to sign, ``ablehnen`` that a party will not, ``frist``
until when there is time, ``erinnern`` reminds, ``lage`` reads it all for a page, ``pruefung`` tells of any PDF
whether it is the signed one.
"""

from agreements.zeichnung.ablehnen import lehne_ab
from agreements.zeichnung.benennen import benenne_unterzeichner
from agreements.zeichnung.frist import verlaengere_frist
from agreements.zeichnung.zeichnen import Eingereicht, zeichne_auf_papier, zeichne_einfach, zeichne_mit_zertifikat

__all__ = [
    "Eingereicht",
    "benenne_unterzeichner",
    "lehne_ab",
    "verlaengere_frist",
    "zeichne_auf_papier",
    "zeichne_einfach",
    "zeichne_mit_zertifikat",
]
