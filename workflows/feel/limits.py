"""What an expression may use: steps, depth, size. One allowance per outermost evaluation and thread."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from workflows.feel.errors import FeelError

SOURCE = 20_000  # characters of an expression
DEPTH = 50  # levels of nesting in an expression
CALLS = 40  # functions of owners calling each other
STEPS = 500_000  # parts of an expression evaluated, items and characters (by the hundred) touched
TEXT = 100_000  # characters of a text
ITEMS = 100_000  # items of a list


class _Allowance(threading.local):
    running = False
    steps = 0
    calls = 0


NOW = _Allowance()


def spend(steps: int) -> None:
    """Takes steps from the allowance; raises `too_many_steps` when it is used up."""
    NOW.steps -= steps
    if NOW.steps < 0 and NOW.running:
        raise FeelError("too_many_steps", limit=STEPS)


def text(made: str) -> str:
    """The text, paid for; raises `text_too_long`."""
    check_text(len(made))
    return made


def check_text(length: int) -> None:
    """Refuses a text of this length before it is made, or pays for it."""
    if length > TEXT:
        raise FeelError("text_too_long", limit=TEXT)
    if length > 100:
        spend(length // 100)


def check_items(length: int) -> None:
    """Refuses a list of this length before it is made, or pays for it."""
    if length > ITEMS:
        raise FeelError("list_too_long", limit=ITEMS)
    spend(length)


def measure(value: object, depth: int = 0) -> None:
    """Pays for a result written out whole: shared parts can make it far larger, and deeper, than its making."""
    if not isinstance(value, list | dict):
        return
    if depth > DEPTH:
        raise FeelError("too_deep", limit=DEPTH)
    spend(len(value))
    for each in value.values() if isinstance(value, dict) else value:
        measure(each, depth + 1)


@contextmanager
def allowance() -> Iterator[None]:
    """One allowance for all evaluations inside; inner ones share the outermost."""
    if NOW.running:
        yield
        return
    start()
    try:
        yield
    except RecursionError:
        raise FeelError("too_many_calls", limit=CALLS) from None
    finally:
        NOW.running = False


def start() -> None:
    """Begins a fresh allowance (whoever calls this sets `NOW.running` back)."""
    NOW.running, NOW.steps, NOW.calls = True, STEPS, 0


@contextmanager
def call() -> Iterator[None]:
    """One level of functions calling each other."""
    if NOW.calls >= CALLS:
        raise FeelError("too_many_calls", limit=CALLS)
    NOW.calls += 1
    try:
        yield
    finally:
        NOW.calls -= 1
