"""Files in the browser: shown or downloaded, never run; small pictures in lists (B13)."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image

from tests.webapp.services.test_attachments import office
from tests.webapp.views.conftest import Browser
from tests.webapp.views.test_nothing_lost import photo

Sign = Callable[[str], Browser]
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>\n%%EOF"


def keep(person: Browser, content: bytes, name: str) -> dict[str, object]:
    """Bring a file, and return what the page is told of it."""
    person.get("/me")
    answer = person.post("/attachments", {"file": (io.BytesIO(content), name)})
    assert answer.status_code == 201, answer.text
    known: dict[str, object] = answer.json or {}
    return known


def test_b13_a_pdf_opens_in_the_browser_where_it_can_do_nothing(browser: Sign) -> None:
    person = browser("site.staff")
    known = keep(person, PDF, "報告.pdf")
    answer = person.client.get(str(known["address"]), buffered=True)
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer = person.client.get(f"{known['address']}?download", buffered=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_b13_office_files_are_downloaded(browser: Sign) -> None:
    person = browser("site.staff")
    known = keep(person, office(), "信.docx")
    answer = person.client.get(str(known["address"]), buffered=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert known["small"] is None
    assert person.client.get(f"{known['address']}/small").status_code == 404


def test_b13_lists_get_the_small_picture_and_ask_for_it_once(browser: Sign) -> None:
    person = browser("site.staff")
    stream, name = photo()
    known = keep(person, stream.getvalue(), name)
    answer = person.client.get(str(known["small"]))
    with Image.open(io.BytesIO(answer.data)) as small:
        assert (answer.mimetype, small.size) == ("image/jpeg", (60, 40))
    again = person.client.get(str(known["small"]), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_b13_a_heic_picture_is_answered_with_what_to_do(browser: Sign) -> None:
    person = browser("site.staff")
    person.get("/me")
    heic = io.BytesIO(b"\0\0\0\x18ftypheic\0\0\0\0" + b"\0" * 40)
    answer = person.post("/attachments", {"file": (heic, "IMG_1.HEIC")})
    assert answer.status_code == 422
    assert "Most Compatible" in str((answer.json or {})["message"])
