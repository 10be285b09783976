"""The one exception of FEEL, with a code for translators, parameters and the position in the text."""

from typing import Any

SENTENCES = {
    "unexpected": "{found} is not expected here; {expected} is",
    "unexpected_end": "the expression ends too early; {expected} is missing",
    "bad_character": "the character {found} has no meaning in FEEL",
    "unclosed_string": "the text that begins here has no closing quotation mark",
    "unclosed_comment": "the comment that begins here has no end",
    "bad_escape": "the escape {found} is not known",
    "bad_number": "the number {found} is too large",
    "bad_literal": "{found} is not a date, time or duration",
    "duplicate_key": "the entry {found} is given twice",
    "unknown_type": "the type {found} is not known",
    "empty": "there is no expression",
    "too_long": "the expression is longer than {limit} characters",
    "too_deep": "this is nested deeper than {limit} levels",
    "too_many_steps": "the expression takes more than {limit} steps",
    "too_many_calls": "functions call each other deeper than {limit} levels",
    "text_too_long": "a text would be longer than {limit} characters",
    "list_too_long": "a list would be longer than {limit} items",
    "foreign_value": "{found} is not a FEEL value",
}


class FeelError(ValueError):
    """An expression that cannot be read, or one that goes beyond its limits.

    `code` is a key of SENTENCES, `params` fills its sentence, `position` is (line, column) from 1, None while running.
    """

    def __init__(self, code: str, position: tuple[int, int] | None = None, **params: Any) -> None:
        self.code = code
        self.params = params
        self.position = position
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The English sentence, with the position where it is known."""
        text = SENTENCES[self.code].format(**self.params)
        return f"line {self.position[0]}, column {self.position[1]}: {text}" if self.position else text


def position(source: str, offset: int) -> tuple[int, int]:
    """Line and column (from 1) of an offset in the source."""
    before = source[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")
