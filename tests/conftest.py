"""Fixtures that every test may ask for."""

import os

from hypothesis import settings

pytest_plugins = ["tests.chromium", "tests.databases"]

# No test is timed: a busy machine is no fault. CI takes the same examples every time, at home others are looked for.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True)
settings.load_profile("house")
