"""Mobjects made of plain arrays, which Manim's cameras draw in one go."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar, Self

import numpy as np
from manim import WHITE, ManimColor, Mobject
from manim.utils.paths import straight_path
from numpy.typing import ArrayLike

from detangle._typing import ByteArray, FloatArray
from detangle.errors import DetangleError
from detangle.stage.paint.anchor import Anchor
from detangle.stage.paint.colors import Colors, as_rgbas, color_rows, gradient, spread_colors
from detangle.stage.paint.projection import Projected
from detangle.stage.paint.values import as_amount, as_amounts, as_box, as_points, finite_rows
from detangle.stage.refusal import refuse_opengl

Clip = tuple[float, float, float, float]
STRAIGHT = straight_path()


class Painted(Mobject):
    """A mobject made of plain arrays, which all of Manim's Cairo cameras draw in one go.

    A subclass names the arrays that a Transform blends in `blended`, and what it only hands over
    at its end in `handed_over`. All state is in those arrays, so Manim's cache sees all of it.

    Parameters
    ----------
    points
        (N, 2) or (N, 3), scene units. A point that is not finite is not drawn, and counts for
        nothing else, such as the middle.
    colors
        One, or one for each point: names of Manim's ("red", "YELLOW"), hex of 3, 4, 6 or 8 digits,
        `ManimColor`; numbers (3,), (4,), (N, 3) or (N, 4) from 0 to 1, or whole ones up to 255.
    inks
        How many colours there are, if not one for each point.
    opacity
        From 0 to 1: one, or one for each colour; multiplies that of the colours.
    clip
        Left, bottom, right, top in scene units. See `set_clip`.

    Raises
    ------
    DetangleError
        If a value cannot be used; the one line names the argument.
    """

    blended: ClassVar[tuple[str, ...]] = ("rgbas", "made_clip")
    handed_over: ClassVar[tuple[str, ...]] = ()
    rgbas: FloatArray
    made_clip: FloatArray | None
    """The clip as it was set, before anything was moved."""
    anchor: Anchor
    """An invisible part that tells where the mobject has been moved to."""

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
        self.anchor = Anchor()
        self.add(self.anchor)
        self.set_clip(clip)
        self.points = as_points(points)
        self.rgbas = as_rgbas(colors, np.ones((len(self.points) if inks is None else inks, 4)))
        self.rgbas[:, 3] *= as_amounts(opacity, len(self.rgbas), "opacity", 1.0)
        self.color = self.get_color()

    @property
    def flat(self) -> bool:
        """Whether the third column of its points is no place, but only what lies before what."""
        return False

    def cut_where(self, values: FloatArray) -> Painted:  # noqa: ARG002
        """Return the same, cut where numbers (N,) at the points change their sign.

        Only lines and areas have anything between their points.
        """
        return self

    @abstractmethod
    def paint(self, pixels: ByteArray, seen: Projected) -> None:
        """Draw over premultiplied RGBA pixels of shape (H, W, 4)."""

    def set_clip(self, clip: Clip | None) -> Self:
        """Show only what lies in (left, bottom, right, top).

        The rectangle is in scene units, and moves with the mobject from now on. Its edges are
        rounded to whole pixels.
        """
        box = None if clip is None else as_box(clip, "clip")
        if box is not None and self.anchor.moved:
            box = self.anchor.made(np.pad(box.reshape(2, 2), ((0, 0), (0, 1))))[:, :2].ravel()
        self.made_clip = box
        return self

    @property
    def clip(self) -> FloatArray | None:
        """Left, bottom, right, top of what is shown, where it is now; None for all."""
        corners = self.clip_corners
        if corners is None:
            return None
        return np.concatenate([corners[:, :2].min(axis=0), corners[:, :2].max(axis=0)])

    @property
    def clip_corners(self) -> FloatArray | None:
        """The corners (4, 3) of the rectangle of what is shown, where they are now."""
        if self.made_clip is None:
            return None
        left, bottom, right, top = self.made_clip
        corners = [(left, bottom), (right, bottom), (right, top), (left, top)]
        return self.anchor.place(np.pad(np.array(corners), ((0, 0), (0, 1))))

    def get_merged_array(self, array_attr: str) -> Any:
        """Return an array with those of all parts; of the points, those that tell its extent."""
        merged = super().get_merged_array(array_attr)
        return self._extent(merged) if array_attr == "points" else merged

    def reduce_across_dimension(self, reduce_func: Any, dim: int) -> Any:
        """Return the least or greatest coordinate of what is seen; None if nothing is."""
        values = [part.reduce_across_dimension(reduce_func, dim) for part in self.submobjects]
        known = [value for value in values if value is not None]
        known += self._extent(self.points)[:, dim].tolist()
        return reduce_func(known) if known else None

    def _extent(self, points: FloatArray) -> FloatArray:
        """Keep the points that are finite, and bring those to the clip that lie beyond it."""
        finite, clip = finite_rows(points), self.clip
        if clip is None or not len(finite):
            return finite
        inside = np.clip(finite[:, :2], clip[:2], clip[2:])
        return np.column_stack([inside, finite[:, 2]])

    def apply_points_function_about_point(
        self, func: Any, about_point: Any = None, about_edge: Any = None
    ) -> Self:
        """Move the points by a function, which is asked for those that are finite alone."""

        def moved(points: FloatArray) -> FloatArray:
            finite = np.isfinite(points).all(axis=1)
            if finite.all():
                return np.asarray(func(points), dtype=np.float64)
            there = points.copy()
            there[finite] = func(points[finite])
            return there

        return super().apply_points_function_about_point(moved, about_point, about_edge)

    def interpolate(
        self, mobject1: Any, mobject2: Any, alpha: float, path_func: Any = STRAIGHT
    ) -> Self:
        """Become a blend of two; a point that has no place in one of them jumps at the end."""
        super().interpolate(mobject1, mobject2, alpha, path_func)
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
            raise DetangleError(
                f"{self} has {len(self.points)} points and got {len(moved)}; give one place each, "
                "or make a new one and Transform"
            )
        self.points = moved
        return self

    def set_color(self, color: Colors = WHITE, alpha: Any = None, family: bool = True) -> Self:
        """Set one colour, or one each; a list of fewer is spread as a gradient, as Manim does.

        The opacity changes only by `alpha`, or where the colours have one.
        """
        rows = color_rows(color, "color")
        if 1 < len(rows) < len(self.rgbas):
            rows = gradient(rows, len(self.rgbas))
        rgbas = spread_colors(rows, self.rgbas, "color")
        super().set_color(ManimColor(rgbas[0, :3]) if len(rgbas) else WHITE, family=family)
        self.rgbas = rgbas
        return self if alpha is None else self.set_opacity(alpha, family=False)

    def set_color_by_gradient(self, *colors: Colors) -> Self:
        """Spread colours over the points, in their order."""
        return self.set_color(colors[0] if len(colors) == 1 else list(colors))

    def fade_to(self, color: Colors, alpha: float, family: bool = True) -> Self:
        """Go a fraction of the way from each colour to another."""
        mixed = _mix(self.rgbas, as_rgbas(color, self.rgbas, "color"), alpha)
        if family:
            for submobject in self.submobjects:
                submobject.fade_to(color, alpha)
        return self.set_color(mixed, family=False)

    def get_color(self) -> ManimColor:
        """Return the colour of the first point."""
        return ManimColor(self.rgbas[0, :3]) if len(self.rgbas) else ManimColor(WHITE)

    def set_opacity(self, opacity: ArrayLike, family: bool = True) -> Self:
        """Set one opacity from 0 to 1, or one each."""
        alphas = as_amounts(opacity, len(self.rgbas), "opacity", 1.0)
        self.rgbas = np.column_stack([self.rgbas[:, :3], alphas])
        return self._pass_on("set_opacity", opacity) if family else self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """Take away a part of the opacity."""
        self.rgbas = self.rgbas * [1, 1, 1, 1 - as_amount(darkness, "darkness", 1.0)]
        return self._pass_on("fade", darkness) if family else self

    def _pass_on(self, method: str, value: Any) -> Self:
        for submobject in self.submobjects:
            getattr(submobject, method)(value)
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Blend all arrays but the points; used by Transform, `become` and Restore."""
        self._check_kind(mobject2)
        for name in self.blended:
            setattr(self, name, _mix(getattr(mobject1, name), getattr(mobject2, name), alpha))
        for name in self.handed_over:
            setattr(self, name, getattr(mobject2 if alpha >= 1 else mobject1, name))
        return self

    def align_data(self, mobject: Any, skip_point_alignment: bool = False) -> Self:
        """Make both alike in number, before one of them becomes the other."""
        self._check_kind(mobject)
        return super().align_data(mobject, skip_point_alignment)

    def null_point_align(self, mobject: Mobject) -> Self:
        """Let what is empty have invisible points, from which others can unfold."""
        for empty, other in ((self, mobject), (mobject, self)):
            if len(empty.points) or not len(other.points) or not isinstance(other, Painted):
                continue
            seed = other.get_point_mobject(other.get_center()).set_opacity(0.0)
            for name in ("points", *other.blended, *other.handed_over):
                setattr(empty, name, getattr(seed, name))
        return self

    def align_points(self, mobject: Mobject) -> Self:
        """Give both as many points; refuse to turn into another kind of mobject."""
        self._check_kind(mobject)
        return super().align_points(mobject)

    def _check_kind(self, mobject: Mobject) -> None:
        if not isinstance(mobject, Painted) or mobject.blended != self.blended:
            raise TypeError(f"{self!r} cannot turn into {mobject!r}; use FadeOut and FadeIn")


def _mix(start: Any, end: Any, alpha: float) -> Any:
    """Blend numbers or arrays; what cannot be blended changes at the end."""
    same = start is not None and end is not None and np.shape(start) == np.shape(end)
    if not same or alpha in (0, 1):
        chosen = end if alpha >= 1 else start
        return chosen.copy() if isinstance(chosen, np.ndarray) else chosen
    return start + (end - start) * alpha
