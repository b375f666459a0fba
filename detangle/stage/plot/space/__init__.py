"""What lies in the three coordinates of a layer, seen through a perspective view."""
