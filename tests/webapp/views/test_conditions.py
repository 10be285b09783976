"""Which conditions of a form the browser follows by itself."""

import json

import pytest

from forms.kit import Field
from webapp.views.conditions import shown_when
from workflows import feel


def told(condition: str) -> object:
    found = shown_when(Field("x", "text", visible=feel.compile(condition)))
    return None if found is None else json.loads(found)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('kind = "notice"', {"field": "kind", "equals": True, "values": ["notice"]}),
        ('kind != "notice"', {"field": "kind", "equals": False, "values": ["notice"]}),
        ('kind in ("a", "b")', {"field": "kind", "equals": True, "values": ["a", "b"]}),
        ("if bought = true then false else true", {"field": "bought", "equals": False, "values": ["true"]}),
        ("list contains(concatenate(a.pending, b.pending), true)", {"ticked": ["a.pending", "b.pending"]}),
        ("list contains(concatenate(a.pending, b.other), true)", None),
        ("amount > 3", None),
    ],
)
def test_plain_conditions_are_followed_and_others_left_to_the_server(condition: str, expected: object) -> None:
    assert told(condition) == expected
