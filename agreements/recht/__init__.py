"""What is right between the partners of an agreement (§ 48b SGB II). Pure law.

* :mod:`.arten` the four kinds of agreement and their sides;
* :mod:`.herleitung` which agreements a round has;
* :mod:`.beteiligung` who must have taken part, :mod:`.formen` in which form, and when that counts as done;
* :mod:`.stand` the snapshot, :mod:`.bedingungen` the conditions over it;
* :mod:`.ablauf` the states and the acts between them: one table.
"""

from agreements.recht.ablauf import (
    GESCHEITERTE,
    GESCHLOSSENE,
    STATIONEN,
    TEXT_OFFEN,
    VEREINBARUNG,
    WIRKSAME,
    ZUSTANDSTITEL,
    Station,
    Zustand,
)
from agreements.recht.arten import (
    ANDERE_FORM,
    FORMTITEL,
    INKRAFTTRETEN,
    NUMMERN,
    SEITENTITEL,
    SOZIALE_TEILHABE_SEIT,
    VEREINBARUNGSARTEN,
    ZIELVEREINBARUNG,
    Form,
    Formwahl,
    Seite,
    Traegerseite,
    Vereinbarungsart,
    dateiname,
    vereinbarungsart,
)
from agreements.recht.beteiligung import (
    BETEILIGUNGEN,
    Beteiligung,
    Ebene,
    Erklaerende,
    beteiligung,
)
from agreements.recht.formen import (
    ERGEBNISTITEL,
    FORMEN,
    Beteiligungsform,
    Ergebnis,
    Formbeschreibung,
    Nachweisstand,
)
from agreements.recht.herleitung import (
    VERTRETUNG,
    Beteiligter,
    KeineGemeinsameEinrichtung,
    Unvollstaendig,
    Vereinbarungsplan,
    Vertragspartner,
    leite_ab,
)
from agreements.recht.stand import Vereinbarungsstand

__all__ = [
    "ANDERE_FORM",
    "BETEILIGUNGEN",
    "ERGEBNISTITEL",
    "FORMEN",
    "FORMTITEL",
    "GESCHEITERTE",
    "GESCHLOSSENE",
    "INKRAFTTRETEN",
    "NUMMERN",
    "SEITENTITEL",
    "SOZIALE_TEILHABE_SEIT",
    "STATIONEN",
    "TEXT_OFFEN",
    "VEREINBARUNG",
    "VEREINBARUNGSARTEN",
    "VERTRETUNG",
    "WIRKSAME",
    "ZIELVEREINBARUNG",
    "ZUSTANDSTITEL",
    "Beteiligter",
    "Beteiligung",
    "Beteiligungsform",
    "Ebene",
    "Ergebnis",
    "Erklaerende",
    "Form",
    "Formbeschreibung",
    "Formwahl",
    "KeineGemeinsameEinrichtung",
    "Nachweisstand",
    "Seite",
    "Station",
    "Traegerseite",
    "Unvollstaendig",
    "Vereinbarungsart",
    "Vereinbarungsplan",
    "Vereinbarungsstand",
    "Vertragspartner",
    "Zustand",
    "beteiligung",
    "dateiname",
    "leite_ab",
    "vereinbarungsart",
]
