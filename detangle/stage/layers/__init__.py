"""The plane of a 2-wide run, and the films of its layers."""
