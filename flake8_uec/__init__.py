"""flake8-uec: a linter that carries a large migration to its end."""

__version__ = "0.1.0"
