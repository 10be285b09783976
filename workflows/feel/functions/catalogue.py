"""How a built-in function is declared: its names of parameters and their types, once, where it is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workflows.feel.values import Function, Value, kind_of

_GROUPS = {
    "any": frozenset[str](),
    "moment": frozenset({"date", "date and time"}),
    "comparable": frozenset({"number", "string", "date", "time", "date and time", "days and time duration",
                             "years and months duration"}),
    "point": frozenset({"number", "string", "date", "time", "date and time", "days and time duration",
                        "years and months duration", "range"}),
    "duration": frozenset({"days and time duration", "years and months duration"}),
}  # fmt: skip


@dataclass(frozen=True)
class Parameter:
    """A parameter: its name, its type or group of types, whether null is taken and whether it may be left out."""

    name: str
    kinds: frozenset[str]
    nullable: bool
    optional: bool
    rest: bool = False

    def taken(self, value: Value) -> tuple[bool, Value]:
        """Whether the value fits, and what is taken: an item for a list of one, a list for an item (10.3.2.9.4)."""
        if value is None:
            return self.nullable, None
        kind = kind_of(value)
        if not self.kinds or kind in self.kinds:
            return True, value
        if kind == "list" and len(value) == 1 and kind_of(value[0]) in self.kinds:
            return True, value[0]
        return ("list" in self.kinds), [value]


Signature = tuple[Parameter, ...]
Run = Callable[..., Value]


@dataclass(frozen=True)
class Builtin:
    """A built-in function of one or more signatures. `variadic`: takes arguments instead of one list of them too."""

    name: str
    signatures: tuple[Signature, ...]
    runs: tuple[Run, ...]
    variadic: bool = False

    def taking(self, number: int) -> Callable[[list[Value]], Value]:
        """The function for so many arguments by position: the first signature that they fit; null when none does."""
        if self.variadic and number > 1:
            one = self.taking(1)
            return lambda given: one([given])
        found = [(_widened(signature, number), run) for signature, run in zip(self.signatures, self.runs, strict=True)]
        fitting = [(signature, run) for signature, run in found if signature is not None]
        return lambda given: _first(fitting, given)

    def positional(self, given: list[Value]) -> Value:
        """Calls with arguments by position."""
        return self.taking(len(given))(given)

    def named(self, given: Mapping[str, Value]) -> Value:
        """Calls with arguments by name: the first signature that has all the names."""
        for signature, run in zip(self.signatures, self.runs, strict=True):
            names = [each.name for each in signature]
            if not given.keys() - set(names):
                last = max((names.index(name) + 1 for name in given), default=0)
                needed = sum(not each.optional for each in signature)
                count = max(last, needed)
                taken = _taken(signature[:count], [given.get(name) for name in names[:count]])
                if taken is not None:
                    return run(*taken)
        return None

    def function(self) -> Function:
        """The function as a value."""
        return Function(tuple(each.name for each in self.signatures[0]), self.positional)


def _widened(signature: Signature, number: int) -> Signature | None:
    """The parameters for so many arguments: the last repeated if it is a rest; None if the number does not fit."""
    least = sum(not each.optional for each in signature)
    if signature and signature[-1].rest:
        signature += (signature[-1],) * (number - len(signature))
    return signature[:number] if least <= number <= len(signature) else None


def _first(fitting: list[tuple[Signature, Run]], given: list[Value]) -> Value:
    for signature, run in fitting:
        taken = _taken(signature, given)
        if taken is not None:
            return run(*taken)
    return None


def _taken(signature: Signature, given: list[Value]) -> list[Value] | None:
    taken = []
    for parameter, value in zip(signature, given, strict=True):
        fits, own = parameter.taken(value)
        if not fits:
            return None
        taken.append(own)
    return taken


CATALOGUE: dict[str, Builtin] = {}


def builtin(name: str, *params: str, variadic: bool = False) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Declares a built-in function. Declared again under the same name, it gains a signature.

    A parameter is written 'name: type', with '?' after the name if it may be left out and after the type if it may be
    null, and '...' after the name if any number of them is taken.
    """
    signature = tuple(_parameter(text) for text in params)

    def declare(run: Callable[..., Value]) -> Callable[..., Value]:
        known = CATALOGUE.get(name)
        signatures, runs = (known.signatures, known.runs) if known else ((), ())
        CATALOGUE[name] = Builtin(name, (*signatures, signature), (*runs, run), variadic)
        return run

    return declare


def _parameter(text: str) -> Parameter:
    name, _, kind = (part.strip() for part in text.partition(":"))
    bare = kind.rstrip("?")
    kinds = _GROUPS.get(bare, frozenset({bare}))
    nullable = kind.endswith("?") or bare == "any"
    return Parameter(name.rstrip("?."), kinds, nullable, name.endswith("?"), name.endswith("..."))


def whole(value: Value) -> int | None:
    """A number cut to a whole one; None if it is null or far too large."""
    if value is None or abs(value) > 10**9:
        return None
    return int(value)
