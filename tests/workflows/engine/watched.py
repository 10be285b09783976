"""A loop around two branches whose steps have timers with ways of their own."""

from __future__ import annotations

from tests.workflows.engine.drawing import bundle, element, end, flows, process, start, timer, user
from workflows.engine import Compiled, compile_cached

LINES = (
    "begin -> merge", "merge -> first", "first -> fork", "fork -> a", "fork -> b", "a -> meet", "a_late -> meet",
    "meet -> join", "b -> c", "c -> join", "join -> check", "check -> sent", "sent -> merge if again = 0",
    "ok: sent -> end", "a_told -> chase", "chase -> chase_end", "b_told -> ask", "ask -> ask2", "ask2 -> ask_end",
    "k_told -> report", "report -> report_end",
)  # fmt: skip


def watched() -> Compiled:
    """Return the compiled diagram; its first step is a called process under a timer."""
    steps = "".join(user(name) for name in ("a", "b", "c", "check", "chase", "ask", "ask2", "report"))
    gates = element("parallelGateway", "fork") + element("parallelGateway", "join")
    gates += element("exclusiveGateway", "merge") + element("exclusiveGateway", "meet")
    gates += element("exclusiveGateway", "sent", default="ok")
    clocks = timer("a_late", "a", "PT1H") + timer("a_told", "a", "PT1H", interrupting=False)
    clocks += timer("b_told", "b", "PT1H", interrupting=False) + timer("k_told", "first", "PT1H", interrupting=False)
    ends = "".join(map(end, ("end", "chase_end", "ask_end", "report_end")))
    call = element("callActivity", "first", calledElement="inner")
    inside = (start("b2"), user("i1"), user("i2"), end("e2"), flows("b2 -> i1", "i1 -> i2", "i2 -> e2"))
    return compile_cached(bundle(process(start(), steps, gates, clocks, ends, call, flows(*LINES)),
                                 process(*inside, name="inner")))  # fmt: skip
