"""What a condition and a decision table of 200 rows cost; `make bench` calls `measure`."""

from __future__ import annotations

import gc
import time
from decimal import Decimal
from itertools import product
from statistics import median

from tests.benchmarks.engine import ROUNDS
from tests.workflows.dmn.build import decision, given, model, table
from workflows.dmn import Model, load
from workflows.feel import Expression, Value, compile

REPEATS, CONDITIONS = 50, 200
CONDITION = 'freight > price * 1.10 and kind in ("air", "courier")'
COSTS = {"freight": Decimal("110.01"), "price": Decimal("100.00")}
CONDITION_CASES = (({**COSTS, "kind": "courier"}, True), ({**COSTS, "kind": "sea"}, False))
"""Facts that make the condition read both its halves, and its value over them."""

COLUMNS = {
    "urgency": ('"normal"', '"urgent", "critical"'),
    "kind": ('"air", "courier"', '"road", "rail"', '"sea"', '"hand"'),
    "weight": ("< 1.5", "[1.5..10)", "[10..30)", "[30..100)", ">= 100"),
    "price": ("< 200.50", "[200.50..1000)", "[1000..5000)", "[5000..20000.75)", ">= 20000.75"),
}
"""The table's input columns and the cells of each; a row for each of the 200 combinations."""

TABLE_CASES = (
    (("normal", "courier", Decimal("1.2"), Decimal("200.49")), 1),
    (("normal", "sea", Decimal("29.9"), Decimal("1000.00")), 63),
    (("urgent", "rail", Decimal("30"), Decimal("20000.74")), 144),
    (("critical", "hand", Decimal("450"), Decimal("20000.75")), 200),
)
"""What the columns hold, and the number of the only row that matches."""


def measure() -> dict[str, float]:
    """Return `feel.condition_us` and `dmn.table_200_ms`: CPU time of one evaluation in µs and in ms."""
    condition, rules = compile(CONDITION), table_of_200()
    rounds = [_round(condition, rules) for _ in range(ROUNDS)]
    conditions = REPEATS * CONDITIONS * len(CONDITION_CASES)
    return {
        "feel.condition_us": median(one for one, _ in rounds) / conditions * 1e6,
        "dmn.table_200_ms": median(one for _, one in rounds) / (REPEATS * len(TABLE_CASES)) * 1e3,
    }


def table_of_200() -> Model:
    """Return a model whose only decision, `share`, is a unique table of 200 rows, 4 inputs and 2 outputs."""
    rows = [" | ".join((*cells, f'"post {n}"', f"0.{n:03}")) for n, cells in enumerate(product(*COLUMNS.values()), 1)]
    logic = table("UNIQUE", list(COLUMNS), ["who", "part"], *rows)
    inputs = given("urgency", "kind", kind="string") + given("weight", "price", kind="number")
    return load(model(inputs, decision("share", logic, *(f"#in_{name}" for name in COLUMNS))))


def _round(condition: Expression, rules: Model) -> tuple[float, float]:
    """Evaluate both, interleaved; return the CPU time of each in seconds."""
    condition_time = table_time = 0.0
    gc.collect()
    gc.disable()
    for _ in range(REPEATS):
        began = time.thread_time()
        _conditions(condition)
        between = time.thread_time()
        _tables(rules)
        condition_time, table_time = condition_time + between - began, table_time + time.thread_time() - between
    gc.enable()
    return condition_time, table_time


def _conditions(condition: Expression) -> None:
    for facts, value in CONDITION_CASES:
        for _ in range(CONDITIONS):
            assert condition.evaluate(facts) is value


def _tables(rules: Model) -> None:
    for held, row in TABLE_CASES:
        context: dict[str, Value] = dict(zip(COLUMNS, held, strict=True))
        assert rules.evaluate("share", context).matched == (row,)


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:40} {value:10.3f}")
