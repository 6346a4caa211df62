"""Cases before a Kooperationsausschuss, by the acts: hearing, decision, binding notice; turns as the last resort."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client

from gremien.abstimmung import Votum
from gremien.fehler import NichtMoeglich
from gremien.mitglieder import geschaeftsfuehrung
from gremien.models import Anmeldung, Fuehrungsakt, Gremium, Sitzung, Streitfall, Tagesordnungspunkt
from gremien.recht import Anzuhoerende, Gremiumart
from gremien.recht.geschaeftsfuehrung import Fuehrungsart
from gremien.recht.streitfaelle import Streitfallart, Urheber
from gremien.sitzungen import planung, verlauf
from gremien.streitfaelle import faelle
from tests.gremien.gremienwelt import JETZT, SEIT, Ausschuss, am, gremium, kooperationsausschuss
from tests.welt import HEUTE, Welt
from zielsystem.befugnisse import Rolle
from zielsystem.journal.vollzug import Gehindert
from zielsystem.parties.recht import Parteiart
from zielsystem.parties.zugriff import Zugang, betrieb

pytestmark = pytest.mark.django_db
ANRUFUNG = HEUTE + timedelta(days=14)
SITZUNGSTAG = HEUTE + timedelta(days=20)
ALLE = tuple(Anzuhoerende)


@pytest.fixture
def welt(settings: Any, tmp_path: Path) -> Welt:
    settings.MEDIA_ROOT = tmp_path
    neue = Welt.erschaffe()
    for name, nutzer in neue.personen.items():
        nutzer.email = f"{name}@example.org"
        nutzer.save(update_fields=["email"])
    return neue


@pytest.fixture
def ausschuss(welt: Welt) -> Ausschuss:
    return kooperationsausschuss(welt)


@pytest.fixture
def versammlung(welt: Welt) -> Gremium:
    return gremium(welt, Gremiumart.TRAEGERVERSAMMLUNG, "jobcenter-05111")


def weisungen(welt: Welt, *urheber: Urheber) -> faelle.Feststellung:
    return faelle.Feststellung(
        art=Streitfallart.WEISUNGEN,
        einrichtung=welt.parteien["jobcenter-05111"],
        titel="Öffnungszeiten im Kundenbereich",
        sachverhalt="Die Weisungen verlangen Verschiedenes.",
        positionen=tuple(faelle.Position(einer, HEUTE - timedelta(days=3), "Weisung.") for einer in urheber),
    )


def ge(welt: Welt, tag: date = HEUTE) -> Zugang:
    return welt.zugang("jobcenter-05111", Rolle.LEITUNG, tag)


def stelle_fest(welt: Welt) -> Streitfall:
    return faelle.stelle_fest(feststellung=weisungen(welt, Urheber.BA, Urheber.KOMMUNE), durch=ge(welt), am=JETZT)


def auf_der_tagesordnung(ausschuss: Ausschuss, fall: Streitfall) -> tuple[Sitzung, Tagesordnungspunkt]:
    sitzung = ausschuss.plane(SITZUNGSTAG)
    punkt = planung.setze_anmeldung_auf(
        sitzung=sitzung,
        anmeldung=Anmeldung.objects.get(bezug=fall.bezug),
        durch=ausschuss.stelle(),
        am=JETZT,
        antrag="Zuständig ist die Bundesagentur für Arbeit.",
    )
    ausschuss.lade_ein(sitzung)
    return sitzung, punkt


def entscheide(ausschuss: Ausschuss, fall: Streitfall, votum: Votum, *anzuhoeren: Anzuhoerende) -> None:
    """The session in which the committee hears and votes, with approved minutes."""
    sitzung, punkt = auf_der_tagesordnung(ausschuss, fall)
    wer = ausschuss.stelle(tag=SITZUNGSTAG)
    for einer in anzuhoeren:
        verlauf.hoere_an(
            punkt=punkt, wer=einer, gehoert_am=SITZUNGSTAG, text="Bleibt dabei.", durch=wer, am=am(SITZUNGSTAG, 10)
        )
    ausschuss.eroeffne(sitzung)
    ausschuss.stimme_ab(punkt, dict.fromkeys(ausschuss.mitglieder, votum))
    ausschuss.genehmige(sitzung)


def test_contradicting_weisungen_end_with_a_notice_that_binds_the_traeger(
    welt: Welt, ausschuss: Ausschuss, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        fall = stelle_fest(welt)
    assert {an for brief in mail.outbox for an in brief.to} >= {
        "ba.leitung@example.org",
        "kommune-05111.leitung@example.org",
        "land-05.sachbearbeitung@example.org",
    }
    with pytest.raises(Gehindert, match="Frist läuft noch"):
        faelle.rufe_an(fall=fall, durch=ge(welt), am=JETZT)
    fall = faelle.rufe_an(fall=fall, durch=ge(welt, ANRUFUNG), am=am(ANRUFUNG))
    assert Anmeldung.objects.get(bezug=fall.bezug).gegenstand == "weisungszustaendigkeit"

    nachher = am(SITZUNGSTAG, 15)
    stelle = ausschuss.stelle(tag=SITZUNGSTAG)
    with pytest.raises(Gehindert, match="beide Träger und die Geschäftsführung") as gehindert:
        faelle.entscheide(fall=fall, durch=stelle, am=nachher, zustaendig=Urheber.BA)
    assert {h.code for h in gehindert.value.hindernisse} == {"anhoerung", "beschluss"}
    entscheide(ausschuss, fall, Votum.JA, *ALLE)
    with pytest.raises(NichtMoeglich, match="wer nach der Entscheidung zuständig ist"):
        faelle.entscheide(fall=fall, durch=stelle, am=nachher)
    with pytest.raises(PermissionDenied):
        faelle.entscheide(fall=fall, durch=ge(welt, SITZUNGSTAG), am=nachher, zustaendig=Urheber.BA)
    fall = faelle.entscheide(fall=fall, durch=stelle, am=nachher, zustaendig=Urheber.BA)
    assert fall.entscheidung == "Zuständig ist die Bundesagentur für Arbeit."

    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        fall = faelle.teile_mit(fall=fall, durch=stelle, am=nachher)
    briefe = {brief.to[0].partition(".")[0]: brief for brief in mail.outbox}
    assert {"ba", "kommune-05111", "jobcenter-05111"} <= set(briefe)
    assert "bindet die Träger" in briefe["ba"].body
    assert briefe["ba"].attachments[0][1].startswith(b"%PDF")
    with pytest.raises(Gehindert, match="bindet die Träger"):
        faelle.lege_bei(fall=fall, durch=ge(welt, SITZUNGSTAG), am=nachher, grund="Doch nicht")
    with pytest.raises(DatabaseError), transaction.atomic():
        Streitfall.objects.filter(pk=fall.pk).update(entscheidung="")

    client = Client()
    for name in ("kommune-05111.lesend", "land-05.sachbearbeitung"):
        client.force_login(welt.personen[name])
        seite = client.get(f"/gremien/streitfaelle/{fall.pk}/").content.decode()
        assert "Zuständig: Bundesagentur für Arbeit" in seite
        assert client.get(f"/gremien/streitfaelle/{fall.pk}/mitteilung.pdf")["Content-Type"] == "application/pdf"
    client.force_login(welt.personen["jobcenter-06411.leitung"])
    assert client.get(f"/gremien/streitfaelle/{fall.pk}/").status_code == 404


def test_a_case_needs_a_contradiction_and_those_whom_it_concerns(welt: Welt, ausschuss: Ausschuss) -> None:
    with pytest.raises(Gehindert, match="mindestens zwei"):
        faelle.stelle_fest(feststellung=weisungen(welt, Urheber.BA), durch=ge(welt), am=JETZT)
    zwei = weisungen(welt, Urheber.BA, Urheber.KOMMUNE)
    for schluessel in ("jobcenter-06411", "kommune-06411", "jobcenter-05124", "bmas"):
        with pytest.raises(PermissionDenied):
            faelle.stelle_fest(feststellung=zwei, durch=welt.zugang(schluessel, Rolle.LEITUNG), am=JETZT)
    with pytest.raises(PermissionDenied):
        faelle.stelle_fest(feststellung=zwei, durch=welt.zugang("jobcenter-05111", Rolle.CONTROLLING), am=JETZT)
    with pytest.raises(NichtMoeglich, match="von wem sie ist"):
        faelle.stelle_fest(feststellung=weisungen(welt, Urheber.BA, Urheber.LAND), durch=ge(welt), am=JETZT)
    assert not Streitfall.objects.exists()


def test_aufsicht_is_put_on_record_by_bund_or_land(welt: Welt, ausschuss: Ausschuss) -> None:
    tage = HEUTE - timedelta(days=3)
    feststellung = faelle.Feststellung(
        art=Streitfallart.AUFSICHT,
        einrichtung=welt.parteien["jobcenter-05111"],
        titel="Wer beanstandet",
        sachverhalt="Bund und Land halten sich beide für zuständig.",
        positionen=(faelle.Position(Urheber.BMAS, tage, "Bund"), faelle.Position(Urheber.LAND, tage, "Land")),
    )
    fall = faelle.stelle_fest(feststellung=feststellung, durch=welt.zugang("bmas", Rolle.LEITUNG), am=JETZT)
    fall = faelle.rufe_an(fall=fall, durch=welt.zugang("land-05", Rolle.LEITUNG, ANRUFUNG), am=am(ANRUFUNG))
    assert Anmeldung.objects.get(bezug=fall.bezug).gegenstand == "aufsichtszustaendigkeit"


def um_geschaeftsfuehrung(welt: Welt) -> Streitfall:
    feststellung = faelle.Feststellung(
        art=Streitfallart.GESCHAEFTSFUEHRUNG,
        einrichtung=welt.parteien["jobcenter-05111"],
        titel="Nachfolge in der Geschäftsführung",
        sachverhalt="Die Trägerversammlung hat sich nicht geeinigt.",
    )
    fall = faelle.stelle_fest(feststellung=feststellung, durch=ge(welt), am=JETZT)
    return faelle.rufe_an(fall=fall, durch=ge(welt), am=JETZT)


def test_no_agreement_in_spite_of_the_proposal_leads_to_turns(
    welt: Welt, ausschuss: Ausschuss, versammlung: Gremium
) -> None:
    fall = um_geschaeftsfuehrung(welt)
    entscheide(ausschuss, fall, Votum.JA, Anzuhoerende.BA, Anzuhoerende.KOMMUNE)
    nachher, stelle = am(SITZUNGSTAG, 15), ausschuss.stelle(tag=SITZUNGSTAG)
    with pytest.raises(NichtMoeglich, match="wen der Kooperationsausschuss vorschlägt"):
        faelle.entscheide(fall=fall, durch=stelle, am=nachher)
    fall = faelle.entscheide(fall=fall, durch=stelle, am=nachher, vorgeschlagen="Frau Habicht")
    fall = faelle.teile_mit(fall=fall, durch=stelle, am=nachher)
    fall = faelle.wechsle(fall=fall, durch=ge(welt, SITZUNGSTAG), am=nachher, grund="Vorschlag abgelehnt")
    jetzt = geschaeftsfuehrung.geschaeftsfuehrung_von(versammlung, SITZUNGSTAG)
    assert (jetzt.art, jetzt.seite, jetzt.zug) == (Fuehrungsart.UNBESETZT, Parteiart.BA, 1)
    wechsel = versammlung.fuehrungsvorgaenge.get(art=Fuehrungsakt.WECHSEL)
    with pytest.raises(ValueError, match="bleibt stehen"):
        geschaeftsfuehrung.nimm_zurueck(vorgang=wechsel, grund="Versehen", durch=ge(welt, SITZUNGSTAG), am=nachher)


def test_no_agreement_on_a_proposal_leads_to_turns_too(welt: Welt, ausschuss: Ausschuss, versammlung: Gremium) -> None:
    fall = um_geschaeftsfuehrung(welt)
    entscheide(ausschuss, fall, Votum.NEIN, Anzuhoerende.BA, Anzuhoerende.KOMMUNE)
    stelle = ausschuss.stelle(tag=SITZUNGSTAG)
    faelle.lasse_scheitern(fall=fall, durch=stelle, am=am(SITZUNGSTAG, 15))
    assert geschaeftsfuehrung.geschaeftsfuehrung_von(versammlung, SITZUNGSTAG).seite is Parteiart.BA


def test_an_appointment_settles_the_case(welt: Welt, ausschuss: Ausschuss, versammlung: Gremium) -> None:
    fall = um_geschaeftsfuehrung(welt)
    with pytest.raises(Gehindert, match="noch niemanden bestellt"):
        faelle.lege_bei(fall=fall, durch=ge(welt), am=JETZT, grund="Einigung")
    geschaeftsfuehrung.halte_fest(
        versammlung=versammlung,
        art=Fuehrungsakt.BESTELLUNG,
        angaben=geschaeftsfuehrung.Angaben(ab=HEUTE, person="Herr Specht"),
        durch=betrieb(SEIT),
        am=am(HEUTE, 11),
    )
    fall = faelle.lege_bei(fall=fall, durch=ge(welt), am=am(HEUTE, 12), grund="Einigung")
    assert fall.zustand == "beigelegt"
