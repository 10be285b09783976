"""Walks the bundle without web and database: form checks, the engine, and the answers as the next steps' facts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from forms import kit
from workflows import engine

ROOT = Path(__file__).resolve().parents[3]
SLUG = "internal_contact"
NOON = datetime(2026, 10, 9, 4, tzinfo=UTC)
SAMPLE: dict[str, Any] = json.loads((ROOT / "forms/processes" / SLUG / "sample.json").read_bytes())
CATALOGUE = {material["code"]: material for material in SAMPLE["materials"]}
MOTOR, DRIVE, OIL, WRENCH = "31100001", "31100005", "42100001", "53100001"


@cache
def bundle() -> engine.Bundle:
    diagrams = engine.Bundle.read(ROOT / "workflows/processes" / SLUG)
    form_json = (ROOT / "forms/processes" / SLUG / "form.json").read_bytes()
    return engine.Bundle({**diagrams.files, "form.json": form_json})


@cache
def form() -> kit.Form:
    return kit.load(bundle().files["form.json"])


@cache
def compiled() -> engine.Compiled:
    return engine.compile_cached(bundle(), frozenset(form().names))


def settings() -> dict[str, Any]:
    return {name: setting["value"] for name, setting in compiled().toml["settings"].items()}


def find(codes: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    return {code: CATALOGUE[code] for code in codes if code in CATALOGUE}


def line(code: str = MOTOR, quantity: str = "2", **more: str) -> dict[str, str]:
    return {"code": code, "quantity": quantity, **more}


def application(**more: Any) -> dict[str, Any]:
    return {"site": "manjing", "reason": "變槳電機燒毀，停機待料。", "spare_parts": [line()]} | more


class Refused(AssertionError):
    """The form refused what a step was given."""

    def __init__(self, faults: Sequence[kit.Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class Walk:
    """One request, without people: whoever acts may."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = {}
        self.steps: dict[str, dict[str, Any]] = {}
        self.state: bytes | None = None
        self.passed: list[str] = []
        self.effects: list[engine.EffectCall] = []
        self.finished = False
        self.round = 0
        self.ids = count(1)
        self.started_on: date | None = None

    def facts_for_checks(self, scope: str | None, at: datetime, due: datetime | None) -> kit.PlainFacts:
        request = {"number": "ICF-2026-000128", "unit": "manjing", "round": self.round, "started_on": self.started_on}
        return kit.PlainFacts(at, self.document, scope, None, request, due, settings(), {}, find, "蔣大偉")

    def check(
        self,
        path: str,
        data: Mapping[str, Any],
        *,
        at: datetime = NOON,
        due: datetime | None = None,
        draft: bool = False,
    ) -> kit.Checked:
        """Check the answers of a step as the service does."""
        scope = path.rpartition("/")[0] or None
        self.forget(path)
        known = self.facts_for_checks(scope, at, due)
        code = kit.contribution(SLUG)
        fresh = lambda: f"L{next(self.ids)}"  # noqa: E731
        return kit.check(form(), path, data, draft=draft, facts=known, process=code, fresh=fresh)

    def forget(self, path: str) -> None:
        """A new visit of a step begins with an empty answer, unless it is one of several that are kept side by side."""
        if not isinstance(self.document.get(kit.step_id(path)), list):
            self.document.pop(kit.step_id(path), None)

    def answer(self, path: str, data: Mapping[str, Any], **when: Any) -> None:
        """Check and keep the answers of a step."""
        checked = self.check(path, data, **when)
        if checked.faults:
            raise Refused(checked.faults)
        scope = path.rpartition("/")[0] or None
        self.document = kit.merge(form(), self.document, path, checked.data, scope)
        own = kit.answers(self.document, path, scope)
        self.steps[path] = {"outcome": "approve", "by": None, "at": NOON, "items": [], "data": self.typed(path, own)}

    def typed(self, path: str, own: Mapping[str, Any]) -> dict[str, Any]:
        return kit.typed(form(), path, own) if path != kit.INITIATOR else {}

    @property
    def facts(self) -> dict[str, Any]:
        request = {"number": "ICF-2026-000128", "unit": "manjing", "round": self.round, "started": NOON}
        initiator = {"id": 1, "unit": "manjing"}
        known = {"steps": self.steps, "decisions": {}, "settings": settings(), "request": request}
        return kit.typed(form(), None, self.document) | known | {"initiator": initiator}

    def start(self, data: Mapping[str, Any] | None = None, **more: Any) -> Walk:
        """Submit an application."""
        self.round += 1
        self.started_on = NOON.date()
        self.answer(kit.INITIATOR, application(**more) if data is None else data)
        return self.take(engine.start(compiled(), self.facts, now=NOON))

    def do(self, path: str, data: Mapping[str, Any] | None = None, **when: Any) -> Walk:
        """Complete an open step with its answers."""
        task = self.open_tasks[path]
        self.answer(path, data or {}, **when)
        return self.take(engine.complete(compiled(), self.state or b"", task, self.facts, now=NOON))

    def back(self, path: str, to: str) -> Walk:
        """Return an open step, step by step."""
        task = self.open_tasks[path]
        return self.take(engine.go_back(compiled(), self.state or b"", task, to, self.facts, now=NOON))

    def targets(self, path: str) -> tuple[str, ...]:
        finished = [name for name in self.steps if name != kit.INITIATOR]
        legal = engine.targets(compiled(), self.state or b"", self.open_tasks[path], finished)
        return legal if "return" in compiled().steps[path].actions else ()

    def take(self, moved: engine.Moved) -> Walk:
        self.state, self.finished = moved.state, moved.finished
        self.passed += [f"{step.scope}/{step.element}" if step.scope else step.element for step in moved.passed]
        self.effects += moved.effects
        return self

    @property
    def open_tasks(self) -> dict[str, str]:
        tasks = engine.open_tasks(compiled(), self.state) if self.state else ()
        return {task.step: task.task_id for task in tasks}

    @property
    def open(self) -> set[str]:
        return set(self.open_tasks)

    def signed(self) -> Walk:
        """Go on to `production_check`."""
        for path in ("site_review", "planner_review", "supervisor_sign", "manager_sign"):
            self.do(path)
        return self

    def supplied(self, *available: str) -> Walk:
        """Sign everything and say what is available of each line."""
        lines = [
            line["id"] for name in ("tools", "consumables", "spare_parts") for line in self.document.get(name) or ()
        ]
        answer = [{"line": key, "available": much} for key, much in zip(lines, available, strict=True)]
        return self.signed().do("production_check", {"supply": answer})


DISPATCHED = {"delivery_note": "FH-1", "packing_list": "ZX-1", "carrier": "順達物流", "dispatched_on": "2026-10-09"}
BOUGHT = {"purchase_order": "PO-1", "supplier": "株洲匯流電氣有限公司", "expected_on": "2026-10-20"}
ARRIVED = {"arrived_on": "2026-10-09"}
