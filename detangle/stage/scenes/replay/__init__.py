"""Scenes of training time: all layers while the network learns."""
