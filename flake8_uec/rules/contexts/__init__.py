"""UEC1xx: the context that carries one user's identity."""
