"""UEC9xx: the codes that a project's own policy gives."""
