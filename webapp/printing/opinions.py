"""The boxes for signatures: who decided what, when, in which post; and the empty ones still to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forms.kit import step_id
from models import INITIATOR, Event
from webapp.printing.answers import moment
from webapp.printing.words import words
from webapp.services.screens import RequestScreen
from webapp.services.trail import Line

TONES = {
    Event.APPROVE: "good",
    Event.SUBMIT: "good",
    Event.RESUBMIT: "good",
    Event.CORRECT: "good",
    Event.RETURN: "wait",
    Event.REJECT: "bad",
    Event.WITHDRAW: "off",
    Event.AUTO_SKIP: "off",
}
"""The events that stand in a box of the form, with the colour of their mark."""


def opinions(screen: RequestScreen, lang: str) -> list[dict[str, Any]]:
    """Return the decisions of all rounds in order, as the trail has them."""
    given = [line for line in screen.trail if line.action in TONES]
    return [_box(screen, line, given, lang) for line in given]


def waiting(screen: RequestScreen) -> list[dict[str, Any]]:
    """Return a box for each item that is open: who has it on their desk."""
    return [
        {"step": item.step, "id": step_id(item.step), "scope": item.scope}
        | {"titles": about(titles(screen, item.step), item.slot)}
        | {"holders": "、".join(item.holders), "late": item.late}
        for item in screen.open
    ]


def comments(screen: RequestScreen) -> list[dict[str, Any]]:
    """Return the comments that were made beside the decisions."""
    said = [line for line in screen.trail if line.action == Event.COMMENT and line.comment]
    return [{"name": line.by or "", "at": moment(line.at), "comment": line.comment} for line in said]


def titles(screen: RequestScreen, path: str | None) -> dict[str, str]:
    """Return a step's names by language."""
    step = screen.process.compiled.steps.get(path or INITIATOR)
    if step is None or step.id == INITIATOR:
        return dict(words()["applicant"])
    return {"zh_Hant": step.name, **step.titles}


def about(named: Mapping[str, str], slot: Any) -> dict[str, str]:
    """Return a step's names with what one of several signatures is about: a unit's or a person's."""
    if not isinstance(slot, Mapping) or not slot.get("name"):
        return dict(named)
    return {lang: f"{text} · {(lang == 'en' and slot.get('name_en')) or slot['name']}" for lang, text in named.items()}


def _box(screen: RequestScreen, line: Line, given: Sequence[Line], lang: str) -> dict[str, Any]:
    return {
        "step": line.step or INITIATOR,
        "id": step_id(line.step or INITIATOR),
        "titles": about(titles(screen, line.step), line.detail.get("item")),
        "name": line.by or "",
        "post": acted_in(line, lang),
        "unit": "",
        "at": moment(line.at),
        "action": str(line.action),
        "tone": TONES[line.action],
        "comment": line.comment,
        "answers": [],
        "late": bool(line.detail.get("late")),
        "changed": _changed_after(screen, line, given),
    }


def acted_in(line: Line, lang: str) -> str:
    """Return the post in which someone acted; of a substitute, for whom and in which post of theirs (B7)."""
    if not line.stood_for:
        return post(line.post, lang)
    held = post(line.stood_for.get("post") or {}, lang)
    return f"{words()['stood_for'][lang]} {line.stood_for['name']}{f' · {held}' if held else ''}"


def post(held: Mapping[str, str], lang: str) -> str:
    """Return a post as text: the unit and the role there."""
    unit = (held.get("unit_en") if lang == "en" else "") or held.get("unit", "")
    role = words().get(f"role_{held.get('role', '')}", {}).get(lang, "")
    return " ".join(part for part in (unit, role) if part)


def _changed_after(screen: RequestScreen, line: Line, given: Sequence[Line]) -> bool:
    """Whether main fields were changed after this signature, and the step has not signed again since."""
    if line.action != Event.APPROVE or line.step is None:
        return False
    later = [one for one in given if one.seq > line.seq]
    same = (one for one in later if (one.step, one.detail.get("item")) == (line.step, line.detail.get("item")))
    again = any(one.action == Event.APPROVE for one in same)
    return not again and any(_touches_main(screen, one) for one in later)


def _touches_main(screen: RequestScreen, line: Line) -> bool:
    names = screen.process.form.names
    made = line.changes if isinstance(line.changes, list) else []
    return any(one.get("field") in names and "step" not in one for one in made)
