"""Collect everything that is wrong with a bundle, each at its element, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workflows.engine.model import Problem, Refused

SENTENCES = {
    "missing_file": "The bundle has no {name}.",
    "bad_toml": "This is not TOML: {error}",
    "missing_setting": "{name} is missing.",
    "too_large": "The file is larger than {limit} bytes.",
    "doctype": "A document type declaration is not allowed.",
    "bad_xml": "This is not well-formed XML: {error}",
    "not_bpmn": "The root element is not bpmn:definitions.",
    "no_main_process": "No process has the id “{key}” that process.toml names.",
    "process_not_called": "No call activity calls this process.",
    "duplicate_process": "Two processes have this id.",
    "duplicate_id": "Two elements have this id.",
    "no_id": "A {tag} has no id.",
    "bad_id": "An id may hold letters, digits, “_”, “-” and “.” only.",
    "reserved_id": "The id “{id}” is reserved.",
    "unknown_element": "{tag} is not supported.",
    "untyped_task": "A task needs a type: user task, business rule task or service task.",
    "script": "Code in a diagram is not allowed ({tag}).",
    "event_kind": "This event is not supported: {tag}.",
    "loop_marker": "A loop marker is not supported here; draw the loop with a gateway.",
    "multi_instance_here": "Only a user task may be multi-instance.",
    "multi_instance_part": "{tag} is not supported: ap:sign says how many must sign.",
    "event_subprocess": "A sub-process that an event starts is not supported.",
    "no_start": "There is no start event.",
    "several_starts": "There is more than one start event.",
    "no_end": "There is no end event.",
    "flow_end": "The flow leads from or to nothing in its process.",
    "start_entered": "A start event may not be entered.",
    "end_left": "An end event may not be left.",
    "dead_end": "Nothing follows; every way must lead to an end event.",
    "unreachable": "Nothing leads here.",
    "no_way_out": "No way leads from here to an end event.",
    "several_outgoing": "Several flows leave; draw a gateway.",
    "condition_here": "Only flows that leave an exclusive or inclusive gateway may have a condition.",
    "condition_missing": "This flow leaves a gateway that chooses and needs a condition.",
    "condition_on_default": "The default flow has no condition.",
    "condition_not_boolean": "The condition is always {value}, never true or false.",
    "no_default": "The gateway needs a default flow.",
    "default_unknown": "The default flow “{flow}” does not leave this gateway.",
    "default_to_join": "The default flow of an inclusive gateway may not lead straight to its join.",
    "mixed_gateway": "A parallel or inclusive gateway either splits or joins; draw two.",
    "useless_gateway": "This gateway neither splits nor joins.",
    "unstructured_fork": "The branches do not come together in one {kind} gateway.",
    "unstructured_join": "This gateway joins what no {kind} gateway split.",
    "wrong_join": "A {kind} gateway must be joined by a {kind} gateway, not by “{join}”.",
    "jump_in": "A flow leads into a branch from outside: “{flow}”.",
    "jump_out": "A flow leads out of a branch: “{flow}”.",
    "branches_meet": "Two branches meet before their join.",
    "end_in_branch": "A branch may not end before its join.",
    "side_path_meets": "The way from a timer that does not interrupt must have its own end.",
    "cycle_with_step": "A repeating timer may not lead to a step: they would pile up.",
    "wait_free_loop": "This loop has no step in it and would run for ever.",
    "recursive_call": "The process calls itself.",
    "called_unknown": "The called process “{process}” is not in the bundle.",
    "too_much_prediction": "More than {limit} steps would have to be foreseen; move parallel parts into sub-processes.",
    "attached_unknown": "The timer is attached to “{to}”, which cannot carry one.",
    "timer_interrupting_cycle": "A repeating timer may not interrupt.",
    "bad_timer": "“{text}” is not an ISO 8601 {kind}, nor an expression after “=”.",
    "ap_unknown_element": "ap:{tag} is not known or not allowed here.",
    "ap_twice": "ap:{tag} may stand here once only.",
    "ap_unknown_attribute": "ap:{tag} has no attribute “{attribute}”.",
    "ap_bad_value": "ap:{tag} {attribute}: “{value}” is not allowed.",
    "ap_missing": "ap:{tag} needs {attribute}.",
    "ap_empty": "ap:{tag} is empty.",
    "ap_feel_here": "ap:{tag} {attribute} takes no expression.",
    "no_who": "Nobody is named: ap:who is missing.",
    "no_decision": "ap:decision is missing.",
    "no_effect": "ap:effect is missing.",
    "sign_without_marker": "ap:sign needs the multi-instance marker.",
    "unknown_step": "There is no step “{step}”.",
    "unknown_name": "“{name}” is not known.",
    "unknown_setting": "process.toml has no setting “{name}”.",
    "setting_not_duration": "ap:due {attribute} is “{value}” in process.toml, which is no duration such as P5D.",
    "unknown_decision": "There is no decision “{name}”.",
    "unknown_part": "“{name}” has no “{part}”.",
    "unknown_effect": "There is no effect “{name}”.",
    "unknown_role": "There is no role “{role}”.",
    "duplicate_decision": "Two tables have the id “{name}”.",
    "bad_expression": "{error}",
    "bad_table": "{error}",
}


@dataclass
class Problems:
    """Every problem found so far."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, element: str | None, code: str, /, **params: Any) -> None:
        """Note one problem; `code` picks its sentence."""
        problem = Problem(file, element, code, params, SENTENCES[code].format(**params))
        if problem not in self.found:
            self.found.append(problem)

    def refuse(self) -> None:
        """Raise Refused where anything was found."""
        if self.found:
            raise Refused(tuple(sorted(self.found, key=lambda p: (p.file, p.element or "", p.code))))
