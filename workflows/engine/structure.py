"""Regions: which parallel parts open and close where, and what keeps a diagram from being structured.

Every branch of a parallel or inclusive block, and every way from a timer that does not interrupt, is a
region of its own; a token in it leaves through the block's one join, or ends on its own way.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from workflows.engine.graph import Graph, Node
from workflows.engine.problems import Problems

SPLITTING = frozenset({"parallel", "inclusive"})


@dataclass(frozen=True)
class Region:
    """A branch (`key` = its first flow), or a side way (`key` = its timer), inside `entry`."""

    key: str
    entry: str
    nodes: frozenset[str]


@dataclass
class Shape:
    """What the compiler needs to know of one graph: joins of forks, and the regions around each node."""

    joins: dict[str, str] = field(default_factory=dict)
    forks: dict[str, str] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)

    def around(self, node: str) -> list[Region]:
        """Return the regions that hold `node`, outermost first."""
        return sorted((r for r in self.regions.values() if node in r.nodes), key=lambda region: -len(region.nodes))


def shape(graph: Graph, problems: Problems) -> Shape:
    """Return the structure of `graph`, noting everything that is not structured."""
    finder = _Finder(graph, problems)
    finder.connected()
    for node in graph.nodes.values():
        finder.look_at(node)
    finder.joins_without_fork()
    finder.side_ways()
    return finder.shape


class _Finder:
    def __init__(self, graph: Graph, problems: Problems) -> None:
        self.graph = graph
        self.problems = problems
        self.shape = Shape()

    def note(self, element: str | None, code: str, **params: object) -> None:
        self.problems.add(self.graph.file, element, code, **params)

    def after(self, node: str) -> list[str]:
        found = self.graph.nodes[node]
        ways = [flow.target for flow in found.outgoing]
        return ways + [timer.id for timer in found.timers]

    def reach(self, first: str, stop: str | None = None, *, timers: bool = True) -> set[str]:
        """Return what can be reached from `first` (itself included) without passing `stop`."""
        seen: set[str] = set()
        todo = [first]
        while todo:
            name = todo.pop()
            if name == stop or name in seen:
                continue
            seen.add(name)
            todo += self.after(name) if timers else [flow.target for flow in self.graph.nodes[name].outgoing]
        return seen

    def connected(self) -> None:
        """Note missing starts and ends, and what no token can reach or leave."""
        ends = [node.id for node in self.graph.nodes.values() if node.kind == "end"]
        if self.graph.start is None:
            self.note(self.graph.id, "no_start")
        if not ends:
            self.note(self.graph.id, "no_end")
        if self.graph.foreign:
            return
        reached = self.reach(self.graph.start.id) if self.graph.start else set(self.graph.nodes)
        for node in self.graph.nodes.values():
            if node.id not in reached:
                self.note(node.id, "unreachable")
            elif node.kind != "end" and not node.outgoing:
                self.note(node.id, "dead_end")
            elif ends and not self.reach(node.id) & set(ends):
                self.note(node.id, "no_way_out")

    def look_at(self, node: Node) -> None:
        """Note what is wrong with the flows of one node; find the block that it opens."""
        if node.kind == "start" and node.incoming:
            self.note(node.id, "start_entered")
        if node.kind == "end" and node.outgoing:
            self.note(node.id, "end_left")
        self._conditions(node)
        many_out = len(node.outgoing) > 1
        if node.kind not in SPLITTING:
            if many_out and node.kind != "exclusive":
                self.note(node.id, "several_outgoing")
            return
        if many_out and len(node.incoming) > 1:
            self.note(node.id, "mixed_gateway")
        elif many_out:
            self._block(node)
        elif len(node.incoming) < 2:
            self.note(node.id, "useless_gateway")

    def _conditions(self, node: Node) -> None:
        chooses = node.kind in {"exclusive", "inclusive"} and len(node.outgoing) > 1
        if chooses and node.default is None:
            self.note(node.id, "no_default")
        elif node.default is not None and node.default not in {flow.id for flow in node.outgoing}:
            self.note(node.id, "default_unknown", flow=node.default)
        for flow in node.outgoing:
            if flow.condition is not None and not chooses:
                self.note(flow.id, "condition_here")
            elif flow.condition is not None and flow.id == node.default:
                self.note(flow.id, "condition_on_default")
            elif flow.condition is None and chooses and flow.id != node.default:
                self.note(flow.id, "condition_missing")

    def _join_of(self, fork: Node) -> Node | None:
        """Return the nearest node that every way from `fork` to an end passes: its post-dominator."""
        ends = {node.id for node in self.graph.nodes.values() if node.kind == "end" and not node.terminates}
        main = self._main_reach(fork.id, None)
        for name in self._in_order(fork.id):
            if name != fork.id and name in main and not (self._from(fork.id, name) & (ends | {fork.id})):
                return self.graph.nodes[name]
        return None

    def _from(self, fork: str, stop: str) -> set[str]:
        found: set[str] = set()
        for flow in self.graph.nodes[fork].outgoing:
            found |= self._main_reach(flow.target, stop)
        return found

    def _main_reach(self, first: str, stop: str | None) -> set[str]:
        """Like reach, but not along timers that do not interrupt."""
        seen: set[str] = set()
        todo = [first]
        while todo:
            name = todo.pop()
            if name == stop or name in seen:
                continue
            seen.add(name)
            node = self.graph.nodes[name]
            todo += [flow.target for flow in node.outgoing] + [t.id for t in node.timers if t.interrupting]
        return seen

    def _in_order(self, first: str) -> list[str]:
        """Return the nodes after `first`, nearest first."""
        order = [first]
        for name in order:
            order += [after for after in self.after(name) if after not in order]
        return order

    def _block(self, fork: Node) -> None:
        join = self._join_of(fork)
        if join is None or len(join.incoming) < 2 or join.kind not in SPLITTING | {"exclusive"}:
            self.note(fork.id, "unstructured_fork", kind=fork.kind)
            return
        if join.kind != fork.kind or len(join.outgoing) > 1:
            self.note(fork.id, "wrong_join", kind=fork.kind, join=join.id)
            return
        self.shape.joins[fork.id], self.shape.forks[join.id] = join.id, fork.id
        self._branches(fork, join)

    def _branches(self, fork: Node, join: Node) -> None:
        taken: set[str] = set()
        for flow in fork.outgoing:
            nodes = self.reach(flow.target, join.id)
            if nodes & taken:
                self.note(fork.id, "branches_meet")
            taken |= nodes
            self.shape.regions[flow.id] = Region(flow.id, fork.id, frozenset(nodes))
            if fork.kind == "inclusive" and flow.id == fork.default and flow.target == join.id:
                self.note(flow.id, "default_to_join")
        self._closed(fork, join, taken)

    def _closed(self, fork: Node, join: Node, inside: set[str]) -> None:
        main = self._from(fork.id, join.id)
        for name in sorted(inside):
            node = self.graph.nodes[name]
            if node.kind == "end" and not node.terminates and name in main:
                self.note(name, "end_in_branch")
            for flow in node.incoming:
                if flow.source not in inside | {fork.id}:
                    self.note(name, "jump_in", flow=flow.id)
        for flow in join.incoming:
            if flow.source not in inside | {fork.id}:
                self.note(join.id, "jump_in", flow=flow.id)

    def joins_without_fork(self) -> None:
        """Note parallel and inclusive joins that close no block."""
        matched = set(self.shape.forks) | {r.entry for r in self.shape.regions.values()}
        for node in self.graph.nodes.values():
            if node.kind in SPLITTING and len(node.incoming) > 1 and len(node.outgoing) < 2 and node.id not in matched:
                self.note(node.id, "unstructured_join", kind=node.kind)

    def side_ways(self) -> None:
        """Find the ways from timers that do not interrupt; they may meet nothing else."""
        for timer in self.graph.nodes.values():
            if timer.kind != "timer" or timer.interrupting:
                continue
            nodes = self.reach(timer.id)
            self.shape.regions[timer.id] = Region(timer.id, timer.attached_to or "", frozenset(nodes))
            if any(flow.source not in nodes for name in nodes for flow in self.graph.nodes[name].incoming):
                self.note(timer.id, "side_path_meets")
            elif timer.timer and timer.timer[0] == "cycle" and self._has_step(nodes):
                self.note(timer.id, "cycle_with_step")

    def _has_step(self, nodes: set[str]) -> bool:
        return any(self.graph.nodes[name].kind in {"user", "sub", "call"} for name in nodes)
