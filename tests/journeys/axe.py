"""Accessibility of a page: WCAG 2.1 A and AA, checked by axe-core in the browser.

The engine is evaluated, not added as a script element: the page keeps its content security policy.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ENGINE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")


def violations(page: Page) -> list[str]:
    """One line per violation: rule, impact, what is wrong, and the elements (as selectors). Empty: none."""
    page.evaluate(_engine())
    result = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", list(TAGS)
    )
    return [_line(violation) for violation in result["violations"]]


@cache
def _engine() -> str:
    return ENGINE.read_text(encoding="utf-8")


def _line(violation: dict[str, Any]) -> str:
    targets = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}: {targets}"
