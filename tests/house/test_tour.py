"""Every page is on the tour that the guards over all pages take (`tests/browser/tour`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from models import Database
from tests.browser import tour
from webapp import create_app
from webapp.config import Settings


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app(Settings(data_dir=tmp_path, secret_key="k"), database=Database("sqlite://"))


def test_every_route_is_on_the_tour(app: Flask) -> None:
    assert not tour.unlisted(app), "say in a module of tests/browser/tour who opens it, or why it is no page"


def test_a_route_that_is_not_on_the_tour_is_seen(app: Flask) -> None:
    app.add_url_rule("/secret", "secret", lambda: "")
    assert tour.unlisted(app) == {"secret"}


def test_every_stop_is_a_route(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {stop.endpoint for stop in tour.stops()} <= routes
