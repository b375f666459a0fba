"""The movements of one layer, in the order in which they are shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detangle._typing import FloatArray
from detangle.activations import LEAK
from detangle.geometry.motions import Bend, Clamp, Flip, Motion, Shift
from detangle.geometry.polar import embed, linear_motions
from detangle.run.snapshot import Snapshot


def _logit(values: FloatArray) -> FloatArray:
    from scipy.special import logit

    return np.asarray(logit(np.clip(values, 1 - ONE, ONE)))


def _arctanh(values: FloatArray) -> FloatArray:
    return np.asarray(np.arctanh(np.clip(values, -ONE, ONE)))


ONE = 1 - np.finfo(np.float64).epsneg
"""The greatest number below 1: what has been rounded to 1 is taken for it."""
INVERSES = {"tanh": _arctanh, "sigmoid": _logit}
LEAKS = {"relu": 0.0, "leaky_relu": LEAK}
"""What is left of negative values by the activations that clamp."""
_LOOKS = np.linspace(0, 1, 9)
"""Instants of a motion at which its extent is measured."""


@dataclass(frozen=True, eq=False)
class LayerMotion:
    """One movement of a layer.

    Parameters
    ----------
    key
        `flip`, `linear`, `shift`; `clamp1`, `clamp2`, `clamp3` for ReLU, `leak1`, … for leaky
        ReLU, `bend` for the others.
    part
        The part of the formula that it is: `linear`, `shift` or `activation`.
    motion
        The movement itself.
    """

    key: str
    part: str
    motion: Motion


def layer_motions(snapshot: Snapshot, k: int) -> list[LayerMotion]:
    """Split hidden layer k into movements which together are the layer.

    They move points of max(D_{k-1}, D_k) coordinates, at most 3: see `embed`.
    """
    weight = snapshot.weights[k - 1]
    linear = [
        LayerMotion("flip" if isinstance(motion, Flip) else "linear", "linear", motion)
        for motion in linear_motions(weight)
    ]
    offset = embed(snapshot.biases[k - 1][None], max(weight.shape))[0]
    shift = LayerMotion("shift", "shift", Shift(offset))
    return [*linear, shift, *_activation_motions(snapshot, len(weight))]


def extent(motions: list[LayerMotion], start: FloatArray) -> FloatArray:
    """Collect where (N, D) points pass on their way through the motions, (M, D)."""
    passed, points = [start], start
    for step in motions:
        passed += [step.motion(points, float(t)) for t in _LOOKS]
        points = passed[-1]
    return np.concatenate(passed)


def _activation_motions(snapshot: Snapshot, width: int) -> list[LayerMotion]:
    name = snapshot.activation
    if name == "identity":
        return []
    if name in LEAKS:
        clamps = [Clamp(i, LEAKS[name]) for i in range(width)]
        verb = "leak" if LEAKS[name] else "clamp"
        return [LayerMotion(f"{verb}{i + 1}", "activation", c) for i, c in enumerate(clamps)]
    return [LayerMotion("bend", "activation", Bend(snapshot.activate, width, INVERSES.get(name)))]
