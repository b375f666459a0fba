"""Where a camera sees what is painted: its points, sizes, depths and clip, in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from cairo import Matrix
from manim import Camera, ThreeDCamera

from detangle._typing import FloatArray, IntArray
from detangle.geometry.polylines import Polylines

if TYPE_CHECKING:
    from detangle.stage.paint.painted import Painted

NEAR = 0.05
"""Nothing nearer to the eye than this is seen: a fraction of the camera's focal distance."""
CLOSE = 1e-9
"""Rounding of a place that a line was cut at."""
UPRIGHT = 1e-6
"""Sides of a clip that are off by less than this, in pixels, run along rows and columns."""


@dataclass(frozen=True)
class Projected:
    """A mobject's points as a camera sees them.

    Attributes
    ----------
    xy
        (N, 2) pixels; NaN where a point has no place.
    unit
        Pixels in a scene unit, without perspective.
    window
        The pixels that may change: left, top, right, bottom; None for all.
    outline
        (V, 2) pixels: corners of a clip that is not upright, as a camera in space sees it.
    growth
        By how much larger than without perspective things at the points look: one, or (N,).
    depth
        (N,) how near to the eye each point is; None in a picture without depth.
    """

    xy: FloatArray
    unit: float
    window: tuple[int, int, int, int] | None = None
    outline: FloatArray | None = None
    growth: FloatArray | float = 1.0
    depth: FloatArray | None = None

    @property
    def order(self) -> slice | IntArray:
        """Which points are drawn first, (N,): the farthest; all as they come without depth."""
        return slice(None) if self.depth is None else np.argsort(self.depth, kind="stable")


def see(mobject: Painted, camera: Camera, matrix: Matrix) -> tuple[Painted, Projected]:
    """Return what a camera sees of a mobject: all of it, or the part before the eye, and where.

    The camera itself places the points, as it does those of Manim's own mobjects, so every kind
    of camera does what it is for; the matrix is cairo's, from scene units to pixels.
    """
    unit = float(np.sqrt(abs(matrix.xx * matrix.yy)))
    places = _placed(camera, mobject, _points(mobject))
    window, outline = _clip(mobject, camera, matrix)
    eye = _eye(camera, mobject)
    if eye is None:
        return mobject, Projected(_in_pixels(places, matrix), unit, window, outline)
    ahead = _ahead(eye, places)
    if (ahead < 0).any():
        mobject = mobject.cut_where(ahead)
        places = _placed(camera, mobject, _points(mobject))
        ahead = _ahead(eye, places)
    growth = _growth(eye, _points(mobject), places)
    xy = np.where(ahead[:, None] > -CLOSE, _in_pixels(places, matrix), np.nan)
    depth = None if mobject.flat else places[:, 2]
    return mobject, Projected(xy, unit, window, outline, growth, depth)


def _points(mobject: Painted) -> FloatArray:
    return mobject.points * (1, 1, 0) if mobject.flat else mobject.points


def _placed(camera: Camera, mobject: Painted, points: FloatArray) -> FloatArray:
    """Let a camera move (N, 3) points; one that is not finite has no place, and harms no other."""
    finite = np.isfinite(points)
    if finite.all():
        return np.asarray(camera.transform_points_pre_display(mobject, points))
    known = finite.all(axis=1)
    places = np.full(points.shape, np.nan)
    places[known] = camera.transform_points_pre_display(mobject, points[known])
    return places


def _eye(camera: Camera, mobject: Painted) -> ThreeDCamera | None:
    """Return the camera, if it sees a mobject in perspective."""
    if not isinstance(camera, ThreeDCamera):
        return None
    fixed = camera.fixed_in_frame_mobjects, camera.fixed_orientation_mobjects
    return None if any(mobject in those for those in fixed) else camera


def _ahead(eye: ThreeDCamera, places: FloatArray) -> FloatArray:
    """Return how far before the eye places (N, 3) are, less a little: negative for what is not."""
    if eye.exponential_projection:
        return np.ones(len(places))  # it is nowhere: depth only magnifies
    return np.asarray((1 - NEAR) * eye.get_focal_distance() - places[:, 2])


def _growth(eye: ThreeDCamera, points: FloatArray, places: FloatArray) -> FloatArray:
    """Return how large a unit across the view looks at each of (N, 3) points.

    A step to the right of the picture changes no depth, so perspective keeps it straight.
    """
    right = eye.get_rotation_matrix()[0]
    return np.asarray(eye.project_points(points + right)[:, 0] - places[:, 0])


def _clip(
    mobject: Painted, camera: Camera, matrix: Matrix
) -> tuple[tuple[int, int, int, int] | None, FloatArray | None]:
    """Return a mobject's clip in whole pixels, or its corners if it is seen at a slant."""
    corners = mobject.clip_corners
    if corners is None:
        return None, None
    eye = _eye(camera, mobject)
    height = 0.0 if mobject.flat or eye is None else mobject.get_center()[2]
    corners = np.vstack([corners, corners[:1]]) * (1, 1, 0) + (0, 0, height)
    if eye is not None:
        corners = _seen_part(eye, camera.transform_points_pre_display(mobject, corners), corners)
    outline = _in_pixels(_placed(camera, mobject, corners), matrix)
    low, high = outline.min(axis=0, initial=np.inf), outline.max(axis=0, initial=-np.inf)
    upright = (np.minimum(outline - low, high - outline) < UPRIGHT).all()
    if not upright or len(outline) == 0:
        return None, outline
    (x0, y0), (x1, y1) = low, high
    return (round(x0), round(y0), round(x1), round(y1)), None


def _seen_part(eye: ThreeDCamera, places: FloatArray, corners: FloatArray) -> FloatArray:
    """Cut off what of a polygon is not before the eye; its first corner is its last one again."""
    ahead = _ahead(eye, places)
    cut = Polylines(np.column_stack([corners, ahead]), np.array([len(corners)])).split(ahead)
    return np.asarray(cut.vertices[cut.vertices[:, 3] > -CLOSE, :3])


def _in_pixels(points: FloatArray, matrix: Matrix) -> FloatArray:
    """Apply a cairo matrix without rotation, as Manim's are, to (N, 2) or (N, 3) points."""
    scale = np.array([matrix.xx, matrix.yy])
    return np.asarray(points[:, :2] * scale + [matrix.x0, matrix.y0], dtype=np.float64)
