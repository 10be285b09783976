"""Who may see and change which field at which step."""

from __future__ import annotations

from forms.kit.definition import EDIT, HIDDEN, Form, Section, step_id


def rights(form: Form, step: str | None, of: str | None = None) -> dict[str, str]:
    """Return 'hidden', 'read' or 'edit' for each field at `step`; None is a reader who has no step.

    Covers the main fields and the step's own; with `of` the answers of that other step, as seen at `step`.
    """
    at = step_id(step) if step else None
    if of is not None:
        return _of(form.section(of), at, frozen=step_id(of) != at)
    return _of(form.main, at) | (_of(form.section(at), at) if at else {})


def _of(section: Section, step: str | None, *, frozen: bool = False) -> dict[str, str]:
    found = {item.name: item.right(step) for item in section.fields}
    return {name: "read" if frozen and right == EDIT else right for name, right in found.items()}


def shown(form: Form, step: str | None, of: str | None = None) -> tuple[str, ...]:
    """Return the names of the fields that are not hidden at `step`."""
    return tuple(name for name, right in rights(form, step, of).items() if right != HIDDEN)
