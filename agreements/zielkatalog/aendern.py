"""The acts that change what is agreed about the Ziele: one Fassung each, and every acceptance is void with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from agreements.models import Beitrag, Finanzmittel, Vertragspartei, Ziel, Zielfassung, Zielvereinbarung
from agreements.models.ziele import TEXT_HOECHSTENS
from agreements.ziele import DIMENSIONSTITEL, Dimension, zielart
from agreements.ziele.finanzen import MITTELTITEL, Mittelart
from agreements.ziele.pruefung import Mangel, pruefe
from agreements.ziele.vorgabe import Vorgabe, als_paare
from agreements.zielkatalog.ausgangslage import ausgangslage_von
from agreements.zielkatalog.fassungen import NichtMoeglich, Werkstatt, neue_fassung, schreibe_fassung
from zielsystem import zahlen
from zielsystem.parties.zugriff import Zugang

_JAHRE_MIT_MITTELN = 12
"""How many years after the first one of the period funds can be named for; more would be no plan."""


@dataclass(frozen=True)
class Zielangabe:
    """What is to be agreed about one Ziel. ``vorgabe`` None: the dimension is chosen, its parameters are still open."""

    code: str
    titel: str
    beschreibung: str
    dimension: Dimension
    kennzahl: str
    vorgabe: Vorgabe | None


class Unstimmig(NichtMoeglich):
    """What was entered about a Ziel does not fit; all that is wrong at once, by field."""

    def __init__(self, maengel: tuple[Mangel, ...]) -> None:
        self.maengel = maengel
        super().__init__(" ".join(mangel.text for mangel in maengel))


# -- Ziele -----------------------------------------------------------------------------------------------------


def setze_ziel(
    *, vereinbarung: Zielvereinbarung, angabe: Zielangabe, durch: Zugang, am: datetime, gesehen: int | None = None
) -> Zielfassung:
    """Agree on a Ziel anew or differently. Raises :class:`Unstimmig` with everything that is wrong with it.

    A Zielwert or Zielkorridor on a Kennzahl whose base is missing, incomplete or broken is refused (FACHKONZEPT 3).
    """

    def tue(werkstatt: Werkstatt) -> str:
        art = zielart(angabe.code, werkstatt.eckdaten.nr, werkstatt.vereinbarung.runde.ab)
        if art is None:
            raise NichtMoeglich(f"Ein Ziel „{angabe.code}“ sieht der Zielkatalog für diese Vereinbarung nicht vor.")
        lage = ausgangslage_von(werkstatt.vereinbarung, angabe.kennzahl)
        if maengel := pruefe(angabe.dimension, angabe.vorgabe, lage.gegenstand):
            raise Unstimmig(maengel)
        bisher = werkstatt.vereinbarung.ziele.geltend().filter(code=angabe.code).first()
        if bisher:
            werkstatt.beende(bisher)
        werkstatt.beginne(
            Ziel,
            code=angabe.code,
            titel=angabe.titel,
            beschreibung=angabe.beschreibung,
            dimension=angabe.dimension,
            kennzahl=angabe.kennzahl,
            vorgabe=dict(als_paare(angabe.vorgabe)) if angabe.vorgabe else {},
        )
        return f"Ziel „{angabe.titel}“: {DIMENSIONSTITEL[angabe.dimension]}"

    return neue_fassung("ziel_setzen", vereinbarung, tue, durch=durch, am=am, gesehen=gesehen)


def streiche_ziel(
    *, vereinbarung: Zielvereinbarung, code: str, durch: Zugang, am: datetime, gesehen: int | None = None
) -> Zielfassung:
    """Agree on a Ziel no longer; one of the law cannot be struck out (§ 48b Abs. 3 SGB II)."""

    def tue(werkstatt: Werkstatt) -> str:
        if any(art.code == code for art in werkstatt.eckdaten.gesetzliche):
            raise NichtMoeglich("Ein gesetzliches Ziel kann nicht gestrichen werden (§ 48b Abs. 3 SGB II).")
        bisher = werkstatt.vereinbarung.ziele.geltend().filter(code=code).first()
        if bisher is None:
            raise NichtMoeglich("Dieses Ziel steht nicht in der Vereinbarung.")
        werkstatt.beende(bisher)
        return f"Ziel „{bisher.titel}“ gestrichen"

    return neue_fassung("ziel_streichen", vereinbarung, tue, durch=durch, am=am, gesehen=gesehen)


def freier_code(vereinbarung: Zielvereinbarung, code: str) -> str:
    """A code for one more Ziel of a kind: the code of the catalogue, or with the next number."""
    vergeben = set(vereinbarung.ziele.values_list("code", flat=True))
    if code not in vergeben:
        return code
    nummern = (f"{code}-{nummer}" for nummer in range(2, len(vergeben) + 3))
    return next(moeglich for moeglich in nummern if moeglich not in vergeben)


# -- Beiträge --------------------------------------------------------------------------------------------------


def setze_beitrag(
    *,
    vereinbarung: Zielvereinbarung,
    vertragspartei: Vertragspartei,
    text: str,
    durch: Zugang,
    am: datetime,
    gesehen: int | None = None,
) -> Zielfassung:
    """Name one more thing that a party contributes."""

    def tue(werkstatt: Werkstatt) -> str:
        if vertragspartei.zielvereinbarung_id != werkstatt.vereinbarung.pk:
            raise NichtMoeglich("Beitragen können nur die Vertragsparteien.", "vertragspartei")
        nummer = werkstatt.vereinbarung.beitraege.values("code").distinct().count() + 1
        code = f"beitrag-{nummer}"
        werkstatt.beginne(Beitrag, code=code, vertragspartei=vertragspartei, text=_beitragstext(text))
        return f"Beitrag von {vertragspartei.bezeichnung} ergänzt"

    return neue_fassung("beitrag_setzen", vereinbarung, tue, durch=durch, am=am, gesehen=gesehen)


def aendere_beitrag(
    *, vereinbarung: Zielvereinbarung, code: str, text: str, durch: Zugang, am: datetime, gesehen: int | None = None
) -> Zielfassung:
    """Say differently what a party contributes."""

    def tue(werkstatt: Werkstatt) -> str:
        bisher = _geltender_beitrag(werkstatt, code)
        werkstatt.beende(bisher)
        partei = bisher.vertragspartei
        werkstatt.beginne(Beitrag, code=code, vertragspartei=partei, text=_beitragstext(text))
        return f"Beitrag von {partei.bezeichnung} geändert"

    return neue_fassung("beitrag_aendern", vereinbarung, tue, durch=durch, am=am, gesehen=gesehen)


def _beitragstext(text: str) -> str:
    wortlaut = text.strip()
    if not wortlaut or len(wortlaut) > TEXT_HOECHSTENS:
        raise NichtMoeglich(f"Ein Beitrag hat 1 bis {zahlen.ganzzahl(TEXT_HOECHSTENS)} Zeichen.", "text")
    return wortlaut


def streiche_beitrag(
    *, vereinbarung: Zielvereinbarung, code: str, durch: Zugang, am: datetime, gesehen: int | None = None
) -> Zielfassung:
    """Take a Beitrag out."""

    def tue(werkstatt: Werkstatt) -> str:
        bisher = _geltender_beitrag(werkstatt, code)
        werkstatt.beende(bisher)
        return f"Beitrag von {bisher.vertragspartei.bezeichnung} gestrichen"

    return neue_fassung("beitrag_streichen", vereinbarung, tue, durch=durch, am=am, gesehen=gesehen)


def _geltender_beitrag(werkstatt: Werkstatt, code: str) -> Beitrag:
    bisher = werkstatt.vereinbarung.beitraege.geltend().select_related("vertragspartei").filter(code=code).first()
    if bisher is None:
        raise NichtMoeglich("Dieser Beitrag steht nicht mehr in der Vereinbarung.")
    return bisher


# -- Funds, for information ------------------------------------------------------------------------------------


def setze_finanzmittel(
    *,
    vereinbarung: Zielvereinbarung,
    jahr: int,
    betraege: Mapping[Mittelart, int | None],
    durch: Zugang,
    am: datetime,
    gesehen: int | None = None,
) -> Zielfassung:
    """State the funds of a year in cents, None where there is nothing to state; never linked to results."""

    def tue(werkstatt: Werkstatt) -> str:
        erstes = werkstatt.vereinbarung.runde.ab.year
        if not erstes <= jahr <= erstes + _JAHRE_MIT_MITTELN:
            raise NichtMoeglich(f"Mittel lassen sich ab dem Jahr {erstes} angeben.", "jahr")
        if any(betrag is not None and betrag < 0 for betrag in betraege.values()):
            raise NichtMoeglich("Ein Betrag ist null oder größer.", "betrag")
        for zeile in werkstatt.vereinbarung.finanzmittel.geltend().filter(jahr=jahr, art__in=betraege):
            werkstatt.beende(zeile)
        for art, betrag in betraege.items():
            if betrag is not None:
                werkstatt.beginne(Finanzmittel, jahr=jahr, art=art, betrag=betrag)
        return f"{', '.join(MITTELTITEL[art] for art in betraege)} {jahr}"

    return neue_fassung("finanzmittel_setzen", vereinbarung, tue, durch=durch, am=am, gesehen=gesehen)


# -- Amendments ------------------------------------------------------------------------------------------------


def kopiere_ziele(*, von: Zielvereinbarung, nach: Zielvereinbarung, durch: Zugang, am: datetime) -> Zielfassung | None:
    """Begin an amendment with the Ziele, Beiträge and funds of its original; None where nothing was agreed there.

    A part of the act that makes ``nach``, a new draft of the same parties. Acceptances do not come along.
    """
    ziele, beitraege, mittel = von.ziele.geltend(), von.beitraege.geltend(), von.finanzmittel.geltend()
    if not (ziele.exists() or beitraege.exists() or mittel.exists()):
        return None
    partei_in_neuer = {zeile.partei_id: zeile for zeile in nach.vertragsparteien.all()}

    def tue(werkstatt: Werkstatt) -> str:
        for ziel in ziele.order_by("pk"):
            felder = ("code", "titel", "beschreibung", "dimension", "kennzahl", "vorgabe")
            werkstatt.beginne(Ziel, **{feld: getattr(ziel, feld) for feld in felder})
        for beitrag in beitraege.select_related("vertragspartei").order_by("pk"):
            partei = partei_in_neuer[beitrag.vertragspartei.partei_id]
            werkstatt.beginne(Beitrag, code=beitrag.code, vertragspartei=partei, text=beitrag.text)
        for zeile in mittel.order_by("jahr", "art"):
            werkstatt.beginne(Finanzmittel, jahr=zeile.jahr, art=zeile.art, betrag=zeile.betrag)
        return "Aus der ursprünglichen Vereinbarung übernommen"

    return schreibe_fassung(nach, tue, durch=durch, am=am)
