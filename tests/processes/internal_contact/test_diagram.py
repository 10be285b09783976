"""The drawing of P1: a lane for each role, right angles, and nothing on top of anything else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise

import pytest
from lxml import etree

from tests.processes.internal_contact.walking import bundle, compiled

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
AP = "{urn:approvals:bpmn:1}"
LANGUAGES = {"en", "zh_Hant", "zh_Hans"}
FRAMES = {"participant", "lane"}
Point = tuple[int, int]


@dataclass(frozen=True)
class Box:
    """A rectangle, or a piece of a flow."""

    name: str
    left: int
    top: int
    right: int
    bottom: int

    def over(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        inside_x = other.left <= self.left and self.right <= other.right
        return inside_x and other.top <= self.top and self.bottom <= other.bottom


def drawing() -> etree._Element:
    return etree.fromstring(bundle().files["process.bpmn"])


def tags() -> dict[str, str]:
    return {one.get("id", ""): etree.QName(one).localname for one in drawing().iter(f"{BPMN}*") if one.get("id")}


def box(name: str, bounds: etree._Element | None) -> Box:
    assert bounds is not None, name
    x, y, width, height = (int(bounds.get(key, "")) for key in ("x", "y", "width", "height"))
    return Box(name, x, y, x + width, y + height)


def shapes() -> dict[str, Box]:
    found = drawing().iter(f"{DI}BPMNShape")
    return {
        shape.get("bpmnElement", ""): box(shape.get("bpmnElement", ""), shape.find(f"{DC}Bounds")) for shape in found
    }


def labels() -> list[Box]:
    return [box("label", label.find(f"{DC}Bounds")) for label in drawing().iter(f"{DI}BPMNLabel")]


def flows() -> dict[str, list[Point]]:
    return {
        edge.get("bpmnElement", ""): [(int(p.get("x", "")), int(p.get("y", ""))) for p in edge.iter(WAYPOINT)]
        for edge in drawing().iter(f"{DI}BPMNEdge")
    }


def pieces(name: str, points: list[Point]) -> list[Box]:
    return [Box(name, min(a, c), min(b, d), max(a, c), max(b, d)) for (a, b), (c, d) in pairwise(points)]


def elements() -> dict[str, Box]:
    kinds = tags()
    return {name: shape for name, shape in shapes().items() if kinds[name] not in FRAMES}


def test_everything_is_drawn_once() -> None:
    kinds = tags()
    drawn = [*shapes(), *flows()]
    nodes = {name for name, kind in kinds.items() if kind.endswith(("Task", "Event", "Gateway", "Activity", "lane"))}
    assert nodes | {name for name, kind in kinds.items() if kind == "sequenceFlow"} <= set(drawn)
    assert len(drawn) == len(set(drawn))


def test_no_shapes_and_labels_overlap() -> None:
    boxes = [*elements().values(), *labels()]
    assert [(one, other) for one, other in combinations(boxes, 2) if one.over(other)] == []


def test_flows_run_at_right_angles_and_over_nothing() -> None:
    boxes = [*elements().values(), *labels()]
    for name, points in flows().items():
        for piece in pieces(name, points):
            assert piece.left == piece.right or piece.top == piece.bottom, name
            assert [other for other in boxes if piece.over(_inside(other))] == [], name


def _inside(other: Box) -> Box:
    """Touching an edge is no crossing."""
    return Box(other.name, other.left + 1, other.top + 1, other.right - 1, other.bottom - 1)


def test_flows_do_not_run_along_each_other() -> None:
    runs = [piece for name, points in flows().items() for piece in pieces(name, points)]
    for one, other in combinations(runs, 2):
        same_row = (
            one.top == one.bottom == other.top == other.bottom and one.left < other.right and other.left < one.right
        )
        same_column = one.left == one.right == other.left == other.right
        same_column = same_column and one.top < other.bottom and other.top < one.bottom
        assert one.name == other.name or not (same_row or same_column), (one, other)


def test_flows_join_their_shapes() -> None:
    placed = elements()
    for flow in drawing().iter(f"{BPMN}sequenceFlow"):
        points = flows()[flow.get("id", "")]
        for name, (x, y) in ((flow.get("sourceRef", ""), points[0]), (flow.get("targetRef", ""), points[-1])):
            at = placed[name]
            on_side = x in (at.left, at.right) and at.top <= y <= at.bottom
            assert on_side or (y in (at.top, at.bottom) and at.left <= x <= at.right), flow.get("id")


def test_each_element_stands_in_its_lane_and_each_lane_is_one_role() -> None:
    placed, roles = shapes(), {}
    for lane in drawing().iter(f"{BPMN}lane"):
        held = [ref.text or "" for ref in lane.iter(f"{BPMN}flowNodeRef")]
        assert all(placed[name].within(placed[lane.get("id", "")]) for name in held)
        steps = {path.rpartition("/")[2]: step for path, step in compiled().steps.items()}
        roles[lane.get("id")] = {tuple(sorted(who.role or "" for who in steps[n].who)) for n in held if n in steps}
    assert {name: found for name, found in roles.items() if len(found - {()}) > 1} == {}


@pytest.mark.parametrize("path", [path for path in compiled().steps if path != "initiator"])
def test_every_step_has_its_title_and_label_in_three_languages(path: str) -> None:
    step = compiled().steps[path]
    assert set(step.titles) == LANGUAGES
    assert step.titles["zh_Hant"] == step.name
    assert {language for action, language in step.labels if action == "approve"} == LANGUAGES


def test_conditions_compare_totals_and_no_gateway_is_inclusive() -> None:
    conditions = {c.getparent().get("id"): c.text for c in drawing().iter(f"{BPMN}conditionExpression")}  # type: ignore[union-attr]
    in_the_block = {"nothing_to_send", "nothing_to_buy", "cannot_buy", "given_up"}
    in_a_receipt = {"without_papers", "confirmed", "not_as_it_should"}
    by_kind = {"of_business_management", "to_addressees", "to_units", "sent_before"}
    at_the_planner = {"to_be_coded", "to_be_settled"}
    assert set(conditions) == in_the_block | in_a_receipt | by_kind | at_the_planner
    assert not list(drawing().iter(f"{BPMN}inclusiveGateway"))
    assert "sum(concatenate(" in (conditions["nothing_to_buy"] or "")
