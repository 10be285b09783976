"""FEEL, the expression language of DMN 1.5, over plain values: no Python object, attribute or call can be reached.

Expressions are compiled to closures and run within limits (`limits`). Numbers are Decimals of 34 digits.
"""

from workflows.feel.errors import FeelError
from workflows.feel.expression import Expression, UnaryTests, compile, compile_unary, evaluate, unary_test
from workflows.feel.values import Clean, Function, Range, Value, YearsMonths

__all__ = [
    "Clean",
    "Expression",
    "FeelError",
    "Function",
    "Range",
    "UnaryTests",
    "Value",
    "YearsMonths",
    "compile",
    "compile_unary",
    "evaluate",
    "unary_test",
]
