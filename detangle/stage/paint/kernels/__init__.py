"""Compiled loops that blend dots, lines, polygons and images into a pixel array."""
