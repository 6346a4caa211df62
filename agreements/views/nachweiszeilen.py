"""Recorded results as rows: what a round has, and the cells that others show too."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from agreements.beteiligung import Grundlage, als_stand
from agreements.models import Nachweis, Zielvereinbarung
from agreements.recht import ERGEBNISTITEL, FORMEN, Beteiligung, Ebene, Nachweisstand
from gremien.ergebnisse import Beratungsergebnis
from gremien.models import Tagesordnungspunkt
from zielsystem import zahlen
from zielsystem.parties.recht import LAENDER
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle, Zelle


def stand_zelle(zeile: Beteiligung, stand: Nachweisstand | None) -> Zelle:
    """Whether a participation counts as done, as a badge."""
    if stand is not None and FORMEN[zeile.form].erfuellt(stand):
        return Zelle("liegt vor", status="success")
    text = "fehlt" if stand is None else "genügt nicht"
    return Zelle(text, status="danger" if zeile.hart else "warning", hinweis="" if zeile.hart else "soll vorliegen")


def ergebnis_zelle(nachweis: Nachweis) -> Zelle:
    """What came out of it, with the day and the words on it."""
    return Zelle(f"{nachweis.get_ergebnis_display()} am {zahlen.tag(nachweis.am)}", hinweis=nachweis.bemerkung)


def dokument_zelle(nachweis: Nachweis) -> Zelle | str:
    """The document that proves it, to open."""
    if not nachweis.dokument:
        return zahlen.FEHLT
    return Zelle("Dokument öffnen", url=reverse("agreements:nachweis", args=[nachweis.pk]), hinweis=nachweis.dateiname)


def listentabelle(nachweise: Iterable[Nachweis], widerrufbare: frozenset[int]) -> Tabelle:
    """Recorded results of a round; ``widerrufbare`` are the keys of those that one may take back."""
    spalten = (
        Spalte("Nachweis", kopf=True),
        Spalte("für"),
        Spalte("Ergebnis"),
        Spalte("Dokument"),
        Spalte("erfasst"),
        Spalte("Stand"),
        Spalte("Widerruf"),
    )
    return Tabelle("Erfasste Nachweise", spalten, [_listenzeile(n, n.pk in widerrufbare) for n in nachweise])


def gremientabelle(beratungen: Iterable[tuple[Zielvereinbarung, Grundlage]], zugang: Zugang) -> Tabelle:
    """What bodies did, each with its item of the agenda for who may open it: one query."""
    alle = list(beratungen)
    punkte = [g.beratung.punkt for _, g in alle if g.beratung]
    sichtbare = set(Tagesordnungspunkt.objects.visible_to(zugang).filter(pk__in=punkte).values_list("pk", flat=True))
    spalten = (
        Spalte("Nachweis", kopf=True),
        Spalte("für"),
        Spalte("Ergebnis"),
        Spalte("Beleg"),
        Spalte("Stand"),
    )
    zeilen = [_gremienzeile(vereinbarung, grundlage, sichtbare) for vereinbarung, grundlage in alle]
    return Tabelle("Was Gremien beraten und beschlossen haben", spalten, zeilen)


def _gremienzeile(vereinbarung: Zielvereinbarung, grundlage: Grundlage, sichtbare: set[int]) -> list[Zelle | str]:
    beratung, zeile = grundlage.beratung, grundlage.zeile
    text = f"{ERGEBNISTITEL[grundlage.stand.ergebnis]} am {zahlen.tag(grundlage.stand.am)}"
    return [
        Zelle(zeile.titel, hinweis=FORMEN[zeile.form].titel),
        {Ebene.RUNDE: "die ganze Planungsrunde", Ebene.LAND: LAENDER.get(vereinbarung.schluessel[:2], "")}.get(
            zeile.ebene, str(vereinbarung)
        ),
        Zelle(text, hinweis=beratung.gremium if beratung else ""),
        punkt_zelle(beratung, sichtbare) if beratung else zahlen.FEHLT,
        stand_zelle(zeile, grundlage.stand),
    ]


def punkt_zelle(beratung: Beratungsergebnis, sichtbare: set[int]) -> Zelle:
    """The item of the session; of papers that one may not see, that they are there."""
    berichtigt = "Die Niederschrift ist insoweit berichtigt." if beratung.fassung > 1 else ""
    if beratung.punkt not in sichtbare:
        return Zelle("genehmigte Niederschrift", hinweis=berichtigt or "einsehbar für die Mitglieder des Gremiums")
    return Zelle("Zum Tagesordnungspunkt", url=reverse("gremien:punkt", args=[beratung.punkt]), hinweis=berichtigt)


def _listenzeile(nachweis: Nachweis, widerrufbar: bool) -> list[Zelle | str]:
    widerrufen = nachweis.widerrufen_am is not None
    return [
        Zelle(nachweis.get_art_display(), hinweis=nachweis.get_form_display()),
        _wofuer(nachweis),
        ergebnis_zelle(nachweis),
        dokument_zelle(nachweis),
        zahlen.tag(timezone.localtime(nachweis.erfasst_am)),
        Zelle("widerrufen", status="neutral", hinweis=nachweis.widerrufsgrund)
        if widerrufen
        else stand_zelle(nachweis.zeile, als_stand(nachweis)),
        Zelle("widerrufen", url=reverse("agreements:nachweis_widerrufen", args=[nachweis.pk]))
        if widerrufbar and not widerrufen
        else zahlen.FEHLT,
    ]


def _wofuer(nachweis: Nachweis) -> Zelle | str:
    """What a result is about; the names of Land and Kommune are annotated by the query."""
    if nachweis.zielvereinbarung is not None:
        partei = nachweis.vertragspartei
        return Zelle(str(nachweis.zielvereinbarung), hinweis=f"erklärt für: {partei}" if partei else "")
    return nachweis.landesname or nachweis.kommunenname or nachweis.runde.titel  # type: ignore[attr-defined]
