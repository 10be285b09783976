"""No Python object, attribute or call can be reached from an expression."""

import pytest

from workflows.feel import FeelError, evaluate


@pytest.mark.parametrize(
    "expression",
    [
        "a.__class__",
        "a.__class__.__mro__",
        '"x".join',
        "[1].append",
        "{a: 1}.keys",
        "b.items",
        "__import__",
        '__import__("os")',
        "open",
        "eval",
        "1 .real",
        "d.isoformat",
        "(function(x) x).run",
        "sum.runs",
        "[1..2].start.real",
    ],
)
def test_python_is_out_of_reach(expression: str) -> None:
    try:
        found = evaluate(expression, {"a": "text", "b": {}, "d": "x"})
    except FeelError:
        return
    assert found in (None, [None], [])


def test_a_context_given_is_never_changed() -> None:
    given = {"a": [1, {"b": 2}], "c": {"d": 1}}
    evaluate('[append(a, 1), context put(c, "d", 2), list replace(a, 1, 5), sort(a)]', given)
    assert given == {"a": [1, {"b": 2}], "c": {"d": 1}}
