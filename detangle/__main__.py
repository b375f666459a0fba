"""`python -m detangle` is the `detangle` command."""

from detangle.cli import main

if __name__ == "__main__":
    main()
