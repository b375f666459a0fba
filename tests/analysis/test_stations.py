"""Stations: a forward pass by hand, projected where a layer is wide."""

from __future__ import annotations

import numpy as np
import pytest

from detangle import Dataset, Recipe, Trajectory, from_arrays, record
from detangle.analysis.stations import flat_cut, stations


def trained(features: int, widths: tuple[int, ...], **changes: object) -> Trajectory:
    rng = np.random.default_rng(features)
    points = rng.normal(size=(40, features)).astype(np.float32)
    labels = (points.sum(axis=1) > 0).astype(np.int64)
    data = Dataset("noise", points, labels, ("below", "above"))
    return record(data, Recipe.of(widths=widths, **{"epochs": 4, **changes}))


FLAT = trained(2, (2, 1, 2))
WIDE = trained(7, (2, 5, 4), activation="tanh")


@pytest.mark.parametrize(("run", "function"), [(FLAT, lambda z: np.maximum(z, 0)), (WIDE, np.tanh)])
@pytest.mark.parametrize("record", [0, 2, -1])
def test_stations_are_those_of_a_forward_pass_by_hand(run, function, record) -> None:  # type: ignore[no-untyped-def]
    found = stations(run, float(run.steps[record]))
    assert [s.place for s in found] == [0, 0.5, 1, 1.5, 2, 2.5, 3]
    assert [s.layer for s in found] == [0, None, 1, None, 2, None, 3]
    hidden = run.points.astype(np.float64)
    np.testing.assert_array_equal(found[0].points, hidden)
    for k in (1, 2, 3):
        before = hidden @ run.weight(k)[record].T + run.bias(k)[record]
        hidden = function(before)
        np.testing.assert_allclose(found[2 * k - 1].points, before, atol=1e-5)
        np.testing.assert_allclose(found[2 * k].points, hidden, atol=1e-5)


def test_narrow_layers_are_drawn_as_they_are() -> None:
    for station in stations(FLAT):
        width = station.points.shape[1]
        np.testing.assert_array_equal(station.coords[:, :width], station.points)
        np.testing.assert_array_equal(station.coords[:, width:], 0)


def test_wide_layers_keep_distances_from_one_side_of_an_activation_to_the_other() -> None:
    """Before an activation the plane is the same as after it: one matrix, one mean."""
    found = stations(WIDE)
    for before, after in zip(found[1::2], found[2::2], strict=True):
        moved = (after.points - before.points) @ after.projection.components.T
        np.testing.assert_allclose(after.coords - before.coords, moved, atol=1e-12)


def test_the_last_wide_layer_is_seen_from_the_edge_of_the_cut() -> None:
    last, cut = stations(WIDE)[-1], flat_cut(WIDE)
    assert cut is not None
    scores = WIDE.scores_at()
    lead = (scores[:, 1] - scores[:, 0]) / np.linalg.norm(cut[0])
    across = last.coords[:, 0] - last.projection.cut(*cut)
    np.testing.assert_allclose(np.abs(across), np.abs(lead), atol=1e-5)
    assert len(np.unique(np.sign(across * lead))) == 1


def test_without_weights_there_are_only_recorded_layers() -> None:
    layers = [WIDE.layer(k) for k in (1, 2, 3)]
    run = from_arrays(
        points=WIDE.points, labels=WIDE.labels, layers=layers, steps=WIDE.steps,
        scores=np.stack([WIDE.scores_at(step) ** 3 for step in WIDE.steps]), made_by="a test",
    )  # fmt: skip
    assert [s.place for s in stations(run)] == [0, 1, 2, 3]
    assert flat_cut(run) is None
