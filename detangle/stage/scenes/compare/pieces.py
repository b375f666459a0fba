"""The pieces of the input that a network gives to class 1: how many, and where they end."""

from __future__ import annotations

import numpy as np

from detangle._typing import FloatArray
from detangle.analysis.regions import regions
from detangle.run.snapshot import Snapshot
from detangle.stage.plot.view import View

EDGE = 1e-6
"""Distance from the edge of what is seen, as a fraction of it, at which a piece reaches it."""


def outlines(snapshot: Snapshot, view: View) -> list[FloatArray]:
    """Outline the pieces of class 1 that are in view, each by a closed line (V, 2)."""
    rings = regions(snapshot, 0, *view.bounds).rings(1)
    found = np.split(rings.vertices, np.cumsum(rings.lengths)[:-1])
    return [outline for outline in found if signed_area(outline) > 0]  # holes run clockwise


def reach_edge(snapshot: Snapshot, view: View) -> list[bool]:
    """Tell of each piece in view whether it goes on beyond the view's edge."""
    edges = np.array(view.bounds)
    near = EDGE * float(np.ptp(edges, axis=0).max())
    gaps = (np.abs(outline[:, None] - edges) for outline in outlines(snapshot, view))
    return [bool((gap < near).any()) for gap in gaps]


def signed_area(outline: FloatArray) -> float:
    """Area of a closed outline (V, 2) by the shoelace formula, positive counter-clockwise."""
    x, y = outline.T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)
