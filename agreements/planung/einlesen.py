"""The table of planned values as XLSX: given out with empty columns to fill in, checked, then taken over as a whole.

A row answers for one Jobcenter, Kennzahl and year: with a new value, or with "ja" where the value on the table is
accepted. Rows without an answer change nothing. Everything is checked by the same rows of law as on the page, and
one wrong row stops the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from agreements.models import Planungsdatei, Planungsrunde, Planungswert
from agreements.planung.recht import PLANUNG, PLANUNGSWERT, WERTZUSTANDSTITEL, Wertzustand
from agreements.planung.verhandlung import AKTE, Angabe, stand_von
from kennzahlen.meldungen.lieferung.arbeitsmappe import lies_zeilen
from kennzahlen.meldungen.lieferung.fehler import Fehler, FehlerhafteDatei, Fehlerliste, abgelehnt
from kennzahlen.meldungen.lieferung.zahlen import Unlesbar, lies_anzahl
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.eintraege import eintragen
from zielsystem.parties.zugriff import Zugang, visible

HOECHSTENS_BYTES = 5 * 1024 * 1024
AUFBEWAHRT = timedelta(days=1)
_SALZ = "agreements.planungsdatei"
NICHT_LESBAR = -1
"""Stands for a number of moves that cannot be read: it is never the present one, so the row is refused."""

SCHLUESSEL, KENNZAHL, JAHR, ZUEGE = "Schlüssel", "Kennzahl", "Jahr", "Züge"
ANTWORT, ANNEHMEN, BEGRUENDUNG, QUELLE = "Neuer Wert", "Annehmen", "Begründung", "Quelle"
PFLICHTSPALTEN = (SCHLUESSEL, KENNZAHL, JAHR, ZUEGE, ANTWORT)
LESESPALTEN = (*PFLICHTSPALTEN, ANNEHMEN, BEGRUENDUNG, QUELLE)
"""The columns that are read; all others are there for people."""


@dataclass(frozen=True)
class Aenderung:
    """What a row of the file means: the value it answers, the move, and what is put on the table."""

    zeile: int
    planungswert: Planungswert
    akt: str
    angabe: Angabe


# -- Acts ------------------------------------------------------------------------------------------------------


def pruefe(*, runde: Planungsrunde, inhalt: bytes, durch: Zugang, am: datetime) -> list[Aenderung]:
    """What would become of a file; nothing is written.

    Raises ``PermissionDenied``, and :class:`~kennzahlen.meldungen.lieferung.FehlerhafteDatei` with every row that is
    wrong, what is wrong with it and what would be right.
    """
    if Befugnis.WERT_ANBIETEN not in durch.befugnisse:
        raise PermissionDenied("Planungswerte bieten in dieser Rolle andere an.")
    if len(inhalt) > HOECHSTENS_BYTES:
        raise abgelehnt("die Datei ist zu groß", f"höchstens {HOECHSTENS_BYTES // 1024 // 1024} MB")
    return _Pruefung(runde, durch, am).aenderungen(inhalt)


def nimm_auf(*, runde: Planungsrunde, dateiname: str, inhalt: bytes, durch: Zugang, am: datetime) -> Planungsdatei:
    """Check a file and keep its bytes for a day; raises what :func:`pruefe` raises, and keeps nothing then."""
    pruefe(runde=runde, inhalt=inhalt, durch=durch, am=am)
    assert durch.nutzer
    assert durch.partei_id
    Planungsdatei.objects.filter(hochgeladen_am__lte=am - AUFBEWAHRT).delete()
    return Planungsdatei.objects.create(
        runde=runde,
        partei_id=durch.partei_id,
        nutzer=durch.nutzer,
        dateiname=dateiname[-255:],
        inhalt=inhalt,
        hochgeladen_am=am,
    )


@transaction.atomic
def uebernimm(*, datei: Planungsdatei, durch: Zugang, am: datetime) -> Planungsdatei:
    """Take over a file that was checked, whole and once; doing it again changes nothing.

    Raises what :func:`pruefe` raises where something changed since.
    """
    gesperrt = Planungsdatei.objects.select_for_update().get(pk=datei.pk)
    if gesperrt.inhalt is None:
        return gesperrt
    aenderungen = pruefe(runde=gesperrt.runde, inhalt=bytes(gesperrt.inhalt), durch=durch, am=am)
    for aenderung in aenderungen:
        AKTE[aenderung.akt](planungswert=aenderung.planungswert, angabe=aenderung.angabe, durch=durch, am=am)
    gesperrt.inhalt, gesperrt.uebernommen_am, gesperrt.anzahl = None, am, len(aenderungen)
    gesperrt.save(update_fields=["inhalt", "uebernommen_am", "anzahl"])
    daten = {"datei": gesperrt.dateiname, "werte": len(aenderungen)}
    eintragen(durch=durch, am=am, akt="tabelle_uebernehmen", norm=PLANUNG, objekt=gesperrt.runde, daten=daten)
    return gesperrt


def verweis(datei: Planungsdatei) -> str:
    """A reference that cannot be guessed and leads one person to one file."""
    return signing.dumps(datei.pk, salt=_SALZ)


def finde(text: str, zugang: Zugang) -> Planungsdatei:
    """The file of a reference; ``Planungsdatei.DoesNotExist`` after a day, and for everyone else."""
    try:
        pk = signing.loads(text, salt=_SALZ, max_age=AUFBEWAHRT)
    except signing.BadSignature:
        raise Planungsdatei.DoesNotExist from None
    return visible(zugang, Befugnis.SEHEN, Planungsdatei.objects.select_related("runde")).get(pk=pk)


# -- Rows ------------------------------------------------------------------------------------------------------

Feld = tuple[str, str, int]
"""Key, Kennzahl and year: what a row is about."""


class _Pruefung:
    """The values that may be answered, read once, and the findings so far."""

    def __init__(self, runde: Planungsrunde, durch: Zugang, am: datetime) -> None:
        self.tag = timezone.localdate(am)
        self.fehler = Fehlerliste()
        werte = Planungswert.objects.visible_to(durch).filter(runde=runde).select_related("runde")
        self.sichtbar: Mapping[Feld, Planungswert] = {(w.schluessel, w.kennzahl, w.jahr): w for w in werte}
        self.befugnis = {
            w.pk: Befugnis.WERT_ANBIETEN if w.jobcenter_id == durch.partei_id else Befugnis.WERT_BEANTWORTEN
            for w in self.sichtbar.values()
            if durch.partei_id in (w.jobcenter_id, w.gegenueber_id)
        }

    def aenderungen(self, inhalt: bytes) -> list[Aenderung]:
        """The moves of a file, in its order."""
        gefunden: dict[int, Aenderung] = {}
        for nummer, zeile in self._zeilen(inhalt):
            aenderung = self._aenderung(nummer, zeile)
            if aenderung and aenderung.planungswert.pk in gefunden:
                frueher = gefunden[aenderung.planungswert.pk].zeile
                self._melde(nummer, ANTWORT, zeile, "derselbe Wert ein zweites Mal", f"nur eine Zeile; siehe {frueher}")
            elif aenderung:
                gefunden[aenderung.planungswert.pk] = aenderung
        self.fehler.wirf()
        return list(gefunden.values())

    def _zeilen(self, inhalt: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
        folge = lies_zeilen(inhalt)
        _, kopf = next(folge, (1, ()))
        stellen = _spalten(kopf)
        for nummer, felder in folge:
            yield nummer, {n: felder[s].strip() if s < len(felder) else "" for n, s in stellen.items()}

    def _melde(self, nummer: int, spalte: str, zeile: Mapping[str, str], was: str, richtig: str) -> None:
        self.fehler.melde(Fehler(nummer, spalte, zeile.get(spalte, ""), was, richtig))

    def _aenderung(self, nummer: int, zeile: Mapping[str, str]) -> Aenderung | None:
        """The move of a row; None where it answers nothing or is wrong."""
        if not zeile[ANTWORT] and not zeile.get(ANNEHMEN):
            return None
        wert = self._planungswert(nummer, zeile)
        if wert is None:
            return None
        try:
            neu = lies_anzahl(zeile[ANTWORT]) if zeile[ANTWORT] else None
        except Unlesbar as mangel:
            self._melde(nummer, ANTWORT, zeile, mangel.was, mangel.richtig)
            return None
        if neu is not None and neu < 0:
            self._melde(nummer, ANTWORT, zeile, "negative Zahl von Personen", "0 oder mehr")
            return None
        akt = self._akt(nummer, zeile, wert, neu)
        if akt is None:
            return None
        begruendung, quelle = (_ohne_apostroph(zeile.get(spalte, "")) for spalte in (BEGRUENDUNG, QUELLE))
        gesehen = int(zeile[ZUEGE]) if zeile[ZUEGE].isdecimal() else NICHT_LESBAR
        angabe = Angabe(gesehen, neu or 0, begruendung, quelle)
        return Aenderung(nummer, wert, akt, angabe) if self._zulaessig(nummer, zeile, wert, akt, angabe) else None

    def _planungswert(self, nummer: int, zeile: Mapping[str, str]) -> Planungswert | None:
        schluessel, kennzahl = _ohne_apostroph(zeile[SCHLUESSEL]), zeile[KENNZAHL].upper()
        jahr = int(zeile[JAHR]) if zeile[JAHR].isdecimal() else 0
        wert = self.sichtbar.get((schluessel.zfill(5), kennzahl, jahr))
        if wert is None:
            jahre = sorted({f"{k} {j}" for _, k, j in self.sichtbar})
            self._melde(
                nummer, SCHLUESSEL, zeile, "zu Schlüssel, Kennzahl und Jahr gibt es keinen Wert, den Sie sehen",
                f"ein Jobcenter aus Ihrer Tabelle mit {', '.join(jahre) or 'einem Erwartungswert'}",
            )  # fmt: skip
        elif wert.pk not in self.befugnis:
            self._melde(nummer, SCHLUESSEL, zeile, "diesen Wert verhandeln andere", "nur Zeilen, die Sie beantworten")
            return None
        return wert

    def _akt(self, nummer: int, zeile: Mapping[str, str], wert: Planungswert, neu: int | None) -> str | None:
        annehmen = zeile.get(ANNEHMEN, "").lower()
        if annehmen not in ("", "ja", "nein"):
            self._melde(nummer, ANNEHMEN, zeile, "keine Antwort", "ja oder leer")
            return None
        if annehmen == "ja" and neu is not None:
            self._melde(nummer, ANNEHMEN, zeile, "Annahme und neuer Wert zugleich", "eines von beiden")
            return None
        bietet_an = self.befugnis[wert.pk] is Befugnis.WERT_ANBIETEN
        if annehmen == "ja":
            return "gegenangebot_annehmen" if bietet_an else "angebot_annehmen"
        if neu is None:
            return None
        return "anbieten" if bietet_an else "gegenanbieten"

    def _zulaessig(self, nummer: int, zeile: Mapping[str, str], wert: Planungswert, akt: str, angabe: Angabe) -> bool:
        """Whether the law lets the move be made; what stands against it is reported, column by column."""
        zeilen = [z for z in PLANUNGSWERT.von(wert.zustand, self.tag) if z.code == akt]
        if not zeilen:
            stand = WERTZUSTANDSTITEL[Wertzustand(wert.zustand)]
            self._melde(nummer, ANTWORT, zeile, f"hier nicht möglich; Stand: {stand}", _RICHTIG[wert.zustand])
            return False
        hindernisse = [h for h in zeilen[0].hindernisse(stand_von(wert, angabe), self.tag) if h.hart]
        for hindernis in hindernisse:
            spalte, richtig = _SPALTE.get(hindernis.code, (ANTWORT, "die Zeile leer lassen"))
            self._melde(nummer, spalte, zeile, hindernis.meldung.rstrip("."), richtig)
        return not hindernisse


_SPALTE = {
    "nichts_neues": (ZUEGE, "die Tabelle neu herunterladen"),
    "abweichung_begruendet": (BEGRUENDUNG, "eine Begründung in derselben Zeile"),
    "grund_genannt": (BEGRUENDUNG, "eine Begründung in derselben Zeile"),
    "abweichung_belegt": (QUELLE, "eine Quelle in derselben Zeile"),
}
_RICHTIG: dict[str, str] = {
    Wertzustand.ERWARTET: "abwarten, bis das Jobcenter einen Wert angeboten hat",
    Wertzustand.ANGEBOTEN: "ein anderer Wert oder die Annahme durch die andere Seite",
    Wertzustand.GEGENANGEBOT: "ein anderer Wert oder die Annahme durch das Jobcenter",
    Wertzustand.VEREINBART: "die Zeile leer lassen; der Wert ist vereinbart",
}


def _ohne_apostroph(text: str) -> str:
    """A text as it was before it was made harmless for spreadsheets."""
    return text[1:] if text.startswith("'") else text


def _spalten(kopf: Sequence[str]) -> Mapping[str, int]:
    """Where the columns that are read stand; an error for each that is missing or double."""
    namen = [feld.strip().lower() for feld in kopf]
    fehler = Fehlerliste()
    stellen: dict[str, int] = {}
    for spalte in LESESPALTEN:
        treffer = [stelle for stelle, name in enumerate(namen) if name == spalte.lower()]
        if len(treffer) > 1:
            fehler.melde(Fehler(1, spalte, spalte, "doppelte Spalte", "jede Spalte einmal"))
        elif treffer:
            stellen[spalte] = treffer[0]
        elif spalte in PFLICHTSPALTEN:
            aehnlich = get_close_matches(spalte.lower(), namen, n=1)
            was = f"Spalte fehlt; gemeint ist vielleicht „{aehnlich[0]}“" if aehnlich else "Spalte fehlt"
            fehler.melde(Fehler(1, spalte, "", was, f"eine Spalte „{spalte}“, wie in der heruntergeladenen Tabelle"))
    fehler.wirf()
    return stellen


__all__ = ["Aenderung", "FehlerhafteDatei", "finde", "nimm_auf", "pruefe", "uebernimm", "verweis"]
