"""Every point a thread through the layers of a network."""
