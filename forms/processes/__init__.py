"""Processes: what each asks, checks and prints, a folder each."""
