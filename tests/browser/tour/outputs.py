"""Files that people order: none, in the making, ready, failed."""

from typing import Any

from tests.browser.tour import Stage, Stop
from webapp.services import outputs

KIND = "待辦清單"
"""A kind of which no maker knows is shown as it is."""
STOPS = [
    Stop("outputs.listed", "planner", "/downloads"),
    Stop("outputs.listed", "gm", "/downloads", state="empty"),
    Stop("outputs.page", "planner", "/downloads/{output_waiting}", state="waiting"),
    Stop("outputs.page", "planner", "/downloads/{output_ready}", state="ready"),
    Stop("outputs.page", "planner", "/downloads/{output_failed}", state="failed"),
]
NO_PAGES = {"outputs.file": "gives a file"}
TYPED = {KIND, "list.xlsx"}


def prepare(stage: Stage) -> dict[str, Any]:
    """A file in each state."""
    walk, names = stage.walk, {}
    with walk.cast.database.write() as session:
        planner = walk.cast.actor(session, "planner", walk.now)
        for state in ("waiting", "ready", "failed"):
            names[f"output_{state}"] = outputs.order(session, planner, KIND, {}, "zh_Hant", walk.now)
        for state in ("ready", "failed"):
            outputs.begin(session, names[f"output_{state}"])
        outputs.finish(session, names["output_ready"], "list.xlsx", "text/plain", 12_345, {}, walk.now)
        outputs.give_up(session, names["output_failed"], {"code": "output_failed"}, walk.now)
    return names
