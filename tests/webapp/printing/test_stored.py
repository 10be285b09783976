"""Closed requests are printed once, in three languages, and are the same bytes ever after (features E)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select

from models import Database, Job, Paper, Request
from tests.cast import NOW, Cast
from tests.webapp.services.walking import Walk
from webapp import create_app, printing
from webapp.config import Settings
from webapp.i18n import LANGUAGES
from webapp.jobs.runner import Runner
from webapp.print_answer import printed
from webapp.printing import Printed, words
from webapp.program import program
from webapp.services import decide, papers, visibility
from webapp.services.papers import PaperLost


@pytest.fixture
def app(cast: Cast, tmp_path: Path) -> Iterator[Flask]:
    """The program on the cast's database; its address is known, as people type it."""
    url = cast.database.engine.url.render_as_string(hide_password=False)
    settings = Settings(data_dir=tmp_path, database_url=url, secret_key="k" * 32, base_url="https://approvals.example")
    made = create_app(settings, lambda: NOW, cast.database)
    with made.app_context():
        yield made
    printing.close()


@pytest.fixture
def walk(cast: Cast) -> Walk:
    return Walk(cast).start()


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Printing that only notes what was to be printed, and gives other bytes each time."""
    jobs: list[dict[str, object]] = []

    def make(job: dict[str, object], *_: object) -> Printed:
        jobs.append(job)
        return Printed(f"%PDF {len(jobs)}".encode(), 1)

    monkeypatch.setattr(printing, "make", make)
    return jobs


def sent(walk: Walk, language: str = "zh_Hant") -> bytes:
    """What a reader gets in a language."""
    with walk.cast.database.read() as session:
        paper = papers.kept(session, session.get_one(Request, walk.id), language)
        assert paper is not None
        return papers.read(paper, program().settings.papers_dir)


def rows(database: Database) -> list[Paper]:
    with database.read() as session:
        return list(session.scalars(select(Paper).order_by(Paper.id)))


@pytest.mark.usefixtures("plain")
def test_e_a_request_is_printed_when_it_closes_in_all_languages(app: Flask, walk: Walk) -> None:
    assert Runner(app).drain() == 0
    walk.withdraw()
    assert Runner(app).drain() == 1
    made = rows(walk.cast.database)
    assert {one.language for one in made} == set(LANGUAGES)
    assert {(one.request_id, one.pages, one.size) for one in made} == {(walk.id, 1, 6)}
    assert made[0].program.startswith("approvals ")


@pytest.mark.usefixtures("plain")
def test_e_a_closing_that_is_rolled_back_orders_no_print(cast: Cast, walk: Walk) -> None:
    with cast.database.write() as session:
        decide.withdraw(session, cast.actor(session, "site.staff"), walk.id, "", NOW)
        session.rollback()
    with cast.database.read() as session:
        assert session.scalars(select(Job)).all() == []


def test_e_it_is_printed_once_whatever_runs_again(app: Flask, walk: Walk, plain: list[dict[str, object]]) -> None:
    walk.withdraw()
    Runner(app).drain()
    before = sent(walk)
    with walk.cast.database.write() as session:
        papers.order(session, walk.id, NOW)
    Runner(app).drain()
    assert (len(plain), sent(walk)) == (3, before)


@pytest.mark.usefixtures("plain")
def test_e_what_is_said_after_the_closing_is_not_on_the_paper(app: Flask, walk: Walk) -> None:
    walk.withdraw()
    Runner(app).drain()
    before = sent(walk)
    with walk.cast.database.write() as session:
        actor = walk.cast.actor(session, "site.rep")
        decide.comment(session, actor, walk.id, "後來的話", walk.later(days=1).now)
    assert sent(walk) == before


def test_e_a_print_asked_for_before_the_stored_one_shows_the_same(
    app: Flask, walk: Walk, plain: list[dict[str, object]]
) -> None:
    walk.withdraw()
    with walk.cast.database.write() as session:
        decide.comment(session, walk.cast.actor(session, "site.rep"), walk.id, "後來的話", walk.later(days=1).now)
    with app.test_request_context("/?lang=zh_Hant"), walk.cast.database.read() as session:
        actor = walk.cast.actor(session, "site.staff")
        printed(visibility.request_for(session, actor, walk.id), actor)
    Runner(app).drain()
    assert plain[0] == next(one for one in plain[1:] if one["paper"]["lang"] == "zh_Hant")  # type: ignore[index]


@pytest.mark.usefixtures("plain")
def test_e_a_lost_or_altered_print_is_told_and_not_made_anew(
    app: Flask, walk: Walk, capsys: pytest.CaptureFixture[str]
) -> None:
    walk.withdraw()
    Runner(app).drain()
    one = rows(walk.cast.database)[0]
    path = papers.path_of(one.sha256, program().settings.papers_dir)
    path.write_bytes(b"%PDF forged")
    with pytest.raises(PaperLost):
        papers.read(one, program().settings.papers_dir)
    with walk.cast.database.read() as session:
        altered = list(papers.faults(session, program().settings.papers_dir))
        path.unlink()
        missing = list(papers.faults(session, program().settings.papers_dir))
    assert (len(altered), len(missing)) == (1, 1)
    assert "is not what was stored" in altered[0]
    assert "is missing" in missing[0]
    assert "paper.lost" in capsys.readouterr().out


@pytest.mark.usefixtures("plain")
def test_e_requests_that_closed_before_prints_were_stored_can_be_ordered(walk: Walk) -> None:
    walk.withdraw()
    with walk.cast.database.write() as session:
        assert papers.unprinted(session, tuple(LANGUAGES)) == []  # it is ordered
        session.delete(session.scalars(select(Job)).one())
        session.flush()
        assert papers.unprinted(session, tuple(LANGUAGES)) == [walk.id]


def test_e_without_an_address_for_its_code_nothing_is_stored(cast: Cast, walk: Walk, tmp_path: Path) -> None:
    url = cast.database.engine.url.render_as_string(hide_password=False)
    made = create_app(Settings(data_dir=tmp_path, database_url=url, secret_key="k" * 32), lambda: NOW, cast.database)
    walk.withdraw()
    Runner(made).drain()
    assert rows(cast.database) == []


def test_e_stored_bytes_outlive_a_change_of_words_and_hold_the_record(
    app: Flask, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk.withdraw()
    Runner(app).drain()
    before = sent(walk)
    changed = {key: {lang: f"{text}?" for lang, text in each.items()} for key, each in words.words().items()}
    monkeypatch.setattr(words, "words", lambda: changed)
    assert sent(walk) == before
    with pikepdf.open(papers.path_of(rows(walk.cast.database)[0].sha256, program().settings.papers_dir)) as pdf:
        record = json.loads(pdf.attachments["record.json"].get_file().read_bytes())
    assert record["status"] == "withdrawn"
    assert len(record["trail"]["hash"]) == 64
