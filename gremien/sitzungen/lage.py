"""Where a session stands: what the conditions look at, who decides on an item, which acts are open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from gremien.abstimmung import Koerper
from gremien.mitglieder.lesen import mitglieder_am, parteien_je_zusammensetzung
from gremien.models import Anwesenheit, Ergebnis, Mitgliedschaft, Sitzung, Tagesordnungspunkt, Teilnahme
from gremien.recht import (
    ABLAEUFE,
    UEBLICH,
    Sitzungsstand,
    Umlaufstand,
    Verfahren,
    gegenstand,
    gremiumregel,
    parameter,
)
from zielsystem.journal.vollzug import Knopf, knoepfe
from zielsystem.parties.zugriff import Zugang
from zielsystem.recht import Ablauf

PRAESENT = (Teilnahme.ANWESEND, Teilnahme.VERTRETEN)


def ablauf_von(sitzung: Sitzung) -> Ablauf:
    """The table of transitions of a session or of an Umlaufbeschluss."""
    return ABLAEUFE[Verfahren(sitzung.verfahren)]


def tag_von(sitzung: Sitzung) -> date:
    """The day on which members count: of the session, or the last one of an Umlaufbeschluss."""
    return timezone.localdate(sitzung.beginn)


def zusammensetzungen_von(sitzung: Sitzung) -> list[str]:
    """The compositions in which a session meets, by its items; the usual one while there are none."""
    codes = sitzung.tagesordnung.order_by("zusammensetzung").values_list("zusammensetzung", flat=True).distinct()
    return list(codes) or [UEBLICH]


def mitglieder_von(sitzung: Sitzung) -> list[Mitgliedschaft]:
    """Who belongs to a session on its day, by the compositions of its items."""
    return mitglieder_am(sitzung.gremium, tag_von(sitzung), zusammensetzungen_von(sitzung))


def stand_von(sitzung: Sitzung, *, geleitet: bool | None = None) -> Sitzungsstand | Umlaufstand:
    """The snapshot that the conditions look at. ``geleitet``: that somebody presides, where it is already known.

    A body of which only totals are recorded keeps attendance and chair elsewhere; its quorum is judged with the totals.
    """
    if sitzung.verfahren == Verfahren.UMLAUF:
        return _umlaufstand(sitzung)
    namentlich = sitzung.gremium.namentlich
    mitglieder = mitglieder_von(sitzung) if namentlich else []
    anwesenheiten = {a.mitgliedschaft_id: a.teilnahme for a in sitzung.anwesenheiten.all()}
    punkte = sitzung.tagesordnung
    return Sitzungsstand(
        termin=tag_von(sitzung),
        ladungsfrist=ladungsfrist(sitzung),
        mitglieder=len(mitglieder) if namentlich else sitze_am(sitzung),
        punkte=punkte.count(),
        ohne_anwesenheit=sum(m.pk not in anwesenheiten for m in mitglieder),
        beschlussfaehig=not namentlich or _koerper(sitzung, mitglieder, anwesenheiten).beschlussfaehig,
        geleitet=not namentlich or (sitzung.leitung_id is not None if geleitet is None else geleitet),
        ohne_ergebnis=punkte.filter(~Exists(Ergebnis.objects.gueltig().filter(punkt=OuterRef("pk")))).count(),
        offene_abstimmungen=offene_abstimmungen(sitzung),
        niederschrift=hat_niederschrift(sitzung),
        einwendungen=offene_einwendungen(sitzung),
    )


def _umlaufstand(sitzung: Sitzung) -> Umlaufstand:
    tag = tag_von(sitzung)
    mitglieder = mitglieder_von(sitzung)
    punkte = list(sitzung.tagesordnung.all())
    stimmen = sitzung.tagesordnung.filter(abstimmungen__stimmen__mitgliedschaft__in=mitglieder).count()
    return Umlaufstand(
        ende=tag,
        umlauffrist=int(parameter("umlauffrist", tag)),
        mitglieder=len(mitglieder),
        punkte=len(punkte),
        nicht_im_umlauf=sum(not _im_umlauf(punkt, tag) for punkt in punkte),
        ausstehend=max(0, len(punkte) * len(mitglieder) - stimmen),
        widersprueche=sitzung.widersprueche.count(),
        niederschrift=hat_niederschrift(sitzung),
        einwendungen=offene_einwendungen(sitzung),
    )


def _im_umlauf(punkt: Tagesordnungspunkt, tag: date) -> bool:
    return punkt.form == "beschluss" and gegenstand(punkt.gegenstand, tag).im_umlauf


def offene_abstimmungen(sitzung: Sitzung) -> int:
    """How many votes of a session are neither counted nor dropped."""
    return sitzung.tagesordnung.filter(
        abstimmungen__isnull=False, abstimmungen__geschlossen_am=None, abstimmungen__verworfen_am=None
    ).count()


def hat_niederschrift(sitzung: Sitzung) -> bool:
    """Whether minutes have been written."""
    niederschrift = getattr(sitzung, "niederschrift", None)
    return bool(niederschrift and niederschrift.text)


def offene_einwendungen(sitzung: Sitzung) -> int:
    """How many members object to the minutes as they stand; what was written anew since is another stand."""
    niederschrift = getattr(sitzung, "niederschrift", None)
    return sitzung.einwendungen.filter(stand=niederschrift.stand).count() if niederschrift else 0


def ladungsfrist(sitzung: Sitzung) -> int:
    """How many days lie between invitation and session at least: the body's own number, or the usual one (P)."""
    eigene = sitzung.gremium.ladungsfrist
    return int(parameter("ladungsfrist", tag_von(sitzung))) if eigene is None else eigene


def sitze_am(sitzung: Sitzung, zusammensetzung: str = UEBLICH) -> int:
    """How many seats a composition has on the day, taken or not."""
    rechte = sitzung.gremium.entsenderechte.filter(zusammensetzung=zusammensetzung).am(tag_von(sitzung))
    return sum(rechte.values_list("sitze", flat=True))


# -- Who decides -----------------------------------------------------------------------------------------------


def koerper_von(punkt: Tagesordnungspunkt) -> Koerper:
    """Who decides on an item: the members of its composition on the day, who of them is there, whose vote decides."""
    sitzung = punkt.sitzung
    mitglieder = mitglieder_am(sitzung.gremium, tag_von(sitzung), (punkt.zusammensetzung,))
    anwesenheiten = {a.mitgliedschaft_id: a.teilnahme for a in sitzung.anwesenheiten.all()}
    koerper = _koerper(sitzung, mitglieder, anwesenheiten)
    norm = gegenstand(punkt.gegenstand, tag_von(sitzung)).ohne_stichentscheid
    return replace(koerper, stichentscheid=None, ohne_stichentscheid=str(norm)) if norm else koerper


def _koerper(sitzung: Sitzung, mitglieder: Collection[Mitgliedschaft], anwesenheiten: dict[int, str]) -> Koerper:
    tag = tag_von(sitzung)
    return Koerper(
        seiten={mitglied.pk: mitglied.seite for mitglied in mitglieder},
        praesent=frozenset(m.pk for m in mitglieder if anwesenheiten.get(m.pk) in PRAESENT),
        quorum=parameter("quorum", tag),
        paritaetisch=gremiumregel(sitzung.gremium.art, tag).paritaetisch,
        stichentscheid=sitzung.stichentscheid_id,
    )


def mitgliederzahl(punkt: Tagesordnungspunkt) -> int:
    """How many members a majority of all members is counted by: those of the day, or the seats of a body by totals."""
    sitzung = punkt.sitzung
    if not sitzung.gremium.namentlich:
        return sitze_am(sitzung, punkt.zusammensetzung)
    return len(mitglieder_am(sitzung.gremium, tag_von(sitzung), (punkt.zusammensetzung,)))


def anwesende(sitzung: Sitzung) -> frozenset[int]:
    """The memberships of those present in person."""
    gefunden = Anwesenheit.objects.filter(sitzung=sitzung, teilnahme=Teilnahme.ANWESEND)
    return frozenset(gefunden.values_list("mitgliedschaft", flat=True))


# -- What can be done ------------------------------------------------------------------------------------------


def naechste_akte(sitzung: Sitzung, durch: Zugang) -> list[Knopf]:
    """The acts open or closed to somebody now, with what hinders them."""
    moegliche = knoepfe(ablauf_von(sitzung), sitzung, stand=stand_von(sitzung), durch=durch)
    return [knopf for knopf in moegliche if knopf.befugt]


def sieht_punkte(sitzung: Sitzung) -> dict[int, frozenset[str]]:
    """Which compositions each party that sends members belongs to on the day of a session."""
    je_partei: dict[int, set[str]] = {}
    for code, parteien in parteien_je_zusammensetzung(sitzung.gremium, tag_von(sitzung)).items():
        for partei in parteien:
            je_partei.setdefault(partei, set()).add(code)
    return {partei: frozenset(codes) for partei, codes in je_partei.items()}
