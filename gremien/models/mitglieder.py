"""Members of bodies, their terms and their substitutes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gremien.models.gremien import Gremium, der_geschaeftsstelle, entsandt, je_zeit_eines, zeitraum_gueltig
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.models import Nutzer, Partei, gilt_am
from zielsystem.parties.recht import ARTEN, Parteiart
from zielsystem.parties.zugriff import NIEMAND, Regeln, Zugang, visible


class MitgliedschaftQuerySet(models.QuerySet["Mitgliedschaft"]):
    """Memberships, by day and by who may see them."""

    def visible_to(self, zugang: Zugang) -> MitgliedschaftQuerySet:
        """Those of the bodies that the access sees."""
        return visible(zugang, Befugnis.SEHEN, self)  # type: ignore[return-value]

    def am(self, tag: date) -> MitgliedschaftQuerySet:
        """Those of a day."""
        return self.filter(gilt_am(tag))


class Mitgliedschaft(models.Model):
    """Somebody is a member for a time, sent by a party. ``nutzer`` is empty for a person without a login.

    ``organisation``: whom a member of an örtlicher Beirat comes from; ``ohne_angebot_erklaert_am``: when it was
    declared that this organisation offers no Eingliederungsleistungen (§ 18d).
    """

    gremium = models.ForeignKey(Gremium, on_delete=models.PROTECT, related_name="mitgliedschaften")
    partei = models.ForeignKey(Partei, on_delete=models.PROTECT, related_name="+", db_comment="die entsendende Partei")
    seite = models.CharField("Seite", max_length=20, choices=[(a.value, ARTEN[a].titel) for a in Parteiart])
    nutzer = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="mitgliedschaften")
    name = models.CharField("Name", max_length=150)
    funktion = models.CharField("Funktion", max_length=150, blank=True)
    organisation = models.CharField("Organisation", max_length=200, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    ohne_angebot_erklaert_am = models.DateField("Erklärung nach § 18d", null=True)
    ab = models.DateField("ab")
    bis = models.DateField("bis", null=True, blank=True)
    entsandt_am = models.DateTimeField("entsandt am")
    entsandt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MitgliedschaftQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln]

    class Meta:
        verbose_name = "Mitgliedschaft"
        verbose_name_plural = "Mitgliedschaften"
        indexes = (models.Index(fields=["nutzer", "ab"]),)
        constraints = (
            zeitraum_gueltig("mitgliedschaft_zeitraum"),
            models.CheckConstraint(name="mitgliedschaft_name", condition=~Q(name="")),
            models.CheckConstraint(name="mitgliedschaft_seite", condition=Q(seite__in=[a.value for a in Parteiart])),
            je_zeit_eines("mitgliedschaft_einmal", "gremium_id", "nutzer_id", condition=Q(nutzer__isnull=False)),
        )

    def __str__(self) -> str:
        return self.name


class VertretungQuerySet(models.QuerySet["Vertretung"]):
    """Substitutes, by day."""

    def am(self, tag: date) -> VertretungQuerySet:
        """Those of a day that were not taken back."""
        return self.filter(gilt_am(tag), zurueckgenommen_am=None)

    def fuer(self, sitzung_id: int, tag: date) -> VertretungQuerySet:
        """Those who may sit in for their member in a session: the standing ones, and those sent into this one."""
        return self.am(tag).filter(Q(sitzung=None) | Q(sitzung=sitzung_id))


class Vertretung(models.Model):
    """Somebody may sit in for a member: for a time, or (``sitzung``) in one session only."""

    mitgliedschaft = models.ForeignKey(Mitgliedschaft, on_delete=models.PROTECT, related_name="vertretungen")
    nutzer = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="vertretungen")
    name = models.CharField("Name", max_length=150)
    email = models.EmailField("E-Mail", blank=True)
    sitzung = models.ForeignKey("Sitzung", on_delete=models.PROTECT, null=True, related_name="vertretungen")
    ab = models.DateField("ab")
    bis = models.DateField("bis", null=True, blank=True)
    benannt_am = models.DateTimeField("benannt am")
    benannt_durch = models.ForeignKey(Nutzer, on_delete=models.PROTECT, null=True, related_name="+")
    zurueckgenommen_am = models.DateTimeField("zurückgenommen am", null=True)

    objects = VertretungQuerySet.as_manager()

    zugriffsregeln: ClassVar[Regeln] = {
        Befugnis.SEHEN: lambda zugang: Q(mitgliedschaft__in=Mitgliedschaft.objects.visible_to(zugang))
    }

    class Meta:
        verbose_name = "Vertretung"
        verbose_name_plural = "Vertretungen"
        constraints = (
            zeitraum_gueltig("vertretung_zeitraum"),
            models.CheckConstraint(name="vertretung_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="vertretung_zurueckgenommen",
                condition=Q(zurueckgenommen_am=None) | Q(zurueckgenommen_am__gte=F("benannt_am")),
            ),
            models.UniqueConstraint(
                name="vertretung_eine_je_sitzung",
                fields=["mitgliedschaft", "sitzung"],
                condition=Q(sitzung__isnull=False, zurueckgenommen_am=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} für {self.mitgliedschaft_id}"


# -- Who takes part --------------------------------------------------------------------------------------------


def als_person(zugang: Zugang, gremium: str, sitzung: str = "") -> Q:
    """Rows whose body (by path) the person of the access belongs to on the day, as a member or a standing substitute.

    ``sitzung``: the path to a session; who is sent into that one belongs to it, and to nothing else of the body.
    """
    if zugang.nutzer is None:
        return NIEMAND
    mitglied = Mitgliedschaft.objects.am(zugang.am).filter(nutzer=zugang.nutzer, gremium=models.OuterRef(gremium))
    eigene = Vertretung.objects.filter(nutzer=zugang.nutzer, zurueckgenommen_am=None)
    staendig = eigene.am(zugang.am).filter(
        gilt_am(zugang.am, "mitgliedschaft__"), sitzung=None, mitgliedschaft__gremium=models.OuterRef(gremium)
    )
    person = Q(models.Exists(mitglied)) | Q(models.Exists(staendig))
    return person | Q(models.Exists(eigene.filter(sitzung=models.OuterRef(sitzung)))) if sitzung else person


def beteiligt(zugang: Zugang, gremium: str, sitzung: str = "") -> Q:
    """FACHKONZEPT 6: a body is seen by its members, by the parties that send them and by its office.

    ``gremium``, ``sitzung``: the paths from a row to its body and session.
    """
    if zugang.partei_id is None or Befugnis.SEHEN not in zugang.befugnisse:
        return NIEMAND
    stelle = "geschaeftsstelle" if gremium == "pk" else f"{gremium}__geschaeftsstelle"
    return Q(**{stelle: zugang.partei_id}) | entsandt(zugang, gremium) | als_person(zugang, gremium, sitzung)


def _mitwirken(zugang: Zugang) -> Q:
    return beteiligt(zugang, "pk") if Befugnis.IM_GREMIUM_MITWIRKEN in zugang.befugnisse else NIEMAND


def _entsenden(zugang: Zugang) -> Q:
    """Members are sent by the party that has the right to; the office records them for parties that do not log in."""
    if zugang.partei_id is None or Befugnis.MITGLIEDER_ENTSENDEN not in zugang.befugnisse:
        return NIEMAND
    return entsandt(zugang, "pk") | Q(geschaeftsstelle=zugang.partei_id)


Gremium.zugriffsregeln = {
    Befugnis.SEHEN: lambda zugang: beteiligt(zugang, "pk"),
    Befugnis.GREMIUM_FUEHREN: der_geschaeftsstelle("", Befugnis.GREMIUM_FUEHREN),
    Befugnis.NIEDERSCHRIFT_GENEHMIGEN: der_geschaeftsstelle("", Befugnis.NIEDERSCHRIFT_GENEHMIGEN),
    Befugnis.MITGLIEDER_ENTSENDEN: _entsenden,
    Befugnis.IM_GREMIUM_MITWIRKEN: _mitwirken,
}


def _mitgliedschaft_entsenden(zugang: Zugang) -> Q:
    if zugang.partei_id is None or Befugnis.MITGLIEDER_ENTSENDEN not in zugang.befugnisse:
        return NIEMAND
    return Q(partei=zugang.partei_id) | Q(gremium__geschaeftsstelle=zugang.partei_id)


def _selbst_regeln(zugang: Zugang) -> Q:
    """A substitute is named by the member in person, or by whoever sends the member."""
    selbst = (
        Q(nutzer=zugang.nutzer) if zugang.nutzer and Befugnis.IM_GREMIUM_MITWIRKEN in zugang.befugnisse else NIEMAND
    )
    return selbst | _mitgliedschaft_entsenden(zugang)


Mitgliedschaft.zugriffsregeln = {
    Befugnis.SEHEN: lambda zugang: beteiligt(zugang, "gremium"),
    Befugnis.MITGLIEDER_ENTSENDEN: _mitgliedschaft_entsenden,
    Befugnis.IM_GREMIUM_MITWIRKEN: _selbst_regeln,
}
