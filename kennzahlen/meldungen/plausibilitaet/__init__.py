"""What cannot be right in reported figures, and what calls for an explanation (FACHKONZEPT 2, Meldung).

A table of rules, each looking at all units and months at once. A hard finding stops a Meldung; a soft one needs an
explanation and may then pass. Every finding says which figure, which month, what was reported, what would be right.

A jump is judged against this Jobcenter's own past and against what its Vergleichstyp did in the same month (all
Jobcenter, where too few of the type reported); reported is only what is below or above both, and exactly what lies
outside the range that the finding shows. The past is read from the whole cube: the middle of its changes and the
width of four in five of them hardly notice the figure that is being judged. Distances are measured on the scale
2·√(cases), on which chance makes small and large Jobcenter tremble alike.
"""

from kennzahlen.meldungen.plausibilitaet.entwicklung import Entwicklung as Entwicklung
from kennzahlen.meldungen.plausibilitaet.entwicklung import entwicklung as entwicklung
from kennzahlen.meldungen.plausibilitaet.regeln import REGELN as REGELN
from kennzahlen.meldungen.plausibilitaet.regeln import pruefe as pruefe
from kennzahlen.meldungen.plausibilitaet.stoff import Befund as Befund
from kennzahlen.meldungen.plausibilitaet.stoff import Pruefstoff as Pruefstoff
from kennzahlen.meldungen.plausibilitaet.stoff import Regel as Regel
from kennzahlen.meldungen.plausibilitaet.stoff import Schwere as Schwere
from kennzahlen.meldungen.plausibilitaet.stoff import Treffer as Treffer
from kennzahlen.meldungen.plausibilitaet.stoff import zahl_text as zahl_text
