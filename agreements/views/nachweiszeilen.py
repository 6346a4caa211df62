"""Recorded results as rows: what an agreement waits for, and what a round has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import timezone

from agreements.beteiligung import Bezug, als_stand, darf_erfassen, nachweise_von
from agreements.beteiligung.befugte import schluessel_von
from agreements.models import Nachweis, Vertragspartei, Zielvereinbarung
from agreements.recht import (
    BETEILIGUNGEN,
    FORMEN,
    GESCHEITERTE,
    WIRKSAME,
    Beteiligung,
    Ebene,
    Traegerseite,
    Zustand,
)
from zielsystem import zahlen
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import in_kraft
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

_SPALTEN = (
    Spalte("Nachweis", kopf=True),
    Spalte("Rechtsgrundlage"),
    Spalte("Stand"),
    Spalte("Ergebnis"),
    Spalte("Dokument"),
    Spalte("Erfassen"),
)


def nachweistabelle(vereinbarung: Zielvereinbarung, parteien: list[Vertragspartei], zugang: Zugang) -> Tabelle:
    """What the acts of an agreement wait for, each with what is recorded, and where to record it."""
    vorhandene = {nachweis.art: nachweis for nachweis in nachweise_von([vereinbarung])[vereinbarung.pk]}
    sichtbare = set(
        Nachweis.objects.visible_to(zugang)
        .filter(pk__in=[nachweis.pk for nachweis in vorhandene.values()])
        .values_list("pk", flat=True)
    )
    zeilen: list[list[Zelle | str]] = []
    for zeile in _gefragte(vereinbarung, zugang):
        nachweis = vorhandene.get(zeile.code)
        bezug = _bezug(zeile, vereinbarung, parteien)
        erfassen = bezug is not None and _noch_offen(zeile, vereinbarung) and darf_erfassen(zugang, zeile, bezug)
        zeilen.append(
            [
                Zelle(zeile.titel, hinweis=f"{FORMEN[zeile.form].titel}: {FORMEN[zeile.form].verlangt}"),
                str(zeile.norm),
                stand_zelle(zeile, nachweis),
                ergebnis_zelle(nachweis),
                dokument_zelle(nachweis) if nachweis and nachweis.pk in sichtbare else zahlen.FEHLT,
                _erfassen_zelle(zeile, bezug) if erfassen and bezug else zahlen.FEHLT,
            ]
        )
    return Tabelle("Nachweise", _SPALTEN, zeilen)


def _gefragte(vereinbarung: Zielvereinbarung, zugang: Zugang) -> Iterator[Beteiligung]:
    """The rows in force that concern an agreement where it stands."""
    zustand = Zustand(vereinbarung.zustand)
    for zeile in in_kraft(BETEILIGUNGEN, zugang.am):
        passt = zeile.betrifft(vereinbarung.nr, Traegerseite(vereinbarung.traegerseite))
        if zeile.akte == ("vorbehalt_aufloesen",):
            passt &= bool(vereinbarung.vorbehalt)
        if zeile.akte == ("aufheben",):
            passt &= zustand in WIRKSAME | {Zustand.AUFGEHOBEN}
        if passt:
            yield zeile


def _noch_offen(zeile: Beteiligung, vereinbarung: Zielvereinbarung) -> bool:
    zustand = Zustand(vereinbarung.zustand)
    if zeile.akte == ("aufheben",):
        return zustand in WIRKSAME
    return zustand not in WIRKSAME | GESCHEITERTE | {Zustand.AUFGEHOBEN}


def _bezug(zeile: Beteiligung, vereinbarung: Zielvereinbarung, parteien: list[Vertragspartei]) -> Bezug | None:
    if zeile.ebene is Ebene.KOMMUNE:
        kommunen = [p.rechtstraeger_id or p.partei_id for p in parteien if _fuer_kommune(p, vereinbarung)]
        return Bezug(vereinbarung.runde, partei_id=kommunen[0]) if kommunen else None
    return {
        Ebene.RUNDE: Bezug(vereinbarung.runde),
        Ebene.LAND: Bezug(vereinbarung.runde, land_id=vereinbarung.land_id),
        Ebene.VEREINBARUNG: Bezug(vereinbarung.runde, vereinbarung=vereinbarung),
    }[zeile.ebene]


def _fuer_kommune(partei: Vertragspartei, vereinbarung: Zielvereinbarung) -> bool:
    """Whether a party is the Kommune: behind a zkT, or the last of the steering side of a Nr. 2 (BA, then Kommune)."""
    if partei.rechtstraeger_id:
        return True
    stelle = 1 if vereinbarung.traegerseite == Traegerseite.KOMMUNE else 2
    return vereinbarung.nr == 2 and partei.reihenfolge == stelle


# -- Cells ------------------------------------------------------------------------------------------------------


def stand_zelle(zeile: Beteiligung, nachweis: Nachweis | None) -> Zelle:
    """Whether a participation counts as done, as a badge."""
    if nachweis is not None and FORMEN[zeile.form].erfuellt(als_stand(nachweis)):
        return Zelle("liegt vor", status="success")
    text = "fehlt" if nachweis is None else "genügt nicht"
    return Zelle(text, status="danger" if zeile.hart else "warning", hinweis="" if zeile.hart else "soll vorliegen")


def ergebnis_zelle(nachweis: Nachweis | None) -> Zelle | str:
    """What came out of it, with the day and the words on it."""
    if nachweis is None:
        return zahlen.FEHLT
    return Zelle(f"{nachweis.get_ergebnis_display()} am {zahlen.tag(nachweis.am)}", hinweis=nachweis.bemerkung)


def dokument_zelle(nachweis: Nachweis) -> Zelle | str:
    """The document that proves it, to open."""
    if not nachweis.dokument:
        return zahlen.FEHLT
    return Zelle("Dokument öffnen", url=reverse("agreements:nachweis", args=[nachweis.pk]), hinweis=nachweis.dateiname)


def _erfassen_zelle(zeile: Beteiligung, bezug: Bezug) -> Zelle:
    seite = reverse("agreements:nachweis_erfassen", args=[bezug.runde.pk, zeile.code])
    return Zelle("Ergebnis erfassen", url=f"{seite}?fuer={schluessel_von(bezug)}")


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
        else stand_zelle(nachweis.zeile, nachweis),
        Zelle("widerrufen", url=reverse("agreements:nachweis_widerrufen", args=[nachweis.pk]))
        if widerrufbar and not widerrufen
        else zahlen.FEHLT,
    ]


def _wofuer(nachweis: Nachweis) -> str:
    """What a result is about; the names of Land and Kommune are annotated by the query."""
    if nachweis.zielvereinbarung is not None:
        return str(nachweis.zielvereinbarung)
    return nachweis.landesname or nachweis.kommunenname or nachweis.runde.titel  # type: ignore[attr-defined]
