"""The loss panel prints and marks what was recorded."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from detangle import Trajectory
from detangle._typing import FloatArray as Array
from detangle.stage import LossPanel
from detangle.stage.inspector.frame import Frame
from detangle.stage.inspector.things import Text
from detangle.stage.scenes.replay.training_replay import TrainingReplayScene
from detangle.stage.scenes.replay.wide_replay import WideReplayScene
from detangle.stage.text.number import Number
from tests.inspector.checks.base import Problems
from tests.inspector.film import film_of
from tests.inspector.glyphs import read

PAST = 0.95
CLOSE = 1e-6


def printed_loss(frame: Frame) -> Problems:
    """Read the digits that are drawn, and compare them and the marker to the run."""
    panels = [mobject for mobject in frame.family if isinstance(mobject, LossPanel)]
    texts = {text.key: text for text in frame.texts}
    for panel in panels:
        numbers = panel.numbers or _numbers(frame)
        step, loss = (_drawn(number, texts) for number in numbers[:2])
        if step is None or loss is None:
            continue
        if not step.isdigit() or abs(int(step) - panel.step) > 0.5 + CLOSE:
            yield "the step", f"reads {step!r} at step {panel.step:.2f}"
            continue
        yield from _wrong_loss(loss, panel.step, film_of(frame.scene).trajectory)
        yield from _wrong_marker(panel, film_of(frame.scene).trajectory)


def _numbers(frame: Frame) -> list[Number]:
    """Step and loss where they do not stand in the panel itself."""
    scene = frame.scene
    return (
        scene.player.numbers.live[:2]
        if isinstance(scene, TrainingReplayScene | WideReplayScene)
        else []
    )


def _wrong_loss(drawn: str, step: float, trajectory: Trajectory) -> Problems:
    gaps = np.abs(trajectory.steps - step)
    nearest = np.flatnonzero(gaps <= gaps.min() + 1e-9)
    decimals = len(drawn.partition(".")[2])
    allowed = {f"{float(trajectory.loss[record]):.{decimals}f}" for record in nearest}
    if drawn not in allowed:
        yield "the loss", f"reads {drawn!r} at step {step:.2f}, recorded are {sorted(allowed)}"


def _wrong_marker(panel: LossPanel, trajectory: Trajectory) -> Problems:
    smooth = _smoothed(trajectory)
    step = min(panel.step, len(smooth) - 1)
    expected = np.interp(step, np.arange(len(smooth)), smooth)
    plot, (last, top) = panel.plot, panel.span
    x = plot.left + step / last * plot.width
    y = plot.bottom + expected / top * plot.height
    error = float(np.abs(panel.marker.points[0, :2] - [x, y]).max())
    if error > CLOSE * max(plot.width, plot.height):
        yield "the marker", f"is {error:.4f} units from the smoothed loss at step {step:.2f}"


def _drawn(number: Number, texts: dict[int, Text]) -> str | None:
    text = texts.get(id(number))
    return None if text is None else read(text.glyphs)


@lru_cache(maxsize=4)
def _smoothed(trajectory: Trajectory) -> Array:
    """The exponential smoothing, written out."""
    batch = trajectory.batch_loss.astype(np.float64)
    smooth = batch.copy()
    for t in range(1, len(batch)):
        smooth[t] = PAST * smooth[t - 1] + (1 - PAST) * batch[t]
    return smooth
