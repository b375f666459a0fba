"""Scenes of layers of any width, in the plane in which they vary most."""
