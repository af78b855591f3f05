"""The tests of the project in here are run by one of ours, not by pytest itself."""

collect_ignore = ["project"]
