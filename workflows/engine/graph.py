"""A process as a plain graph: what was drawn, before anything is checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from workflows.engine.xml import Element


@dataclass(frozen=True)
class Flow:
    """One sequence flow."""

    id: str
    source: str
    target: str
    condition: str | None = None


@dataclass
class Node:
    """One element that a token passes or waits at."""

    id: str
    kind: str
    element: Element
    name: str = ""
    lane: str | None = None
    default: str | None = None
    called: str | None = None
    inner: Graph | None = None
    marker: str | None = None
    terminates: bool = False
    attached_to: str | None = None
    interrupting: bool = True
    timer: tuple[str, str] | None = None
    incoming: list[Flow] = field(default_factory=list)
    outgoing: list[Flow] = field(default_factory=list)
    timers: list[Node] = field(default_factory=list)


@dataclass
class Graph:
    """One process, called process or embedded sub-process."""

    id: str
    file: str
    name: str = ""
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    start: Node | None = None
    foreign: set[str] = field(default_factory=set)

    def all_nodes(self) -> list[Node]:
        """Return the nodes here and in embedded sub-processes."""
        inner = [each for node in self.nodes.values() if node.inner for each in node.inner.all_nodes()]
        return [*self.nodes.values(), *inner]

    def graphs(self) -> list[Graph]:
        """Return this graph and its embedded sub-processes, outermost first."""
        return [self, *(inner for node in self.nodes.values() if node.inner for inner in node.inner.graphs())]
