"""Built-in functions over texts (DMN 1.5, 10.3.4.3)."""

from decimal import Decimal

from workflows.feel import limits, patterns
from workflows.feel.functions.catalogue import builtin, whole
from workflows.feel.values import Value
from workflows.feel.writing import write


@builtin("string", "from: any")
def to_text(value: Value) -> Value:
    """The text of a value; null for null."""
    return None if value is None else limits.text(write(value))


@builtin("string length", "string: string")
def length(text: str) -> Value:
    """The number of characters."""
    return Decimal(len(text))


@builtin("substring", "string: string", "start position: number", "length?: number?")
def substring(text: str, start: Decimal, size: Decimal | None = None) -> Value:
    """So many characters from a position, counted from 1, or from the end if negative."""
    first, count = whole(start), len(text) if size is None else whole(size)
    if not first or count is None or abs(first) > len(text) or count < 0:
        return None
    begin = first - 1 if first > 0 else len(text) + first
    return text[begin : begin + count]


@builtin("upper case", "string: string")
def upper(text: str) -> Value:
    """In capitals."""
    return limits.text(text.upper())


@builtin("lower case", "string: string")
def lower(text: str) -> Value:
    """In small letters."""
    return limits.text(text.lower())


@builtin("substring before", "string: string", "match: string")
def before(text: str, match: str) -> Value:
    """What stands before the first match; an empty text without one."""
    return text.partition(match)[0] if match and match in text else ""


@builtin("substring after", "string: string", "match: string")
def after(text: str, match: str) -> Value:
    """What stands after the first match; an empty text without one."""
    return text.partition(match)[2] if match else text


@builtin("contains", "string: string", "match: string")
def has(text: str, match: str) -> Value:
    """Whether the text contains the match."""
    limits.check_text(len(text))
    return match in text


@builtin("starts with", "string: string", "match: string")
def begins(text: str, match: str) -> Value:
    """Whether the text begins with the match."""
    return text.startswith(match)


@builtin("ends with", "string: string", "match: string")
def ends(text: str, match: str) -> Value:
    """Whether the text ends with the match."""
    return text.endswith(match)


@builtin("matches", "input: string", "pattern: string", "flags?: string?")
def matches(text: str, pattern: str, flags: str | None = None) -> Value:
    """Whether the regular expression is found in the text; null if it is not one."""
    found = patterns.pattern(pattern, flags or "")
    return None if found is None else found.found_in(text)


@builtin("replace", "input: string", "pattern: string", "replacement: string", "flags?: string?")
def replace(text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    """The text with every match replaced; $1 stands for the first group, $0 for the match."""
    found = patterns.pattern(pattern, flags or "")
    return None if found is None else found.replaced_in(text, replacement)


@builtin("split", "string: string", "delimiter: string")
def split(text: str, delimiter: str) -> Value:
    """The parts of the text between the matches of a regular expression."""
    found = patterns.pattern(delimiter, "")
    return None if found is None else found.split(text)


@builtin("string join", "list: list", "delimiter?: string?")
def join(items: list[Value], delimiter: str | None = None) -> Value:
    """The texts of a list with the delimiter between; nulls are passed over."""
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        return None
    limits.check_text(sum(map(len, texts)) + len(delimiter or "") * len(texts))
    limits.spend(len(texts))
    return (delimiter or "").join(texts)
