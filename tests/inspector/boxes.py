"""Rectangles (left, bottom, right, top) and what they have to do with lines and discs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
EMPTY = np.array([np.inf, np.inf, -np.inf, -np.inf])


def box_of(points: Array) -> Array:
    """The rectangle around points (M, 2 or 3)."""
    if len(points) == 0:
        return EMPTY.copy()
    return np.concatenate([points[:, :2].min(axis=0), points[:, :2].max(axis=0)])


def union(boxes: Array) -> Array:
    if len(boxes) == 0:
        return EMPTY.copy()
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def common(a: Array, b: Array) -> Array:
    """The rectangle that two have in common; it may be empty."""
    return np.concatenate([np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])])


def is_empty(box: Array) -> bool:
    return bool((box[2:] <= box[:2]).any())


def grown(box: Array, by: float) -> Array:
    return box + by * np.array([-1.0, -1.0, 1.0, 1.0])


def contains(outer: Array, inner: Array, slack: float = 1e-6) -> bool:
    return bool((outer[:2] <= inner[:2] + slack).all() and (inner[2:] <= outer[2:] + slack).all())


def overlap_depths(a: Array, b: Array) -> Array:
    """How deep rectangles (A, 4) reach into others (B, 4): (A, B), negative where they do not."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    return np.asarray((high - low).min(axis=2))


def distances(points: Array, box: Array) -> Array:
    """Distance of each point (M, 2) from a rectangle: 0 within."""
    outside = np.maximum(np.maximum(box[:2] - points, points - box[2:]), 0.0)
    return np.asarray(np.linalg.norm(outside, axis=1))


def inside(points: Array, outline: Array) -> NDArray[np.bool_]:
    """Which of the points (M, 2) lie within a polygon, by the even-odd rule."""
    x, y = points[:, 0, None], points[:, 1, None]
    ax, ay = outline[:, 0], outline[:, 1]
    bx, by = np.roll(ax, -1), np.roll(ay, -1)
    rise = np.where(by == ay, 1e-12, by - ay)
    hits = ((ay > y) != (by > y)) & (x < ax + (y - ay) / rise * (bx - ax))
    return np.asarray(hits.sum(axis=1) % 2 == 1)


def probes(box: Array) -> Array:
    """The corners and the middle of a rectangle (5, 2)."""
    left, bottom, right, top = box
    middle = [(left + right) / 2, (bottom + top) / 2]
    return np.array([[left, bottom], [right, bottom], [left, top], [right, top], middle])


def crossing(segments: Array, box: Array) -> NDArray[np.bool_]:
    """Which of the segments (S, 2, 2) have a part within the rectangle."""
    found = np.zeros(len(segments), dtype=bool)
    low, high = segments.min(axis=1), segments.max(axis=1)
    near = np.flatnonzero(((low < box[2:]) & (high > box[:2])).all(axis=1))
    if len(near) == 0:
        return found
    start, step = segments[near, 0], segments[near, 1] - segments[near, 0]
    safe = np.where(np.abs(step) < 1e-12, 1e-12, step)
    a, b = (box[:2] - start) / safe, (box[2:] - start) / safe
    enter = np.maximum(np.minimum(a, b).max(axis=1), 0.0)
    leave = np.minimum(np.maximum(a, b).min(axis=1), 1.0)
    found[near] = enter < leave
    return found
