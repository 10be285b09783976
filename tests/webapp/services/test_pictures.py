"""Photographs as they are kept: re-encoded, upright, one picture without anything else in it, and a small one (B13)."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFile
from sqlalchemy.orm import Session

from models import Attachment
from tests.cast import NOW, Cast
from tests.webapp.services.test_attachments import picture, take
from webapp.services import attachments, photographs
from webapp.services.errors import Invalid

HIDDEN = b"<html><script>alert(1)</script></html>"


def kept(content: bytes, folder: Path, name: str = "a.jpg") -> Image.Image:
    """Return the picture that is in the store."""
    taken = take(content, name, folder)
    return Image.open(io.BytesIO(attachments.path_of(taken, folder).read_bytes()))


def frames(kind: str) -> bytes:
    """Return a moving picture: red, then blue."""
    out = io.BytesIO()
    red, blue = (Image.new("RGB", (40, 30), colour) for colour in ("red", "blue"))
    red.save(out, kind, save_all=True, append_images=[blue], duration=100)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_b13_of_a_moving_picture_the_first_is_kept(tmp_path: Path, kind: str) -> None:
    found = kept(frames(kind), tmp_path)
    red, green, blue = found.convert("RGB").getpixel((20, 15))
    assert (red > 200, green < 60, blue < 60) == (True, True, True)
    assert getattr(found, "n_frames", 1) == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_b13_what_is_hidden_behind_a_picture_is_gone(tmp_path: Path, kind: str) -> None:
    taken = take(picture(kind=kind) + HIDDEN + b"PK\x03\x04", "a.jpg", tmp_path)
    stored = attachments.path_of(taken, tmp_path).read_bytes()
    assert b"script" not in stored
    assert b"PK\x03\x04" not in stored


def test_b13_what_is_hidden_in_a_pictures_texts_is_gone(tmp_path: Path) -> None:
    taken = take(picture(comment=HIDDEN), "a.jpg", tmp_path)
    assert b"script" not in attachments.path_of(taken, tmp_path).read_bytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_b13_a_picture_that_is_cut_off_is_refused(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as it is once a PDF has been made
    noise = Image.effect_noise((300, 200), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, kind)
    with pytest.raises(Invalid, match="picture_broken"):
        take(out.getvalue()[: len(out.getvalue()) // 2], "a.jpg", tmp_path)


def test_b13_two_pictures_in_one_as_telephones_make_them_are_taken(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (6, 4))])
    found = kept(out.getvalue(), tmp_path)
    assert (found.format, found.size) == ("JPEG", (60, 40))


@pytest.mark.parametrize(("turn", "at"), [(1, (5, 5)), (3, (35, 15)), (6, (15, 5)), (8, (5, 35))])
def test_b13_photographs_stand_upright_however_the_camera_was_held(
    tmp_path: Path, turn: int, at: tuple[int, int]
) -> None:
    exif, shot = Image.Exif(), Image.new("RGB", (40, 20), "white")
    exif[0x0112] = turn
    ImageDraw.Draw(shot).rectangle((0, 0, 10, 10), fill="black")
    out = io.BytesIO()
    shot.save(out, "JPEG", exif=exif, quality=95)
    assert sum(kept(out.getvalue(), tmp_path).convert("RGB").getpixel(at)) < 150


def test_b13_a_small_picture_is_made_as_it_comes(tmp_path: Path) -> None:
    taken = take(picture(3000, 2000), "a.jpg", tmp_path)
    with Image.open(io.BytesIO(small(taken, tmp_path))) as found:
        assert (found.format, found.size) == ("JPEG", (320, 213))
    assert (tmp_path / taken.sha256[:2] / f"{taken.sha256}.small").exists()


def small(taken: attachments.Taken, folder: Path) -> bytes:
    return attachments.small_of(Attachment(sha256=taken.sha256), folder)


def test_b13_where_it_is_missing_it_is_made_again(tmp_path: Path) -> None:
    taken = take(picture(800, 600), "a.jpg", tmp_path)
    (tmp_path / taken.sha256[:2] / f"{taken.sha256}.small").unlink()
    with Image.open(io.BytesIO(small(taken, tmp_path))) as found:
        assert found.size == (320, 240)


def test_b13_what_is_transparent_is_white_in_the_small_one() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(clear, "PNG")
    with Image.open(io.BytesIO(photographs.small(clear.getvalue()))) as found:
        assert found.getpixel((20, 10)) == (255, 255, 255)


def test_b13_small_pictures_go_with_their_photographs(cast: Cast, tmp_path: Path) -> None:
    with cast.database.write() as session:
        keep(cast, session, tmp_path)
        take(picture(90, 60), "b.jpg", tmp_path)
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        for file in files:
            os.utime(file, ((NOW - timedelta(days=2)).timestamp(),) * 2)
        assert (len(files), attachments.sweep(session, tmp_path, NOW)) == (4, 2)


def keep(cast: Cast, session: Session, folder: Path) -> None:
    """Keep one photograph."""
    taken = take(picture(50, 40), "a.jpg", folder)
    attachments.record(session, cast.actor(session, "site.staff"), taken, NOW)
