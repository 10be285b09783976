"""The commands of `approvals`, by subject."""
