"""What the tab "Zeichnung" shows, read once and handed over as finished rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from agreements.lifecycle import alle_akte
from agreements.models import (
    Ablehnung,
    Ausfertigung,
    Ausfertigungsart,
    Festtext,
    Fristverlaengerung,
    Unterzeichner,
    Vertragspartei,
    Zeichnung,
    Zielvereinbarung,
)
from agreements.recht import VEREINBARUNG, Zustand
from agreements.views.wegweiser import mit_wegen
from agreements.zeichnung.parteien import eigene_partei
from agreements.zeichnungsfristen import fristen_von
from agreements.zeichnungsrecht import NIVEAUS, Niveau
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.journal.vollzug import Knopf
from zielsystem.parties.zugriff import Zugang
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

_SPALTEN = (
    Spalte("Vertragspartei", kopf=True),
    Spalte("Stand"),
    Spalte("zeichnet"),
    Spalte("Art der Unterschrift"),
    Spalte("am"),
    Spalte("Beleg"),
)


UEBERGANGEN = {
    bedingung.code: bedingung.meldung
    for zeile in VEREINBARUNG.uebergaenge
    if zeile.code == "zeichnen"
    for bedingung in zeile.bedingungen
    if not bedingung.hart
}
"""What was missing when somebody signed for a reason, in words."""


class Zeichnungsseite:
    """Everything about signing one agreement that somebody may see: a fixed number of queries."""

    def __init__(self, vereinbarung: Zielvereinbarung, zugang: Zugang) -> None:
        self.vereinbarung, self.zugang = vereinbarung, zugang
        self.parteien = list(vereinbarung.vertragsparteien.order_by("reihenfolge"))
        self.eigene = eigene_partei(vereinbarung, zugang)
        texte = list(Festtext.objects.visible_to(zugang).filter(zielvereinbarung=vereinbarung).order_by("-nummer"))
        self.text = next((text for text in texte if text.aufgehoben_am is None), None)
        self.fruehere = [text for text in texte if text is not self.text]
        self.zeichnungen = _je_text(Zeichnung.objects.visible_to(zugang).filter(festtext__in=texte))
        self.ablehnungen = _je_text(Ablehnung.objects.visible_to(zugang).filter(festtext__in=texte))
        benannte = Unterzeichner.objects.visible_to(zugang).benannt().filter(vertragspartei__in=self.parteien)
        self.benannte = {u.vertragspartei_id: u for u in benannte}
        self.frist = fristen_von([self.text])[self.text.pk] if self.text else None

    @property
    def wird_gezeichnet(self) -> bool:
        """Whether signatures are taken now."""
        return self.text is not None and self.vereinbarung.zustand == Zustand.ABGESTIMMT

    def kontext(self) -> dict[str, Any]:
        """The context of ``agreements/vereinbarung/zeichnung.html``."""
        return {
            "text_nummer": self.text.nummer if self.text else None,
            "wird_gezeichnet": self.wird_gezeichnet,
            "hinweis": self._hinweis(),
            "angaben": self._angaben(),
            "unterschriften": self._unterschriften(self.text) if self.text else None,
            "begruendungen": self.begruendungen(),
            "ablehnungen": self._ablehnungen(),
            "fruehere": [self._frueherer(text) for text in self.fruehere],
            "verlaengerungen": self._verlaengerungen(),
            **self._dokument(),
            **self._akte(),
        }

    # -- Where it stands -------------------------------------------------------------------------------------

    def _hinweis(self) -> dict[str, str] | None:
        """The one thing to know first, as parameters of the component ``alert``."""
        if self.text is None:
            return _alert("info", "Noch nicht zu zeichnen", "Gezeichnet wird der Text, sobald er festgestellt ist.")
        if not self.wird_gezeichnet:
            return None
        fehlen = [p.bezeichnung for p in self.parteien if p.pk not in self._gezeichnet(self.text)]
        if self.frist and self.zugang.am > self.frist:
            text = "Gezeichnet werden kann wieder, sobald eine Vertragspartei die Frist verlängert."
            return _alert("danger", f"Die Frist zum Zeichnen ist am {zahlen.tag(self.frist)} abgelaufen", text)
        return _alert("info", "Es fehlen noch Unterschriften", f"Noch nicht gezeichnet: {'; '.join(fehlen)}.")

    def _gezeichnet(self, text: Festtext) -> dict[int, Zeichnung]:
        return {z.vertragspartei_id: z for z in self.zeichnungen.get(text.pk, [])}

    def _angaben(self) -> list[tuple[str, str]]:
        if self.text is None:
            return []
        angaben = [
            ("Festgestellter Text", f"Nr. {self.text.nummer} vom {_zeitpunkt(self.text.festgestellt_am)}"),
            ("Prüfsumme (SHA-256)", self.text.sha256),
        ]
        if self.wird_gezeichnet and self.frist:
            angaben.append(("Zu zeichnen bis", zahlen.tag(self.frist)))
        return angaben

    # -- Signatures ------------------------------------------------------------------------------------------

    def _unterschriften(self, text: Festtext) -> Tabelle:
        gezeichnet = self._gezeichnet(text)
        titel = f"Unterschriften unter Text {text.nummer}"
        return Tabelle(titel, _SPALTEN, [self._zeile(p, gezeichnet.get(p.pk), text) for p in self.parteien])

    def _zeile(self, partei: Vertragspartei, zeichnung: Zeichnung | None, text: Festtext) -> list[Zelle | str]:
        if zeichnung is None:
            benannt = self.benannte.get(partei.pk)
            wer = Zelle(benannt.name, hinweis=benannt.funktion) if benannt else Zelle("noch nicht benannt")
            abgelehnt = any(a.vertragspartei_id == partei.pk for a in self.ablehnungen.get(text.pk, []))
            stand = Zelle("abgelehnt", status="danger") if abgelehnt else Zelle("offen", status="neutral")
            return [partei.bezeichnung, stand, wer, zahlen.FEHLT, zahlen.FEHLT, zahlen.FEHLT]
        ungueltig = text.aufgehoben_am is not None
        return [
            partei.bezeichnung,
            Zelle("ungültig", status="warning") if ungueltig else Zelle("gezeichnet", status="success"),
            Zelle(zeichnung.name, hinweis=zeichnung.funktion),
            Zelle(NIVEAUS[Niveau(zeichnung.niveau)].titel, hinweis=_zertifikat(zeichnung)),
            _zeitpunkt(zeichnung.gezeichnet_am),
            _beleg(zeichnung),
        ]

    def begruendungen(self) -> list[dict[str, str]]:
        """For what reasons parties signed although something is missing that should be there; they count for all."""
        name = {partei.pk: partei.bezeichnung for partei in self.parteien}
        return [
            _alert(
                "info",
                f"{name[z.vertragspartei_id]} hat begründet, warum trotzdem gezeichnet wird",
                f"{' '.join(UEBERGANGEN[code] for code in z.uebergangen)} Begründung: {z.begruendung}",
            )
            for z in (self.zeichnungen.get(self.text.pk, []) if self.text else [])
            if z.uebergangen
        ]

    def _ablehnungen(self) -> list[dict[str, str]]:
        if self.text is None:
            return []
        name = {partei.pk: partei.bezeichnung for partei in self.parteien}
        gezeichnet = self._gezeichnet(self.text)
        return [
            _alert(
                "info" if a.vertragspartei_id in gezeichnet else "warning",
                f"{name[a.vertragspartei_id]} hat am {zahlen.tag(timezone.localtime(a.abgelehnt_am))} abgelehnt"
                + (" und danach gezeichnet" if a.vertragspartei_id in gezeichnet else ""),
                a.grund,
            )
            for a in self.ablehnungen.get(self.text.pk, [])
        ]

    def _frueherer(self, text: Festtext) -> dict[str, Any]:
        """A text that counts no longer, with the signatures that were under it."""
        return {
            "titel": f"Text {text.nummer}, festgestellt am {_zeitpunkt(text.festgestellt_am)}",
            "text": f"aufgehoben am {_zeitpunkt(text.aufgehoben_am)}; die Unterschriften darunter gelten nicht mehr.",
            "unterschriften": self._unterschriften(text),
            "ablehnungen": [a.grund for a in self.ablehnungen.get(text.pk, [])],
        }

    def _verlaengerungen(self) -> list[str]:
        if self.text is None or not self.eigene:
            return []
        zeilen = Fristverlaengerung.objects.visible_to(self.zugang).filter(festtext=self.text).order_by("pk")
        return [f"bis {zahlen.tag(v.bis)} verlängert am {_zeitpunkt(v.verlaengert_am)}: {v.grund}" for v in zeilen]

    # -- Documents and acts ----------------------------------------------------------------------------------

    def _dokument(self) -> dict[str, Any]:
        """The document that matters now: the copy to be signed, or the final one, or that it is still missing."""
        if self.text is None:
            return {"dokument": None}
        art = Ausfertigungsart.ZEICHNUNG if self.wird_gezeichnet else Ausfertigungsart.ENDFASSUNG
        gefunden = Ausfertigung.objects.visible_to(self.zugang).filter(festtext=self.text, art=art).first()
        return {
            "dokumentart": art.label,
            "dokument": ausfertigungsstand(gefunden) if gefunden else None,
            "dokument_angaben": _dokumentangaben(gefunden) if gefunden and gefunden.sha256 else [],
            "darf_ausfertigen": self.eigene is not None and (gefunden is None or bool(gefunden.fehler)),
        }

    def _akte(self) -> dict[str, Any]:
        """What somebody may do here now, as links to pages of their own."""
        if not (self.wird_gezeichnet and self.text and self.eigene):
            return {"hindernisse": (), "weisen": [], "knoepfe": []}
        knopf = next(k for k in alle_akte(self.vereinbarung, self.zugang) if k.uebergang.code == "zeichnen")
        schon = self.eigene.pk in self._gezeichnet(self.text)
        darf = knopf.befugt and not schon
        return {
            "hindernisse": mit_wegen(knopf.hindernisse, self.vereinbarung, self.zugang) if darf else (),
            "weisen": self._weisen() if darf and not _gesperrt(knopf) else [],
            "knoepfe": self._knoepfe(darf, schon),
        }

    def _weisen(self) -> list[dict[str, str]]:
        return [
            {
                "titel": niveau.titel[0].upper() + niveau.titel[1:],
                "text": niveau.anleitung,
                "url": reverse("agreements:zeichnen", args=[self.vereinbarung.pk, code.value]),
            }
            for code, niveau in NIVEAUS.items()
        ]

    def _knoepfe(self, darf_zeichnen: bool, schon: bool) -> list[tuple[str, str]]:
        knoepfe = []
        if Befugnis.VERHANDELN in self.zugang.befugnisse:
            if not schon:
                knoepfe.append(("Unterzeichner benennen", "agreements:unterzeichner"))
            knoepfe.append(("Frist verlängern", "agreements:zeichnungsfrist"))
        if darf_zeichnen:
            knoepfe.append(("Zeichnung ablehnen", "agreements:zeichnung_ablehnen"))
        return [(titel, reverse(name, args=[self.vereinbarung.pk])) for titel, name in knoepfe]


def ausfertigungsstand(ausfertigung: Ausfertigung) -> dict[str, Any]:
    """The parameters of ``components/progress.html`` for a document."""
    fertig = ausfertigung.erledigt_am is not None
    return {
        "id": f"ausfertigung-{ausfertigung.pk}",
        "url": reverse("agreements:ausfertigung_stand", args=[ausfertigung.pk]),
        "titel": ausfertigung.get_art_display(),
        "maximum": 1 if fertig else 0,
        "wert": 1 if fertig else 0,
        "text": "Das Dokument ist fertig." if fertig else "Das Dokument wird hergestellt.",
        "fertig": fertig,
        "fehler": ausfertigung.fehler,
        "ergebnis_url": reverse("agreements:ausfertigung", args=[ausfertigung.pk]) if ausfertigung.sha256 else "",
        "ergebnis_text": f"{ausfertigung.get_art_display()} öffnen (PDF)",
    }


def _dokumentangaben(ausfertigung: Ausfertigung) -> list[tuple[str, str]]:
    angaben = [
        ("Hergestellt", _zeitpunkt(ausfertigung.erledigt_am)),
        ("Umfang", f"{ausfertigung.seiten} Seiten, {ausfertigung.groesse / 1024:.0f} KB"),
        ("Prüfsumme der Datei (SHA-256)", ausfertigung.sha256),
    ]
    return angaben + ([("Siegel von", ausfertigung.siegel_von)] if ausfertigung.siegel_von else [])


def _je_text(zeilen: Any) -> dict[int, list[Any]]:
    je_text: dict[int, list[Any]] = {}
    for zeile in zeilen.order_by("pk"):
        je_text.setdefault(zeile.festtext_id, []).append(zeile)
    return je_text


def _gesperrt(knopf: Knopf) -> bool:
    return any(hindernis.hart for hindernis in knopf.hindernisse)


def _zertifikat(zeichnung: Zeichnung) -> str:
    if not zeichnung.zertifikat:
        return ""
    return f"Zertifikat von {zeichnung.zertifikat['inhaber']}; Vertrauenslisten wurden nicht abgerufen"


def _beleg(zeichnung: Zeichnung) -> Zelle | str:
    if not zeichnung.datei:
        return zahlen.FEHLT
    return Zelle("PDF", url=reverse("agreements:zeichnungsbeleg", args=[zeichnung.pk]), hinweis=zeichnung.sha256[:16])


def _alert(art: str, titel: str, text: str) -> dict[str, str]:
    return {"art": art, "titel": titel, "text": text}


def _zeitpunkt(moment: datetime | None) -> str:
    return zahlen.zeitpunkt(timezone.localtime(moment)) if moment else zahlen.FEHLT
