"""Lint, select, suppress: pure functions over values."""
