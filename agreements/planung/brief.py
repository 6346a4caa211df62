"""Writing the Planungsbrief of a round, breaking its Erwartungswerte down, publishing it to all parties at a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from celery import current_app
from django.db import transaction

from agreements.models import Bundeserwartung, Jobcentererwartung, Planungsbrief, Planungsrunde, Planungswert
from agreements.planung.aufteilung import MIKRO, Anteil, Basis, Regel, teile_auf
from agreements.planung.ausgangslage import (
    OhneZahlen,
    Ort,
    basis,
    basismonat_von,
    messungen,
    neueste_veroeffentlichung,
    orte,
)
from agreements.planung.recht import (
    BRIEFABSCHNITTE,
    GROESSE,
    PLANUNG,
    PLANUNGSBRIEF,
    Briefstand,
    Briefzustand,
    OhneBasis,
    Planungsgroesse,
    Wertzustand,
    parameter,
    planungsgroessen,
)
from agreements.planung.wortlaut import vorschlag
from kennzahlen.models import Veroeffentlichung
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import Knopf, knoepfe, vollziehe
from zielsystem.parties.zugriff import Zugang, verlange

PROGNOSE_AUFGABE = "agreements.berechne_prognosen"
PDF_AUFGABE = "agreements.fertige_planungsbrief"


class SchonInArbeit(ValueError):
    """There is a draft already, or somebody else has saved it meanwhile."""


def jahre(runde: Planungsrunde) -> range:
    """The calendar years of the period of a round."""
    return range(runde.ab.year, (runde.bis - timedelta(days=1)).year + 1)


@dataclass(frozen=True)
class Setzung:
    """What the Bund expects for a Kennzahl and year: a fraction (None: not yet), and the share of a gap to close."""

    wert: Decimal | None
    aufholanteil: Decimal


@dataclass(frozen=True)
class Brieftext:
    """What is saved in one go: text by section, values by Kennzahl and year, what becomes of those without base."""

    texte: Mapping[str, str]
    werte: Mapping[tuple[str, int], Setzung]
    ohne_basis: OhneBasis


# -- Acts ------------------------------------------------------------------------------------------------------


@transaction.atomic
def lege_brief_an(*, runde: Planungsrunde, durch: Zugang, am: datetime) -> Planungsbrief:
    """Begin a new version: the first with suggested wording, a later one with what the last one says.

    Raises ``PermissionDenied``, :class:`SchonInArbeit` where there is a draft.
    """
    Planungsrunde.objects.select_for_update().get(pk=runde.pk)
    letzter = Planungsbrief.objects.filter(runde=runde).order_by("-version").first()
    if letzter and letzter.zustand == Briefzustand.ENTWURF:
        raise SchonInArbeit(f"Es gibt schon einen Entwurf: Version {letzter.version}.")
    brief = Planungsbrief.objects.create(
        runde=runde,
        version=letzter.version + 1 if letzter else 1,
        zustand=Briefzustand.ENTWURF,
        texte=letzter.texte if letzter else vorschlag(runde.ab, runde.zeitraum),
        ohne_basis=letzter.ohne_basis if letzter else OhneBasis.GRUPPE,
        zahlenstand=letzter.zahlenstand if letzter else None,
        basismonat=letzter.basismonat if letzter else None,
        angelegt_am=am,
        angelegt_durch=durch.nutzer,
    )
    verlange(durch, Befugnis.RUNDE_PLANEN, brief)
    Bundeserwartung.objects.bulk_create(_erwartungen(brief, letzter))
    _teile_brief_auf(brief)
    eintragen(durch=durch, am=am, akt="brief_anlegen", norm=PLANUNGSBRIEF.norm, objekt=brief)
    return brief


@transaction.atomic
def schreibe_brief(
    *, brief: Planungsbrief, text: Brieftext, fassung: int, durch: Zugang, am: datetime
) -> Planungsbrief:
    """Save a draft and break its values down anew. ``fassung`` is the one that was seen.

    From the second version on the common base stays: ``ohne_basis`` is not changed. Raises ``PermissionDenied``,
    ``Ausserhalb`` for a published brief, :class:`SchonInArbeit` where somebody else saved meanwhile.
    """
    gesehen = Planungsbrief.objects.select_for_update().get(pk=brief.pk)
    if gesehen.zustand == Briefzustand.ENTWURF and gesehen.fassung != fassung:
        raise SchonInArbeit("Jemand anderes hat den Entwurf inzwischen gespeichert. Ihre Eingaben stehen noch hier.")
    aenderung: dict[str, object] = {"texte": {**gesehen.texte, **text.texte}, "fassung": fassung + 1}
    if gesehen.version == 1:
        aenderung["ohne_basis"] = text.ohne_basis
    neu = vollziehe(PLANUNGSBRIEF, "brief_schreiben", gesehen, stand=briefstand, durch=durch, am=am, mit=aenderung)
    for erwartung in neu.erwartungen.select_for_update():
        setzung = text.werte[erwartung.kennzahl, erwartung.jahr]
        erwartung.wert, erwartung.aufholanteil = setzung.wert, setzung.aufholanteil
        erwartung.personen = erwartung.menge = erwartung.vorlaeufig = None
        erwartung.save()
    _teile_brief_auf(neu)
    return neu


@transaction.atomic
def veroeffentliche_brief(*, brief: Planungsbrief, durch: Zugang, am: datetime) -> Planungsbrief:
    """Publish a draft to all parties: from now on it counts, and its values wait for answers.

    An earlier version is replaced; what was offered and agreed stays. Raises ``PermissionDenied``, ``Ausserhalb``
    and :class:`~zielsystem.journal.vollzug.Gehindert` with everything that is missing.
    """
    Planungsrunde.objects.select_for_update().get(pk=brief.runde_id)
    for alter in Planungsbrief.objects.geltend().filter(runde=brief.runde_id):
        vollziehe(PLANUNGSBRIEF, "brief_abloesen", alter, stand=briefstand, durch=durch, am=am)
    fest = {"veroeffentlicht_am": am, "veroeffentlicht_durch": durch.nutzer}
    neu = vollziehe(PLANUNGSBRIEF, "brief_veroeffentlichen", brief, stand=briefstand, durch=durch, am=am, mit=fest)
    anzahl = _gib_werte_bekannt(neu)
    eintragen(durch=durch, am=am, akt="erwarten", norm=PLANUNG, objekt=neu, daten={"werte": anzahl})
    zahlenstand = neu.zahlenstand_id
    transaction.on_commit(lambda: current_app.send_task(PROGNOSE_AUFGABE, args=[zahlenstand]))
    transaction.on_commit(lambda: current_app.send_task(PDF_AUFGABE, args=[neu.pk]))
    return neu


def briefstand(brief: Planungsbrief) -> Briefstand:
    """The snapshot that the conditions look at."""
    erwartungen = list(brief.erwartungen.order_by("kennzahl", "jahr"))
    return Briefstand(
        leere_abschnitte=tuple(a.titel for a in BRIEFABSCHNITTE if not brief.texte.get(a.code, "").strip()),
        ohne_wert=tuple(str(e) for e in erwartungen if e.wert is None),
        ohne_aufteilung=tuple(str(e) for e in erwartungen if e.personen is None),
    )


def briefknoepfe(brief: Planungsbrief, durch: Zugang) -> list[Knopf]:
    """The acts on a version that a person may see as a button; replacing happens by itself."""
    alle = knoepfe(PLANUNGSBRIEF, brief, stand=briefstand(brief), durch=durch)
    return [k for k in alle if k.befugt and k.uebergang.code == "brief_veroeffentlichen"]


# -- Breakdown -------------------------------------------------------------------------------------------------


def _erwartungen(brief: Planungsbrief, letzter: Planungsbrief | None) -> Iterator[Bundeserwartung]:
    frueher = {(e.kennzahl, e.jahr): e for e in letzter.erwartungen.all()} if letzter else {}
    vorgabe = parameter("AUFHOLANTEIL", brief.runde.ab)
    for groesse in planungsgroessen(brief.runde.ab):
        for jahr in jahre(brief.runde):
            alt = frueher.get((groesse.kennzahl, jahr))
            yield Bundeserwartung(
                brief=brief,
                kennzahl=groesse.kennzahl,
                jahr=jahr,
                wert=alt.wert if alt else None,
                aufholanteil=alt.aufholanteil if alt else vorgabe,
            )


def _teile_brief_auf(brief: Planungsbrief) -> None:
    """Break down every value that is set; without published figures nothing is, and publishing says so."""
    Jobcentererwartung.objects.filter(erwartung__brief=brief).delete()
    erwartungen = list(brief.erwartungen.exclude(wert=None).order_by("kennzahl", "jahr"))
    if not erwartungen:
        return
    try:
        zahlenstand = (brief.zahlenstand if brief.version > 1 else None) or neueste_veroeffentlichung()
        monat = basismonat_von(zahlenstand)
        alle = orte(brief.runde.ab, monat)
    except OhneZahlen:
        return
    brief.zahlenstand, brief.basismonat = zahlenstand, monat
    brief.save(update_fields=["zahlenstand", "basismonat"])
    _teile_erwartungen_auf(brief, erwartungen, alle, zahlenstand)


def _teile_erwartungen_auf(
    brief: Planungsbrief, erwartungen: list[Bundeserwartung], alle: list[Ort], zahlenstand: Veroeffentlichung
) -> None:
    assert brief.basismonat
    for kennzahl in dict.fromkeys(e.kennzahl for e in erwartungen):
        groesse = GROESSE[kennzahl]
        gemessen = messungen(zahlenstand, kennzahl, brief.basismonat)
        basen = [basis(ort, gemessen.get(ort.partei), groesse, brief.basismonat) for ort in alle]
        for erwartung in (e for e in erwartungen if e.kennzahl == kennzahl):
            anteile = _brich_herunter(erwartung, basen, brief, groesse)
            basen = folgejahr(basen, anteile, groesse)
            _speichere_anteile(erwartung, anteile, groesse, {ort.schluessel: ort for ort in alle})


def folgejahr(basen: list[Basis], anteile: tuple[Anteil, ...], groesse: Planungsgroesse) -> list[Basis]:
    """The base of the following year: a change is measured against the stock that is expected before it."""
    if not groesse.veraenderung:
        return basen
    bestand = {a.basis.schluessel: a.wert for a in anteile if a.wert is not None}
    return [
        Basis(b.schluessel, b.gruppe, b.quote, Fraction(bestand[b.schluessel]), b.grund)
        if b.schluessel in bestand
        else b
        for b in basen
    ]


def _brich_herunter(
    erwartung: Bundeserwartung, basen: list[Basis], brief: Planungsbrief, groesse: Planungsgroesse
) -> tuple[Anteil, ...]:
    """The breakdown of one value; how many persons it makes follows from the quantities of those that take part."""
    assert erwartung.wert is not None
    regel = Regel(
        groesse.besser,
        Fraction(erwartung.aufholanteil),
        int(parameter("GRUPPE_MINDESTENS", brief.runde.ab)),
        OhneBasis(brief.ohne_basis),
    )
    dabei = [a for a in teile_auf(basen, 0, regel) if a.wert is not None]
    menge = sum(menge_als_summe(a.basis, groesse) for a in dabei)
    personen = groesse.personen_zu(Fraction(erwartung.wert), menge)
    if not menge:
        return ()
    anteile = teile_auf(basen, personen, regel)
    erwartung.personen, erwartung.menge = personen, menge
    erwartung.vorlaeufig = Decimal(sum(a.vorlaeufig for a in anteile)) / MIKRO
    erwartung.save()
    return anteile


def menge_als_summe(basis_: Basis, groesse: Planungsgroesse) -> int:
    """The quantity as it is stored: the sum over ``teiler`` months."""
    return round((basis_.menge or 0) * groesse.teiler)


def _speichere_anteile(
    erwartung: Bundeserwartung, anteile: tuple[Anteil, ...], groesse: Planungsgroesse, orte_: Mapping[str, Ort]
) -> None:
    Jobcentererwartung.objects.bulk_create(
        [
            Jobcentererwartung(
                erwartung=erwartung,
                jobcenter_id=orte_[a.basis.schluessel].partei,
                quote=_dezimal(a.basis.quote),
                menge=None if a.basis.menge is None else menge_als_summe(a.basis, groesse),
                gruppe=a.basis.gruppe,
                massstab=a.massstab,
                median=_dezimal(a.median),
                ziel=_dezimal(a.ziel),
                vorlaeufig=Decimal(a.vorlaeufig) / MIKRO,
                aufgerundet=a.aufgerundet,
                behandlung=a.behandlung,
                grund=a.basis.grund
                or ("" if a.wert is not None else "Ohne Vergleichswert lässt sich nichts ansetzen."),
                wert=a.wert,
            )
            for a in anteile
        ]
    )


_STELLEN = Decimal("0.0000000001")


def _dezimal(bruch: Fraction | None) -> Decimal | None:
    """A quotient as it is shown and stored: ten places."""
    if bruch is None:
        return None
    return (Decimal(bruch.numerator) / Decimal(bruch.denominator)).quantize(_STELLEN)


# -- Values ----------------------------------------------------------------------------------------------------


def _gib_werte_bekannt(brief: Planungsbrief) -> int:
    """One Planungswert per Jobcenter, Kennzahl and year; those there are keep what was offered. Returns how many."""
    assert brief.basismonat
    alle = {ort.partei: ort for ort in orte(brief.runde.ab, brief.basismonat)}
    zeilen = Jobcentererwartung.objects.filter(erwartung__brief=brief).exclude(wert=None).select_related("erwartung")
    werte = [_planungswert(brief, zeile, alle[zeile.jobcenter_id]) for zeile in zeilen]
    Planungswert.objects.bulk_create(
        werte,
        update_conflicts=True,
        unique_fields=["runde", "jobcenter", "kennzahl", "jahr"],
        update_fields=["erwartung", "erwartet", "menge"],
    )
    return len(werte)


def _planungswert(brief: Planungsbrief, zeile: Jobcentererwartung, ort: Ort) -> Planungswert:
    assert zeile.wert is not None
    assert zeile.menge is not None
    return Planungswert(
        runde_id=brief.runde_id,
        jobcenter_id=ort.partei,
        kennzahl=zeile.erwartung.kennzahl,
        jahr=zeile.erwartung.jahr,
        art=ort.art,
        name=ort.name,
        schluessel=ort.schluessel,
        land_id=ort.land,
        traeger_id=ort.traeger,
        gegenueber_id=ort.gegenueber,
        erwartung=zeile,
        erwartet=zeile.wert,
        menge=zeile.menge,
        zustand=Wertzustand.ERWARTET,
    )
