"""Whether a correction changed a value on which the way depended (contracts.md, Return: straight back)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from lxml import etree
from sqlalchemy import select

from forms.kit import step_id
from models import Visit
from webapp.services import facts
from webapp.services.case import Case, Document
from workflows.engine import Bundle

FLOW = "{http://www.omg.org/spec/BPMN/20100524/MODEL}sequenceFlow"


def changed_paths(case: Case, before: Document, target: str, since: int) -> tuple[str, ...]:
    """The facts, by dotted path, that changed from `before` and that an element passed after the target has read.

    Read are conditions of flows, inputs of decisions, and whose desk and deadline a step has; `since` is the number of
    the target's last visit in this round.
    """
    read = {path for element in _passed(case, since) if element != target for path in _reads(case, element)}
    if not read:
        return ()
    now, then = facts.of_case(case), facts.of_case(case, before)
    return tuple(sorted(path for path in read if value_at(now, path) != value_at(then, path)))


def _passed(case: Case, since: int) -> Iterable[str]:
    mine = (Visit.request_id == case.request.id) & (Visit.round == case.request.round) & (Visit.seq > since)
    return case.session.scalars(select(Visit.element).where(mine).distinct())


def _reads(case: Case, element: str) -> frozenset[str]:
    """What an element reads: its own expressions, and the conditions of all ways out of it, also those not taken."""
    reads, scope = case.process.compiled.reads, element.rpartition("/")[0]
    ways = _ways(case.process.bundle).get(step_id(element), ())
    paths = [element, *(f"{scope}/{way}" if scope else way for way in ways)]
    return frozenset().union(*(reads.get(path, frozenset()) for path in paths))


@lru_cache(maxsize=256)
def _ways(bundle: Bundle) -> Mapping[str, tuple[str, ...]]:
    """The flows that lead out of each element of the diagrams, by their ids."""
    found: dict[str, tuple[str, ...]] = {}
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for name, content in bundle.files.items():
        if name.endswith(".bpmn"):
            for flow in etree.fromstring(content, safe).iter(FLOW):
                source = str(flow.get("sourceRef"))
                found[source] = (*found.get(source, ()), str(flow.get("id")))
    return found


def value_at(known: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path of the facts; through a list, of each of its members; None where there is none."""
    value: Any = known
    for name in path.split("."):
        value = _member(value, name)
    return value


def _member(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(name)
    return [_member(one, name) for one in value] if isinstance(value, list) else None
