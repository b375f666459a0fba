"""One layer of a network as motions, in the order in which they are shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detangle._typing import FloatArray
from detangle.geometry.motions import Bend, Clamp, Motion, Shift
from detangle.geometry.polar import embed, linear_motions
from detangle.run.snapshot import Snapshot

PLANE = 2
"""Width of a layer that is a plane."""

_TIMES = np.linspace(0, 1, 9)
"""Instants of a motion at which its extent is measured."""


@dataclass(frozen=True, eq=False)
class LayerMotion:
    """One motion of a layer, and what it is called.

    Parameters
    ----------
    key
        `flip`, `linear`, `shift`; `clamp1`, `clamp2`, `clamp3` for ReLU, `leak1`, … for leaky
        ReLU, `fold1`, … for the absolute value, `bend` for those that are not piecewise linear.
    part
        The part of the layer's formula that it shows: `linear`, `shift` or `activation`.
    motion
        The motion itself.
    """

    key: str
    part: str
    motion: Motion


def layer_motions(snapshot: Snapshot, k: int) -> list[LayerMotion]:
    """Split hidden layer k into motions which, one after the other, are the layer.

    They move points of max(D_{k-1}, D_k) coordinates, at most 3.
    """
    weight = snapshot.weights[snapshot.checked(k, 1) - 1]
    *flips, turn = linear_motions(weight)
    linear = [LayerMotion("flip", "linear", flip) for flip in flips]
    linear.append(LayerMotion("linear", "linear", turn))
    offset = embed(snapshot.biases[k - 1][None], max(weight.shape))[0]
    shift = LayerMotion("shift", "shift", Shift(offset))
    return [*linear, shift, *_activation_motions(snapshot, len(weight))]


def extent(motions: list[LayerMotion], start: FloatArray) -> FloatArray:
    """Return places, (M, D), through which (N, D) points pass on their way through the motions."""
    passed, points = [start], start
    for step in motions:
        passed += [step.motion(points, float(t)) for t in _TIMES]
        points = passed[-1]
    return np.concatenate(passed)


def _activation_motions(snapshot: Snapshot, width: int) -> list[LayerMotion]:
    activation, slope = snapshot.activation, snapshot.activation.negative_slope
    if slope is None:
        bend = Bend(snapshot.activate, width, activation.inverse)
        return [LayerMotion("bend", "activation", bend)]
    if slope == 1:
        return []
    clamps = [Clamp(i, slope) for i in range(width)]
    kind = activation.kind
    return [LayerMotion(f"{kind}{i + 1}", "activation", c) for i, c in enumerate(clamps)]


def flat_pictures(snapshot: Snapshot, points: FloatArray) -> list[FloatArray]:
    """Return all that planes may show of a network: each layer of two units, and each way there.

    Parameters
    ----------
    snapshot
        The network.
    points
        (N, D_0) of its input.

    Returns
    -------
    (M, 2) coordinates each: first those of the input, if it is a plane.
    """
    found = [points] if points.shape[1] == PLANE else []
    for k, weight in enumerate(snapshot.weights, start=1):
        if weight.shape == (PLANE, PLANE):
            before = snapshot.layer(k - 1, points)
            found += [extent(layer_motions(snapshot, k), before), snapshot.layer(k, points)]
    return found
