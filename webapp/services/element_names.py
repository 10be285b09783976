"""Names of the elements of a process, as its diagrams give them in all their languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from lxml import etree

from webapp.services.processes import Process
from workflows.engine import Bundle

AP = "{urn:approvals:bpmn:1}"


def titles(process: Process, path: str | None) -> Mapping[str, str]:
    """Return an element's name by language, by its path; the path itself where the diagram gives no name."""
    whole = path or ""
    return _names(process.bundle).get(whole.rsplit("/", 1)[-1]) or {"en": whole}


def all_titles(process: Process) -> Mapping[str, Mapping[str, str]]:
    """Return the names of everything named in the diagrams by id: steps, lanes, pools, gateways, flows."""
    return _names(process.bundle)


@lru_cache(maxsize=64)
def _names(bundle: Bundle) -> Mapping[str, Mapping[str, str]]:
    """Return the names of all named elements by id. The files were checked when the version was registered."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    found: dict[str, Mapping[str, str]] = {}
    for file, content in bundle.files.items():
        if file.endswith(".bpmn"):
            for element in etree.fromstring(content, parser).iter():
                if element.get("id") and element.get("name"):
                    found[str(element.get("id"))] = {"zh_Hant": str(element.get("name")), **_titles(element)}
    return found


def _titles(element: etree._Element) -> dict[str, str]:
    told = element.iterfind(f"{{*}}extensionElements/{AP}title")
    return {str(one.get("lang")): (one.text or "").strip() for one in told if one.text}
