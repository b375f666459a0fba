"""Arrays to pixels: cameras, and the mobjects that they know how to paint."""
