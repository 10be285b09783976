"""Several prints in one go: a PDF with bookmarks or a zip, with the rights of the moment (features E)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from flask_babel import force_locale

from models import Output
from tests.cast import NOW, Cast
from tests.webapp.services.walking import Walk
from webapp import create_app, printing
from webapp.config import Settings
from webapp.jobs import prints
from webapp.jobs.makers import Made
from webapp.jobs.runner import Runner
from webapp.printing import Printed, PrintFailed
from webapp.services import outputs, papers
from webapp.services.errors import NotFound


def blank(pages: int = 1) -> bytes:
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        content = io.BytesIO()
        made.save(content)
    return content.getvalue()


@pytest.fixture
def app(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    url = cast.database.engine.url.render_as_string(hide_password=False)
    settings = Settings(data_dir=tmp_path, database_url=url, secret_key="k" * 32, base_url="https://a", print_batch=3)
    made = create_app(settings, lambda: NOW, cast.database)
    monkeypatch.setattr(printing, "make", lambda *_: Printed(blank(2), 2))
    with made.app_context(), force_locale("en"):
        yield made


@pytest.fixture
def walks(cast: Cast) -> list[Walk]:
    """Three requests of site.staff's, the last one closed."""
    made = [Walk(cast).start() for _ in range(3)]
    made[2].withdraw()
    return made


def batch(walks: list[Walk], path: Path, by: str = "site.staff", **params: object) -> Made:
    with walks[0].cast.database.read() as session:
        actor = walks[0].cast.actor(session, by)
    told: list[tuple[int, int | None]] = []
    made = prints.make(actor, params, path, lambda done, total: told.append((done, total)))
    assert told == [(each, len(told)) for each in range(len(told))]
    return made


@pytest.mark.usefixtures("app")
def test_e_a_batch_is_one_pdf_with_a_bookmark_for_each_request(walks: list[Walk], tmp_path: Path) -> None:
    path = tmp_path / "out"
    made = batch(walks, path, requests=[walk.id for walk in walks])
    assert (made.name, made.type, made.note) == ("prints-20261123-1000.pdf", "application/pdf", {})
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 6
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles[0] == "ICF-2026-000001 Internal contact form"
    assert len(titles) == 3


def test_e_a_zip_holds_stored_prints_as_they_are_stored(app: Flask, walks: list[Walk], tmp_path: Path) -> None:
    Runner(app).drain()
    with walks[2].cast.database.read() as session:
        request = walks[2].screen("site.staff").request
        stored = papers.kept(session, request, "en")
    assert stored is not None
    batch(walks, tmp_path / "out", requests=[walks[2].id], **{"as": "zip"})
    with zipfile.ZipFile(tmp_path / "out") as archive:
        assert archive.namelist() == ["ICF-2026-000003.pdf"]
        assert archive.read("ICF-2026-000003.pdf") == papers.read(stored, tmp_path / "papers")


@pytest.mark.usefixtures("app")
def test_e_what_may_not_be_read_is_left_out_and_listed(walks: list[Walk], tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        batch(walks, tmp_path / "none", by="stranger", requests=[walks[0].id])
    made = batch(walks, tmp_path / "out", requests=[walks[0].id, 987654])
    assert made.note["lines"][0].startswith("#987654: ")
    assert made.note["params"] == {"count": 1}


@pytest.mark.usefixtures("app")
def test_e_a_form_that_fails_does_not_stop_the_others(
    walks: list[Walk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(job: dict[str, dict[str, str]], *_: object) -> Printed:
        if job["paper"]["serial"] == "ICF-2026-000001":
            raise PrintFailed("print_too_long", seconds=60)
        return Printed(blank(), 1)

    monkeypatch.setattr(printing, "make", make)
    made = batch(walks, tmp_path / "out", requests=[walk.id for walk in walks])
    assert made.note["lines"] == ["ICF-2026-000001: This form took longer than the 60 seconds that a print may take."]


@pytest.mark.usefixtures("app")
def test_e_all_of_a_filter_up_to_the_limit(walks: list[Walk], tmp_path: Path) -> None:
    walks += [Walk(walks[0].cast).start() for _ in range(2)]
    made = batch(walks, tmp_path / "out", box="mine", status="open")
    assert made.note["lines"] == ["There are more than 3; only the first were printed."]
    made = batch(walks, tmp_path / "out", box="mine", status="withdrawn")
    assert made.note == {}


def test_e_a_batch_is_ordered_and_made_in_the_background(app: Flask, walks: list[Walk], tmp_path: Path) -> None:
    cast = walks[0].cast
    with cast.database.write() as session:
        actor = cast.actor(session, "site.staff")
        made = outputs.order(session, actor, "prints", {"requests": [walks[0].id]}, "zh_Hant", NOW)
    Runner(app).drain()
    with cast.database.read() as session:
        found = session.get_one(Output, made)
    assert (found.state.value, found.type) == ("done", "application/pdf")
    assert (tmp_path / "outputs" / str(made)).read_bytes().startswith(b"%PDF")
