"""The boxes: full, empty, searched and filtered in vain."""

from tests.browser.tour import Stop, unfolded

STOPS = [
    Stop("inbox.tasks", "planner", "/tasks"),
    Stop("inbox.tasks", "planner", "/tasks", state="menus open", act=unfolded),
    Stop("inbox.tasks", "gm", "/tasks", state="empty"),
    Stop("inbox.tasks", "gm", "/tasks", state="keys", act=lambda visitor, _names: visitor.page.keyboard.press("?")),
    Stop("inbox.tasks", "planner", "/tasks?q=nowhere&until=2026-99-99", state="searched in vain", act=unfolded),
    Stop("inbox.done", "planner", "/done"),
    Stop("inbox.done", "gm", "/done", state="empty"),
    Stop("inbox.mine", "site.staff", "/mine"),
    Stop("inbox.mine", "site.staff", "/mine?status=open&q=nowhere&since=2026-01-01", state="filtered in vain"),
    Stop("inbox.mine", "site.staff", "/mine?sort=old&status=open", state="filter open", act=unfolded),
    Stop("inbox.copied", "biz.manager", "/copied"),
    Stop("inbox.copied", "gm", "/copied", state="empty"),
    Stop("inbox.drafts", "site.staff", "/drafts"),
    Stop("inbox.unit", "manager", "/unit"),
    Stop("inbox.unit", "stranger.manager", "/unit", state="empty"),
    Stop("inbox.drafts", "gm", "/drafts", state="empty"),
]
TYPED = {"nowhere"}
NO_PAGES = {"inbox.home": "leads to the tasks", "inbox.live": "gives the counts alone"}
