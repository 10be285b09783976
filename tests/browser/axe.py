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
NOT_OURS = {"exclude": [[".djs-container svg"]]}
"""What bpmn-js draws: the way is told as a list beside it, and hundreds of paths would take most of the time."""
RUN = "([where, options]) => axe.run(where, options).then(told => told.violations)"
EXCEPTIONS: dict[str, str] = {}
"""Rules that are not held, each with the reason. None so far."""


def violations(page: Page) -> list[str]:
    """What is wrong, a line per element: rule, place, reason. Scripts are run as by a debugger: no policy is loosened."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN, [NOT_OURS, OPTIONS])
    return [
        f"{one['id']}: {node['target']} {' '.join(node['failureSummary'].split())}"
        for one in found
        if one["id"] not in EXCEPTIONS
        for node in one["nodes"]
    ]
