"""Kernels that draw dots, lines, polygons and images into Manim's pixels."""
