"""Comments that were to hide a finding."""

import os  # noqa: UEC404

PATH = os.environ.get("PATH")  # noqa: UEC404
HOME = os.environ.get("HOME")  # noqa: UEC404 -- read before the environment is isolated
