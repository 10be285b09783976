"""Where answers are kept in a request's document: main fields by name, a step's answers under the step's id.

A step that several answer (a called process per shipment, a multi-instance step) keeps an array of
`{scope, item, …}`; the others one object.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.kit.definition import Form, step_id

Document = Mapping[str, Any]


def answers(document: Document, step: str, scope: str | None = None, item: str | None = None) -> dict[str, Any]:
    """Return what was answered at a step, empty where nothing was: of that scope and item where there are several."""
    kept = document.get(step_id(step))
    if isinstance(kept, list):
        return next((dict(one) for one in kept if _same(one, scope, item)), {})
    return dict(kept) if isinstance(kept, Mapping) else {}


def merge(
    form: Form,
    document: Document,
    step: str,
    data: Mapping[str, Any],
    scope: str | None = None,
    item: str | None = None,
) -> dict[str, Any]:
    """Return a new document with the checked `data` of a step in it: main fields on top, the others under the step."""
    main = {name: value for name, value in data.items() if name in form.main}
    own = {name: value for name, value in data.items() if name not in form.main}
    merged = {**document, **main}
    return merged | _stored(merged, step_id(step), own, scope, item) if own else merged


def _stored(
    document: Document, step: str, own: Mapping[str, Any], scope: str | None, item: str | None
) -> dict[str, Any]:
    answer = {**answers(document, step, scope, item), **own}
    if scope is None and item is None:
        return {step: answer}
    kept = document.get(step) or []
    others = [one for one in kept if not _same(one, scope, item)]
    return {step: [*others, {"scope": scope, "item": item, **answer}]}


def _same(answer: Mapping[str, Any], scope: str | None, item: str | None) -> bool:
    return answer.get("scope") == scope and answer.get("item") == item
