"""Ids in addresses: only what a row can have. Anything else is an address that does not exist."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST = 10**18 - 1
"""The largest id that is looked up; both databases hold it."""


class RowId(IntegerConverter):
    """A whole number from 1, without leading zeros, that a database can hold."""

    regex = r"[1-9]\d{0,17}"


def init_app(app: Flask) -> None:
    """Use it wherever a route says `<int:…>`. Call before routes are added."""
    app.url_map.converters["int"] = RowId
