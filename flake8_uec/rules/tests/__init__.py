"""UEC4xx: tests on the single base."""
