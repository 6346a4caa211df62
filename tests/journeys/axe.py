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


PHONE_RULES = ("scrollable-region-focusable", "link-in-text-block", "button-name", "link-name", "label")
"""What can be right on a wide page and wrong on a narrow one: what scrolls, and what is shown on the phone alone."""


def violations(page: Page) -> list[str]:
    """One line per violation: rule, impact, what is wrong, and the elements (as selectors). Empty: none."""
    return _run(page, {"type": "tag", "values": TAGS})


def violations_on_a_phone(page: Page) -> list[str]:
    """Of a page that was checked on a wide window: the violations that only a narrow one can have."""
    return _run(page, {"type": "rule", "values": PHONE_RULES})


def _run(page: Page, only: dict[str, Any]) -> list[str]:
    page.evaluate(_engine())
    result = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only)
    return [_line(violation) for violation in result["violations"]]


@cache
def _engine() -> str:
    return ENGINE.read_text(encoding="utf-8")


def _line(violation: dict[str, Any]) -> str:
    targets = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}: {targets}"
