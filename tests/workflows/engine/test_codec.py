"""States written by every codec so far stay readable; anything else is refused in words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import msgpack
import pytest

from tests.workflows.engine.drawing import chain, facts
from workflows.engine import Bundle, EngineFault, compile, complete, fire_timers, open_tasks, place, start
from workflows.engine.codec import CODEC, decode, encode

HERE = Path(__file__).parent
GOLDEN = json.loads((HERE / "golden_states.json").read_text())
SECRET = "one hundred and ten yuan"


@pytest.mark.parametrize("golden", GOLDEN, ids=[f"{g['codec']}: {g['what']}" for g in GOLDEN])
def test_a_golden_state_still_opens_and_goes_on(golden: dict[str, str]) -> None:
    compiled = compile(Bundle.read(HERE / "bundles" / golden["bundle"]))
    state = bytes.fromhex(golden["state"].replace("BUNDLE", compiled.hash))
    assert {opened.step: opened.task_id for opened in open_tasks(compiled, state)} == golden["open"]
    for task in golden["open"].values():  # type: ignore[attr-defined]
        state = complete(compiled, state, task, facts(price=1), now=datetime(2026, 3, 2, tzinfo=UTC)).state or b""
    assert bool(state) is not golden["ends"]


def test_every_codec_has_a_golden_state() -> None:
    assert {golden["codec"] for golden in GOLDEN} == set(range(1, CODEC + 1))


def test_a_state_holds_no_form_data() -> None:
    compiled = compile(chain(2))
    state = start(compiled, facts(reason=SECRET, steps={"s1": {"data": {"note": SECRET}}})).state or b""
    assert b"hundred" not in state
    assert msgpack.unpackb(state)[1].hex() == compiled.hash


def test_writing_what_was_read_gives_the_same_bytes() -> None:
    compiled = compile(Bundle.read(HERE / "bundles" / "vocabulary"))
    state = place(compiled, ["note_one/read_note", "finance"], facts()).state or b""
    assert encode(compiled, decode(compiled, state)) == state


def test_a_timer_keeps_its_time_to_the_microsecond() -> None:
    compiled = compile(Bundle.read(HERE / "bundles" / "vocabulary"))
    now = datetime(2026, 3, 2, 1, 2, 3, 456789, tzinfo=UTC)
    done = place(compiled, ["manager_sign"], facts(), now=now)
    due = datetime(2026, 3, 5, 1, 2, 3, 456789, tzinfo=UTC)
    assert done.next_due == due
    assert decode(compiled, done.state or b"").next_due() == due
    assert fire_timers(compiled, done.state or b"", facts(), now).next_due == due


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (b"", "unreadable_state"),
        (b"\x00rubbish", "unreadable_state"),
        (b"\xff" * 40, "unreadable_state"),
        (msgpack.packb([99, b"", []]), "unknown_codec"),
        (msgpack.packb([CODEC, b"\x01" * 32, []]), "other_bundle"),
        (msgpack.packb([CODEC]), "unreadable_state"),
        (msgpack.packb({"a": 1}), "unreadable_state"),
    ],
)
def test_a_state_that_cannot_be_read_is_refused_in_words(state: bytes, code: str) -> None:
    with pytest.raises(EngineFault) as fault:
        open_tasks(compile(chain(2)), state)
    assert fault.value.code == code


@pytest.mark.parametrize(
    "rows", [[[5, "s1", b"1" * 16]], [[-1, "s1", b"short"]], [[-1, "s1"]], [[-1, "gone", None]], 7]
)
def test_a_state_with_broken_rows_is_refused_in_words(rows: object) -> None:
    compiled = compile(chain(2))
    with pytest.raises(EngineFault):
        open_tasks(compiled, msgpack.packb([CODEC, bytes.fromhex(compiled.hash), rows]))
