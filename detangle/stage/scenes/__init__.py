"""The scenes, and what they are built on: beats, runs, films of chapters."""
