"""Mobjects made of plain arrays, which Manim's cameras draw in one go."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Self

import numpy as np
from manim import WHITE, ManimColor, Mobject
from numpy.typing import ArrayLike

from detangle._typing import ByteArray, FloatArray
from detangle.stage.paint.projection import Projected
from detangle.stage.refusal import refuse_opengl

Clip = tuple[float, float, float, float]
Colors = Any  # one colour as Manim takes it, N colours, or an (N, 3) or (N, 4) array


class Painted(Mobject):
    """A mobject made of plain arrays, which all of Manim's Cairo cameras draw in one go.

    A subclass names the arrays that a Transform blends in `blended`, and what it only hands over
    at its end in `handed_over`. All state is in those arrays, so Manim's cache sees all of it.

    Parameters
    ----------
    points
        (N, 2) or (N, 3), scene units. A point that is not finite is not drawn.
    colors
        One colour, N colours, or an (N, 3) or (N, 4) array from 0 to 1.
    inks
        How many colours there are, if not one for each point.
    opacity
        One, or one for each colour; multiplies that of the colours.
    clip
        Left, bottom, right, top in scene units; fixed in the scene. See `set_clip`.
    """

    blended: ClassVar[tuple[str, ...]] = ("rgbas", "clip")
    handed_over: ClassVar[tuple[str, ...]] = ()
    rgbas: FloatArray
    clip: FloatArray | None

    def __init__(
        self,
        points: ArrayLike = (),
        colors: Colors = WHITE,
        *,
        inks: int | None = None,
        opacity: ArrayLike = 1.0,
        clip: Clip | None = None,
    ) -> None:
        refuse_opengl(type(self).__name__)
        super().__init__()
        self.set_clip(clip)
        self.points = as_points(points)
        self.rgbas = as_rgbas(colors, np.ones((len(self.points) if inks is None else inks, 4)))
        self.rgbas[:, 3] *= np.asarray(opacity, dtype=np.float64)
        self.color = self.get_color()

    @property
    def flat(self) -> bool:
        """Whether the third column of its points is no place, but only what lies before what."""
        return False

    def cut_where(self, values: FloatArray) -> Painted:  # noqa: ARG002
        """Return the same with vertices where numbers (N,) at the points change their sign.

        Only lines have anything between their points.
        """
        return self

    @abstractmethod
    def paint(self, pixels: ByteArray, seen: Projected) -> None:
        """Draw over premultiplied RGBA pixels of shape (H, W, 4)."""

    def set_clip(self, clip: Clip | None) -> Self:
        """Show only what lies in (left, bottom, right, top).

        The rectangle is in scene units and stays where it is when the mobject moves. Its edges are
        rounded to whole pixels.
        """
        self.clip = None if clip is None else np.array(clip, dtype=np.float64)
        return self

    def get_merged_array(self, array_attr: str) -> Any:
        """Return an array with those of all parts; of the points, those that are finite."""
        merged = super().get_merged_array(array_attr)
        return finite_rows(merged) if array_attr == "points" else merged

    def reduce_across_dimension(self, reduce_func: Any, dim: int) -> Any:
        """Return the least or greatest coordinate, of points that are finite; None without any."""
        values = [part.reduce_across_dimension(reduce_func, dim) for part in self.submobjects]
        known = [value for value in values if value is not None]
        known += finite_rows(self.points)[:, dim].tolist()
        return reduce_func(known) if known else None

    def interpolate(self, mobject1: Any, mobject2: Any, alpha: float, *path: Any) -> Self:
        """Become a blend of two; a point that has no place in one of them jumps at the end."""
        super().interpolate(mobject1, mobject2, alpha, *path)
        lost = ~np.isfinite(self.points).all(axis=1)
        self.points[lost] = (mobject2 if alpha >= 1 else mobject1).points[lost]
        return self

    def reset_points(self) -> Self:
        """Forget everything."""
        self.points, self.rgbas = np.zeros((0, 3)), np.zeros((0, 4))
        return self

    def get_point_mobject(self, center: Any = None) -> Any:
        """Return the same mobject shrunk to a point, from which it can unfold."""
        place = self.get_center() if center is None else center
        return self.copy().set_points_to(np.tile(place, (len(self.points), 1)))

    def set_points_to(self, points: ArrayLike) -> Self:
        """Move every point: (N, 2) or (N, 3), as many as there are."""
        moved = as_points(points)
        if len(moved) != len(self.points):
            raise ValueError(
                f"{self} has {len(self.points)} points and got {len(moved)}; give one place each, "
                "or make a new one and Transform"
            )
        self.points = moved
        return self

    def set_color(self, color: Colors = WHITE, alpha: Any = None, family: bool = True) -> Self:
        """Set one colour, or one each; the opacity changes only by `alpha` or a fourth column."""
        color = as_rgbas(color, self.rgbas)
        super().set_color(ManimColor(color[0, :3]) if len(color) else WHITE, family=family)
        self.rgbas = color
        return self if alpha is None else self.set_opacity(alpha, family=False)

    def get_color(self) -> ManimColor:
        """Return the colour of the first point."""
        return ManimColor(self.rgbas[0, :3]) if len(self.rgbas) else ManimColor(WHITE)

    def set_opacity(self, opacity: ArrayLike, family: bool = True) -> Self:
        """Set one opacity from 0 to 1, or one each."""
        self.rgbas = np.column_stack([self.rgbas[:, :3], np.zeros(len(self.rgbas))])
        self.rgbas[:, 3] = opacity
        return self._pass_on("set_opacity", opacity) if family else self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """Take away a part of the opacity."""
        self.rgbas = self.rgbas * [1, 1, 1, 1 - darkness]
        return self._pass_on("fade", darkness) if family else self

    def _pass_on(self, method: str, value: Any) -> Self:
        for submobject in self.submobjects:
            getattr(submobject, method)(value)
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Blend all arrays but the points; used by Transform, `become` and Restore."""
        for name in self.blended:
            setattr(self, name, _mix(getattr(mobject1, name), getattr(mobject2, name), alpha))
        for name in self.handed_over:
            setattr(self, name, getattr(mobject2 if alpha >= 1 else mobject1, name))
        return self

    def align_points(self, mobject: Mobject) -> Self:
        """Give both as many points; refuse to turn into another kind of mobject."""
        if not isinstance(mobject, Painted) or mobject.blended != self.blended:
            raise TypeError(f"{self!r} cannot turn into {mobject!r}; use FadeOut and FadeIn")
        return super().align_points(mobject)


def finite_rows(points: FloatArray) -> FloatArray:
    """Return those of (N, 3) points that have a place."""
    return np.asarray(points[np.isfinite(points).all(axis=1)])


def as_points(points: ArrayLike) -> FloatArray:
    """Copy points of shape (N, 2) or (N, 3) into (N, 3) float64, with z = 0 where there is none."""
    given = np.array(points, dtype=np.float64)
    if given.size == 0:
        return np.zeros((0, 3))
    if given.ndim != 2 or given.shape[1] not in (2, 3):
        raise ValueError(f"points have shape {given.shape}; they must be (N, 2) or (N, 3)")
    return np.column_stack([given, np.zeros(len(given))]) if given.shape[1] == 2 else given


def as_rgbas(colors: Colors, like: FloatArray) -> FloatArray:
    """Return a row for each row of `like`; its opacity stays where the colours have none."""
    rgbas = like.copy()
    if isinstance(colors, np.ndarray) and colors.ndim == 2:
        rows = colors.astype(np.float64)
    elif _is_several(colors):
        known = {color: ManimColor(color).to_rgb() for color in set(colors)}
        rows = np.array([known[color] for color in colors]).reshape(-1, 3)
    else:
        rows = ManimColor(colors).to_rgb()[None]
    if len(rows) not in (1, len(like)):
        raise ValueError(f"got {len(rows)} colours; give one, or one for each of {len(like)}")
    rgbas[:, : rows.shape[1]] = rows
    return rgbas


def _is_several(colors: Colors) -> bool:
    """Return True for a list of colours; one colour may itself be a list of numbers."""
    if isinstance(colors, str) or not isinstance(colors, Sequence | np.ndarray):
        return False
    return not all(np.isscalar(part) and not isinstance(part, str) for part in colors)


def _mix(start: Any, end: Any, alpha: float) -> Any:
    """Blend numbers or arrays; what cannot be blended changes at the end."""
    same = start is not None and end is not None and np.shape(start) == np.shape(end)
    if not same or alpha in (0, 1):
        chosen = end if alpha >= 1 else start
        return chosen.copy() if isinstance(chosen, np.ndarray) else chosen
    return start + (end - start) * alpha
