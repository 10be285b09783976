"""Files: known by content, bounded, stored whole or not at all, the uploader's until used (B13)."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import timedelta
from pathlib import Path
from zlib import crc32

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from models import Attachment
from tests.cast import NOW, Cast
from tests.factories import make_request, make_version
from tests.webapp.services.walking import SENT, Walk
from webapp.services import attachments, drafts, submit
from webapp.services.errors import Invalid, NotAllowed, TooLarge

OFFICE = "application/vnd.openxmlformats-officedocument"


def picture(width: int = 40, height: int = 20, kind: str = "JPEG", mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, kind, **more)
    return out.getvalue()


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/").replace("DOT", "."), content)
    return out.getvalue()


def office(folder: str = "word", **more: bytes) -> bytes:
    return archive(**{"[Content_Types]DOTxml": b"<x/>", f"{folder}__documentDOTxml": b"<x/>", **more})


def old_office(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le")


def take(content: bytes, name: str, folder: Path) -> attachments.Taken:
    return attachments.take_in(io.BytesIO(content), name, folder)


@pytest.mark.parametrize(
    ("content", "name", "kept", "kind"),
    [
        (picture(), "遠景.JPG", "遠景.JPG", "image/jpeg"),
        (picture(kind="PNG"), "a.png", "a.png", "image/png"),
        (picture(kind="WEBP"), "a.webp", "a.jpg", "image/jpeg"),
        (picture(kind="GIF", mode="P"), "a.gif", "a.png", "image/png"),
        (picture(kind="PNG", mode="LA"), "a.png", "a.png", "image/png"),
        (picture(mode="CMYK"), "a.jpeg", "a.jpeg", "image/jpeg"),
        (picture(), "really.exe", "really.jpg", "image/jpeg"),
        (b"%PDF-1.7\n...", "報告.pdf", "報告.pdf", "application/pdf"),
        (office(), "信.docx", "信.docx", f"{OFFICE}.wordprocessingml.document"),
        (office("xl"), "表.zip", "表.xlsx", f"{OFFICE}.spreadsheetml.sheet"),
        (office("ppt"), "a.pptx", "a.pptx", f"{OFFICE}.presentationml.presentation"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "a.odt", "a.odt", None),
        (old_office("Workbook"), "a.xls", "a.xls", "application/vnd.ms-excel"),
        ("編號,數量\n1,2\n".encode(), "表.csv", "表.csv", "text/plain"),
    ],
)
def test_the_type_comes_from_the_content(
    tmp_path: Path, content: bytes, name: str, kept: str, kind: str | None
) -> None:
    taken = take(content, name, tmp_path)
    assert taken.name == kept
    assert kind in (None, taken.type)
    assert attachments.path_of(taken, tmp_path).stat().st_size == taken.size


PROGRAM = b"MZ\x90\0\x03" + b"\0" * 300


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (PROGRAM, "type_not_allowed"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 50, "type_not_allowed"),
        (b"#!/bin/sh\nrm -rf /\n", "type_not_allowed"),
        (b"<html><script>alert(1)</script>", "type_not_allowed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type_not_allowed"),
        (archive(anything=b"x"), "type_not_allowed"),
        (old_office("Contacts"), "type_not_allowed"),
        (b"PK\x03\x04" + b"\0" * 50, "file_broken"),
        (office()[:-30], "file_broken"),
        (office(word__vbaProjectDOTbin=b"x"), "macros"),
        (b"\xff\xd8\xff\xe0 no picture", "picture_broken"),
        (picture(800, 600)[:900], "picture_broken"),
        (b"\x89PNG\r\n\x1a\n" + PROGRAM, "picture_broken"),
        (b"\0\0\0\x18ftypheic\0\0\0\0" + b"\0" * 40, "heic"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0" + b"\0" * 40, "heic"),
        (b"\0\0\0\x18ftypisom\0\0\0\0" + b"\0" * 40, "type_not_allowed"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><svg onload='alert(1)'/>", "type_not_allowed"),
    ],
)
def test_what_is_no_document_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        take(content, "photo.jpg", tmp_path)
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("/file", code)]
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_21_mb_are_too_large(tmp_path: Path) -> None:
    with pytest.raises(TooLarge) as refused:
        take(picture() + b"\0" * 21_000_000, "large.jpg", tmp_path)
    assert refused.value.params["limit"] == 20_000_000


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="archive_too_large"):
        take(office(word__bombDOTxml=b"\0" * 40_000_000), "a.docx", tmp_path)


def test_an_archive_that_lies_about_its_size_is_read_no_further(tmp_path: Path) -> None:
    bomb = archive(mimetype=b"a" * 5000)
    lying = bomb.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(Invalid):
        take(lying, "a.odt", tmp_path)


def png_claiming(width: int, height: int) -> bytes:
    """Return the head of a PNG that says it is that large."""
    head = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    data = b"IDAT"
    chunks = ((len(chunk) - 4).to_bytes(4, "big") + chunk + crc32(chunk).to_bytes(4, "big") for chunk in (head, data))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("side", [6_400, 9_000, 12_000, 60_000])
def test_a_picture_of_too_many_pixels_is_refused_by_its_header(tmp_path: Path, side: int) -> None:
    with pytest.raises(Invalid, match="picture_too_large"):
        take(png_claiming(side, side), "a.png", tmp_path)


def test_photographs_become_small_upright_and_say_nothing_of_the_place(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010F] = "camera"
    taken = take(picture(3000, 2000, exif=exif, comment=b"secret"), "a.jpg", tmp_path)
    with Image.open(attachments.path_of(taken, tmp_path)) as kept:
        assert kept.size == (1067, 1600)
        assert dict(kept.getexif()) == {}
        assert "comment" not in kept.info


def test_a_png_loses_its_texts(tmp_path: Path) -> None:
    taken = take(picture(kind="PNG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"), "a.png", tmp_path)
    assert b"eXIf" not in attachments.path_of(taken, tmp_path).read_bytes()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\windows\\表.txt", "表.txt"),
        ("", "file.txt"),
        ("...", "file.txt"),
        (".htaccess", "htaccess.txt"),
        ("a\r\nb\0.txt", "ab.txt"),
        ("exe\u202etxt.txt", "exetxt.txt"),
        ("𠮷野.txt", "𠮷野.txt"),
        ("x" * 500 + ".txt", "x" * 200 + ".txt"),
    ],
)
def test_names_are_kept_but_made_harmless(tmp_path: Path, name: str, kept: str) -> None:
    assert take(b"text", name, tmp_path).name == kept


def test_the_same_bytes_are_stored_once(tmp_path: Path) -> None:
    first, second = take(b"text", "a.txt", tmp_path), take(b"text", "b.txt", tmp_path)
    assert first.sha256 == second.sha256
    assert len([file for file in tmp_path.rglob("*") if file.is_file()]) == 1


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        take(b"text", "a.txt", tmp_path)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def upload(cast: Cast, session: Session, folder: Path, login: str = "site.staff", content: bytes = b"text") -> int:
    actor = cast.actor(session, login)
    return attachments.record(session, actor, attachments.take_in(io.BytesIO(content), "a.txt", folder), NOW).id


def test_a_file_is_bound_by_its_uploader_once(cast: Cast, tmp_path: Path) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        other = make_request(cast, session, request.version_id)
        actor, file = cast.actor(session, "site.staff"), upload(cast, session, tmp_path)
        for _ in range(2):
            (row,) = attachments.bind(session, actor, [file, file], request, "initiator")
            assert (row.request_id, row.step) == (request.id, "initiator")
        assert attachments.of_request(session, request) == [row]
        with pytest.raises(Invalid):
            attachments.bind(session, actor, [file], other, "initiator")


@pytest.mark.parametrize("login", ["site.rep", "admin"])
def test_another_ones_file_is_unknown(cast: Cast, tmp_path: Path, login: str) -> None:
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        file = upload(cast, session, tmp_path)
        with pytest.raises(Invalid) as refused:
            attachments.bind(session, cast.actor(session, login), [file], request, None)
        assert refused.value.faults[0].pointer == "/attachments/0"


def test_an_auditor_uploads_nothing(cast: Cast, tmp_path: Path) -> None:
    with cast.database.write() as session, pytest.raises(NotAllowed):
        upload(cast, session, tmp_path, "auditor")


def test_unused_files_go_after_seven_days_and_their_bytes_with_them(cast: Cast, tmp_path: Path) -> None:
    later = NOW + timedelta(days=7, seconds=1)
    with cast.database.write() as session:
        request = make_request(cast, session, make_version(session))
        upload(cast, session, tmp_path, content=b"unused")
        used = upload(cast, session, tmp_path, content=b"used")
        attachments.bind(session, cast.actor(session, "site.staff"), [used], request, None)
        assert attachments.purge(session, NOW + timedelta(days=7)) == 0
        assert attachments.purge(session, later) == 1
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        for file in files:
            os.utime(file, (later.timestamp() - 90_000,) * 2)
        assert attachments.sweep(session, tmp_path, later) == 1
        (kept,) = attachments.of_request(session, request)
        assert attachments.path_of(kept, tmp_path).read_bytes() == b"used"


def arrived(cast: Cast) -> Walk:
    """Return a request whose goods are to be counted."""
    walk = Walk(cast).start().fork(all).act("dispatch", data=SENT)
    return walk.act("receive_dispatch/register_arrival", data={"arrived_on": "2026-11-23", "papers_missing": False})


def brought(cast: Cast, login: str) -> int:
    """Return the id of an unused photograph of somebody."""
    with cast.database.write() as session:
        taken = attachments.Taken("a" * 64, "齒輪箱.jpg", "image/jpeg", 3)
        return attachments.record(session, cast.actor(session, login), taken, NOW).id


COUNT = "receive_dispatch/confirm_arrival"


def test_photographs_in_a_field_become_the_requests(cast: Cast) -> None:
    walk, photo = arrived(cast), brought(cast, "site.staff")
    walk.act(COUNT, data={"as_listed": True, "photos": [photo]})
    with cast.database.read() as session:
        kept = session.get_one(Attachment, photo)
        assert (kept.request_id, kept.step) == (walk.id, COUNT)


@pytest.mark.parametrize("whose", ["stranger", "nobody"])
def test_photographs_of_others_are_refused_at_the_field(cast: Cast, whose: str) -> None:
    walk = arrived(cast)
    photo = 2**70 if whose == "nobody" else brought(cast, whose)
    with pytest.raises(Invalid) as refused:
        walk.act(COUNT, data={"as_listed": True, "photos": [photo]})
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("/photos", "attachment_unknown")]


def test_a_file_that_a_draft_no_longer_names_is_unused_again(cast: Cast) -> None:
    Walk(cast)
    photo = brought(cast, "site.staff")
    with cast.database.write() as session:
        actor = cast.actor(session, "site.staff")
        made = submit.create(session, actor, "internal_contact", {"attachments": [photo]}, NOW)
        assert session.get_one(Attachment, photo).request_id == made.id
        submit.save_draft(session, actor, made.id, {"attachments": []}, made.data_rev, NOW)
        session.expire_all()
        assert session.get_one(Attachment, photo).request_id is None


def test_files_of_unfinished_decisions_stay(cast: Cast) -> None:
    walk, photo = arrived(cast), brought(cast, "site.staff")
    with cast.database.write() as session:
        actor = cast.actor(session, "site.staff", walk.now)
        drafts.keep(session, actor, walk.item(COUNT), {"data": {"photos": [photo]}}, walk.now)
        assert attachments.purge(session, NOW + timedelta(days=30)) == 0
