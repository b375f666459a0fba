"""A layer of three units in space: the sheet, the camera's way, the plane that cuts."""
