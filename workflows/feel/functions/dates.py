"""Built-in functions over dates and times (DMN 1.5, 10.3.4.1, 10.3.4.8, 10.3.4.10)."""

import calendar
import datetime as dt
from decimal import Decimal

from workflows.feel import reading
from workflows.feel.functions.catalogue import builtin, whole
from workflows.feel.values import Value, YearsMonths

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


@builtin("date", "from: string")
def date_from_text(text: str) -> Value:
    """The date that the text spells."""
    return reading.read_date(text)


@builtin("date", "from: moment")
def date_from(moment: dt.date) -> Value:
    """The date of a date and time."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


@builtin("date", "year: number", "month: number", "day: number")
def date_of(year: Decimal, month: Decimal, day: Decimal) -> Value:
    """The date of these parts."""
    parts = [part for part in (whole(year), whole(month), whole(day)) if part is not None]
    return reading.make_date(*parts) if len(parts) == 3 else None


@builtin("date and time", "from: string")
def date_time_from_text(text: str) -> Value:
    """The date and time that the text spells."""
    return reading.read_date_time(text)


@builtin("date and time", "from: moment")
def date_time_from(moment: dt.date) -> Value:
    """A date and time as it is, a date as its midnight."""
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())


@builtin("date and time", "date: moment", "time: time")
def date_time_of(date: dt.date, time: dt.time) -> Value:
    """The date at the time."""
    return dt.datetime.combine(date_from(date), time)


@builtin("date and time", "date: date and time", "timezone: string")
def date_time_in(moment: dt.datetime, timezone: str) -> Value:
    """The same instant in another zone."""
    zone = reading.named_zone(timezone)
    if zone is None or moment.tzinfo is None:
        return None
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return None


@builtin("time", "from: string")
def time_from_text(text: str) -> Value:
    """The time that the text spells."""
    return reading.read_time(text)


@builtin("time", "from: time")
def time_from(time: dt.time) -> Value:
    """A time as it is."""
    return time


@builtin("time", "from: moment")
def time_of_moment(moment: dt.date) -> Value:
    """The time of a date and time; midnight UTC of a date."""
    return moment.timetz() if isinstance(moment, dt.datetime) else dt.time(tzinfo=dt.UTC)


@builtin("time", "hour: number", "minute: number", "second: number", "offset?: days and time duration?")
def time_of(hour: Decimal, minute: Decimal, second: Decimal, offset: dt.timedelta | None = None) -> Value:
    """The time of these parts, with an offset from UTC if one is given."""
    zone = reading.fixed_zone(offset) if offset is not None else None
    if offset is not None and zone is None:
        return None
    return _time(whole(hour), whole(minute), second, zone)


def _time(hour: int | None, minute: int | None, second: Decimal, zone: dt.tzinfo | None) -> dt.time | None:
    if hour is None or minute is None or not 0 <= second < 60:
        return None
    try:
        return dt.time(hour, minute, int(second), int(second % 1 * 1_000_000), zone)
    except ValueError:
        return None


@builtin("duration", "from: string")
def duration(text: str) -> Value:
    """The duration that the text spells."""
    return reading.read_duration(text)


@builtin("duration", "from: duration")
def duration_from(value: Value) -> Value:
    """A duration as it is."""
    return value


@builtin("years and months duration", "from: moment", "to: moment")
def years_months(start: dt.date, end: dt.date) -> Value:
    """The whole months from one date to another."""
    if (start.year, start.month, start.day) > (end.year, end.month, end.day):
        return YearsMonths(-years_months(end, start).total)
    months = (end.year - start.year) * 12 + end.month - start.month
    return YearsMonths(months - (end.day < start.day))


@builtin("now")
def now() -> Value:
    """The date and time now, in UTC."""
    return dt.datetime.now(dt.UTC)


@builtin("today")
def today() -> Value:
    """The date today, in UTC."""
    return dt.datetime.now(dt.UTC).date()


@builtin("day of year", "date: moment")
def day_of_year(date: dt.date) -> Value:
    """The number of the day in the year, from 1."""
    return Decimal(date.timetuple().tm_yday)


@builtin("day of week", "date: moment")
def day_of_week(date: dt.date) -> Value:
    """The English name of the day of the week."""
    return DAYS[date.weekday()]


@builtin("month of year", "date: moment")
def month_of_year(date: dt.date) -> Value:
    """The English name of the month."""
    return MONTHS[date.month - 1]


@builtin("week of year", "date: moment")
def week_of_year(date: dt.date) -> Value:
    """The number of the week in the year as ISO 8601 counts."""
    return Decimal(date.isocalendar().week)


@builtin("last day of month", "date: moment")
def last_day(date: dt.date) -> Value:
    """The number of the last day of the month."""
    return Decimal(calendar.monthrange(date.year, date.month)[1])
