"""Arrays to pixels: painted mobjects, and how Manim's cameras come to draw them."""

from detangle.stage.paint.display import teach_cameras

teach_cameras()  # whoever makes a painted mobject imports this package first
