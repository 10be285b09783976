"""Read XML that strangers wrote: size limited, no document type, no entities, no network."""

from __future__ import annotations

from typing import Any

from lxml import etree

from workflows.engine.problems import Problems

MAX_BYTES = 2_000_000
Element = Any


def read(file: str, content: bytes, problems: Problems) -> Element | None:
    """Return the root element of `content`, or None with the problem noted."""
    if len(content) > MAX_BYTES:
        problems.add(file, None, "too_large", limit=MAX_BYTES)
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        code = "doctype" if b"<!DOCTYPE" in content else "bad_xml"
        problems.add(file, None, code, error=str(error))
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        problems.add(file, None, "doctype")
        return None
    return root


def split(element: Element) -> tuple[str, str]:
    """Return (namespace, local name) of an element."""
    name = etree.QName(element)
    return name.namespace or "", name.localname


def text(element: Element) -> str:
    """Return the text of an element, without the space around it."""
    return "".join(element.itertext()).strip()
