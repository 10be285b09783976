"""Built-in functions over booleans, contexts and anything (DMN 1.5, 10.3.4.2, 10.3.4.11, 10.3.4.12)."""

from workflows.feel import limits
from workflows.feel.compare import equal, negated
from workflows.feel.functions.catalogue import builtin
from workflows.feel.values import Value, kind_of
from workflows.feel.writing import write


@builtin("not", "negand: any")
def negation(value: Value) -> Value:
    """True for false, false for true, else null."""
    return negated(value)


@builtin("is", "value1: any", "value2: any")
def identical(one: Value, other: Value) -> Value:
    """Whether both are the same element of the same type: 10:00Z is not 11:00+01:00."""
    if kind_of(one) != kind_of(other):
        return False
    if kind_of(one) in ("time", "date and time"):
        return write(one) == write(other)
    return equal(one, other) is True


@builtin("get value", "m: context", "key: string")
def get_value(context: dict[str, Value], key: str) -> Value:
    """The entry of this key; null without one."""
    return context.get(key)


@builtin("get value", "m: context", "keys: list")
def get_path(context: dict[str, Value], keys: list[Value]) -> Value:
    """The entry at the end of the path of keys."""
    found: Value = context if keys else None
    for key in keys:
        found = found.get(key) if isinstance(found, dict) and isinstance(key, str) else None
    return found


@builtin("get entries", "m: context")
def get_entries(context: dict[str, Value]) -> Value:
    """A list of contexts {key, value}."""
    limits.spend(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", "entries: list")
def from_entries(entries: list[Value]) -> Value:
    """The context of a list of contexts {key, value}; null if one has no key or a key comes twice."""
    limits.spend(len(entries))
    if not all(isinstance(each, dict) and isinstance(each.get("key"), str) and "value" in each for each in entries):
        return None
    made = {each["key"]: each["value"] for each in entries}
    return made if len(made) == len(entries) else None


@builtin("context put", "context: context", "key: string", "value: any")
def put(context: dict[str, Value], key: str, value: Value) -> Value:
    """The context with this entry added or replaced."""
    limits.spend(len(context))
    return {**context, key: value}


@builtin("context put", "context: context", "keys: list", "value: any")
def put_path(context: dict[str, Value], keys: list[Value], value: Value) -> Value:
    """The context with the entry at the end of the path of keys added or replaced."""
    limits.spend(len(context))
    if not keys or not isinstance(keys[0], str):
        return None
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner = context.get(keys[0])
    changed = put_path(inner, keys[1:], value) if isinstance(inner, dict) else None
    return None if changed is None else {**context, keys[0]: changed}


@builtin("context merge", "contexts: list")
def merge(contexts: list[Value]) -> Value:
    """One context of the entries of all, later ones first."""
    if not all(isinstance(each, dict) for each in contexts):
        return None
    limits.spend(sum(map(len, contexts)))
    return {key: value for each in contexts for key, value in each.items()}
