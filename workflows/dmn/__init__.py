"""Decision models (DMN 1.3 to 1.5) over plain values: which decision, from which rows, and why."""

from workflows.dmn.check import check
from workflows.dmn.model import Model, load
from workflows.dmn.problems import DmnError, Problem
from workflows.dmn.session import Decision

__all__ = ["Decision", "DmnError", "Model", "Problem", "check", "load"]
