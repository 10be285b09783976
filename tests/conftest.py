"""Fixtures that every test may ask for."""

pytest_plugins = ["tests.chromium", "tests.databases"]
