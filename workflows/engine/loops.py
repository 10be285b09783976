"""Loops that would never wait, and how much SpiffWorkflow would have to foresee."""

from __future__ import annotations

from workflows.engine.graph import Graph

WAITING = frozenset({"user", "timer"})


def wait_free(graph: Graph, waits: frozenset[str]) -> list[str]:
    """Return the first node of every loop of `graph` that passes no waiting node (`waits`)."""
    state: dict[str, int] = {}
    found: list[str] = []

    def free(name: str) -> bool:
        return name not in waits and graph.nodes[name].kind not in WAITING

    for root in graph.nodes:
        stack = [(root, iter(_targets(graph, root)))] if free(root) and root not in state else []
        state.setdefault(root, 1)
        while stack:
            name, ways = stack[-1]
            following = next((way for way in ways if free(way)), None)
            if following is None:
                state[name] = 2
                stack.pop()
            elif state.get(following) == 1 and any(following == seen for seen, _ in stack):
                found.append(following)
            elif following not in state:
                state[following] = 1
                stack.append((following, iter(_targets(graph, following))))
    return sorted(set(found))


def always_waits(graph: Graph, waits: frozenset[str]) -> bool:
    """Return whether no way leads from the start to an end without a waiting node."""
    if graph.start is None:
        return True
    seen, todo = set(), [graph.start.id]
    while todo:
        name = todo.pop()
        if name in seen or name in waits or graph.nodes[name].kind in WAITING:
            continue
        if graph.nodes[name].kind == "end":
            return False
        seen.add(name)
        todo += _targets(graph, name)
    return True


def _targets(graph: Graph, name: str) -> list[str]:
    return [flow.target for flow in graph.nodes[name].outgoing]


def predicted(graph: Graph, limit: int) -> int:
    """Return how many tasks SpiffWorkflow foresees when a token enters `graph`, at most `limit` + 1.

    It unfolds every way: k blocks of three branches in a row make 3^k tasks. After a choice it looks two ahead.
    """
    if graph.start is None:
        return 0
    count, todo = 0, [(graph.start.id, 0, frozenset[str]())]
    while todo and count <= limit:
        name, ahead, above = todo.pop()
        count += 1
        node = graph.nodes[name]
        chosen = node.kind in {"exclusive", "inclusive"} and len(node.outgoing) > 1
        following = ahead + 1 if ahead or chosen else 0
        if following <= 2 and name not in above:
            todo += [(target, following, above | {name}) for target in _targets(graph, name)]
    return count
