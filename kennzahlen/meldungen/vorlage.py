"""The month file to be filled in: the own months with what is reported already, blank where something is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from kennzahlen.cube import monat_plus
from kennzahlen.meldungen.hochladen import stand_in_monaten
from kennzahlen.meldungen.lieferung import Format, Zeile, schreibe_csv, schreibe_xlsx
from kennzahlen.recht import GRUNDGROESSEN, SPALTE, gueltige_groessen
from zielsystem.parties.models import Parteistand
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Geltung

SCHREIBER: dict[Format, tuple[Callable[[Iterable[Zeile]], bytes], str]] = {
    Format.XLSX: (schreibe_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Format.CSV: (schreibe_csv, "text/csv; charset=utf-8"),
}
"""How each form is written, and its media type."""


def vorlage(zugang: Zugang, von: date, bis: date) -> list[Zeile]:
    """One row for every Grundgröße due in the months ``von`` to ``bis`` (both included) of the own Jobcenter.

    Figures are those of the Meldung in work, or else of the valid one; None is to be filled in. Two queries.
    """
    staende = Parteistand.objects.jobcenter().filter(partei=zugang.partei_id).values_list("ags", "ab", "bis")
    schluessel = [(ags, Geltung(ab, ende)) for ags, ab, ende in staende]
    monate = [monat_plus(von, nr) for nr in range((bis.year - von.year) * 12 + bis.month - von.month + 1)]
    bisher = stand_in_monaten(zugang, monate)
    leer: list[int | None] = [None] * len(GRUNDGROESSEN)
    return [
        Zeile(ags, monat, groesse.code, (bisher[monat][1] if monat in bisher else leer)[SPALTE[groesse.code]])
        for monat in monate
        for ags, geltung in schluessel
        if monat in geltung
        for groesse in gueltige_groessen(monat)
    ]
