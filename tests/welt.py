"""A small world for tests: one of each kind of party, and a person for every role in each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Amt, Nutzer, Partei, Parteistand
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, zugaenge

BEGINN = date(2011, 1, 1)
HEUTE = date(2026, 11, 21)


def partei(schluessel: str, art: Parteiart, name: str, **stand: object) -> Partei:
    """A party with one Stand, open-ended unless ``bis`` says otherwise."""
    neue = Partei.objects.create(schluessel=schluessel)
    Parteistand.objects.create(**{"partei": neue, "ab": BEGINN, "art": art, "name": name} | stand)
    return neue


def person(fuer: Partei, rolle: Rolle, name: str = "") -> Nutzer:
    """A person with one Amt, logging in as ``<party>.<role>`` with the password "geheim"."""
    nutzer = Nutzer.objects.create(username=name or f"{fuer.schluessel}.{rolle}")
    Amt.objects.create(nutzer=nutzer, partei=fuer, rolle=rolle, ab=BEGINN)
    return nutzer


_JOBCENTER = (
    ("05111", Parteiart.GE, "Düsseldorf"),
    ("05124", Parteiart.ZKT, "Wuppertal"),
    ("06411", Parteiart.GE, "Darmstadt"),
)
_VERWEISE = ("land", "traeger")


@dataclass
class Welt:
    """Two Länder (05 with a gE and an Optionskommune, 06 with a gE), the Bund, and their people."""

    parteien: dict[str, Partei] = field(default_factory=dict)

    @classmethod
    def erschaffe(cls) -> Welt:
        """Store it, all parties at once: most tests begin with it."""
        staende = {
            **{
                art.value: {"art": art, "name": art.value.upper()}
                for art in (Parteiart.BMAS, Parteiart.BMF, Parteiart.BA)
            },
            "dlt": {"art": Parteiart.SPITZENVERBAND, "name": "Deutscher Landkreistag"},
            "land-05": {"art": Parteiart.LAND, "name": "Nordrhein-Westfalen", "ags": "05"},
            "land-06": {"art": Parteiart.LAND, "name": "Hessen", "ags": "06"},
        }
        for ags, art, name in _JOBCENTER:
            ort = {"ags": ags, "land": f"land-{ags[:2]}"}
            staende[f"kommune-{ags}"] = {"art": Parteiart.KOMMUNE, "name": f"Stadt {name}", **ort}
            staende[f"jobcenter-{ags}"] = {"art": art, "name": f"Jobcenter {name}", **ort, "traeger": f"kommune-{ags}"}
        p = {neue.schluessel: neue for neue in Partei.objects.bulk_create(Partei(schluessel=k) for k in staende)}
        Parteistand.objects.bulk_create(
            Parteistand(
                partei=p[schluessel], ab=BEGINN, **{k: p[v] if k in _VERWEISE else v for k, v in angaben.items()}
            )
            for schluessel, angaben in staende.items()
        )
        return cls(p)

    @cached_property
    def personen(self) -> dict[str, Nutzer]:
        """A person for every party and role, stored at once: most tests ask for one of them."""
        aemter = {
            f"{partei.schluessel}.{rolle}": (partei, rolle) for partei in self.parteien.values() for rolle in Rolle
        }
        nutzer = Nutzer.objects.bulk_create(Nutzer(username=name) for name in aemter)
        Amt.objects.bulk_create(
            Amt(nutzer=wer, partei=partei, rolle=rolle, ab=BEGINN)
            for wer, (partei, rolle) in zip(nutzer, aemter.values(), strict=True)
        )
        return dict(zip(aemter, nutzer, strict=True))

    def zugang(self, schluessel: str, rolle: Rolle, am: date = HEUTE) -> Zugang:
        """How the person of a role acts for a party."""
        return zugaenge(self.personen[f"{schluessel}.{rolle}"], am)[0]
