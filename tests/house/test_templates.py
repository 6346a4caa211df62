"""What holds for every template, of whichever room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HAUS = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path
    for room in ("zielsystem", "kennzahlen", "gremien", "agreements", "berichte", "demonstration")
    for path in (HAUS / room).rglob("templates/**/*.html")
)
COMPONENTS = sorted((HAUS / "zielsystem/ui/templates/components").glob("*.html"))

REFUSED_BY_THE_POLICY = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"<[^>]*\s(on[a-z]+|hx-on[^=\s]*)\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "evaluated htmx value": re.compile(r"hx-(headers|vals)\s*=\s*['\"]\s*js:|hx-trigger\s*=\s*\"[^\"]*\[", re.I),
    "foreign host": re.compile(r"(src|srcset)\s*=\s*[\"'](https?:)?//", re.IGNORECASE),
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(HAUS)))
def test_a_template_needs_nothing_that_the_content_security_policy_refuses(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    if "email" not in template.parts and "dokument" not in template.parts:
        assert [name for name, pattern in REFUSED_BY_THE_POLICY.items() if pattern.search(text)] == []


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_says_how_it_is_used_and_is_in_the_handbook(component: Path) -> None:
    assert "{% comment %}" in component.read_text(encoding="utf-8").split("<")[0]
    assert f"`{component.stem}`" in (HAUS / "docs/ui.md").read_text(encoding="utf-8")
