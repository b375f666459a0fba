"""Manim's cameras, taught to draw the stage's own mobjects in order with all others."""

from __future__ import annotations

from typing import Any

import numpy as np
from cairo import Matrix
from manim import Camera, Mobject, MovingCamera, ThreeDCamera
from numpy.typing import NDArray

from detangle.stage.paint.painted import FloatArray, Painted, Projected


class PaintingCamera(Camera):
    """What the stage's cameras share: they hand `Painted` mobjects their pixels.

    Manim draws runs of mobjects of one type, in their order on the screen, each run by a function
    that `type_or_raise` finds; there the function for `Painted` is put in.
    """

    def type_or_raise(self, mobject: Mobject) -> type[Mobject]:
        """Return the type by which a mobject is drawn."""
        kind: type[Mobject] = super().type_or_raise(mobject)  # makes display_funcs anew
        self.display_funcs[Painted] = self.display_painted
        return Painted if isinstance(mobject, Painted) else kind

    def display_painted(self, mobjects: list[Any], pixel_array: NDArray[Any]) -> None:
        """Draw `Painted` mobjects into the pixels that the cairo context draws into as well."""
        context = self.get_cairo_context(pixel_array)
        surface, matrix = context.get_target(), context.get_matrix()
        surface.flush()
        for mobject in mobjects:
            mobject.paint(pixel_array, self.projected(mobject, matrix))
        surface.mark_dirty()

    def projected(self, mobject: Painted, matrix: Matrix) -> Projected:
        """Return the mobject's points in the device space of a cairo matrix."""
        return Projected(
            _in_pixels(mobject.points, matrix),
            unit=float(np.sqrt(abs(matrix.xx * matrix.yy))),
            window=_window(mobject.clip, matrix),
        )


class StageCamera(PaintingCamera, MovingCamera):
    """A camera for the plane: pans and zooms by its `frame`."""


class StageThreeDCamera(PaintingCamera, ThreeDCamera):
    """A camera for space: nearer dots are larger and hide the farther ones of their cloud.

    A line keeps its width, as Manim's own do. Between mobjects the order on the screen decides,
    not the depth. Mobjects that are fixed in the frame, or in orientation, are drawn flat.
    """

    def projected(self, mobject: Painted, matrix: Matrix) -> Projected:
        """Return the mobject's points in the device space of a cairo matrix."""
        finite = np.isfinite(mobject.points).all(axis=1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            places = self.transform_points_pre_display(mobject, np.where(finite, mobject.points, 0))
        flat = super().projected(mobject, matrix)
        xy = np.where(finite, _in_pixels(places, matrix), np.nan)
        if mobject in self.fixed_in_frame_mobjects or mobject in self.fixed_orientation_mobjects:
            return Projected(xy, flat.unit, flat.window)
        growth = self._magnification(places[:, 2])
        xy = np.where(np.isfinite(growth)[:, None], xy, np.nan)
        return Projected(xy, flat.unit, flat.window, growth * self.get_zoom(), places[:, 2])

    def _magnification(self, depth: FloatArray) -> FloatArray:
        """Return by how much perspective enlarges things at a depth; NaN behind the camera."""
        distance = self.get_focal_distance() - depth
        ahead = np.where(distance > 0, distance, np.nan)
        growth: FloatArray = self.get_focal_distance() / ahead
        if self.exponential_projection:
            growth = np.where(depth > 0, np.exp(depth / self.get_focal_distance()), growth)
        return growth


def _in_pixels(points: FloatArray, matrix: Matrix) -> FloatArray:
    """Apply a cairo matrix without rotation, as Manim's are, to (N, 3) points."""
    scale = np.array([matrix.xx, matrix.yy])
    return np.asarray(points[:, :2] * scale + [matrix.x0, matrix.y0], dtype=np.float64)


def _window(clip: FloatArray | None, matrix: Matrix) -> tuple[int, int, int, int] | None:
    """Return a scene rectangle (left, bottom, right, top) in whole pixels, y downwards."""
    if clip is None:
        return None
    left, bottom, right, top = clip
    (x0, y0), (x1, y1) = _in_pixels(np.array([[left, top], [right, bottom]]), matrix)
    return round(x0), round(y0), round(x1), round(y1)
