"""Random structured diagrams, and an oracle that walks them without an engine.

A block is drawn as BPMN by `Drawing`; `Oracle` says, from the blocks alone, which steps must be open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.workflows.engine.drawing import bundle, element, end, flows, process, start, timer, user
from workflows.engine import Bundle

Facts = dict[str, Any]
DONE = "done"


@dataclass(frozen=True)
class Block:
    """`kind`: step, timed, nothing, seq, xor, par, inc, loop, sub or call."""

    kind: str
    name: str = ""
    parts: tuple[Block, ...] = ()


@dataclass
class Maker:
    """Makes random blocks with names of their own."""

    random: Random
    kinds: tuple[str, ...] = ("step", "step", "seq", "xor", "par", "inc", "loop", "sub", "call", "timed")
    count: int = 0

    def block(self, depth: int) -> Block:
        """Return a random block at most `depth` deep."""
        kind = self.random.choice(self.kinds) if depth else "step"
        self.count += 1
        name = f"{kind}{self.count}"
        return Block(kind, name, tuple(self.parts(kind, depth)))

    def parts(self, kind: str, depth: int) -> Iterator[Block]:
        """Yield the blocks inside a block of this kind."""
        below = depth - 1
        if kind == "seq":
            yield from (self.block(below) for _ in range(self.random.randint(2, 3)))
        elif kind in {"xor", "par"}:
            yield self.block(below)
            yield from (self.maybe(below) for _ in range(self.random.randint(1, 2)))
        elif kind == "inc":
            yield from (self.block(below) for _ in range(self.random.randint(2, 3)))
        elif kind in {"loop", "sub", "call"}:
            yield Block("seq", parts=(self.block(0), self.block(below)))

    def maybe(self, depth: int) -> Block:
        """Return a block, or now and then nothing."""
        return Block("nothing") if self.random.random() < 0.2 else self.block(depth)


@dataclass
class Drawing:
    """Draws blocks as BPMN."""

    elements: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    gates: list[str] = field(default_factory=list)

    def bundle(self, block: Block) -> Bundle:
        """Return the bundle of a block between a start and an end."""
        main = self.process("main", block)
        return bundle(main, *self.called)

    def process(self, name: str, block: Block) -> str:
        """Return a process or sub-process that holds a block."""
        inner = Drawing(called=self.called, gates=self.gates)
        out = inner.draw(block, f"{name}_begin")
        inner.lines.append(f"{out} -> {name}_end")
        body = start(f"{name}_begin") + "".join(inner.elements) + end(f"{name}_end") + flows(*map(named, inner.lines))
        return process(body, name=name)

    def draw(self, block: Block, source: str) -> str:
        """Draw a block behind `source` and return what to draw on from; `node?condition` leaves on a condition."""
        draw: Callable[[Block, str], str] = getattr(self, f"draw_{block.kind}")
        return draw(block, source)

    def link(self, source: str, target: str) -> None:
        self.lines.append(f"{source} -> {target}")

    def draw_nothing(self, _: Block, source: str) -> str:
        return source

    def draw_step(self, block: Block, source: str) -> str:
        self.elements.append(user(block.name))
        self.link(source, block.name)
        return block.name

    def draw_timed(self, block: Block, source: str) -> str:
        out = self.draw_step(block, source)
        merge = f"{block.name}_m"
        self.elements += [timer(f"{block.name}_t", block.name, "PT1H"), element("exclusiveGateway", merge)]
        self.link(out, merge)
        self.link(f"{block.name}_t", merge)
        return merge

    def draw_seq(self, block: Block, source: str) -> str:
        for part in block.parts:
            source = self.draw(part, source)
        return source

    def split(self, block: Block, source: str, tag: str, condition: str) -> str:
        """Draw a split, its branches and where they meet."""
        opens, closes, last = block.name, f"{block.name}_j", len(block.parts) - 1
        conditional = bool(condition)
        default = {"default": f"{opens}_{last}"} if conditional else {}
        self.elements += [element(tag, opens, **default), element(tag, closes)]
        self.link(source, opens)
        for number, part in enumerate(block.parts):
            when = condition.format(name=opens, number=number) if conditional and number != last else ""
            out = self.draw(part, f"{opens}?{opens}_{number}?{when}")
            self.link(out, closes)
        return closes

    def draw_xor(self, block: Block, source: str) -> str:
        self.gates.append(block.name)
        return self.split(block, source, "exclusiveGateway", "{name} = {number}")

    def draw_par(self, block: Block, source: str) -> str:
        return self.split(block, source, "parallelGateway", "")

    def draw_inc(self, block: Block, source: str) -> str:
        self.gates.append(block.name)
        return self.split(block, source, "inclusiveGateway", "list contains({name}_set, {number})")

    def draw_loop(self, block: Block, source: str) -> str:
        self.gates.append(block.name)
        head, tail = f"{block.name}_m", block.name
        self.elements += [element("exclusiveGateway", head)]
        self.elements += [element("exclusiveGateway", tail, default=f"{tail}_out")]
        self.link(source, head)
        self.link(self.draw(block.parts[0], head), tail)
        self.link(f"{tail}?{tail}_again?{tail} = 0", head)
        return f"{tail}?{tail}_out?"

    def draw_sub(self, block: Block, source: str) -> str:
        self.elements.append(self.process(block.name, block.parts[0]).replace("bpmn:process", "bpmn:subProcess"))
        self.link(source, block.name)
        return block.name

    def draw_call(self, block: Block, source: str) -> str:
        self.called.append(self.process(f"{block.name}_p", block.parts[0]))
        self.elements.append(element("callActivity", block.name, calledElement=f"{block.name}_p"))
        self.link(source, block.name)
        return block.name


def named(line: str) -> str:
    """Return a flow line of `drawing` from `node?flow?condition -> node`."""
    source, target = line.split(" -> ")
    node, _, rest = source.partition("?")
    name, _, condition = rest.partition("?")
    return f"{name + ': ' if name else ''}{node} -> {target}{' if ' + condition if condition else ''}"


@dataclass
class Oracle:
    """Which steps are open, from the blocks alone. A state is DONE, or nested as its block is."""

    block: Block
    state: Any = None

    def begin(self, facts: Facts) -> None:
        """Enter the whole."""
        self.state = enter(self.block, facts)

    def complete(self, path: str, facts: Facts) -> None:
        """Complete one open step."""
        self.state = complete(self.block, self.state, path, "", facts)

    def open(self) -> list[str]:
        """Return the paths of the open steps."""
        return sorted(opened(self.block, self.state, ""))

    def go_back(self, to: str) -> None:
        """Reopen `to` in its region."""
        self.state = reopened(self.block, self.state, to, "")

    def legal(self, source: str) -> list[str]:
        """Return the steps that `source` may be returned to."""
        around = homes(self.block, "", ())
        return sorted(path for path, home in around.items() if around[source][: len(home)] == home)


def chosen(block: Block, facts: Facts) -> list[int]:
    """Return the branches that a split takes."""
    last = len(block.parts) - 1
    if block.kind == "par":
        return list(range(last + 1))
    if block.kind == "xor":
        return [facts[block.name] if facts[block.name] < last else last]
    return [n for n in facts[f"{block.name}_set"] if n < last] or [last]


def enter(block: Block, facts: Facts) -> Any:
    """Return the state behind a token's coming."""
    if block.kind == "nothing":
        return DONE
    if block.kind in {"step", "timed"}:
        return "open"
    if block.kind == "seq":
        return onward(block, 0, DONE, facts, first=True)
    if block.kind in {"xor", "par", "inc"}:
        return settled({n: enter(block.parts[n], facts) for n in chosen(block, facts)})
    return again(block, enter(block.parts[0], facts), facts)


def settled(branches: dict[int, Any]) -> Any:
    """Return the branches, or DONE where all are."""
    return DONE if all(state == DONE for state in branches.values()) else branches


def onward(block: Block, index: int, state: Any, facts: Facts, *, first: bool = False) -> Any:
    """Return the state of a sequence whose part `index` is in `state`."""
    if first:
        state = enter(block.parts[0], facts)
    while state == DONE:
        index += 1
        if index == len(block.parts):
            return DONE
        state = enter(block.parts[index], facts)
    return (index, state)


def again(block: Block, state: Any, facts: Facts) -> Any:
    """Return the state of a loop, sub-process or call whose inside is in `state`."""
    if state == DONE and block.kind == "loop" and facts[block.name] == 0:
        return enter(block.parts[0], facts)
    return state


def inside(block: Block, scope: str) -> str:
    """Return the scope inside a block."""
    return f"{scope}{block.name}/" if block.kind == "call" else scope


def complete(block: Block, state: Any, path: str, scope: str, facts: Facts) -> Any:
    """Return the state behind the completion of the step at `path`."""
    if state == DONE:
        return DONE
    if block.kind in {"step", "timed"}:
        return DONE if f"{scope}{block.name}" == path else state
    if block.kind == "seq":
        index, inner = state
        after = complete(block.parts[index], inner, path, scope, facts)
        return onward(block, index, after, facts)
    if block.kind in {"xor", "par", "inc"}:
        return settled({n: complete(block.parts[n], inner, path, scope, facts) for n, inner in state.items()})
    after = complete(block.parts[0], state, path, inside(block, scope), facts)
    return again(block, after, facts) if after == DONE else after


def opened(block: Block, state: Any, scope: str) -> list[str]:
    """Return the open steps of a state."""
    if state == DONE:
        return []
    if block.kind in {"step", "timed"}:
        return [f"{scope}{block.name}"]
    if block.kind == "seq":
        return opened(block.parts[state[0]], state[1], scope)
    if block.kind in {"xor", "par", "inc"}:
        return [path for n, inner in state.items() for path in opened(block.parts[n], inner, scope)]
    return opened(block.parts[0], state, inside(block, scope))


def homes(block: Block, scope: str, home: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the regions around every step."""
    if block.kind in {"step", "timed"}:
        return {f"{scope}{block.name}": home}
    found: dict[str, tuple[str, ...]] = {}
    for number, part in enumerate(block.parts):
        region = home
        if block.kind in {"par", "inc"}:
            region = (*home, f"{scope}{block.name}_{number}")
        elif block.kind in {"sub", "call"}:
            region = (*home, f"{scope}{block.name}/")
        found |= homes(part, inside(block, scope), region)
    return found


def region_holds(block: Block, path: str, scope: str) -> bool:
    """Return whether a step lies in this block and in no inner region of it."""
    return homes(block, scope, ()).get(path) == ()


def placed(block: Block, path: str, scope: str) -> Any:
    """Return the state of a block with exactly this step open, no inner region between."""
    if block.kind in {"step", "timed"}:
        return "open"
    number = next(n for n, part in enumerate(block.parts) if path in homes(part, inside(block, scope), ()))
    inner = placed(block.parts[number], path, inside(block, scope))
    return (number, inner) if block.kind == "seq" else {number: inner} if block.kind == "xor" else inner


def reopened(block: Block, state: Any, path: str, scope: str, *, top: bool = True) -> Any:
    """Return the state with the region of `path` holding one token, at `path`."""
    if top and region_holds(block, path, scope):
        return placed(block, path, scope)
    if block.kind == "seq":
        return (state[0], reopened(block.parts[state[0]], state[1], path, scope, top=False))
    if block.kind in {"par", "inc"}:
        number = next(n for n, part in enumerate(block.parts) if path in homes(part, scope, ()))
        return {**state, number: reopened(block.parts[number], state[number], path, scope)}
    if block.kind == "xor":
        return {n: reopened(block.parts[n], inner, path, scope, top=False) for n, inner in state.items()}
    region = block.kind in {"sub", "call"}
    return reopened(block.parts[0], state, path, inside(block, scope), top=region)
