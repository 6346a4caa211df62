"""The one access rule, with two faces: may somebody do this to that, and to which ones may they.

Who acts is a :class:`Zugang`: a person, the party acted for, the role held there, the day. Each model names for
each Befugnis a rule ``zugang -> Q``. :func:`visible` filters a queryset by it, :func:`may` asks the same queryset for
one object, so both always agree. Explicit grants on single objects (django-guardian) meet the rules here, and
nowhere else. What no rule mentions is forbidden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, Model, Q, QuerySet
from django.db.models.functions import Cast
from guardian.models import UserObjectPermission

from zielsystem.befugnisse import BEFUGNISTITEL, ROLLEN, Befugnis, Rolle
from zielsystem.parties.models import Amt, Nutzer, Partei, Parteistand
from zielsystem.parties.recht import Parteiart

ALLE = ~Q(pk=None)
NIEMAND = Q(pk=None)


@dataclass(frozen=True)
class Zugang:
    """Who acts: for which party (as it is on the day), in which role. All empty: an anonymous visitor.

    ``nur``: acting by a token (``schluessel_id``) that carries no more than these, whatever the role allows.
    """

    am: date
    nutzer: Nutzer | None = None
    stand: Parteistand | None = None
    rolle: Rolle | None = None
    amt_id: int | None = None
    betrieb: bool = False
    nur: frozenset[Befugnis] | None = None
    schluessel_id: int | None = None

    @property
    def partei_id(self) -> int | None:
        """The party acted for, or None."""
        return self.stand.partei_id if self.stand else None

    @property
    def art(self) -> Parteiart | None:
        """What that party is on the day, or None."""
        return Parteiart(self.stand.art) if self.stand else None

    @property
    def befugnisse(self) -> frozenset[Befugnis]:
        """What the role allows at all; the operator at the command line may do everything that is an act."""
        if self.betrieb:
            return frozenset(Befugnis)
        der_rolle = ROLLEN[self.rolle].befugnisse if self.rolle else frozenset()
        return der_rolle if self.nur is None else der_rolle & self.nur


Regel = Callable[[Zugang], Q]
Regeln = Mapping[Befugnis, Regel]
M = TypeVar("M", bound=Model)


def anonym(am: date) -> Zugang:
    """A visitor without a login: sees what is published."""
    return Zugang(am=am)


def betrieb(am: date) -> Zugang:
    """The operator of the installation: command line and schedule."""
    return Zugang(am=am, betrieb=True)


def zugaenge(nutzer: Nutzer, am: date) -> list[Zugang]:
    """One access per Amt that a person holds on a day for a party that exists on it, the oldest Amt first."""
    aemter = list(Amt.objects.am(am).filter(nutzer=nutzer).order_by("ab", "pk"))
    staende = {
        stand.partei_id: stand for stand in Parteistand.objects.am(am).filter(partei__in=[a.partei_id for a in aemter])
    }
    return [
        Zugang(am=am, nutzer=nutzer, stand=staende[amt.partei_id], rolle=Rolle(amt.rolle), amt_id=amt.pk)
        for amt in aemter
        if amt.partei_id in staende
    ]


def visible(zugang: Zugang, befugnis: Befugnis, queryset: QuerySet[M]) -> QuerySet[M]:
    """The rows of a queryset for which ``zugang`` has ``befugnis``; closed when the model has no rule for it."""
    if zugang.betrieb:
        return queryset
    if zugang.nur is not None and befugnis not in zugang.befugnisse:
        return queryset.filter(NIEMAND)
    regel = regeln_von(queryset.model).get(befugnis)
    erlaubt = regel(zugang) if regel and _rolle_erlaubt(zugang, befugnis) else NIEMAND
    if zugang.nutzer is not None and befugnis.value in _verleihbar(queryset.model):
        erlaubt |= Q(pk__in=_verliehen(zugang.nutzer, befugnis, queryset.model))
    return queryset.filter(erlaubt)


def may(zugang: Zugang, befugnis: Befugnis, obj: Model) -> bool:
    """Whether ``zugang`` has ``befugnis`` on one stored object: the same rule as :func:`visible`."""
    return visible(zugang, befugnis, type(obj)._default_manager.filter(pk=obj.pk)).exists()


def verlange(zugang: Zugang, befugnis: Befugnis, obj: Model | None = None) -> None:
    """Raise :class:`PermissionDenied`, in German, unless ``zugang`` has ``befugnis`` (on the object)."""
    erlaubt = befugnis in zugang.befugnisse if obj is None else may(zugang, befugnis, obj)
    if not erlaubt:
        raise PermissionDenied(f"Dazu fehlt Ihnen in dieser Rolle die Befugnis „{BEFUGNISTITEL[befugnis]}“.")


def regeln_von(model: type[Model]) -> Regeln:
    """The rules of a model: its ``zugriffsregeln``, or those below for the parties themselves; empty is closed."""
    return _EIGENE.get(model) or getattr(model, "zugriffsregeln", {})


def _verwaltete_parteien(zugang: Zugang) -> Q:
    """A party's administration manages its own accounts; that of the BMAS those of all, so that all can begin."""
    return ALLE if zugang.art is Parteiart.BMAS else Q(pk=zugang.partei_id)


_EIGENE: Mapping[type[Model], Regeln] = {
    Partei: {Befugnis.SEHEN: lambda zugang: ALLE, Befugnis.KONTEN_VERWALTEN: _verwaltete_parteien},
    Amt: {Befugnis.SEHEN: lambda zugang: Q(nutzer=zugang.nutzer)},
}


def _rolle_erlaubt(zugang: Zugang, befugnis: Befugnis) -> bool:
    """Seeing is open to rules that admit anonymous visitors; everything else needs a role that carries it."""
    return befugnis is Befugnis.SEHEN or befugnis in zugang.befugnisse


def _verleihbar(model: type[Model]) -> set[str]:
    """The Befugnisse of a model that can be granted on a single object: those in its ``Meta.permissions``."""
    return {codename for codename, _ in model._meta.permissions}


def _verliehen(nutzer: Nutzer, befugnis: Befugnis, model: type[Model]) -> QuerySet[Any]:
    verliehen: QuerySet[Any] = (
        UserObjectPermission.objects.filter(
            user=nutzer,
            permission__codename=befugnis.value,
            permission__content_type=ContentType.objects.get_for_model(model),
        )
        .annotate(objekt=Cast("object_pk", BigIntegerField()))
        .values("objekt")
    )
    return verliehen
