"""Manim's camera, taught to draw the stage's own mobjects in order with all others."""

from __future__ import annotations

from typing import Any, Self
from weakref import WeakKeyDictionary

import numpy as np
from cairo import Context, Matrix, Path
from manim import Mobject, MovingCamera, VMobject
from numpy.typing import NDArray

from detangle._typing import FloatArray
from detangle.stage.paint.painted import Painted, Projected

_OUTLINES: WeakKeyDictionary[VMobject, tuple[FloatArray, Matrix, Path]] = WeakKeyDictionary()
"""How each shape was last drawn: its points, cairo's matrix, and cairo's path of them.

It lies outside the cameras, since Manim hashes all that is in one.
"""


class StageCamera(MovingCamera):
    """A camera for the plane, which pans and zooms by its `frame` and draws `Painted` mobjects.

    Manim draws runs of mobjects of one type, in their order on the screen, each run by a function
    that `type_or_raise` finds; there the function for `Painted` is put in.
    """

    def type_or_raise(self, mobject: Mobject) -> type[Mobject]:
        """Return the type by which a mobject is drawn."""
        kind: type[Mobject] = super().type_or_raise(mobject)  # makes display_funcs anew
        self.display_funcs[Painted] = self.display_painted
        return Painted if isinstance(mobject, Painted) else kind

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

    def display_painted(self, mobjects: list[Any], pixel_array: NDArray[Any]) -> None:
        """Draw `Painted` mobjects into the pixels that the cairo context draws into as well."""
        context = self.get_cairo_context(pixel_array)
        surface, matrix = context.get_target(), context.get_matrix()
        surface.flush()
        for mobject in mobjects:
            mobject.paint(pixel_array, _projected(mobject, matrix))
        surface.mark_dirty()


def _projected(mobject: Painted, matrix: Matrix) -> Projected:
    """Return a mobject's points, and its clip in whole pixels, in a cairo matrix's device space."""
    window = None
    if mobject.clip is not None:
        (left, bottom), (right, top) = _in_pixels(mobject.clip.reshape(2, 2), matrix)
        window = round(left), round(top), round(right), round(bottom)
    unit = float(np.sqrt(abs(matrix.xx * matrix.yy)))
    return Projected(_in_pixels(mobject.points, matrix), unit, window)


def _in_pixels(points: FloatArray, matrix: Matrix) -> FloatArray:
    """Apply a cairo matrix without rotation, as Manim's are, to (N, 2) or (N, 3) points."""
    scale = np.array([matrix.xx, matrix.yy])
    return np.asarray(points[:, :2] * scale + [matrix.x0, matrix.y0], dtype=np.float64)
