"""Reads XML that strangers wrote: no DTD, no entities, no network, no giants."""

from collections.abc import Iterator

from lxml import etree

from workflows.dmn.problems import DmnError

LARGEST = 5_000_000  # bytes
Element = etree._Element


def read(xml: bytes) -> Element:
    """The root of a DMN model. Raises DmnError."""
    if len(xml) > LARGEST:
        raise DmnError("too_large", limit=LARGEST)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DmnError("not_xml", reason=str(error)) from None
    if root.getroottree().docinfo.internalDTD is not None or _doctype(xml):
        raise DmnError("doctype")
    if local(root) != "definitions" or "DMN" not in (etree.QName(root).namespace or "").upper():
        raise DmnError("not_dmn")
    return root


def _doctype(xml: bytes) -> bool:
    return b"<!DOCTYPE" in xml or "<!DOCTYPE".encode("utf-16-le") in xml or "<!DOCTYPE".encode("utf-16-be") in xml


def local(element: Element) -> str:
    """The name of the element without its namespace; '' for what is not an element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Element, *names: str) -> list[Element]:
    """The children of these names, in the element's own namespace."""
    space = etree.QName(element).namespace
    return [each for each in element if local(each) in names and etree.QName(each).namespace == space]


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of these names, or None."""
    found = children(element, *names) if element is not None else []
    return found[0] if found else None


def text_of(element: Element | None) -> str:
    """The text of the element's <text> child, '' without one."""
    inner = child(element, "text")
    return "".join(str(part) for part in inner.itertext()).strip() if inner is not None else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute, '' without it."""
    return str(element.get(name) or "") if element is not None else ""


def identity(element: Element) -> str:
    """The id of the element or, for want of one, of the nearest around it that has one, or a name."""
    for each in (element, *element.iterancestors()):
        if attribute(each, "id"):
            return attribute(each, "id")
    return attribute(element, "name")


def type_ref(element: Element | None) -> str:
    """The type that the element refers to, without the prefix of FEEL's own; '' without one."""
    found = attribute(element, "typeRef")
    inner = child(element, "typeRef")
    if not found and inner is not None:
        found = (inner.text or "").strip()
    prefix, colon, name = found.rpartition(":")
    return name if colon and prefix.lower() == "feel" else found


def every(element: Element, name: str) -> Iterator[Element]:
    """All elements of this name, at any depth."""
    return (each for each in element.iter() if local(each) == name)
