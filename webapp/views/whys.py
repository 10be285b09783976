"""Why something is on a desk, in words: stored as code and parameters when it was decided (A8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from webapp.i18n import moment
from webapp.messages import ROLES, WHYS, sentence
from webapp.views.trail import post


def why_text(why: Mapping[str, Any]) -> str:
    """Return the reason in the reader's language, empty where none was stored."""
    if not why:
        return ""
    params = dict(why.get("params") or {})
    names = {name: _holders(params.get(name)) for name in ("holders", "wanted")}
    excluded = ", ".join(params.get("excluded") or ())
    text = sentence(WHYS, str(why.get("code", "")), {**params, **names, "excluded": excluded})
    barred = gettext("Not by: %(names)s.", names=excluded) if excluded else ""
    return f"{text} {barred}".strip()


def holders_text(why: Mapping[str, Any]) -> str:
    """Return the posts or people that a stored reason names."""
    return _holders(dict(why.get("params") or {}).get("holders"))


def _holders(found: Any) -> str:
    known = found if isinstance(found, list) else []
    return ", ".join(_holder(one) for one in known if isinstance(one, Mapping))


def _holder(one: Mapping[str, str]) -> str:
    if one.get("person"):
        return one["person"]
    return post(one) if one.get("unit") else sentence(ROLES, one.get("role", ""))


def returned_text(returned: Mapping[str, Any]) -> str:
    """Return who sent a task back, when and why."""
    by, at = returned.get("by") or "…", moment(returned.get("at"))
    answered = returned.get("answered")
    text = (
        gettext("Answered by %(by)s, %(at)s", by=by, at=at)
        if answered
        else gettext("Returned by %(by)s, %(at)s", by=by, at=at)
    )
    comment = returned.get("comment")
    return f"{text}: {comment}" if comment else text
