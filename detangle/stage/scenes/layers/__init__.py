"""Scenes of 2-wide layers: points and grid move through them in the plane."""
