"""`python -m flake8_uec` is the command."""

import sys

if __name__ == "__main__":
    if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
        # Python put the working directory first: a module of the code that is linted must not be taken for another.
        del sys.path[0]
    from flake8_uec.frontends.cli.main import main

    sys.exit(main())
