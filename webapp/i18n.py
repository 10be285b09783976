"""The three languages: which one a person reads, and times, days and names as they are shown in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g, has_request_context, request
from flask_babel import (
    Babel,
    force_locale,
    format_date,
    format_datetime,
    format_decimal,
    get_locale,
    gettext,
    ngettext,
)

from forms import kit
from webapp.program import now, program

LANGUAGES = {"en": "English", "zh_Hant": "繁體中文", "zh_Hans": "简体中文"}
TAGS = {"en": "en", "zh_Hant": "zh-Hant", "zh_Hans": "zh-Hans"}
SHANGHAI = ZoneInfo("Asia/Shanghai")
COOKIE = "language"
MOMENTS = {"en": "d MMM y, HH:mm", "zh": "yyyy-MM-dd HH:mm"}
SHORT_MOMENTS = {"en": "d MMM, HH:mm", "zh": "MM-dd HH:mm"}
DAYS = {"en": "d MMM y", "zh": "yyyy-MM-dd"}
"""Patterns of CLDR. Chinese ones are those of GB/T 7408, as people type them and as they stand on paper."""
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SIMPLIFIED = ("hans", "cn", "sg", "my")

__all__ = ["LANGUAGES", "TAGS", "force_locale", "gettext", "init_app", "language", "ngettext", "words"]


def init_app(app: Flask) -> None:
    """Set up translations and give templates the functions that show values."""
    Babel(app, default_locale="en", default_timezone="Asia/Shanghai", locale_selector=select)
    app.jinja_env.filters.update(
        moment=moment,
        day=day,
        words=words,
        unit_name=unit_name,
        number=number,
        file_size=file_size,
        when=when,
        short_moment=short_moment,
    )
    app.jinja_env.globals.update(LANGUAGES=LANGUAGES, language=language, language_tag=lambda: TAGS[language()])
    app.jinja_env.globals.update(deadline=deadline, age=age, span=span)


def select() -> str:
    """Return the language of this request: `lang` of an address, the person's, the cookie's, the browser's."""
    if not has_request_context():
        return "en"
    asked = match(request.args.get("lang", ""))
    person = getattr(g.get("actor"), "language", None)
    cookie = request.cookies.get(COOKIE)
    return asked or next((one for one in (person, cookie) if one in LANGUAGES), None) or _accepted()


def _accepted() -> str:
    for tag, _quality in request.accept_languages:
        if found := match(tag):
            return found
    return program().settings.language


def match(tag: str) -> str | None:
    """Return our language for a language tag ("zh-TW", "zh_Hans", "en-GB"), or None."""
    parts = tag.lower().replace("_", "-").split("-")
    if parts[0] == "en":
        return "en"
    if parts[0] != "zh":
        return None
    return "zh_Hans" if any(part in _SIMPLIFIED for part in parts[1:]) else "zh_Hant"


def language() -> str:
    """Return the language of the page being made."""
    found = str(get_locale() or "en")
    return found if found in LANGUAGES else "en"


def words(titles: Mapping[str, str], fallback: str = "") -> str:
    """Return a text that a process brings in several languages."""
    return kit.title(titles, language(), fallback)


def unit_name(unit: Any) -> str:
    """Return a unit's name; its English one for readers of English."""
    return str((language() == "en" and unit.name_en) or unit.name)


def local(at: datetime) -> datetime:
    """Return a moment in the company's time zone."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(SHANGHAI)


def moment(value: datetime | str | None) -> str:
    """Return a moment in Asia/Shanghai as the reader writes it: 2026-11-23 14:05, in English 23 Nov 2026, 14:05."""
    at = _parsed(value)
    return str(format_datetime(at, _pattern(MOMENTS))) if at else str(value or "")


def short_moment(value: datetime | str | None) -> str:
    """Return a moment without its year, for small places: 11-23 14:05, in English 23 Nov, 14:05."""
    at = _parsed(value)
    return str(format_datetime(at, _pattern(SHORT_MOMENTS))) if at else str(value or "")


def clock(at: datetime) -> str:
    """Return the time of day, in every language alike: 14:05, in Asia/Shanghai."""
    return f"{local(at):%H:%M}"


def when(at: datetime) -> str:
    """Return a moment as short as it can be: the time of day where it was today."""
    return clock(at) if local(at).date() == local(now()).date() else short_moment(at)


def typed_moment(value: datetime | str | None) -> str:
    """Return a moment as it is typed into a field, in every language alike: 2026-11-23 14:05, in Asia/Shanghai."""
    at = _parsed(value)
    return f"{local(at):%Y-%m-%d %H:%M}" if at else str(value or "")


def day(value: date | str | None) -> str:
    """Return a day as the reader writes it: 2026-11-23, in English 23 Nov 2026; a moment's day is Shanghai's."""
    known = _parsed_day(value)
    return str(format_date(known, _pattern(DAYS), rebase=False)) if known else str(value or "")


def number(value: Any) -> str:
    """Return a number with its thousands marked as the reader does, its places as they are."""
    text = str("" if value is None else value)
    if not NUMBER.fullmatch(text):
        return text
    places = len(text.partition(".")[2])
    return str(format_decimal(Decimal(text), "#,##0" + ("." + "0" * places if places else "")))


def file_size(size: int | None) -> str:
    """Return the size of a file: 0.3 kB, 12 kB, 1.2 MB."""
    unit, name = (1_000_000, "MB") if (size or 0) >= 1_000_000 else (1_000, "kB")
    whole = (size or 0) / unit
    return f"{format_decimal(whole, '#,##0' if whole >= 10 else '#,##0.#')} {name}"


def age(since: datetime) -> str:
    """Return how long ago something was: "3 days", "2 hours"."""
    return span(now() - since)


def deadline(due: datetime) -> str:
    """Return in words how far a deadline is: "in 3 hours", "2 days late"."""
    left = due - now()
    if left < timedelta():
        return str(gettext("%(time)s late", time=span(-left)))
    return str(gettext("%(time)s left", time=span(left)))


def span(length: timedelta) -> str:
    """Return a length of time in its largest whole unit."""
    minutes = int(length.total_seconds() // 60)
    if minutes >= 2 * 24 * 60:
        return str(ngettext("%(num)d day", "%(num)d days", minutes // (24 * 60)))
    if minutes >= 60:
        return str(ngettext("%(num)d hour", "%(num)d hours", minutes // 60))
    return str(ngettext("%(num)d minute", "%(num)d minutes", max(minutes, 0)))


def span_of_seconds(seconds: int) -> str:
    """Return a waiting time, rounded up to whole minutes."""
    return span(timedelta(minutes=-(-seconds // 60)))


def _pattern(patterns: Mapping[str, str]) -> str:
    return patterns.get(language(), patterns["zh"])


def _parsed(value: datetime | str | None) -> datetime | None:
    if not value:
        return None
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _parsed_day(value: date | str | None) -> date | None:
    if isinstance(value, datetime):
        return local(value).date()
    if isinstance(value, date) or not value:
        return value or None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
