"""Nothing moves faster than an eye can follow, and nothing appears or disappears at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from detangle._typing import ByteArray, FloatArray
from detangle.stage.inspector.boxes import grown
from detangle.stage.inspector.checks.problem import Problem, Problems
from detangle.stage.inspector.frame import VISIBLE, Frame, Glance
from detangle.stage.inspector.things import Points, Thing

FASTEST = 0.25
"""Units that a point may move in a sixtieth of a second: once across a wide frame in a second."""
FLARE = 0.34
"""How much an opacity may change in a sixtieth of a second."""
LARGE, LARGE_DOT = 0.5, 0.05
"""Units across what is seen to appear: what is being drawn, or grows, begins smaller."""
LEVELS = 20
"""How much a pixel may change, of 255: a ghost beneath its dots changes their edges by 13."""
EDGES = 70
"""How much the soft edges of a shape change when a copy is laid over it, as a transform begins."""
ROOM = 0.05
"""Units around a shape within which its soft edges lie."""
PIXELS = 4
"""Fewer changed pixels are not noticed."""


def speed(frame: Frame, fastest: float = FASTEST) -> Problems:
    """No point moves by more than `fastest` units in a sixtieth of a second."""
    for points in frame.points if frame.before else ():
        old = frame.before.points.get(points.key) if frame.before else None
        if old is None or old.shape != points.places.shape:
            continue
        moved = np.linalg.norm(points.places - old, axis=1)[points.alphas >= VISIBLE]
        most = float(moved.max(initial=0.0)) * points.eye.unit
        if most > fastest:
            message = f"moves {60 * most:.0f} units a second, more than {60 * fastest:.0f}"
            yield Problem(points.name, message, points.box)


def hard_cuts(frame: Frame) -> Problems:
    """Nothing changes at once: not between two animations, and not within one."""
    if frame.cut is not None:
        yield from _between(frame, *frame.cut)
    if frame.before is not None:
        yield from _within(frame, frame.before)


def _between(frame: Frame, before: ByteArray, after: ByteArray) -> Problems:
    """Compare the first picture of an animation with the last one of the animation before."""
    change = np.abs(before.astype(np.int16) - after).max(axis=2)
    if (change > LEVELS).sum() >= PIXELS:
        for box in _doubled(frame):
            (bottom, left), (top, right) = frame.pixels(box.reshape(2, 2))
            part = change[top : bottom + 1, left : right + 1]
            part[part < EDGES] = 0
    rows, columns = np.nonzero(change > LEVELS)
    if len(rows) < PIXELS:
        return
    left, bottom, right, top = frame.window
    size = np.array([right - left, top - bottom]) / change.shape[::-1]
    x = left + size[0] * np.array([columns.min(), columns.max() + 1])
    y = top - size[1] * np.array([rows.max() + 1, rows.min()])
    box = np.array([x[0], y[0], x[1], y[1]])
    begun = ", ".join(type(animation).__name__ for animation in frame.scene.animations or ())
    where = f"x {x[0]:.1f} to {x[1]:.1f}, y {y[0]:.1f} to {y[1]:.1f}"
    message = f"the picture changes without an animation, as {begun} begins"
    yield Problem(where, message, box)


def _doubled(frame: Frame) -> Iterator[FloatArray]:
    """Return the rectangles of what lies twice in the same place, a little grown."""
    places = Counter((t.kind, *t.box.round(2)) for t in frame.everything)
    for (_, *box), count in places.items():
        if count > 1 and np.isfinite(box).all():
            yield grown(np.array(box), ROOM)


def _within(frame: Frame, before: Glance) -> Problems:
    """Compare opacities; what takes the place of something of its kind has not appeared."""
    new = Counter(t.kind for t in frame.everything if t.key not in before.opacities)
    here = {thing.key for thing in frame.everything}
    gone = Counter(kind for key, kind in before.kinds.items() if key not in here)
    for thing in frame.everything:
        appears = thing.key not in before.opacities
        if appears and new[thing.kind] <= gone[thing.kind]:
            continue
        change = abs(thing.opacity - before.opacities.get(thing.key, 0.0))
        if change > FLARE and (not appears or _is_large(thing)):
            yield Problem(thing.name, f"changes its opacity by {change:.0%} at once", thing.box)


def _is_large(thing: Thing) -> bool:
    if isinstance(thing, Points):
        return 2 * float(thing.radii.max()) * thing.eye.unit > LARGE_DOT
    return float(np.max(thing.box[2:] - thing.box[:2])) > LARGE
