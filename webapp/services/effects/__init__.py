"""The closed catalogue of effects that a service task may name (contracts.md, Diagram vocabulary)."""
