"""Read the processes of a BPMN file into plain graphs, noting what is not supported."""

from __future__ import annotations

import re

from workflows.engine.graph import Flow, Graph, Node
from workflows.engine.problems import Problems
from workflows.engine.vocabulary import AP, BPMN, CODE_ATTRIBUTES, NODE_KINDS, SHOWN_ONLY
from workflows.engine.xml import Element, split, text

GOOD_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
CODE_TAGS = frozenset({"scriptTask", "script"})
EVENT_TAGS = frozenset({"intermediateCatchEvent", "intermediateThrowEvent", "sendTask", "receiveTask"})
TIMER_KINDS = {"timeDuration": "duration", "timeDate": "date", "timeCycle": "cycle"}
PASSED_OVER = frozenset({"incoming", "outgoing", "extensionElements", "ioSpecification"}) | SHOWN_ONLY


class DiagramReader:
    """Reads one file; every problem is noted at its element and reading goes on."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems

    def read(self, root: Element) -> list[Graph]:
        """Return the processes below bpmn:definitions."""
        if split(root) != (BPMN, "definitions"):
            self.note(None, "not_bpmn")
            return []
        self._check_ids(root)
        found = []
        for child in root:
            space, tag = split(child)
            if (space, tag) == (BPMN, "process"):
                found.append(self._graph(child))
            elif (space, tag) == (BPMN, "collaboration"):
                self._collaboration(child)
            elif space == BPMN and tag not in SHOWN_ONLY:
                self._unknown(child, tag)
        return found

    def note(self, element: str | None, code: str, **params: object) -> None:
        """Note a problem of this file."""
        self.problems.add(self.file, element, code, **params)

    def _check_ids(self, root: Element) -> None:
        seen: set[str] = set()
        for element in root.iter():
            found = element.get("id") if split(element)[0] == BPMN else None
            if found is not None and found in seen:
                self.note(found, "duplicate_id")
            if found is not None:
                seen.add(found)

    def _collaboration(self, element: Element) -> None:
        for child in element:
            tag = split(child)[1]
            if tag not in {"participant"} | PASSED_OVER:
                self._unknown(child, tag)

    def _graph(self, element: Element) -> Graph:
        graph = Graph(element.get("id") or "", self.file, element.get("name") or "")
        if not graph.id:
            self.note(None, "no_id", tag=split(element)[1])
        for child in element:
            self._child(graph, child)
        self._connect(graph)
        self._lanes(graph, element)
        return graph

    def _child(self, graph: Graph, child: Element) -> None:
        space, tag = split(child)
        if space != BPMN or tag in PASSED_OVER or tag == "multiInstanceLoopCharacteristics":
            return
        if tag == "sequenceFlow":
            self._flow(graph, child)
        elif tag in NODE_KINDS:
            self._node(graph, child, tag)
        else:
            graph.foreign.add(child.get("id") or "")
            self._unknown(child, tag)

    def _unknown(self, element: Element, tag: str) -> None:
        code = "unknown_element"
        if tag in CODE_TAGS:
            code = "script"
        elif tag in EVENT_TAGS:
            code = "event_kind"
        elif tag in {"task", "manualTask"}:
            code = "untyped_task"
        self.note(element.get("id"), code, tag=tag)

    def _flow(self, graph: Graph, element: Element) -> None:
        name = self._id(element, "sequenceFlow")
        condition = element.find(f"{{{BPMN}}}conditionExpression")
        if condition is not None and condition.get("language", "").lower().endswith(("javascript", "python", "groovy")):
            self.note(name, "script", tag="conditionExpression")
        words = None if condition is None else text(condition).removeprefix("=").strip()
        graph.flows[name] = Flow(name, element.get("sourceRef") or "", element.get("targetRef") or "", words or None)

    def _id(self, element: Element, tag: str) -> str:
        found: str = element.get("id") or ""
        if not found:
            self.note(None, "no_id", tag=tag)
        elif not GOOD_ID.fullmatch(found):
            self.note(found, "bad_id")
        return found

    def _node(self, graph: Graph, element: Element, tag: str) -> None:
        node = Node(self._id(element, tag), NODE_KINDS[tag], element, element.get("name") or "")
        node.default = element.get("default")
        if CODE_ATTRIBUTES & set(element.attrib):
            self.note(node.id, "script", tag=", ".join(sorted(CODE_ATTRIBUTES & set(element.attrib))))
        self._loop_marker(node)
        self._events(node)
        if node.kind == "call":
            node.called = element.get("calledElement") or ""
        if node.kind == "sub":
            self._sub(node)
        elif node.kind != "sub":
            self._only_known_children(node)
        graph.nodes[node.id] = node

    def _sub(self, node: Node) -> None:
        if node.element.get("triggeredByEvent") == "true":
            self.note(node.id, "event_subprocess")
            return
        node.inner = self._graph(node.element)

    def _only_known_children(self, node: Node) -> None:
        known = PASSED_OVER | {"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"}
        for child in node.element:
            space, tag = split(child)
            if space == BPMN and tag not in known and not tag.endswith("EventDefinition"):
                self._unknown_part(node, tag)

    def _unknown_part(self, node: Node, tag: str) -> None:
        self.note(node.id, "script" if tag in CODE_TAGS else "unknown_element", tag=tag)

    def _loop_marker(self, node: Node) -> None:
        if node.element.find(f"{{{BPMN}}}standardLoopCharacteristics") is not None:
            self.note(node.id, "loop_marker")
        marker = node.element.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
        if marker is None:
            return
        if node.kind != "user":
            self.note(node.id, "multi_instance_here")
        for part in marker:
            if split(part)[0] == BPMN and split(part)[1] not in PASSED_OVER:
                self.note(node.id, "multi_instance_part", tag=split(part)[1])
        node.marker = "sequential" if marker.get("isSequential") == "true" else "parallel"

    def _events(self, node: Node) -> None:
        definitions = [c for c in node.element if split(c)[0] == BPMN and split(c)[1].endswith("EventDefinition")]
        tags = [split(definition)[1] for definition in definitions]
        if node.kind == "timer":
            node.attached_to = node.element.get("attachedToRef")
            node.interrupting = node.element.get("cancelActivity") != "false"
            if tags == ["timerEventDefinition"]:
                self._timer(node, definitions[0])
            else:
                self.note(node.id, "event_kind", tag=", ".join(tags) or "boundaryEvent")
        elif node.kind == "end" and tags == ["terminateEventDefinition"]:
            node.terminates = True
        elif tags:
            self.note(node.id, "event_kind", tag=", ".join(tags))

    def _timer(self, node: Node, definition: Element) -> None:
        parts = [part for part in definition if split(part)[1] in TIMER_KINDS]
        kind = TIMER_KINDS[split(parts[0])[1]] if parts else "duration"
        words = text(parts[0]).strip("\"'") if len(parts) == 1 else ""
        node.timer = (kind, words)
        if kind == "cycle" and node.interrupting:
            self.note(node.id, "timer_interrupting_cycle")

    def _connect(self, graph: Graph) -> None:
        for flow in graph.flows.values():
            source, target = graph.nodes.get(flow.source), graph.nodes.get(flow.target)
            if {flow.source, flow.target} & graph.foreign:
                continue
            if source is None or target is None:
                self.note(flow.id, "flow_end")
                continue
            source.outgoing.append(flow)
            target.incoming.append(flow)
        for node in graph.nodes.values():
            if node.kind == "timer":
                self._attach(graph, node)
        starts = [node for node in graph.nodes.values() if node.kind == "start"]
        graph.start = starts[0] if starts else None
        if len(starts) > 1:
            self.note(starts[1].id, "several_starts")

    def _attach(self, graph: Graph, node: Node) -> None:
        host = graph.nodes.get(node.attached_to or "")
        if host is None or host.kind not in {"user", "sub", "call"}:
            self.note(node.id, "attached_unknown", to=node.attached_to)
        else:
            host.timers.append(node)

    def _lanes(self, graph: Graph, element: Element) -> None:
        for lane in element.iter(f"{{{BPMN}}}lane"):
            name = lane.get("name") or lane.get("id")
            for reference in lane.iterfind(f"{{{BPMN}}}flowNodeRef"):
                for node in graph.all_nodes():
                    if node.id == text(reference):
                        node.lane = name


def extensions(element: Element) -> list[tuple[str, Element]]:
    """Return the `ap:` elements of an element as (tag, element)."""
    holder = element.find(f"{{{BPMN}}}extensionElements")
    if holder is None:
        return []
    return [(split(child)[1], child) for child in holder if split(child)[0] == AP]
