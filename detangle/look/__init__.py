"""Themes, palettes and layouts as plain data; nothing here imports manim."""
