"""A replay of wide layers shows projections of what was recorded, and straight ways between."""

from __future__ import annotations

import numpy as np

from detangle import Trajectory
from detangle._typing import FloatArray as Array
from detangle.stage.inspector.frame import Frame
from detangle.stage.motion.train_clock import Clock
from detangle.stage.panels.layer_panel import WidePanel
from tests.inspector.checks.base import Problems
from tests.inspector.film import film_of
from tests.inspector.glyphs import read

EXACT = 1e-5
"""Share of the shown scale that rounding may take."""


def carried_pictures(frame: Frame) -> Problems:
    """At each step the points are a turned layer, or on the straight way from one to the next."""
    clock = _clock(frame)
    shown = {id(cloud.mobject) for cloud in frame.points}
    for panel in _panels(clock):
        if id(panel.cloud) not in shown:
            continue
        before, after, share = _moment(frame)
        layers = [
            _centred(film_of(frame.scene).trajectory, panel.layer, i) for i in (before, after)
        ]
        ways = np.hstack([(1 - share) * layers[0], share * layers[1]])
        axes = np.linalg.lstsq(ways, panel.cloud.coords, rcond=None)[0]
        error = float(np.abs(ways @ axes - panel.cloud.coords).max())
        if error > EXACT * max(1.0, float(np.abs(panel.cloud.coords).max())):
            yield f"layer {panel.layer}", f"has points {error:.4f} off any picture of it"
        elif share == 1:
            yield from _stretched(panel, layers[1])


def printed_share(frame: Frame) -> Problems:
    """The printed share of the variance is that of the picture of the nearest recorded step."""
    clock, texts = _clock(frame), {text.key: text for text in frame.texts}
    for panel in _panels(clock):
        text = texts.get(id(panel.explained.numbers[0]))
        _, after, share = _moment(frame)
        if text is None or share != 1:
            continue
        drawn = read(text.glyphs)
        layer = _centred(film_of(frame.scene).trajectory, panel.layer, after)
        total = float(layer.var(axis=0).sum())
        seen = float(panel.cloud.coords.var(axis=0).sum()) / total if total else 0.0
        if abs(float(drawn.rstrip("%")) - 100 * seen) > 0.05 + 1e-6:
            yield "the share", f"reads {drawn} beside a picture that shows {seen:.2%}"


def _stretched(panel: WidePanel, layer: Array) -> Problems:
    """No two points are farther apart than in the layer, and variances are of right angles."""
    coords = panel.cloud.coords - panel.cloud.coords.mean(axis=0)
    _, sizes, directions = np.linalg.svd(layer, full_matrices=False)
    kept = sizes > EXACT * sizes.max(initial=0.0)
    axes = directions[kept] @ np.linalg.lstsq(layer, coords, rcond=None)[0]
    lengths = np.linalg.svd(axes, compute_uv=False)
    if lengths.max(initial=0.0) > 1 + 100 * EXACT:
        yield f"layer {panel.layer}", f"is stretched by {lengths.max():.4f}"


def _moment(frame: Frame) -> tuple[int, int, float]:
    """The records before and after the step that the curve shows, and how far it is between."""
    clock = _clock(frame)
    step = clock.moment.step if clock else 0.0
    steps = film_of(frame.scene).trajectory.steps
    after = int(np.searchsorted(steps, step))
    if after == 0 or steps[min(after, len(steps) - 1)] == step:
        return after, after, 1.0
    gap = float(steps[after] - steps[after - 1])
    return after - 1, after, (step - float(steps[after - 1])) / gap


def _centred(run: Trajectory, layer: int, record: int) -> Array:
    points = run.layer(layer)[record].astype(np.float64)
    return np.asarray(points - points.mean(axis=0))


def _clock(frame: Frame) -> Clock | None:
    clock = getattr(getattr(frame.scene, "player", None), "clock", None)
    return clock if isinstance(clock, Clock) else None


def _panels(clock: Clock | None) -> list[WidePanel]:
    return [panel for panel in clock.panels if isinstance(panel, WidePanel)] if clock else []
