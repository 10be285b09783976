"""The requirement graph: which element requires which (DMN 1.5, 6.2.2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflows.dmn.problems import Problem
from workflows.dmn.xml import Element, attribute, child, children

KINDS = ("decision", "inputData", "businessKnowledgeModel", "decisionService", "knowledgeSource")
_REQUIREMENTS = {
    "informationRequirement": ("requiredDecision", "requiredInput"),
    "knowledgeRequirement": ("requiredKnowledge",),
}


@dataclass(frozen=True, eq=False)
class Node:
    """An element of the graph: its kind (local name), id, name of its variable, XML, and graph."""

    kind: str
    id: str
    name: str
    element: Element = field(repr=False)
    graph: "Graph" = field(repr=False)


class Graph:
    """The elements of one model by id; those of imported models by namespace."""

    def __init__(self, root: Element, imported: Mapping[str, "Graph"]) -> None:
        self.namespace = attribute(root, "namespace")
        self.imported = imported
        self.nodes = {node.id: node for each in children(root, *KINDS) for node in [self._node(each)]}

    def _node(self, element: Element) -> Node:
        kind = str(element.tag).rpartition("}")[2]
        name = attribute(child(element, "variable"), "name") or attribute(element, "name")
        return Node(kind, attribute(element, "id") or name, name, element, self)

    def of_kind(self, kind: str) -> list[Node]:
        """All elements of a kind, in order."""
        return [node for node in self.nodes.values() if node.kind == kind]

    def find(self, href: str) -> Node | None:
        """The element that an href (#id or namespace#id) means."""
        namespace, _, name = href.rpartition("#")
        if namespace in ("", self.namespace):
            return self.nodes.get(name)
        graph = self.imported.get(namespace)
        return graph.nodes.get(name) if graph else None

    def hrefs(self, node: Node) -> Iterator[str]:
        """The hrefs of what an element requires."""
        for requirement, kinds in _REQUIREMENTS.items():
            for each in children(node.element, requirement):
                yield from (attribute(target, "href") for target in children(each, *kinds))

    def required(self, node: Node) -> list[Node]:
        """What an element requires directly."""
        found = [node.graph.find(href) for href in node.graph.hrefs(node)]
        return [each for each in found if each is not None]

    def listed(self, node: Node, kind: str) -> list[Node]:
        """What a decision service lists as inputData, inputDecision or outputDecision."""
        found = [node.graph.find(attribute(each, "href")) for each in children(node.element, kind)]
        return [each for each in found if each is not None]

    def below(self, node: Node) -> list[Node]:
        """Everything that an element requires, directly or not."""
        found: list[Node] = []
        waiting = [node]
        while waiting:
            current = waiting.pop()
            fresh = [each for each in self._inner(current) if each not in found]
            found += fresh
            waiting += fresh
        return found

    def _inner(self, node: Node) -> list[Node]:
        """What is evaluated for an element: what it requires; of a service, its outputs."""
        return [*self.required(node), *self.listed(node, "outputDecision")]

    def missing(self) -> Iterator[Problem]:
        """Hrefs that refer to nothing."""
        for node in self.nodes.values():
            listed = children(node.element, "inputData", "inputDecision", "outputDecision")
            for href in [*self.hrefs(node), *(attribute(each, "href") for each in listed)]:
                if self.find(href) is None:
                    yield Problem.make(node.id, "missing_element", href=href)

    def circles(self) -> Iterator[Problem]:
        """Decisions that require themselves."""
        for node in self.of_kind("decision"):
            if node in self.below(node):
                yield Problem.make(node.id, "requires_itself", name=node.name)
