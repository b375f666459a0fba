"""Layers of any width, projected; and images as points."""
