"""Several planes side by side, and the films that compare."""
