"""The Ziele of an agreement: which there are, in which dimension each is agreed, when each counts as reached. Pure.

``katalog`` holds the Ziele of the law and further ones, ``dimension`` and ``vorgabe`` what can be agreed about one,
``wortlaut`` the sentence that says it, ``zeitraum`` the months it is measured in.
"""

from agreements.ziele.dimension import DIMENSIONSTITEL, Dimension
from agreements.ziele.katalog import (
    GESETZLICHE_ZIELE,
    WEITERE_ZIELE,
    Zielart,
    gesetzliche_ziele,
    vorgesehene_dimension,
    weitere_ziele,
    zielart,
)

__all__ = [
    "DIMENSIONSTITEL",
    "GESETZLICHE_ZIELE",
    "WEITERE_ZIELE",
    "Dimension",
    "Zielart",
    "gesetzliche_ziele",
    "vorgesehene_dimension",
    "weitere_ziele",
    "zielart",
]
