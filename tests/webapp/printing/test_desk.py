"""The worker: PDFs come out of it, and neither a long nor a greedy job takes the program along."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.webapp.printing.papers import job
from webapp.printing.desk import Desk, PrintFailed, PrintUnavailable
from webapp.printing.store import kept


def pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def test_a_form_becomes_a_pdf_with_its_record_and_our_fonts(desk: Desk) -> None:
    content = desk.pdf(job("internal_contact"))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert list(pdf.attachments) == ["record.json"]
        fonts = {str(font["/BaseFont"]) for page in pdf.pages for font in page.Resources["/Font"].values()}
        assert pdf.open_metadata()["pdfaid:part"] == "3"
    assert fonts
    assert all("Form-" in name for name in fonts)


def test_the_same_job_gives_the_same_bytes(desk: Desk) -> None:
    assert desk.pdf(job("internal_contact")) == desk.pdf(job("internal_contact"))


def test_forty_lines_run_over_to_a_second_page(desk: Desk) -> None:
    assert pages(desk.pdf(job("internal_contact", count=40))) == 2


def test_photographs_are_embedded_and_nothing_else_is_fetched(desk: Desk, tmp_path: Path) -> None:
    Image.new("RGB", (640, 480), "#456").save(tmp_path / "photo.jpg")
    named = {"src": "attachment:7.jpg", "name": "現場.jpg", "at": "2026-11-20 08:40", "by": "林"}
    foreign = named | {"src": (tmp_path / "photo.jpg").as_uri()}
    wanted = job("internal_contact", photos=[named, foreign]) | {
        "files": {"attachment:7.jpg": str(tmp_path / "photo.jpg")}
    }
    with pikepdf.open(io.BytesIO(desk.pdf(wanted))) as pdf:
        pictures = [
            each for each in pdf.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
    assert len(pictures) == 1


def test_a_job_that_takes_too_long_is_stopped() -> None:
    hasty = Desk(seconds=0.2)
    with pytest.raises(PrintFailed, match="too long"):
        hasty.pdf(job())
    hasty.close()


def test_a_job_that_wants_too_much_memory_fails_alone() -> None:
    poor = Desk(memory=150_000_000)
    with pytest.raises((PrintFailed, PrintUnavailable)):
        poor.pdf(job(count=200))
    poor.close()


def test_after_a_failure_the_next_form_is_printed(desk: Desk) -> None:
    broken = job()
    del broken["paper"]["applicant"]
    with pytest.raises(PrintFailed):
        desk.pdf(broken)
    assert pages(desk.pdf(job(count=1))) == 1


def test_a_worker_that_went_home_is_replaced() -> None:
    lazy = Desk(idle=0.01)
    assert pages(lazy.pdf(job(count=1))) == 1
    assert pages(lazy.pdf(job(count=1))) == 1
    lazy.close()


def test_without_fonts_no_form_of_boxes_is_printed(tmp_path: Path) -> None:
    bare = Desk(fonts=tmp_path)
    with pytest.raises(PrintUnavailable) as refused:
        bare.pdf(job())
    assert refused.value.status == 503
    bare.close()


def test_a_closed_request_is_laid_out_once(tmp_path: Path) -> None:
    made = iter([b"first", b"second"])
    assert kept(tmp_path / "prints", job(), lambda: next(made)) == b"first"
    assert kept(tmp_path / "prints", job(), lambda: next(made)) == b"first"
    assert kept(tmp_path / "prints", job(serial="other"), lambda: next(made)) == b"second"
