"""A row of a decision table as its owner wrote it: what is told to people, never evaluated."""

from dataclasses import dataclass

from workflows.dmn.model import Model
from workflows.dmn.xml import attribute, child, children, text_of

Named = tuple[str, str]
"""A column's name, and the text of its cell."""


@dataclass(frozen=True)
class RowText:
    """A row by its number from 1: the tests that ask for something, the results, the remarks."""

    number: int
    tests: tuple[Named, ...]
    results: tuple[Named, ...]
    notes: tuple[str, ...]


def row_text(model: Model, decision: str, number: int) -> RowText | None:
    """The text of a row of a decision that is a table; None where there is none. DmnError for an unknown decision."""
    table = child(model.node("decision", decision).element, "decisionTable")
    rules = children(table, "rule") if table is not None else []
    if table is None or not 1 <= number <= len(rules):
        return None
    rule = rules[number - 1]
    asked = [attribute(each, "label") or text_of(child(each, "inputExpression")) for each in children(table, "input")]
    given = [attribute(each, "label") or attribute(each, "name") for each in children(table, "output")]
    tests = zip(asked, map(text_of, children(rule, "inputEntry")), strict=False)
    results = zip(given, map(text_of, children(rule, "outputEntry")), strict=False)
    notes = (text_of(each) for each in children(rule, "annotationEntry"))
    return RowText(
        number,
        tuple((name, text) for name, text in tests if text not in ("", "-")),
        tuple(results),
        tuple(filter(None, [attribute(rule, "label"), *notes])),
    )
