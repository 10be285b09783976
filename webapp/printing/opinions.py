"""The boxes for signatures: who decided what, when, in which post; and the empty ones still to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forms.kit import Field, step_id
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
SIGNATURES = (Event.APPROVE, Event.SUBMIT, Event.RESUBMIT, Event.CORRECT)


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
        "behalf": line.stood_for.get("name") or "",
        "post": _role(_held(line), lang),
        "unit": _unit(_held(line), lang),
        "item": line.detail.get("item") or {},
        "at": moment(line.at),
        "action": str(line.action),
        "tone": TONES[line.action],
        "comment": line.comment,
        "signature": (line.detail.get("signature") or {}).get("file"),
        "answers": [],
        "late": bool(line.detail.get("late")),
        "changed": _changed_after(screen, line, given),
    }


def _held(line: Line) -> Mapping[str, str]:
    """Return the post in which someone acted: of a substitute, that of whom they stood in for (B7)."""
    held: Mapping[str, str] = line.stood_for.get("post") or {} if line.stood_for else line.post
    return held


def _unit(held: Mapping[str, str], lang: str) -> str:
    return (held.get("unit_en") if lang == "en" else "") or held.get("unit", "")


def _role(held: Mapping[str, str], lang: str) -> str:
    name = words().get(f"role_{held.get('role', '')}", {}).get(lang, "")
    return name[:1].upper() + name[1:]


def _changed_after(screen: RequestScreen, line: Line, given: Sequence[Line]) -> list[dict[str, str]]:
    """The titles of the main fields that were changed after this signature, unless the step has signed again since."""
    if line.action not in SIGNATURES or line.step is None:
        return []
    later = [one for one in given if one.seq > line.seq]
    same = (one for one in later if (one.step, one.detail.get("item")) == (line.step, line.detail.get("item")))
    if any(one.action in SIGNATURES for one in same):
        return []
    touched = {name for one in later for name in _touched(one)}
    return [dict(one.titles) for one in screen.process.form.main.fields if one.name in touched and _shown(screen, one)]


def _touched(line: Line) -> list[str]:
    made = line.changes if isinstance(line.changes, list) else []
    return [str(one.get("field")) for one in made if "step" not in one]


def _shown(screen: RequestScreen, asked: Field) -> bool:
    return screen.rights.get(asked.name, "hidden") != "hidden"
