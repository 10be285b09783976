"""The built-in functions of FEEL (DMN 1.5, 10.3.4), by name in CATALOGUE."""

from workflows.feel.functions import dates, lists, logic, numbers, ranges, sorting, statistics, strings
from workflows.feel.functions.catalogue import CATALOGUE, Builtin

MODULES = (dates, lists, logic, numbers, ranges, sorting, statistics, strings)

__all__ = ["CATALOGUE", "MODULES", "Builtin"]
