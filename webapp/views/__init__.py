"""The pages: one module per family of screens. A view fetches with right, reads the form, calls one verb, redirects."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    batch,
    copies,
    diagrams,
    drafts,
    files,
    filtering,
    filters,
    handing_over,
    inbox,
    line_import,
    lines,
    lists,
    materials,
    navigation,
    notices,
    outputs,
    papers,
    people,
    print,
    request_acts,
    requests,
    rows,
    saving,
    search,
    sign_in,
    start,
    substitutes,
    tasks,
)

BLUEPRINTS = (
    sign_in.blueprint,
    inbox.blueprint,
    search.blueprint,
    copies.blueprint,
    filters.blueprint,
    start.blueprint,
    drafts.blueprint,
    tasks.blueprint,
    saving.blueprint,
    requests.blueprint,
    request_acts.blueprint,
    print.blueprint,
    batch.blueprint,
    lists.blueprint,
    papers.blueprint,
    diagrams.blueprint,
    files.blueprint,
    materials.blueprint,
    people.blueprint,
    handing_over.blueprint,
    lines.blueprint,
    notices.blueprint,
    outputs.blueprint,
    substitutes.blueprint,
)


def init_app(app: Flask) -> None:
    """Register the pages and what every page shows around them."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    navigation.init_app(app)
    rows.init_app(app)
    filtering.init_app(app)
    line_import.init_app(app)
