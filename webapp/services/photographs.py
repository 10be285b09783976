"""Photographs as they are kept: header checked first, at most 1600 px, without EXIF (`paper.md`, Safety)."""

from __future__ import annotations

import io

from PIL import Image, ImageFile, ImageOps

from webapp.services.content import JPEG, PNG, Kind, refused

MOST_PIXELS = 40_000_000
MOST_SIDE = 1600
SMALL_SIDE = 320
"""Pixels of the longer side of the small picture that lists show."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")

Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # Pillow's own net below the check of the header


def kept(content: bytes) -> tuple[bytes, Kind]:
    """Return a picture as it is stored, turned upright, and its kind: JPEG, or PNG where it came as one or as GIF.

    Raises Invalid with the code 'picture_too_large' (more than 40 million pixels) or 'picture_broken'.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, once imported, turns it on for the whole process
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise refused("picture_too_large", pixels=MOST_PIXELS)
            return _encoded(picture, PNG if picture.format in ("PNG", "GIF") else JPEG)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise refused("picture_too_large", pixels=MOST_PIXELS) from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError):
        raise refused("picture_broken") from None


def _encoded(picture: Image.Image, kind: Kind) -> tuple[bytes, Kind]:
    picture.thumbnail((MOST_SIDE, MOST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    out = io.BytesIO()
    if kind is PNG:
        plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        plain.info.clear()
        plain.save(out, "PNG", optimize=True)
    else:
        plain = upright.convert("RGB")
        plain.info.clear()
        plain.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue(), kind


def small(content: bytes) -> bytes:
    """Return the small JPEG that lists show of a picture as `kept` made it, what is transparent in it white."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        picture.thumbnail((SMALL_SIDE, SMALL_SIDE))
        seen = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    plain = Image.new("RGB", seen.size, "white")
    plain.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=75, optimize=True)
    return out.getvalue()
