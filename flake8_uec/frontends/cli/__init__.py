"""The `flake8-uec` command: one file a subcommand."""
