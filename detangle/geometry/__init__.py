"""Mathematics of points, lines and maps in NumPy; nothing here knows of runs or of drawing."""
