"""Who stands in: nobody, somebody, refused."""

from typing import Any

from tests.browser.person import Visitor
from tests.browser.tour import Stage, Stop
from webapp.services import substitutes
from webapp.services.substitutes import Wish


def _refused(page: Visitor, _names: object) -> None:
    page.page.locator("[name=by]").fill("nobody")
    with page.page.expect_event("load"):
        page.page.locator("form:has([name=by]) button").click()


STOPS = [
    Stop("substitutes.page", "gm", "/substitutes", state="nobody"),
    Stop("substitutes.page", "planner", "/substitutes"),
    Stop("substitutes.page", "planner", "/substitutes", state="refused", act=_refused, status=422),
]
TYPED = {"nobody"}


def prepare(stage: Stage) -> dict[str, Any]:
    """The colleague stands in for the planner."""
    walk = stage.walk
    with walk.cast.database.write() as session:
        planner = walk.cast.actor(session, "planner", walk.now)
        until = walk.now.replace(year=2027)
        substitutes.name(session, planner, Wish("planner2", walk.now, until, "internal_contact"), walk.now)
    return {}
