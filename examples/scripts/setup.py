"""No test: the environment is free here."""

import os

HOME = os.environ.get("HOME")
