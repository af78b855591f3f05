"""`python -m flake8_uec` is the command."""

import sys

from flake8_uec.frontends.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
