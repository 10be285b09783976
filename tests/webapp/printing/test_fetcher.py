"""Nothing is fetched while a form is printed but names that we gave ourselves, by whatever kind of reference."""

from __future__ import annotations

from pathlib import Path

import pytest

REFERENCES = {
    "picture": '<img src="{}">',
    "stylesheet": '<link rel="stylesheet" href="{}">',
    "import": '<style>@import url("{}");</style>',
    "background": '<p style="background: url({})">x</p>',
    "font": '<style>@font-face {{ font-family: X; src: url("{}") }} p {{ font-family: X }}</style><p>x</p>',
    "object": '<object data="{}"></object>',
    "embed": '<embed src="{}">',
    "svg": '<svg width="9" height="9" xmlns:xlink="http://www.w3.org/1999/xlink"><image width="9" height="9" '
    'xlink:href="{}"/></svg>',
    "attachment": '<link rel="attachment" href="{}">',
    "attached link": '<a rel="attachment" href="{}">x</a>',
}
ADDRESSES = (
    "file:///etc/hostname",
    "http://127.0.0.1:9/x.png",
    "https://127.0.0.1:9/x.png",
    "ftp://127.0.0.1/x",
    "//127.0.0.1:9/x",
    "/etc/hostname",
    "data:image/png;base64,iVBORw0KGgo=",
    "attachment:7.jpg",
)


@pytest.mark.parametrize("kind", REFERENCES)
def test_no_kind_of_reference_leaves_the_form(kind: str, tmp_path: Path) -> None:
    import weasyprint

    from webapp.printing.fetcher import OurFetcher

    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET")
    addresses = [*ADDRESSES, secret.as_uri(), str(secret)]
    fetcher = OurFetcher({})
    html = "<html><body>" + "".join(REFERENCES[kind].format(one) for one in addresses) + "</body></html>"
    made = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="https://127.0.0.1:9/").write_pdf(
        uncompressed_pdf=True
    )
    assert secret.as_uri() in fetcher.refused
    assert {"file:///etc/hostname", "http://127.0.0.1:9/x.png", "attachment:7.jpg"} <= set(fetcher.refused)
    assert b"TOP SECRET" not in made


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_but_a_name_of_ours_is_answered(address: str, tmp_path: Path) -> None:
    from webapp.printing.fetcher import OurFetcher

    mine = tmp_path / "photo.jpg"
    mine.write_bytes(b"picture")
    fetcher = OurFetcher({"attachment:8.jpg": mine})
    assert fetcher.fetch("attachment:8.jpg").read() == b"picture"
    with pytest.raises(ValueError, match="not a name of ours"):
        fetcher.fetch(address)
