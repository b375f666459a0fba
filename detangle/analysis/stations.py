"""The stations of points on their way through a network, each as a picture in the plane."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detangle._typing import FloatArray
from detangle.geometry.projection import Projection
from detangle.run.trajectory import Trajectory


@dataclass(frozen=True, eq=False)
class Station:
    """Where all points are at one place of the network.

    Parameters
    ----------
    place
        k for the output of layer k, 0 for the input; k - 1/2 before the activation of layer k.
    points
        (N, D) float64: recorded outputs, or `W h + b` of the recorded layer before.
    projection
        How they are drawn. Layers of one or two units are drawn as they are.
    """

    place: float
    points: FloatArray
    projection: Projection

    @property
    def layer(self) -> int | None:
        """Which layer's output it is; None before an activation."""
        return int(self.place) if self.place == int(self.place) else None

    @property
    def coords(self) -> FloatArray:
        """The picture: (N, 2)."""
        return self.projection.place(self.points)


def stations(run: Trajectory, step: float | None = None) -> list[Station]:
    """Return where the points of a run are: in the input, before and after each activation.

    Wide layers are projected to the plane in which their points vary most, turned to be like the
    picture before. The last one of a network with a flat cut between two classes is seen from the
    edge of that cut. Before an activation the points are projected as after it.

    Parameters
    ----------
    run
        Any run; layers of which no weights are recorded have no station before the activation.
    step
        The recorded step nearest to it; None is the last.
    """
    return list(_stations(run, run.record_of(step)))


def _stations(run: Trajectory, record: int) -> Iterator[Station]:
    step = float(run.steps[record])
    points = run.points.astype(np.float64)
    here = Station(0.0, points, _projection(run, 0, step, points, None))
    yield here
    for k in range(1, run.depth + 1):
        points = run.layer_at(k, step).astype(np.float64)
        projection = _projection(run, k, step, points, here.coords)
        if run.has_weights(k):
            weight, bias = run.weight(k)[record], run.bias(k)[record]
            yield Station(k - 0.5, here.points @ weight.T + bias, projection)
        here = Station(float(k), points, projection)
        yield here


def _projection(
    run: Trajectory, k: int, step: float, points: FloatArray, picture: FloatArray | None
) -> Projection:
    width = points.shape[1]
    if width <= 2:
        return Projection(np.zeros(width), np.eye(2)[:, :width], np.zeros(2))
    cut = flat_cut(run, step) if k == run.depth else None
    if cut is not None:
        return Projection.facing(points, cut[0], like=picture)
    return Projection.of(points, like=picture)


def flat_cut(run: Trajectory, step: float | None = None) -> tuple[FloatArray, float] | None:
    """Return normal (D_K,) and offset of the last layer's cut between two classes.

    Class 1 wins where `normal @ h + offset > 0`. None where there are more classes, or no readout
    is known, or both classes have the same scores everywhere.
    """
    if len(run.class_names) != 2 or not run.has_readout:
        return None
    weight, bias = run.readout_at(step)
    normal = weight[1] - weight[0]
    return (normal, float(bias[1] - bias[0])) if normal.any() else None
