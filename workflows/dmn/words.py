"""The names that a model gives, so that those of several words are known to its expressions."""

from collections.abc import Iterable

from workflows.dmn.xml import Element, attribute, every

_NAMED = (
    "variable", "itemComponent", "formalParameter", "parameter", "column", "output", "inputData", "decision",
    "businessKnowledgeModel", "decisionService",
)  # fmt: skip


def words(root: Element) -> Iterable[str]:
    """All names that the model gives to anything."""
    for name in _NAMED:
        yield from (attribute(each, "name") for each in every(root, name))
    for name in ("for", "every", "some"):
        yield from (attribute(each, "iteratorVariable") for each in every(root, name))
