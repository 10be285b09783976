"""Walking ahead of a token from element to element: each step is noted, nothing is run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from workflows.engine.gateways import Exclusive, Fork, InclusiveFork, Join
from workflows.engine.knowledge import Knowledge
from workflows.engine.model import Compiled
from workflows.engine.net import join
from workflows.engine.specs import Element, End, Inner, ProcessSpec, Rule, UserStep, Way
from workflows.engine.ways import branches, entry, meeting, possible

EITHER, SOME, BOTH = "either", "some", "both"
MOST = 600
"""Elements looked at in one forecast: more than a person would draw, a stop for odd diagrams."""


@dataclass(frozen=True)
class Within:
    """A way of a gateway, by its flow, in which a step lies.

    `kind`: 'either' (one of the ways is taken), 'some' (one or more are), 'both' (all are, side by side). `ways`: how
    many of them are possible.
    """

    gateway: str
    kind: str
    way: str
    ways: int


@dataclass(frozen=True)
class Ahead:
    """A step still to come: its path, the ways around it (outermost first), and the steps right before it."""

    step: str
    within: tuple[Within, ...] = ()
    after: frozenset[str] = frozenset()

    @property
    def sure(self) -> bool:
        """Say whether it comes on every way that is possible."""
        return all(one.kind == BOTH for one in self.within)


@dataclass(frozen=True)
class Here:
    """Where a walk stands: its level and scope, what is known, the ways around it, the steps it comes from.

    `ended`: it goes no further, for it has ended, or leads back to where it has been.
    """

    spec: ProcessSpec
    known: Knowledge
    scope: str | None = None
    within: tuple[Within, ...] = ()
    after: frozenset[str] = frozenset()
    ended: bool = False

    def path(self, name: str) -> str:
        """Return the path of an element of this level."""
        return join(self.scope, name)

    def merged(self, ends: Iterable[Here]) -> Here:
        """Return this place behind several ways that began here; ended ones do not come there."""
        coming = [end for end in ends if not end.ended]
        known = Knowledge.common([end.known for end in coming]) if coming else self.known
        after = frozenset[str]().union(*(end.after for end in coming))
        return replace(self, known=known, after=after, ended=not coming)

    def through(self, way: Way, gateway: Element, kind: str, ways: int) -> Here:
        """Return this place on one way of a gateway."""
        inside = Within(self.path(gateway.name), kind, self.path(way.flow), ways)
        return replace(self, within=(*self.within, inside))


@dataclass
class Walker:
    """Notes in `found` what lies ahead, until `left` elements are looked at."""

    compiled: Compiled
    found: list[Ahead] = field(default_factory=list)
    left: int = MOST

    def go(self, name: str, here: Here, stop: str | None, seen: frozenset[str]) -> Here:
        """Walk from an element until `stop`, the end of the level, or what this way has `seen` already."""
        self.left -= 1
        if name == stop:
            return here
        if name in seen or self.left <= 0:
            return replace(here, ended=True)
        spec = here.spec.task_specs[name]
        if isinstance(spec, End):
            return replace(here, ended=stop is not None)
        if isinstance(spec, UserStep):
            here = self.step(here.path(name), here)
        elif isinstance(spec, Rule):
            here = replace(here, known=here.known.decided(here.path(name), here.scope, spec.table))
        elif isinstance(spec, Inner):
            level = self.level(spec, here)
            here = self.left_level(here, self.go(level.spec.first, level, None, frozenset()))
        return self.onward(spec, here, stop, seen | {name})

    def step(self, path: str, here: Here) -> Here:
        """Note a step, of whose answers nothing is known behind it."""
        self.found.append(Ahead(path, here.within, here.after))
        return replace(here, known=here.known.without(f"steps.{path}"), after=frozenset({path}))

    def level(self, spec: Inner, here: Here) -> Here:
        """Return the place inside a call or sub-process."""
        scope = here.path(spec.name) if spec.scoped else here.scope
        return replace(here, spec=self.compiled.net.inner[spec.spec], scope=scope)

    @staticmethod
    def left_level(here: Here, inside: Here) -> Here:
        """Return the place behind a call or sub-process whose last token ended `inside`."""
        return replace(here, known=inside.known, after=inside.after, ended=inside.ended)

    def onward(self, spec: Element, here: Here, stop: str | None, seen: frozenset[str]) -> Here:
        """Walk on behind an element."""
        if here.ended:
            return here
        if isinstance(spec, Fork):
            return self.block(spec, here, stop, seen)
        ways = possible(spec, here.known, here.scope) if isinstance(spec, Exclusive) else spec.ways
        if len(ways) == 1:
            return self.go(entry(here.spec, ways[0].target), here, stop, seen)
        meet = meeting(here.spec, ways, stop)
        ends = [self.way(way, here.through(way, spec, EITHER, len(ways)), meet, seen) for way in ways]
        here = here.merged(ends)
        return here if here.ended or meet is None else self.go(meet, here, stop, seen)

    def way(self, way: Way, here: Here, stop: str | None, seen: frozenset[str]) -> Here:
        """Walk along one flow."""
        return self.go(entry(here.spec, way.target), here, stop, seen)

    def block(self, spec: Fork, here: Here, stop: str | None, seen: frozenset[str]) -> Here:
        """Walk along the branches of a block, then on behind its join."""
        ways, sure = branches(spec, here.known, here.scope) if isinstance(spec, InclusiveFork) else (spec.ways, True)
        end, kind = join_of(here.spec, spec.name), BOTH if sure else SOME
        alone = len(ways) == 1
        ends = [
            self.way(way, here if alone else here.through(way, spec, kind, len(ways)), end, frozenset()) for way in ways
        ]
        return self.onward(here.spec.task_specs[end], here.merged(ends), stop, seen | {end})


def join_of(spec: ProcessSpec, fork: str) -> str:
    """Return the join that closes the block of a fork."""
    return next(str(name) for name, one in spec.task_specs.items() if isinstance(one, Join) and one.fork == fork)
