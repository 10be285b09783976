"""Further papers that a process brings beside its form, such as a delivery note: `forms/processes/<slug>/prints.toml`.

They belong to the release, as `print.html` does: owners never bring templates.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from forms import kit
from webapp.printing import answers
from webapp.services.shapes import RequestScreen, SectionView
from webapp.services.shipped import FORMS


@dataclass(frozen=True)
class Variant:
    """A further paper: its name in addresses, its template, after which step it is there (`unless` that
    answer is yes), whose lines it shows.
    """

    name: str
    template: str
    title: Mapping[str, str]
    after: str
    scope: str | None
    step: str
    unless: str = ""


@cache
def variants(slug: str) -> tuple[Variant, ...]:
    """Return the further papers of a process; none of one that the release does not know."""
    path = FORMS / slug / "prints.toml"
    if not slug.isidentifier() or not path.is_file():
        return ()
    return tuple(Variant(name, **each) for name, each in tomllib.loads(path.read_text("utf-8")).items())


def offered(slug: str, sections: Iterable[SectionView]) -> tuple[Variant, ...]:
    """Return the further papers that a request has already, as far as these sections show."""
    answered = {str(view.step): view.data for view in sections if view.step and view.data}
    return tuple(
        one for one in variants(slug) if one.after in answered and not answered[one.after].get(one.unless, False)
    )


def slip(screen: RequestScreen, variant: Variant, names: answers.Names) -> dict[str, Any]:
    """Return what the paper of a variant shows beside the request's own: the lines that its step is about, by list."""
    own = {str(view.step): dict(view.data) for view in screen.sections if view.step and not view.scope}
    found = kit.contribution(screen.process.key).lines(variant.step, variant.scope, {**screen.data, **own})
    main = screen.process.form.main.by_name
    lists = {name: [line for line in found if line["list"] == name] for name in main}
    made = [answers.answer(main[name], lines, names) for name, lines in lists.items() if lines]
    return {"scope": variant.scope, "after": variant.after, "lists": made}
