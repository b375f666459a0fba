"""During a replay everything on the screen belongs to one network: that of the step it shows."""

from __future__ import annotations

from typing import Any

import numpy as np

from detangle import Trajectory
from detangle._typing import Float32Array, IntArray
from detangle._typing import FloatArray as Array
from detangle.stage.inspector.frame import Frame
from detangle.stage.inspector.things import Text
from detangle.stage.motion.train_clock import Clock
from detangle.stage.panels.layer_panel import LayerPanel
from detangle.stage.panels.loss_panel import LossPanel
from detangle.stage.panels.replay_numbers import ReplayNumbers
from tests.inspector.checks.base import Problems
from tests.inspector.glyphs import read
from tests.inspector.network import Network

EXACT = 1e-6
PROBES = 6
"""Places along each side of a plane at which its tint is looked at."""
CLEAR = 0.02
"""Where two scores are closer than this fraction of the largest, a place may be on either side."""
STEADY = 0.06
"""Fraction by which the speed may change within a frame."""
RATE = 60.0


def one_network(frame: Frame) -> Problems:
    """Points, lines and tints are those of a forward pass by hand at the step of the curve."""
    clock, shown = clock_of(frame), {id(thing.mobject) for thing in frame.things}
    if clock is None:
        return
    network = Network(clock.run, clock.moment.step)
    for panel in clock.panels:
        if not isinstance(panel, LayerPanel):
            continue
        if id(panel.cloud) in shown and _is_home(panel):
            coords, name = panel.cloud.coords, f"layer {panel.layer}"
            error = np.abs(coords - network.layer(panel.layer)).max()
            if error > EXACT * max(1.0, float(np.abs(coords).max())):
                yield name, f"has points {error:.4f} off at step {network.step:.2f}"
        if {id(panel.decision.line), id(panel.decision.tints)} <= shown:
            yield from _wrong_decision(panel, network)


def printed_replay(frame: Frame) -> Problems:
    """The printed accuracies are those of the nearest record, and the speed what passes."""
    clock = clock_of(frame)
    if clock is None:
        return
    texts = {text.key: text for text in frame.texts}
    (numbers,) = (panel for panel in clock.panels if isinstance(panel, ReplayNumbers))
    run, step = clock.run, clock.moment.step
    for name, number, points, labels in (
        ("accuracy", numbers.accuracy, run.points, run.labels),
        ("held out", numbers.held_out, run.test_points, run.test_labels),
    ):
        drawn = _read(texts.get(id(number)))
        if drawn is not None and drawn not in (right := _accuracies(run, step, points, labels)):
            yield name, f"reads {drawn!r} at step {step:.2f}, not {right}"
    drawn, passed = _read(texts.get(id(numbers.speed))), _passed(frame, clock)
    if drawn is None or passed is None:
        return
    rounding = 0.5 / 10**numbers.speed.decimals
    if abs(float(drawn) - RATE * passed) > rounding + STEADY * RATE * passed:
        yield "speed", f"reads {drawn!r} where {RATE * passed:.2f} steps a second pass"


def clock_of(frame: Frame) -> Clock | None:
    """The clock of a replay."""
    clock: Any = getattr(getattr(frame.scene, "player", None), "clock", None)
    return clock if isinstance(clock, Clock) else None


def _read(text: Text | None) -> str | None:
    return None if text is None else read(text.glyphs)


def _accuracies(
    run: Trajectory, step: float, points: Float32Array | None, labels: IntArray | None
) -> list[str]:
    """Write the accuracy of points at the nearest recorded step, or at both of them."""
    assert points is not None
    gaps = np.abs(run.steps - step)
    nearest = [float(s) for s in run.steps[gaps <= gaps.min() + 1e-9]]
    if not run.has_network:
        return [f"{100 * run.accuracy_at(s):.1f}%" for s in nearest]
    scores = [Network(run, s).scores(0, points.astype(float)) for s in nearest]
    return [f"{100 * (each.argmax(axis=1) == labels).mean():.1f}%" for each in scores]


def _is_home(panel: LayerPanel) -> bool:
    """Whether the points are in their plane, and not on the way from the one before."""
    clip = panel.cloud.clip
    return clip is not None and np.allclose(clip, panel.view.area.box)


def _wrong_decision(panel: LayerPanel, network: Network) -> Problems:
    name, coords = f"layer {panel.layer}", panel.decision.line.coords
    error = network.tie(name, coords)
    if error > EXACT * max(1.0, float(np.abs(coords).max(initial=0.0))):
        yield name, f"has a line {error:.4f} off at step {network.step:.2f}"
    if wrong := _wrong_tints(panel, network):
        yield name, f"is tinted wrongly at {wrong} places at step {network.step:.2f}"


def _wrong_tints(panel: LayerPanel, network: Network) -> int:
    """Count the places, among some all over a plane, that have the tint of another class."""
    low, high = panel.view.bounds
    across = [np.linspace(a, b, PROBES + 2)[1:-1] for a, b in zip(low, high, strict=True)]
    probes = np.stack(np.meshgrid(*across), axis=-1).reshape(-1, 2)
    scores = network.scores(panel.layer, probes)
    best = np.sort(scores, axis=1)
    clear = best[:, -1] - best[:, -2] > CLEAR * np.abs(best).max()
    tints = panel.decision.tints
    sides = np.split(tints.coords.reshape(-1, 2, 2), np.cumsum(tints.counts)[:-1])
    tinted = np.argmax([_winding(outline, probes) for outline in sides], axis=0)
    return int((clear & (tinted != scores.argmax(axis=1))).sum())


def _winding(sides: Array, probes: Array) -> Array:
    """How often directed sides, (E, 2, 2), run around each place: crossings of a ray to the right.

    https://en.wikipedia.org/wiki/Point_in_polygon#Winding_number_algorithm
    """
    a, b = sides[:, 0, None], sides[:, 1, None]
    upward = (a[..., 1] <= probes[:, 1]) & (probes[:, 1] < b[..., 1])
    downward = (b[..., 1] <= probes[:, 1]) & (probes[:, 1] < a[..., 1])
    along, aside = b - a, probes - a
    left = along[..., 0] * aside[..., 1] - along[..., 1] * aside[..., 0] > 0
    return np.array((upward & left).sum(axis=0) - (downward & ~left).sum(axis=0))


def _passed(frame: Frame, clock: Clock) -> float | None:
    """Steps since the instant before, by how far the curve's marker has moved."""
    (curve,) = (panel for panel in clock.panels if isinstance(panel, LossPanel))
    marker = curve.marker
    old = None if frame.before is None else frame.before.points.get(id(marker))
    if old is None:
        return None
    moved = float(marker.points[0, 0] - old[0, 0])
    return moved / curve.plot.width * curve.span[0]
