"""What a person chooses for themselves."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from forms.kit import LANGUAGES
from models import Person
from webapp.services.actor import Actor
from webapp.services.errors import Invalid


def set_language(session: Session, actor: Actor, language: str) -> None:
    """Show everything to the actor in `language` from now on. Raises Invalid for one that there is not."""
    if language not in LANGUAGES:
        raise Invalid.at("/language", "enum")
    session.execute(update(Person).where(Person.id == actor.person_id).values(language=language))
