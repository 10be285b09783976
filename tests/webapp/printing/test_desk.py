"""The worker: PDFs come out of it, and neither a long nor a greedy job takes the program along."""

import io
import threading
import time
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.webapp.printing.papers import job
from tests.webapp.printing.reading import text
from webapp.printing.desk import Desk, PrintFailed, PrintTooLarge, PrintUnavailable, _environment
from webapp.services.errors import Busy


def pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def test_a_form_becomes_a_pdf_with_its_record_and_our_fonts(desk: Desk) -> None:
    content = desk.make(job("internal_contact")).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert list(pdf.attachments) == ["record.json"]
        fonts = {str(font["/BaseFont"]) for page in pdf.pages for font in page.Resources["/Font"].values()}
        assert pdf.open_metadata()["pdfaid:part"] == "3"
    assert fonts
    assert all("Form-" in name for name in fonts)


def test_the_same_job_gives_the_same_bytes(desk: Desk) -> None:
    assert desk.make(job("internal_contact")) == desk.make(job("internal_contact"))


def test_forty_lines_run_over_to_a_second_page(desk: Desk) -> None:
    assert pages(desk.make(job("internal_contact", count=40)).content) == 2


def test_photographs_are_embedded_and_nothing_else_is_fetched(desk: Desk, tmp_path: Path) -> None:
    Image.new("RGB", (640, 480), "#456").save(tmp_path / "photo.jpg")
    named = {"src": "attachment:7.jpg", "name": "現場.jpg", "at": "2026-11-20 08:40", "by": "林", "lost": False}
    foreign = named | {"src": (tmp_path / "photo.jpg").as_uri()}
    wanted = job("internal_contact", photos=[named, foreign]) | {
        "files": {"attachment:7.jpg": str(tmp_path / "photo.jpg")}
    }
    with pikepdf.open(io.BytesIO(desk.make(wanted).content)) as pdf:
        pictures = [
            each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
    assert len(pictures) == 1


def test_a_job_that_takes_too_long_is_stopped() -> None:
    hasty = Desk(seconds=0.2)
    with pytest.raises(PrintFailed, match="too long"):
        hasty.make(job())
    hasty.close()


def test_a_job_that_wants_too_much_memory_fails_alone() -> None:
    poor = Desk(memory=150_000_000)
    with pytest.raises((PrintTooLarge, PrintUnavailable)):
        poor.make(job(count=200))
    poor.close()


def test_after_a_failure_the_next_form_is_printed(desk: Desk) -> None:
    broken = job()
    del broken["paper"]["applicant"]
    with pytest.raises(PrintFailed):
        desk.make(broken)
    assert pages(desk.make(job(count=1)).content) == 1


def test_a_worker_that_went_home_is_replaced() -> None:
    lazy = Desk(idle=0.01)
    assert pages(lazy.make(job(count=1)).content) == 1
    assert pages(lazy.make(job(count=1)).content) == 1
    lazy.close()


def test_without_fonts_no_form_of_boxes_is_printed(tmp_path: Path) -> None:
    bare = Desk(fonts=tmp_path)
    with pytest.raises(PrintUnavailable) as refused:
        bare.make(job())
    assert refused.value.status == 503
    bare.close()


def test_the_same_job_gives_the_same_bytes_in_another_process_at_another_time(desk: Desk) -> None:
    other = Desk()
    assert other.make(job("internal_contact", count=20)).content == desk.make(job("internal_contact", count=20)).content
    other.close()


def test_a_worker_killed_at_its_work_fails_that_form_alone(desk: Desk) -> None:
    desk.make(job(count=1))
    worker = desk._worker
    assert worker is not None
    killer = threading.Timer(0.3, worker.kill)
    killer.start()
    with pytest.raises(PrintTooLarge):
        desk.make(job(count=400))
    killer.join()
    assert desk.make(job(count=1)).pages == 1


def test_a_form_that_took_too_long_is_not_tried_twice() -> None:
    hasty = Desk()
    hasty.make(job(count=1))
    hasty.seconds = 0.2
    begun = time.monotonic()
    with pytest.raises(PrintFailed, match="too long"):
        hasty.make(job(count=500))
    assert time.monotonic() - begun < 3
    hasty.close()


def test_more_than_may_wait_are_told_to_come_back() -> None:
    narrow = Desk(waiting=1)
    assert narrow._room.acquire(blocking=False)
    with pytest.raises(Busy, match="print busy"):
        narrow.make(job())


def test_the_worker_knows_no_secrets_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPROVALS_SECRET_KEY", "secret")
    assert not any(name.startswith("APPROVALS_") for name in _environment())


def test_what_no_font_has_is_told_with_the_print_and_on_it(desk: Desk) -> None:
    made = desk.make(job("internal_contact", applicant="𠮷田 \U0002f9f8 😀"))
    assert (made.missing, made.emoji) == (("U+2F9F8",), True)
    said = text(made.content)
    assert "𠮷田 [U+2F9F8]" in said
    assert "U+2F9F8" in said.split("無字型可印")[1]
