"""Work that no one waits for."""
