"""What is still to come if everything is approved: the diagram walked ahead of the open steps, with today's facts.

Nothing is run and no state is read. What is not known yet stays open: a choice that hangs on the answers of steps ahead
is told as "either … or …", with the ways that are possible.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from workflows.engine.ahead import BOTH, Ahead, Here, Walker, Within, join_of
from workflows.engine.knowledge import Knowledge
from workflows.engine.model import INITIATOR, Compiled, Facts
from workflows.engine.net import MAIN
from workflows.engine.placing import last
from workflows.engine.specs import Inner


@dataclass(frozen=True)
class Forecast:
    """The steps still to come, in order; `whole` is False where there were too many to look at."""

    steps: tuple[Ahead, ...]
    whole: bool = True


def forecast(compiled: Compiled, opened: Collection[str], facts: Facts, unknown: Collection[str] = ()) -> Forecast:
    """Return what follows if every one of the `opened` steps and all after them are approved.

    `opened`: paths of the open steps, or `initiator` alone, before anything is sent. `facts` as they stand; what the
    open steps and those ahead will answer is not known, nor what `unknown` names (main fields that are still to be
    filled in). On each way a step is told once, loops too. Never raises for a condition that cannot be answered.
    """
    waiting = [path for path in opened if path in compiled.steps and path != INITIATOR]
    known = Knowledge.of(compiled, facts, {*unknown, *(f"steps.{path}" for path in waiting)})
    here = Here(compiled.net.main, known, after=frozenset({INITIATOR}))
    walker = _Tokens(compiled)
    if INITIATOR in opened:
        walker.go(compiled.net.main.first, here, None, frozenset())
    elif waiting:
        walker.region(0, waiting, here)
    return Forecast(tuple(walker.found), walker.left > 0)


class _Tokens(Walker):
    """Walks from where tokens are: outward through the regions that hold them."""

    def region(self, depth: int, paths: Collection[str], here: Here) -> Here:
        """Walk from the open steps in a region, `depth` levels in, to its end: from inner regions first, then on."""
        homes = {path: self.compiled.net.home[path] for path in paths}
        ends, inner = [], dict[str, list[str]]()
        for path, home in homes.items():
            if len(home) == depth + 1:
                ends.append(self.behind(path, replace(here, after=frozenset({path}))))
            elif home[depth + 1] in self.compiled.net.sides:
                self.side(path, depth + 1, here)
            else:
                inner.setdefault(self.compiled.net.entries[home[depth + 1]], []).append(path)
        ends += [self.inner(entry, held, depth + 1, here) for entry, held in inner.items()]
        return here.merged(ends)

    def behind(self, path: str, here: Here) -> Here:
        """Walk on from an element to the end of its region."""
        return self.onward(here.spec.task_specs[last(path)], here, self._stop(path, here), frozenset())

    def _stop(self, path: str, here: Here) -> str | None:
        """Return the join at which an element's branch ends, None where it ends by itself."""
        region = self.compiled.net.home[path][-1]
        if region == MAIN or region.endswith("/") or region in self.compiled.net.sides:
            return None
        return join_of(here.spec, last(self.compiled.net.entries[region]))

    def side(self, path: str, depth: int, here: Here) -> None:
        """Walk from an open step on a timer's side way, which meets nothing else."""
        region = self.compiled.net.home[path][depth]
        self.region(depth, [path], replace(here, within=(*here.within, Within(region, BOTH, region, 2))))

    def inner(self, entry: str, paths: list[str], depth: int, here: Here) -> Here:
        """Walk from the open steps in a call, a sub-process or the branches of a block, then on behind it."""
        spec = here.spec.task_specs[last(entry)]
        if isinstance(spec, Inner):
            here = self.left_level(here, self.region(depth, paths, self.level(spec, here)))
            return self.behind(entry, here)
        held: dict[str, list[str]] = {}
        for path in paths:
            held.setdefault(self.compiled.net.home[path][depth], []).append(path)
        ends = [self.region(depth, some, self._branch(entry, way, len(held), here)) for way, some in held.items()]
        end, here = join_of(here.spec, spec.name), here.merged(ends)
        return self.onward(here.spec.task_specs[end], here, self._stop(entry, here), frozenset())

    @staticmethod
    def _branch(entry: str, way: str, ways: int, here: Here) -> Here:
        return here if ways == 1 else replace(here, within=(*here.within, Within(entry, BOTH, way, ways)))
