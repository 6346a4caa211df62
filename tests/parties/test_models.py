"""What the database refuses about parties."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.welt import BEGINN, Welt, partei, person
from zielsystem.befugnisse import Rolle
from zielsystem.parties.models import Amt, Installation, Nachfolge, Partei, Parteistand
from zielsystem.parties.recht import Parteiart

pytestmark = pytest.mark.django_db
REFORM = date(2021, 7, 1)


@pytest.fixture
def welt() -> Welt:
    return Welt.erschaffe()


def stand(von: Parteistand, **anders: object) -> dict[str, object]:
    felder = ("partei", "ab", "bis", "art", "name", "ags", "land", "traeger")
    return {feld: getattr(von, feld) for feld in felder} | anders


@pytest.mark.parametrize(
    ("name", "anders"),
    [
        ("parteistand_je_zeit_einer", {"ab": REFORM}),
        ("parteistand_zeitraum", {"ab": REFORM, "bis": REFORM}),
        ("parteistand_schluessel", {"ags": "051"}),
        ("parteistand_land", {"land": None}),
        ("parteistand_traeger", {"traeger": None}),
        ("parteistand_art", {"art": "arge", "ags": "", "land": None, "traeger": None}),
    ],
)
def test_an_impossible_state_of_a_jobcenter_is_refused(welt: Welt, name: str, anders: dict[str, object]) -> None:
    alt = Parteistand.objects.get(partei=welt.parteien["jobcenter-05111"])
    neu = (
        stand(alt, **anders)
        if name == "parteistand_je_zeit_einer"
        else stand(alt, **anders) | {"partei": Partei.objects.create(schluessel="probe")}
    )
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Parteistand.objects.create(**neu)


def test_a_ge_becomes_an_optionskommune_and_stays_the_same_party(welt: Welt) -> None:
    jobcenter = welt.parteien["jobcenter-05111"]
    alt = Parteistand.objects.get(partei=jobcenter)
    Parteistand.objects.filter(pk=alt.pk).update(bis=REFORM)
    Parteistand.objects.create(**stand(alt, ab=REFORM, art=Parteiart.ZKT))

    def art_am(tag: date) -> str:
        return Parteistand.objects.am(tag).get(partei=jobcenter).art

    assert (art_am(date(2021, 6, 30)), art_am(REFORM)) == (Parteiart.GE, Parteiart.ZKT)
    assert jobcenter in Partei.objects.der_art([Parteiart.ZKT], REFORM)
    assert jobcenter not in Partei.objects.der_art([Parteiart.GE], REFORM)
    assert set(Partei.objects.jobcenter(REFORM)) == {p for k, p in welt.parteien.items() if k.startswith("jobcenter")}


def test_a_person_holds_one_role_per_party_at_a_time(welt: Welt) -> None:
    nutzer = person(welt.parteien["bmas"], Rolle.LESEND)
    Amt.objects.create(nutzer=nutzer, partei=welt.parteien["ba"], rolle=Rolle.LEITUNG, ab=BEGINN)
    with pytest.raises(IntegrityError, match="amt_je_zeit_eines"), transaction.atomic():
        Amt.objects.create(nutzer=nutzer, partei=welt.parteien["bmas"], rolle=Rolle.LEITUNG, ab=REFORM)


def test_nobody_succeeds_oneself() -> None:
    eine = partei("eine", Parteiart.BA, "Eine")
    with pytest.raises(IntegrityError, match="nachfolge_verschieden"), transaction.atomic():
        Nachfolge.objects.create(vorgaenger=eine, nachfolger=eine, am=REFORM, grund="Kreisreform")


def test_there_is_one_installation() -> None:
    with pytest.raises(IntegrityError, match="installation_eine_zeile"), transaction.atomic():
        Installation.objects.create(pk=2)
