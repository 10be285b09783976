"""The demo company: units, people, catalogue, and a history made by driving the program's own services."""

PASSWORD = "demo"
"""Everyone's; accepted on loopback only (`Person.loopback_only`)."""
