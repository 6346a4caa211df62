"""An amendment begins with what it amends."""

from __future__ import annotations

from datetime import datetime

from agreements.models import Anlage, Textfassung, Zielvereinbarung
from agreements.verhandlung.inhalte import abschnitte_von, geltende_texte
from agreements.verhandlungsrecht import Fassungszustand, Herkunft
from zielsystem.parties.zugriff import Zugang


def kopiere_text(*, von: Zielvereinbarung, nach: Zielvereinbarung, durch: Zugang, am: datetime) -> None:
    """Give an agreement that has no text of its own yet the text that counts in another, and its attachments.

    A part of the act that creates the amendment, in its transaction and its journal entry: nothing is recorded here,
    nobody has accepted anything yet, and the files themselves are shared.
    """
    Textfassung.objects.bulk_create(
        Textfassung(
            zielvereinbarung=nach,
            abschnitt=abschnitt.code,
            nummer=1,
            text=abschnitt.text,
            herkunft=Herkunft.UEBERNOMMEN,
            erstellt_am=am,
            erstellt_durch=durch.nutzer,
            zustand=Fassungszustand.GELTEND,
        )
        for abschnitt in abschnitte_von(von, geltende_texte([von.pk])[von.pk])
    )
    Anlage.objects.bulk_create(
        Anlage(
            zielvereinbarung=nach,
            titel=anlage.titel,
            dateiname=anlage.dateiname,
            vertragsbestandteil=True,
            datei=anlage.datei.name,
            sha256=anlage.sha256,
            groesse=anlage.groesse,
            beigefuegt_am=am,
            beigefuegt_durch=durch.nutzer,
        )
        for anlage in von.anlagen.vorhanden().filter(vertragsbestandteil=True).order_by("pk")
    )
