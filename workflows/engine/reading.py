"""Read the `ap:` elements of a node into the fields of a step, noting every bad attribute."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from workflows import feel
from workflows.engine import timers
from workflows.engine.diagram import extensions
from workflows.engine.graph import Graph, Node
from workflows.engine.model import Due, Sign, Step, Text, Who
from workflows.engine.problems import Problems
from workflows.engine.vocabulary import TAGS, Attribute
from workflows.engine.xml import Element, text

Attributes = dict[str, str]
SHARE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(?:/(\d{1,9})|(%))?")
LATE = re.compile(r"superior|none|by:[A-Za-z_][\w.-]*")


class Extensions:
    """The checked `ap:` elements of one node."""

    def __init__(self, graph: Graph, node: Node, problems: Problems, expressions: Callable[..., Any]) -> None:
        self.file, self.node, self.problems = graph.file, node, problems
        self.expressions = expressions
        self.found: dict[str, list[tuple[Attributes, str]]] = {}
        for tag, element in extensions(node.element):
            self._take(tag, element)

    def _note(self, code: str, **params: object) -> None:
        self.problems.add(self.file, self.node.id, code, **params)

    def _take(self, tag: str, element: Element) -> None:
        rule = TAGS.get(tag)
        if rule is None or self.node.kind not in rule.on:
            self._note("ap_unknown_element", tag=tag)
            return
        if tag in self.found and not rule.many:
            self._note("ap_twice", tag=tag)
        given: Attributes = {name: value for name, value in element.attrib.items() if not name.startswith("{")}
        for name in sorted(set(given) - set(rule.attributes)):
            self._note("ap_unknown_attribute", tag=tag, attribute=name)
        for name, attribute in rule.attributes.items():
            self._check(tag, name, attribute, given.get(name))
        if rule.body and not text(element):
            self._note("ap_empty", tag=tag)
        self.found.setdefault(tag, []).append((given, text(element)))

    def _check(self, tag: str, name: str, attribute: Attribute, value: str | None) -> None:
        if value is None or not value.strip():
            if attribute.required or value is not None:
                self._note("ap_missing", tag=tag, attribute=name)
            return
        if value.startswith("="):
            if not attribute.feel:
                self._note("ap_feel_here", tag=tag, attribute=name)
            return
        for word in value.split() if attribute.many else [value]:
            if attribute.values is not None and word not in attribute.values:
                self._note("ap_bad_value", tag=tag, attribute=name, value=word)

    def first(self, tag: str) -> Attributes | None:
        """Return the attributes of the only element with this tag, if it is there."""
        return self.found[tag][0][0] if tag in self.found else None

    def value(self, tag: str, name: str) -> Text | None:
        """Return an attribute as text that may be an expression."""
        return self.evaluated((self.first(tag) or {}).get(name))

    def evaluated(self, words: str | None) -> Text | None:
        """Return `words` as Text, its expression compiled; None where it is missing or wrong."""
        if words is None:
            return None
        if not words.startswith("="):
            return Text(words)
        compiled: feel.Expression | None = self.expressions(self.file, self.node.id, words[1:].strip())
        return None if compiled is None else Text(words, compiled)

    def titles(self) -> dict[str, str]:
        """Return the titles by language."""
        return {given.get("lang", ""): body for given, body in self.found.get("title", ())}

    def labels(self) -> dict[tuple[str, str], str]:
        """Return the labels of actions by (action, language)."""
        return {(a.get("action", ""), a.get("lang", "")): body for a, body in self.found.get("label", ())}

    def who(self) -> tuple[Who, ...]:
        """Return the ways of finding candidates."""
        return tuple(self._who(given) for given, _ in self.found.get("who", ()))

    def _who(self, given: Attributes) -> Who:
        kind = given.get("kind", "")
        needed = {"role": "role", "person": "person", "field": "field"}
        needed |= {"chosen_by_initiator": "field", "chosen_before": "field"}
        if kind in needed and needed[kind] not in given:
            self._note("ap_missing", tag=f"who kind={kind}", attribute=needed[kind])
        level = given.get("level")
        if level is not None and not level.isdecimal():
            self._note("ap_bad_value", tag="who", attribute="level", value=level)
        return Who(
            kind, given.get("role"), self.evaluated(given.get("of")), given.get("at"),
            int(level) if level and level.isdecimal() else None, self.evaluated(given.get("person")),
            given.get("field"),
        )  # fmt: skip

    def due(self) -> Due | None:
        """Return the deadline."""
        given = self.first("due")
        if given is None:
            return None
        late = given.get("late", "superior")
        if not LATE.fullmatch(late):
            self._note("ap_bad_value", tag="due", attribute="late", value=late)
        for name in ("after", "repeat"):
            self._duration(name, given.get(name))
        if given.get("remind") != "half":
            self._duration("remind", given.get("remind"))
        return Due(
            self.value("due", "after") or Text(""), self.value("due", "from"), given.get("clock", "elapsed"),
            given.get("back", "fresh"), self.value("due", "remind"), late, self.value("due", "repeat"),
        )  # fmt: skip

    def _duration(self, name: str, words: str | None) -> None:
        if words and not words.startswith("=") and timers.span(words) is None:
            self._note("ap_bad_value", tag="due", attribute=name, value=words)

    def sign(self) -> Sign | None:
        """Return how several items are signed; None where the step has one item."""
        given = self.first("sign")
        if self.node.marker is None:
            if given is not None:
                self._note("sign_without_marker")
            return None
        given = given or {}
        rule = given.get("rule", "all")
        if rule == "ratio":
            self._share(given.get("share"))
        return Sign(
            rule, self.value("sign", "share"), self.value("sign", "weight"), self.value("sign", "items"),
            given.get("refusal", "counts" if rule == "ratio" else "ends"), self.node.marker == "sequential",
        )  # fmt: skip

    def _share(self, words: str | None) -> None:
        """Note a vote without a share, or with one that is no fraction above 0 and up to 1."""
        if words is None:
            self._note("ap_missing", tag="sign rule=ratio", attribute="share")
        elif not words.startswith("="):
            found = SHARE.fullmatch(words.replace(" ", ""))
            above, below = (Decimal(found[1]), Decimal(found[2] or (100 if found[3] else 1))) if found else (0, 1)
            if not 0 < above <= below:
                self._note("ap_bad_value", tag="sign", attribute="share", value=words)


def words(given: Mapping[str, str], name: str) -> tuple[str, ...] | None:
    """Return an attribute that lists words, None where it is missing."""
    return tuple(given[name].split()) if name in given else None


def step(read: Extensions, scope: str | None, region: str | None) -> Step:
    """Return the step that a user task describes, with the defaults of `ap:step`."""
    node, given = read.node, read.first("step") or {}
    if "who" not in read.found:
        read.problems.add(read.file, node.id, "no_who")
    comment = words(given, "comment")
    return Step(
        id=node.id,
        path=f"{scope}/{node.id}" if scope else node.id,
        scope=scope,
        name=node.name,
        titles=read.titles(),
        lane=node.lane,
        actions=words(given, "actions") or Step.actions,
        labels=read.labels(),
        comment=Step.comment if comment is None else frozenset(comment) - {"none"},
        signature=given.get("signature") == "yes",
        initiator=given.get("initiator", "sign"),
        repeat=given.get("repeat", "consecutive"),
        nobody=given.get("nobody", "unit_manager"),
        money=given.get("money") == "yes",
        not_same_as=words(given, "not-same-as") or (),
        batch=given.get("batch") == "yes",
        return_to=words(given, "return-to"),
        who=read.who(),
        due=read.due(),
        sign=read.sign(),
        in_region=region,
    )


def initiator(read: Extensions) -> Step:
    """Return the reserved step of the main start event."""
    node = read.node
    return Step(
        id="initiator", path="initiator", name=node.name, titles=read.titles(), lane=node.lane, actions=(),
        labels=read.labels(), comment=frozenset(), who=(Who("initiator"),),
    )  # fmt: skip
