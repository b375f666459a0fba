"""Straight lines of the plane and the half-planes beside them."""

from __future__ import annotations

import numpy as np
from manim import Polygon, VMobject
from numpy.typing import NDArray

from detangle.polylines import Polylines
from detangle.snapshot import Snapshot
from detangle.stage.grid import PlaneLines
from detangle.stage.theme import Theme
from detangle.stage.view import View

Array = NDArray[np.float64]


def decision_line(snapshot: Snapshot, view: View, theme: Theme) -> PlaneLines:
    """Draw the line where the two class scores are equal, in the plane of the last layer."""
    normal, offset = snapshot.decision_line()
    length = float(np.linalg.norm(normal))
    foot = -offset * normal / length**2
    low, high = view.bounds
    reach = float(np.linalg.norm(high - low) + np.linalg.norm(foot - (low + high) / 2))
    along = reach * np.array([-normal[1], normal[0]]) / length
    ends = Polylines(np.array([foot - along, foot + along]), np.array([2]))
    return PlaneLines(ends, view, color=theme.highlight, width=theme.line_width)


def decision_regions(snapshot: Snapshot, view: View, theme: Theme) -> list[VMobject]:
    """Tint each class's side of that line, class 0 first."""
    normal, offset = snapshot.decision_line()
    sides = (half_plane(-normal, -offset, view), half_plane(normal, offset, view))
    return [side.set_fill(theme.class_color(i), opacity=theme.tint) for i, side in enumerate(sides)]


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
