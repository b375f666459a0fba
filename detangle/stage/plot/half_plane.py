"""The half-plane on one side of a straight line."""

from __future__ import annotations

import numpy as np
from manim import Polygon, VMobject
from numpy.typing import NDArray

from detangle.stage.plot.view import View

Array = NDArray[np.float64]


def half_plane(normal: Array, offset: float, view: View) -> VMobject:
    """Return the visible part of the half-plane where `normal @ h + offset > 0`, without a tint."""
    (left, bottom), (right, top) = view.bounds
    corners = np.array([[left, bottom], [right, bottom], [right, top], [left, top]])
    inside = _clip(corners, corners @ normal + offset)
    shape = Polygon(*view.place(inside)) if len(inside) > 2 else VMobject()
    return shape.set_stroke(width=0).set_fill(opacity=0)


def _clip(corners: Array, values: Array) -> Array:
    """Keep the part of a convex polygon where an affine function is positive."""
    kept = []
    for i in range(len(corners)):
        here, there = values[i], values[(i + 1) % len(corners)]
        if here > 0:
            kept.append(corners[i])
        if here * there < 0:
            share = here / (here - there)
            kept.append((1 - share) * corners[i] + share * corners[(i + 1) % len(corners)])
    return np.array(kept).reshape(-1, 2)
