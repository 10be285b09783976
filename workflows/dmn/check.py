"""The strict look at a model before it is published: every problem at its element."""

from collections.abc import Iterator, Mapping

from workflows.dmn.model import Model, load
from workflows.dmn.problems import DmnError, Problem
from workflows.dmn.xml import attribute, children, read

_WITH_LOGIC = ("decision", "businessKnowledgeModel")


def check(xml: bytes, imports: Mapping[str, bytes] | None = None) -> list[Problem]:
    """All problems of a DMN file; [] if it may be published. Never raises for what is in the file."""
    try:
        model = load(xml, imports)
    except DmnError as error:
        return [Problem("", error.code, error.params, str(error))]
    found = [*_imports(xml, imports or {}), *_names(model), *model.graph.missing(), *model.graph.circles()]
    found += _logic(model)
    for each in read(xml).iter():
        model.types.of(each)
    return _once([*found, *model.types.problems])


def _imports(xml: bytes, imports: Mapping[str, bytes]) -> Iterator[Problem]:
    for each in children(read(xml), "import"):
        if "DMN" in attribute(each, "importType") and attribute(each, "namespace") not in imports:
            name = attribute(each, "id") or attribute(each, "name")
            yield Problem.make(name, "missing_import", namespace=attribute(each, "namespace"))


def _names(model: Model) -> Iterator[Problem]:
    """Names that two elements of the graph share."""
    seen: set[str] = set()
    for node in model.graph.nodes.values():
        if node.name in seen and node.kind != "knowledgeSource":
            yield Problem.make(node.id, "twice", name=node.name)
        seen.add(node.name)


def _logic(model: Model) -> Iterator[Problem]:
    """What is wrong with the expressions."""
    for kind in _WITH_LOGIC:
        for node in model.graph.of_kind(kind):
            logic = model.logic(node)
            yield from (*logic.faults, *logic.remarks)
            if logic.empty:
                yield Problem.make(node.id, "no_logic", name=node.name)


def _once(problems: list[Problem]) -> list[Problem]:
    kept: list[Problem] = []
    for each in problems:
        if each not in kept:
            kept.append(each)
    return kept
