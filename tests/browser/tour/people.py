"""Signing in, one's own account, notices, and what is not there."""

from tests.browser.person import Visitor
from tests.browser.tour import NOBODY, Stop


def _wrong_password(page: Visitor, _names: object) -> None:
    page.sign_in("planner", "wrong")
    page.page.locator("#fault").wait_for()


def _expired(page: Visitor, _names: object) -> None:
    """Nobody is signed in any more when the form is sent."""
    page.page.context.clear_cookies()
    with page.page.expect_event("load"):
        page.page.locator(".button-row button").first.click()


STOPS = [
    Stop("handing_over.page", "admin", "/hand-over"),
    Stop("sign_in.page", NOBODY, "/sign-in"),
    Stop("sign_in.page", NOBODY, "/sign-in", state="refused", act=_wrong_password, status=401),
    Stop("sign_in.me", "planner", "/me"),
    Stop("sign_in.me", "auditor", "/me", state="signed out meanwhile", act=_expired, status=401),
    Stop("notices.page", "planner", "/notices"),
    Stop("notices.page", "gm", "/notices", state="empty"),
    Stop("notices.page", "planner", "/no-such-page", state="not found", status=404),
    Stop("notices.page", NOBODY, "/static/no-such-file", state="not found", status=404),
]
