"""The camera of the stage's own scenes, which draws a shape that stands still only once."""

from __future__ import annotations

from typing import Any, Self
from weakref import WeakKeyDictionary

import numpy as np
from cairo import Context, Matrix, Path
from manim import MovingCamera, VMobject

from detangle._typing import FloatArray

_OUTLINES: WeakKeyDictionary[VMobject, tuple[FloatArray, Matrix, Path]] = WeakKeyDictionary()
"""How each shape was last drawn: its points, cairo's matrix, and cairo's path of them.

It lies outside the cameras, since Manim hashes all that is in one.
"""


class StageCamera(MovingCamera):
    """A camera for the plane, which pans and zooms by its `frame`.

    It draws what Manim's `MovingCamera` draws, in less time. What is painted, a `PointCloud` for
    example, is drawn by all of Manim's cameras.
    """

    def set_cairo_context_path(self, ctx: Context[Any], vmobject: VMobject) -> Self:
        """Set the path to a shape's outline; one like the last is not made anew."""
        points = self.transform_points_pre_display(vmobject, vmobject.points)
        matrix = ctx.get_matrix()
        last = _OUTLINES.get(vmobject)
        if last is not None and last[1] == matrix and np.array_equal(last[0], points):
            ctx.new_path()
            ctx.append_path(last[2])
            return self
        super().set_cairo_context_path(ctx, vmobject)
        if len(points):
            _OUTLINES[vmobject] = points.copy(), matrix, ctx.copy_path()
        return self
