"""UEC3xx: agent state that is being replaced."""
