"""Lines between the same points in two planes."""

from __future__ import annotations

import numpy as np

from detangle.look.theme import Theme
from detangle.stage.paint.cloud import PointCloud
from detangle.stage.paint.strokes import Strokes


def bonds(here: PointCloud, there: PointCloud, theme: Theme) -> Strokes:
    """Draw a line from each dot of one cloud to the same dot of another.

    Parameters
    ----------
    here, there
        Of as many dots.
    theme
        Colour and width.
    """
    ends = np.stack([here.points, there.points], axis=1).reshape(-1, 3)
    lengths = np.full(len(here.points), 2)
    return Strokes(ends, lengths, color=theme.highlight, width=theme.line_width / 2)
