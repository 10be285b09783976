"""The check of what somebody sent at a step: every fault at its place, and the clean answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from forms.kit.answers import answers
from forms.kit.contribution import Contribution, Plain
from forms.kit.definition import EDIT, HIDDEN, Field, Form, step_id
from forms.kit.facts import Facts, PlainFacts
from forms.kit.library import schema_faults
from forms.kit.lines import LineReader, NewId, escape, new_id
from forms.kit.problems import Fault
from forms.kit.texts import quoted
from forms.kit.typed import typed, typed_fields
from forms.kit.values import Wrong, clean, is_blank

STEPS = "steps"
LIMITED = frozenset({"unit", "person", "choice"})
"""The kinds of fields of which the caller may say what they can be (`facts.options`)."""


@dataclass(frozen=True)
class Checked:
    """The clean answers to keep (only the fields that were sent, or that the server filled in), and the faults."""

    data: Mapping[str, Any]
    faults: tuple[Fault, ...]

    def __bool__(self) -> bool:
        return not self.faults


def check(
    form: Form,
    step: str,
    data: Any,
    *,
    draft: bool = False,
    settings: Mapping[str, Any] | None = None,
    facts: Facts | None = None,
    process: Contribution | None = None,
    fresh: NewId = new_id,
) -> Checked:
    """Return the clean answers in `data` for `step` ("initiator" for the start), with every fault.

    `data` names main fields and the step's own. What it does not name stays as `facts.document` has it: for a new visit
    of a step the caller leaves the answers of an earlier one out of the document. A draft skips what must be there, the
    form's own checks and the process's. `process` is `contribution(slug)`.
    """
    if not isinstance(data, Mapping):
        return Checked({}, (Fault("", "type", "type", {"expected": "object"}),))
    known = facts or PlainFacts(settings=settings or {})
    work = _Work(form, step_id(step), known, settings if settings is not None else known.settings, fresh)
    work.begin()
    work.read(data)
    if not draft:
        work.judge(process or Plain())
    return Checked(work.kept, tuple(work.faults))


def visible(
    form: Form,
    step: str | None,
    data: Mapping[str, Any],
    settings: Mapping[str, Any] | None = None,
    *,
    scope: str | None = None,
    request: Mapping[str, Any] | None = None,
) -> frozenset[str]:
    """Return the names of the fields that `x-visible` shows; `data` holds main fields and the step's own together."""
    fields = form.asked(step) if step else form.main.fields
    context = typed_fields(fields, data) | _around(settings or {}, scope, request or {})
    return frozenset(item.name for item in fields if _shows(item, context))


@dataclass
class _Work:
    form: Form
    step: str
    facts: Facts
    settings: Mapping[str, Any]
    fresh: NewId
    before: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def begin(self) -> None:
        """Take up what is known: the main fields, and what the step has answered already."""
        document, section = self.facts.document, self.form.section(self.step)
        own = answers(document, self.step, self.facts.scope, self.facts.item)
        stored = {name: value for name, value in own.items() if name in section}
        self.before = {name: document[name] for name in self.form.names if name in document} | stored

    @property
    def known(self) -> dict[str, Any]:
        return self.before | self.kept

    @property
    def editable(self) -> Iterator[Field]:
        return (item for item in self.form.asked(self.step) if item.right(self.step) == EDIT)

    def read(self, data: Mapping[str, Any]) -> None:
        """Clean what was sent, main lists first, because other lists name their lines."""
        self._strangers(data)
        for item in sorted(self.editable, key=_names_lines):
            if item.name in data:
                self.kept[item.name] = self._clean(item, data[item.name])
            if self.known.get(item.name) is None and (default := self._default(item)) is not None:
                self.kept[item.name] = default
        self.faults.extend(self._new(schema_faults(self.form, self.step, self.kept)))

    def _default(self, item: Field) -> Any:
        """Return what a choice or a yes/no is where nothing was said: the form's default, or all there is to choose."""
        options = self.facts.options(item.name) if item.kind == "choice" else None
        if options is None or item.default in options:
            return item.default
        return options[0] if item.default is not None and len(options) == 1 else None

    def judge(self, process: Contribution) -> None:
        """Fill in what the server gives, then look for what is missing or breaks a rule."""
        filled = process.fill(self.step, self.known, self.facts)
        self.kept |= {name: value for name, value in filled.items() if self.form.field_at(self.step, name) is not None}
        self._hide()
        self.faults.extend(self._new(self._missing()))
        self.faults.extend(self._new(self._own_checks()))
        self.faults.extend(self._new(process.check(self.step, self.known, self.facts)))

    def _strangers(self, data: Mapping[str, Any]) -> None:
        for name in data:
            item = self.form.field_at(self.step, name) if isinstance(name, str) else None
            pointer = f"/{escape(name)}"
            if item is None:
                self.faults.append(Fault(pointer, "additionalProperties", "unknown-field", {"name": quoted(name)}))
            elif item.right(self.step) != EDIT:
                self.faults.append(Fault(pointer, "x-rights", "field-not-yours", {"name": item.name}))

    def _clean(self, item: Field, raw: Any) -> Any:
        if item.kind == "lines":
            return self._lines(item, [] if raw is None else raw)
        try:
            value = clean(item, raw)
        except Wrong as wrong:
            self.faults.append(Fault(f"/{item.name}", wrong.rule_at(item), wrong.code, wrong.params))
            return None
        return self._allowed(item, value)

    def _allowed(self, item: Field, value: Any) -> Any:
        options = self.facts.options(item.name) if item.kind in LIMITED else None
        if value is None or options is None or value in options:
            return value
        params = {"text": quoted(value), "choices": list(options)[:100]}
        self.faults.append(Fault(f"/{item.name}", item.rule or "enum", "enum", params))
        return None

    def _lines(self, item: Field, raw: Any) -> list[dict[str, Any]]:
        ids = frozenset(line["id"] for line in self.before.get(item.name) or () if "id" in line)
        limited = [one.name for one in item.columns if one.kind in LIMITED]
        limits = {name: self.facts.options(f"{item.name}.{name}") for name in limited}
        reader = LineReader(item, ids, self.known, self.fresh, limits)
        lines = reader.read(raw)
        self.faults.extend(reader.faults)
        return lines

    def _hide(self) -> None:
        """Drop the answers to fields that are not shown, and what was wrong with them."""
        context = self._context()
        hidden = {item.name for item in self.editable if not _shows(item, context)}
        self.kept |= {name: None for name in hidden if self.known.get(name) is not None}
        self.faults = [fault for fault in self.faults if _top(fault) not in hidden]

    def _missing(self) -> Iterator[Fault]:
        context = self._context()
        for item in self.editable:
            if not _shows(item, context):
                continue
            value = self.known.get(item.name)
            if item.required_in(self.step) and is_blank(value):
                yield Fault(f"/{item.name}", item.rule or "required", "required", {"name": item.name})
            elif item.kind == "lines":
                yield from self._missing_cells(item, value or ())

    def _missing_cells(self, item: Field, lines: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
        needed = [column for column in item.columns if column.required_in(self.step)]
        for index, line in enumerate(lines):
            for column in needed:
                lifted = column.unless is not None and line.get(column.unless) is True
                if is_blank(line.get(column.name)) and not lifted:
                    pointer = f"/{item.name}/{index}/{column.name}"
                    yield Fault(pointer, column.rule or "required", "required", {"name": column.name})

    def _own_checks(self) -> Iterator[Fault]:
        context = self._context()
        rights = {item.name: item.right(self.step) for item in self.form.asked(self.step)}
        for found in self.form.checks(self.step):
            item = self.form.field_at(self.step, found.field)
            asked = rights.get(found.field, HIDDEN) == EDIT and item is not None and _shows(item, context)
            if asked and found.when.evaluate(context) is True:
                yield Fault(f"/{found.field}", found.rule, "check", {"message": dict(found.message)})

    def _context(self) -> dict[str, Any]:
        """Return the facts that the expressions of this step read, and no others: lists may be long."""
        read = _names_read(self.form, self.step)
        fields = (item for item in self.form.asked(self.step) if item.name in read)
        around = _around(self.settings, self.facts.scope, self.facts.request)
        return typed_fields(fields, self.known) | around | self._today() | (self._steps() if STEPS in read else {})

    def _today(self) -> dict[str, Any]:
        return {"today": self.facts.today(), "now": self.facts.now()}

    def _steps(self) -> dict[str, Any]:
        """Return what other steps answered, of the same shipment where there are several."""
        document, scope = self.facts.document, self.facts.scope
        seen = {step: typed(self.form, step, answers(document, step, scope)) for step in self.form.steps}
        return {STEPS: {step: {"data": data} for step, data in seen.items()}}

    def _new(self, found: Iterable[Fault]) -> list[Fault]:
        """Return the faults at places that have none yet."""
        taken = {fault.pointer for fault in self.faults}
        return [fault for fault in found if fault.pointer not in taken]


@lru_cache(maxsize=512)
def _names_read(form: Form, step: str) -> frozenset[str]:
    shown = [item.visible for item in form.asked(step) if item.visible is not None]
    checks = [found.when for found in form.checks(step)]
    return frozenset().union(*(expression.names for expression in (*shown, *checks)))


def _names_lines(item: Field) -> bool:
    return item.line_column is not None


def _top(fault: Fault) -> str:
    return fault.pointer.split("/")[1]


def _shows(item: Field, context: Mapping[str, Any]) -> bool:
    return item.visible is None or item.visible.evaluate(context) is True


def _around(settings: Mapping[str, Any], scope: str | None, request: Mapping[str, Any]) -> dict[str, Any]:
    return {"settings": dict(settings), "scope": scope, "request": dict(request)}
