"""Draw small diagrams for tests: elements in a few words, flows as `a -> b`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from workflows.engine import Bundle

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:ap="urn:approvals:bpmn:1" '
    'id="definitions" targetNamespace="urn:test">'
)
TOML = """[process]
key = "main"
number = "T-{seq:06}"
title = {en = "Test", zh_Hant = "測試", zh_Hans = "测试"}
[start]
roles = ["site_staff"]
[settings]
limit = {value = 3}
"""


def element(tag: str, name: str, inside: str = "", **attributes: str) -> str:
    """Return a BPMN element."""
    given = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f'<bpmn:{tag} id="{name}"{given}>{inside}</bpmn:{tag}>'


def extended(inside: str) -> str:
    """Return extension elements."""
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def user(name: str, inside: str = "", after: str = "", **attributes: str) -> str:
    """Return a user task for the initiator, with more `ap:` elements `inside`."""
    return element("userTask", name, extended('<ap:who kind="initiator"/>' + inside) + after, **attributes)


def start(name: str = "begin") -> str:
    """Return a start event."""
    return element("startEvent", name)


def end(name: str = "end", *, terminate: bool = False) -> str:
    """Return an end event."""
    return element("endEvent", name, f'<bpmn:terminateEventDefinition id="t_{name}"/>' if terminate else "")


def timer(name: str, on: str, text: str, kind: str = "timeDuration", *, interrupting: bool = True) -> str:
    """Return a boundary timer."""
    inside = f"<bpmn:timerEventDefinition><bpmn:{kind}>{escape(text)}</bpmn:{kind}></bpmn:timerEventDefinition>"
    return element("boundaryEvent", name, inside, attachedToRef=on, cancelActivity=str(interrupting).lower())


def flows(*lines: str) -> str:
    """Return flows from lines such as `f1: a -> b if amount > 3`; without a name `a__b` is the name."""
    return "".join(_flow(line) for line in lines)


def _flow(line: str) -> str:
    name, colon, rest = line.partition(": ")
    if not colon:
        name, rest = "", line
    ways, _, condition = rest.partition(" if ")
    source, target = ways.split(" -> ")
    inside = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>" if condition else ""
    return element("sequenceFlow", name or f"{source}__{target}", inside, sourceRef=source, targetRef=target)


def process(*parts: str, name: str = "main") -> str:
    """Return a process."""
    return element("process", name, "".join(parts), isExecutable="true")


def bundle(*processes: str, toml: str = TOML, more: Mapping[str, bytes] | None = None) -> Bundle:
    """Return a bundle of one diagram file."""
    diagram = f"{HEAD}{''.join(processes)}</bpmn:definitions>".encode()
    return Bundle({"process.toml": toml.encode(), "process.bpmn": diagram, **(more or {})})


def chain(count: int) -> Bundle:
    """Return a chain of user tasks s1, s2, …"""
    names = ["begin", *(f"s{i}" for i in range(1, count + 1)), "end"]
    ways = [f"{a} -> {b}" for a, b in pairwise(names)]
    return bundle(process(start(), *(user(name) for name in names[1:-1]), end(), flows(*ways)))


def facts(**values: Any) -> dict[str, Any]:
    """Return facts with nothing done."""
    return {"steps": {}, "decisions": {}, "settings": {"limit": 3}, "request": {}, "initiator": {}, **values}
