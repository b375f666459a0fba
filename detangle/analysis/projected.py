"""Wide layers in the plane at any step of a training, each picture aligned to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from detangle._typing import FloatArray, IntArray
from detangle.geometry.grand_tour import MAX_ROTATION_PER_RECORD, aligned_backwards
from detangle.geometry.projection import Projection, aligned
from detangle.run.trajectory import Trajectory


@dataclass(frozen=True, eq=False)
class ProjectedLayer:
    """The pictures of one layer at all recorded steps, each aligned to the one after it.

    Parameters
    ----------
    layer
        Which one; 0 is the input.
    steps
        (S,) the recorded steps.
    pictures
        (S, N, 2) coordinates of the points.
    explained
        (S,) fraction of the layer's variance that each picture shows, 0 to 1.
    """

    layer: int
    steps: IntArray
    pictures: FloatArray
    explained: FloatArray

    @classmethod
    def of(
        cls,
        run: Trajectory,
        layer: int,
        last: Projection,
        max_rotation: float = MAX_ROTATION_PER_RECORD,
    ) -> Self:
        """Carry a layer's last picture back to the first recorded step.

        Parameters
        ----------
        run
            The run.
        layer
            Which layer.
        last
            The projection of the layer at the last recorded step.
        max_rotation
            Greatest angle, radians, by which the plane turns from one record to the next.
        """
        backwards = (run.layer_at(layer, step) for step in run.steps[::-1])
        found = aligned_backwards(backwards, last, max_rotation)[::-1]
        pictures = [
            projection.place(run.layer_at(layer, step))
            for projection, step in zip(found, run.steps, strict=True)
        ]
        explained = np.array([projection.explained for projection in found])
        return cls(layer, run.steps, np.stack(pictures), explained)

    def coordinates_at(self, step: float) -> FloatArray:
        """Return the points (N, 2) at a step; between recorded steps they go straight."""
        after = int(np.clip(np.searchsorted(self.steps, step), 1, len(self.steps) - 1))
        first, last = self.steps[after - 1], self.steps[after]
        fraction = float(np.clip((step - first) / (last - first), 0.0, 1.0))
        return np.asarray(
            (1 - fraction) * self.pictures[after - 1] + fraction * self.pictures[after]
        )

    def explained_at(self, step: float) -> float:
        """Return the fraction of the variance that is shown at the record nearest to a step."""
        return float(self.explained[np.abs(self.steps - step).argmin()])

    @property
    def moved(self) -> FloatArray:
        """Greatest displacement of a point from each record to the next, (S - 1,)."""
        return np.asarray(np.linalg.norm(np.diff(self.pictures, axis=0), axis=2).max(axis=1))


def project_layers(
    run: Trajectory, layers: range, max_rotation: float = MAX_ROTATION_PER_RECORD
) -> list[ProjectedLayer]:
    """Picture some layers, each fitted to the layer before it at the last recorded step."""
    everything = range(run.depth + 1)
    hidden = [run.layer_at(k).astype(np.float64) for k in everything]
    like = hidden[0] if hidden[0].shape[1] == 2 else None
    projections = aligned(hidden, like=like)
    return [ProjectedLayer.of(run, k, projections[k], max_rotation) for k in layers]
