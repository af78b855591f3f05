"""The faces of the linter. They do not know each other."""
