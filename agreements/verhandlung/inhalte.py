"""What agreements say now, each as one :class:`~agreements.inhalt.Inhalt`, for one or for a whole round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from agreements.inhalt import Abschnitt, Inhalt, Partner
from agreements.inhalt import Anlage as Anlageninhalt
from agreements.models import Anlage, Textfassung, Vertragspartei, Zielvereinbarung
from agreements.verhandlung.wortlaut import angaben_von, grundraster, vorschlagstexte
from agreements.zielkatalog import ziele_von


def inhalt_von(vereinbarung: Zielvereinbarung) -> Inhalt:
    """What an agreement says now: the text that counts, the suggested wording where nobody has touched a section."""
    return inhalte_von([vereinbarung])[vereinbarung.pk]


def inhalte_von(vereinbarungen: Iterable[Zielvereinbarung]) -> dict[int, Inhalt]:
    """The same for many, by key of the agreement, in a number of queries that does not depend on how many.

    ``runde`` of each should have been selected along.
    """
    alle = list(vereinbarungen)
    schluessel = [vereinbarung.pk for vereinbarung in alle]
    texte, partner, anlagen = geltende_texte(schluessel), _partner(schluessel), _anlagen(schluessel)
    ziele = ziele_von(schluessel)
    return {
        vereinbarung.pk: Inhalt(
            nr=vereinbarung.nr,
            titel=f"Zielvereinbarung {vereinbarung.runde.zeitraum}, {vereinbarung}",
            ab=vereinbarung.runde.ab,
            bis=vereinbarung.runde.bis,
            fassung=vereinbarung.fassung,
            partner=tuple(partner[vereinbarung.pk]),
            abschnitte=abschnitte_von(vereinbarung, texte[vereinbarung.pk]),
            ziele=ziele[vereinbarung.pk].ziele,
            beitraege=ziele[vereinbarung.pk].beitraege,
            finanzen=ziele[vereinbarung.pk].finanzen,
            anlagen=tuple(anlagen[vereinbarung.pk]),
            vorbehalt=vereinbarung.vorbehalt,
        )
        for vereinbarung in alle
    }


def abschnitte_von(vereinbarung: Zielvereinbarung, texte: Mapping[str, str]) -> tuple[Abschnitt, ...]:
    """The sections of an agreement from the texts that count; an optional one only where it is agreed."""
    angaben = angaben_von(vereinbarung)
    vorschlaege = vorschlagstexte(angaben)
    return tuple(
        Abschnitt(code, abschnitt.titel, text)
        for code, abschnitt in grundraster(angaben).items()
        if (text := texte.get(code, "" if abschnitt.wahlweise else vorschlaege[code]))
    )


def geltende_texte(schluessel: Iterable[int]) -> dict[int, dict[str, str]]:
    """The texts that count by agreement and section; sections nobody has touched are missing. One query."""
    texte: dict[int, dict[str, str]] = defaultdict(dict)
    zeilen = Textfassung.objects.geltend().filter(zielvereinbarung__in=schluessel)
    for pk, abschnitt, text in zeilen.values_list("zielvereinbarung_id", "abschnitt", "text"):
        texte[pk][abschnitt] = text
    return texte


def _partner(schluessel: list[int]) -> dict[int, list[Partner]]:
    partner: dict[int, list[Partner]] = defaultdict(list)
    zeilen = Vertragspartei.objects.filter(zielvereinbarung__in=schluessel).order_by("zielvereinbarung", "reihenfolge")
    for pk, *angaben in zeilen.values_list("zielvereinbarung_id", "bezeichnung", "vertreten_durch", "seite"):
        partner[pk].append(Partner(*angaben))
    return partner


def _anlagen(schluessel: list[int]) -> dict[int, list[Anlageninhalt]]:
    anlagen: dict[int, list[Anlageninhalt]] = defaultdict(list)
    zeilen = Anlage.objects.vorhanden().filter(zielvereinbarung__in=schluessel, vertragsbestandteil=True)
    for pk, titel, sha256 in zeilen.order_by("pk").values_list("zielvereinbarung_id", "titel", "sha256"):
        anlagen[pk].append(Anlageninhalt(sha256[:16], titel, sha256))
    return anlagen
