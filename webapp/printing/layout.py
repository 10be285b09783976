"""A paper (plain data) as HTML: autoescaped, undefined is an error, nothing of the program within reach."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from webapp.printing.glyphs import script
from webapp.printing.words import TAGS, Label, label, word

TEMPLATES = Path(__file__).parent / "templates"
STYLE = TEMPLATES / "form.css"
PROCESSES = Path(__file__).parents[2] / "forms" / "processes"


@lru_cache(maxsize=1)
def environment() -> ImmutableSandboxedEnvironment:
    """Return the templates: ours, and `process/<slug>/print.html` of the release."""
    ours: BaseLoader = FileSystemLoader(TEMPLATES)
    loader = ChoiceLoader([ours, PrefixLoader({"process": FileSystemLoader(PROCESSES)})])
    env = ImmutableSandboxedEnvironment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    env.filters |= {"place": _place, "in_rows": in_rows, "by_line": by_line, "filled": filled, "to_come": to_come}
    return env


def html(paper: Mapping[str, Any], slug: str | None = None, name: str = "print.html") -> str:
    """Return the page of `paper` by the process's own template, or by the default layout where it has none.

    Raises jinja2.UndefinedError where a template asks for what the paper does not have.
    """
    own = bool(slug) and (PROCESSES / str(slug) / name).is_file()
    template = environment().get_template(f"process/{slug}/{name}" if own else "default.html")
    lang = paper["lang"]

    def typed(text: Any) -> Markup:
        """What people typed, with the glyph forms of its own script; the words stay as they are."""
        return Markup('<span lang="{}" class="typed">{}</span>').format(script(str(text), _chinese(lang)), text)

    def say(titles: Any) -> Label:
        """A label from the key of a fixed word or from titles in the three languages."""
        return word(titles, lang) if isinstance(titles, str) else label(titles, lang)

    given = {"typed": typed, "say": say, "qr": _qr(paper["address"]), "style": Markup(STYLE.read_text("utf-8"))}
    return template.render(paper=paper, lang=lang, tag=TAGS[lang], **given)


def in_rows(fields: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Return fields two to a row; a wide one has its row for itself."""
    rows: list[list[Mapping[str, Any]]] = []
    for field in fields:
        room = rows and len(rows[-1]) == 1 and not rows[-1][0].get("wide") and not field.get("wide")
        rows[-1].append(field) if room else rows.append([field])
    return rows


def filled(fields: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the fields that were answered."""
    return [field for field in fields if field["text"] or field["options"]]


def to_come(steps: Iterable[str], paper: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return an empty box for each step of `steps` unsigned and on nobody's desk; none on a closed form."""
    known = {one["id"] for one in (*paper["opinions"], *paper["waiting"])}
    left = [step for step in steps if step not in known and not paper["closed"]]
    return [{"titles": paper["step_titles"][step], "holders": ""} for step in left if step in paper["step_titles"]]


def by_line(field: Mapping[str, Any], column: str) -> dict[str, str]:
    """Return a column's text by the line it speaks of, of a list that names lines of another (`supply`, `counted`)."""
    place = [each["name"] for each in field["columns"]].index(column)
    return {row["id"]: row["cells"][place]["text"] for row in field["rows"]}


def _chinese(lang: str) -> str:
    return "zh-Hans" if lang == "zh_Hans" else "zh-Hant"


def _qr(address: str) -> Markup:
    """A QR code of the request's address as inline SVG (level M)."""
    return Markup(segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True, dark="#16233a"))


def _place(text: str) -> Markup:
    """Text whose line breaks may fall anywhere: long codes and addresses."""
    return Markup('<span class="anywhere">{}</span>').format(escape(text))
