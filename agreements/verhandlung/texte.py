"""The acts on the text of a section: draft it, propose, accept, reject, withdraw.

A section is a chain of versions. Whoever writes or accepts says which version was in front of him or her; when the
section has moved on, the act is refused with :class:`Ueberholt` and nothing of what was written is lost. Each act
locks the agreement first, so two of them never happen at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from agreements.grundraster import Abschnittstext
from agreements.grundraster.klartext import Textfehler, bereinigt
from agreements.models import Stellungnahme, Textfassung, Vertragspartei, Zielvereinbarung
from agreements.models.verhandlung import StellungnahmeQuerySet
from agreements.recht import Seite, Zustand
from agreements.verhandlung.beteiligte import betritt, kurztext, verlange_offen
from agreements.verhandlung.wortlaut import angaben_von, grundraster, vorschlagstexte
from agreements.verhandlungsrecht import TEXTFASSUNG, Fassungszustand, Herkunft, Textstand
from zielsystem.journal.eintraege import eintragen
from zielsystem.journal.vollzug import vollziehe
from zielsystem.parties.zugriff import Zugang

_LEBENDIG = (Fassungszustand.GELTEND, Fassungszustand.VORGESCHLAGEN)


@dataclass(frozen=True)
class Eingabe:
    """What somebody wrote, why, and the number of the newest version that was in front of him or her (0: none)."""

    text: str
    grund: str = ""
    basis: int = 0


class Ueberholt(Exception):
    """The section has moved on since the page was loaded; ``neueste`` is the version to look at now, if any."""

    def __init__(self, neueste: Textfassung | None) -> None:
        self.neueste = neueste
        super().__init__("Der Abschnitt hat sich inzwischen geändert. Bitte sehen Sie sich den neuen Stand an.")


@dataclass
class _Abschnittslage:
    """A section under the lock: its versions that are alive, by their state."""

    vereinbarung: Zielvereinbarung
    partei: Vertragspartei
    abschnitt: Abschnittstext
    vorschlagstext: str
    fassungen: dict[str, Textfassung] = field(default_factory=dict)

    @property
    def geltend(self) -> Textfassung | None:
        return self.fassungen.get(Fassungszustand.GELTEND)

    @property
    def vorschlag(self) -> Textfassung | None:
        return self.fassungen.get(Fassungszustand.VORGESCHLAGEN)

    @property
    def neueste(self) -> Textfassung | None:
        return self.vorschlag or self.geltend

    @property
    def geltender_text(self) -> str:
        if self.geltend:
            return self.geltend.text
        return "" if self.abschnitt.wahlweise else self.vorschlagstext

    def stand(self, fassung: Textfassung | None = None, *, einig: bool = False) -> Textstand:
        eigene = fassung is not None and fassung.vertragspartei_id == self.partei.pk
        return Textstand(Zustand(self.vereinbarung.zustand), Seite(self.partei.seite), eigene, einig)


# -- The acts --------------------------------------------------------------------------------------------------


@transaction.atomic
def entwirf(
    *, vereinbarung: Zielvereinbarung, abschnitt: str, eingabe: Eingabe, durch: Zugang, am: datetime
) -> Textfassung:
    """Write the text of a section directly, as the steering side may while the agreement is a draft.

    Raises ``PermissionDenied``, ``Gehindert``, :class:`Ueberholt`, ``Textfehler``.
    """
    lage = _betritt_abschnitt(vereinbarung, abschnitt, durch)
    return _schreibe(lage, "entwerfen", eingabe, durch, am)


@transaction.atomic
def schlage_vor(
    *, vereinbarung: Zielvereinbarung, abschnitt: str, eingabe: Eingabe, durch: Zugang, am: datetime
) -> Textfassung:
    """Propose a text for a section. An open proposal is superseded, and every acceptance on the section is void.

    Who proposes accepts. Raises as :func:`entwirf`.
    """
    lage = _betritt_abschnitt(vereinbarung, abschnitt, durch)
    return _schreibe(lage, "vorschlagen", eingabe, durch, am)


@transaction.atomic
def nimm_an(*, vereinbarung: Zielvereinbarung, abschnitt: str, nummer: int, durch: Zugang, am: datetime) -> Textfassung:
    """Accept a version: the proposal, or the text that counts. With the last party's acceptance a proposal counts.

    ``nummer`` is the version that was read, 0 the untouched wording of the Grundraster. Accepting twice changes
    nothing. Raises ``PermissionDenied``, ``Gehindert``, :class:`Ueberholt`.
    """
    return _nimm_an(_betritt_abschnitt(vereinbarung, abschnitt, durch), nummer, durch, am)


@transaction.atomic
def nimm_alle_an(*, vereinbarung: Zielvereinbarung, nummern: Mapping[str, int], durch: Zugang, am: datetime) -> int:
    """Accept several sections at one go, all or none; ``nummern`` says for each which version was read."""
    for lage in _abschnittslagen(*betritt(vereinbarung, durch), tuple(nummern)):
        _nimm_an(lage, nummern[lage.abschnitt.code], durch, am)
    return len(nummern)


@transaction.atomic
def lehne_ab(
    *, vereinbarung: Zielvereinbarung, abschnitt: str, eingabe: Eingabe, durch: Zugang, am: datetime
) -> Textfassung:
    """Reject the version ``eingabe.basis`` for ``eingabe.grund``; a proposal ends with that.

    Raises ``PermissionDenied``, ``Gehindert``, :class:`Ueberholt`, ``Textfehler`` without a reason.
    """
    lage = _betritt_abschnitt(vereinbarung, abschnitt, durch)
    grund = kurztext(eingabe.grund, "Begründung")
    fassung = _gelesene(lage, eingabe.basis, am)
    abgelehnt = _vollziehe("ablehnen", fassung, lage.stand(fassung), durch, am, grund)
    _nimm_stellung(abgelehnt, lage.partei, durch, am, grund)
    return abgelehnt


@transaction.atomic
def ziehe_zurueck(
    *, vereinbarung: Zielvereinbarung, abschnitt: str, nummer: int, durch: Zugang, am: datetime
) -> Textfassung:
    """Withdraw one's own proposal. Raises ``PermissionDenied``, ``Gehindert``, :class:`Ueberholt`."""
    lage = _betritt_abschnitt(vereinbarung, abschnitt, durch)
    fassung = lage.vorschlag
    if fassung is None or fassung.nummer != nummer:
        raise Ueberholt(lage.neueste)
    return _vollziehe("zurueckziehen", fassung, lage.stand(fassung), durch, am)


# -- How they work ---------------------------------------------------------------------------------------------


def _betritt_abschnitt(vereinbarung: Zielvereinbarung, abschnitt: str, durch: Zugang) -> _Abschnittslage:
    """Lock the agreement and look at one of its sections; ``KeyError`` for a section that the Grundraster lacks."""
    return _abschnittslagen(*betritt(vereinbarung, durch), (abschnitt,))[0]


def _abschnittslagen(
    gesperrt: Zielvereinbarung, partei: Vertragspartei, abschnitte: Sequence[str]
) -> list[_Abschnittslage]:
    """Sections of a locked agreement, in the order asked for, by one query."""
    angaben = angaben_von(gesperrt)
    raster, vorschlaege = grundraster(angaben), vorschlagstexte(angaben)
    lagen = {code: _Abschnittslage(gesperrt, partei, raster[code], vorschlaege[code]) for code in abschnitte}
    lebendige = Textfassung.objects.filter(zielvereinbarung=gesperrt, abschnitt__in=abschnitte, zustand__in=_LEBENDIG)
    for fassung in lebendige:
        lagen[fassung.abschnitt].fassungen[fassung.zustand] = fassung
    return list(lagen.values())


def _schreibe(lage: _Abschnittslage, code: str, eingabe: Eingabe, durch: Zugang, am: datetime) -> Textfassung:
    zeile = verlange_offen(TEXTFASSUNG, code, lage.stand(), am)
    text = _geprueft(eingabe.text, lage)
    grund = kurztext(eingabe.grund, "Begründung") if eingabe.grund.strip() else ""
    neueste = lage.neueste
    if _ist_wiederholung(neueste, text, lage.partei):
        assert neueste is not None
        return neueste
    if neueste is not None and neueste.nummer > eingabe.basis and not _nur_grundraster(neueste, eingabe.basis):
        raise Ueberholt(neueste)
    _muss_anders_sein(text, lage)
    herkunft = Herkunft.ENTWURF if code == "entwerfen" else Herkunft.VORSCHLAG
    _mache_platz(lage, code, am)
    fassung = _neue_fassung(
        lage,
        am,
        text=text,
        herkunft=herkunft,
        vertragspartei=lage.partei,
        grund=grund,
        erstellt_durch=durch.nutzer,
        zustand=zeile.nach,
    )
    _nimm_stellung(fassung, lage.partei, durch, am)
    daten = {"abschnitt": fassung.abschnitt, "nummer": fassung.nummer}
    eintragen(durch=durch, am=am, akt=zeile.code, norm=zeile.norm, objekt=fassung, grund=grund, daten=daten)
    return fassung


def _geprueft(roh: str, lage: _Abschnittslage) -> str:
    text = bereinigt(roh)
    if not text and not lage.abschnitt.wahlweise:
        raise Textfehler(f"Der Abschnitt „{lage.abschnitt.titel}“ gehört in jede Vereinbarung und braucht einen Text.")
    return text


def _ist_wiederholung(neueste: Textfassung | None, text: str, partei: Vertragspartei) -> bool:
    """A double click: the newest version is one's own and says the very same."""
    return neueste is not None and neueste.vertragspartei_id == partei.pk and neueste.text == text


def _nur_grundraster(fassung: Textfassung, basis: int) -> bool:
    """The untouched wording (0) and its record (1) are the same text: reading one is reading the other."""
    return basis == 0 and fassung.herkunft == Herkunft.GRUNDRASTER


def _muss_anders_sein(text: str, lage: _Abschnittslage) -> None:
    if lage.vorschlag and text == lage.vorschlag.text:
        raise Textfehler("Dieser Text ist schon vorgeschlagen. Sie können den Vorschlag annehmen.")
    if text == lage.geltender_text:
        raise Textfehler("Ihr Text gleicht dem geltenden Text. Zu speichern gibt es nichts.")


def _mache_platz(lage: _Abschnittslage, code: str, am: datetime) -> None:
    """A new version voids every acceptance; a draft replaces the text, a proposal the one before it."""
    if lage.geltend is None and not lage.abschnitt.wahlweise:
        lage.fassungen[Fassungszustand.GELTEND] = _halte_wortlaut_fest(lage, am)
    _hebe_stellungnahmen_auf(lage, am)
    if code == "entwerfen" and lage.geltend:
        _folge("abloesen", lage.geltend, am)
    if lage.vorschlag:
        _folge("ueberholen", lage.vorschlag, am)


def _halte_wortlaut_fest(lage: _Abschnittslage, am: datetime) -> Textfassung:
    """Write down the suggested wording as version 1: from the first act on it is the text of this agreement."""
    return _neue_fassung(
        lage, am, text=lage.vorschlagstext, herkunft=Herkunft.GRUNDRASTER, zustand=Fassungszustand.GELTEND
    )


def _neue_fassung(lage: _Abschnittslage, am: datetime, **felder: Any) -> Textfassung:
    """Append a version to the chain; ``felder`` are its other columns."""
    kette = Textfassung.objects.filter(zielvereinbarung=lage.vereinbarung, abschnitt=lage.abschnitt.code)
    letzte = kette.aggregate(Max("nummer"))["nummer__max"] or 0
    return Textfassung.objects.create(
        zielvereinbarung=lage.vereinbarung,
        abschnitt=lage.abschnitt.code,
        nummer=letzte + 1,
        erstellt_am=am,
        **felder,
    )


def _gelesene(lage: _Abschnittslage, nummer: int, am: datetime) -> Textfassung:
    """The version that somebody has read. Raises :class:`Ueberholt` when it is not alive any more."""
    if nummer == 0 and lage.neueste is None and not lage.abschnitt.wahlweise:
        return _halte_wortlaut_fest(lage, am)
    for fassung in lage.fassungen.values():
        if fassung.nummer == nummer or _nur_grundraster(fassung, nummer):
            return fassung
    raise Ueberholt(lage.neueste)


def _nimm_an(lage: _Abschnittslage, nummer: int, durch: Zugang, am: datetime) -> Textfassung:
    fassung = _gelesene(lage, nummer, am)
    angenommen = Stellungnahme.objects.gueltig().filter(fassung=fassung, angenommen=True)
    parteien = set(angenommen.values_list("vertragspartei_id", flat=True))
    if lage.partei.pk in parteien:
        return fassung
    alle = set(lage.vereinbarung.vertragsparteien.values_list("pk", flat=True))
    einig = parteien | {lage.partei.pk} == alle
    code = "einigen" if einig and fassung == lage.vorschlag else "annehmen"
    if code == "einigen" and lage.geltend:
        _folge("abloesen", lage.geltend, am)
    angenommene = _vollziehe(code, fassung, lage.stand(fassung, einig=einig), durch, am)
    _nimm_stellung(angenommene, lage.partei, durch, am)
    return angenommene


def _vollziehe(
    code: str, fassung: Textfassung, stand: Textstand, durch: Zugang, am: datetime, grund: str = ""
) -> Textfassung:
    return vollziehe(TEXTFASSUNG, code, fassung, stand=lambda _: stand, durch=durch, am=am, grund=grund)


def _folge(code: str, fassung: Textfassung, am: datetime) -> None:
    """What follows by itself from an act: recorded with the act, not beside it."""
    fassung.zustand = TEXTFASSUNG.zeile(code, fassung.zustand, timezone.localdate(am)).nach
    fassung.save(update_fields=["zustand"])


def _nimm_stellung(
    fassung: Textfassung, partei: Vertragspartei, durch: Zugang, am: datetime, ablehnung: str = ""
) -> None:
    _aufheben(fassung.stellungnahmen.filter(vertragspartei=partei), am)
    Stellungnahme.objects.create(
        fassung=fassung,
        vertragspartei=partei,
        angenommen=not ablehnung,
        grund=ablehnung,
        abgegeben_am=am,
        abgegeben_durch=durch.nutzer,
    )


def _hebe_stellungnahmen_auf(lage: _Abschnittslage, am: datetime) -> None:
    kette = Textfassung.objects.filter(zielvereinbarung=lage.vereinbarung, abschnitt=lage.abschnitt.code)
    _aufheben(Stellungnahme.objects.filter(fassung__in=kette), am)


def _aufheben(stellungnahmen: StellungnahmeQuerySet, am: datetime) -> None:
    """Void what is valid; the moment of an act is taken before it has waited for the lock, hence the later of both."""
    stellungnahmen.gueltig().update(aufgehoben_am=Greatest("abgegeben_am", Value(am)))
