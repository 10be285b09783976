"""House rules of the templates."""

import re
from pathlib import Path

import pytest
from jinja2 import StrictUndefined

from models import Database
from webapp import create_app
from webapp.config import Settings

FOLDER = Path(__file__).resolve().parents[2] / "webapp" / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_templates_are_small_and_have_neither_code_nor_style(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 110
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"https?://", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_words_are_translated(path: Path) -> None:
    text = re.sub(
        r"[\w-]+=\"[^\"]*\"|\{% block body_class %\}.*?\{% endblock %\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>",
        " ",
        path.read_text("utf-8"),
        flags=re.DOTALL,
    )
    assert not re.search(r"[A-Za-z]{3,}", text), re.findall(r"[A-Za-z]{3,}", text)


def test_what_is_not_given_is_an_error(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, secret_key="k"), database=Database("sqlite://"))
    assert app.jinja_env.undefined is StrictUndefined
