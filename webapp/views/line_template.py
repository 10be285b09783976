"""The template for lines in the reader's language: which columns, which example, which hints."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext

from forms import kit
from forms.kit import Field
from forms.kit.headings import LIST_TITLES
from forms.kit.taking import EXAMPLE, HINTS
from webapp.i18n import day, language, words
from webapp.program import now
from webapp.services import materials, template_book
from webapp.services.materials import Row
from webapp.services.template_book import TemplateColumn, Words
from webapp.unit_of_work import reading
from webapp.views.line_import import Place


def workbook(place: Place) -> bytes:
    """Return the template for the lists of a form; what it gives is read back."""
    lists = place.lists
    known = materials.search(reading(), kind=materials.kind_of_list(lists[0].name) or None, limit=1).items
    columns = [_column(one, place, known[0] if known else {}) for one in _all_columns(lists)]
    if len(lists) > 1:
        columns.insert(0, _list_column(lists))
    return template_book.make(columns, place.most + 1, _words(place))


def _all_columns(lists: Sequence[Field]) -> list[Field]:
    found = {column.name: column for item in reversed(lists) for column in item.columns}
    order = dict.fromkeys(column.name for item in lists for column in item.columns)
    return [found[name] for name in order]


def _list_column(lists: Sequence[Field]) -> TemplateColumn:
    titles = tuple(words(item.titles, item.name) for item in lists)
    hint = gettext("In which list the row belongs. May be left empty where the catalogue knows the code.")
    return TemplateColumn(words(LIST_TITLES), titles[0], hint, choices=titles)


def _column(column: Field, place: Place, known: Row) -> TemplateColumn:
    titles = tuple(words(one, value) for value, one in column.choices)
    return TemplateColumn(
        words(column.titles, column.name),
        _example(column, known, titles),
        _hint(column, titles),
        column.required_in(kit.step_id(place.step)),
        titles or (_yes_no() if column.kind == "bool" else ()),
        column.decimal,
        column.name in known and column.widget != "material" and column.name != "unit",
    )


def _example(column: Field, known: Row, titles: Sequence[str]) -> str:
    by_kind = {"decimal": "2", "date": day(now()), "bool": _yes_no()[0]}
    return str(known.get(column.name) or (titles[0] if titles else by_kind.get(column.kind, "")))


def _yes_no() -> tuple[str, str]:
    return str(gettext("Yes")), str(gettext("No"))


def _hint(column: Field, titles: Sequence[str]) -> str:
    own = words(column.help)
    if column.kind == "decimal" and column.decimal:
        told = gettext("A number with at most %(places)s decimal places.", places=column.decimal.places)
    elif column.widget == "material":
        told = gettext("The code of the catalogue; what follows from it is filled in where its cells are empty.")
    elif titles:
        told = gettext("One of: %(choices)s.", choices=gettext(", ").join(titles))
    elif column.kind == "date":
        told = gettext("A date, such as 2026-11-30.")
    else:
        told = gettext("Text of at most %(max)s characters.", max=column.max_length) if column.max_length else ""
    return " ".join(filter(None, [told, own]))


def _words(place: Place) -> Words:
    return Words(
        sheet=gettext("Rows"),
        hints=HINTS[language()],
        remark=gettext("Remark"),
        example=EXAMPLE[language()],
        choose=gettext("Please choose one of the given answers."),
        number=gettext("Please enter a number as the hints say."),
        lead=(
            gettext("%(form)s: rows for its lists", form=place.process.title(language())),
            gettext("Fill in the first sheet and send it at “Fill in lines from a spreadsheet”."),
            gettext("At most %(number)s rows. Empty rows are passed over; the example may stay.", number=place.most),
            gettext("Columns are known by their titles: they may stand in any order, and others are left out."),
        ),
        heads=(gettext("Column"), gettext("Required"), gettext("What to enter")),
    )
