"""What stands around every page: counts in the side bar, notices in the top bar."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from flask import Flask, g
from flask_login import current_user

from models import UnitKind
from webapp.access import actor
from webapp.messages import N_
from webapp.services import inbox, people
from webapp.services.actor import Actor
from webapp.unit_of_work import reading


@dataclass(frozen=True)
class Place:
    """One entry of the navigation. `tab`: it stands in the bar at the bottom of a phone's screen.

    `key`: the letter that leads there after g. `followed`: it lists what units are at.
    """

    endpoint: str
    label: str
    icon: str
    count: str | None = None
    short: str = ""
    tab: bool = False
    key: str = ""
    followed: bool = False

    def shown(self, actor: Actor) -> bool:
        """Say whether the actor has use for it: what is followed, only who leads or plans for some unit."""
        return not self.followed or actor.has(*FOLLOWERS)


FOLLOWERS = {role for kind in UnitKind for role in people.follower_roles(kind)}
PLACES = (
    Place("inbox.tasks", N_("To do"), "inbox", "todo", tab=True, key="t"),
    Place("inbox.done", N_("Done"), "check", tab=True, key="d"),
    Place("inbox.mine", N_("My requests"), "send", tab=True, short=N_("Mine"), key="m"),
    Place("inbox.unit", N_("My units"), "flow", key="u", followed=True),
    Place("inbox.copied", N_("Copied to me"), "copy", "copied", key="c"),
    Place("inbox.drafts", N_("Drafts"), "pencil", "drafts", key="r"),
)


def init_app(app: Flask) -> None:
    """Give templates the navigation."""
    app.jinja_env.globals.update(places=PLACES, counts=counts, capped=capped, live_tag=live_tag)
    app.context_processor(lambda: {"me_now": current_user.actor if current_user.is_authenticated else None})


def counts() -> inbox.Counts:
    """Return how much lies in each box, once per page."""
    if "counts" not in g:
        g.counts = inbox.counts(reading(), actor())
    found: inbox.Counts = g.counts
    return found


def live_tag() -> str:
    """Return the entity tag of the counts as they are shown now."""
    shown = ",".join(capped(count) for count in astuple(counts()))
    return f'"{shown}"'


def capped(count: int) -> str:
    """Return a count as it is shown: nothing for none, 99+ for a hundred or more."""
    return "" if not count else f"{inbox.CAP - 1}+" if count >= inbox.CAP else str(count)
