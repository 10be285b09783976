"""The engine: which way a request goes. Bytes and plain values in, bytes and plain values out."""

from workflows.engine.ahead import Ahead, Within
from workflows.engine.bundle import Bundle
from workflows.engine.compiler import compile, compile_cached
from workflows.engine.facts import seen
from workflows.engine.forecast import Forecast, forecast
from workflows.engine.going_back import after, exits, go_back, targets
from workflows.engine.model import (
    INITIATOR,
    Compiled,
    Diagram,
    Due,
    EffectCall,
    EngineFault,
    Facts,
    Made,
    Moved,
    Note,
    Opened,
    Passed,
    Problem,
    Refused,
    Sign,
    Step,
    Text,
    Who,
)
from workflows.engine.moving import cancel, complete, fire_timers, open_tasks, place, start
from workflows.engine.timers import span

__all__ = [
    "INITIATOR",
    "Ahead",
    "Bundle",
    "Compiled",
    "Diagram",
    "Due",
    "EffectCall",
    "EngineFault",
    "Facts",
    "Forecast",
    "Made",
    "Moved",
    "Note",
    "Opened",
    "Passed",
    "Problem",
    "Refused",
    "Sign",
    "Step",
    "Text",
    "Who",
    "Within",
    "after",
    "cancel",
    "compile",
    "compile_cached",
    "complete",
    "exits",
    "fire_timers",
    "forecast",
    "go_back",
    "open_tasks",
    "place",
    "seen",
    "span",
    "start",
    "targets",
]
