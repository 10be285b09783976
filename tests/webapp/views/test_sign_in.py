"""Signing in and out."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.webapp.views.conftest import PASSWORD, Browser


def test_a_stranger_is_led_to_the_door_and_back(stranger: Browser) -> None:
    stranger.get("/mine?status=open", status=302)
    assert stranger.page is not None
    door = stranger.page.headers["Location"]
    assert door == "/sign-in?next=/mine?status%3Dopen"
    stranger.get(door)
    answer = stranger.post(
        "/sign-in", {"login": "site.staff", "password": PASSWORD, "next": stranger.field("next").replace("&amp;", "&")}
    )
    assert answer.headers["Location"] == "/mine?status=open"


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " "])
def test_a_wrong_password_is_told_and_the_name_kept(stranger: Browser, password: str) -> None:
    stranger.get("/sign-in")
    answer = stranger.post("/sign-in", {"login": "site.staff", "password": password})
    assert answer.status_code == 401
    assert "The name or the password is not right." in answer.text
    assert 'value="site.staff"' in answer.text


def test_too_many_attempts_are_told_with_the_time_to_wait(stranger: Browser) -> None:
    stranger.get("/sign-in")
    for _ in range(5):
        assert stranger.post("/sign-in", {"login": "planner", "password": "no"}).status_code == 401
    answer = stranger.post("/sign-in", {"login": "planner", "password": PASSWORD})
    assert answer.status_code == 429
    assert "Please wait 15 minutes." in answer.text
    assert answer.headers["Retry-After"] == "900"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "/nowhere", "javascript:1"]
)
def test_nobody_is_led_elsewhere(stranger: Browser, target: str) -> None:
    stranger.get("/sign-in")
    answer = stranger.post("/sign-in", {"login": "site.staff", "password": PASSWORD, "next": target})
    assert answer.headers["Location"] == "/tasks"


def test_the_session_is_rotated_at_signing_in(app: Flask, stranger: Browser) -> None:
    stranger.get("/sign-in")
    before = stranger.field("csrf_token")
    stranger.sign_in("site.staff")
    old = stranger.client.get_cookie("approvals")
    assert old is not None
    stranger.get("/me")
    assert stranger.field("csrf_token") != before
    stranger.post("/sign-in", {"login": "site.staff", "password": PASSWORD})
    thief = app.test_client()
    thief.set_cookie("approvals", old.value)
    assert thief.get("/tasks").status_code == 302


def test_signing_out_ends_the_session_and_not_only_the_cookie(app: Flask, browser: Callable[[str], Browser]) -> None:
    person = browser("site.staff")
    cookie = person.client.get_cookie("approvals")
    assert cookie is not None
    person.get("/me")
    assert person.post("/sign-out").status_code == 302
    thief = app.test_client()
    thief.set_cookie("approvals", cookie.value)
    assert thief.get("/tasks").status_code == 302


def test_signing_out_everywhere_ends_the_other_browser_too(browser: Callable[[str], Browser]) -> None:
    here, there = browser("site.staff"), browser("site.staff")
    here.get("/me")
    here.post("/sign-out-everywhere")
    there.get("/tasks", status=302)


@pytest.mark.parametrize(("language", "word"), [("zh_Hant", "待辦"), ("zh_Hans", "待办"), ("en", "To do")])
def test_the_language_is_chosen_and_kept(browser: Callable[[str], Browser], language: str, word: str) -> None:
    person = browser("site.staff")
    person.get("/me")
    answer = person.post("/language", {"language": language, "back": "/tasks"})
    assert answer.headers["Location"] == "/tasks"
    assert word in person.get("/tasks")
    again = browser("site.staff")
    assert word in again.get("/tasks")


@pytest.mark.parametrize(
    ("header", "word"),
    [("zh-TW,zh;q=0.9", "登入"), ("zh-CN", "登录"), ("zh-HK", "登入"), ("en-GB,en;q=0.8", "Sign in"), ("fr", "登入")],
)
def test_the_browsers_language_is_read_before_signing_in(stranger: Browser, header: str, word: str) -> None:
    assert word in stranger.get("/sign-in", headers={"Accept-Language": header})
