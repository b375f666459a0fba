"""Named regions of the frame, for every aspect ratio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from manim import config
from numpy.typing import NDArray

SAFE = 0.4
"""Units between the frame's edge and anything that is read."""
GAP = 0.45
"""Units between regions."""
TITLE = 0.7
"""Height of the title's region."""


@dataclass(frozen=True)
class Region:
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

    def inset(self, left: float, bottom: float, right: float, top: float) -> Region:
        """Return the region without a margin on each side."""
        return Region(self.left + left, self.bottom + bottom, self.right - right, self.top - top)

    def split_vertically(self, fraction: float) -> tuple[Region, Region]:
        """Cut into an upper part of this fraction of the height, and a lower one, a gap between."""
        cut = self.top - fraction * (self.height - GAP)
        return (
            Region(self.left, cut, self.right, self.top),
            Region(self.left, self.bottom, self.right, cut - GAP),
        )


@dataclass(frozen=True)
class Layout:
    """Where the parts of a film go.

    In landscape the stage is beside its panels; in a square or upright frame they are below it.
    """

    frame: Region
    title: Region
    stage: Region
    panels: Region

    @classmethod
    def of_frame(cls) -> Self:
        """Lay out the frame that Manim is going to render."""
        return cls.of_size(float(config.frame_width), float(config.frame_height))

    @classmethod
    def of_size(cls, width: float, height: float) -> Self:
        """Lay out a frame of this size, in scene units."""
        frame = Region(-width / 2, -height / 2, width / 2, height / 2)
        safe = frame.inset(SAFE, SAFE, SAFE, SAFE)
        title = Region(safe.left, safe.top - TITLE, safe.right, safe.top)
        body = Region(safe.left, safe.bottom, safe.right, title.bottom - GAP / 2)
        if width > 1.2 * height:
            cut = body.left + 0.58 * body.width
            stage = Region(body.left, body.bottom, cut, body.top)
            panels = Region(cut + GAP, body.bottom, body.right, body.top)
        else:
            cut = body.top - min(body.width, 0.62 * body.height)
            stage = Region(body.left, cut, body.right, body.top)
            panels = Region(body.left, body.bottom, body.right, cut - GAP)
        return cls(frame, title, stage, panels)
