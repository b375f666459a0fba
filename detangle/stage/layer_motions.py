"""The movements of one layer, in the order in which they are shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detangle.activations import LEAK
from detangle.geometry import Bend, Clamp, Flip, Motion, Shift
from detangle.linear_paths import linear_motions
from detangle.snapshot import Snapshot

Array = NDArray[np.float64]

_LOOKS = np.linspace(0, 1, 9)
"""Instants of a motion at which its extent is measured."""


@dataclass(frozen=True, eq=False)
class LayerMotion:
    """One movement of a layer.

    Parameters
    ----------
    key
        `flip`, `linear`, `shift`, `clamp1`, `clamp2`, `bend` or `identity`.
    part
        The part of the formula that it is: `linear`, `shift` or `activation`.
    motion
        The movement itself.
    """

    key: str
    part: str
    motion: Motion


def layer_motions(snapshot: Snapshot, k: int) -> list[LayerMotion]:
    """Split hidden layer k, 2 units after 2, into movements which together are the layer."""
    linear = [
        LayerMotion("flip" if isinstance(motion, Flip) else "linear", "linear", motion)
        for motion in linear_motions(snapshot.weights[k - 1])
    ]
    shift = LayerMotion("shift", "shift", Shift(snapshot.biases[k - 1]))
    return [*linear, shift, *_activation_motions(snapshot)]


def extent(motions: list[LayerMotion], start: Array) -> Array:
    """Collect where (N, 2) points pass on their way through the motions, (M, 2)."""
    passed, points = [start], start
    for step in motions:
        passed += [step.motion(points, float(t)) for t in _LOOKS]
        points = passed[-1]
    return np.concatenate(passed)


def _activation_motions(snapshot: Snapshot) -> list[LayerMotion]:
    name = snapshot.activation
    if name == "identity":
        return []
    leaks = {"relu": 0.0, "leaky_relu": LEAK}
    if name in leaks:
        return [LayerMotion(f"clamp{i + 1}", "activation", Clamp(i, leaks[name])) for i in range(2)]
    return [LayerMotion("bend", "activation", Bend(snapshot.activate))]
