"""Named areas of the frame, for every aspect ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

UNITS = 8.0
"""Length of the frame's shorter side for which sizes are given; others are scaled."""
SAFE = 0.4
"""Units between the frame's edge and anything that is read."""
GAP = 0.45
"""Units between areas."""
TITLE = 0.7
"""Height of the title's area."""
WIDE = 1.2
"""From this ratio of width to height on, panels stand beside the stage; else below it."""
STAGE_WIDTH = 0.58
"""Fraction of the width that the stage takes where the panels stand beside it."""
STAGE_HEIGHT = 0.6
"""Largest fraction of the height that the stage takes where the panels stand below it."""
COLUMN = 0.335
"""Fraction of the width, at the right, that the plane's points leave to the panels where the plane
fills the frame."""
PHONE = {"title": (0.1, 0.17), "zone": (0.2, 0.66), "panels": (0.68, 0.82)}
"""Fractions of an upright frame, from its top: a phone draws its own buttons beyond them."""
SQUARE = {"title": (0.04, 0.12), "zone": (0.14, 0.72), "panels": (0.75, 0.95)}
"""Fractions of a square frame, from its top."""
BESIDE_STAGE, BELOW_STAGE, IN_SQUARE = (0.58, 0.42), (0.5, 0.5), (0.54, 0.46)
"""Fractions of the panels for formula and loss: above each other; side by side in a square."""


@dataclass(frozen=True)
class Area:
    """A rectangle of the frame, in scene units."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Extent along x."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Extent along y."""
        return self.top - self.bottom

    @property
    def center(self) -> NDArray[np.float64]:
        """Middle (3,), with z = 0."""
        return np.array([(self.left + self.right) / 2, (self.bottom + self.top) / 2, 0.0])

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(left, bottom, right, top), as clipping wants it."""
        return self.left, self.bottom, self.right, self.top

    def inset(self, left: float, bottom: float, right: float, top: float) -> Area:
        """Return the area without a margin on each side."""
        return Area(self.left + left, self.bottom + bottom, self.right - right, self.top - top)

    def around(self, other: Area) -> Area:
        """Return the smallest area that holds both."""
        lows = map(min, self.box[:2], other.box[:2])
        highs = map(max, self.box[2:], other.box[2:])
        return Area(*lows, *highs)

    def mix(self, other: Area, t: float) -> Area:
        """Return the area on the way to another."""
        if self == other:
            return self
        edges = ((1 - t) * a + t * b for a, b in zip(self.box, other.box, strict=True))
        return Area(*edges)

    def columns(self, ratios: int | Sequence[float], gap: float = GAP) -> list[Area]:
        """Cut into parts side by side, left to right, with gaps between them.

        Parameters
        ----------
        ratios
            Number of equal parts, or the ratios of their widths.
        gap
            Units between two parts.
        """
        cuts = _cuts(self.left, self.right, ratios, gap)
        return [Area(left, self.bottom, right, self.top) for left, right in cuts]

    def rows(self, ratios: int | Sequence[float], gap: float = GAP) -> list[Area]:
        """Cut into parts one below the other, top to bottom; `ratios`, `gap` as in `columns`."""
        cuts = _cuts(self.top, self.bottom, ratios, gap)
        return [Area(self.left, bottom, self.right, top) for top, bottom in cuts]

    def tiles(self, count: int, gap: float = GAP) -> list[Area]:
        """Cut into equal parts, row by row, in whichever rows leave the largest square in each."""
        return max((self.grid(count, rows, gap) for rows in range(1, count + 1)), key=_square)

    def grid(self, count: int, rows: int, gap: float = GAP) -> list[Area]:
        """Cut into a number of equal parts, in a number of rows."""
        across = -(-count // rows)
        return [tile for row in self.rows(rows, gap) for tile in row.columns(across, gap)][:count]


@dataclass(frozen=True)
class Layout:
    """Where the parts of a film go; all areas lie in the safe frame, and none overlap.

    In landscape the stage is beside its panels, formula above loss; in an upright frame they are
    below it, formula above loss; in a square one below it, formula beside loss.

    Parameters
    ----------
    frame
        All that is rendered.
    title
        The line above everything.
    stage
        Where the points move.
    panels
        Where everything else goes.
    scale
        How large sizes must be in this frame, 1 where the shorter side has 8 units:
        `theme.scaled(layout.scale)` fits to it.
    """

    frame: Area
    title: Area
    stage: Area
    panels: Area
    scale: float = 1.0

    @classmethod
    def of_size(cls, width: float, height: float) -> Self:
        """Lay out a frame of this size, in scene units."""
        scale = min(width, height) / UNITS
        frame = Area(-width / 2, -height / 2, width / 2, height / 2)
        safe = frame.inset(*4 * (SAFE * scale,))
        gap = GAP * scale
        title = Area(safe.left, safe.top - TITLE * scale, safe.right, safe.top)
        body = Area(safe.left, safe.bottom, safe.right, title.bottom - gap / 2)
        if width > WIDE * height:
            stage, panels = body.columns((STAGE_WIDTH, 1 - STAGE_WIDTH), gap)
        else:
            fraction = min(body.width / (body.height - gap), STAGE_HEIGHT)
            stage, panels = body.rows((fraction, 1 - fraction), gap)
        return cls(frame, title, stage, panels, scale)

    @classmethod
    def full_bleed(cls, width: float, height: float) -> Self:
        """Lay out a frame of this size that a plane fills: the stage is where its points may lie.

        Title and panels stand over the plane, beside or below the points.
        """
        boxed = cls.of_size(width, height)
        frame, scale = boxed.frame, boxed.scale
        safe = frame.inset(*4 * (SAFE * scale,))
        if width > WIDE * height:
            edge = frame.right - COLUMN * frame.width
            bottom, top = frame.bottom + 0.5 * scale, boxed.title.bottom - 0.3 * scale
            stage = Area(frame.left + 0.5 * scale, bottom, edge, top)
            panels = Area(edge + boxed.gap, bottom, safe.right, top)
            return cls(frame, boxed.title, stage, panels, scale)
        rows = PHONE if height > WIDE * width else SQUARE
        title, stage, panels = (
            Area(safe.left, frame.top - low * height, safe.right, frame.top - high * height)
            for high, low in rows.values()
        )
        return cls(frame, title, stage, panels, scale)

    @property
    def body(self) -> Area:
        """All that is below the title: stage and panels, for scenes of several planes."""
        left, bottom = self.stage.left, min(self.stage.bottom, self.panels.bottom)
        return Area(left, bottom, self.panels.right, self.stage.top)

    @property
    def gap(self) -> float:
        """Units between areas in this frame."""
        return GAP * self.scale

    @property
    def formula(self) -> Area:
        """The panel for what is said in symbols; also for a legend."""
        return self._panels()[0]

    @property
    def loss(self) -> Area:
        """The panel for the loss over training."""
        return self._panels()[1]

    def slots(self, lower: str = "loss", **rows: float) -> dict[str, Area]:
        """Name the places beside the stage.

        Parameters
        ----------
        lower
            Name of the lower panel.
        rows
            Rows of the upper panel, top to bottom: their names and the ratios of their heights.

        Examples
        --------
        >>> sorted(Layout.of_size(14.2, 8.0).slots(formula=0.8, note=0.2))
        ['formula', 'loss', 'note']
        """
        upper = self.formula.rows(tuple(rows.values()), 0.0)
        return {**dict(zip(rows, upper, strict=True)), lower: self.loss}

    def _panels(self) -> list[Area]:
        if self.frame.width > WIDE * self.frame.height:
            return self.panels.rows(BESIDE_STAGE, self.gap)
        if self.frame.height > WIDE * self.frame.width:
            return self.panels.rows(BELOW_STAGE, self.gap)
        return self.panels.columns(IN_SQUARE, self.gap)


def _cuts(
    start: float, end: float, ratios: int | Sequence[float], gap: float
) -> list[tuple[float, float]]:
    """Divide the way from one coordinate to another: where each part begins and ends."""
    weights = np.ones(ratios) if isinstance(ratios, int) else np.asarray(ratios, dtype=np.float64)
    sizes = weights / weights.sum() * (abs(end - start) - gap * (len(weights) - 1))
    ends = np.cumsum(sizes) + gap * np.arange(len(weights))
    sign = np.sign(end - start)
    pairs = start + sign * np.column_stack([ends - sizes, ends])
    return [(float(a), float(b)) for a, b in pairs]


def _square(tiles: list[Area]) -> float:
    """Return the side of the largest square that fits into each of some equal parts."""
    return min(tiles[0].width, tiles[0].height)
