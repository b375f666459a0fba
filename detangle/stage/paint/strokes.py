"""Many line strings as one mobject that Manim's cameras draw."""

from __future__ import annotations

from copy import copy
from typing import Any, Self

import numpy as np
from manim import WHITE, Mobject
from numpy.typing import ArrayLike

from detangle._typing import ByteArray, FloatArray, IntArray
from detangle.errors import DetangleError
from detangle.geometry.polylines import Polylines
from detangle.stage.paint.colors import Colors, as_rgbas
from detangle.stage.paint.painted import Painted
from detangle.stage.paint.projection import Projected
from detangle.stage.paint.values import as_amount, as_amounts, as_counts

LINE_WIDTH = 2.0  # Manim's stroke widths
WIDTH_UNIT = 0.01  # scene units in a stroke width of 1, as in Manim's own cameras


class Strokes(Painted):
    """Line strings of one colour and one width, drawn as a single shape with round ends.

    Where translucent lines meet or cross they do not get darker. Widths behave as Manim's do:
    `scale` leaves them, a camera's zoom magnifies them. Transforms need the same line strings on
    both sides.

    Parameters
    ----------
    points
        (M, 2) or (M, 3) vertices in scene units, all line strings one after another. A segment
        with an end that is not finite is not drawn.
    lengths
        (L,) vertices of each line string; one string of all points by default.
    color
        Of all lines.
    width
        In Manim's stroke widths: 1 is 0.01 scene units.
    opacity, clip
        As of `Painted`.
    """

    blended = ("rgbas", "stroke_width", "made_clip")
    handed_over = ("lengths",)

    def __init__(
        self,
        points: ArrayLike,
        lengths: ArrayLike | None = None,
        *,
        color: Colors = WHITE,
        width: float = LINE_WIDTH,
        **style: Any,
    ) -> None:
        super().__init__(points, as_rgbas(color, np.ones((1, 4)), "color"), inks=1, **style)
        self.lengths = _lengths(lengths, len(self.points))
        self.set_stroke_width(width)

    def set_stroke_width(self, width: float) -> Self:
        """Set the width of all lines, in Manim's stroke widths."""
        self.stroke_width = as_amount(width, "width")
        return self

    def reset_points(self) -> Self:
        """Forget all lines."""
        self.lengths = np.zeros(0, dtype=np.int64)
        self.stroke_width = 0.0
        return super().reset_points()

    @property
    def starts(self) -> IntArray:
        """Index of the first vertex of each line string: (L,)."""
        return np.cumsum(self.lengths) - self.lengths

    def get_point_mobject(self, center: Any = None) -> Any:
        """Return strokes without a length, from which others can unfold."""
        place = self.get_center() if center is None else center
        return Strokes(np.array([place]), opacity=0.0)

    def align_points(self, mobject: Mobject) -> Self:
        """Refuse strokes of another shape: vertex i must become vertex i."""
        others = np.asarray(getattr(mobject, "lengths", self.lengths))
        if not np.array_equal(self.lengths, others):
            raise ValueError(
                f"strokes of {len(self.lengths)} lines with {len(self.points)} vertices cannot "
                f"turn into {len(others)} with {len(mobject.points)}; use FadeOut and FadeIn"
            )
        return super().align_points(mobject)

    def cut_where(self, values: FloatArray) -> Strokes:
        """Return these lines with vertices where numbers (M,) at the vertices change their sign."""
        lines = Polylines(self.points, self.lengths).split(values)
        cut = copy(self)
        cut.points, cut.lengths = lines.vertices, lines.lengths
        return cut

    def paint(self, pixels: ByteArray, seen: Projected) -> None:
        """Draw all lines through one mask."""
        from detangle.stage.paint.kernels.lines import draw_lines  # numba is slow to import

        width = self.stroke_width * WIDTH_UNIT * seen.unit
        draw_lines(pixels, seen.xy, self.lengths, width, self.rgbas[0], window=seen.window)


class Strands(Strokes):
    """Line strings that are drawn one over another in their order, each in a colour of its own.

    Where translucent strings cross, both colours are seen: many of them make a dense bundle.

    Parameters
    ----------
    points, lengths, width
        As of `Strokes`.
    color
        One, or one for each string.
    opacity
        One, or one for each string.
    clip
        As of `Painted`.
    """

    def __init__(
        self,
        points: ArrayLike,
        lengths: ArrayLike | None = None,
        *,
        color: Colors = WHITE,
        width: float = LINE_WIDTH,
        **style: Any,
    ) -> None:
        super().__init__(points, lengths, width=width, clip=style.pop("clip", None))
        self.rgbas = as_rgbas(color, np.ones((len(self.lengths), 4)), "color")
        self.rgbas[:, 3] *= as_amounts(style.pop("opacity", 1.0), len(self.rgbas), "opacity", 1.0)

    def paint(self, pixels: ByteArray, seen: Projected) -> None:
        """Draw each string through the mask by itself."""
        from detangle.stage.paint.kernels.strands import draw_strands  # numba is slow to import

        width = self.stroke_width * WIDTH_UNIT * seen.unit
        draw_strands(pixels, seen.xy, self.lengths, width, self.rgbas, window=seen.window)


def _lengths(lengths: ArrayLike | None, total: int) -> IntArray:
    """Check that the line strings use up the vertices."""
    counts = as_counts([total] if lengths is None else lengths, "lengths")
    if counts.sum() != total:
        raise DetangleError(f"lengths add up to {counts.sum()}, but there are {total} vertices")
    return counts
