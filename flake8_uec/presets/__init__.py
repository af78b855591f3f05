"""Policies as TOML, one file a preset."""
