"""Work that was given to somebody by name: that counts for more than whom the diagram names (B4, B5)."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from models import WorkItem
from webapp.services import candidates, earlier, facts, recipients
from webapp.services.assignment import Resolved, resolve_each
from webapp.services.case import Case
from webapp.services.people import day_of
from webapp.services.principals import principals_of

ASIDE = ("delegate", "add_signer", "take_back")
"""What became of an item that its holder put aside for others, or has signed and takes back: it is theirs again."""
CODES = {
    "reassign": "reassigned",
    "delegate": "delegated",
    "consult": "consulted",
    "add_signer": "added",
    "take_back": "taken_back",
}
"""By action: the code of `why` on the desk of whom it was given to."""


def resolved(case: Case, items: Sequence[WorkItem], known: Mapping[str, Any]) -> dict[WorkItem, Resolved]:
    """Return whose desk those of `items` come to that were given by name, or put aside by who had taken them.

    Left out are people who are no longer here, may not sign it any more, or had taken what would not come to them
    today: then the diagram says who gets it. One statement where there are any; some more for what was taken.
    """
    named = {item: person for item in items if (person := _person(item)) is not None}
    for item in _lost(case, [one for one in named if one.given_to_id is None], known):
        del named[item]
    here = candidates.active(case.session, set(named.values()))
    principals = principals_of(case.session, list(here)) if here else {}
    found = {}
    for item, person in named.items():
        barred = barred_from(case, item, known)
        if person in here and person not in barred:
            mine = (principals[person],)
            found[item] = Resolved(mine, person, barred, why(item), claimed=item.given_to_id is None)
    return found


def _person(item: WorkItem) -> int | None:
    taken = item.claimed_at is not None and item.outcome in ASIDE
    return item.given_to_id or (item.assignee_id if taken else None)


def _lost(case: Case, taken: Sequence[WorkItem], known: Mapping[str, Any]) -> list[WorkItem]:
    """Return which of the items would not come to who had taken them any more."""
    if not taken:
        return []
    step, each = case.step(taken[0].step_run), [facts.of_item(known, item.step_run, item) for item in taken]
    found = resolve_each(case.session, step, case.request, each, case.now)
    pairs = zip(taken, found, strict=True)
    return [item for item, one in pairs if item.assignee_id not in _ids(case, one.principals)]


def _ids(case: Case, principals: Collection[int]) -> set[int]:
    return {one.id for one in recipients.people_of(case.session, principals, day_of(case.now))}


def barred_from(case: Case, item: WorkItem, known: Mapping[str, Any]) -> frozenset[int]:
    """Return who may not sign the item's step (A6)."""
    step, seen = case.step(item.step_run), facts.of_item(known, item.step_run, item)
    return earlier.barred(step, seen, case.request.initiator_id)


def as_before(item: WorkItem, old: WorkItem) -> None:
    """Let a signature that is asked for again be that of whom it was given to by name, with the same rights."""
    item.given_to_id, item.given_by_id, item.beside = old.given_to_id, old.given_by_id, old.beside


def why(item: WorkItem) -> dict[str, Any]:
    """Return the reason that is stored with an item."""
    reason: dict[str, Any] = json.loads(item.why)
    return reason


def reason(action: str, by: str, at: datetime, **more: Any) -> dict[str, Any]:
    """Return the reason for being given something: who gave it, and when."""
    return {"code": CODES[action], "params": {"by": by, "at": at.isoformat(), **more}}


def reassigned(item: WorkItem) -> dict[str, Any] | None:
    """Return what is known of the last handing on of an item that lies where that put it: `by`, `at`, `rev`, `had`."""
    found = why(item)
    params: dict[str, Any] = found["params"] if found.get("code") == CODES["reassign"] else {}
    return params or None
