"""Thousands of dots as one mobject that Manim's cameras draw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from manim import BLACK, WHITE, Mobject
from numpy.typing import ArrayLike

from detangle._typing import ByteArray, FloatArray, IntArray
from detangle.stage.paint.colors import Colors, as_rgbas
from detangle.stage.paint.painted import Painted
from detangle.stage.paint.projection import Projected
from detangle.stage.paint.values import as_amount, as_amounts, as_mask, as_selection

if TYPE_CHECKING:
    from detangle.stage.paint.part import CloudPart

Dots = tuple[FloatArray, FloatArray, FloatArray, FloatArray]

DOT_RADIUS = 0.05  # scene units


class PointCloud(Painted):
    """Dots, each with its own place, colour, opacity and radius, drawn in array order.

    `shift`, `scale`, `rotate` and the like do what they do to Manim's `Dot`: `scale` changes the
    radii, too, and what stretches or bends leaves the dots round. The bounding box is that of the
    places. In a Transform dot i becomes dot i; surplus dots split off from, or melt into, others.

    Parameters
    ----------
    points, colors
        As of `Painted`.
    radius
        Of the dots, scene units: one, or (N,).
    holes
        Inner radius as a fraction of the outer one, below 1: one, or (N,); 0 fills the dot.
    opacity, clip
        As of `Painted`.
    """

    blended = ("rgbas", "radii", "holes", "made_clip")

    def __init__(
        self,
        points: ArrayLike,
        colors: Colors = WHITE,
        *,
        radius: ArrayLike = DOT_RADIUS,
        holes: ArrayLike = 0.0,
        **style: Any,
    ) -> None:
        super().__init__(points, colors, **style)
        self.set_radius(radius)
        self.holes = as_amounts(holes, len(self.points), "holes", 1.0)

    def reset_points(self) -> Self:
        """Forget all dots."""
        self.radii, self.holes = np.zeros(0), np.zeros(0)
        return super().reset_points()

    @property
    def inks(self) -> FloatArray:
        """The colours in which the dots are drawn: (N, 4)."""
        return self.rgbas

    def set_radius(self, radius: ArrayLike) -> Self:
        """Set the radius of all dots, or of each, in scene units."""
        self.radii = as_amounts(radius, len(self.points), "radius") / (self.anchor.factor or 1.0)
        return self

    @property
    def seen_radii(self) -> FloatArray:
        """The radii (N,) in scene units, with all scaling since they were set."""
        return self.radii * self.anchor.factor

    def get_array_attrs(self) -> list[str]:
        """Return the names of the arrays that have a row for each dot."""
        return ["points", "rgbas", "radii", "holes"]

    def where(self, mask: ArrayLike) -> CloudPart:
        """Return the dots for which a mask (N,) is true, to be changed or animated in this cloud.

        `self.play(cloud.where(labels == 1).animate.set_color(RED))` leaves all others as they are.
        """
        return self[np.flatnonzero(as_mask(mask, len(self.points), "mask"))]

    def __getitem__(self, rows: Any) -> CloudPart:
        """Return some dots, by number, slice, numbers or mask, as `where` does."""
        from detangle.stage.paint.part import CloudPart  # which is a cloud itself

        return CloudPart(self, as_selection(rows, len(self.points)))

    def set_colors_by_radial_gradient(
        self,
        center: Any = None,
        radius: float = 1,
        inner_color: Colors = WHITE,
        outer_color: Colors = BLACK,
    ) -> Self:
        """Give each dot a colour by its distance from a place, the cloud's middle by default."""
        middle = self.get_center() if center is None else np.asarray(center, dtype=np.float64)
        reach = max(as_amount(radius, "radius"), np.finfo(float).tiny)
        t = np.nan_to_num(np.linalg.norm(self.points - middle, axis=1) / reach).clip(0, 1)[:, None]
        inner, outer = (
            as_rgbas(color, self.rgbas, name)
            for color, name in ((inner_color, "inner_color"), (outer_color, "outer_color"))
        )
        return self.set_color((1 - t) * inner + t * outer, family=False)

    def get_point_mobject(self, center: Any = None) -> Any:
        """Return one invisible dot, from which a cloud can unfold."""
        place = self.get_center() if center is None else center
        return PointCloud(np.array([place]), opacity=0.0)

    def align_points_with_larger(self, larger_mobject: Mobject) -> Self:
        """Add invisible twins of the dots, until there are as many as in the other cloud."""
        count, total = len(self.points), len(larger_mobject.points)
        twins = np.arange(total) % count
        for name in self.get_array_attrs():
            setattr(self, name, getattr(self, name)[twins])
        self.rgbas[count:, 3] = 0.0
        return self

    def paint(self, pixels: ByteArray, seen: Projected) -> None:
        """Draw the dots; in space those that are near are larger, and drawn last."""
        _draw(pixels, self.dots(seen), seen.order, seen.window)

    def dots(self, seen: Projected) -> Dots:
        """Return centres, radii and inner radii in pixels, and colours: (N, …) each."""
        radii = self.seen_radii * seen.growth * seen.unit
        return seen.xy, radii, radii * self.holes, self.inks


def draw_together(pixels: ByteArray, clouds: Iterable[tuple[Any, Projected]]) -> None:
    """Draw the dots of several clouds in space, each with what a camera sees of it, by depth."""
    pairs = list(clouds)
    parts = zip(*(cloud.dots(seen) for cloud, seen in pairs), strict=True)
    xy, radii, holes, inks = (np.concatenate(part) for part in parts)
    depth = np.concatenate([seen.depth for _, seen in pairs])
    _draw(pixels, (xy, radii, holes, inks), np.argsort(depth, kind="stable"))


def _draw(
    pixels: ByteArray,
    dots: Dots,
    order: IntArray | slice,
    window: tuple[int, int, int, int] | None = None,
) -> None:
    from detangle.stage.paint.kernels.dots import draw_dots  # numba is slow to import

    draw_dots(pixels, *(part[order] for part in dots), window=window)
