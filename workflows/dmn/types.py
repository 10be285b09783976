"""Item definitions as FEEL types, and the fitting of a value to one (DMN 1.5, 7.3.2, 10.3.2.9.4)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from workflows.dmn.problems import Problem
from workflows.dmn.xml import Element, attribute, child, children, identity, text_of, type_ref
from workflows.feel import FeelError, UnaryTests, Value
from workflows.feel import types as feel_types
from workflows.feel.expression import build_unary
from workflows.feel.types import ContextType, FunctionType, ListType, Type
from workflows.feel.values import Clean

ANY = Type()


@dataclass(frozen=True)
class Definition:
    """A named type, the values that it allows, and those of its entries or items."""

    kind: Type
    allowed: UnaryTests | None = None
    entries: tuple[tuple[str, "Definition"], ...] = ()
    item: "Definition | None" = None

    def allows(self, value: Value) -> bool:
        """Whether the value is among the allowed values, and what is inside it too (7.3.3)."""
        if self.allowed is not None and self.allowed.evaluate(value, Clean()) is not True:
            return False
        if self.item is not None and isinstance(value, list):
            return all(each is None or self.item.allows(each) for each in value)
        if isinstance(value, dict):
            return all(value.get(key) is None or inner.allows(value[key]) for key, inner in self.entries)
        return True


def coerced(value: Value, definition: Definition | None) -> Value:
    """The value as the type wants it, null if it does not conform: an item for a list of one, a list for an item,
    a date and time for a date."""
    if definition is None or value is None or definition.kind.name == "Any":
        return value
    fitting = _fitting(value, definition.kind)
    return fitting if fitting is not None and definition.allows(fitting) else None


def arguments(given: list[Value], kinds: list[Definition | None]) -> list[Value] | None:
    """The arguments of a call as their types want them, or None if one does not conform."""
    taken = [coerced(value, kind) for value, kind in zip(given, kinds, strict=True)]
    lost = any(value is not None and own is None for value, own in zip(given, taken, strict=True))
    return None if lost else taken


def _fitting(value: Value, kind: Type) -> Value:
    if kind.holds(value):
        return value
    if isinstance(value, list) and len(value) == 1 and kind.holds(value[0]):
        return value[0]
    if isinstance(kind, ListType) and not isinstance(value, list) and kind.holds([value]):
        return [value]
    if kind.name == "date and time" and isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time(), dt.UTC)
    return None


class Types:
    """The types of a model by name; those of imported models by 'import.name'."""

    def __init__(self, root: Element, imported: Mapping[str, "Types"]) -> None:
        self.elements = {attribute(each, "name"): each for each in children(root, "itemDefinition")}
        self.namespace = attribute(root, "namespace")
        self.imported = imported
        self.problems: list[Problem] = []
        self._made: dict[str, Definition] = {}
        self._making: set[str] = set()
        for name in self.elements:
            self.named(name)

    def of(self, element: Element | None) -> Definition | None:
        """The type that an element refers to, or None if it says none."""
        name = type_ref(element)
        if not name or element is None:
            return None
        found = self.named(self._unprefixed(name, element))
        if found is None:
            self.problems.append(Problem.make(identity(element), "unknown_type", name=name))
        return found

    def _unprefixed(self, name: str, element: Element) -> str:
        """The name of a type written with a prefix of XML: of this model, or of the import with that namespace."""
        prefix, colon, inner = name.partition(":")
        namespace = element.nsmap.get(prefix)
        if not colon or namespace is None:
            return name
        found = next((each for each, types in self.imported.items() if types.namespace == namespace), None)
        return inner if namespace == self.namespace else f"{found}.{inner}" if found else name

    def named(self, name: str) -> Definition | None:
        """The type of this name: of the model, of an import, or FEEL's own."""
        if name in self._made:
            return self._made[name]
        if name in self.elements and name not in self._making:
            self._making.add(name)
            self._made[name] = self._read(self.elements[name])
            return self._made[name]
        prefix = next((each for each in self.imported if name.startswith(each + ".")), None)
        if prefix is not None:
            return self.imported[prefix].named(name[len(prefix) + 1 :])
        kind = feel_types.simple(name)
        return Definition(kind) if kind else Definition(ANY) if name in self._making else None

    def kinds(self) -> dict[str, Type]:
        """All types by name, for 'instance of' and function parameters in expressions."""
        made = {name: definition.kind for name, definition in self._made.items()}
        for prefix, types in self.imported.items():
            made |= {f"{prefix}.{name}" if prefix else name: kind for name, kind in types.kinds().items()}
        return made

    def _read(self, element: Element) -> Definition:
        base = self._base(element)
        allowed = self._allowed(element)
        base = Definition(base.kind, allowed or base.allowed, base.entries, base.item)
        if attribute(element, "isCollection") == "true":
            return Definition(ListType(item=base.kind), item=base)
        return base

    def _base(self, element: Element) -> Definition:
        components = children(element, "itemComponent")
        if components:
            entries = tuple((attribute(each, "name"), self._read(each)) for each in components)
            return Definition(ContextType(entries={name: inner.kind for name, inner in entries}), entries=entries)
        function = child(element, "functionItem")
        if function is not None:
            return Definition(self._function(function))
        return self.of(element) or Definition(ANY)

    def _function(self, element: Element) -> FunctionType:
        params = tuple((self.of(each) or Definition(ANY)).kind for each in children(element, "parameters"))
        result = self.named(attribute(element, "outputTypeRef")) or Definition(ANY)
        return FunctionType(params=params, result=result.kind)

    def _allowed(self, element: Element) -> UnaryTests | None:
        constraint = child(element, "typeConstraint", "allowedValues")
        text = text_of(constraint)
        if not text or constraint is None:
            return None
        try:
            return build_unary(text, (), {})
        except FeelError as error:
            self.problems.append(Problem.of(identity(element), error))
            return None
