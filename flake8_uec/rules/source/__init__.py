"""UEC0xx: files that cannot be linted as they stand."""
