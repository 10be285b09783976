"""The demo company: units, people, catalogue, and a history made by driving the program's own services."""
