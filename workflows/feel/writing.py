"""Values as text, as the function string() writes them (DMN 1.5, 10.3.4.1, table 76)."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from workflows.feel import limits
from workflows.feel.values import Function, Range, Value, YearsMonths


def write(value: Value) -> str:
    """The text of a value; texts themselves unchanged."""
    return value if isinstance(value, str) else _write(value)


def write_inner(value: Value) -> str:
    """The text of a value inside a list, context or range: texts in quotation marks."""
    return quote(value) if isinstance(value, str) else _write(value)


def quote(text: str) -> str:
    """A FEEL text literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write(value: Value) -> str:
    limits.spend(1)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return write_number(value)
    if isinstance(value, list):
        return limits.text("[" + ", ".join(write_inner(item) for item in value) + "]")
    if isinstance(value, dict):
        entries = (f"{write_key(key)}: {write_inner(item)}" for key, item in value.items())
        return limits.text("{" + ", ".join(entries) + "}")
    return _write_other(value)


def _write_other(value: Value) -> str:
    if isinstance(value, Range):
        return write_range(value)
    if isinstance(value, Function):
        return "function(" + ", ".join(value.params) + ")"
    if isinstance(value, dt.datetime):
        return f"{value.year:04}-{value.month:02}-{value.day:02}T{write_time(value.timetz())}"
    if isinstance(value, dt.time):
        return write_time(value)
    if isinstance(value, dt.timedelta):
        return write_duration(value)
    return str(value) if isinstance(value, YearsMonths) else f"{value.year:04}-{value.month:02}-{value.day:02}"


def write_key(key: str) -> str:
    """The key of a context entry, quoted where it is not a plain word."""
    return key if all(character.isalnum() or character in " _?" for character in key) and key else quote(key)


def write_number(value: Decimal) -> str:
    """Digits without exponent; -0 is 0."""
    text = format(value, "f")
    return text[1:] if text.startswith("-") and not value else text


def write_time(value: dt.time) -> str:
    """hh:mm:ss, a fraction if there is one, the offset or zone if there is one."""
    fraction = f".{value.microsecond:06}".rstrip("0") if value.microsecond else ""
    return f"{value.hour:02}:{value.minute:02}:{value.second:02}{fraction}{write_zone(value.tzinfo)}"


def write_zone(zone: dt.tzinfo | None) -> str:
    """Z, an offset or @ and the name of the zone."""
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    offset = zone.utcoffset(None) or dt.timedelta()
    seconds = int(abs(offset).total_seconds())
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
    return ("-" if offset < dt.timedelta() else "+") + text if seconds else "Z"


def write_duration(value: dt.timedelta) -> str:
    """P1DT2H3M4.5S, without the parts that are zero."""
    micro = abs(value) // dt.timedelta(microseconds=1)
    seconds, micro = divmod(micro, 1_000_000)
    fraction = f".{micro:06}".rstrip("0") if micro else ""
    minutes, hours, days = seconds // 60 % 60, seconds // 3600 % 24, seconds // 86400
    second = f"{seconds % 60}{fraction}S" if seconds % 60 or micro else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + second
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-" if value < dt.timedelta() else "") + "P" + (text or "T0S")


def write_range(value: Range) -> str:
    """The range with its brackets, or its operator."""
    if value.operator:
        bound = value.start if value.start is not None else value.end
        return f"({value.operator} {write_inner(bound)})"
    opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{opening}{write_inner(value.start)}..{write_inner(value.end)}{closing}"
