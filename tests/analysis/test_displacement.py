"""The quickest point of each layer is found, also where it rests for a part of the way."""

from __future__ import annotations

import numpy as np
import pytest

from detangle import Recipe, Trajectory, from_arrays
from detangle.analysis.displacement import CHUNK, SAMPLES, max_displacements


def one_unit(activation: str, biases: list[float]) -> Trajectory:
    """Two points at 0 and 1 on a line, through one unit of weight 1 whose bias changes."""
    records = len(biases)
    bias = np.array(biases)[:, None]
    points = np.array([[0.0], [1.0]])
    sums = points[None, :, :] + bias[:, None, :]
    return from_arrays(
        Recipe.of(dataset="moons", widths=(1,), activation=activation),
        points=points,
        labels=[0, 1],
        steps=np.arange(records),
        batch_loss=np.ones(records),
        loss=np.ones(records),
        accuracy=np.ones(records),
        layers=[np.maximum(sums, 0) if activation == "relu" else sums],
        weights=[np.ones((records, 1, 1))],
        biases=[bias],
        readout=(np.ones((records, 2, 1)), np.zeros((records, 2))),
    )


def test_without_an_activation_points_go_as_far_as_the_bias() -> None:
    rng = np.random.default_rng(1)
    biases = rng.normal(size=2 * CHUNK + 5)
    (found,) = max_displacements(one_unit("identity", biases.tolist()))
    np.testing.assert_allclose(found, np.abs(np.diff(biases)), rtol=1e-4)


@pytest.mark.parametrize("end", [-1.0, -0.5, 0.5])
def test_a_point_that_rests_first_counts_at_its_speed_after_that(end: float) -> None:
    """From bias -3 on, the farther point leaves 0 when the bias is -1; it goes end + 1 in all."""
    (found,) = max_displacements(one_unit("relu", [-3.0, end]))
    pieces = np.linspace(-3, end, SAMPLES + 1)
    expected = SAMPLES * np.diff(np.maximum(1 + pieces, 0)).max()
    np.testing.assert_allclose(found[0], expected, rtol=1e-6)
    assert end + 1 <= found[0] <= end + 3
