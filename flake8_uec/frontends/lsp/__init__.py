"""The face for editors: a language server."""
