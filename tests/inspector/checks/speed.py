"""Nothing moves faster than an eye can follow, or flares up from one frame to the next."""

from __future__ import annotations

import numpy as np

from tests.inspector.checks.base import Problems
from tests.inspector.frame import VISIBLE, Frame

FASTEST = 0.1
"""Units a frame at 60 frames a second."""
FLARE = 0.34
"""Change of opacity a frame."""


def dot_speed(frame: Frame) -> Problems:
    if frame.before is None or frame.jumps:
        return
    for cloud in frame.clouds:
        old = frame.before.points.get(cloud.key)
        points = cloud.mobject.points
        if old is None or old.shape != points.shape:
            continue
        shown = cloud.alphas >= VISIBLE
        moved = np.linalg.norm((points - old)[shown], axis=1)
        fastest = float(moved.max(initial=0.0))
        if fastest > FASTEST:
            yield cloud.name, f"moves {fastest:.3f} units a frame, more than {FASTEST}"


def sudden_opacity(frame: Frame) -> Problems:
    """Everything comes and goes gradually within a play."""
    if frame.before is None:
        return
    for thing in frame.everything:
        change = abs(thing.opacity - frame.before.opacities.get(thing.key, 0.0))
        if change > FLARE:
            yield thing.name, f"changes its opacity by {change:.2f} from one frame to the next"
