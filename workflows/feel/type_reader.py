"""Reads types (DMN 1.5, 10.3.1.2, rules 46 and 54)."""

from workflows.feel import types
from workflows.feel.errors import FeelError, position
from workflows.feel.reader import Reader


class TypeReader(Reader):
    """Reads the types in instance of and in function definitions."""

    def type(self) -> types.Type:
        """A type by name, or list<…>, range<…>, context<…>, function<…> -> …"""
        with self.deeper():
            start, name = self.token.start, self.type_name()
            if name in ("list", "range") and self.skip("<"):
                item = self.type()
                self.expect(">")
                return types.ListType(item=item) if name == "list" else types.RangeType(item=item)
            if name == "context" and self.skip("<"):
                return types.ContextType(entries=self.entry_types())
            if name == "function" and self.skip("<"):
                return self.function_type()
            found = self.named_types.get(name) or types.simple(name)
            if found is None:
                raise FeelError("unknown_type", position(self.source, start), found=name)
            return found

    def type_name(self) -> str:
        """The name of a type, its parts joined by dots."""
        with self.known.local([*types.SIMPLE, *self.named_types]):
            name = self.name()
            while self.skip("."):
                name += "." + self.name()
            return name

    def entry_types(self) -> dict[str, types.Type]:
        """key: type, … up to '>'"""
        found: dict[str, types.Type] = {}
        while not self.skip(">"):
            if found:
                self.expect(",")
            key = self.key()
            self.expect(":")
            found[key] = self.type()
        return found

    def function_type(self) -> types.Type:
        """type, … up to '>', then '->' and the type of the result"""
        params: list[types.Type] = []
        while not self.skip(">"):
            if params:
                self.expect(",")
            params.append(self.type())
        self.expect("->")
        return types.FunctionType(params=tuple(params), result=self.type())
