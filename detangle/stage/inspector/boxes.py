"""Rectangles (left, bottom, right, top), and how they lie to points and outlines."""

from __future__ import annotations

import numpy as np

from detangle._typing import BoolArray, FloatArray


def box_of(points: FloatArray) -> FloatArray:
    """Return the rectangle around points (M, 2 or 3); without points it is empty."""
    if len(points) == 0:
        return np.array([np.inf, np.inf, -np.inf, -np.inf])
    return np.concatenate([points[:, :2].min(axis=0), points[:, :2].max(axis=0)])


def common(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the intersection of two rectangles, which may be empty."""
    return np.concatenate([np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])])


def is_empty(box: FloatArray) -> bool:
    """Tell whether a rectangle has no area."""
    return bool((box[2:] <= box[:2]).any())


def grown(box: FloatArray, by: float) -> FloatArray:
    """Return a rectangle with a margin added on each side."""
    return box + by * np.array([-1.0, -1.0, 1.0, 1.0])


def contains(outer: FloatArray, inner: FloatArray, slack: float = 1e-6) -> bool:
    """Tell whether one rectangle lies within another."""
    return bool((outer[:2] <= inner[:2] + slack).all() and (inner[2:] <= outer[2:] + slack).all())


def overlap_depths(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return how deep rectangles (A, 4) reach into others (B, 4): (A, B), negative where apart."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    return np.asarray((high - low).min(axis=2))


def distances(points: FloatArray, box: FloatArray) -> FloatArray:
    """Return the distance of each point (M, 2) from a rectangle: (M,), 0 within."""
    outside = np.maximum(np.maximum(box[:2] - points, points - box[2:]), 0.0)
    return np.asarray(np.linalg.norm(outside, axis=1))


def inside(points: FloatArray, outline: FloatArray) -> BoolArray:
    """Tell which points (M, 2) lie within a polygon (K, 2), by the even-odd rule."""
    x, y = points[:, 0, None], points[:, 1, None]
    ax, ay = outline[:, 0], outline[:, 1]
    bx, by = np.roll(ax, -1), np.roll(ay, -1)
    rise = np.where(by == ay, 1e-12, by - ay)
    hits = ((ay > y) != (by > y)) & (x < ax + (y - ay) / rise * (bx - ax))
    return np.asarray(hits.sum(axis=1) % 2 == 1)


def probes(box: FloatArray) -> FloatArray:
    """Return the corners and the middle of a rectangle: (5, 2)."""
    left, bottom, right, top = box
    middle = [(left + right) / 2, (bottom + top) / 2]
    return np.array([[left, bottom], [right, bottom], [left, top], [right, top], middle])
