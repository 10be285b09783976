"""What axe finds on the page that is open: WCAG 2.1 A and AA, good practice, and targets of 24 pixels (2.2)."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": LEVELS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,
}
UNDRAWN = "document.querySelectorAll('.djs-container svg g').forEach(drawing => drawing.replaceChildren())"
"""What bpmn-js draws is one picture with a name; its hundreds of paths would take most of the time."""
RUN = "options => axe.run(options).then(told => told.violations)"
EXCEPTIONS: dict[str, str] = {}
"""Rules that are not held, each with the reason. None so far."""


def violations(page: Page) -> list[str]:
    """What is wrong, a line per element: rule, place, reason.

    Scripts are run as by a debugger, so that the Content-Security-Policy stays as it is. Spoils the drawings.
    """
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
        page.evaluate(UNDRAWN)
    found: list[dict[str, Any]] = page.evaluate(RUN, OPTIONS)
    return [
        f"{one['id']}: {node['target']} {' '.join(node['failureSummary'].split())}"
        for one in found
        if one["id"] not in EXCEPTIONS
        for node in one["nodes"]
    ]
