"""FEEL types, and whether a value conforms to one (DMN 1.5, 10.3.2.9 and 10.3.2.9.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from workflows.feel import limits, values
from workflows.feel.values import Function, Range, Value

SIMPLE = (
    "Any", "Null", "number", "string", "boolean", "date", "time", "date and time", "dateTime",
    "days and time duration", "dayTimeDuration", "years and months duration", "yearMonthDuration", "list", "context",
    "function", "range",
)  # fmt: skip
_OTHER_NAMES = {
    "dateTime": "date and time", "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration", "Null": "null",
}  # fmt: skip


@dataclass(frozen=True)
class Type:
    """Any, or one of the simple types by its FEEL name."""

    name: str = "Any"

    def holds(self, value: Value) -> bool:
        """Whether the value is of this type (null is of no type but Null)."""
        if self.name == "Any":
            return value is not None
        return values.kind_of(value) == self.name


@dataclass(frozen=True)
class ListType(Type):
    """list<item>"""

    name: str = "list"
    item: Type = field(default_factory=Type)

    def holds(self, value: Value) -> bool:
        """Whether the value is a list and each item null or of the item's type."""
        if not isinstance(value, list):
            return False
        limits.spend(len(value))
        return all(item is None or self.item.holds(item) for item in value)


@dataclass(frozen=True)
class ContextType(Type):
    """context<key: type, …>"""

    name: str = "context"
    entries: Mapping[str, Type] = field(default_factory=dict)

    def holds(self, value: Value) -> bool:
        """Whether the value is a context that has each entry, null or of its type."""
        if not isinstance(value, dict):
            return False
        missing = self.entries.keys() - value.keys()
        return not missing and all(_null_or(kind, value[key]) for key, kind in self.entries.items())

    def __hash__(self) -> int:
        return hash(tuple(self.entries))


def _null_or(kind: Type, value: Value) -> bool:
    return value is None or kind.holds(value)


@dataclass(frozen=True)
class RangeType(Type):
    """range<item>"""

    name: str = "range"
    item: Type = field(default_factory=Type)

    def holds(self, value: Value) -> bool:
        """Whether the value is a range whose bounds, where there are any, are of the item's type."""
        if not isinstance(value, Range):
            return False
        bounds = [bound for bound in (value.start, value.end) if bound is not None]
        return all(self.item.holds(bound) for bound in bounds)


@dataclass(frozen=True)
class FunctionType(Type):
    """function<parameter types> -> result"""

    name: str = "function"
    params: tuple[Type, ...] = ()
    result: Type = field(default_factory=Type)

    def holds(self, value: Value) -> bool:
        """Whether the value is a function of as many parameters, their types and its result fitting where declared."""
        if not isinstance(value, Function) or len(value.params) != len(self.params):
            return False
        declared = value.types or (None,) * len(self.params)
        takes = all(conforms(wanted, own) for wanted, own in zip(self.params, declared, strict=True))
        return takes and conforms(value.result, self.result)


def conforms(one: Type | None, other: Type | None) -> bool:
    """Whether every value of type `one` is also of type `other` (an undeclared type is taken to fit)."""
    if one is None or other is None or other.name == "Any" or one == other or one.name == "null":
        return True
    if isinstance(one, ListType) and isinstance(other, ListType):
        return conforms(one.item, other.item)
    if isinstance(one, RangeType) and isinstance(other, RangeType):
        return conforms(one.item, other.item)
    if isinstance(one, ContextType) and isinstance(other, ContextType):
        return all(key in one.entries and conforms(one.entries[key], kind) for key, kind in other.entries.items())
    return False


def simple(name: str) -> Type | None:
    """The built-in type of this name, or None."""
    if name not in SIMPLE:
        return None
    made: dict[str, Callable[[], Type]] = {"list": ListType, "context": ContextType, "range": RangeType}
    return made[name]() if name in made else Type(_OTHER_NAMES.get(name, name))
