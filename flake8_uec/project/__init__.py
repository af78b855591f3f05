"""The disk: configuration, discovery and the run that all faces share."""
