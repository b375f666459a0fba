"""Scenes of 3-wide layers: the plane is lifted into space."""
