"""What lies in the coordinates of a layer: views, planes, grids, dots, decisions."""
