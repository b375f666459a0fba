"""`python -m detangle` is the `detangle` command."""

import sys

from detangle.cli import main

if __name__ == "__main__":
    sys.exit(main())
