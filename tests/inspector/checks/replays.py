"""During a replay everything on the screen belongs to one network: that of the step it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from detangle import Trajectory
from detangle._typing import FloatArray as Array
from detangle.stage.inspector.frame import Frame, Text
from detangle.stage.motion.train_clock import Clock
from detangle.stage.panels.layer_panel import LayerPanel
from detangle.stage.panels.loss_panel import LossPanel
from detangle.stage.panels.replay_numbers import ReplayNumbers
from tests.inspector.checks.base import Problems
from tests.inspector.glyphs import read

ACTIVATIONS: Mapping[str, Callable[[Array], Array]] = {
    "relu": lambda z: z * (z > 0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
    "tanh": lambda z: (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1),
    "identity": lambda z: z,
}
EXACT = 1e-6
PROBES = 6
"""Places along each side of a plane at which its tint is looked at."""
CLEAR = 0.02
"""Where two scores are closer than this share of the largest, a place may be on either side."""
STEADY = 0.06
"""Share by which the speed may change within a frame."""
RATE = 60.0


def one_network(frame: Frame) -> Problems:
    """Points, lines and tints are those of a forward pass by hand at the step of the curve."""
    replay = _clock(frame)
    if replay is None:
        return
    hand = Hand(replay.run, replay.moment.step)
    for panel in replay.panels:
        if not isinstance(panel, LayerPanel):
            continue
        if _is_shown(frame, panel.cloud) and _is_home(panel):
            error = np.abs(panel.cloud.coords - hand.layer(panel.layer)).max()
            if error > EXACT * max(1.0, float(np.abs(panel.cloud.coords).max())):
                yield f"layer {panel.layer}", f"has points {error:.4f} off at step {hand.step:.2f}"
        if _is_shown(frame, panel.decision.line) and _is_shown(frame, panel.decision.tints):
            yield from _wrong_decision(panel, hand)


def printed_replay(frame: Frame) -> Problems:
    """The share of right points is that of the nearest record, and the speed what passes."""
    replay = _clock(frame)
    if replay is None:
        return
    texts = {text.key: text for text in frame.texts}
    hand = Hand(replay.run, replay.moment.step)
    (numbers,) = (panel for panel in replay.panels if isinstance(panel, ReplayNumbers))
    drawn = _read(texts.get(id(numbers.accuracy)))
    if drawn is not None and drawn not in hand.accuracies():
        yield "accuracy", f"reads {drawn!r} at step {hand.step:.2f}, not {hand.accuracies()}"
    drawn, passed = _read(texts.get(id(numbers.speed))), _passed(frame, replay)
    if drawn is None or passed is None:
        return
    rounding = 0.5 / 10**numbers.speed.decimals
    if abs(float(drawn) - RATE * passed) > rounding + STEADY * RATE * passed:
        yield "speed", f"reads {drawn!r} where {RATE * passed:.2f} steps a second pass"


def _read(text: Text | None) -> str | None:
    return None if text is None else read(text.glyphs)


class Hand:
    """The network at a step, worked out from the recorded weights alone."""

    def __init__(self, run: Trajectory, step: float) -> None:
        self.run, self.step = run, step
        after = min(int(np.searchsorted(run.steps, step)), len(run.steps) - 1)
        before = max(after - 1, 0)
        gap = max(int(run.steps[after] - run.steps[before]), 1)
        self.pair = before, after, (step - int(run.steps[before])) / gap

    def blended(self, key: str) -> Array:
        before, after, share = self.pair
        a, b = (self.run.arrays.read(key, i).astype(np.float64) for i in (before, after))
        return np.asarray(a + share * (b - a))

    def after(self, start: int, hidden: Array, end: int) -> Array:
        """Send points of one layer on to a later one."""
        for k in range(start + 1, end + 1):
            sums = hidden @ self.blended(f"weight.{k}").T + self.blended(f"bias.{k}")
            hidden = ACTIVATIONS[self.run.architecture.activation](sums)
        return hidden

    def layer(self, k: int) -> Array:
        return self.after(0, self.run.points.astype(np.float64), k)

    def scores(self, layer: int, coords: Array) -> Array:
        last = self.after(layer, coords, self.run.depth)
        if self.run.architecture.readout == "identity":
            return last
        return np.asarray(last @ self.blended("readout.weight").T + self.blended("readout.bias"))

    def accuracies(self) -> list[str]:
        """Write the share of right points at the nearest record, or at both of them."""
        gaps = np.abs(self.run.steps - self.step)
        nearest = self.run.steps[gaps <= gaps.min() + 1e-9]
        return [self._accuracy(Hand(self.run, float(step))) for step in nearest]

    def _accuracy(self, hand: Hand) -> str:
        if not self.run.has_network:
            return f"{100 * self.run.accuracy_at(hand.step):.1f}%"
        scores = hand.scores(0, self.run.points.astype(np.float64))
        return f"{100 * float((scores.argmax(axis=1) == self.run.labels).mean()):.1f}%"


def _is_home(panel: LayerPanel) -> bool:
    """Whether the points are in their plane, and not on the way from the one before."""
    clip = panel.cloud.clip
    return clip is not None and np.allclose(clip, panel.view.area.box)


def _wrong_decision(panel: LayerPanel, hand: Hand) -> Problems:
    name = f"layer {panel.layer}"
    line = panel.decision.line
    if len(line.coords):
        best = np.sort(hand.scores(panel.layer, line.coords), axis=1)
        apart = float((best[:, -1] - best[:, -2]).max())
        if apart > EXACT * max(1.0, float(np.abs(best).max())):
            yield name, f"has a line where scores are {apart:.4f} apart at step {hand.step:.2f}"
    low, high = panel.view.bounds
    across = [np.linspace(a, b, PROBES + 2)[1:-1] for a, b in zip(low, high, strict=True)]
    probes = np.stack(np.meshgrid(*across), axis=-1).reshape(-1, 2)
    scores = hand.scores(panel.layer, probes)
    best = np.sort(scores, axis=1)
    clear = best[:, -1] - best[:, -2] > CLEAR * np.abs(best).max()
    tinted = _tints(panel, probes)
    wrong = clear & (tinted != scores.argmax(axis=1))
    if wrong.any():
        yield name, f"is tinted wrongly at {int(wrong.sum())} places at step {hand.step:.2f}"


def _tints(panel: LayerPanel, probes: Array) -> Array:
    """Class of the tint at each place, by the winding numbers of the tints' outlines."""
    tints = panel.decision.tints
    ends = np.cumsum(tints.counts)
    sides = tints.coords.reshape(-1, 2, 2)
    parts = [sides[end - count : end] for end, count in zip(ends, tints.counts, strict=True)]
    return np.asarray(np.argmax([_winding(part, probes) for part in parts], axis=0))


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


def _passed(frame: Frame, replay: Clock) -> float | None:
    """Steps since the instant before, by how far the curve's marker has moved."""
    (curve,) = (panel for panel in replay.panels if isinstance(panel, LossPanel))
    marker = curve.marker
    old = None if frame.before is None else frame.before.points.get(id(marker))
    if old is None:
        return None
    moved = float(marker.points[0, 0] - old[0, 0])
    return moved / curve.plot.width * curve.span[0]


def _clock(frame: Frame) -> Clock | None:
    clock: Any = getattr(getattr(frame.scene, "player", None), "clock", None)
    return clock if isinstance(clock, Clock) else None


def _is_shown(frame: Frame, mobject: object) -> bool:
    return any(thing.mobject is mobject for thing in frame.things)
