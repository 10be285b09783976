"""What can be wrong with a decision model: with code, parameters and element, in words."""

from dataclasses import dataclass, field
from typing import Any

from workflows.feel import FeelError

SENTENCES = {
    "not_xml": "the file is not well-formed XML: {reason}",
    "doctype": "a document type declaration (DOCTYPE) is not allowed",
    "too_large": "the file is larger than {limit} bytes",
    "not_dmn": "the file is not a DMN model",
    "unknown_decision": "there is no decision {name}",
    "unknown_service": "there is no decision service {name}",
    "missing_element": "{href} refers to nothing",
    "missing_import": "the model {namespace} is imported but not there",
    "requires_itself": "{name} requires itself",
    "unknown_type": "the type {name} is not known",
    "unknown_name": "the name {name} is not known here; is a requirement missing?",
    "unknown_policy": "the hit policy {name} is not known",
    "unknown_expression": "the expression {name} is not known",
    "no_logic": "the decision {name} has no expression",
    "cells": "the rule has {found} cells where there are {expected} columns",
    "no_output": "the table has no output column",
    "twice": "the name {name} is given twice",
    "several_rules": "more than one rule matches: {rows}",
    "different_outputs": "rules that match differ in their outputs: {rows}",
    "not_listed": "{value} is not one of the values that the input takes",
}


@dataclass(frozen=True)
class Problem:
    """A fault of a model at an element (its id, or its name). `message` is an English sentence."""

    element: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    message: str = ""

    @classmethod
    def make(cls, element: str, code: str, **params: Any) -> "Problem":
        """A problem with its sentence."""
        return cls(element, code, params, SENTENCES[code].format(**params))

    @classmethod
    def of(cls, element: str, error: FeelError) -> "Problem":
        """The problem that an expression of this element cannot be read."""
        place = dict(zip(("line", "column"), error.position, strict=True)) if error.position else {}
        return cls(element, error.code, error.params | place, str(error))


class DmnError(ValueError):
    """A model that cannot be read, or a decision that is not there: `code` and `params` as in SENTENCES."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(SENTENCES[code].format(**params))
