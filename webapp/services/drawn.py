"""A signature that was drawn or photographed: asked for where the step says so, kept with the request (B15)."""

from __future__ import annotations

from typing import Any

from forms.kit import Fault
from models import Attachment, ItemKind, WorkItem
from webapp.services import asking, attachments
from webapp.services.case import Case
from webapp.services.command import Command

PICTURES = ("image/png", "image/jpeg", "image/webp")


def asked(work: Case, item: WorkItem) -> bool:
    """Say whether whoever signs the item is to draw their signature (A7)."""
    return work.step(item.step_run).signature and item.kind is ItemKind.SIGN and not asking.returned(item)


def check(work: Case, item: WorkItem, command: Command) -> tuple[Attachment | None, list[Fault]]:
    """Return the picture that was sent, the actor's own, and what is wrong with it; one statement where it is asked."""
    if not asked(work, item):
        return None, []
    if command.signature is None:
        return None, [Fault("/signature", "A7", "signature_required", {"name": "signature"})]
    found = attachments.usable(work.session, work.actor, [command.signature], work.request).get(command.signature)
    if found is None or found.request_id is not None:
        return None, [Fault("/signature", "B13", "attachment_unknown", {"id": command.signature})]
    if found.type not in PICTURES:
        return None, [Fault("/signature", "B15", "signature_no_picture", {"name": found.name})]
    return found, []


def keep(work: Case, item: WorkItem, picture: Attachment | None) -> dict[str, Any]:
    """Make the picture the request's, and return what the line says of it: nothing where there is none."""
    if picture is None:
        return {}
    attachments.attach([picture], work.request, item.step_run.step)
    return {"signature": {"file": picture.id, "sha256": picture.sha256}}
