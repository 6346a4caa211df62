"""A production installation begins with the structure and one administrator."""

import pytest
from django.core.management import CommandError, call_command

from kennzahlen.models import Meldung
from zielsystem.parties.models import Installation, Nutzer, Partei


@pytest.mark.django_db
def test_the_structure_comes_without_logins_and_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("load_structure")
    assert Partei.objects.count() > 800
    assert not Nutzer.objects.exists()
    assert not Meldung.objects.exists()
    assert not Installation.objects.filter(synthetisch=True).exists()
    with pytest.raises(CommandError, match="schon Parteien"):
        call_command("load_structure")
    monkeypatch.setenv("ZIELSYSTEM_PASSWORD", "ein langes Kennwort 2026")
    call_command("create_account", "erste", "--partei", "bmas")
    assert Nutzer.objects.get().aemter.get().partei.schluessel == "bmas"
