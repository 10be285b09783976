"""The elements and attributes a diagram may use; `approvals-moddle.json` says the same to the editor."""

from __future__ import annotations

from dataclasses import dataclass, field

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
AP = "urn:approvals:bpmn:1"

ACTIONS = frozenset({"approve", "reject", "return", "add_signer", "remove_signer", "reassign", "delegate", "consult"})
LANGUAGES = frozenset({"en", "zh_Hant", "zh_Hans"})
WHO_KINDS = frozenset(
    {"person", "role", "superior", "chain", "initiator", "chosen_by_initiator", "chosen_before", "field"}
)
YES_NO = frozenset({"yes", "no"})

SHOWN_ONLY = frozenset({"documentation", "textAnnotation", "association", "group", "laneSet", "category"})
"""BPMN elements that change no way and are read past."""

NODE_KINDS = {
    "startEvent": "start",
    "endEvent": "end",
    "userTask": "user",
    "businessRuleTask": "rule",
    "serviceTask": "service",
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "subProcess": "sub",
    "callActivity": "call",
    "boundaryEvent": "timer",
}
CODE_ATTRIBUTES = frozenset({"implementation", "operationRef", "scriptFormat"})


@dataclass(frozen=True)
class Attribute:
    """One attribute of an `ap:` element: its allowed values (None = any text) and whether it takes `=FEEL`."""

    values: frozenset[str] | None = None
    many: bool = False
    feel: bool = False
    required: bool = False


@dataclass(frozen=True)
class Tag:
    """One `ap:` element: where it may stand, how often, and its attributes."""

    on: frozenset[str]
    attributes: dict[str, Attribute] = field(default_factory=dict)
    many: bool = False
    body: bool = False


_USER = frozenset({"user"})
_TITLED = frozenset({"user", "start", "exclusive", "parallel", "inclusive", "sub", "call", "rule", "service", "end"})
_EVALUATED = Attribute(feel=True)

TAGS: dict[str, Tag] = {
    "title": Tag(_TITLED, {"lang": Attribute(LANGUAGES, required=True)}, many=True, body=True),
    "label": Tag(
        _USER | {"start"},
        {"action": Attribute(required=True), "lang": Attribute(LANGUAGES, required=True)},
        many=True,
        body=True,
    ),
    "step": Tag(
        _USER,
        {
            "actions": Attribute(ACTIONS, many=True),
            "comment": Attribute(ACTIONS | {"none"}, many=True),
            "signature": Attribute(YES_NO),
            "initiator": Attribute(frozenset({"sign", "skip", "superior"})),
            "repeat": Attribute(frozenset({"never", "consecutive", "always"})),
            "nobody": Attribute(frozenset({"unit_manager", "admin", "hold"})),
            "money": Attribute(YES_NO),
            "not-same-as": Attribute(many=True),
            "batch": Attribute(YES_NO),
            "return-to": Attribute(many=True),
        },
    ),
    "who": Tag(
        _USER,
        {
            "kind": Attribute(WHO_KINDS, required=True),
            "role": Attribute(),
            "of": _EVALUATED,
            "at": Attribute(),
            "level": Attribute(),
            "person": _EVALUATED,
            "field": Attribute(),
        },
        many=True,
    ),
    "due": Tag(
        _USER,
        {
            "after": Attribute(feel=True, required=True),
            "from": _EVALUATED,
            "clock": Attribute(frozenset({"elapsed", "working"})),
            "back": Attribute(frozenset({"fresh", "rest"})),
            "remind": _EVALUATED,
            "late": Attribute(),
            "repeat": _EVALUATED,
        },
    ),
    "sign": Tag(
        _USER,
        {
            "rule": Attribute(frozenset({"all", "ratio"})),
            "share": _EVALUATED,
            "weight": _EVALUATED,
            "items": _EVALUATED,
            "refusal": Attribute(frozenset({"ends", "counts"})),
        },
    ),
    "decision": Tag(frozenset({"rule"}), {"ref": Attribute(required=True)}),
    "effect": Tag(frozenset({"service"}), {"name": Attribute(required=True), "to": _EVALUATED}),
}

KNOWN_NAMES = frozenset({"steps", "decisions", "settings", "request", "initiator", "item", "scope"})
"""First names that every expression may read besides the form's fields."""

PARTS = {
    "steps": frozenset({"outcome", "by", "at", "data", "items"}),
    "request": frozenset({"number", "unit", "round", "started"}),
    "initiator": frozenset({"id", "unit"}),
}
