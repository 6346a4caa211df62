"""The bodies one belongs to, the first page of a body, and setting one up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gremien.mitglieder.einrichten import Einrichtung, einrichtbar_von, richte_eigenes_ein, richte_ein
from gremien.mitglieder.geschaeftsfuehrung import geschaeftsfuehrung_von
from gremien.mitglieder.vorsitz import vorsitz_des
from gremien.models import Anmeldung, Gremium, Sitzung, Umsetzung
from gremien.recht import Ebene, Gremiumart, Gremiumregel, gremiumregel, gremiumtitel
from gremien.views.felder import tagesfeld
from gremien.views.geschaeftsfuehrung import fuehrungszelle
from gremien.views.rahmen import Krumen, lade, rahmen, versuche, zugang_von
from gremien.views.sitzungszeilen import sitzungstabelle
from gremien.views.umsetzungen import umsetzungstabelle
from gremien.views.vorsitz import namen_der_mitglieder, vorsitzzelle
from gremien.views.zeilen import zeitraum
from zielsystem import zahlen
from zielsystem.befugnisse import Befugnis
from zielsystem.parties.doors import angemeldet, befugt
from zielsystem.parties.models import Parteistand
from zielsystem.parties.recht import ARTEN, Parteiart
from zielsystem.parties.zugriff import Zugang, may
from zielsystem.ui.rows import Spalte, Tabelle, Zelle

_KOMMENDE = 5
_KUERZLICHE = 3


# -- All of them -----------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def gremien(request: HttpRequest) -> HttpResponse:
    """The bodies in which the access takes part, with their next session; and the ways from here."""
    zugang = zugang_von(request)
    eigene = list(Gremium.objects.visible_to(zugang).am(zugang.am).order_by("art", "titel"))
    kontext = {
        "brotkrumen": [("Start", "/"), ("Gremien", None)],
        "tabelle": _gremientabelle(eigene, zugang) if eigene else None,
        "einrichten": bool(einrichtbar_von(zugang)),
        "wege": _wege(zugang),
    }
    return render(request, "gremien/gremien.html", kontext)


def _wege(zugang: Zugang) -> list[dict[str, str]]:
    return [
        {
            "titel": "Kalender",
            "text": "Alle Sitzungen und Fristen Ihrer Gremien.",
            "url": reverse("gremien:kalender"),
        },
        {
            "titel": "Umsetzung von Beschlüssen",
            "text": "Was nach den Beschlüssen zu tun ist: wer, bis wann.",
            "url": reverse("gremien:umsetzungen"),
        },
        {
            "titel": "Streitfälle",
            "text": "Widersprechende Weisungen und was sonst der Kooperationsausschuss entscheidet.",
            "url": reverse("gremien:streitfaelle"),
        },
    ]


def _gremientabelle(eigene: list[Gremium], zugang: Zugang) -> Tabelle:
    """Bodies with their next session and what is registered: three queries however many."""
    naechste = _naechste(eigene, zugang)
    offen = _offene_anmeldungen(eigene)
    spalten = [
        Spalte("Gremium", kopf=True),
        Spalte("Art"),
        Spalte("Ihre Rolle"),
        Spalte("Nächster Termin"),
        Spalte("Angemeldet", zahl=True),
    ]
    return Tabelle("Meine Gremien", spalten, [_gremienzeile(g, zugang, naechste, offen) for g in eigene])


def _gremienzeile(
    gremium: Gremium, zugang: Zugang, naechste: dict[int, Sitzung], offen: dict[int, int]
) -> list[Zelle | str]:
    termin = naechste.get(gremium.pk)
    stelle = gremium.geschaeftsstelle_id == zugang.partei_id
    return [
        Zelle(gremium.titel, url=reverse("gremien:gremium", args=[gremium.pk])),
        gremiumtitel(gremium.art),
        Zelle("Geschäftsstelle", status="info") if stelle else "Mitglied",
        Zelle(
            zahlen.zeitpunkt(timezone.localtime(termin.beginn)),
            url=reverse("gremien:sitzung", args=[termin.pk]),
            hinweis=termin.titel,
        )
        if termin
        else zahlen.FEHLT,
        str(offen.get(gremium.pk, 0)),
    ]


def _naechste(eigene: list[Gremium], zugang: Zugang) -> dict[int, Sitzung]:
    """The next session of each body that is not over, by the key of the body."""
    kommende = (
        Sitzung.objects.nicht_abgesagt()
        .filter(gremium__in=eigene, beginn__gte=timezone.now())
        .order_by("gremium", "beginn")
        .distinct("gremium")
    )
    return {sitzung.gremium_id: sitzung for sitzung in kommende}


def _offene_anmeldungen(eigene: list[Gremium]) -> dict[int, int]:
    zahl: dict[int, int] = {}
    for gremium_id in Anmeldung.objects.offen().filter(gremium__in=eigene).values_list("gremium", flat=True):
        zahl[gremium_id] = zahl.get(gremium_id, 0) + 1
    return zahl


# -- One of them -----------------------------------------------------------------------------------------------


@angemeldet
@require_safe
def gremium(request: HttpRequest, pk: int) -> HttpResponse:
    """A body at a glance: who chairs, the next sessions, what is registered, what is to be done."""
    zugang = zugang_von(request)
    eines = lade(request, pk)
    sitzungen = Sitzung.objects.visible_to(zugang).filter(gremium=eines).select_related("gremium")
    jetzt = timezone.now()
    kommende = list(sitzungen.nicht_abgesagt().anstehend(jetzt).order_by("beginn")[:_KOMMENDE])
    letzte = list(sitzungen.nicht_abgesagt().vergangen(jetzt).order_by("-beginn")[:_KUERZLICHE])
    offene = list(
        Umsetzung.objects.visible_to(zugang)
        .offen()
        .filter(punkt__sitzung__gremium=eines)
        .select_related("punkt__sitzung__gremium")
        .order_by("faellig_am", "pk")
    )
    kontext = {
        **rahmen(eines, "ueberblick"),
        "angaben": _angaben(eines, zugang),
        "kommende": sitzungstabelle("Nächste Sitzungen", kommende) if kommende else None,
        "letzte": sitzungstabelle("Zuletzt", letzte) if letzte else None,
        "umsetzungen": umsetzungstabelle(offene, zugang) if offene else None,
        "fuehrt": may(zugang, Befugnis.GREMIUM_FUEHREN, eines),
    }
    return render(request, "gremien/gremium.html", kontext)


def _angaben(eines: Gremium, zugang: Zugang) -> list[tuple[str, Zelle | str]]:
    tag = max(zugang.am, eines.ab)
    regel = gremiumregel(eines.art, tag)
    stelle = Parteistand.objects.am(tag).filter(partei=eines.geschaeftsstelle_id).first()
    angaben: list[tuple[str, Zelle | str]] = [
        ("Vorsitz", vorsitzzelle(vorsitz_des(eines, tag), namen_der_mitglieder(eines), eines.pk)),
        ("Geschäftsstelle", stelle.name if stelle else zahlen.FEHLT),
        ("Zusammensetzung", "; ".join(z.titel for z in regel.zusammensetzungen)),
        ("Entscheidet", "durch Beschluss" if regel.beschliesst else "nicht; das Gremium berät"),
        ("Rechtsgrundlage", str(regel.norm)),
        ("Besteht", zeitraum(eines.ab, eines.bis)),
    ]
    if eines.art == Gremiumart.TRAEGERVERSAMMLUNG:
        angaben.insert(1, ("Geschäftsführung", fuehrungszelle(geschaeftsfuehrung_von(eines, tag), eines.pk)))
    return angaben


# -- Setting one up --------------------------------------------------------------------------------------------


class Einrichtungsformular(forms.Form):
    """A body that the law provides: of which kind, for which Land or gemeinsame Einrichtung, from when on."""

    form = forms.CharField(widget=forms.HiddenInput, initial="gesetzlich")
    art = forms.ChoiceField(label="Art des Gremiums")
    bezugspartei = forms.ModelChoiceField(Parteistand.objects.none(), label="Für", empty_label=None)
    ab = tagesfeld("Besteht ab", initial=date.today)

    def __init__(self, *args: Any, regeln: list[Gremiumregel], zugang: Zugang, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["art"].choices = [(r.art.value, r.titel) for r in regeln]  # type: ignore[attr-defined]
        eigene = Parteistand.objects.am(zugang.am).filter(
            partei=zugang.partei_id, art__in=[Parteiart.LAND, Parteiart.GE]
        )
        if eigene.exists():
            self.fields["bezugspartei"].queryset = eigene  # type: ignore[attr-defined]
        else:
            del self.fields["bezugspartei"]


_WEITERE = ("weitere_1", "weitere_2", "weitere_3")


class EigenesFormular(forms.Form):
    """A body as a party wants it: name, first day, seats by party, notice period, how votes are recorded."""

    form = forms.CharField(widget=forms.HiddenInput, initial="eigenes")
    titel = forms.CharField(label="Name", max_length=160, help_text="Etwa „Kreistag Musterkreis“.")
    ab = tagesfeld("Besteht ab", initial=date.today)
    weitere_1 = forms.TypedChoiceField(
        label="Außer Ihrer Partei entsendet", coerce=int, required=False, empty_value=None
    )
    weitere_2 = forms.TypedChoiceField(label="Außerdem entsendet", coerce=int, required=False, empty_value=None)
    weitere_3 = forms.TypedChoiceField(label="Außerdem entsendet", coerce=int, required=False, empty_value=None)
    sitze = forms.IntegerField(label="Sitze je Partei", min_value=1, max_value=200, initial=3)
    ladungsfrist = forms.IntegerField(
        label="Ladungsfrist in Tagen", min_value=0, max_value=365, required=False, help_text="Leer: die übliche Frist."
    )
    namentlich = forms.BooleanField(
        label="Stimmen je Mitglied festhalten",
        required=False,
        initial=True,
        help_text="Ohne Haken nur die Summen, wie in einem Kreistag.",
    )

    def __init__(self, *args: Any, zugang: Zugang, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partei_id = zugang.partei_id
        andere = Parteistand.objects.am(zugang.am).exclude(partei=zugang.partei_id).order_by("art", "name")
        moegliche = [(s.partei_id, f"{s.name} ({ARTEN[Parteiart(s.art)].kurz})") for s in andere]
        for feld in _WEITERE:
            self.fields[feld].choices = [("", "niemand"), *moegliche]  # type: ignore[attr-defined]

    def einrichtung(self) -> Einrichtung:
        """What is to be set up. Only after ``is_valid()``."""
        daten = self.cleaned_data
        beteiligte = [self.partei_id, *(daten[feld] for feld in _WEITERE)]
        return Einrichtung(
            titel=daten["titel"],
            ab=daten["ab"],
            sitze={partei: daten["sitze"] for partei in beteiligte if partei is not None},
            namentlich=daten["namentlich"],
            ladungsfrist=daten["ladungsfrist"],
        )


_KRUMEN: Krumen = [("Gremien", "/gremien/"), ("Gremium einrichten", None)]


@befugt(Befugnis.GREMIUM_EINRICHTEN)
@require_http_methods(["GET", "HEAD", "POST"])
def einrichten(request: HttpRequest) -> HttpResponse:
    """Set up a body that the law provides, or one of one's own; two forms on one page, told apart by their button."""
    zugang = zugang_von(request)
    regeln = [regel for regel in einrichtbar_von(zugang) if regel.ebene is not Ebene.FREI]
    gesendet = request.POST.get("form") if request.method == "POST" else None
    gesetzlich = (
        Einrichtungsformular(
            request.POST if gesendet == "gesetzlich" else None, regeln=regeln, zugang=zugang, auto_id="gesetzlich_%s"
        )
        if regeln
        else None
    )
    eingerichtet: list[Gremium] = []
    eigenes = EigenesFormular(request.POST if gesendet == "eigenes" else None, zugang=zugang, auto_id="eigenes_%s")
    for form, akt in ((gesetzlich, _gesetzlich), (eigenes, _eigenes)):
        if (
            form is not None
            and form.is_bound
            and form.is_valid()
            and versuche(
                request,
                form,
                partial(_merke, eingerichtet, akt, form),
                "Das Gremium ist eingerichtet. Bitte benennen Sie Mitglieder.",
            )
        ):
            return redirect("gremien:mitglieder", pk=eingerichtet[0].pk)
    fehler = bool((gesetzlich and gesetzlich.errors) or eigenes.errors)
    kontext = {"brotkrumen": _KRUMEN, "gesetzlich": gesetzlich, "eigenes": eigenes}
    return render(request, "gremien/einrichten.html", kontext, status=422 if fehler else 200)


def _merke(eingerichtet: list[Gremium], akt: Callable[..., Gremium], form: forms.Form, **wer: Any) -> None:
    """Set a body up and keep which one it is, to go on with its members."""
    eingerichtet.append(akt(form, **wer))


def _gesetzlich(form: forms.Form, **wer: Any) -> Gremium:
    stand = form.cleaned_data.get("bezugspartei")
    return richte_ein(
        art=Gremiumart(form.cleaned_data["art"]),
        bezugspartei=stand.partei if stand else None,
        ab=form.cleaned_data["ab"],
        **wer,
    )


def _eigenes(form: forms.Form, **wer: Any) -> Gremium:
    assert isinstance(form, EigenesFormular)
    return richte_eigenes_ein(angaben=form.einrichtung(), **wer)
