"""Decision models (DMN 1.3 to 1.5) over plain values: which decision, from which rows, and why."""

from workflows.dmn.model import Decision, Model, load
from workflows.dmn.problems import DmnError, Problem

__all__ = ["Decision", "DmnError", "Model", "Problem", "load"]
