"""Regular expressions of XPath (DMN 1.5, 10.3.4.3; XPath 3.1, 5.6)."""

import pytest

from workflows.feel import evaluate


@pytest.mark.parametrize(
    ("text", "pattern", "flags", "expected"),
    [
        ("foobar", "^fo*b", "", True),
        ("a.c", "a\\.c", "", True),
        ("ab", "A.", "i", True),
        ("a\nb", "a.b", "", False),
        ("a\nb", "a.b", "s", True),
        ("a\nb", "^b$", "m", True),
        ("hello world", "hello[ ] world", "x", True),
        ("x", "[a-z-[aeiou]]", "", True),
        ("e", "[a-z-[aeiou]]", "", False),
        ("備件", "\\p{IsCJKUnifiedIdeographs}+", "", True),
        ("é", "\\p{L}", "", True),
        ("٣", "\\d", "", True),
        ("a b", "\\S\\s\\S", "", True),
        ("_x-1", "^\\i\\c*$", "", True),
        ("a", "(a", "", None),
        ("a", "a{2", "", None),
        ("a", "(?=a)", "", None),
        ("aa", "(a)\\1", "", None),
        ("a", "a", "y", None),
    ],
)
def test_pattern_is_found(text: str, pattern: str, flags: str, expected: bool | None) -> None:
    assert evaluate("matches(t, p, f)", {"t": text, "p": pattern, "f": flags}) is expected


@pytest.mark.parametrize(
    ("text", "pattern", "replacement", "expected"),
    [
        ("abracadabra", "a(.)", "a$1$1", "abbraccaddabbra"),
        ("0123456789", "(\\d{3})(\\d{3})(\\d{4})", "($1) $2-$3", "(012) 345-6789"),
        ("abc", "b", "[$0]", "a[b]c"),
        ("abc", "b", "\\$", "a$c"),
        ("abc", "(b)|(c)", "<$2>", "a<><c>"),
        ("abc", "b*?", "x", None),
        ("abc", "b", "$x", None),
    ],
)
def test_matches_are_replaced(text: str, pattern: str, replacement: str, expected: str | None) -> None:
    assert evaluate("replace(t, p, r)", {"t": text, "p": pattern, "r": replacement}) == expected
