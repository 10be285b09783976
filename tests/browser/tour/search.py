"""The search: before anything is typed, with what it found, in vain."""

from tests.browser.tour import Stop

STOPS = [
    Stop("search.page", "planner", "/search"),
    Stop("search.page", "planner", "/search?q=陳", state="found"),
    Stop("search.page", "gm", "/search?q=nowhere", state="in vain"),
]
