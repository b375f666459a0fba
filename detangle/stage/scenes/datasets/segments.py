"""The line segments of a dataset, read off its columns, and when each of them is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from detangle._typing import FloatArray, IntArray
from detangle.datasets import Dataset
from detangle.geometry.polylines import Polylines
from detangle.stage.motion.restyle import swelling
from detangle.stage.motion.stagger import NEVER

SEGMENT_TIME = 0.2
"""Fraction of the time for all segments that one of them takes."""
COMING_FRACTION = 0.3
"""Fraction of this time that a start, a line or a point takes to come."""
LINE_START, POINTS_START = 0.1, 0.3
"""When the line begins to come, and the first of its points, as fractions of it."""
DOT_TIME = SEGMENT_TIME * COMING_FRACTION
"""Fraction of the time for all that a start, a line or a point takes to come."""


@dataclass(frozen=True, eq=False)
class Segments:
    """Segments, and the points on them.

    Parameters
    ----------
    starts, ends
        (L, 2) of the segments.
    angles
        (L,) directions in radians.
    line_of
        (N,) the segment of each point.
    """

    starts: FloatArray
    ends: FloatArray
    angles: FloatArray
    line_of: IntArray

    @classmethod
    def of(cls, dataset: Dataset, length: float) -> Self:
        """Read them off the columns that their generator knows."""
        columns = dataset.columns
        first = np.unique(columns["line_id"], return_index=True)[1]
        starts = np.column_stack([columns["start_x1"], columns["start_x2"]])[first]
        angles = columns["angle"][first].astype(np.float64)
        ends = starts + length * np.column_stack([np.cos(angles), np.sin(angles)])
        return cls(starts, ends, angles, columns["line_id"].astype(np.int64))

    def __len__(self) -> int:
        return len(self.starts)

    def lines(self, part: slice) -> Polylines:
        """Return some of the segments as lines."""
        ends = np.stack([self.starts[part], self.ends[part]], axis=1)
        return Polylines(ends.reshape(-1, 2), np.full(len(ends), 2))

    def first_in_order(self) -> FloatArray:
        """Return when each point comes, (N,), if only those of the first segment do."""
        mine = self.line_of == 0
        order = np.arange(len(mine)) / max(int(mine.sum()) - 1, 1)
        return np.where(mine, order, NEVER)  # points lie in the order of their segments

    def begins(self) -> FloatArray:
        """Return when each segment begins, (L,), faster and faster; the first is there already."""
        others = (1 - SEGMENT_TIME) * swelling(len(self) - 1)
        return np.concatenate([[NEVER], others])

    def start_times(self) -> FloatArray:
        """Return when each start comes, (L,), as `StaggeredTween` wants it."""
        return self.begins() / (1 - DOT_TIME)

    def line_times(self) -> FloatArray:
        """Return when each line but the first comes, (L - 1,), likewise."""
        return (self.begins()[1:] + LINE_START * SEGMENT_TIME) / (1 - DOT_TIME)

    def point_times(self) -> FloatArray:
        """Return when each point comes, (N,), likewise."""
        each = len(self.line_of) // len(self)
        rank = np.arange(len(self.line_of)) % each / max(each - 1, 1)
        within = POINTS_START + (1 - POINTS_START - COMING_FRACTION) * rank
        return (self.begins()[self.line_of] + SEGMENT_TIME * within) / (1 - DOT_TIME)
