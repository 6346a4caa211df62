"""The components say what they should to somebody who cannot see them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from zielsystem.recht import Hindernis, Norm
from zielsystem.ui.rows import Handlung, Spalte, Tabelle, Zelle


def html(component: str, **context: Any) -> str:
    """A component on a page with a query, without the frame's context; white space between tags is left out."""
    rendered = Context(context)
    rendered.request = RequestFactory().get("/jobcenter/", {"land": "06"})
    text = engines["django"].get_template(f"components/{component}.html").template.render(rendered)
    return re.sub(r"> <", "><", re.sub(r"\s+", " ", text)).replace("> ", ">")


class Vereinbarung(forms.Form):
    titel = forms.CharField(label="Titel", help_text="So steht er auf dem Deckblatt.")
    art = forms.ChoiceField(label="Art", choices=[("1", "Nr. 1"), ("2", "Nr. 2")], widget=forms.RadioSelect)
    bemerkung = forms.CharField(label="Bemerkung", required=False, widget=forms.TextInput({"placeholder": "leer"}))


def test_an_error_is_linked_with_its_field_and_listed_on_top() -> None:
    seite = html("form", form=Vereinbarung({"art": "1"}), knopf="Speichern")
    assert 'aria-describedby="id_titel_helptext id_titel_error"' in seite
    assert 'id="id_titel_error"' in seite
    assert '<a href="#id_titel">Titel: ' in seite
    assert seite.index('role="alert"') < seite.index('id="id_titel"')


def test_a_group_of_options_is_reached_from_the_error_summary() -> None:
    seite = html("form", form=Vereinbarung({"titel": "x"}))
    assert 'href="#id_art"' in seite
    assert '<fieldset class="kern-fieldset kern-fieldset--error" id="id_art" tabindex="-1"' in seite


def test_a_field_that_may_stay_empty_says_so_and_has_no_placeholder() -> None:
    seite = html("form", form=Vereinbarung())
    assert seite.count("(freiwillig)") == 1
    assert "placeholder" not in seite


def test_a_table_scrolls_by_keyboard_under_its_own_name() -> None:
    tabelle = Tabelle(
        "Hessen",
        [Spalte("Jobcenter", kopf=True), Spalte("K2", zahl=True)],
        [[Zelle("<b>Kassel</b>", url="/06633/"), "24,7 %"]],
    )
    seite = html("table", tabelle=tabelle)
    assert 'role="region" tabindex="0" aria-label="Hessen"' in seite
    assert '<th scope="row" class="kern-table__header"><a href="/06633/">&lt;b&gt;Kassel&lt;/b&gt;</a>' in seite
    assert '<td class="kern-table__cell kern-table__cell--numeric">24,7 %' in seite


def test_a_reason_stands_below_the_table_and_its_mark_in_the_cells() -> None:
    zeilen = [
        [Zelle("–", fussnote="Es fehlen <Zahlen>.")],
        [Zelle("24,7 %")],
        [Zelle("–", fussnote="Es fehlen <Zahlen>.")],
    ]
    seite = html("table", tabelle=Tabelle("Hessen", [Spalte("K2", zahl=True)], zeilen))
    assert seite.count('<sup class="zelle__marke"><span class="kern-sr-only">Fußnote </span>1</sup>') == 2
    assert seite.count("Es fehlen &lt;Zahlen&gt;.") == 1
    assert 'aria-label="Fußnoten"><li>' in seite


def test_a_state_in_a_list_of_facts_is_a_badge_and_small_print_is_escaped() -> None:
    seite = html("description_list", eintraege=[("Stand", Zelle("in Kraft", status="success", hinweis="<i>"))])
    assert '<span class="kern-label">in Kraft</span></span><span class="zelle__hinweis">&lt;i&gt;</span>' in seite


def test_a_stopped_act_is_a_disabled_button_described_by_the_paragraph() -> None:
    hindernis = Hindernis("ziel_fehlt", Norm("§ 48b Abs. 3 Satz 2 SGB II"), "Das Ziel soziale Teilhabe fehlt.")
    seite = html("transition", handlung=Handlung("zeichnen", "Zeichnen", "§ 48b SGB II", "/1/", (hindernis,)))
    assert 'type="button"' in seite
    assert 'aria-disabled="true" aria-describedby="hindernisse-zeichnen"' in seite
    assert "<strong>§ 48b Abs. 3 Satz 2 SGB II</strong>: Das Ziel soziale Teilhabe fehlt." in seite
    assert 'type="submit"' not in seite


def test_a_soft_hindernis_asks_for_a_reason() -> None:
    hindernis = Hindernis("benehmen", Norm("§ 48b Abs. 1 Satz 2 SGB II"), "Das Benehmen fehlt.", hart=False)
    seite = html("transition", handlung=Handlung("abstimmen", "Abstimmen", "§ 48b SGB II", "/1/", (hindernis,)))
    assert 'name="grund"' in seite
    assert 'name="uebergang" value="abstimmen"' in seite


@pytest.mark.parametrize(("fertig", "fragt_weiter"), [(False, True), (True, False)])
def test_progress_asks_again_until_it_is_finished(fertig: bool, fragt_weiter: bool) -> None:
    seite = html("progress", id="lauf", url="/lauf/", titel="Entwürfe", wert=3, maximum=9, fertig=fertig)
    assert ('hx-get="/lauf/"' in seite) is fragt_weiter


def test_pages_keep_the_query_and_name_the_current_one() -> None:
    seite = html("pagination", seite=Paginator(range(412), 25).page(4), was="Jobcenter")
    assert "76 bis 100 von 412 Jobcenter" in seite
    assert 'href="?land=06&amp;seite=5"' in seite
    assert re.search(r'aria-current="page" href="[^"]*seite=4"', seite)


def test_the_page_for_a_broken_server_needs_nothing_to_be_rendered() -> None:
    seite = render_to_string("500.html")
    assert "Da ist etwas schiefgegangen" in seite
    assert "Anmelden" not in seite
