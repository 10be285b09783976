"""HTML to PDF by WeasyPrint with our fonts and names only. Runs in the worker process."""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from webapp.printing import glyphs, layout
from webapp.printing.fonts import FONTS
from webapp.printing.printed import Printed

WEIGHTS = {"Regular": 400, "Bold": 700}
FAMILIES = {"NotoSansTC": "Form TC", "NotoSansSC": "Form SC", "NotoSansRare": "Form Rare"}
LAST = "Form Last"


def pdf(job: Mapping[str, Any], fonts: Path = FONTS) -> Printed:
    """Return the PDF/A-3 of a job `{slug, paper, files, record}`; the request's record is attached as JSON.

    `files`: path by name (`attachment:ID`). The same job has the same bytes, in any process and at any time. Raises
    OSError where Pango or the fonts are missing.
    """
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from webapp.printing.fetcher import OurFetcher

    faces = font_faces(fonts)
    if not faces:
        raise FileNotFoundError(f"no fonts in {fonts}")
    gaps = glyphs.Gaps()
    paper = glyphs.printable_all(job["paper"], glyphs.covered(fonts), gaps)
    paper |= {"missing": gaps.named, "emoji": gaps.emoji}
    files = {name: Path(path) for name, path in job["files"].items()}
    fetcher = OurFetcher({name: path for name, (_, _, path) in faces.items()} | files)
    config = FontConfiguration()
    css = weasyprint.CSS(string=_face_rules(faces), font_config=config, url_fetcher=fetcher)
    page = weasyprint.HTML(
        string=layout.html(paper, job["slug"], job.get("template", "print.html")), base_url=None, url_fetcher=fetcher
    )
    record = json.dumps(job["record"], ensure_ascii=False, sort_keys=True, indent=1)
    at = datetime.fromisoformat(job["paper"]["as_of"])
    attached = [weasyprint.Attachment(string=record, name="record.json", relationship="Data", created=at, modified=at)]
    options = {"stylesheets": [css], "attachments": attached, "pdf_variant": "pdf/a-3a", "dpi": 150}
    options["pdf_identifier"] = job["identifier"].encode()
    os.environ["SOURCE_DATE_EPOCH"] = str(int(at.timestamp()))
    document = page.render(font_config=config, **options)
    content = document.write_pdf(finisher=_attached_once, **options)
    return Printed(content, len(document.pages), tuple(gaps.named), gaps.emoji)


def _attached_once(_document: Any, made: Any) -> None:
    """WeasyPrint 70 lists each associated file twice."""
    made.catalog["AF"][:] = dict.fromkeys(made.catalog["AF"])


def font_faces(fonts: Path) -> dict[str, tuple[str, int, Path]]:
    """Return (family, weight, path) of each font file by its name `font:FILE`."""
    found = {}
    for path in sorted(fonts.glob("*.ttf")):
        stem = path.stem.split("-")
        family = FAMILIES.get(stem[0], LAST)
        found[f"font:{path.name}"] = (family, WEIGHTS.get(stem[-1], 400), path)
    return found


def _face_rules(faces: Mapping[str, tuple[str, int, Path]]) -> str:
    rule = '@font-face {{ font-family: "{}"; font-weight: {}; src: url("{}") }}\n'
    return "".join(rule.format(family, weight, name) for name, (family, weight, _) in faces.items())
