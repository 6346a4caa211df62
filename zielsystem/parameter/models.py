"""What was set for parameters, row by row. Nothing is changed: a later row goes before an earlier one."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import ALLE, NIEMAND, Regeln, Zugang


class Parameterwert(models.Model):
    """The value of a parameter from a day on. Without a value, what was shipped applies from that day."""

    code = models.CharField("Parameter", max_length=40)
    ab = models.DateField("gilt ab")
    wert = models.DecimalField("Wert", max_digits=12, decimal_places=4, null=True, db_comment="leer: wie ausgeliefert")
    grund = models.TextField("Grund")
    gesetzt_am = models.DateTimeField("festgesetzt am")
    gesetzt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    zurueckgenommen_am = models.DateTimeField("zurückgenommen am", null=True)

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Parameterwert"
        verbose_name_plural = "Parameterwerte"
        constraints = (
            models.UniqueConstraint(
                fields=("code", "ab"), condition=Q(zurueckgenommen_am=None), name="parameterwert_ein_wert_je_tag"
            ),
            models.CheckConstraint(condition=~Q(grund=""), name="parameterwert_mit_grund"),
            models.CheckConstraint(condition=Q(wert=None) | Q(wert__gte=0), name="parameterwert_nicht_negativ"),
            models.CheckConstraint(
                condition=Q(zurueckgenommen_am=None) | Q(zurueckgenommen_am__gte=F("gesetzt_am")),
                name="parameterwert_erst_gesetzt_dann_zurueckgenommen",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="parameterwert_bleibt", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="parameterwert_fest", fields=["code", "ab", "wert", "grund", "gesetzt_am", "gesetzt_durch"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} ab {self.ab:%d.%m.%Y}: {'wie ausgeliefert' if self.wert is None else self.wert}"


def _administration_des_bundes(zugang: Zugang) -> Q:
    return ALLE if zugang.art is Parteiart.BMAS else NIEMAND


Parameterwert.zugriffsregeln = {
    Befugnis.SEHEN: lambda zugang: ALLE,
    Befugnis.PARAMETER_FESTSETZEN: _administration_des_bundes,
}
