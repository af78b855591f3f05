"""UEC9xx: a project's own deprecations."""
