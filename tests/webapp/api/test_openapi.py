"""The OpenAPI document: it says what is there, and what is there does what it says (schemathesis)."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from models import Database
from tests.cast import NOW
from tests.databases import MIGRATED, Backend
from tests.webapp.api.conftest import Api, company
from webapp import create_app
from webapp.api.operations import OPERATIONS, Operation
from webapp.config import Settings
from webapp.printing import Printed

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_the_document_describes_every_call_and_the_form(api: Api) -> None:
    told = api.get(None, "/openapi.json")
    described = {(method.upper(), path) for path, methods in told["paths"].items() for method in methods}
    assert described == {(each.method, each.path) for each in OPERATIONS}
    assert told["openapi"] == "3.1.0"
    assert "spare_parts" in told["components"]["schemas"]["internal_contact"]["properties"]
    assert "`delivery_note`" in told["info"]["description"]


def test_its_schemas_are_schemas(api: Api) -> None:
    told = api.get(None, "/openapi.json")
    for schema in told["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def _whole(wsgi: WSGIApplication) -> WSGIApplication:
    """The program with answers read to their end and closed, which schemathesis leaves to the garbage collector."""

    def run(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        with closing(wsgi(environ, start)) as parts:  # type: ignore[type-var]
            return [b"".join(parts)]

    return run


@pytest.fixture(scope="module")
def served(sqlite: Backend, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The program with a few requests in it, whose answers the calls of schemathesis may change."""
    folder: Path = tmp_path_factory.mktemp("served")
    sqlite.ensure("api", company, base=MIGRATED)
    with sqlite.fresh("api") as url:
        database = Database(url)
        app = create_app(Settings(data_dir=folder, database_url=url, secret_key="k" * 32), lambda: NOW, database)
        for _ in range(3):
            Api(app, app.test_client()).start()
        app.wsgi_app = _whole(app.wsgi_app)  # type: ignore[method-assign]
        yield app
        database.close()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
@pytest.mark.parametrize("login", ["site.staff", "site.rep"])
def test_no_call_breaks_and_all_answers_are_as_described(
    served: Flask, operation: Operation, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.printing.make", lambda *_: Printed(b"%PDF-1.7", 1))
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", served)
    found = schema[operation.path][operation.method]

    @FEW
    @given(case=found.as_strategy())
    def run(case: schemathesis.Case) -> None:
        if "id" in case.path_parameters:  # most of what it thinks up names nothing
            case.path_parameters["id"] = abs(hash(case.path_parameters["id"])) % 6 + 1
        case.call_and_validate(headers={"Authorization": f"Bearer token-{login}"}, checks=CHECKS)

    run()
