"""A session that ended while somebody was typing: nothing is lost, and nothing is done by itself."""

from collections.abc import Callable

import pytest

from tests.webapp.views.conftest import CONTACT, PASSWORD, START, Browser


def _forget(person: Browser) -> None:
    person.client.delete_cookie("approvals")


def _sign_in_again(person: Browser, answer: object, login: str) -> str:
    assert person.page is answer
    text = person.page.text
    assert "the form comes back as you left it" in text
    kept = {name: _unescaped(person.field(name)) for name in ("kept", "kept_path")}
    answer = person.post("/sign-in", {"login": login, "password": PASSWORD, **kept})
    assert answer.status_code == 200
    return answer.text


def _unescaped(text: str) -> str:
    return (
        text.replace("&#34;", '"').replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    )


def test_a_form_to_start_comes_back_and_is_not_sent(browser: Callable[[str], Browser]) -> None:
    person = browser("site.staff")
    person.get(START)
    _forget(person)
    odd = "<b>\"𠮷\" & '漏油'"
    answer = person.post(START, {**CONTACT, "reason": odd, "_action": "submit", "_action_id": "one"})
    assert answer.status_code == 401
    text = _sign_in_again(person, answer, "site.staff")
    assert "&lt;b&gt;&#34;𠮷&#34; &amp; &#39;漏油&#39;" in text
    assert 'value="S-001"' in text
    assert "Nothing you typed was lost" in text
    assert "ICF-" not in person.get("/mine")


def test_the_form_that_came_back_can_be_sent(browser: Callable[[str], Browser]) -> None:
    person = browser("site.staff")
    person.get(START)
    _forget(person)
    answer = person.post(START, {**CONTACT, "_action": "submit", "_action_id": "one"})
    _sign_in_again(person, answer, "site.staff")
    sent = person.post(START, {**CONTACT, "_action": "submit", "_action_id": person.field("_action_id")})
    assert sent.status_code == 302
    assert "ICF-2026-000001" in person.get("/mine")


@pytest.mark.usefixtures("sent")
def test_a_decision_comes_back_and_is_not_made(browser: Callable[[str], Browser]) -> None:
    person = browser("site.rep")
    task = person.task()
    _forget(person)
    answer = person.post(task, {"_action": "approve", "_comment": "同意，儘快"})
    text = _sign_in_again(person, answer, "site.rep")
    assert "同意，儘快" in text
    assert task in person.get("/tasks")


@pytest.mark.usefixtures("sent")
def test_somebody_else_who_signs_in_sees_only_what_is_theirs(browser: Callable[[str], Browser]) -> None:
    person = browser("site.rep")
    task = person.task()
    _forget(person)
    person.post(task, {"_action": "approve", "_comment": "秘密"})
    kept = {name: _unescaped(person.field(name)) for name in ("kept", "kept_path")}
    answer = person.post("/sign-in", {"login": "stranger", "password": PASSWORD, **kept})
    assert answer.status_code == 404


def test_a_wrong_password_keeps_the_form_too(browser: Callable[[str], Browser]) -> None:
    person = browser("site.staff")
    person.get(START)
    _forget(person)
    person.post(START, {**CONTACT, "_action": "submit"})
    kept = {name: _unescaped(person.field(name)) for name in ("kept", "kept_path")}
    person.post("/sign-in", {"login": "site.staff", "password": "no", **kept})
    assert person.field("kept_path") == START
    assert "spare_parts.0.code" in person.field("kept")


def test_passwords_are_never_carried_along(stranger: Browser) -> None:
    stranger.get("/sign-in")
    stranger.client.delete_cookie("approvals")
    answer = stranger.post("/sign-in", {"login": "site.staff", "password": "hunter2"})
    assert "hunter2" not in answer.text
