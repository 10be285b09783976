"""The internal contact form (P1)."""
