"""Starting: the choice, the form empty and with faults, the draft."""

from typing import Any

from tests.browser.person import Visitor
from tests.browser.tour import Stage, Stop, unfolded
from tests.webapp.services.walking import FORM, PROCESS
from webapp.services import submit

FORM_PAGE = f"/start/{PROCESS}"


def _sent_with_faults(page: Visitor, _names: object) -> None:
    page.line("tools", "X-999", "-1").press("submit")


def _choosing(page: Visitor, _names: object) -> None:
    page.field("tools.0.code").press_sequentially("T-0")
    page.page.locator(".suggestions li").first.wait_for()
    page.page.keyboard.press("ArrowDown")


STOPS = [
    Stop("start.choose", "site.staff", "/start"),
    Stop("start.choose", "gm", "/start", state="empty"),
    Stop("start.form", "site.staff", FORM_PAGE),
    Stop("start.form", "site.staff", FORM_PAGE, state="with faults", act=_sent_with_faults, status=422),
    Stop("start.form", "site.staff", FORM_PAGE, state="unfolded", act=unfolded),
    Stop("start.form", "site.staff", FORM_PAGE, state="choosing a material", act=_choosing),
    Stop("drafts.form", "site.staff", "/drafts/{draft}"),
]
TEMPLATE = "gives a spreadsheet"
NO_PAGES = {"materials.search": "gives data"} | dict.fromkeys(
    ("lines.start_template", "lines.draft_template", "lines.task_template"), TEMPLATE
)


def prepare(stage: Stage) -> dict[str, Any]:
    """A draft."""
    walk = stage.walk
    with walk.cast.database.write() as session:
        actor = walk.cast.actor(session, "site.staff", walk.now)
        return {"draft": submit.create(session, actor, PROCESS, dict(FORM), walk.now).id}
