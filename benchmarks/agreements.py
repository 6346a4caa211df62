"""Lay out a round of 727 agreements, set drafts of about seven pages with three charts, add up values, show pages.

    .venv/bin/python -m benchmarks.agreements [--entwuerfe 20] [--laeufe 5] [--prozesse 4]

The round of 727 rests on the structure of the sources of 2010 (16 Länder, 300 gE, 110 zkT, bilateral); drafts and
pages rest on the demonstration with 60 months of figures, bilateral too. Prints medians. With ``--prozesse`` a whole
round is set by so many processes, and before that a fifth of it by one: charts are drawn anew for both. No drafts with
``--entwuerfe 0``. Goals (wall time on a quiet machine): the round 2 s; 727 drafts 150 s and 3.5 × one process; sums
100 ms; the cockpit of 727 in 12 queries and 200 ms; a page of one agreement 100 ms.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from typing import Any

from benchmarks.surroundings import JETZT, LETZTER, datenbank, lade_zahlen, miss

GE, ZKT = 300, 110
AB, BIS = date(2027, 1, 1), date(2028, 1, 1)


def main() -> None:
    """Set up, measure, print, tear down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entwuerfe", type=int, default=20)
    parser.add_argument("--laeufe", type=int, default=5)
    parser.add_argument("--prozesse", type=int, default=0, help="so many worker processes set a whole round")
    optionen = parser.parse_args()
    with datenbank():
        lade_quellenstruktur()
        miss_runde(optionen.laeufe)
    with datenbank(), tempfile.TemporaryDirectory() as ordner:
        from django.test import override_settings

        lade_demonstration()
        with override_settings(MEDIA_ROOT=ordner):
            if optionen.prozesse:
                miss_ganze_runde(optionen.prozesse)
            if optionen.entwuerfe:
                miss_entwuerfe(optionen.entwuerfe)
                miss_typst(optionen.entwuerfe)
            miss_planung(optionen.laeufe)
            miss_seiten(optionen.laeufe)
    with datenbank():
        lade_quellenstruktur()
        miss_cockpit()


def lade_quellenstruktur() -> None:
    """Parties in the numbers of 2010."""
    from zielsystem.parties.models import Partei, Parteistand
    from zielsystem.parties.recht import LAENDER, Parteiart

    def lege_an(schluessel: str, art: Parteiart, **angaben: object) -> Partei:
        partei = Partei.objects.create(schluessel=schluessel)
        Parteistand.objects.create(partei=partei, ab=date(2011, 1, 1), art=art, name=schluessel, **angaben)
        return partei

    lege_an("bmas", Parteiart.BMAS)
    lege_an("ba", Parteiart.BA)
    laender = {key: lege_an(f"land-{key}", Parteiart.LAND, ags=key) for key in LAENDER}
    for nr in range(GE + ZKT):
        ags = f"{list(LAENDER)[nr % 16]}{nr:03}"
        kommune = lege_an(f"kommune-{ags}", Parteiart.KOMMUNE, ags=ags, land=laender[ags[:2]])
        art = Parteiart.GE if nr < GE else Parteiart.ZKT
        lege_an(f"jobcenter-{ags}", art, ags=ags, land=laender[ags[:2]], traeger=kommune)


def miss_runde(laeufe: int) -> None:
    """The act of laying out a round."""
    from agreements.models import Zielvereinbarung
    from agreements.recht import Form

    dauer = miss(lambda: lege_an(Form.BILATERAL), laeufe, vorher=leere)
    print(f"{dauer:7.3f} s  eine Runde mit {Zielvereinbarung.objects.count()} Vereinbarungen anlegen")


def lege_an(form: object) -> object:
    """A round for one year."""
    from agreements.planungsrunde import lege_runde_an
    from agreements.recht import Formwahl
    from zielsystem.parties.zugriff import betrieb

    return lege_runde_an(titel="2027", ab=AB, bis=BIS, form=Formwahl(form), durch=betrieb(JETZT.date()), am=JETZT)  # type: ignore[arg-type]


def leere() -> None:
    """Forget all rounds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE agreements_planungsrunde CASCADE")


def lade_demonstration() -> None:
    """Structure, logins, figures, a release, a round."""
    from agreements.recht import Form
    from demonstration.logins import load_logins
    from kennzahlen.veroeffentlichungen.veroeffentlichung import veroeffentliche
    from zielsystem.parties.zugriff import betrieb

    lade_zahlen(60)
    load_logins()
    veroeffentliche(bis=LETZTER, durch=betrieb(JETZT.date()), am=JETZT)
    lege_an(Form.BILATERAL)


def miss_ganze_runde(prozesse: int) -> None:
    """A round set by several processes at once, as Celery's workers do it, against one process that sets a fifth."""
    from agreements.models import Entwurfsauftrag

    probe = neuer_lauf()
    Entwurfsauftrag.objects.filter(lauf=probe).exclude(zielvereinbarung__schluessel__regex="[05]$").delete()
    allein = setze_lauf(probe, 1)
    zusammen = setze_lauf(neuer_lauf(), prozesse)
    print(f"{allein / zusammen:7.2f}    mal so schnell mit {prozesse} Prozessen wie mit einem")


def neuer_lauf() -> int:
    """The key of a run over all drafts of the round; no drawing of an earlier one is kept."""
    from django.core.cache import cache

    from agreements.dokument.auftraege import beauftrage_entwuerfe
    from agreements.models import Dokumentenlauf, Planungsrunde
    from zielsystem.parties.zugriff import betrieb

    cache.clear()
    Dokumentenlauf.objects.update(beendet_am=JETZT)
    return beauftrage_entwuerfe(runde=Planungsrunde.objects.get(), durch=betrieb(JETZT.date()), am=JETZT).pk


def setze_lauf(lauf: int, prozesse: int) -> float:
    """Seconds of wall time per draft of a run with so many processes, which begin with nothing loaded."""
    import multiprocessing
    import time

    from django.db import connections

    from agreements.models import Dokument

    connections.close_all()
    arbeiter = [multiprocessing.Process(target=arbeite, args=(lauf,)) for _ in range(prozesse)]
    beginn = time.perf_counter()
    for einer in arbeiter:
        einer.start()
    for einer in arbeiter:
        einer.join()
    dauer, anzahl = time.perf_counter() - beginn, Dokument.objects.filter(auftrag__lauf=lauf).count()
    print(f"{dauer:7.1f} s  {anzahl} Entwürfe, Prozesse: {prozesse} ({anzahl / dauer:.2f} in der Sekunde)")
    return dauer / anzahl


def arbeite(lauf_id: int) -> None:
    """One worker: takes open drafts until none is left; says what it cost."""
    import resource

    from agreements.dokument.erzeugung import arbeite_ab

    gesetzt = arbeite_ab(lauf_id, am=JETZT, hoechstens=10_000)
    verbrauch = resource.getrusage(resource.RUSAGE_SELF)
    rechenzeit = (verbrauch.ru_utime + verbrauch.ru_stime) / max(gesetzt, 1)
    print(f"{rechenzeit:7.3f} s  Rechenzeit je Entwurf, {verbrauch.ru_maxrss / 1024:.0f} MB, {gesetzt} Entwürfe")


def miss_entwuerfe(anzahl: int) -> None:
    """Drafts of a run, one after the other; the first one also loads fonts and style sheet and is not counted."""
    from agreements.dokument.erzeugung import arbeite_ab
    from agreements.models import Dokument

    lauf = neuer_lauf()
    arbeite_ab(lauf, am=JETZT, hoechstens=1)
    dauer = miss(lambda: arbeite_ab(lauf, am=JETZT, hoechstens=anzahl), 1) / anzahl
    seiten = Dokument.objects.order_by("-pk").values_list("seiten", flat=True)[:anzahl]
    print(f"{dauer:7.3f} s  je Entwurf ({1 / dauer:.2f} Entwürfe in der Sekunde, {sum(seiten) / anzahl:.1f} Seiten)")


def miss_typst(anzahl: int) -> None:
    """The same drafts set by typst, contents and figures already read; WeasyPrint for the same step beside it."""
    from datetime import timedelta

    from django.template.loader import render_to_string

    from agreements.dokument import entwurf, satz
    from agreements.dokument.urkunde import kontext
    from agreements.dokument.zahlenlage import zahlenlage
    from agreements.models import Zielvereinbarung
    from agreements.verhandlung import inhalt_von
    from benchmarks import typst_drafts
    from zielsystem.satz import SCHRIFTEN

    gelesene = []
    for eine in Zielvereinbarung.objects.filter(nr=2).select_related("runde").order_by("schluessel")[:anzahl]:
        inhalt = inhalt_von(eine)
        auftritt = entwurf._auftritt(eine, inhalt, JETZT.date() + timedelta(0))
        gelesene.append(kontext(inhalt, zahlenlage(eine, entwurf.kennzahlen_von(inhalt)), auftritt))
    peer = miss(lambda: [typst_drafts.setze(einer, SCHRIFTEN) for einer in gelesene], 1) / anzahl
    unser = miss(lambda: [satz.setze(render_to_string(entwurf.VORLAGE, einer)) for einer in gelesene], 1) / anzahl
    print(f"{unser:7.3f} s  davon Satz mit WeasyPrint; dieselben Seiten mit typst: {peer:.3f} s")


def miss_cockpit() -> None:
    """The cockpit of a round of 727, counted anew and kept, with its queries."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client

    from agreements.models import Planungsrunde
    from agreements.recht import Form
    from zielsystem.befugnisse import Rolle
    from zielsystem.parties.models import Amt, Nutzer, Partei

    lege_an(Form.BILATERAL)
    person = Nutzer.objects.create(username="bmas")
    Amt.objects.create(
        nutzer=person, partei=Partei.objects.get(schluessel="bmas"), rolle=Rolle.LEITUNG, ab=AB.replace(year=2011)
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    adresse = f"/zielvereinbarungen/{Planungsrunde.objects.get().pk}/lage/"
    for name, vorher in (("nach einem Akt", cache.clear), ("dazwischen", lambda: None)):
        vorher()
        abfragen: list[str] = []

        def zaehle(tue: Any, sql: str, *rest: Any, abfragen: list[str] = abfragen) -> Any:
            abfragen.append(sql)
            return tue(sql, *rest)

        with connection.execute_wrapper(zaehle):
            if client.get(adresse).status_code != 200:
                raise SystemExit(f"{adresse} antwortet nicht")
        seite = miss(lambda: client.get(adresse), 20, vorher=vorher)
        prozessor = (seite.eigene + seite.datenbank) * 1000
        umfang = f"{len(abfragen)} Abfragen (Prozessor mit Datenbank: {prozessor:.0f} ms)"
        print(f"{seite * 1000:7.1f} ms  Cockpit für 727, {name}: {umfang}")


def miss_planung(laeufe: int) -> None:
    """The sums of the planning table at a change, over all Jobcenter of the round."""
    from agreements.models import Planungsrunde
    from benchmarks.planung import miss_summen
    from demonstration.planning import load_planung
    from zielsystem.parties.zugriff import betrieb

    runde = Planungsrunde.objects.get()
    load_planung(runde, durch=betrieb(JETZT.date()), am=JETZT)
    miss_summen(runde, laeufe)


def miss_seiten(laeufe: int) -> None:
    """The pages, through every middleware: the lists, and every page of one agreement that is negotiated."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from agreements.lifecycle import verhandlung_aufnehmen
    from agreements.models import Planungsrunde, Zielvereinbarung
    from agreements.views.rahmen import REITER
    from zielsystem.parties.zugriff import betrieb

    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(headers={"host": "localhost"})
    client.force_login(get_user_model().objects.get(username="ba.leitung"))
    eine = Zielvereinbarung.objects.filter(nr=2, schluessel="05315").earliest("pk")
    verhandlung_aufnehmen(vereinbarung=eine, durch=betrieb(JETZT.date()), am=JETZT)
    for adresse in (
        "/zielvereinbarungen/",
        reverse("agreements:runde", args=[Planungsrunde.objects.get().pk]),
        *(reverse(f"agreements:{reiter.route}", args=[eine.pk]) for reiter in REITER),
        reverse("agreements:vereinbarung_abschnitt", args=[eine.pk, "praeambel"]),
    ):
        if client.get(adresse).status_code != 200:
            raise SystemExit(f"{adresse} antwortet nicht")
        seite = miss(lambda adresse=adresse: client.get(adresse), 4 * laeufe)  # type: ignore[misc]
        prozessor = (seite.eigene + seite.datenbank) * 1000
        print(f"{seite * 1000:7.1f} ms  {adresse} (Prozessor mit Datenbank: {prozessor:.0f} ms)")


if __name__ == "__main__":
    main()
