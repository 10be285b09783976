"""The trail as it is read: who, in which post, when, did what, and what changed from what to what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext

from forms import kit
from forms.kit import Field
from webapp.i18n import language, span, words
from webapp.messages import DID, EVENTS, REASONS, ROLES, WHERES, sentence
from webapp.services import element_names
from webapp.services.processes import Process
from webapp.services.screens import RunView
from webapp.views.fields import Surroundings, shown
from webapp.views.parts import level_title, slot_title, step_words

PLAIN = Surroundings(step=kit.INITIATOR)
TAKES_TIME = ("approve", "reject", "return", "correct", "resubmit", "hand_back")
TONES = {"reject": "bad", "return": "warn", "withdraw": "neutral", "comment": "info", "auto_late": "bad"}
TONES |= {"take_back": "warn", "urge": "warn", "end": "bad"}


@dataclass(frozen=True)
class Changed:
    """One answer before and after."""

    place: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One line of the trail in words."""

    seq: int
    at: datetime
    who: str
    post: str
    what: str
    step: str
    comment: str
    changes: tuple[Changed, ...]
    extra: str
    auto: bool
    tone: str
    stood_for: str = ""
    said: tuple[Word, ...] = ()
    took: str = ""
    signature: int = 0


@dataclass(frozen=True)
class Word:
    """A piece of a comment; `person`: it names somebody, as they were called then."""

    text: str
    person: bool = False


def entries(
    lines: Iterable[Any], process: Process, named: Mapping[str, str], runs: Sequence[RunView] = ()
) -> tuple[Entry, ...]:
    """Return the lines, newest first. `named`: the names of the lines of the main lists by their ids.

    `runs`: the steps' visits, for how long each took.
    """
    return tuple(_entry(line, process, named, _took(line, runs)) for line in reversed(list(lines)))


def _took(line: Any, runs: Sequence[RunView]) -> str:
    """Return how long a step had been open when somebody did something there; empty for other lines."""
    if line.action.value not in TAKES_TIME or not line.step:
        return ""
    opened = [one.opened_at for one in runs if (one.step, one.round) == (line.step, line.round)]
    since = max((at for at in opened if at <= line.at), default=None)
    return "" if since is None else span(line.at - since)


def _entry(line: Any, process: Process, named: Mapping[str, str], took: str) -> Entry:
    action = line.action.value
    step = process.compiled.steps.get(line.step) if line.step else None
    changes = line.changes if isinstance(line.changes, list) else []
    return Entry(
        seq=line.seq,
        at=line.at,
        who=line.by or "",
        post=post(line.post),
        what=_what(action, step),
        step=_place(process, line) if line.step else "",
        comment=line.comment,
        changes=tuple(_changed(one, process, named) for one in changes),
        extra=_extra(line.detail, process),
        auto=action.startswith("auto_"),
        tone=TONES.get(action, "neutral" if action.startswith("auto_") else "good"),
        stood_for=stood_for(line.stood_for),
        took=took,
        signature=int((line.detail.get("signature") or {}).get("file", 0)),
        said=tuple(said(line.comment, line.detail.get("mentions") or ())),
    )


def _place(process: Process, line: Any) -> str:
    """Return the step of a line in words, with the call level and the item where it stands in one."""
    title = slot_title(step_words(element_names.titles(process, line.step)), _slot(line))
    return level_title(process, line.step.rpartition("/")[0], title)


def _slot(line: Any) -> Mapping[str, str]:
    """Return what one of several signatures was about, as it was called then."""
    named = line.detail.get("item")
    return named if isinstance(named, Mapping) else {}


def said(comment: str, named: Iterable[Mapping[str, Any]]) -> Iterator[Word]:
    """Yield a comment in pieces: people who were named in it by their names, the rest as it was typed."""
    names = {str(one[key]).lower(): str(one["name"]) for one in named for key in ("login", "name")}
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    for piece in re.split(f"(@(?:{known}))", comment, flags=re.IGNORECASE) if known else [comment]:
        person = names.get(piece[1:].lower()) if piece.startswith("@") else None
        if piece:
            yield Word(f"@{person}", person=True) if person else Word(piece)


def _what(action: str, step: Any) -> str:
    """Return what was done, in the step's own words where the diagram gives them."""
    own = step.labels.get((action, language())) if step else None
    return str(gettext("chose “%(label)s”", label=own)) if own else sentence(EVENTS, action)


def post(held: Mapping[str, str]) -> str:
    """Return a post in words: the role and the unit as they were named then."""
    if not held:
        return ""
    unit = (language() == "en" and held.get("unit_en")) or held.get("unit", "")
    return f"{unit} · {sentence(ROLES, held.get('role', ''))}" if unit else sentence(ROLES, held.get("role", ""))


def stood_for(absent: Mapping[str, Any]) -> str:
    """Return for whom a substitute acted, with the post (B7); empty where nobody did."""
    if not absent:
        return ""
    held = post(absent.get("post") or {})
    return str(gettext("for %(name)s", name=f"{absent['name']} ({held})" if held else absent["name"]))


def _extra(detail: Mapping[str, Any], process: Process) -> str:
    """Return what else a line tells: where it was returned to, why a step was skipped."""
    told = []
    if detail.get("to") and str(detail["to"]) in process.compiled.steps:
        step = process.compiled.steps[str(detail["to"])]
        told.append("→ " + step_words(step.titles, step.name))
    if detail.get("resume"):
        told.append(sentence(REASONS, str(detail["resume"])))
    if detail.get("table"):
        rows = gettext(", ").join(str(row) for row in detail.get("rows") or ()) or "—"
        told.append(gettext("table “%(table)s”, row %(rows)s", table=detail["table"], rows=rows))
    if detail.get("taken"):
        told.append(sentence(DID, str(detail["taken"])))
    if detail.get("where"):
        told.append(sentence(WHERES, str(detail["where"])))
    if detail.get("people"):
        told.append("→ " + gettext(", ").join(str(one["name"]) for one in detail["people"]))
    if detail.get("reason"):
        told.append(sentence(REASONS, f"skip_{detail['reason']}"))
    return " · ".join(told)


def _changed(change: Mapping[str, Any], process: Process, named: Mapping[str, str]) -> Changed:
    field = _field(change, process)
    column = field.column(str(change["column"])) if field and change.get("column") else None
    titles = [words(field.titles, field.name) if field else str(change.get("field", ""))]
    label = change.get("label") or named.get(str(change.get("line")))
    titles += [str(label)] if label else []
    titles += [words(column.titles, column.name)] if column else []
    target = column or field
    return Changed(
        " · ".join(titles), _text(target, change.get("before"), named), _text(target, change.get("after"), named)
    )


def _field(change: Mapping[str, Any], process: Process) -> Field | None:
    section = process.form.section(change["step"]) if change.get("step") else process.form.main
    return section.by_name.get(str(change.get("field", "")))


def _text(field: Field | None, value: Any, named: Mapping[str, str]) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, Mapping):
        told = [named.get(str(one), str(one)) for name, one in value.items() if name != "id" and one not in (None, "")]
        return " · ".join(told)
    if isinstance(value, list):
        return "\n".join(_text(None, one, named) for one in value)
    if isinstance(value, bool):
        return sentence(REASONS, "yes" if value else "no")
    return shown(field, value, PLAIN) if field else str(value)
